//! The index in a file beside the database, so that a start neither reads vectors nor cuts words. The
//! database is the truth: entries that are other than the file says are read anew, and without the file
//! all of them are.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use std::{fs, io};

use shanying_kernel::{Error, Result};
use shanying_language::embed::Encoder;
use shanying_language::index::{Index, IndexOptions};
use shanying_web_kit::Tenant;

use super::bot::Bot;

const MARK: &[u8; 8] = b"SYSHELF1";
/// Between two looks whether the file is out of date.
const KEEP_EVERY: Duration = Duration::from_mins(10);

/// An index and the fingerprints of its entries' phrasings.
pub(super) struct Kept {
    pub(super) entries: HashMap<String, u64>,
    pub(super) index: Index,
}

/// Reads the file; nothing when there is none that can be used.
pub(super) fn read(path: &Path, encoder: Option<Arc<Encoder>>) -> Option<Kept> {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return None,
        Err(error) => {
            tracing::warn!(?error, "the kept index cannot be read; it is filled anew");
            return None;
        }
    };
    let rest = bytes.strip_prefix(MARK)?;
    let (length, rest) = rest.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
    let (entries, rest) = rest.split_at_checked(length)?;
    let entries = serde_json::from_slice(entries).ok()?;
    match Index::from_bytes(rest, encoder, IndexOptions::default()) {
        Ok(index) => Some(Kept { entries, index }),
        Err(error) => {
            tracing::info!(%error, "the kept index is filled anew");
            None
        }
    }
}

/// Writes the file, all or nothing.
pub(super) fn write(path: &Path, entries: &HashMap<String, u64>, index: &[u8]) -> Result<()> {
    let failed = |error: io::Error| Error::internal("the index cannot be kept").because(error);
    let entries = serde_json::to_vec(entries)?;
    let length = u32::try_from(entries.len())
        .map_err(|error| Error::internal("too many entries to keep").because(error))?;
    let mut bytes = MARK.to_vec();
    bytes.extend(length.to_le_bytes());
    bytes.extend(entries);
    bytes.extend(index);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    let draft: PathBuf = path.with_extension("new");
    fs::write(&draft, bytes).map_err(failed)?;
    fs::rename(&draft, path).map_err(failed)
}

/// Keeps the index soon after the start, now and then, and at the end, whenever it changed.
pub(crate) fn start(tenant: &Tenant) -> Result<()> {
    let bot = tenant.part::<Bot>()?;
    let tenant = tenant.clone();
    tenant.tasks().clone().spawn(async move {
        loop {
            let bot = bot.clone();
            let kept = tokio::task::spawn_blocking(move || bot.keep_index()).await;
            match kept {
                Ok(Ok(())) => {}
                Ok(Err(error)) => tracing::warn!(?error, "the next start fills the index anew"),
                Err(error) => tracing::error!(?error, "keeping the index broke off"),
            }
            if tenant.tasks().is_stopping() {
                return;
            }
            tokio::select! {
                () = tenant.tasks().stopping() => {}
                () = tokio::time::sleep(KEEP_EVERY) => {}
            }
        }
    });
    Ok(())
}
