//! Signatures and secrets: HMAC-SHA-256, random tokens and their hashes.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use rand::Rng;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use shanying_kernel::{Error, Result, hex};
use shanying_storage::Db;

use crate::settings::{self, Section};

/// The tenant's own secret; never leaves the database.
#[derive(Clone, Default, Serialize, Deserialize)]
struct Secret {
    key: String,
}

impl Section for Secret {
    const NAME: &'static str = "signing_secret";
}

/// Signs with the tenant's secret.
#[derive(Clone)]
pub struct Signer {
    key: Vec<u8>,
}

impl Signer {
    /// Reads the tenant's secret, or makes it at the first start.
    pub(crate) async fn load(db: &Db) -> Result<Self> {
        let secret = db
            .write(|tx| {
                Box::pin(async move {
                    let secret: Secret = settings::load(tx).await?;
                    if !secret.key.is_empty() {
                        return Ok(secret);
                    }
                    let secret = Secret {
                        key: random_token(),
                    };
                    settings::store(tx, &secret).await?;
                    Ok(secret)
                })
            })
            .await?;
        Ok(Self {
            key: secret.key.into_bytes(),
        })
    }

    /// The signature of `text`, 43 characters safe in a URL.
    pub fn sign(&self, text: &str) -> Result<String> {
        Ok(URL_SAFE_NO_PAD.encode(hmac_sha256(&self.key, text.as_bytes())?))
    }

    /// Whether `signature` is ours, in constant time.
    #[must_use]
    pub fn is_ours(&self, text: &str, signature: &str) -> bool {
        let Ok(bytes) = URL_SAFE_NO_PAD.decode(signature) else {
            return false;
        };
        verify_hmac(&self.key, text.as_bytes(), &bytes)
    }
}

/// HMAC-SHA-256 of `message`.
pub fn hmac_sha256(key: &[u8], message: &[u8]) -> Result<Vec<u8>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key)
        .map_err(|error| Error::internal("a key cannot sign").because(error))?;
    mac.update(message);
    Ok(mac.finalize().into_bytes().to_vec())
}

/// Checks HMAC-SHA-256 in constant time.
#[must_use]
pub fn verify_hmac(key: &[u8], message: &[u8], signature: &[u8]) -> bool {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else {
        return false;
    };
    mac.update(message);
    mac.verify_slice(signature).is_ok()
}

/// 256 random bits, 43 characters safe in a URL.
#[must_use]
pub fn random_token() -> String {
    let mut bytes = [0_u8; 32];
    rand::rng().fill_bytes(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes)
}

/// What is stored of a random token. A plain hash is enough: such tokens cannot be guessed.
#[must_use]
pub fn token_hash(token: &str) -> String {
    hex(&Sha256::digest(token.as_bytes()))
}
