//! Profiles as bytes, for keeping beside the tenant's database: numbers little endian, lists with
//! their length in front. Reading checks every length and every number that points somewhere, so
//! that bytes of another origin are refused and never trusted.

use std::sync::{Arc, Mutex};

use super::Profiles;
use super::candidates::SIGNALS;
use super::meaning::Meaning;
use super::neighbours::Texts;
use super::words::{Tie, Vocabulary, Words};
use crate::embed::{DIMENSIONS, Encoder, QuantVec};

/// The first bytes, with the version of the form.
const HEAD: &[u8; 8] = b"SYPROF01";

impl Profiles {
    /// All that was learnt, corrections with it; the encoder is not.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = HEAD.to_vec();
        list(&mut out, &self.vocabulary.terms, |out, term| {
            out.extend(term.to_le_bytes());
        });
        floats(&mut out, &self.vocabulary.rarity);
        list(&mut out, &self.labels, |out, label| {
            list(out, label.as_bytes(), |out, byte| out.push(*byte));
        });
        floats(&mut out, &self.bias);
        floats(&mut out, &self.often);
        let (slope, offset) = self.sureness;
        floats(&mut out, &self.mix);
        floats(&mut out, &[slope, offset]);
        numbers(&mut out, &self.words.starts);
        list(&mut out, &self.words.ties, |out, tie| {
            out.extend(tie.label.to_le_bytes());
            out.extend(tie.sum.to_le_bytes());
            out.extend(tie.weight.to_le_bytes());
        });
        floats(&mut out, &self.words.squares);
        numbers(&mut out, &self.texts.starts);
        pairs(&mut out, &self.texts.postings);
        list(&mut out, &self.texts.labels, |out, own| numbers(out, own));
        list(&mut out, &self.texts.later, |out, (row, own)| {
            pairs(out, row);
            numbers(out, own);
        });
        out.push(u8::from(self.meaning.is_some()));
        if let Some(meaning) = &self.meaning {
            floats(&mut out, &meaning.mean);
            floats(&mut out, &meaning.lengths);
            for vectors in [&meaning.centres, &meaning.directions] {
                list(&mut out, vectors, |out, vector| {
                    out.extend(vector.to_bytes())
                });
            }
        }
        out
    }

    /// Reads [`Self::to_bytes`] back; `None` for bytes that are not of this form.
    pub fn from_bytes(bytes: &[u8], encoder: Option<Arc<Encoder>>) -> Option<Self> {
        let mut reader = Reader(bytes.strip_prefix(HEAD)?);
        let terms = reader.list(|reader| Some(u64::from_le_bytes(reader.take()?)))?;
        let rarity = reader.floats()?;
        let labels = reader.list(|reader| {
            let bytes = reader.list(|reader| Some(u8::from_le_bytes(reader.take()?)))?;
            String::from_utf8(bytes).ok()
        })?;
        let bias = reader.floats()?;
        let often = reader.floats()?;
        let mix: [f32; SIGNALS] = reader.floats()?.try_into().ok()?;
        let [slope, offset]: [f32; 2] = reader.floats()?.try_into().ok()?;
        let words = Words {
            starts: reader.numbers()?,
            ties: reader.list(|reader| {
                Some(Tie {
                    label: reader.number()?,
                    sum: reader.float()?,
                    weight: reader.float()?,
                })
            })?,
            squares: reader.floats()?,
        };
        let texts = Texts {
            starts: reader.numbers()?,
            postings: reader.pairs()?,
            labels: reader.list(Reader::numbers)?,
            later: reader.list(|reader| Some((reader.pairs()?, reader.numbers()?)))?,
        };
        let meaning = match reader.take::<1>()? {
            [0] => None,
            [1] => Some(Meaning {
                mean: reader.floats()?,
                lengths: reader.floats()?,
                centres: reader.list(Reader::vector)?,
                directions: reader.list(Reader::vector)?,
            }),
            _ => return None,
        };
        let profiles = Self {
            encoder,
            vocabulary: Vocabulary::restore(terms, rarity),
            labels,
            bias,
            often,
            words,
            texts,
            meaning,
            mix,
            sureness: (slope, offset),
            scratch: Mutex::default(),
        };
        (reader.0.is_empty() && profiles.is_whole()).then_some(profiles)
    }

    /// Everything has the size it must have and points to what is there.
    fn is_whole(&self) -> bool {
        let labels = self.labels.len();
        let known = |label: &u32| (*label as usize) < labels;
        let texts = self.texts.labels.len();
        let rising = |starts: &[u32], end: usize| {
            starts.is_sorted() && starts.last().is_none_or(|&last| last as usize == end)
        };
        self.vocabulary.terms.is_sorted()
            && self.labels.is_sorted()
            && self.vocabulary.terms.len() == self.vocabulary.rarity.len()
            && [self.bias.len(), self.often.len(), self.words.squares.len()] == [labels; 3]
            && rising(&self.words.starts, self.words.ties.len())
            && rising(&self.texts.starts, self.texts.postings.len())
            && self.words.ties.iter().all(|tie| known(&tie.label))
            && self
                .texts
                .postings
                .iter()
                .all(|&(text, _)| (text as usize) < texts)
            && self.texts.labels.iter().flatten().all(known)
            && self.texts.later.iter().flat_map(|(_, own)| own).all(known)
            && self.meaning.as_ref().is_none_or(|meaning| {
                meaning.mean.len() == DIMENSIONS
                    && meaning.lengths.len() == labels
                    && meaning.centres.len() == labels
                    && meaning.directions.len() == labels
            })
    }
}

fn list<T>(out: &mut Vec<u8>, items: &[T], write: impl Fn(&mut Vec<u8>, &T)) {
    out.extend((items.len() as u32).to_le_bytes());
    for item in items {
        write(out, item);
    }
}

fn numbers(out: &mut Vec<u8>, numbers: &[u32]) {
    list(out, numbers, |out, number| out.extend(number.to_le_bytes()));
}

fn floats(out: &mut Vec<u8>, floats: &[f32]) {
    list(out, floats, |out, float| out.extend(float.to_le_bytes()));
}

fn pairs(out: &mut Vec<u8>, pairs: &[(u32, f32)]) {
    list(out, pairs, |out, (number, float)| {
        out.extend(number.to_le_bytes());
        out.extend(float.to_le_bytes());
    });
}

/// What is not yet read.
struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*taken)
    }

    fn number(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes(self.take()?))
    }

    /// A number that can be reckoned with.
    fn float(&mut self) -> Option<f32> {
        let float = f32::from_le_bytes(self.take()?);
        float.is_finite().then_some(float)
    }

    /// A list; its items are read one by one, so that a false length ends where the bytes do.
    fn list<T>(&mut self, mut read: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let length = self.number()?;
        (0..length).map(|_| read(self)).collect()
    }

    fn numbers(&mut self) -> Option<Vec<u32>> {
        self.list(Self::number)
    }

    fn floats(&mut self) -> Option<Vec<f32>> {
        self.list(Self::float)
    }

    fn pairs(&mut self) -> Option<Vec<(u32, f32)>> {
        self.list(|reader| Some((reader.number()?, reader.float()?)))
    }

    fn vector(&mut self) -> Option<QuantVec> {
        let bytes: [u8; DIMENSIONS + 4] = self.take()?;
        QuantVec::from_bytes(&bytes, DIMENSIONS)
    }
}
