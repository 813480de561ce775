//! The program `shanying`; everything stands in the library, so that tests run the same code.

use std::process::ExitCode;

fn main() -> ExitCode {
    shanying_server::cli::run()
}
