//! What the company's own shop sells, at the prices of today. Facts about products in plain
//! language belong to the bot; this room knows numbers only.

mod model;
pub(crate) mod store;

pub use model::CatalogueItem;
pub use store::put;
