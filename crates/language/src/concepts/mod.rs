//! What a text is about, whatever its words: `东西没拆，后悔了能退吗` and `支持七天无理由退货吗` share no
//! word that tells much, but both speak of 无理由退货.
//!
//! A lexicon of the talk of customer service (`data/service_concepts.tsv`, written for this project)
//! names concepts and the expressions that people have for them. One pass of an automaton finds the
//! expressions in a normalised text; each gives its concept, and the broader ones at less weight.
//! The lexicon is a sign among others: it never answers alone, and a text that it does not know has
//! no concepts.
//!
//! Whoever has expressions of their own adds them to the standard ones ([`Concepts::with`]).

mod matching;
mod rows;

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use matching::{Finder, Occurrence};
pub use rows::Row;

use crate::segment::hash;

static STANDARD: LazyLock<Concepts> = LazyLock::new(|| Concepts::build(&Row::standard()));

/// Weights are whole numbers of this part, so that they are the same in memory and in bytes.
pub(crate) const WHOLE: u8 = 64;
/// A concept that is held as one of this many may not be broader than itself by a longer way.
const DEPTH: usize = 4;

/// A concept in a text: its number, and how surely it is meant, in 64ths.
pub(crate) type Held = (u16, u8);

/// A lexicon, ready to be searched; cheap to clone.
#[derive(Debug, Clone)]
pub struct Concepts {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    names: Vec<String>,
    /// For each concept the broader one.
    broader: Vec<Option<u16>>,
    finder: Finder,
    /// For each expression what it stands for, and its weight.
    meant: Vec<Held>,
    fingerprint: u64,
}

impl Default for Concepts {
    fn default() -> Self {
        Self::standard()
    }
}

impl Concepts {
    /// The lexicon that is part of the engine.
    pub fn standard() -> Self {
        STANDARD.clone()
    }

    /// The standard lexicon with further rows. A row may bring a new concept; of a concept that is
    /// known already the broader one stays.
    pub fn with(rows: &[Row]) -> Self {
        let mut all = Row::standard();
        all.extend(rows.iter().cloned());
        Self::build(&all)
    }

    fn build(rows: &[Row]) -> Self {
        let mut numbers: HashMap<&str, u16> = HashMap::new();
        let mut names: Vec<&str> = Vec::new();
        let mut number_of = |name| {
            *numbers.entry(name).or_insert_with(|| {
                names.push(name);
                u16::try_from(names.len() - 1).unwrap_or(u16::MAX)
            })
        };
        let mut broader: HashMap<u16, u16> = HashMap::new();
        let mut meant = Vec::with_capacity(rows.len());
        let mut fingerprint = 0u64;
        for row in rows {
            let number = number_of(&row.concept);
            if !row.broader.is_empty() && row.broader != row.concept {
                let above = number_of(&row.broader);
                broader.entry(number).or_insert(above);
            }
            meant.push((number, in_parts(row.weight)));
            fingerprint = fingerprint.rotate_left(1) ^ row.fingerprint();
        }
        let count = u16::try_from(names.len()).unwrap_or(u16::MAX);
        let broader = (0..count).map(|number| broader.get(&number).copied());
        Self {
            inner: Arc::new(Inner {
                broader: broader.collect(),
                finder: Finder::new(rows.iter().map(|row| row.expression.as_str())),
                names: names.into_iter().map(str::to_owned).collect(),
                meant,
                fingerprint,
            }),
        }
    }

    /// The names of the concepts in a normalised text, those first that its words stand for, then
    /// the broader ones.
    pub fn names_in(&self, text: &str) -> Vec<&str> {
        let mut held = self.held_in(text);
        held.sort_by_key(|(_, weight)| std::cmp::Reverse(*weight));
        held.into_iter()
            .map(|(number, _)| self.name(number))
            .collect()
    }

    /// The concepts in a normalised text by rising number.
    pub(crate) fn held_in(&self, text: &str) -> Vec<Held> {
        let mut held: Vec<Held> = Vec::new();
        for Occurrence { expression, .. } in self.inner.finder.find(text) {
            let Some(&(number, weight)) = self.inner.meant.get(expression) else {
                continue;
            };
            let (mut number, mut weight) = (Some(number), weight);
            for _ in 0..DEPTH {
                let Some(at) = number.filter(|_| weight > 0) else {
                    break;
                };
                held.push((at, weight));
                number = self.inner.broader.get(usize::from(at)).copied().flatten();
                weight /= 2;
            }
        }
        // The highest weight of each comes last and is the one that stays.
        held.sort_unstable_by_key(|&(number, weight)| (number, std::cmp::Reverse(weight)));
        held.dedup_by_key(|(number, _)| *number);
        held
    }

    /// The name of a concept; empty for a number that none has.
    pub(crate) fn name(&self, number: u16) -> &str {
        self.inner
            .names
            .get(usize::from(number))
            .map_or("", String::as_str)
    }

    /// Number of concepts.
    pub fn len(&self) -> usize {
        self.inner.names.len()
    }

    /// True when there is none.
    pub fn is_empty(&self) -> bool {
        self.inner.names.is_empty()
    }

    /// Tells lexicons with different rows apart.
    pub(crate) fn fingerprint(&self) -> u64 {
        hash(&self.inner.fingerprint.to_le_bytes())
    }
}

fn in_parts(weight: f32) -> u8 {
    (weight.clamp(0.0, 1.0) * f32::from(WHOLE)).round() as u8
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::normalise_text;

    fn names(text: &str) -> Vec<String> {
        let concepts = Concepts::standard();
        let names = concepts.names_in(&normalise_text(text));
        names.into_iter().map(str::to_owned).collect()
    }

    #[test]
    fn different_words_share_a_concept() {
        let table = [
            ("包裹显示签收了可我没拿到", "签收未收到"),
            ("我买完第二天就降价了", "价格保护"),
            ("發票抬頭寫錯了", "发票改错"),
            ("肚子里有宝宝还能擦吗", "孕期可用"),
            ("孩子下周发烧上不了课", "请假"),
            ("我的卡被机器吞了", "吞卡"),
            ("Where is my refund?", "退款到账"),
        ];
        for (text, wanted) in table {
            let names = names(text);
            assert!(names.iter().any(|name| name == wanted), "{text}: {names:?}");
        }
        assert!(names("今天天气不错").is_empty());
        assert!(names("").is_empty());
    }

    #[test]
    fn broader_concepts_weigh_less() {
        let concepts = Concepts::standard();
        let held = concepts.held_in("运费谁承担");
        let weight = |wanted: &str| {
            let found = held
                .iter()
                .find(|(number, _)| concepts.name(*number) == wanted);
            found.map(|(_, weight)| *weight)
        };
        assert_eq!(weight("退货运费"), Some(64));
        assert_eq!(weight("退货"), Some(32));
        assert_eq!(weight("退"), Some(16));
        assert!(held.is_sorted_by(|a, b| a.0 < b.0));
    }

    #[test]
    fn own_rows_join_the_standard_ones() {
        let row = |concept: &str, broader: &str, expression: &str| Row {
            concept: concept.to_owned(),
            broader: broader.to_owned(),
            expression: expression.to_owned(),
            weight: 1.0,
        };
        let own = [
            row("空瓶计划", "环保回收", "瓶瓶重生"),
            row("退货", "", "打回票"),
        ];
        let concepts = Concepts::with(&own);
        assert_eq!(concepts.names_in("瓶瓶重生")[..1], ["空瓶计划"]);
        assert!(concepts.names_in("瓶瓶重生").contains(&"环保回收"));
        assert!(concepts.names_in("打回票").contains(&"退"));
        assert_eq!(concepts.len(), Concepts::standard().len() + 1);
        assert_ne!(concepts.fingerprint(), Concepts::standard().fingerprint());
        assert_eq!(
            Concepts::with(&[]).fingerprint(),
            Concepts::standard().fingerprint()
        );
    }
}
