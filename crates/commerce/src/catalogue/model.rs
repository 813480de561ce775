//! Types of the catalogue.

use crate::money::Money;

/// Something that can be bought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CatalogueItem {
    /// What exactly.
    pub sku_id: String,
    /// Of which product.
    pub product_id: String,
    /// Its name.
    pub title: String,
    /// Size, colour …
    pub spec: String,
    /// Address of its picture; empty for none.
    pub image: String,
    /// Of one, today.
    pub price: Money,
    /// How many can be had; none where nobody counts.
    pub stock: Option<i64>,
}
