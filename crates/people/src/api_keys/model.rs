//! Types of API keys.

use serde::{Deserialize, Serialize};
use shanying_kernel::Time;
use shanying_web_kit::Permission;
use utoipa::ToSchema;

/// How every secret begins, so that scanners for leaked keys know it.
pub(super) const SECRET_START: &str = "sk_";

/// A key without its secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ApiKey {
    /// `key_…`.
    pub id: String,
    /// What it is for.
    pub name: String,
    /// What it may do.
    pub permissions: Vec<Permission>,
    /// How its secret begins.
    pub prefix: String,
    /// When it was made.
    pub created_at: Time,
    /// When it stops working.
    pub expires_at: Option<Time>,
    /// Its last use, to the minute.
    pub last_used_at: Option<Time>,
}

/// A key to be made.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewApiKey {
    /// What it is for.
    pub(super) name: String,
    /// What it may do.
    pub(super) permissions: Vec<Permission>,
    /// When it stops working; never unless told.
    pub(super) expires_at: Option<Time>,
}

/// A key that was just made, with the secret that is never shown again.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct MadeApiKey {
    /// The key.
    pub(super) key: ApiKey,
    /// `sk_…`.
    pub(super) secret: String,
}
