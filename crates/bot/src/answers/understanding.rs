//! What is trained of understanding: a classifier of the entries with its gate, beside what each entry
//! looked like when it learnt.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use shanying_kernel::{Error, Result};
use shanying_language::embed::Encoder;
use shanying_language::reject::Guarded;
use shanying_language::segment::Segmenter;
use shanying_language::understand::{self, Opinion};

use super::library::Shown;

const MARK: &[u8; 8] = b"SYMODEL1";

/// A classifier of entries with the name of its version.
pub(crate) struct Model {
    /// `trm_…`.
    pub(crate) id: String,
    guarded: Guarded,
    learnt: Learnt,
}

/// What a model learnt from.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Learnt {
    /// Of the encoder that it must be asked with; empty for none.
    pub(crate) encoder: String,
    /// Fingerprints of its entries' phrasings.
    pub(crate) entries: HashMap<String, u64>,
}

impl Model {
    pub(crate) fn new(id: String, guarded: Guarded, learnt: Learnt) -> Self {
        Self {
            id,
            guarded,
            learnt,
        }
    }

    /// For keeping.
    pub(crate) fn to_bytes(&self) -> Result<Vec<u8>> {
        let learnt = serde_json::to_vec(&self.learnt)?;
        let length = u32::try_from(learnt.len())
            .map_err(|error| Error::internal("too many entries for a model").because(error))?;
        let mut bytes = MARK.to_vec();
        bytes.extend(length.to_le_bytes());
        bytes.extend(learnt);
        bytes.extend(self.guarded.to_bytes());
        Ok(bytes)
    }

    /// Reads [`Self::to_bytes`] back.
    ///
    /// # Errors
    /// When the bytes are of another version of the engine or damaged.
    pub(crate) fn from_bytes(id: String, bytes: &[u8]) -> Result<Self> {
        let unreadable = || Error::internal("a model cannot be read; it has to be trained anew");
        let rest = bytes.strip_prefix(MARK).ok_or_else(unreadable)?;
        let (length, rest) = rest.split_first_chunk::<4>().ok_or_else(unreadable)?;
        let length = usize::try_from(u32::from_le_bytes(*length)).unwrap_or(usize::MAX);
        let (learnt, rest) = rest.split_at_checked(length).ok_or_else(unreadable)?;
        let learnt = serde_json::from_slice(learnt)?;
        let guarded = Guarded::from_bytes(rest, Segmenter::default())
            .map_err(|error| unreadable().because(error))?;
        Ok(Self {
            id,
            guarded,
            learnt,
        })
    }

    /// Whether it was trained with this encoder, or without one as this is none.
    pub(crate) fn fits(&self, encoder: Option<&Encoder>) -> bool {
        self.learnt.encoder == encoder.map_or("", Encoder::id)
    }

    /// What it makes of a text; of entries as they were when it learnt.
    pub(crate) fn read(&self, text: &str, encoder: Option<&Encoder>) -> Opinion<'_> {
        understand::read(&self.guarded, text, encoder)
    }

    /// Whether an entry is still what it learnt from. Of another one it knows nothing.
    pub(crate) fn knows(&self, entry: &Shown) -> bool {
        self.learnt.entries.get(&entry.id) == Some(&entry.fingerprint)
    }
}

/// A number that differs when phrasings differ.
pub(crate) fn fingerprint<'a>(phrasings: impl Iterator<Item = &'a str>) -> u64 {
    let mut hasher = Sha256::new();
    for phrasing in phrasings {
        hasher.update(phrasing.as_bytes());
        hasher.update([0]);
    }
    let digest = hasher.finalize();
    digest
        .first_chunk::<8>()
        .map_or(0, |first| u64::from_le_bytes(*first))
}
