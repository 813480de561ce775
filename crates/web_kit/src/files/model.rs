//! Types of files.

use serde::{Deserialize, Serialize};
use shanying_kernel::{Result, Time};

use crate::signing::Signer;

/// Signed addresses live this long.
const ADDRESS_LIFE_MS: i64 = 24 * 3600 * 1000;

/// A file as clients see it; the address is signed and expires within a day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct FileInfo {
    /// `fil_…`.
    pub id: String,
    /// Name as uploaded.
    pub name: String,
    /// Media type that we determined.
    pub mime: String,
    /// Bytes.
    pub size: i64,
    /// Where to fetch it, a path of this server.
    pub url: String,
    /// Pixels, of a picture.
    pub width: Option<i64>,
    /// Pixels, of a picture.
    pub height: Option<i64>,
}

/// A file as it is stored.
#[derive(Clone, Debug)]
pub struct FileRow {
    /// `fil_…`.
    pub id: String,
    /// SHA-256 of the content.
    pub hash: String,
    /// Name as uploaded.
    pub name: String,
    /// Media type that we determined.
    pub mime: String,
    /// Bytes.
    pub size: i64,
    /// Pixels, of a picture.
    pub width: Option<i64>,
    /// Pixels, of a picture.
    pub height: Option<i64>,
    /// `agent` or `customer`.
    pub owner_kind: String,
    /// Who uploaded it.
    pub owner_id: Option<String>,
    /// When.
    pub created_at: Time,
}

impl FileRow {
    /// As clients see it, with a signed address.
    pub fn info(&self, signer: &Signer, now_ms: i64) -> Result<FileInfo> {
        let mut info = FileInfo {
            id: self.id.clone(),
            name: self.name.clone(),
            mime: self.mime.clone(),
            size: self.size,
            url: String::new(),
            width: self.width,
            height: self.height,
        };
        info.sign(signer, now_ms)?;
        Ok(info)
    }
}

impl FileInfo {
    /// Gives it a fresh address: the one that was stored with a message may have expired.
    pub fn sign(&mut self, signer: &Signer, now_ms: i64) -> Result<()> {
        self.url = address(&self.id, signer, now_ms)?;
        Ok(())
    }
}

/// A signed address of the file, good for at least half a day. The expiry is rounded, so that a
/// list shown twice keeps its addresses and browsers their caches.
pub fn address(id: &str, signer: &Signer, now_ms: i64) -> Result<String> {
    let half = ADDRESS_LIFE_MS / 2;
    let expires = (now_ms / half + 2) * half;
    let signature = signer.sign(&signed_text(id, expires))?;
    Ok(format!("/api/v1/files/{id}?exp={expires}&sig={signature}"))
}

/// What the signature of an address covers.
pub(super) fn signed_text(id: &str, expires: i64) -> String {
    format!("file|{id}|{expires}")
}
