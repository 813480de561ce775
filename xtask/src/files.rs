//! Finds and reads the hand-written source files of the repository.

use std::fs;
use std::path::{Path, PathBuf};

/// Folders that hold nothing written by hand.
const SKIPPED: [&str; 7] = [
    "target",
    "node_modules",
    "dist",
    ".cache",
    ".git",
    "test-results",
    "playwright-report",
];

/// One source file: its path from the root with forward slashes, and its text.
pub struct Source {
    pub path: String,
    pub text: String,
}

/// All files below `root/folder` with one of the `endings`, in order of path; generated ones are left out.
pub fn sources(root: &Path, folder: &str, endings: &[&str]) -> Result<Vec<Source>, String> {
    let mut paths = Vec::new();
    walk(&root.join(folder), &mut paths)?;
    paths.sort();
    let mut found = Vec::new();
    for path in paths {
        let wanted = path
            .extension()
            .and_then(|ending| ending.to_str())
            .is_some_and(|ending| endings.contains(&ending));
        if !wanted {
            continue;
        }
        let text =
            fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        if is_generated(&text) {
            continue;
        }
        let path = path.strip_prefix(root).unwrap_or(&path);
        found.push(Source {
            path: path.to_string_lossy().replace('\\', "/"),
            text,
        });
    }
    Ok(found)
}

fn walk(folder: &Path, paths: &mut Vec<PathBuf>) -> Result<(), String> {
    if !folder.exists() {
        return Ok(());
    }
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    for entry in entries {
        let entry = entry.map_err(|error| error.to_string())?;
        let path = entry.path();
        let kind = entry.file_type().map_err(|error| error.to_string())?;
        let name = entry.file_name();
        if kind.is_dir() {
            if !SKIPPED.iter().any(|skipped| name == *skipped) {
                walk(&path, paths)?;
            }
        } else if kind.is_file() {
            paths.push(path);
        }
    }
    Ok(())
}

/// Generators say so in the first lines of what they write.
fn is_generated(text: &str) -> bool {
    text.lines().take(8).any(|line| {
        let line = line.to_lowercase();
        line.contains("@generated")
            || line.contains("auto-generated")
            || line.contains("generated automatically")
    })
}
