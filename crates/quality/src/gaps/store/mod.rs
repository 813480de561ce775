//! Every statement on `gaps`, `gap_questions` and `bot_turns`.

mod listing;
mod questions;
mod turns;

pub(super) use listing::{insert_gap, joinable, list, load, recount, settle};
pub(crate) use listing::{signalled_since, unknown_between};
pub(super) use questions::{
    assign, drop_question, forget_before, forget_customer, insert_question, move_customer, waiting,
    withdraw_question,
};
pub(super) use turns::{find_turn, forget_turn, put_turn};
