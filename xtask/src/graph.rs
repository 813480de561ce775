//! Which crate may use which, who owns the heavy dependencies, and how many packages the whole takes.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::{Problems, rooms};

/// The floors of the house: a crate may use crates of lower floors only, never of its own or a higher one.
const FLOORS: &[&[&str]] = &[
    &["kernel"],
    &["outbound"],
    &["storage", "bus", "language"],
    &["web_kit"],
    &["people", "commerce"],
    &["bot"],
    &["desk"],
    &["growth", "quality", "connectors", "voice"],
    &["server"],
];

/// Stands beside the floors: it may use everything up to `web_kit`, and others use it in tests only.
const TESTKIT: &str = "testkit";
const TESTKIT_FLOOR: usize = 3;

/// Tools that run the program from outside and share no code with it.
const TOOLS: [&str; 2] = ["xtask", "bench"];

/// Crates of the outside world that only the named crates may use, tests included; with none named, nobody may.
const OWNERS: &[(&str, &[&str])] = &[
    ("sqlx", &["storage"]),
    ("rusqlite", &["storage", "bench"]),
    ("async-nats", &["bus"]),
    // Calls to the outside have one guard and one set-up of TLS.
    ("reqwest", &[]),
    ("tokio-rustls", &["outbound", "testkit"]),
    // Time is jiff; the standard library holds lazy cells.
    ("chrono", &[]),
    ("lazy_static", &[]),
    ("once_cell", &[]),
];

/// The web begins at `web_kit`; below it nothing knows of HTTP. `utoipa` is not among these: an id of the kernel may
/// derive its schema, which is a description and serves nothing.
const WEB: [&str; 4] = ["axum", "utoipa-axum", "utoipa-swagger-ui", "tower-http"];
const WEB_FROM_FLOOR: usize = 3;

const PACKAGES_MOST: usize = 385;

/// One arrow between two crates, or from a crate to the outside world.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Arrow {
    from: String,
    to: String,
    in_tests: bool,
}

pub fn check(root: &Path) -> Result<Problems, String> {
    let arrows = arrows(root)?;
    let crates: BTreeSet<&str> = arrows.keys().map(String::as_str).collect();
    let all: Vec<Arrow> = arrows.values().flatten().cloned().collect();
    print(&crates, &all);
    let mut problems = judge(&crates, &all);
    problems.extend(packages(root)?);
    for name in crates.iter().filter(|name| !TOOLS.contains(name)) {
        problems.extend(rooms::check(root, name)?);
    }
    Ok(problems)
}

/// The arrows of every crate of the workspace, under its folder name.
fn arrows(root: &Path) -> Result<BTreeMap<String, Vec<Arrow>>, String> {
    let output = Command::new("cargo")
        .args(["metadata", "--no-deps", "--format-version", "1"])
        .current_dir(root)
        .output()
        .map_err(|error| format!("cargo metadata: {error}"))?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    let metadata: Value =
        serde_json::from_slice(&output.stdout).map_err(|error| error.to_string())?;
    let text = |value: &Value, key: &str| {
        let found = value.get(key).and_then(Value::as_str).unwrap_or_default();
        found.to_owned()
    };
    let list = |value: &Value, key: &str| {
        let found = value.get(key).and_then(Value::as_array);
        found.cloned().unwrap_or_default()
    };
    let mut arrows = BTreeMap::new();
    for package in list(&metadata, "packages") {
        let from = short_name(&text(&package, "name"));
        let found = list(&package, "dependencies")
            .iter()
            .map(|dependency| Arrow {
                from: from.clone(),
                to: short_name(&text(dependency, "name")),
                in_tests: text(dependency, "kind") == "dev",
            })
            .collect();
        arrows.insert(from, found);
    }
    Ok(arrows)
}

/// `shanying-web-kit` lives in the folder `web_kit`; names of the outside world stay as they are.
fn short_name(package: &str) -> String {
    match package.strip_prefix("shanying-") {
        Some(name) => name.replace('-', "_"),
        None => package.to_owned(),
    }
}

fn floor(name: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&name))
}

fn judge(crates: &BTreeSet<&str>, arrows: &[Arrow]) -> Problems {
    let mut problems = Problems::new();
    for name in crates {
        if floor(name).is_none() && *name != TESTKIT && !TOOLS.contains(name) {
            problems.push(format!(
                "crate `{name}` has no floor: give it one in xtask/src/graph.rs"
            ));
        }
    }
    for arrow in arrows {
        let fault = if crates.contains(arrow.to.as_str()) {
            inner_fault(arrow)
        } else {
            outer_fault(arrow)
        };
        problems
            .extend(fault.map(|fault| format!("`{}` uses `{}`: {fault}", arrow.from, arrow.to)));
    }
    problems
}

fn inner_fault(arrow: &Arrow) -> Option<String> {
    if TOOLS.contains(&arrow.from.as_str()) {
        return Some("the tools share no code with the program".to_owned());
    }
    if arrow.to == TESTKIT {
        return (!arrow.in_tests).then(|| "only in [dev-dependencies]".to_owned());
    }
    let from = if arrow.from == TESTKIT {
        TESTKIT_FLOOR + 1
    } else {
        floor(&arrow.from)?
    };
    let to = floor(&arrow.to)?;
    (to >= from).then(|| "arrows go down only".to_owned())
}

fn outer_fault(arrow: &Arrow) -> Option<String> {
    let from = arrow.from.as_str();
    if let Some((_, owners)) = OWNERS.iter().find(|(name, _)| *name == arrow.to)
        && !owners.contains(&from)
    {
        return Some(match owners {
            [] => "nobody may".to_owned(),
            owners => format!("it belongs to `{}` alone", owners.join("`, `")),
        });
    }
    let below_web = floor(from).is_some_and(|floor| floor < WEB_FROM_FLOOR);
    (below_web && WEB.contains(&arrow.to.as_str()))
        .then(|| "the web begins at `web_kit`".to_owned())
}

fn print(crates: &BTreeSet<&str>, arrows: &[Arrow]) {
    println!("graph: {} crates", crates.len());
    let beside = [TESTKIT, TOOLS[0], TOOLS[1]];
    let rows = FLOORS.iter().flat_map(|floor| floor.iter()).chain(&beside);
    for name in rows.filter(|name| crates.contains(*name)) {
        let uses: Vec<&str> = arrows
            .iter()
            .filter(|arrow| arrow.from == *name && !arrow.in_tests)
            .map(|arrow| arrow.to.as_str())
            .filter(|to| crates.contains(to))
            .collect();
        println!(
            "  {name:<10} → {}",
            if uses.is_empty() {
                "–".to_owned()
            } else {
                uses.join(" ")
            }
        );
    }
}

/// The number of packages of the lock file against its budget.
fn packages(root: &Path) -> Result<Option<String>, String> {
    let lock = fs::read_to_string(root.join("Cargo.lock"))
        .map_err(|error| format!("Cargo.lock: {error}"))?;
    let count = lock.lines().filter(|line| *line == "[[package]]").count();
    println!("  {count} packages in Cargo.lock, at most {PACKAGES_MOST} are allowed");
    Ok((count > PACKAGES_MOST)
        .then(|| format!("Cargo.lock holds {count} packages, at most {PACKAGES_MOST} are allowed")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(arrows: &[(&str, &str, bool)]) -> Problems {
        let crates = BTreeSet::from([
            "kernel", "storage", "bus", "web_kit", "bot", "desk", "server", "testkit", "bench",
        ]);
        let arrows: Vec<Arrow> = arrows
            .iter()
            .map(|(from, to, in_tests)| Arrow {
                from: (*from).to_owned(),
                to: (*to).to_owned(),
                in_tests: *in_tests,
            })
            .collect();
        judge(&crates, &arrows)
    }

    #[test]
    fn arrows_go_down_only() {
        assert!(faults(&[("desk", "bot", false), ("server", "desk", false)]).is_empty());
        assert_eq!(faults(&[("bot", "desk", false)]).len(), 1);
        assert_eq!(faults(&[("bot", "desk", true)]).len(), 1);
        assert_eq!(faults(&[("storage", "bus", false)]).len(), 1);
        assert_eq!(faults(&[("bench", "kernel", false)]).len(), 1);
    }

    #[test]
    fn testkit_is_for_tests_and_stops_at_web_kit() {
        assert!(faults(&[("desk", "testkit", true), ("testkit", "web_kit", false)]).is_empty());
        assert_eq!(faults(&[("desk", "testkit", false)]).len(), 1);
        assert_eq!(faults(&[("testkit", "bot", false)]).len(), 1);
    }

    #[test]
    fn heavy_dependencies_have_owners() {
        assert!(faults(&[("storage", "sqlx", false), ("desk", "axum", false)]).is_empty());
        assert_eq!(faults(&[("desk", "sqlx", true)]).len(), 1);
        assert_eq!(faults(&[("storage", "axum", false)]).len(), 1);
    }
}
