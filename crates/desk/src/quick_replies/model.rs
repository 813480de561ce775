//! Types of quick replies.

use serde::{Deserialize, Serialize};
use shanying_kernel::{Error, Result};

/// Whose a quick reply is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Everybody's.
    Shared,
    /// The caller's.
    Own,
}

/// A wording.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct QuickReply {
    /// `qrp_…`.
    pub id: String,
    /// Whose.
    pub scope: Scope,
    /// Heading in the list.
    pub category: String,
    /// Typed after `/`.
    pub shortcut: String,
    /// Short.
    pub title: String,
    /// What is sent.
    pub text: String,
    /// Place in its category.
    pub sort: i64,
}

/// A wording to keep.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewQuickReply {
    /// Whose.
    pub scope: Scope,
    /// Heading in the list.
    #[serde(default)]
    pub category: String,
    /// Typed after `/`.
    #[serde(default)]
    pub shortcut: String,
    /// Short.
    pub title: String,
    /// What is sent.
    pub text: String,
    /// Place in its category.
    #[serde(default)]
    pub sort: i64,
}

impl NewQuickReply {
    /// The error says which field is wrong.
    pub(crate) fn check(&self) -> Result<()> {
        let limits = [
            ("category", &self.category, 0, 40),
            ("shortcut", &self.shortcut, 0, 20),
            ("title", &self.title, 1, 60),
            ("text", &self.text, 1, 2000),
        ];
        for (field, value, min, max) in limits {
            let length = value.trim().chars().count();
            if length < min || length > max {
                return Err(Error::field(field, format!("{min} to {max} characters")));
            }
        }
        Ok(())
    }
}
