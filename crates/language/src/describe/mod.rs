//! Reads facts from a description in plain language: what a thing is called, what it does, whom
//! it suits, who must not use it, what is in it and what is not, ages, prices, sizes.
//!
//! The frames of the language stand here (`适合…`, `…的人不能用`, `含…`, `不含…`, `原价…`, `label:
//! value`); the words of a trade are handed in ([`Describer`]): labels, known values, and phrases
//! that editors have corrected.
//!
//! | file | what it reads |
//! |---|---|
//! | `piece` | parts of a text, cut without losing where they stand |
//! | `labels` | `规格:25ml×10片`, known labels and unknown ones |
//! | `names` | what it is called, and what sort of thing it is |
//! | `people` | whom it suits and who must not use it |
//! | `inside` | what is in it, what is not, what it does, how much it is |
//! | `prices` | list price and offers |

mod inside;
mod labels;
mod names;
mod people;
mod piece;
mod prices;

use std::ops::Range;

use jiff::civil::DateTime;

use crate::extract::{Catalogue, Reading, Slot, Value, recognise};
use piece::Piece;

/// What is stated of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stance {
    /// It is so.
    Holds,
    /// It is not so: `不含`.
    Lacks,
    /// It is so with care: `慎用`.
    Careful,
}

/// The value of a stated fact.
#[derive(Debug, Clone, PartialEq)]
pub enum StatedValue {
    /// As it stands in the text, or the known value that it means.
    Word(String),
    /// Minor units.
    Money(i64),
    /// A range; a missing bound is open.
    Number {
        /// The least.
        min: Option<f64>,
        /// The most.
        max: Option<f64>,
    },
}

/// A fact that a description states.
#[derive(Debug, Clone, PartialEq)]
pub struct Stated {
    /// Id of the attribute; of an unknown label the label itself.
    pub attribute: String,
    /// Its value.
    pub value: StatedValue,
    /// What is stated of it.
    pub stance: Stance,
    /// Bytes of the original text.
    pub span: Range<usize>,
    /// 0 to 1.
    pub confidence: f64,
    /// Given as a full list: `成分:…`.
    pub listed: bool,
}

/// The words that descriptions of a trade are read with.
#[derive(Debug, Clone, Default)]
pub struct Describer {
    /// Labels, normalised, with the attribute's id; longest first.
    labels: Vec<(String, String)>,
    /// Known values by attribute id; absent ones under `!id`, with the value that they deny.
    values: Catalogue,
    /// Values that words of absence deny.
    absent: Vec<(String, String)>,
    /// Phrases that editors have assigned: normalised phrase, attribute (empty: no fact), value.
    taught: Vec<(String, String, String)>,
}

impl Describer {
    /// `labels` are pairs of label and attribute id; `absent` of a surface and the value that it
    /// denies; `taught` of a phrase, an attribute (empty: it states nothing) and a value.
    pub fn new(
        labels: Vec<(String, String)>,
        values: Catalogue,
        absent: Vec<(String, String)>,
        taught: Vec<(String, String, String)>,
    ) -> Self {
        let normal = |text: &str| crate::normalise::normalise_text(text);
        let mut labels: Vec<(String, String)> = labels
            .into_iter()
            .map(|(label, id)| (normal(&label), id))
            .collect();
        labels.sort_by_key(|(label, _)| std::cmp::Reverse(label.len()));
        Self {
            labels,
            values,
            absent: absent
                .into_iter()
                .map(|(surface, value)| (normal(&surface), value))
                .collect(),
            taught: taught
                .into_iter()
                .map(|(phrase, id, value)| (normal(&phrase), id, value))
                .collect(),
        }
    }

    /// All facts that a description states, in the order in which they stand.
    pub fn describe(&self, text: &str) -> Vec<Stated> {
        let mut stated = Vec::new();
        let mut offset = 0;
        for line in text.split_inclusive('\n') {
            let mut sheet = Sheet::new(self, line, stated.is_empty());
            sheet.read();
            for mut fact in sheet.stated {
                fact.span = fact.span.start + offset..fact.span.end + offset;
                stated.push(fact);
            }
            offset += line.len();
        }
        tidy(stated)
    }
}

/// One line while it is read.
struct Sheet<'a> {
    words: &'a Describer,
    line: &'a str,
    reading: Reading,
    clauses: Vec<Piece>,
    slots: Vec<Slot>,
    /// A name may stand in it.
    first: bool,
    /// Characters that a frame has explained.
    used: Vec<bool>,
    stated: Vec<Stated>,
}

impl<'a> Sheet<'a> {
    fn new(words: &'a Describer, line: &'a str, first: bool) -> Self {
        let reading = Reading::new(&marked(line));
        let clauses = clauses(&reading);
        let used = vec![false; reading.len()];
        Self {
            words,
            line,
            clauses,
            slots: recognise(line, DateTime::default(), &Catalogue::default()),
            first,
            used,
            stated: Vec::new(),
            reading,
        }
    }

    fn read(&mut self) {
        self.read_taught();
        self.read_labels();
        self.read_prices();
        self.read_names();
        self.read_people();
        self.read_inside();
    }

    /// Phrases that an editor has assigned come before all rules.
    fn read_taught(&mut self) {
        for (phrase, id, value) in &self.words.taught {
            let length = phrase.chars().count();
            let places: Vec<usize> = self.reading.places(phrase).collect();
            for at in places {
                let piece = Piece::of(&self.reading, at..at + length);
                if !id.is_empty() {
                    let value = StatedValue::Word(value.clone());
                    self.state(id, value, Stance::Holds, &piece, 0.97);
                }
                self.cover(&piece);
            }
        }
    }

    fn state(&mut self, id: &str, value: StatedValue, stance: Stance, at: &Piece, sure: f64) {
        if at.is_empty() {
            return;
        }
        self.stated.push(Stated {
            attribute: id.to_owned(),
            value,
            stance,
            span: self.reading.original(&at.range()),
            confidence: sure,
            listed: false,
        });
    }

    /// The words of a piece as they were written.
    fn written(&self, piece: &Piece) -> String {
        let span = self.reading.original(&piece.range());
        self.line.get(span).unwrap_or_default().trim().to_owned()
    }

    fn word(&mut self, id: &str, piece: &Piece, stance: Stance, sure: f64) {
        let word = self.written(piece);
        if !word.is_empty() {
            self.state(id, StatedValue::Word(word), stance, piece, sure);
        }
    }

    fn cover(&mut self, piece: &Piece) {
        if let Some(used) = self.used.get_mut(piece.range()) {
            used.fill(true);
        }
    }

    fn is_covered(&self, range: &Range<usize>) -> bool {
        self.used
            .get(range.clone())
            .is_some_and(|used| used.iter().any(|used| *used))
    }

    /// Known values of an attribute inside a piece: value and place, longest first, none
    /// overlapping another.
    fn known(&self, id: &str, piece: &Piece) -> Vec<(String, Piece)> {
        let mut hits: Vec<(String, Range<usize>)> = self
            .words
            .values
            .find_all(&self.reading)
            .into_iter()
            .filter(|hit| {
                piece.start <= hit.range.start && hit.range.end <= piece.start + piece.len()
            })
            .filter_map(|hit| {
                let entry = hit
                    .entries
                    .iter()
                    .filter_map(|&entry| self.words.values.entries().get(entry))
                    .find(|entry| entry.kind == id)?;
                Some((entry.value.clone(), hit.range))
            })
            .collect();
        hits.sort_by_key(|(_, range)| (std::cmp::Reverse(range.len()), range.start));
        let mut kept: Vec<(String, Range<usize>)> = Vec::new();
        for (value, range) in hits {
            let clash = kept
                .iter()
                .any(|(_, own)| own.start < range.end && range.start < own.end);
            if !clash {
                kept.push((value, range));
            }
        }
        kept.sort_by_key(|(_, range)| range.start);
        kept.into_iter()
            .map(|(value, range)| (value, Piece::of(&self.reading, range)))
            .collect()
    }

    /// Ages inside a piece.
    fn ages(&self, piece: &Piece) -> Vec<(StatedValue, Piece)> {
        let span = self.reading.original(&piece.range());
        let inside = |slot: &&Slot| span.start <= slot.span.start && slot.span.end <= span.end;
        let ages = self.slots.iter().filter(inside).filter_map(|slot| {
            if slot.kind != crate::extract::Kind::Age {
                return None;
            }
            let Value::Amount {
                min, max, about, ..
            } = slot.value
            else {
                return None;
            };
            let slack = if about { 5.0 } else { 0.0 };
            let place = self.place(&slot.span)?;
            // 5岁起 is open above.
            let open = min == max && self.behind(&place, "起|+");
            let value = StatedValue::Number {
                min: min.map(|min| min - slack),
                max: max.map(|max| max + slack).filter(|_| !open),
            };
            Some((value, place))
        });
        ages.collect()
    }

    fn behind(&self, piece: &Piece, words: &str) -> bool {
        let end = piece.start + piece.len();
        words
            .split('|')
            .any(|word| self.reading.has(self.reading.skip_space(end), word))
    }

    /// The characters of a range of bytes.
    fn place(&self, span: &Range<usize>) -> Option<Piece> {
        let covers = |at: &usize| {
            let own = self.reading.original(&(*at..*at + 1));
            span.start <= own.start && own.end <= span.end
        };
        let from = (0..self.reading.len()).find(covers)?;
        let to = (from..self.reading.len())
            .take_while(|at| covers(at))
            .last()?
            + 1;
        Some(Piece {
            start: from,
            chars: self.reading.chars().get(from..to)?.to_vec(),
        })
    }
}

/// Stand for `、` and `。`, which normalising would make one with `,` and `.`; rare strokes of the
/// same length in bytes, so that spans stay.
const LIST: char = '丶';
const STOP: char = '丨';

fn marked(line: &str) -> String {
    line.replace('、', &LIST.to_string())
        .replace('。', &STOP.to_string())
}

/// Cuts at marks; a point between digits is none.
fn clauses(reading: &Reading) -> Vec<Piece> {
    let mut clauses = Vec::new();
    let mut from = 0;
    for at in 0..=reading.len() {
        let c = reading.at(at);
        let digits = reading.before(at).is_ascii_digit() && reading.at(at + 1).is_ascii_digit();
        let mark = matches!(c, ',' | ';' | '!' | '?' | STOP | '\0')
            || (c == '.' && !digits && !reading.before(at).is_ascii_digit())
            || (c == '.' && !digits && matches!(reading.at(at + 1), '\0' | ' '));
        if mark {
            clauses.push(Piece::of(reading, from..at.min(reading.len())));
            from = at + 1;
        }
    }
    clauses.retain(|clause| !clause.is_empty());
    clauses
}

/// In the order in which they stand; each fact once, the surest.
fn tidy(mut stated: Vec<Stated>) -> Vec<Stated> {
    stated.sort_by(|a, b| {
        b.confidence
            .total_cmp(&a.confidence)
            .then(a.span.start.cmp(&b.span.start))
    });
    let mut kept: Vec<Stated> = Vec::new();
    let mut one: Vec<&'static str> = Vec::new();
    for fact in stated {
        let single = ["name", "category", "price", "offer"]
            .into_iter()
            .find(|id| *id == fact.attribute);
        let twice = kept
            .iter()
            .any(|own| own.attribute == fact.attribute && own.value == fact.value);
        if twice || single.is_some_and(|id| one.contains(&id)) {
            continue;
        }
        one.extend(single);
        kept.push(fact);
    }
    kept.sort_by_key(|fact| (fact.span.start, fact.span.end));
    kept
}
