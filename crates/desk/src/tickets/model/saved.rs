//! Views that people save.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use shanying_kernel::{Error, Result};

/// What a view may ask; the names are those of the list's own query.
const ASKED: [&str; 10] = [
    "view", "type", "status", "category", "priority", "group", "agent", "leaf", "q", "as",
];
const NAME_MAX: usize = 40;
const VALUE_MAX: usize = 100;

/// A list of tickets by its filters, under a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = TicketSavedView)]
pub struct SavedView {
    /// `tkv_…`.
    pub id: String,
    pub name: String,
    /// Colleagues see it too; what they find in it is what they may see.
    pub shared: bool,
    /// The caller saved it.
    pub mine: bool,
    /// Filters of the list by the names of its query.
    pub query: BTreeMap<String, String>,
}

/// A view to save.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TicketSavedViewDraft)]
pub struct SavedViewDraft {
    pub name: String,
    #[serde(default)]
    pub shared: bool,
    #[serde(default)]
    pub query: BTreeMap<String, String>,
}

impl SavedViewDraft {
    /// The draft with its name trimmed and empty filters dropped, or what is wrong with it.
    pub(crate) fn checked(mut self) -> Result<Self> {
        self.name = self.name.trim().to_owned();
        let length = self.name.chars().count();
        if length == 0 || length > NAME_MAX || self.name.contains('\0') {
            return Err(Error::field("name", "1 to 40 characters"));
        }
        self.query.retain(|_, value| !value.is_empty());
        let fits = |(name, value): (&String, &String)| {
            let is_short = value.chars().count() <= VALUE_MAX && !value.contains('\0');
            ASKED.contains(&name.as_str()) && is_short
        };
        if self.query.iter().all(fits) {
            Ok(self)
        } else {
            Err(Error::field("query", "no such filter, or one too long"))
        }
    }
}
