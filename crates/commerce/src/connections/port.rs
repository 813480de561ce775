//! The trait of whoever makes shops out of mappings.

use std::sync::Arc;

use shanying_kernel::Result;

use super::model::{Sealed, ShopKind};
use crate::connectors::Shop;

/// A shop elsewhere.
pub struct Opened {
    /// By what it is reached.
    pub kind: ShopKind,
    /// The shop.
    pub shop: Arc<dyn Shop>,
}

/// Makes shops out of mappings; `connectors` implements it, met in the server's wiring.
pub trait Workshop: Send + Sync {
    /// Takes the secrets out of a mapping. `***` keeps the secret that `before` had there. Error
    /// `shop.mapping` tells what is wrong with the text.
    fn seal(&self, text: &str, before: &Sealed) -> Result<Sealed>;

    /// The shop of a mapping. With `watched` it keeps the forms of its answers.
    fn open(&self, sealed: &Sealed, watched: bool) -> Result<Opened>;

    /// Whether a mapping may ask a database.
    fn has_database(&self) -> bool;
}
