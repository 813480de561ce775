//! Catalogues from files: JSON, XLSX and CSV.
//!
//! Each column of a table is assigned to a field or an attribute (guessed from its heading and its
//! values), what would change is shown before it is done, every faulty cell is told with its row,
//! and an import is all or nothing in one transaction. A line with a known key changes its product;
//! what has no column stays as it is. Descriptions are read: what they state becomes facts.

mod actions;
mod cells;
mod columns;
pub(super) mod http;
mod plan;
#[cfg(test)]
mod tests;

pub use actions::{ProductImport, import_products};
