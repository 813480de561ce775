//! The checks of this repository that no ready-made tool covers.
//!
//! - `graph`: which crate may use which, which file of a room may use which, who owns the heavy dependencies.
//! - `size`: lengths of files and functions, numbers of parameters; exceptions stand in `size-exceptions.txt`.
//! - `openapi`: the document that the program prints against `docs/openapi.json`.
//!
//! Every check prints what it measured, then its problems, and ends with exit code 1 when there are any.
#![expect(
    clippy::print_stdout,
    reason = "a command-line tool speaks on its standard output"
)]

mod files;
mod graph;
mod openapi;
mod rooms;
mod scan;
mod size;

use std::path::Path;
use std::process::ExitCode;

const USAGE: &str = "\
usage: cargo xtask <check>

  graph                              crate arrows, room arrows, owners of dependencies, number of packages
  size                               lengths of files and functions, numbers of parameters
  openapi [--write] [--program P]    the printed API document against docs/openapi.json
";

/// What a check found wrong, one sentence each; empty means that the check holds.
type Problems = Vec<String>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let root = match Path::new(env!("CARGO_MANIFEST_DIR")).parent() {
        Some(root) => root,
        None => Path::new("."),
    };
    let outcome = match arguments.split_first() {
        Some((name, [])) if name == "graph" => graph::check(root),
        Some((name, [])) if name == "size" => size::check(root),
        Some((name, rest)) if name == "openapi" => openapi::check(root, rest),
        _ => Err(USAGE.to_owned()),
    };
    match outcome {
        Ok(problems) if problems.is_empty() => ExitCode::SUCCESS,
        Ok(problems) => {
            for problem in &problems {
                println!("problem: {problem}");
            }
            println!("{} problem(s)", problems.len());
            ExitCode::FAILURE
        }
        Err(message) => {
            println!("{message}");
            ExitCode::from(2)
        }
    }
}
