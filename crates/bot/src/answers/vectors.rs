//! Sentence vectors of phrasings: read from the database, made where they are wanting.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::Arc;

use sha2::{Digest, Sha256};
use shanying_kernel::{Error, Result};
use shanying_language::embed::{Encoder, QuantVec};
use shanying_language::index::Index;
use shanying_storage::Db;

use super::store;

/// Texts encoded at one go; between goes what is done is kept.
const BATCH: usize = 256;

/// Vectors by the hash of their text.
pub(crate) type Vectors = HashMap<String, QuantVec>;

/// The hash under which a phrasing's vector is kept.
pub(crate) fn hash_of(phrasing: &str) -> String {
    hash(&Index::text_to_encode(phrasing))
}

fn hash(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    digest
        .iter()
        .fold(String::with_capacity(64), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        })
}

/// The vectors of all `phrasings`; those that were never made are made and kept.
pub(crate) async fn provide(
    db: &Db,
    encoder: &Arc<Encoder>,
    phrasings: Vec<String>,
) -> Result<Vectors> {
    let mut texts: HashMap<String, String> = phrasings
        .iter()
        .map(|phrasing| Index::text_to_encode(phrasing))
        .map(|text| (hash(&text), text))
        .collect();
    let hashes: Vec<String> = texts.keys().cloned().collect();
    let mut reader = db.read().await?;
    let mut vectors = store::vectors(&mut reader, encoder.id(), &hashes)
        .await?
        .into_iter()
        .filter_map(|(hash, bytes)| {
            QuantVec::from_bytes(&bytes, encoder.dimensions()).map(|vector| (hash, vector))
        })
        .collect::<Vectors>();
    drop(reader);
    texts.retain(|hash, _| !vectors.contains_key(hash));
    let missing: Vec<(String, String)> = texts.into_iter().collect();
    if missing.len() > BATCH {
        tracing::info!(texts = missing.len(), "encoding new phrasings");
    }
    for batch in missing.chunks(BATCH) {
        let made = encode(encoder, batch.to_vec()).await?;
        let rows = made
            .iter()
            .map(|(hash, vector)| (hash.clone(), vector.to_bytes()));
        let (rows, model) = (rows.collect::<Vec<_>>(), encoder.id());
        db.write(move |tx| Box::pin(async move { store::keep_vectors(tx, model, rows).await }))
            .await?;
        vectors.extend(made);
    }
    Ok(vectors)
}

async fn encode(
    encoder: &Arc<Encoder>,
    batch: Vec<(String, String)>,
) -> Result<Vec<(String, QuantVec)>> {
    let encoder = encoder.clone();
    tokio::task::spawn_blocking(move || {
        let (hashes, texts): (Vec<String>, Vec<String>) = batch.into_iter().unzip();
        let vectors = encoder.encode_batch(&texts);
        hashes
            .into_iter()
            .zip(vectors.iter().map(|vector| QuantVec::quantise(vector)))
            .collect()
    })
    .await
    .map_err(|error| Error::internal("encoding phrasings failed").because(error))
}
