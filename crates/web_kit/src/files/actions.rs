//! Keeping a file.

use shanying_kernel::{Error, Result, new_id};

use super::model::{FileInfo, FileRow};
use super::{rules, store};
use crate::tenant::Tenant;

/// A file that somebody sent.
#[derive(Debug)]
pub struct Upload {
    /// Name as sent.
    pub name: String,
    /// The bytes.
    pub content: Vec<u8>,
    /// `agent` or `customer`.
    pub owner_kind: &'static str,
    /// Who sent it.
    pub owner_id: Option<String>,
    /// Extensions that the settings accept.
    pub allowed: Vec<String>,
    /// Bytes that the settings accept.
    pub max_bytes: usize,
}

/// Judges the upload and keeps it.
pub async fn keep(tenant: &Tenant, upload: Upload) -> Result<FileInfo> {
    if upload.content.len() > upload.max_bytes {
        return Err(Error::invalid("file.too_large", "the file is too large")
            .with("max_bytes", upload.max_bytes));
    }
    let name = rules::clean_name(&upload.name);
    let (judged_name, allowed, content) = (name.clone(), upload.allowed, upload.content);
    let fit = tokio::task::spawn_blocking(move || rules::judge(&judged_name, content, &allowed))
        .await
        .map_err(|error| Error::internal("judging a file failed").because(error))??;
    let hash = tenant.blobs().put(&fit.content).await?;
    let file = FileRow {
        id: new_id("fil"),
        hash,
        name,
        mime: fit.mime,
        size: i64::try_from(fit.content.len()).unwrap_or(i64::MAX),
        width: fit.width,
        height: fit.height,
        owner_kind: upload.owner_kind.to_owned(),
        owner_id: upload.owner_id,
        created_at: tenant.clock().now(),
    };
    let info = file.info(tenant.signer(), tenant.clock().now_ms())?;
    tenant
        .db()
        .write(move |tx| Box::pin(async move { store::insert(tx, &file).await }))
        .await?;
    Ok(info)
}
