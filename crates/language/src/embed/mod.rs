//! Sentence vectors: universal-sentence-encoder-multilingual v3 (Google, Apache-2.0; 16 languages
//! with Chinese, 512 dimensions), our own forward pass over the repacked weights that
//! `scripts/models.sh` brings. Texts of like meaning get vectors of high cosine.
//!
//! The weights stay in memory as they are stored: the table in six bits, the matrices in eight.
//! Without the folder the rest of the engine works on words and characters alone.

mod charsmap;
mod forward;
#[cfg(test)]
pub(crate) mod fuzz;
mod gemm;
mod memo;
mod npz;
mod pieces;
mod projection;
mod protobuf;
mod quant;
mod rows;
mod table;

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use forward::{LAYERS, Rich};
pub use quant::QuantVec;
pub(crate) use quant::dot;

/// Values of a sentence vector.
pub const DIMENSIONS: usize = 512;
/// Bytes of a text that are looked at; the rest of a longer one says little more and costs time.
const LONGEST: usize = 2_000;

/// Why the encoder could not be loaded.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    #[error("{} is missing; `make models` brings it", .0.display())]
    NoFile(PathBuf),
    #[error("the encoder's files could not be read")]
    Read(#[from] std::io::Error),
    #[error("weights.npz lacks the array {0}")]
    Missing(String),
    #[error("the encoder's files are not those that are expected: {0}")]
    Format(&'static str),
}

/// The loaded model. Immutable; share it in an `Arc` among threads.
#[derive(Debug)]
pub struct Encoder {
    pieces: pieces::Pieces,
    network: forward::Network,
    memo: memo::Memo,
}

impl Encoder {
    /// Loads `weights.npz` and `sp.model` of a folder; takes about half a second.
    ///
    /// # Errors
    /// When a file is missing, unreadable or of another form.
    pub fn load(folder: &Path) -> Result<Self, LoadError> {
        let open = |name: &str| {
            let path = folder.join(name);
            if path.is_file() {
                Ok(path)
            } else {
                Err(LoadError::NoFile(path))
            }
        };
        let (weights, model) = (open("weights.npz")?, open("sp.model")?);
        // Weights first: what reading them leaves free serves the vocabulary.
        let mut npz = npz::Npz::open(BufReader::new(File::open(weights)?))?;
        let network = forward::Network::load(&mut npz)?;
        drop(npz);
        let pieces = pieces::Pieces::parse(&std::fs::read(model)?)?;
        if pieces.len() > network.vocabulary() {
            return Err(LoadError::Format(
                "sp.model and weights.npz do not belong together",
            ));
        }
        Ok(Self {
            pieces,
            network,
            memo: memo::Memo::default(),
        })
    }

    /// Names the model and the arithmetic; vectors kept under another id must be made anew.
    pub fn id(&self) -> &'static str {
        "use-multilingual-3/2"
    }

    /// Values of each vector.
    pub fn dimensions(&self) -> usize {
        DIMENSIONS
    }

    /// Bytes of the weights in memory.
    pub fn bytes(&self) -> usize {
        self.network.bytes()
    }

    /// The vector of a text: [`DIMENSIONS`] values, length one. Any text has one.
    pub fn encode(&self, text: &str) -> Vec<f32> {
        self.encode_rich(text).vector.clone()
    }

    /// The vector of a text with the layers below it. The last few hundred texts are remembered,
    /// for whoever looks at a sentence next.
    pub fn encode_rich(&self, text: &str) -> Arc<Rich> {
        if let Some(rich) = self.memo.get(text) {
            return rich;
        }
        self.remember(&[text]);
        self.memo.get(text).unwrap_or_else(|| {
            // Others have asked for hundreds of texts meanwhile.
            Arc::new(self.encode_rich_batch(&[text]).pop().unwrap_or_default())
        })
    }

    /// Encodes texts together, so that asking for one of them next costs nothing.
    pub fn remember<T: AsRef<str>>(&self, texts: &[T]) {
        let texts = texts.iter().map(AsRef::as_ref);
        let wanting: Vec<&str> = texts.filter(|text| self.memo.get(text).is_none()).collect();
        let made = self.encode_rich_batch(&wanting);
        for (text, rich) in wanting.into_iter().zip(made) {
            self.memo.put(text, Arc::new(rich));
        }
    }

    /// The vectors of many texts, in their order; several times cheaper than one by one.
    pub fn encode_batch<T: AsRef<str>>(&self, texts: &[T]) -> Vec<Vec<f32>> {
        let rich = self.encode_rich_batch(texts);
        rich.into_iter().map(|rich| rich.vector).collect()
    }

    /// The vectors of many texts with the layers below them, for classifiers: at no further cost.
    pub fn encode_rich_batch<T: AsRef<str>>(&self, texts: &[T]) -> Vec<Rich> {
        let ids: Vec<_> = texts
            .iter()
            .map(|text| self.pieces.encode(start(text.as_ref())))
            .collect();
        self.network.encode(&ids)
    }

    /// The vector of a text in eight bits.
    pub fn encode_quantised(&self, text: &str) -> QuantVec {
        QuantVec::quantise(&self.encode(text))
    }
}

/// The first [`LONGEST`] bytes of a text, cut at a character.
fn start(text: &str) -> &str {
    text.get(..text.floor_char_boundary(LONGEST))
        .unwrap_or(text)
}
