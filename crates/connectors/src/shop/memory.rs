//! What the shop told, and whether it is worth asking.

use std::collections::HashMap;

use parking_lot::Mutex;
use serde_json::Value;
use shanying_kernel::{Error, Result, Time};

const FRESH_MS: i64 = 30_000;
const STALE_MS: i64 = 3_600_000;
/// Failures in a row after which nobody asks for a while.
const FAILURES_MOST: u32 = 5;
const REST_MS: i64 = 30_000;
const KEPT_MOST: usize = 5_000;

#[derive(Default)]
struct State {
    /// By customer and address.
    answers: HashMap<(String, String), (Time, Value)>,
    failures: u32,
    rests_until: i64,
}

#[derive(Default)]
pub(super) struct Memory {
    state: Mutex<State>,
}

/// An answer and its age.
pub(super) struct Kept {
    pub(super) value: Value,
    pub(super) at: Time,
}

impl Memory {
    pub(super) fn fresh(&self, user_id: &str, address: &str, now: Time) -> Option<Kept> {
        self.kept(user_id, address, now, FRESH_MS)
    }

    pub(super) fn stale(&self, user_id: &str, address: &str, now: Time) -> Option<Kept> {
        self.kept(user_id, address, now, STALE_MS)
    }

    fn kept(&self, user_id: &str, address: &str, now: Time, most: i64) -> Option<Kept> {
        let state = self.state.lock();
        let (at, value) = state
            .answers
            .get(&(user_id.to_owned(), address.to_owned()))?;
        (now.0 - at.0 <= most).then(|| Kept {
            value: value.clone(),
            at: *at,
        })
    }

    pub(super) fn keep(&self, user_id: &str, address: &str, now: Time, value: &Value) {
        let mut state = self.state.lock();
        if state.answers.len() >= KEPT_MOST {
            state.answers.retain(|_, (at, _)| now.0 - at.0 <= FRESH_MS);
        }
        if state.answers.len() < KEPT_MOST {
            let key = (user_id.to_owned(), address.to_owned());
            state.answers.insert(key, (now, value.clone()));
        }
    }

    /// What a customer changed is not told from memory.
    pub(super) fn forget(&self, user_id: &str) {
        self.state.lock().answers.retain(|(of, _), _| of != user_id);
    }

    /// The error while the shop rests.
    pub(super) fn may_ask(&self, now: Time) -> Result<()> {
        if self.state.lock().rests_until > now.0 {
            return Err(super::client::failed(
                "the shop failed several times: it rests",
            ));
        }
        Ok(())
    }

    /// Counts how a question ended. After a rest one failure is enough for the next.
    pub(super) fn count<T>(&self, now: Time, answer: &Result<T, Error>) {
        let mut state = self.state.lock();
        match answer {
            Err(error) if error.kind == shanying_kernel::ErrorKind::Unavailable => {
                state.failures += 1;
                if state.failures >= FAILURES_MOST {
                    state.rests_until = now.0 + REST_MS;
                }
            }
            _ => state.failures = 0,
        }
    }
}
