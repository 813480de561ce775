//! A tagger as bytes: a mark, a version, the body, and a checksum over all before it. Numbers are
//! little endian. Reading never panics, whatever the bytes.

use std::collections::HashMap;

use super::{Tagger, labels_of};
use crate::segment::{Segmenter, hash};

const MARK: &[u8; 4] = b"SYTG";
const VERSION: u32 = 1;

/// Why bytes are not a tagger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TaggerError {
    #[error("these bytes are not a tagger")]
    NotATagger,
    #[error("this tagger was stored by another version of the engine; train it anew")]
    OtherVersion,
    #[error("the stored tagger is damaged")]
    Damaged,
}

impl Tagger {
    /// The model as bytes. Words of the segmenter are not among them.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = MARK.to_vec();
        let number = |out: &mut Vec<u8>, value: usize| {
            out.extend_from_slice(&(value as u32).to_le_bytes());
        };
        number(&mut out, VERSION as usize);
        number(&mut out, self.kinds.len());
        for kind in &self.kinds {
            number(&mut out, kind.len());
            out.extend_from_slice(kind.as_bytes());
        }
        for weight in &self.moves {
            out.extend_from_slice(&weight.to_le_bytes());
        }
        let labels = self.labels();
        let mut rows: Vec<(u64, u32)> = self.rows.iter().map(|(&hash, &row)| (hash, row)).collect();
        rows.sort_unstable();
        number(&mut out, rows.len());
        for (hash, row) in rows {
            out.extend_from_slice(&hash.to_le_bytes());
            let from = row as usize * labels;
            for weight in self.weights.get(from..from + labels).unwrap_or_default() {
                out.extend_from_slice(&weight.to_le_bytes());
            }
        }
        let sum = hash(&out);
        out.extend_from_slice(&sum.to_le_bytes());
        out
    }

    /// Reads [`Self::to_bytes`] back, with the segmenter it was trained with.
    ///
    /// # Errors
    /// When the bytes are something else, of another version, or damaged.
    pub fn from_bytes(bytes: &[u8], segmenter: Segmenter) -> Result<Self, TaggerError> {
        let body = bytes.strip_prefix(MARK).ok_or(TaggerError::NotATagger)?;
        let mut reader = Reader(body);
        if reader.number().ok_or(TaggerError::Damaged)? != VERSION as usize {
            return Err(TaggerError::OtherVersion);
        }
        let (whole, sum) = bytes.split_last_chunk::<8>().ok_or(TaggerError::Damaged)?;
        if hash(whole) != u64::from_le_bytes(*sum) {
            return Err(TaggerError::Damaged);
        }
        let (rest, _) = reader
            .0
            .split_last_chunk::<8>()
            .ok_or(TaggerError::Damaged)?;
        Reader(rest).tagger(segmenter).ok_or(TaggerError::Damaged)
    }
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn number(&mut self) -> Option<usize> {
        Some(u32::from_le_bytes(self.take(4)?.try_into().ok()?) as usize)
    }

    fn floats(&mut self, count: usize) -> Option<impl Iterator<Item = f32> + 'a> {
        let (values, _) = self.take(count.checked_mul(4)?)?.as_chunks::<4>();
        let finite = values
            .iter()
            .all(|bytes| f32::from_le_bytes(*bytes).is_finite());
        finite.then(|| values.iter().map(|bytes| f32::from_le_bytes(*bytes)))
    }

    fn tagger(mut self, segmenter: Segmenter) -> Option<Tagger> {
        let count = self.number()?;
        // Each kind takes four bytes at least: a count beyond that is garbage, not a wish.
        if count > self.0.len() / 4 {
            return None;
        }
        let mut kinds = Vec::with_capacity(count);
        for _ in 0..count {
            let length = self.number()?;
            kinds.push(String::from_utf8(self.take(length)?.to_vec()).ok()?);
        }
        let labels = labels_of(kinds.len());
        let moves = self.floats(labels.checked_mul(labels)?)?.collect();
        let count = self.number()?;
        if count > self.0.len() / (8 + 4 * labels) {
            return None;
        }
        let mut rows = HashMap::with_capacity(count);
        let mut weights = Vec::with_capacity(count * labels);
        for row in 0..count {
            let hash = u64::from_le_bytes(self.take(8)?.try_into().ok()?);
            rows.insert(hash, row as u32);
            weights.extend(self.floats(labels)?);
        }
        (self.0.is_empty() && rows.len() == count).then_some(Tagger {
            kinds,
            rows,
            weights,
            moves,
            segmenter,
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{Annotated, TaggerOptions};
    use super::*;
    use crate::extract::{Catalogue, Kind, Value};

    fn examples() -> Vec<Annotated> {
        let streets = [
            "中山", "人民", "解放", "长江", "学府", "青年", "和平", "文化",
        ];
        let frames = [
            ("请送到", "路，谢谢", "路"),
            ("我住在", "街12号", "街"),
            ("地址改成", "路了", "路"),
            ("你好，寄到", "街吧", "街"),
        ];
        let mut examples = Vec::new();
        for street in streets {
            for (before, after, end) in frames {
                let text = format!("{before}{street}{after}");
                let name = before.len()..before.len() + street.len() + end.len();
                examples.push(Annotated {
                    text,
                    names: vec![(name, "street".to_owned())],
                });
            }
        }
        for plain in [
            "你好，谢谢",
            "什么时候发货",
            "这条路怎么走",
            "我要退款",
            "请送一个赠品",
        ] {
            examples.push(Annotated {
                text: plain.to_owned(),
                names: Vec::new(),
            });
        }
        examples
    }

    fn trained() -> Tagger {
        Tagger::train(
            &examples(),
            &Catalogue::default(),
            Segmenter::default(),
            TaggerOptions::default(),
        )
    }

    fn names(tagger: &Tagger, text: &str) -> Vec<String> {
        tagger
            .tag(text, &Catalogue::default())
            .into_iter()
            .map(|slot| {
                assert_eq!(slot.kind, Kind::Open("street".to_owned()));
                assert!(matches!(slot.value, Value::Text(_)));
                text.get(slot.span).unwrap().to_owned()
            })
            .collect()
    }

    #[test]
    fn finds_names_that_were_never_seen() {
        let tagger = trained();
        assert_eq!(names(&tagger, "请送到建设路，谢谢"), ["建设路"]);
        assert_eq!(names(&tagger, "我住在望江街3號"), ["望江街"]);
        assert!(names(&tagger, "什么时候发货呢").is_empty());
    }

    #[test]
    fn bytes_bring_the_same_model_back() {
        let tagger = trained();
        let bytes = tagger.to_bytes();
        let again = Tagger::from_bytes(&bytes, Segmenter::default()).unwrap();
        let text = "地址改成滨河路了";
        let catalogue = Catalogue::default();
        assert_eq!(tagger.tag(text, &catalogue), again.tag(text, &catalogue));
        assert_eq!(again.to_bytes(), bytes);
        assert_eq!(trained().to_bytes(), bytes);
        let read = |bytes: &[u8]| Tagger::from_bytes(bytes, Segmenter::default()).err();
        assert_eq!(read(b"else"), Some(TaggerError::NotATagger));
        assert_eq!(read(&bytes[..bytes.len() - 1]), Some(TaggerError::Damaged));
        let mut other = bytes.clone();
        other[4] = 99;
        assert_eq!(read(&other), Some(TaggerError::OtherVersion));
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn garbage_is_refused(mut garbage in proptest::collection::vec(any::<u8>(), 0..200)) {
            prop_assert!(Tagger::from_bytes(&garbage, Segmenter::default()).is_err());
            // The same with a right mark, version and checksum in front of and behind it.
            let mut bytes = MARK.to_vec();
            bytes.extend_from_slice(&VERSION.to_le_bytes());
            bytes.append(&mut garbage);
            let sum = hash(&bytes);
            bytes.extend_from_slice(&sum.to_le_bytes());
            if let Ok(tagger) = Tagger::from_bytes(&bytes, Segmenter::default()) {
                tagger.tag("任何话", &Catalogue::default());
            }
        }
    }
}
