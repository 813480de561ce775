//! The index in bytes, so that a start neither encodes nor cuts words.
//!
//! Little endian: a mark, the version, a checksum of all that follows, what the index was made
//! with (encoder, tenant's words, lexicon), then slots, vectors, entries, and the lists of words, of
//! characters, the concepts, the lists of equal phrasings and the keywords, each sorted, so that one index always makes the same bytes.
//! Signs and means are computed again. Bytes from a disk are not trusted: every number is checked
//! before it is used, so damaged bytes are an error and never a panic or an index that is at odds
//! with itself.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::list::{List, Lists};
use super::postings::{COUNT_BITS, Postings, length_of};
use super::shelf::{Shelf, Slot};
use super::topics::Topics;
use super::{Index, IndexOptions};
use crate::concepts::Held;
use crate::embed::{DIMENSIONS, Encoder};

const MARK: &[u8; 8] = b"SYINDEX\n";
/// Goes up with every change of the format, of the terms or of how words are cut.
const VERSION: u32 = 2;

/// Why bytes are not an index. In each case it has to be filled anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SnapshotError {
    #[error("the bytes are not an index of this version")]
    Version,
    #[error("the index is damaged")]
    Damaged,
    #[error("the index was made with another encoder")]
    Encoder,
    #[error("the index was made with other words of the tenant's own")]
    Words,
    #[error("the index was made with another lexicon of concepts")]
    Concepts,
}

impl Index {
    /// The index in bytes; some 1,000 for each phrasing.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut body = Vec::with_capacity(self.bytes());
        put_text(&mut body, encoder_id(self.encoder.as_ref()));
        body.extend(self.options.segmenter.fingerprint().to_le_bytes());
        body.extend(self.options.concepts.fingerprint().to_le_bytes());
        put_shelf(&mut body, &self.shelf);
        for postings in [&self.words, &self.characters] {
            put_count(&mut body, postings.lengths.len());
            body.extend(&postings.lengths);
            put_lists(&mut body, &postings.lists);
        }
        put_topics(&mut body, &self.topics, self.shelf.reach());
        put_lists(&mut body, &self.equals);
        put_keywords(&mut body, &self.keywords);
        let mut bytes = Vec::with_capacity(body.len() + 20);
        bytes.extend(MARK);
        bytes.extend(VERSION.to_le_bytes());
        bytes.extend(checksum(&body).to_le_bytes());
        bytes.extend(body);
        bytes
    }

    /// Reads [`Self::to_bytes`] back; `encoder` and the segmenter of `options` must be those that
    /// the index was made with.
    ///
    /// # Errors
    /// When the bytes are of another version, damaged, or made with another encoder or words.
    pub fn from_bytes(
        bytes: &[u8],
        encoder: Option<Arc<Encoder>>,
        options: IndexOptions,
    ) -> Result<Self, SnapshotError> {
        let mut head = Reader(bytes);
        if head.take(MARK.len()) != Some(MARK) || head.number() != Some(VERSION) {
            return Err(SnapshotError::Version);
        }
        if head.long() != Some(checksum(head.0)) {
            return Err(SnapshotError::Damaged);
        }
        let mut body = head;
        if body.text().ok_or(SnapshotError::Damaged)? != encoder_id(encoder.as_ref()) {
            return Err(SnapshotError::Encoder);
        }
        if body.long().ok_or(SnapshotError::Damaged)? != options.segmenter.fingerprint() {
            return Err(SnapshotError::Words);
        }
        if body.long().ok_or(SnapshotError::Damaged)? != options.concepts.fingerprint() {
            return Err(SnapshotError::Concepts);
        }
        read(body, encoder, options).ok_or(SnapshotError::Damaged)
    }
}

fn read(
    mut body: Reader<'_>,
    encoder: Option<Arc<Encoder>>,
    options: IndexOptions,
) -> Option<Index> {
    let shelf = body.shelf(encoder.is_some())?;
    let words = body.postings(&shelf)?;
    let characters = body.postings(&shelf)?;
    let topics = body.topics(&shelf, options.concepts.len())?;
    let equals = body.lists(|number| shelf.slot(number).is_some())?;
    let keywords = body.keywords()?;
    body.0.is_empty().then_some(Index {
        encoder,
        options,
        shelf,
        words,
        characters,
        topics,
        equals,
        keywords,
    })
}

fn encoder_id(encoder: Option<&Arc<Encoder>>) -> &'static str {
    encoder.map_or("", |encoder| encoder.id())
}

fn put_count(body: &mut Vec<u8>, count: usize) {
    body.extend(u32::try_from(count).unwrap_or(u32::MAX).to_le_bytes());
}

fn put_text(body: &mut Vec<u8>, text: &str) {
    put_count(body, text.len());
    body.extend(text.as_bytes());
}

fn put_shelf(body: &mut Vec<u8>, shelf: &Shelf) {
    put_count(body, shelf.slots.len());
    for slot in &shelf.slots {
        // An empty text marks a free slot: a phrasing has at least one letter or digit.
        put_text(body, slot.as_ref().map_or("", |slot| &slot.text));
        let weight = slot.as_ref().map_or(0.0, |slot| slot.weight);
        body.extend(weight.to_le_bytes());
    }
    put_count(body, shelf.scales.len());
    for scale in &shelf.scales {
        body.extend(scale.to_le_bytes());
    }
    body.extend(shelf.vectors.iter().map(|value| value.cast_unsigned()));
    put_count(body, shelf.entries());
    for entry in shelf.iter() {
        put_text(body, &entry.id);
        put_count(body, entry.slots.len());
        for slot in &entry.slots {
            body.extend(slot.to_le_bytes());
        }
    }
}

fn put_topics(body: &mut Vec<u8>, topics: &Topics, reach: usize) {
    for slot in 0..u32::try_from(reach).unwrap_or(u32::MAX) {
        let held = topics.of(slot);
        put_count(body, held.len());
        for (concept, weight) in held {
            body.extend(concept.to_le_bytes());
            body.push(*weight);
        }
    }
}

fn put_lists(body: &mut Vec<u8>, lists: &Lists) {
    let mut sorted: Vec<(&u64, &List)> = lists.iter().collect();
    sorted.sort_unstable_by_key(|(key, _)| **key);
    put_count(body, sorted.len());
    for (key, list) in sorted {
        body.extend(key.to_le_bytes());
        put_count(body, list.numbers().len());
        for number in list.numbers() {
            body.extend(number.to_le_bytes());
        }
    }
}

fn put_keywords(body: &mut Vec<u8>, keywords: &HashMap<String, Vec<String>>) {
    let sorted: BTreeMap<&String, &Vec<String>> = keywords.iter().collect();
    put_count(body, sorted.len());
    for (entry, words) in sorted {
        put_text(body, entry);
        put_count(body, words.len());
        for word in words {
            put_text(body, word);
        }
    }
}

/// Mixes eight bytes at a time; finds accidents, not forgeries.
fn checksum(bytes: &[u8]) -> u64 {
    let mix =
        |state: u64, word: u64| (state.rotate_left(29) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let (words, rest) = bytes.as_chunks::<8>();
    let state = words
        .iter()
        .fold(0, |state, word| mix(state, u64::from_le_bytes(*word)));
    let state = rest
        .iter()
        .fold(state, |state, byte| mix(state, u64::from(*byte)));
    mix(state, bytes.len() as u64)
}

/// What is left to read. Every method gives `None` when the bytes do not hold what it wants.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, size: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(size)?;
        self.0 = rest;
        Some(taken)
    }

    fn number(&mut self) -> Option<u32> {
        let (taken, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(u32::from_le_bytes(*taken))
    }

    fn long(&mut self) -> Option<u64> {
        let (taken, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(u64::from_le_bytes(*taken))
    }

    fn float(&mut self) -> Option<f32> {
        Some(f32::from_bits(self.number()?)).filter(|value| value.is_finite())
    }

    /// How many things of at least `size` bytes follow; `None` when there is no room for them, so
    /// that memory is never asked for on the word of damaged bytes.
    fn count(&mut self, size: usize) -> Option<usize> {
        let count = self.number()? as usize;
        (count.checked_mul(size)? <= self.0.len()).then_some(count)
    }

    fn text(&mut self) -> Option<&'a str> {
        let size = self.count(1)?;
        std::str::from_utf8(self.take(size)?).ok()
    }

    fn shelf(&mut self, with_vectors: bool) -> Option<Shelf> {
        let mut shelf = Shelf::default();
        let reach = self.count(8)?;
        shelf.slots.reserve_exact(reach);
        for slot in 0..u32::try_from(reach).ok()? {
            let (text, weight) = (self.text()?, self.float()?);
            if text.is_empty() {
                shelf.free_slots.push(slot);
            }
            shelf.slots.push((!text.is_empty()).then(|| Slot {
                text: text.into(),
                weight,
                entry: u32::MAX,
            }));
        }
        let vectors = self.count(4 + DIMENSIONS)?;
        if vectors > reach || (vectors > 0 && !with_vectors) {
            return None;
        }
        for _ in 0..vectors {
            shelf
                .scales
                .push(self.float().filter(|scale| *scale >= 0.0)?);
        }
        let values = self.take(vectors * DIMENSIONS)?;
        shelf.vectors = values.iter().map(|byte| byte.cast_signed()).collect();
        for (slot, row) in shelf.vectors.as_chunks::<DIMENSIONS>().0.iter().enumerate() {
            shelf.bits.set(slot, row);
        }
        for _ in 0..self.count(8)? {
            self.entry(&mut shelf)?;
        }
        // Every phrasing belongs to an entry.
        let lost = |slot: &Slot| slot.entry == u32::MAX;
        (!shelf.slots.iter().flatten().any(lost)).then_some(shelf)
    }

    fn entry(&mut self, shelf: &mut Shelf) -> Option<()> {
        let id = self.text()?;
        if shelf.has(id) {
            return None;
        }
        let at = shelf.open(id);
        for _ in 0..self.count(4)? {
            let slot = self.number()?;
            shelf.claim(slot, at)?;
        }
        shelf.close(at);
        Some(())
    }

    fn postings(&mut self, shelf: &Shelf) -> Option<Postings> {
        let size = self.count(1)?;
        let lengths = self.take(size)?.to_vec();
        let held = |slot: u32| (slot as usize) < size && shelf.slot(slot).is_some();
        let lists = self
            .lists(|number| number & ((1 << COUNT_BITS) - 1) > 0 && held(number >> COUNT_BITS))?;
        let of_held = (0..).zip(&lengths).filter(|(slot, _)| held(*slot));
        let total_length = of_held.map(|(_, &code)| u64::from(length_of(code))).sum();
        (shelf.reach() <= size || shelf.phrasings() == 0).then_some(Postings {
            lists,
            texts: shelf.phrasings(),
            total_length,
            lengths,
        })
    }

    /// The concepts of each slot; a phrasing that is not there has none.
    fn topics(&mut self, shelf: &Shelf, known: usize) -> Option<Topics> {
        let mut topics = Topics::default();
        for slot in 0..u32::try_from(shelf.reach()).ok()? {
            let mut held: Vec<Held> = Vec::with_capacity(self.count(3)?);
            for _ in 0..held.capacity() {
                let [low, high, weight] = *self.take(3)?.first_chunk()?;
                held.push((u16::from_le_bytes([low, high]), weight));
            }
            let is_sound = held.is_sorted_by(|a, b| a.0 < b.0)
                && held
                    .iter()
                    .all(|(concept, weight)| usize::from(*concept) < known && *weight > 0);
            if shelf.slot(slot).is_some() && is_sound {
                topics.insert(slot, &held);
            } else if !held.is_empty() {
                return None;
            }
        }
        Some(topics)
    }

    fn keywords(&mut self) -> Option<HashMap<String, Vec<String>>> {
        let mut keywords = HashMap::new();
        for _ in 0..self.count(8)? {
            let entry = self.text()?.to_owned();
            let words = (0..self.count(4)?)
                .map(|_| self.text().map(str::to_owned))
                .collect::<Option<_>>()?;
            keywords.insert(entry, words);
        }
        Some(keywords)
    }

    /// Lists under rising keys, each with rising numbers that are all `known`.
    fn lists(&mut self, known: impl Fn(u32) -> bool) -> Option<Lists> {
        let count = self.count(16)?;
        let mut lists = Lists::with_capacity_and_hasher(count, Default::default());
        let mut last = None;
        for _ in 0..count {
            let key = self.long()?;
            let size = self.count(4)?;
            let mut numbers = Vec::with_capacity(size);
            for _ in 0..size {
                numbers.push(self.number().filter(|number| known(*number))?);
            }
            if last.is_some_and(|last| last >= key) || !numbers.is_sorted_by(|a, b| a < b) {
                return None;
            }
            let list = match numbers.as_slice() {
                [] => return None,
                [one] => List::One(*one),
                _ => List::Many(numbers),
            };
            lists.insert(key, list);
            last = Some(key);
        }
        Some(lists)
    }
}

/// Puts the right checksum on changed bytes, so that they are really read.
#[cfg(test)]
pub(crate) fn sign(bytes: &mut [u8]) {
    if let Some((head, body)) = bytes.split_at_mut_checked(20) {
        head[12..].copy_from_slice(&checksum(body).to_le_bytes());
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::Phrasing;
    use super::*;
    use crate::concepts::{Concepts, Row};
    use crate::segment::Segmenter;

    fn index() -> Index {
        let mut index = Index::new(None, IndexOptions::default());
        let texts = [
            ("refund", vec!["怎么退货", "我想把东西退掉", "退货退货"]),
            ("invoice", vec!["怎么开发票"]),
            ("gone", vec!["已经删除的问题", "另一个"]),
            ("card", vec!["where is my card", "card card"]),
        ];
        for (id, phrasings) in texts {
            let phrasings: Vec<Phrasing> = phrasings.into_iter().map(Phrasing::new).collect();
            index.upsert(id, &phrasings);
        }
        index.remove("gone");
        index.set_keywords("invoice", &["电子票", "抬头"]);
        index
    }

    fn load(bytes: &[u8]) -> Result<Index, SnapshotError> {
        Index::from_bytes(bytes, None, IndexOptions::default())
    }

    #[test]
    fn an_index_comes_back_and_goes_on() {
        let (mut kept, mut loaded) = (index(), load(&index().to_bytes()).unwrap());
        let same = |a: &Index, b: &Index| {
            for query in [
                "退货",
                "发票怎么开",
                "my card",
                "另一个",
                "抬头写错了",
                "发货要几天",
            ] {
                let (a, b) = (a.search(query, 5, |_| true), b.search(query, 5, |_| true));
                assert_eq!(a, b, "{query}");
            }
        };
        same(&kept, &loaded);
        assert_eq!(kept.to_bytes(), loaded.to_bytes());
        for index in [&mut kept, &mut loaded] {
            index.upsert("new", &[Phrasing::new("发货要几天")]);
            index.remove("refund");
        }
        same(&kept, &loaded);
        assert_eq!(loaded.search("发货要几天", 1, |_| true)[0].entry_id, "new");
        assert_eq!((loaded.len(), loaded.phrasings()), (3, 4));
    }

    #[test]
    fn other_makings_are_refused() {
        let bytes = index().to_bytes();
        let own = IndexOptions {
            segmenter: Segmenter::with_words(&["水光瓶"]),
            ..IndexOptions::default()
        };
        let refused = |result: Result<Index, SnapshotError>| result.unwrap_err();
        assert_eq!(
            refused(Index::from_bytes(&bytes, None, own)),
            SnapshotError::Words
        );
        let row = Row {
            concept: "空瓶计划".to_owned(),
            broader: String::new(),
            expression: "瓶瓶重生".to_owned(),
            weight: 1.0,
        };
        let own = IndexOptions {
            concepts: Concepts::with(&[row]),
            ..IndexOptions::default()
        };
        assert_eq!(
            refused(Index::from_bytes(&bytes, None, own)),
            SnapshotError::Concepts
        );
        let mut changed = bytes.clone();
        changed[8] = 9;
        assert_eq!(refused(load(&changed)), SnapshotError::Version);
        let mut changed = bytes.clone();
        *changed.last_mut().unwrap() ^= 1;
        assert_eq!(refused(load(&changed)), SnapshotError::Damaged);
        assert_eq!(
            refused(load(&bytes[..bytes.len() - 4])),
            SnapshotError::Damaged
        );
        assert_eq!(refused(load(&[])), SnapshotError::Version);
    }

    fn sealed(mut bytes: Vec<u8>) -> Vec<u8> {
        sign(&mut bytes);
        bytes
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn damaged_bytes_never_panic(
            changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
            end in any::<prop::sample::Index>(),
            cut in any::<bool>(),
        ) {
            let mut bytes = index().to_bytes();
            for (at, value) in changes {
                let at = at.index(bytes.len());
                bytes[at] = value;
            }
            if cut {
                bytes.truncate(end.index(bytes.len()));
            }
            if let Ok(mut index) = load(&sealed(bytes)) {
                index.search("怎么退货 card", 5, |_| true);
                index.upsert("refund", &[Phrasing::new("退款")]);
                index.remove("card");
                index.search("退款", 5, |_| true);
            }
        }

        #[test]
        fn any_bytes_are_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            prop_assert!(load(&bytes).is_err());
        }
    }
}
