//! The program `shanying`; everything stands in the library, so that tests run the same code.

use std::process::ExitCode;

/// Training and imports take hundreds of megabytes for seconds; this allocator gives them back to the
/// system, and is quicker where many threads answer at once (`docs/decisions/0005-dependencies.md`).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    shanying_server::cli::run()
}
