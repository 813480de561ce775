//! Lengths of files and functions, numbers of parameters.
//!
//! Limits: 95 % of the files at most 400 lines and none over 600; no function over 100 lines and most under 30; at most
//! 6 parameters. What is over stands in `xtask/size-exceptions.txt` with its size.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::Problems;
use crate::files::{self, Source};
use crate::scan::{self, Function, Language};

const FILE_GOOD: usize = 400;
const FILE_MOST: usize = 600;
const FILE_GOOD_PERCENT: usize = 95;
const FUNCTION_MOST: usize = 100;
const FUNCTION_GOOD: usize = 30;
const FUNCTION_GOOD_PERCENT: usize = 75;
const PARAMETERS_MOST: usize = 6;
const EXCEPTIONS: &str = "xtask/size-exceptions.txt";
/// The list may only shrink: whoever needs a new line has to change this number in a review.
const EXCEPTIONS_MOST: usize = 0;

pub fn check(root: &Path) -> Result<Problems, String> {
    let mut measured = Measured::default();
    for folder in ["crates", "xtask", "bench"] {
        for source in files::sources(root, folder, &["rs"])? {
            measured.add(&source, &source.text, Language::Rust);
        }
    }
    let rust_files = measured.files.len();
    for source in files::sources(root, "web", &["ts", "tsx", "vue", "js", "mjs"])? {
        let script = if source.path.ends_with(".vue") {
            script_of(&source.text)
        } else {
            source.text.clone()
        };
        measured.add(&source, &script, Language::Script);
    }
    println!(
        "size: {rust_files} Rust files, {} web files",
        measured.files.len() - rust_files
    );
    let list = fs::read_to_string(root.join(EXCEPTIONS))
        .map_err(|error| format!("{EXCEPTIONS}: {error}"))?;
    let mut problems = measured.shares();
    problems.extend(measured.excesses(&list)?);
    Ok(problems)
}

/// The script blocks of a component, with blank lines for everything else so that line numbers stay true.
fn script_of(text: &str) -> String {
    let mut script = String::new();
    let mut inside = false;
    for line in text.lines() {
        if line.starts_with("</script") {
            inside = false;
        }
        if inside {
            script.push_str(line);
        }
        script.push('\n');
        if line.starts_with("<script") {
            inside = true;
        }
    }
    script
}

#[derive(Default)]
struct Measured {
    /// Path and lines of each file.
    files: Vec<(String, usize)>,
    /// Path of the file and the function.
    functions: Vec<(String, Function)>,
}

impl Measured {
    fn add(&mut self, source: &Source, code: &str, language: Language) {
        let masked = scan::mask(code, language);
        self.files
            .push((source.path.clone(), source.text.lines().count()));
        self.functions.extend(
            scan::functions(&masked, language)
                .into_iter()
                .map(|function| (source.path.clone(), function)),
        );
    }

    /// Prints the distributions and tells which share is missed.
    fn shares(&self) -> Problems {
        let mut problems = Problems::new();
        let lines = self.files.iter().map(|(_, lines)| *lines).collect();
        let short = report("files", lines, FILE_GOOD);
        if short < FILE_GOOD_PERCENT {
            problems.push(format!(
                "only {short} % of the files have at most {FILE_GOOD} lines, {FILE_GOOD_PERCENT} % must"
            ));
        }
        let lines = self.functions.iter().map(|(_, f)| f.lines).collect();
        let short = report("functions", lines, FUNCTION_GOOD);
        if short < FUNCTION_GOOD_PERCENT {
            problems.push(format!(
                "only {short} % of the functions have at most {FUNCTION_GOOD} lines, {FUNCTION_GOOD_PERCENT} % must"
            ));
        }
        problems
    }

    /// Everything over its limit against the list of exceptions.
    fn excesses(&self, list: &str) -> Result<Problems, String> {
        let mut over: BTreeMap<String, (usize, String)> = BTreeMap::new();
        for (path, lines) in &self.files {
            if *lines > FILE_MOST {
                let told = format!("{path} has {lines} lines, at most {FILE_MOST} are allowed");
                over.insert(format!("{path} file"), (*lines, told));
            }
        }
        for (path, function) in &self.functions {
            let Function {
                name,
                line,
                lines,
                parameters,
            } = function;
            if *lines > FUNCTION_MOST {
                let told = format!(
                    "{path}:{line} `{name}` has {lines} lines, at most {FUNCTION_MOST} are allowed"
                );
                over.insert(format!("{path} fn {name}"), (*lines, told));
            }
            if *parameters > PARAMETERS_MOST {
                let told = format!(
                    "{path}:{line} `{name}` has {parameters} parameters, at most {PARAMETERS_MOST} are allowed"
                );
                over.insert(format!("{path} parameters {name}"), (*parameters, told));
            }
        }
        compare(over, list)
    }
}

fn compare(mut over: BTreeMap<String, (usize, String)>, list: &str) -> Result<Problems, String> {
    let mut problems = Problems::new();
    let mut entries = 0;
    for line in list.lines().map(str::trim) {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        entries += 1;
        let bad =
            || format!("{EXCEPTIONS}: `{line}` is not `PATH file|fn NAME|parameters NAME SIZE`");
        let (key, allowed) = line.rsplit_once(' ').ok_or_else(bad)?;
        let allowed: usize = allowed.parse().map_err(|_| bad())?;
        match over.remove(key) {
            None => problems.push(format!(
                "{EXCEPTIONS}: `{line}` is no longer needed, remove it"
            )),
            Some((size, _)) if size < allowed => problems.push(format!(
                "{EXCEPTIONS}: `{line}` has shrunk to {size}, lower the number"
            )),
            Some((size, told)) if size > allowed => {
                problems.push(format!("{told} (its exception says {allowed})"));
            }
            Some(_) => {}
        }
    }
    if entries > EXCEPTIONS_MOST {
        problems.push(format!(
            "{EXCEPTIONS} has {entries} entries, at most {EXCEPTIONS_MOST} are allowed: it may only shrink"
        ));
    }
    problems.extend(over.into_values().map(|(_, told)| told));
    Ok(problems)
}

/// Prints median, 95th percentile and maximum, and returns the percentage that is at most `good`.
fn report(what: &str, mut sizes: Vec<usize>, good: usize) -> usize {
    sizes.sort_unstable();
    let at = |percent: usize| {
        let index = (sizes.len().saturating_sub(1)) * percent / 100;
        sizes.get(index).copied().unwrap_or(0)
    };
    let short = sizes.iter().filter(|size| **size <= good).count();
    let share = (short * 100).checked_div(sizes.len()).unwrap_or(100);
    println!(
        "  {:<10} {:>6}   lines: median {:>3}, 95th percentile {:>3}, longest {:>3}; {share} % at most {good}",
        what,
        sizes.len(),
        at(50),
        at(95),
        at(100),
    );
    share
}

#[cfg(test)]
mod tests {
    use super::*;

    fn over(key: &str, size: usize) -> BTreeMap<String, (usize, String)> {
        BTreeMap::from([(key.to_owned(), (size, format!("{key} is over")))])
    }

    #[test]
    fn an_exception_may_not_grow_shrink_unseen_or_outlive_its_need() {
        let problems = |size, list| compare(over("a.rs file", size), list).unwrap();
        let told = |size, list, words: &str| {
            problems(size, list)
                .iter()
                .any(|problem| problem.contains(words))
        };
        assert!(told(700, "", "is over"));
        assert!(told(701, "a.rs file 700", "its exception says 700"));
        assert!(told(650, "a.rs file 700", "has shrunk to 650"));
        assert!(told(
            700,
            "a.rs file 700\nb.rs file 700",
            "no longer needed"
        ));
        assert!(told(700, "a.rs file 700", "may only shrink"));
    }

    #[test]
    fn only_the_script_of_a_component_is_read() {
        let text = "<template>\n  don't {\n</template>\n<script setup lang=\"ts\">\nlet a = 1\n</script>\n";
        assert_eq!(script_of(text).trim(), "let a = 1");
        assert_eq!(script_of(text).lines().count(), text.lines().count());
    }
}
