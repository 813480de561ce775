//! What is sold, known as facts.
//!
//! An editor writes in plain language; attributes are read from it, each with the words it stands
//! in, and confirmed or corrected with a click. [`Shelf`] holds the confirmed products in memory
//! and answers from the facts: which products meet wishes ([`Shelf::select`]) and questions about
//! them.
//!
//! Invariants: what guards health is never relaxed; a product of which it is not known whether
//! somebody may use it is not recommended to them; a budget is compared with the price that is
//! valid now; nobody is told of a draft. The words of a trade are data of the tenant ([`Lexicon`]).
//! Owned tables: `products`, `product_versions`; owned settings: `products`.

mod actions;
mod ask;
mod bearing;
mod describing;
mod drafts;
mod http;
mod imports;
mod lexicon;
mod model;
mod narrow;
mod rows;
mod safety;
mod schemas;
mod select;
mod settings;
mod shelf;
mod store;
mod wishes;

#[cfg(test)]
mod figures;
#[cfg(test)]
mod questions;
#[cfg(test)]
mod tests;

pub use actions::set_words;
pub(crate) use actions::{live_one, open};
pub use ask::{FactAnswer, TableRow, Verdict};
pub use drafts::{ProductDraft, ProductEntry, ProductState, ProductSummary, ProductVersion};
pub use http::routes;
pub use imports::{ProductImport, import_products};
pub use lexicon::{Attribute, Lexicon, Sort, Taught, Word};
pub use model::{
    Fact, FactValue, Offer, Origin, Polarity, Product, Wish, WishKind, WishValue, attribute,
};
pub use rows::Row;
pub use safety::Fit;
pub use schemas::{Schema, SchemaAttribute};
pub use select::{LeftOut, Reason, Recommended, Relax, Selection};
pub use settings::ProductWords;
pub use shelf::{Known, Shelf, ValueWords, Vocabulary};
