//! What the model sees at each character, as hashes of a template and its content.

use super::super::catalogue::Catalogue;
use super::super::reading::Reading;
use crate::normalise::is_han;
use crate::pinyin::of_character;
use crate::segment::{Segmenter, hash};

/// For each character its features.
pub(super) fn of(reading: &Reading, catalogue: &Catalogue, segmenter: &Segmenter) -> Vec<Vec<u64>> {
    let words = words(reading, segmenter);
    let known = known(reading, catalogue);
    (0..reading.len())
        .map(|place| {
            let mut found = characters(reading, place);
            found.extend(words.get(place).into_iter().flatten());
            found.extend(known.get(place).into_iter().flatten());
            found
        })
        .collect()
}

fn feature(template: u8, content: &str) -> u64 {
    let mut bytes = Vec::with_capacity(content.len() + 1);
    bytes.push(template);
    bytes.extend_from_slice(content.as_bytes());
    hash(&bytes)
}

fn characters(reading: &Reading, place: usize) -> Vec<u64> {
    let at = |offset: isize| {
        place
            .checked_add_signed(offset)
            .map_or('\0', |place| reading.at(place))
    };
    let mut found = vec![feature(0, "")];
    for (template, offset) in (1..).zip(-2isize..=2) {
        found.push(feature(template, &at(offset).to_string()));
    }
    for (template, (left, right)) in (6..).zip([(-1, 0), (0, 1), (-1, 1), (-2, -1), (1, 2)]) {
        found.push(feature(template, &String::from_iter([at(left), at(right)])));
    }
    let sorts = String::from_iter([sort(at(-1)), sort(at(0)), sort(at(1))]);
    found.push(feature(11, &sorts));
    let sound = |offset: isize| of_character(at(offset)).map_or("", |syllable| syllable.letters());
    found.push(feature(12, sound(0)));
    found.push(feature(13, &format!("{} {}", sound(-1), sound(0))));
    found.push(feature(14, &format!("{} {}", sound(0), sound(1))));
    found
}

/// Han, digit, letter, mark, nothing.
fn sort(c: char) -> char {
    match c {
        '\0' => '^',
        c if is_han(c) => 'h',
        c if c.is_numeric() => '9',
        c if c.is_alphabetic() => 'a',
        _ => '.',
    }
}

/// Where a character stands in a stretch: alone, first, inside, last.
fn part(place: usize, start: usize, end: usize) -> char {
    match (place == start, place + 1 == end) {
        (true, true) => 's',
        (true, false) => 'b',
        (false, true) => 'e',
        (false, false) => 'm',
    }
}

fn words(reading: &Reading, segmenter: &Segmenter) -> Vec<Vec<u64>> {
    let text = reading.text(0..reading.len());
    let words = segmenter.cut(&text);
    let mut found = Vec::with_capacity(reading.len());
    let mut start = 0;
    for (number, word) in words.iter().enumerate() {
        let end = start + word.chars().count();
        let beside = |other: Option<usize>| {
            other
                .and_then(|other| words.get(other))
                .map_or("", String::as_str)
        };
        for place in start..end {
            let part = part(place, start, end);
            found.push(vec![
                feature(15, &part.to_string()),
                feature(16, &format!("{part}{word}")),
                feature(17, beside(number.checked_sub(1))),
                feature(18, beside(Some(number + 1))),
            ]);
        }
        start = end;
    }
    found
}

fn known(reading: &Reading, catalogue: &Catalogue) -> Vec<Vec<u64>> {
    let mut found = vec![Vec::new(); reading.len()];
    for hit in catalogue.find(reading) {
        for &entry in &hit.entries {
            let Some(entry) = catalogue.entries().get(entry) else {
                continue;
            };
            for place in hit.range.clone() {
                if let Some(features) = found.get_mut(place) {
                    let part = part(place, hit.range.start, hit.range.end);
                    features.push(feature(19, &format!("{part}{}", entry.kind)));
                }
            }
        }
    }
    found
}
