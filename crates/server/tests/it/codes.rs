//! The codes that the sources give to errors are the codes that `docs/API.md` tells.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The house's constructors that take a code first.
const MAKERS: &[&str] = &[
    "invalid",
    "not_found",
    "conflict",
    "forbidden",
    "unauthenticated",
    "too_many",
];

fn crates() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The code of every source file, tests left out.
fn sources() -> String {
    let mut all = String::new();
    let mut folders = vec![crates()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let is_test =
                ["tests", "tests.rs", "harness.rs", "testkit", "target"].contains(&name.as_str());
            if path.is_dir() && !is_test {
                folders.push(path);
            } else if name.ends_with(".rs") && !is_test {
                let text = std::fs::read_to_string(&path).unwrap();
                all.push_str(text.split("#[cfg(test)]\nmod tests {").next().unwrap());
            }
        }
    }
    all
}

fn is_code(text: &str) -> bool {
    let plain =
        |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    text.split_once('.')
        .is_some_and(|(room, reason)| plain(room) && plain(reason))
}

/// Codes right after a constructor's bracket.
fn made(sources: &str) -> BTreeSet<String> {
    let mut codes = BTreeSet::new();
    for maker in MAKERS {
        for after in sources.split(&format!("{maker}(")).skip(1) {
            if let Some(literal) = after.trim_start().strip_prefix('"')
                && let Some((code, _)) = literal.split_once('"')
                && is_code(code)
            {
                codes.insert(code.to_owned());
            }
        }
    }
    codes
}

#[test]
fn the_documented_codes_are_the_codes_of_the_sources() {
    let sources = sources();
    let document = std::fs::read_to_string(crates().join("../docs/API.md")).unwrap();
    let (_, chapter) = document.split_once("\n## Codes\n").unwrap();
    let documented: BTreeSet<String> = chapter
        .split('`')
        .filter(|part| is_code(part) && !part.starts_with("params."))
        .map(str::to_owned)
        .collect();
    let undocumented: Vec<_> = made(&sources)
        .into_iter()
        .filter(|code| !documented.contains(code))
        .collect();
    assert!(
        undocumented.is_empty(),
        "not in docs/API.md: {undocumented:?}"
    );
    // Imports put `import.` before the reason of a fault.
    let gone: Vec<_> = documented
        .iter()
        .filter(|code| {
            let reason = code
                .strip_prefix("import.")
                .filter(|reason| sources.contains(&format!("\"{reason}\"")));
            !sources.contains(&format!("\"{code}\"")) && reason.is_none()
        })
        .collect();
    assert!(gone.is_empty(), "no longer in the sources: {gone:?}");
}
