//! The door for one text: all recognisers, then what overlaps, what is denied, what was taken back.

use std::ops::Range;

use jiff::civil::DateTime;

use super::amounts::amounts;
use super::catalogue::Catalogue;
use super::corrections::mark_corrections;
use super::private::private;
use super::reading::Reading;
use super::scope::denied;
use super::slot::{Found, Kind, Slot, Value};
use super::times::times;

/// All facts of a text, left to right, none overlapping another. `now` is the person's local time.
pub fn recognise(text: &str, now: DateTime, catalogue: &Catalogue) -> Vec<Slot> {
    let reading = Reading::new(text);
    let mut found = private(&reading);
    found.extend(entries(&reading, catalogue));
    found.extend(times(&reading, now));
    found.extend(amounts(&reading));
    let kept = without_overlaps(&reading, found);
    let mut slots: Vec<Slot> = kept
        .iter()
        .map(|found| Slot {
            kind: found.kind.clone(),
            value: found.value.clone(),
            span: reading.original(&found.range),
            negated: may_be_denied(&found.kind) && denied(&reading, &found.range),
            corrected: false,
            score: found.score,
        })
        .collect();
    let places: Vec<Range<usize>> = kept.into_iter().map(|found| found.range).collect();
    mark_corrections(&reading, &places, &mut slots);
    slots
}

fn entries(reading: &Reading, catalogue: &Catalogue) -> Vec<Found> {
    let mut found = Vec::new();
    for (hit, score) in catalogue.find_with_typos(reading) {
        for &entry in &hit.entries {
            if let Some(entry) = catalogue.entries().get(entry) {
                found.push(Found {
                    kind: Kind::Entry(entry.kind.clone()),
                    value: Value::Text(entry.value.clone()),
                    range: hit.range.clone(),
                    score,
                });
            }
        }
    }
    found
}

/// What hides in a longer finding is dropped; of equals the surer stays. Several meanings of one
/// surface of the catalogue all stay.
fn without_overlaps(reading: &Reading, mut found: Vec<Found>) -> Vec<Found> {
    found.retain(|found| !found.range.is_empty() && found.range.end <= reading.len());
    found.sort_by(|a, b| {
        let key = |found: &Found| {
            (
                std::cmp::Reverse(rank(&found.kind)),
                std::cmp::Reverse(found.range.len()),
            )
        };
        key(a)
            .cmp(&key(b))
            .then(b.score.total_cmp(&a.score))
            .then(a.range.start.cmp(&b.range.start))
    });
    let mut kept: Vec<Found> = Vec::new();
    for candidate in found {
        let clash = kept.iter().any(|other| {
            let overlaps =
                other.range.start < candidate.range.end && candidate.range.start < other.range.end;
            let twin = other.range == candidate.range
                && matches!(
                    (&other.kind, &candidate.kind),
                    (Kind::Entry(_), Kind::Entry(_))
                );
            overlaps && !twin
        });
        if !clash {
            kept.push(candidate);
        }
    }
    kept.sort_by_key(|found| (found.range.start, found.range.end));
    kept
}

/// A card's or parcel's digits are nothing else; beyond that the longer finding wins.
fn rank(kind: &Kind) -> u8 {
    match kind {
        Kind::IdCard
        | Kind::BankCard
        | Kind::Plate
        | Kind::Email
        | Kind::Tracking
        | Kind::Order
        | Kind::Phone => 1,
        _ => 0,
    }
}

/// Bounds of amounts carry their own `不`; only things, sizes, times and counts are denied.
fn may_be_denied(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::Entry(_) | Kind::Size | Kind::Time | Kind::Quantity | Kind::Open(_)
    )
}
