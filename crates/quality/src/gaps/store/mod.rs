//! Every statement on `gaps`, `gap_questions` and `bot_turns`.

mod entries;
mod listing;
mod questions;
mod turns;

pub(crate) use entries::{answered, count_signals, signals_by_entry};
pub(super) use listing::{hold, insert_gap, list, load, recount, set_representative, settle};
pub(crate) use listing::{signalled_since, unknown_between};
pub(super) use questions::{
    assign, drop_question, forget_before, forget_customer, insert_question, keep_vectors, members,
    move_customer, move_question, waiting, withdraw_question,
};
pub(super) use turns::{find_turn, forget_turn, put_turn};
