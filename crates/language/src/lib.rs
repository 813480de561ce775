//! The language engine: text in, numbers and spans out. Pure functions and in-memory structures
//! that run on a CPU; the only input from outside is the encoder's folder ([`embed::Encoder`]).
//!
//! | room | what it does |
//! |---|---|
//! | [`normalise`] | one spelling for one text, with a map back to the original bytes |
//! | [`segment`] | words and character n-grams, with the tenant's own words |
//! | [`embed`] | sentence vectors (512 dimensions) and their 8-bit form |
//! | [`index`] | entries with many phrasings: search, one score in 0..1, and the rule that decides |
//! | [`filing`] | texts under thousands of labels: by matching or by learnt profiles, with thresholds for a wanted precision |
//! | [`pinyin`] | how Chinese text sounds, also where it is written in Latin letters |
//! | [`classify`] | which of the classes that examples were given of; calibrated |
//! | [`contrast`] | what parts two questions that look alike: opposites, numbers, an exchanged word |
//! | [`cluster`] | questions without an answer, alike ones together, with a name |
//! | [`reject`] | whether a text belongs to any class at all |
//! | [`rerank`] | what a pair of short texts has in common, and a ranker that learns how much each sign counts |
//! | [`emotion`] | how a customer feels, and demands that are not spoken out |
//! | [`concepts`] | what a text is about, whatever its words, by a lexicon of the talk of customer service |
//! | [`lexicon`] | finds phrases of a list in a text |
//! | [`extract`] | facts in a text: the catalogue's things, money, times, counts; slots of a task |
//! | [`describe`] | the facts that a description in plain language states |
//! | [`understand`] | a question to entries: the index and a classifier over the phrasings, one score |
//! | [`evaluate`] | measures every task on labelled data |
//!
//! `normalise ← segment ← index ← filing ← evaluate`, `embed ← index`, `normalise ← lexicon`, `normalise ← concepts ← index`,
//! `normalise ← pinyin`, `extract ← describe`, `segment, embed, pinyin ← classify ← reject ← evaluate`, `classify ← emotion ← evaluate`,
//! `segment, embed ← contrast ← cluster ← evaluate`.

pub mod classify;
pub mod cluster;
pub mod concepts;
pub mod contrast;
pub mod describe;
pub mod embed;
pub mod emotion;
pub mod evaluate;
pub mod extract;
pub mod filing;
#[cfg(test)]
mod fuzz;
pub mod index;
pub mod lexicon;
pub mod normalise;
pub mod pinyin;
pub mod reject;
pub mod rerank;
pub mod segment;
pub mod understand;
