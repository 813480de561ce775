//! A classifier as bytes: a mark, a version, the body, and a checksum over all before it. Numbers
//! are little endian; lists carry their length first. Reading never panics, whatever the bytes.

use super::Classifier;
use super::experts::{Expert, Trained};
use super::features::{FeatureOptions, Features, VECTOR};
use super::linear::{Linear, Shape};
use super::neighbours::{Neighbours, Texts};
use crate::embed::QuantVec;
use crate::segment::{Segmenter, hash};

const MARK: &[u8; 4] = b"SYCL";
const VERSION: u32 = 2;

/// Why bytes are not a classifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StorageError {
    #[error("these bytes are not a classifier")]
    NotAClassifier,
    #[error("this classifier was stored by another version of the engine; train it anew")]
    OtherVersion,
    #[error("the stored classifier is damaged")]
    Damaged,
}

impl Classifier {
    /// The classifier as bytes. Words of the segmenter are not among them.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Writer(Vec::with_capacity(self.bytes() + 1_024));
        out.0.extend_from_slice(MARK);
        out.number(VERSION);
        out.number(self.labels.len() as u32);
        for label in &self.labels {
            out.number(label.len() as u32);
            out.0.extend_from_slice(label.as_bytes());
        }
        let options = self.features.options;
        out.floats(&[options.characters, options.words, options.sounds]);
        out.number(u32::from(options.layers));
        out.number(options.rare_from.min(u32::MAX as usize) as u32);
        out.number(self.features.terms.len() as u32);
        for term in &self.features.terms {
            out.0.extend_from_slice(&term.to_le_bytes());
        }
        out.floats(&self.features.idf);
        out.floats(&self.features.centre);
        out.floats(&self.weights);
        out.number(self.experts.len() as u32);
        for expert in &self.experts {
            out.expert(expert);
        }
        let sum = hash(&out.0);
        out.0.extend_from_slice(&sum.to_le_bytes());
        out.0
    }

    /// Reads [`Self::to_bytes`] back, with the segmenter it was trained with.
    ///
    /// # Errors
    /// When the bytes are something else, of another version, or damaged.
    pub fn from_bytes(bytes: &[u8], segmenter: Segmenter) -> Result<Self, StorageError> {
        if !bytes.starts_with(MARK) {
            return Err(StorageError::NotAClassifier);
        }
        let mut input = Reader(bytes.get(MARK.len()..).unwrap_or_default());
        if input.number().ok_or(StorageError::Damaged)? != VERSION {
            return Err(StorageError::OtherVersion);
        }
        let (body, sum) = bytes.split_last_chunk::<8>().ok_or(StorageError::Damaged)?;
        if hash(body) != u64::from_le_bytes(*sum) {
            return Err(StorageError::Damaged);
        }
        let mut input = Reader(body.get(MARK.len() + 4..).unwrap_or_default());
        input.classifier(segmenter).ok_or(StorageError::Damaged)
    }
}

struct Writer(Vec<u8>);

impl Writer {
    fn number(&mut self, number: u32) {
        self.0.extend_from_slice(&number.to_le_bytes());
    }

    fn floats(&mut self, values: &[f32]) {
        self.number(values.len() as u32);
        for value in values {
            self.0.extend_from_slice(&value.to_le_bytes());
        }
    }

    fn expert(&mut self, expert: &Trained) {
        self.number(kind(expert.expert()));
        match expert {
            Trained::Linear(model) => {
                for size in model.shape.dense {
                    self.number(size as u32);
                }
                self.number(model.shape.sparse as u32);
                self.floats(&model.weights);
            }
            Trained::Neighbours(model) => {
                self.floats(&model.mean);
                self.floats(&model.whitening);
                self.number(model.texts.len() as u32);
                for (row, scale, class) in model.texts.iter() {
                    let text = QuantVec {
                        scale,
                        values: row.into(),
                    };
                    self.0.extend_from_slice(&text.to_bytes());
                    self.number(class);
                }
                for prototype in &model.prototypes {
                    self.0.extend_from_slice(&prototype.to_bytes());
                }
            }
        }
    }
}

const EXPERTS: [Expert; 2] = [Expert::Linear, Expert::Neighbours];

fn kind(expert: Expert) -> u32 {
    EXPERTS
        .iter()
        .position(|known| *known == expert)
        .unwrap_or(0) as u32
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn number(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes(self.take(4)?.try_into().ok()?))
    }

    fn floats(&mut self) -> Option<Vec<f32>> {
        let count = self.number()? as usize;
        let (values, _) = self.take(count.checked_mul(4)?)?.as_chunks::<4>();
        let values: Vec<f32> = values
            .iter()
            .map(|bytes| f32::from_le_bytes(*bytes))
            .collect();
        values
            .iter()
            .all(|value| value.is_finite())
            .then_some(values)
    }

    fn classifier(&mut self, segmenter: Segmenter) -> Option<Classifier> {
        let mut labels = Vec::new();
        for _ in 0..self.number()? {
            let length = self.number()? as usize;
            labels.push(String::from_utf8(self.take(length)?.to_vec()).ok()?);
        }
        let features = self.features(segmenter)?;
        let weights = self.floats()?;
        let mut experts = Vec::new();
        let mut voices = 0;
        for _ in 0..self.number()? {
            let expert = self.expert(labels.len())?;
            voices += expert.expert().voices().len();
            experts.push(expert);
        }
        (self.0.is_empty() && labels.is_sorted() && voices == weights.len()).then_some(Classifier {
            labels,
            features,
            experts,
            weights,
        })
    }

    fn features(&mut self, segmenter: Segmenter) -> Option<Features> {
        let [characters, words, sounds]: [f32; 3] = self.floats()?.try_into().ok()?;
        let options = FeatureOptions {
            characters,
            words,
            sounds,
            layers: self.number()? == 1,
            rare_from: self.number()? as usize,
        };
        let count = self.number()? as usize;
        let (terms, _) = self.take(count.checked_mul(8)?)?.as_chunks::<8>();
        let terms: Vec<u64> = terms
            .iter()
            .map(|bytes| u64::from_le_bytes(*bytes))
            .collect();
        let (idf, centre) = (self.floats()?, self.floats()?);
        (idf.len() == terms.len())
            .then(|| Features::restore(options, segmenter, terms, idf, centre))
    }

    fn expert(&mut self, classes: usize) -> Option<Trained> {
        let expert = *EXPERTS.get(self.number()? as usize)?;
        if expert == Expert::Neighbours {
            let (mean, whitening) = (self.floats()?, self.floats()?);
            let mut texts = Texts::default();
            for _ in 0..self.number()? {
                let text = QuantVec::from_bytes(self.take(4 + VECTOR)?, VECTOR)?;
                texts.push(&text, self.number()?);
            }
            let mut prototypes = Vec::new();
            for _ in 0..classes {
                prototypes.push(QuantVec::from_bytes(self.take(4 + VECTOR)?, VECTOR)?);
            }
            let sound = mean.len() == VECTOR && whitening.len() == VECTOR * VECTOR;
            return sound.then_some(Trained::Neighbours(Neighbours {
                mean,
                whitening,
                texts,
                prototypes,
            }));
        }
        let shape = Shape {
            dense: [self.number()? as usize, self.number()? as usize],
            sparse: self.number()? as usize,
            classes,
        };
        let model = Linear {
            shape,
            weights: self.floats()?,
        };
        model.is_sound().then_some(Trained::Linear(model))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::Options;
    use super::*;

    fn trained() -> Classifier {
        let rows = [
            ("怎么退货", "退货"),
            ("我要退货款", "退货"),
            ("开发票", "发票"),
            ("hello", "hi"),
        ];
        Classifier::train(&rows, None, &Options::default(), |_, _| {})
    }

    #[test]
    fn survives_storage() {
        let classifier = trained();
        let bytes = classifier.to_bytes();
        let again = Classifier::from_bytes(&bytes, Segmenter::default()).unwrap();
        for text in ["退货", "hello there", ""] {
            assert_eq!(again.predict(text, None), classifier.predict(text, None));
        }
        assert_eq!(again.to_bytes(), bytes);
    }

    #[test]
    fn tells_what_is_wrong() {
        let read = |bytes: &[u8]| Classifier::from_bytes(bytes, Segmenter::default()).err();
        let bytes = trained().to_bytes();
        assert_eq!(read(b"PNG"), Some(StorageError::NotAClassifier));
        assert_eq!(read(b"SYCL"), Some(StorageError::Damaged));
        let mut other = bytes.clone();
        other[4] = 9;
        assert_eq!(read(&other), Some(StorageError::OtherVersion));
        assert_eq!(read(&bytes[..bytes.len() - 1]), Some(StorageError::Damaged));
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn garbage_is_refused(garbage in proptest::collection::vec(any::<u8>(), 0..200)) {
            let mut bytes = b"SYCL\x02\0\0\0".to_vec();
            bytes.extend(&garbage);
            prop_assert!(Classifier::from_bytes(&garbage, Segmenter::default()).is_err());
            prop_assert!(Classifier::from_bytes(&bytes, Segmenter::default()).is_err());
            // The body of a forged checksum is read to its end or refused, never a panic.
            let sum = hash(&bytes);
            bytes.extend(sum.to_le_bytes());
            let _ = Classifier::from_bytes(&bytes, Segmenter::default());
        }

        #[test]
        fn a_changed_byte_behind_a_true_checksum_never_panics(at in 8usize..4000, to in any::<u8>()) {
            let mut bytes = trained().to_bytes();
            let body = bytes.len() - 8;
            bytes[at % body] = to;
            let sum = hash(&bytes[..body]);
            bytes[body..].copy_from_slice(&sum.to_le_bytes());
            if let Ok(classifier) = Classifier::from_bytes(&bytes, Segmenter::default()) {
                classifier.predict("我要退货 hello", None);
                classifier.explain("我要退货", "退货", None, 5);
            }
        }
    }
}
