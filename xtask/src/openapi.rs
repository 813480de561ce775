//! The API document that the program prints against the one in `docs/openapi.json`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::Problems;

const DOCUMENT: &str = "docs/openapi.json";

pub fn check(root: &Path, arguments: &[String]) -> Result<Problems, String> {
    let (write, program) = read_arguments(root, arguments)?;
    let printed = print_document(&program)?;
    let path = root.join(DOCUMENT);
    let written = fs::read_to_string(&path).unwrap_or_default();
    let operations = operations(&printed)?;
    if write {
        fs::write(&path, &printed).map_err(|error| format!("{DOCUMENT}: {error}"))?;
        println!("openapi: {DOCUMENT} written, {operations} operations");
        return Ok(Problems::new());
    }
    if printed == written {
        println!("openapi: {DOCUMENT} is what the program prints, {operations} operations");
        return Ok(Problems::new());
    }
    print_difference(&path, &printed)?;
    Ok(vec![format!(
        "{DOCUMENT} differs from what the program prints: run `make openapi` and look at the change"
    )])
}

fn read_arguments(root: &Path, arguments: &[String]) -> Result<(bool, PathBuf), String> {
    let mut write = false;
    let mut program = root.join("target/debug/shanying");
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        match argument.as_str() {
            "--write" => write = true,
            "--program" => program = rest.next().ok_or("--program needs a path")?.into(),
            other => return Err(format!("openapi: unknown argument `{other}`")),
        }
    }
    Ok((write, program))
}

/// What the program prints, laid out evenly so that a change shows as few lines.
fn print_document(program: &Path) -> Result<String, String> {
    let output = Command::new(program)
        .arg("openapi")
        .output()
        .map_err(|error| {
            format!(
                "{}: {error}; build it with `cargo build --workspace --all-targets`",
                program.display()
            )
        })?;
    if !output.status.success() {
        return Err(format!(
            "`{} openapi` failed: {}",
            program.display(),
            String::from_utf8_lossy(&output.stderr)
        ));
    }
    let document: Value = serde_json::from_slice(&output.stdout)
        .map_err(|error| format!("the printed document is not JSON: {error}"))?;
    let mut text = serde_json::to_string_pretty(&document).map_err(|error| error.to_string())?;
    text.push('\n');
    Ok(text)
}

fn operations(document: &str) -> Result<usize, String> {
    let document: Value = serde_json::from_str(document).map_err(|error| error.to_string())?;
    let paths = document.get("paths").and_then(Value::as_object);
    Ok(paths.map_or(0, |paths| {
        paths
            .values()
            .filter_map(Value::as_object)
            .map(serde_json::Map::len)
            .sum()
    }))
}

fn print_difference(path: &Path, printed: &str) -> Result<(), String> {
    let printed_path = std::env::temp_dir().join(format!("openapi-{}.json", std::process::id()));
    fs::write(&printed_path, printed).map_err(|error| error.to_string())?;
    let difference = Command::new("diff")
        .arg("--unified=2")
        .arg("--new-file")
        .arg(path)
        .arg(&printed_path)
        .output()
        .map_err(|error| format!("diff: {error}"));
    fs::remove_file(&printed_path).map_err(|error| error.to_string())?;
    for line in String::from_utf8_lossy(&difference?.stdout)
        .lines()
        .take(80)
    {
        println!("{line}");
    }
    Ok(())
}
