//! Decisions about writes. Pure.

use serde_json::Value;
use shanying_kernel::{Error, Result, Time};

use super::model::{Asker, StoredWrite, WriteState};
use crate::connectors::{Authority, Change, Fact, Preview};

/// How long a shop may take over a confirmed write before another confirmation tries it again.
pub(super) const RUNNING_MS: i64 = 30_000;

/// What a confirmation does with a write.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Confirmation {
    /// It is over or waits for a person: the answer is what it is.
    AsItIs,
    /// The shop is asked.
    Ask,
    /// A person is asked.
    Escalate,
}

/// Decides on a confirmation at `now` by whoever serves `asker.customer_id`.
pub(super) fn confirmation(stored: &StoredWrite, asker: &Asker, now: Time) -> Result<Confirmation> {
    let write = &stored.write;
    if write.customer_id != asker.customer_id {
        return Err(Error::not_found("not_found.tool_write", "no such write"));
    }
    match write.state {
        WriteState::Done | WriteState::Waiting | WriteState::Failed | WriteState::Rejected => {
            Ok(Confirmation::AsItIs)
        }
        WriteState::Running if stored.running_until > now.0 => Err(in_progress()),
        WriteState::Running => Ok(Confirmation::Ask),
        WriteState::Previewed if now > write.expires_at => Err(Error::conflict(
            "tool.expired",
            "the preview is too old: make another one",
        )),
        WriteState::Previewed if write.preview.authority == Authority::Person => {
            Ok(Confirmation::Escalate)
        }
        WriteState::Previewed => Ok(Confirmation::Ask),
    }
}

fn in_progress() -> Error {
    Error::conflict("tool.in_progress", "the shop is being asked right now")
}

/// Whether a person may decide on it: it waits, or the shop left an approved write unanswered.
pub(super) fn may_decide(stored: &StoredWrite, now: Time) -> Result<()> {
    match stored.write.state {
        WriteState::Waiting => Ok(()),
        WriteState::Running if stored.approved && stored.running_until <= now.0 => Ok(()),
        WriteState::Running => Err(in_progress()),
        _ => Err(Error::conflict(
            "tool.decided_before",
            "nobody has to decide this any more",
        )),
    }
}

/// Whether an error leaves open whether the shop did it: the write is tried again under its key.
pub(super) fn is_unsure(error: &Error) -> bool {
    use shanying_kernel::ErrorKind::{Internal, TooMany, Unavailable};
    matches!(error.kind, Unavailable | Internal | TooMany)
}

/// A compensation above what is left of the limit is for a person; the preview says so.
pub(super) fn limit(preview: &mut Preview, change: &Change, limit: i64, given: i64) {
    let Change::Compensate { amount, .. } = change else {
        return;
    };
    let left = (limit - given).max(0);
    preview.facts.push(
        Fact::new("compensation.left")
            .with("amount", left)
            .with("limit", limit),
    );
    if amount.amount > left {
        preview.authority = Authority::Person;
        preview.facts.push(Fact::new("compensation.is_looked_at"));
    }
}

/// What was asked for, as whoever decides sees it: no address and no number of a person.
pub(super) fn shown(change: &Change) -> Value {
    let mut shown = serde_json::to_value(change).unwrap_or_default();
    if let Some(fields) = shown.as_object_mut() {
        for field in ["receiver", "email", "tax_no"] {
            fields.remove(field);
        }
    }
    shown
}

/// For what, in the words of whoever asked.
pub(super) fn reason(change: &Change) -> String {
    match change {
        Change::CancelOrder { reason, .. } | Change::Compensate { reason, .. } => reason.clone(),
        Change::RequestRefund { note, .. } => note.clone(),
        _ => String::new(),
    }
}
