//! Finds facts in a text: things of the catalogue, and what recognisers know. Pure and without
//! training; a task's slots are filled by the same code from a description ([`Schema`]).
//!
//! | file | what it does |
//! |---|---|
//! | `reading` | a normalised text by characters, with the way back to the original bytes |
//! | `catalogue` | the tenant's things and their synonyms, by one Aho-Corasick automaton |
//! | `numbers`, `units`, `measures` | `两三百`, `300块以内`, `4.5分以上`, `2小时 - 3小时` |
//! | `scope` | what is denied: `不要…`, `…过敏` |
//! | `schema`, `fill` | the slots of a task, and one turn's facts |
//!
//! Spans are bytes of the original text and lie on character boundaries.

mod catalogue;
mod fill;
mod measures;
mod numbers;
mod reading;
mod schema;
mod scope;
mod units;

pub use catalogue::{Catalogue, CatalogueBuilder, Entry};
pub use fill::{Conversation, Filled, Filler};
pub use schema::{Domain, Schema, SlotSpec, Source, ValueWords};
pub use units::Unit;
