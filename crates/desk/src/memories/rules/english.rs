//! What plain English says otherwise than Chinese: the substance and the animals stand behind.

use super::clauses::{Clause, Subject, has, starts, subject, whose, without_end, without_start};
use super::{Draft, fits, health};
use crate::memories::model::MemoryKind;

/// Facts of an English clause.
pub(super) fn read(clause: &Clause) -> Vec<Draft> {
    let mut found = allergies(clause);
    if clause.asks {
        return found;
    }
    found.extend(pets(clause));
    found.extend(skin(clause));
    found
}

/// I'm allergic to nuts and milk; my son is not allergic to eggs.
fn allergies(clause: &Clause) -> Vec<Draft> {
    let Some((before, behind)) = clause.text.split_once("allergic to") else {
        return Vec::new();
    };
    let general = has(before, &["people", "anyone", "someone", "those"]);
    if general || starts(before, &["is ", "are ", "am ", "if "]) {
        return Vec::new();
    }
    let who = subject(before)
        .map(|(subject, _)| subject)
        .or(clause.inherited);
    let Some(whose) = who.and_then(whose) else {
        return Vec::new();
    };
    let denied = has(before, &["not", "n't"]);
    // I am allergic to nuts can I use this?
    let list = behind.split(" can ").next().unwrap_or(behind);
    list.split(" and ")
        .flat_map(|part| part.split(" or "))
        .map(|part| without_end(without_start(part, &["the ", "any "]), &["?", ".", "!"]))
        .filter(|part| !part.is_empty() && part.chars().count() <= 24 && fits(part))
        .map(|substance| {
            let negation = if denied { "not " } else { "" };
            Draft {
                denied,
                ..Draft::new(
                    MemoryKind::Allergy,
                    whose,
                    substance,
                    format!("{negation}allergic to {substance}"),
                )
            }
        })
        .collect()
}

const ANIMALS: &[(&str, &str)] = &[
    ("cat", "home:cat"),
    ("dog", "home:dog"),
    ("child", "home:child"),
    ("kid", "home:child"),
];

/// I have two cats.
fn pets(clause: &Clause) -> Option<Draft> {
    let rest = ["i have ", "we have ", "i've got "]
        .iter()
        .find_map(|lead| clause.text.strip_prefix(lead))?;
    let few = rest.split_whitespace().count() <= 3;
    let (_, about) = ANIMALS.iter().find(|(name, _)| {
        rest.split_whitespace()
            .next_back()
            .is_some_and(|last| last.starts_with(name))
    })?;
    few.then(|| Draft {
        about,
        ..Draft::new(MemoryKind::Household, "", rest, format!("has {rest}"))
    })
}

/// My skin is dry.
fn skin(clause: &Clause) -> Option<Draft> {
    let (before, behind) = clause.text.split_once("skin is ")?;
    let (subject, between) = subject(before)?;
    let word = without_start(behind, &["very ", "really ", "quite ", "a bit "]);
    let (name, about) = health::skin(&format!("{word} skin"))?;
    let whose = match subject {
        Subject::Other => None,
        other => whose(other),
    }?;
    between
        .trim_start_matches("'s")
        .trim()
        .is_empty()
        .then(|| Draft {
            about,
            ..Draft::new(MemoryKind::Trait, whose, name, name.to_owned())
        })
}
