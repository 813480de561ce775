//! Finds facts in a text: things of the catalogue, and what recognisers know. Only the
//! names of `crf` are trained; a task's slots are filled from a description ([`Schema`]).
//!
//! | file | what it does |
//! |---|---|
//! | `reading` | a normalised text by characters, with the way back to the original bytes |
//! | `catalogue` | the tenant's things and their synonyms, by one Aho-Corasick automaton |
//! | `typos` | names of the catalogue with one slip |
//! | `numbers`, `units`, `measures` | `两三百`, `300块以内`, `4.5分以上`, `2小时 - 3小时` |
//! | `amounts` | money, counts, deals, shares, sizes, ages from measures |
//! | `times` | days and hours relative to a clock that is handed in |
//! | `private` | telephone, e-mail, identity card, order and parcel numbers, with a masked form |
//! | `cards`, `plates` | bank cards and licence plates, with a masked form |
//! | `kin` | of whom a text speaks when it is not of who writes |
//! | `scope`, `corrections` | what is denied (`不要…`, `…过敏`) and what was taken back (`说错了,是…`) |
//! | `recognise` | the door for one text |
//! | `crf` | open names after a tenant's own examples |
//! | `schema`, `fill` | the slots of a task, and one turn's facts |
//!
//! Spans are bytes of the original text and lie on character boundaries.

mod amounts;
mod cards;
mod catalogue;
mod corrections;
mod crf;
mod fill;
mod kin;
mod measures;
mod numbers;
mod plates;
mod private;
mod reading;
mod recognise;
mod schema;
mod scope;
mod slot;
mod times;
mod typos;
mod units;

pub use catalogue::{Catalogue, CatalogueBuilder, Entry};
pub use crf::{Annotated, Tagger, TaggerError, TaggerOptions};
pub use fill::{Conversation, Filled, Filler};
pub use kin::{Kin, kin};
pub use numbers::{Figure, figures};
pub(crate) use reading::Reading;
pub use recognise::recognise;
pub use schema::{Domain, Schema, SlotSpec, Source, ValueWords};
pub use slot::{Kind, Slot, Value};
pub use times::part_of_day;
pub use units::Unit;
