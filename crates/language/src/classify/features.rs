//! What a text is made of, for any linear model: three sparse blocks and two dense ones.
//!
//! | block | holds | weighed by |
//! |---|---|---|
//! | characters | 1–3 neighbours in Chinese, with the text's ends marked; 3–5 letters inside marked words elsewhere; numbers | tf-idf |
//! | words | words without endings, and pairs of neighbours | tf-idf |
//! | sounds | 1–3 neighbouring syllables of Chinese and of pinyin in letters ([`crate::pinyin`]) | tf-idf |
//! | vector | the sentence vector, length one | |
//! | layers | the layers below it, less their mean over the training texts, length one | |
//!
//! `tf-idf = (1 + ln count) · √(1 + ln((1 + texts) / (1 + texts with it)))`, each block brought to
//! length one, so that a long text weighs as much as a short one.

use std::collections::HashMap;
use std::sync::Arc;

use super::repair::repair;
use crate::embed::{DIMENSIONS, Encoder, Rich};
use crate::normalise::{is_han, normalise_text};
use crate::pinyin;
use crate::segment::{Segmenter, hash, runs};

/// A sparse block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Block {
    Characters,
    Words,
    Sounds,
}

/// All sparse blocks.
pub const BLOCKS: [Block; 3] = [Block::Characters, Block::Words, Block::Sounds];

/// Which blocks are looked at and how much each weighs; 0 leaves one out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FeatureOptions {
    pub characters: f32,
    pub words: f32,
    pub sounds: f32,
    /// The layers below the sentence vector.
    pub layers: bool,
    /// With this many texts or more, what stands in one text alone is left out.
    pub rare_from: usize,
}

impl Default for FeatureOptions {
    fn default() -> Self {
        Self {
            characters: 1.0,
            words: 1.0,
            sounds: 0.5,
            layers: true,
            rare_from: 5_000,
        }
    }
}

impl FeatureOptions {
    fn weight(&self, block: Block) -> f32 {
        match block {
            Block::Characters => self.characters,
            Block::Words => self.words,
            Block::Sounds => self.sounds,
        }
    }
}

/// A text in features.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Example {
    /// Columns in their order and values.
    pub sparse: Vec<(u32, f32)>,
    /// The sentence vector; empty without an encoder.
    pub vector: Vec<f32>,
    /// The centred layers; empty without an encoder or when they are left out.
    pub layers: Vec<f32>,
}

/// Turns texts into features after it has seen the training texts.
#[derive(Debug, Clone)]
pub struct Features {
    pub(super) options: FeatureOptions,
    segmenter: Segmenter,
    /// Column of a term; the terms are hashes of block and n-gram.
    columns: HashMap<u64, u32, IdentityHasher>,
    pub(super) terms: Vec<u64>,
    pub(super) idf: Vec<f32>,
    /// Mean of the layers over the training texts; empty without an encoder.
    pub(super) centre: Vec<f32>,
}

impl Features {
    /// Learns the terms of the texts and returns the texts in features beside itself.
    pub fn learn<T: AsRef<str>>(
        texts: &[T],
        segmenter: Segmenter,
        encoder: Option<&Encoder>,
        options: FeatureOptions,
    ) -> (Self, Vec<Example>) {
        let texts: Vec<&str> = texts.iter().map(AsRef::as_ref).collect();
        let chunks: Vec<&[&str]> = texts.chunks(256).collect();
        let texts: Vec<String> = super::parallel(&chunks, |chunk| {
            let normalised = chunk.iter().map(|text| normalise_text(text));
            normalised.collect::<Vec<_>>()
        })
        .concat();
        let mut features = Self {
            options,
            segmenter,
            columns: HashMap::default(),
            terms: Vec::new(),
            idf: Vec::new(),
            centre: Vec::new(),
        };
        let chunks: Vec<&[String]> = texts.chunks(256).collect();
        let counted: Vec<_> = super::parallel(&chunks, |chunk| {
            let counts = chunk.iter().map(|text| features.count(text));
            counts.collect::<Vec<_>>()
        })
        .concat();
        features.choose_terms(&counted);
        let rich = encoder.map_or_else(Vec::new, |encoder| encode(encoder, &texts));
        if options.layers {
            features.centre = mean(&rich);
        }
        let mut rich = rich.into_iter();
        let examples = counted
            .iter()
            .map(|counts| features.example(counts, rich.next()))
            .collect();
        (features, examples)
    }

    /// A model's features as they were stored.
    pub(super) fn restore(
        options: FeatureOptions,
        segmenter: Segmenter,
        terms: Vec<u64>,
        idf: Vec<f32>,
        centre: Vec<f32>,
    ) -> Self {
        let columns = number(&terms);
        Self {
            options,
            segmenter,
            columns,
            terms,
            idf,
            centre,
        }
    }

    /// Sparse columns.
    pub fn columns(&self) -> usize {
        self.terms.len()
    }

    /// Values of the layers block.
    pub fn layers(&self) -> usize {
        self.centre.len()
    }

    /// Bytes held, about.
    pub fn bytes(&self) -> usize {
        self.terms.len() * 28 + self.centre.len() * 4
    }

    /// A text in features.
    pub fn of(&self, text: &str, encoder: Option<&Encoder>) -> Example {
        let text = normalise_text(text);
        let rich = encoder.map(|encoder| {
            let repaired = self.repaired(&text);
            encoder.encode_rich(repaired.as_deref().unwrap_or(&text))
        });
        self.example(&self.count(&text), rich.map(Arc::unwrap_or_clone))
    }

    /// Many texts in features; several times cheaper than one by one.
    pub fn of_many<T: AsRef<str>>(&self, texts: &[T], encoder: Option<&Encoder>) -> Vec<Example> {
        let texts: Vec<String> = texts
            .iter()
            .map(|text| normalise_text(text.as_ref()))
            .collect();
        let mut rich = encoder
            .map_or_else(Vec::new, |encoder| {
                let meant: Vec<String> = texts
                    .iter()
                    .map(|text| self.repaired(text).unwrap_or_else(|| text.clone()))
                    .collect();
                encode(encoder, &meant)
            })
            .into_iter();
        texts
            .iter()
            .map(|text| self.example(&self.count(text), rich.next()))
            .collect()
    }

    /// The sparse features of a text with their n-grams, for explaining a decision.
    pub fn named(&self, text: &str) -> Vec<(Block, String, u32, f32)> {
        let text = normalise_text(text);
        let mut names: HashMap<u32, (Block, String)> = HashMap::new();
        grams(&text, &self.segmenter, &self.options, &mut |block, gram| {
            if let Some(&column) = self.columns.get(&term(block, gram)) {
                names
                    .entry(column)
                    .or_insert_with(|| (block, gram.to_owned()));
            }
        });
        self.example(&self.count(&text), None)
            .sparse
            .into_iter()
            .filter_map(|(column, value)| {
                let (block, name) = names.remove(&column)?;
                Some((block, name, column, value))
            })
            .collect()
    }

    fn repaired(&self, text: &str) -> Option<String> {
        if self.options.characters <= 0.0 {
            return None;
        }
        // From the weight of a term back to the texts it stands in; the rarest stand in one or two.
        let rarest = self.idf.iter().copied().fold(1.0, f32::max);
        repair(text, |gram| {
            let column = self.columns.get(&term(Block::Characters, gram));
            let idf = column.and_then(|column| self.idf.get(*column as usize));
            idf.map_or(0.0, |idf| {
                rarest * rarest - idf * idf + std::f32::consts::LN_2
            })
        })
    }

    fn count(&self, text: &str) -> Vec<(u64, Block, u16)> {
        let mut terms = Vec::with_capacity(text.len() * 4);
        grams(text, &self.segmenter, &self.options, &mut |block, gram| {
            terms.push((term(block, gram), block));
        });
        terms.sort_unstable();
        terms
            .chunk_by(|a, b| a.0 == b.0)
            .filter_map(|same| {
                let (term, block) = same.first()?;
                Some((*term, *block, same.len().min(usize::from(u16::MAX)) as u16))
            })
            .collect()
    }

    fn choose_terms(&mut self, counted: &[Vec<(u64, Block, u16)>]) {
        let mut texts_with: HashMap<u64, u32, IdentityHasher> = HashMap::default();
        for (term, ..) in counted.iter().flatten() {
            *texts_with.entry(*term).or_default() += 1;
        }
        let least = if counted.len() >= self.options.rare_from {
            2
        } else {
            1
        };
        let mut chosen: Vec<(u64, u32)> = texts_with
            .into_iter()
            .filter(|(_, texts)| *texts >= least)
            .collect();
        chosen.sort_unstable();
        let all = counted.len() as f32;
        self.idf = chosen
            .iter()
            .map(|(_, texts)| (1.0 + ((1.0 + all) / (1.0 + *texts as f32)).ln()).sqrt())
            .collect();
        self.terms = chosen.into_iter().map(|(term, _)| term).collect();
        self.columns = number(&self.terms);
    }

    fn example(&self, counts: &[(u64, Block, u16)], rich: Option<Rich>) -> Example {
        let mut sparse = Vec::with_capacity(counts.len());
        let mut squares = [0f32; BLOCKS.len()];
        for (term, block, count) in counts {
            let Some(&column) = self.columns.get(term) else {
                continue;
            };
            let idf = self.idf.get(column as usize).copied().unwrap_or(0.0);
            let value = (1.0 + f32::from(*count).ln()) * idf;
            if let Some(square) = squares.get_mut(*block as usize) {
                *square += value * value;
            }
            sparse.push((column, value, *block));
        }
        let scales = BLOCKS.map(|block| {
            let square = squares.get(block as usize).copied().unwrap_or(0.0);
            self.options.weight(block) / square.max(1e-12).sqrt()
        });
        let mut sparse: Vec<(u32, f32)> = sparse
            .into_iter()
            .map(|(column, value, block)| {
                (
                    column,
                    value * scales.get(block as usize).copied().unwrap_or(0.0),
                )
            })
            .collect();
        sparse.sort_unstable_by_key(|(column, _)| *column);
        let (vector, layers) = rich.map_or_else(Default::default, |rich| {
            let layers = if self.centre.is_empty() {
                Vec::new()
            } else {
                self.centred(rich.layers)
            };
            (rich.vector, layers)
        });
        Example {
            sparse,
            vector,
            layers,
        }
    }

    fn centred(&self, mut layers: Vec<f32>) -> Vec<f32> {
        for (value, mean) in layers.iter_mut().zip(&self.centre) {
            *value -= mean;
        }
        let norm = layers
            .iter()
            .map(|value| value * value)
            .sum::<f32>()
            .max(1e-12)
            .sqrt();
        layers.iter_mut().for_each(|value| *value /= norm);
        layers
    }
}

/// Encodes on two threads.
fn encode(encoder: &Encoder, texts: &[String]) -> Vec<Rich> {
    let chunks: Vec<&[String]> = texts.chunks(256).collect();
    super::parallel(&chunks, |chunk| encoder.encode_rich_batch(chunk))
        .into_iter()
        .flatten()
        .collect()
}

fn mean(rich: &[Rich]) -> Vec<f32> {
    let mut sum = vec![0f32; rich.first().map_or(0, |rich| rich.layers.len())];
    for rich in rich {
        for (sum, value) in sum.iter_mut().zip(&rich.layers) {
            *sum += value;
        }
    }
    sum.iter_mut().for_each(|sum| *sum /= rich.len() as f32);
    sum
}

fn number(terms: &[u64]) -> HashMap<u64, u32, IdentityHasher> {
    terms
        .iter()
        .zip(0..)
        .map(|(term, column)| (*term, column))
        .collect()
}

fn term(block: Block, gram: &str) -> u64 {
    hash(gram.as_bytes()).wrapping_add((block as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

/// Hands every n-gram of a normalised text to `visit`, again for each time it occurs.
fn grams(
    text: &str,
    segmenter: &Segmenter,
    options: &FeatureOptions,
    visit: &mut impl FnMut(Block, &str),
) {
    if options.characters > 0.0 {
        character_grams(text, visit);
    }
    if options.words > 0.0 {
        let words = segmenter.words(text);
        for word in &words {
            visit(Block::Words, word);
        }
        for pair in words.windows(2) {
            visit(Block::Words, &pair.join(" "));
        }
    }
    if options.sounds > 0.0 && text.chars().any(is_han) {
        let sounds = pinyin::sounds(text);
        let letters: Vec<&str> = sounds
            .iter()
            .map(|sound| sound.syllable.letters())
            .collect();
        for size in 1..=3 {
            for window in letters.windows(size) {
                visit(Block::Sounds, &window.join(" "));
            }
        }
    }
}

fn character_grams(text: &str, visit: &mut impl FnMut(Block, &str)) {
    let mut gram = String::new();
    let mut windows = |run: &[char], sizes: std::ops::RangeInclusive<usize>| {
        for size in sizes {
            for window in run.windows(size) {
                if matches!(window, ['\u{2}' | '\u{3}']) {
                    continue;
                }
                gram.clear();
                gram.extend(window);
                visit(Block::Characters, &gram);
            }
        }
    };
    let runs = runs(text);
    let last = runs.len().saturating_sub(1);
    for (at, mut run) in runs.into_iter().enumerate() {
        if run.first().copied().is_some_and(is_han) {
            if at == 0 {
                run.insert(0, '\u{2}');
            }
            if at == last {
                run.push('\u{3}');
            }
            windows(&run, 1..=3);
            continue;
        }
        let marked: Vec<char> = std::iter::once('\u{2}')
            .chain(run)
            .chain(['\u{3}'])
            .collect();
        if marked.iter().any(|c| c.is_alphabetic()) && marked.len() > 3 {
            windows(&marked, 3..=5);
        } else {
            windows(&marked, marked.len()..=marked.len());
        }
    }
}

/// Terms are hashes already.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Identity(u64);

pub(super) type IdentityHasher = std::hash::BuildHasherDefault<Identity>;

impl std::hash::Hasher for Identity {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}

/// Values of the vector block.
pub const VECTOR: usize = DIMENSIONS;

#[cfg(test)]
mod tests {
    use super::*;

    fn learn(texts: &[&str]) -> (Features, Vec<Example>) {
        Features::learn(texts, Segmenter::default(), None, FeatureOptions::default())
    }

    fn dot(a: &Example, b: &Example) -> f32 {
        a.sparse
            .iter()
            .filter_map(|(column, value)| {
                let at = b
                    .sparse
                    .binary_search_by_key(column, |(column, _)| *column)
                    .ok()?;
                b.sparse.get(at).map(|(_, other)| value * other)
            })
            .sum()
    }

    #[test]
    fn spellings_of_one_word_share_features() {
        let (features, examples) = learn(&["我要退货", "开一张发票", "warm refunds"]);
        let of = |text: &str| features.of(text, None);
        let likeness = |text: &str| dot(&of(text), &examples[0]);
        assert!(likeness("我要退貨") > 2.2);
        assert!(likeness("我要tui货") > likeness("我要发货"));
        assert!(likeness("wo yao 推货") > 0.1);
        assert!(dot(&of("refund"), &examples[2]) > 0.5);
        assert!(of("???").sparse.is_empty() && of("").sparse.is_empty());
    }

    #[test]
    fn each_block_has_length_one() {
        let (features, examples) = learn(&["我要退货退货", "x"]);
        let square: f32 = examples[0]
            .sparse
            .iter()
            .map(|(_, value)| value * value)
            .sum();
        assert!((square - 2.25).abs() < 1e-4, "{square}");
        assert_eq!(features.of("我要退货退货", None), examples[0]);
        assert_eq!(
            features.of_many(&["我要退货退货"], None),
            [examples[0].clone()]
        );
    }

    #[test]
    fn names_tell_what_was_seen() {
        let (features, _) = learn(&["我要退货", "tui货"]);
        let names: Vec<String> = features
            .named("退货")
            .into_iter()
            .map(|(block, name, ..)| format!("{block:?} {name}"))
            .collect();
        for name in ["Characters 退货", "Words 退货", "Sounds tui huo"] {
            assert!(names.iter().any(|known| known == name), "{name} {names:?}");
        }
    }

    #[test]
    fn what_is_rare_is_left_out_of_large_sets() {
        let options = FeatureOptions {
            rare_from: 3,
            ..FeatureOptions::default()
        };
        let (features, _) =
            Features::learn(&["甲", "甲", "乙"], Segmenter::default(), None, options);
        assert_eq!(features.of("乙", None).sparse, []);
        assert!(!features.of("甲", None).sparse.is_empty());
    }
}
