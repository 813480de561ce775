//! Inside a crate: the files of a room may use each other one way only, SQL stands in `store`, rules are pure.

use std::path::Path;

use crate::Problems;
use crate::files::{self, Source};
use crate::scan::{self, Language};

/// The files of a room from the ground up; a file may use files of lower ranks.
const RANKS: &[(&str, usize)] = &[
    ("model", 0),
    ("events", 1),
    ("rules", 1),
    ("store", 2),
    ("actions", 3),
    ("http", 4),
    ("jobs", 4),
];

/// Names that say nothing; whatever lies in such a drawer belongs to a room.
const DRAWERS: [&str; 7] = [
    "common", "utils", "util", "helpers", "manager", "types", "misc",
];

/// Crates whose whole work is the database or its fixtures.
const SQL_EVERYWHERE: [&str; 2] = ["storage", "testkit"];

pub fn check(root: &Path, krate: &str) -> Result<Problems, String> {
    let folder = format!("crates/{krate}/src");
    let sources = files::sources(root, &folder, &["rs"])?;
    let mut problems = Problems::new();
    for source in &sources {
        let Some(inside) = source.path.strip_prefix(&format!("{folder}/")) else {
            continue;
        };
        problems.extend(drawer(source, inside));
        let place = Place::of(inside);
        if place.is_test {
            continue;
        }
        problems.extend(arrows(source, &place));
        // A single file at the root of a crate is a room by itself, its statements included.
        if inside.contains('/') && !SQL_EVERYWHERE.contains(&krate) {
            problems.extend(sql(source, &place));
        }
        if place.file == "rules" && code_of(source).contains("async ") {
            problems.push(format!("{}: rules are pure, without async", source.path));
        }
    }
    Ok(problems)
}

/// Where a file stands: `tickets/http/list.rs` is part `http` of the room `tickets`, one folder deeper than `http.rs`.
#[derive(Debug, PartialEq, Eq)]
struct Place {
    /// Folders from `src` to the room; empty at the root of a crate.
    room: Vec<String>,
    /// The part of the room that the file belongs to: its own name or that of its folder.
    file: String,
    /// How many `super` lead to the room.
    supers: usize,
    is_test: bool,
}

impl Place {
    fn of(inside: &str) -> Self {
        let bare = inside.strip_suffix(".rs").unwrap_or(inside);
        let mut parts: Vec<String> = bare.split('/').map(str::to_owned).collect();
        let is_test = parts.iter().any(|part| part == "tests" || part == "test");
        let mut supers = parts.len();
        if parts.last().is_some_and(|last| last == "mod") {
            parts.pop();
            supers -= 1;
        }
        let cut = parts.iter().position(|part| rank(part).is_some());
        let cut = cut.unwrap_or(parts.len());
        let file = parts.get(cut).cloned().unwrap_or_default();
        parts.truncate(cut);
        supers -= parts.len();
        Self {
            room: parts,
            file,
            supers,
            is_test,
        }
    }
}

fn rank(name: &str) -> Option<usize> {
    let found = RANKS.iter().find(|(file, _)| *file == name);
    found.map(|(_, rank)| *rank)
}

fn drawer(source: &Source, inside: &str) -> Option<String> {
    let name = inside
        .split('/')
        .map(|part| part.strip_suffix(".rs").unwrap_or(part))
        .find(|part| DRAWERS.contains(part))?;
    Some(format!(
        "{}: `{name}` says nothing, name what it holds",
        source.path
    ))
}

/// Uses of a file of the same room that stands higher or beside.
fn arrows(source: &Source, place: &Place) -> Problems {
    let Some(own) = rank(&place.file) else {
        return Problems::new();
    };
    let code = code_of(source);
    let up = format!("{}::", vec!["super"; place.supers].join("::"));
    let down = match place.room.as_slice() {
        [] => "crate::".to_owned(),
        room => format!("crate::{}::", room.join("::")),
    };
    let mut problems = Problems::new();
    for path in [up, down] {
        for name in names_after(&code, &path) {
            let wrong = name != place.file && rank(&name).is_some_and(|other| other >= own);
            if wrong {
                problems.push(format!(
                    "{}: `{}` uses `{name}`, but the arrows are model ← rules ← store ← actions ← http, jobs",
                    source.path, place.file
                ));
            }
        }
    }
    problems.dedup();
    problems
}

/// The first names that follow `path` anywhere in the code: one, or those of a group in braces.
fn names_after(code: &str, path: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = code;
    while let Some((before, after)) = rest.split_once(path) {
        // `super::super::x` and `some_super::x` are other paths than `super::x`.
        let joined = before.ends_with("::") || before.ends_with(scan::is_word);
        rest = after;
        if joined {
            continue;
        }
        match after.strip_prefix('{') {
            Some(group) => names.extend(group_names(group)),
            None => names.extend(first_word(after)),
        }
    }
    names
}

fn group_names(group: &str) -> Vec<String> {
    let mut depth = 0_usize;
    let mut item = String::new();
    let mut names = Vec::new();
    for current in group.chars() {
        match current {
            '}' if depth == 0 => break,
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                names.extend(first_word(&item));
                item.clear();
                continue;
            }
            _ => {}
        }
        item.push(current);
    }
    names.extend(first_word(&item));
    names
}

fn first_word(text: &str) -> Option<String> {
    let word: String = text
        .trim_start()
        .chars()
        .take_while(|current| scan::is_word(*current))
        .collect();
    (!word.is_empty() && word != "super" && word != "self").then_some(word)
}

/// Every statement stands in the room's `store`, so that whoever changes a table reads one file.
fn sql(source: &Source, place: &Place) -> Problems {
    if place.file == "store" {
        return Problems::new();
    }
    let code = without_tests(&scan::without_comments(&source.text, Language::Rust));
    let starts = [
        "\"SELECT ",
        "\"INSERT INTO ",
        "\"UPDATE ",
        "\"DELETE FROM ",
        "\"WITH ",
    ];
    starts
        .iter()
        .filter(|start| code.contains(**start))
        .map(|start| {
            format!(
                "{}: an SQL statement ({}…) outside of a `store`",
                source.path,
                start.trim_start_matches('"').trim_end()
            )
        })
        .collect()
}

/// The code of a file without comments, literals and test modules.
fn code_of(source: &Source) -> String {
    let masked: String = scan::mask(&source.text, Language::Rust)
        .into_iter()
        .collect();
    without_tests(&masked)
}

/// Test modules stand at the bottom of a file, so everything from the first one on is left out.
fn without_tests(code: &str) -> String {
    match code.split_once("#[cfg(test)]\nmod ") {
        Some((before, _)) => before.to_owned(),
        None => code.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arrow_problems(path: &str, text: &str) -> usize {
        let source = Source {
            path: path.to_owned(),
            text: text.to_owned(),
        };
        arrows(&source, &Place::of(path)).len()
    }

    #[test]
    fn a_file_is_found_in_its_room() {
        let place = Place::of("tickets/http/list.rs");
        assert_eq!(
            (
                place.room.join("/").as_str(),
                place.file.as_str(),
                place.supers
            ),
            ("tickets", "http", 2)
        );
        assert_eq!(Place::of("tickets/http/mod.rs").supers, 1);
        assert_eq!(Place::of("tickets/rules.rs").supers, 1);
        assert!(Place::of("tickets/tests.rs").is_test);
    }

    #[test]
    fn arrows_inside_a_room_go_one_way() {
        assert_eq!(
            arrow_problems("tickets/store.rs", "use super::{model::Ticket, rules};"),
            0
        );
        assert_eq!(arrow_problems("tickets/rules.rs", "use super::store;"), 1);
        assert_eq!(
            arrow_problems("tickets/model.rs", "use super::{A, actions::open};"),
            1
        );
        assert_eq!(
            arrow_problems("tickets/http/list.rs", "use super::super::jobs;"),
            1
        );
        assert_eq!(
            arrow_problems("tickets/http/list.rs", "use super::jobs;"),
            0
        );
        assert_eq!(
            arrow_problems("tickets/store.rs", "crate::tickets::actions::open()"),
            1
        );
        assert_eq!(
            arrow_problems("tickets/store.rs", "crate::teams::actions::open()"),
            0
        );
        assert_eq!(
            arrow_problems(
                "tickets/rules.rs",
                "// super::store\n#[cfg(test)]\nmod tests { use super::store; }"
            ),
            0
        );
    }

    #[test]
    fn sql_stands_in_store() {
        let source = |text: &str| Source {
            path: "x.rs".to_owned(),
            text: text.to_owned(),
        };
        let found = |path: &str, text: &str| sql(&source(text), &Place::of(path)).len();
        assert_eq!(found("tickets/actions.rs", "db.run(\"SELECT 1\")"), 1);
        assert_eq!(found("tickets/store.rs", "db.run(\"SELECT 1\")"), 0);
        assert_eq!(found("tickets/actions.rs", "// \"SELECT 1\""), 0);
    }
}
