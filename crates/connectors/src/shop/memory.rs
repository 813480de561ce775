//! What the shop told, whether it is worth asking, and how it answered.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use parking_lot::Mutex;
use serde_json::Value;
use shanying_commerce::connectors::{
    Breaker, Exchange, Health, LineFault, Patience, Source, Touched,
};
use shanying_kernel::{Error, ErrorKind, Result, Time};

const KEPT_MOST: usize = 5_000;
const EXCHANGES_MOST: usize = 20;
const TIMES_MOST: usize = 200;

/// What an answer is about, so that it can be forgotten when that changes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Subject {
    /// One order, with what belongs to it.
    Order(String),
    /// A list of the customer's orders.
    Orders,
    /// Whatever else is the customer's: refunds, coupons, points.
    Customer,
}

/// Under what an answer is remembered.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Key {
    pub(super) user_id: String,
    pub(super) subject: Subject,
    /// Address or name of the statement, with its values.
    pub(super) address: String,
}

#[derive(Default)]
struct State {
    patience: Patience,
    answers: HashMap<Key, (Time, Value)>,
    failures: i64,
    rests_until: i64,
    last_success: Option<Time>,
    last_fault: Option<LineFault>,
    asked: i64,
    failed: i64,
    hits: i64,
    stale: i64,
    times: VecDeque<i64>,
    exchanges: VecDeque<Exchange>,
}

#[derive(Default)]
pub(super) struct Memory {
    state: Mutex<State>,
}

/// An answer and its age.
struct Kept {
    value: Value,
    at: Time,
}

/// An answer, and since when it is known.
pub(super) struct Told {
    pub(super) value: Value,
    pub(super) source: Source,
}

impl Memory {
    pub(super) fn tune(&self, patience: &Patience) {
        self.state.lock().patience = *patience;
    }

    /// How long an answer may take; what the mapping says comes first.
    pub(super) fn timeout(&self, mapped_ms: Option<u64>) -> Duration {
        let ours = self.state.lock().patience.timeout_ms;
        Duration::from_millis(mapped_ms.unwrap_or_else(|| u64::try_from(ours).unwrap_or(3000)))
    }

    /// The answer from memory, from the shop by `ask`, or from an older memory if the shop fails. None
    /// is what the shop does not know; a failure that is nobody's fault but ours is told.
    pub(super) async fn recall(
        &self,
        key: Key,
        now: Time,
        connector: &str,
        ask: impl Future<Output = Result<Option<Value>>>,
    ) -> Result<Option<Told>> {
        let told = |kept: Kept, stale: bool| Told {
            value: kept.value,
            source: Source {
                connector: connector.to_owned(),
                fetched_at: kept.at,
                stale,
            },
        };
        if let Some(kept) = self.fresh(&key, now) {
            return Ok(Some(told(kept, false)));
        }
        match ask.await {
            Ok(Some(value)) => {
                self.keep(key, now, &value);
                Ok(Some(told(Kept { value, at: now }, false)))
            }
            Ok(None) => Ok(None),
            Err(error) => match self.stale(&key, now) {
                Some(kept) => Ok(Some(told(kept, true))),
                None => Err(error),
            },
        }
    }

    fn fresh(&self, key: &Key, now: Time) -> Option<Kept> {
        let mut state = self.state.lock();
        let most = state.patience.fresh_seconds * 1000;
        let kept = kept(&state, key, now, most)?;
        state.hits += 1;
        Some(kept)
    }

    fn stale(&self, key: &Key, now: Time) -> Option<Kept> {
        let mut state = self.state.lock();
        let most = state.patience.stale_minutes * 60_000;
        let kept = kept(&state, key, now, most)?;
        state.hits += 1;
        state.stale += 1;
        Some(kept)
    }

    fn keep(&self, key: Key, now: Time, value: &Value) {
        let mut state = self.state.lock();
        if state.answers.len() >= KEPT_MOST {
            let most = state.patience.fresh_seconds * 1000;
            state.answers.retain(|_, (at, _)| now.0 - at.0 <= most);
        }
        if state.answers.len() < KEPT_MOST {
            state.answers.insert(key, (now, value.clone()));
        }
    }

    /// What a customer changed is not told from memory.
    pub(super) fn forget(&self, user_id: &str) {
        self.state
            .lock()
            .answers
            .retain(|key, _| key.user_id != user_id);
    }

    /// Drops what is about something that changed, and nothing else. `names` tells whether a kept
    /// answer names an order.
    pub(super) fn drop_touched(
        &self,
        touched: &Touched,
        names: impl Fn(&Value, &str) -> bool,
    ) -> usize {
        let mut state = self.state.lock();
        let before = state.answers.len();
        let whole_customer = touched.order_no.is_none() && touched.product_id.is_none();
        state.answers.retain(|key, (_, value)| {
            let theirs = touched.user_id.as_deref() == Some(key.user_id.as_str());
            let order = touched.order_no.as_deref();
            let concerned = match &key.subject {
                Subject::Order(no) => order == Some(no) || (whole_customer && theirs),
                Subject::Orders | Subject::Customer => {
                    (theirs && (whole_customer || order.is_some()))
                        || order.is_some_and(|no| names(value, no))
                }
            };
            !concerned
        });
        before - state.answers.len()
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
    pub(super) fn count<T>(&self, exchange: Exchange, answer: &Result<T, Error>) {
        let mut state = self.state.lock();
        let now = exchange.at;
        state.asked += 1;
        match answer {
            Err(error) if error.kind == ErrorKind::Unavailable => {
                state.failures += 1;
                state.failed += 1;
                state.last_fault = Some(LineFault {
                    at: now,
                    code: error.code.to_owned(),
                    message: told(error),
                });
                if state.failures >= state.patience.failures_most {
                    state.rests_until = now.0 + state.patience.rest_seconds * 1000;
                }
            }
            Err(error) if error.kind == ErrorKind::Forbidden => {
                state.failed += 1;
                state.last_fault = Some(LineFault {
                    at: now,
                    code: error.code.to_owned(),
                    message: told(error),
                });
            }
            _ => {
                state.failures = 0;
                state.last_success = Some(now);
            }
        }
        if state.times.len() >= TIMES_MOST {
            state.times.pop_front();
        }
        state.times.push_back(exchange.took_ms);
        if state.exchanges.len() >= EXCHANGES_MOST {
            state.exchanges.pop_back();
        }
        state.exchanges.push_front(exchange);
    }

    pub(super) fn health(&self, now: Time) -> Health {
        let state = self.state.lock();
        let rests = state.rests_until > now.0;
        let tired = state.failures >= state.patience.failures_most;
        let mut times: Vec<i64> = state.times.iter().copied().collect();
        times.sort_unstable();
        let of_hundred = |part: usize| {
            times
                .get((times.len() * part / 100).min(times.len().saturating_sub(1)))
                .copied()
        };
        Health {
            breaker: match (rests, tired) {
                (true, _) => Breaker::Open,
                (false, true) => Breaker::Trial,
                (false, false) => Breaker::Closed,
            },
            failures: state.failures,
            rests_until: rests.then_some(Time(state.rests_until)),
            last_success: state.last_success,
            last_fault: state.last_fault.clone(),
            asked: state.asked,
            failed: state.failed,
            hits: state.hits,
            stale: state.stale,
            remembered: i64::try_from(state.answers.len()).unwrap_or(i64::MAX),
            middle_ms: of_hundred(50),
            slow_ms: of_hundred(95),
            exchanges: state.exchanges.iter().cloned().collect(),
        }
    }
}

/// What happened, for whoever mends it.
fn told(error: &Error) -> String {
    match error.cause() {
        Some(cause) => format!("{} ({cause})", error.message),
        None => error.message.to_string(),
    }
}

fn kept(state: &State, key: &Key, now: Time, most: i64) -> Option<Kept> {
    let (at, value) = state.answers.get(key)?;
    (most > 0 && now.0 - at.0 <= most).then(|| Kept {
        value: value.clone(),
        at: *at,
    })
}
