//! A guarded classifier as bytes: a mark, a version, the gate's numbers with their checksum, then
//! the classifier with its own. Reading never panics, whatever the bytes.

use super::gate::Gate;
use super::signals::SIGNALS;
use super::{Guarded, OUTSIDE};
use crate::classify::{Classifier, StorageError};
use crate::segment::{Segmenter, hash};

const MARK: &[u8; 4] = b"SYGU";
/// Goes up with every change of the signals or their number.
const VERSION: u32 = 1;
const NUMBERS: usize = 3 * SIGNALS + 2;

impl Guarded {
    /// The gate and its classifier as bytes. Words of the segmenter are not among them.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = MARK.to_vec();
        bytes.extend(VERSION.to_le_bytes());
        for number in self.gate.numbers() {
            bytes.extend(number.to_le_bytes());
        }
        bytes.extend(hash(&bytes).to_le_bytes());
        bytes.extend(self.classifier.to_bytes());
        bytes
    }

    /// Reads [`Self::to_bytes`] back, with the segmenter it was trained with.
    ///
    /// # Errors
    /// When the bytes are something else, of another version, or damaged.
    pub fn from_bytes(bytes: &[u8], segmenter: Segmenter) -> Result<Self, StorageError> {
        let rest = bytes
            .strip_prefix(MARK)
            .ok_or(StorageError::NotAClassifier)?;
        let (version, rest) = rest.split_first_chunk::<4>().ok_or(StorageError::Damaged)?;
        if u32::from_le_bytes(*version) != VERSION {
            return Err(StorageError::OtherVersion);
        }
        let (numbers, rest) = rest
            .split_first_chunk::<{ NUMBERS * 8 }>()
            .ok_or(StorageError::Damaged)?;
        let (sum, rest) = rest.split_first_chunk::<8>().ok_or(StorageError::Damaged)?;
        let head = bytes.get(..8 + NUMBERS * 8).unwrap_or_default();
        if hash(head) != u64::from_le_bytes(*sum) {
            return Err(StorageError::Damaged);
        }
        let numbers: Vec<f64> = numbers
            .as_chunks::<8>()
            .0
            .iter()
            .map(|number| f64::from_le_bytes(*number))
            .collect();
        let gate = Gate::from_numbers(&numbers).ok_or(StorageError::Damaged)?;
        let classifier = Classifier::from_bytes(rest, segmenter)?;
        let outside = classifier
            .labels()
            .iter()
            .position(|label| label == OUTSIDE);
        Ok(Self {
            classifier,
            outside,
            gate,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::{GateOptions, Lessons};
    use super::*;
    use crate::classify::Options;

    #[test]
    fn comes_back_and_damaged_bytes_are_refused() {
        let rows: Vec<(String, String)> = ["退货", "发票", "物流"]
            .iter()
            .flat_map(|label| {
                ["我要{}", "{}怎么弄", "请问{}多久", "帮我{}一下"]
                    .map(|frame| (frame.replace("{}", label), (*label).to_owned()))
            })
            .collect();
        let outside = ["今天天气好吗", "讲个笑话", "你几岁了"].map(str::to_owned);
        let lessons = Lessons {
            train: &rows,
            outside: &outside,
            ..Lessons::default()
        };
        let guarded = Guarded::train(
            lessons,
            None,
            &Options::default(),
            &GateOptions::default(),
            |_, _| {},
        );
        let bytes = guarded.to_bytes();
        let read = |bytes: &[u8]| Guarded::from_bytes(bytes, Segmenter::default());
        let back = read(&bytes).unwrap();
        assert_eq!(guarded.gate(), back.gate());
        for text in ["发票怎么弄", "今天天气好吗"] {
            assert_eq!(guarded.judge(text, None), back.judge(text, None));
        }
        assert_eq!(read(b"SYCL").unwrap_err(), StorageError::NotAClassifier);
        for at in [5, 40, bytes.len() - 20] {
            let mut bad = bytes.clone();
            bad[at] ^= 0x55;
            assert!(read(&bad).is_err(), "{at}");
        }
        for length in [4, 8, 100, bytes.len() - 1] {
            assert!(read(&bytes[..length]).is_err(), "{length}");
        }
    }
}
