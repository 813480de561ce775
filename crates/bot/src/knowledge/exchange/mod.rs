//! Knowledge in and out as tables: XLSX and CSV.
//!
//! A table's columns are mapped to fields (guessed from the headings), every faulty cell is
//! reported with its row, and an import is all or nothing in one transaction. A row changes the
//! entry with its key, else the entry with exactly its standard question, else makes a new one;
//! fields without a column stay as they are.

mod actions;
mod cells;
pub(super) mod http;
mod mapping;
mod model;
pub(crate) mod tables;

pub use actions::import_rows;
pub use model::{ImportReport, ImportRow, RowError};

#[cfg(test)]
mod tests;
