//! What is done in the training centre: questions are gathered and labelled, sets kept, and the
//! bot measured by asking it.

mod check;
mod gather;
mod label;
mod measure;
mod replay;
mod sets;
mod train;
mod twins;
mod upload;

use shanying_web_kit::Caller;

pub(super) use check::check;
pub use gather::gather;
pub(super) use label::{Labelling, label, look};
pub(super) use measure::{ask, measure};
pub(super) use sets::{NewSet, add_case, add_labelled, change_set, drop_case, drop_set, make_set};
pub(super) use train::{activate, order_model, take_active, train, train_now};
pub(super) use twins::{keep_pair, twins};
pub use upload::{LabelledRow, keep_labelled};
pub(super) use upload::{evaluate, read_rows};

/// A measurement is made.
pub(super) const MEASURE_ANSWERS: &str = "MeasureAnswers";

/// A model is trained.
pub(super) const TRAIN_MODEL: &str = "TrainModel";
/// Who asks for a model when knowledge or labels changed.
pub(super) const BY_ITSELF: &str = "system";

/// Who does it, for people.
fn name_of(caller: &Caller) -> String {
    let actor = &caller.actor;
    let name = actor.name.clone().or_else(|| actor.id.clone());
    name.unwrap_or_else(|| "system".to_owned())
}
