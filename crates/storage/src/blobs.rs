//! Files by the SHA-256 of their content, in the data folder.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use shanying_kernel::{Error, Result, hex};
use tokio::io::AsyncWriteExt;

/// A folder of content-addressed files. The same content is kept once.
#[derive(Clone, Debug)]
pub struct Blobs {
    folder: PathBuf,
}

impl Blobs {
    /// Uses `folder`, which is made when the first file comes.
    #[must_use]
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self {
            folder: folder.into(),
        }
    }

    /// Keeps `content` and returns its hash in hex; answers after it is on disk.
    pub async fn put(&self, content: &[u8]) -> Result<String> {
        let hash = hex(&Sha256::digest(content));
        let path = self.path(&hash)?;
        if tokio::fs::try_exists(&path).await.unwrap_or(false) {
            return Ok(hash);
        }
        self.store(&path, content)
            .await
            .map_err(|error| Error::unavailable("a file could not be kept").because(error))?;
        Ok(hash)
    }

    /// Writes beside the final place first, so that a crash leaves no half file under the hash.
    async fn store(&self, path: &Path, content: &[u8]) -> std::io::Result<()> {
        if let Some(folder) = path.parent() {
            tokio::fs::create_dir_all(folder).await?;
        }
        let draft = path.with_extension(shanying_kernel::new_id("part"));
        let mut file = tokio::fs::File::create(&draft).await?;
        file.write_all(content).await?;
        file.sync_all().await?;
        tokio::fs::rename(&draft, path).await
    }

    /// The content behind `hash`.
    pub async fn get(&self, hash: &str) -> Result<Vec<u8>> {
        let path = self.path(hash)?;
        tokio::fs::read(&path)
            .await
            .map_err(|error| Error::not_found("not_found.file", "the file is gone").because(error))
    }

    /// Every hash that is kept, for the backup and for clearing up.
    pub async fn list(&self) -> Result<Vec<String>> {
        let failed = |error| Error::internal("the folder of files cannot be read").because(error);
        let mut hashes = Vec::new();
        if !tokio::fs::try_exists(&self.folder).await.unwrap_or(false) {
            return Ok(hashes);
        }
        let mut shelves = tokio::fs::read_dir(&self.folder).await.map_err(failed)?;
        while let Some(shelf) = shelves.next_entry().await.map_err(failed)? {
            let mut files = tokio::fs::read_dir(shelf.path()).await.map_err(failed)?;
            while let Some(file) = files.next_entry().await.map_err(failed)? {
                let name = file.file_name().to_string_lossy().into_owned();
                if is_hash(&name) {
                    hashes.push(name);
                }
            }
        }
        hashes.sort();
        Ok(hashes)
    }

    /// Forgets a file; one that is not there is forgotten already.
    pub async fn remove(&self, hash: &str) -> Result<()> {
        let path = self.path(hash)?;
        match tokio::fs::remove_file(&path).await {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(Error::internal("a file could not be removed").because(error))
            }
            _ => Ok(()),
        }
    }

    fn path(&self, hash: &str) -> Result<PathBuf> {
        let shelf = hash
            .get(..2)
            .filter(|_| is_hash(hash))
            .ok_or_else(|| Error::not_found("not_found.file", "no file has such a name"))?;
        Ok(self.folder.join(shelf).join(hash))
    }
}

fn is_hash(name: &str) -> bool {
    name.len() == 64 && name.bytes().all(|b| b.is_ascii_hexdigit())
}
