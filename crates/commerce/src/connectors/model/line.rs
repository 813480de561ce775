//! How the line to a shop elsewhere is, and how patient we are with it.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use shanying_kernel::{Error, Result, Time};
use shanying_web_kit::Section;
use utoipa::ToSchema;

use crate::codes::codes;

/// How patient we are with a shop elsewhere, and how long its answers are remembered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ConnectionSettings)]
#[serde(default, deny_unknown_fields)]
pub struct Patience {
    /// Milliseconds that an answer may take, unless the mapping says otherwise.
    pub timeout_ms: i64,
    /// Seconds in which an answer is given again without asking.
    pub fresh_seconds: i64,
    /// Minutes in which an older answer is given while the shop fails.
    pub stale_minutes: i64,
    /// Failures in a row after which the shop is left alone.
    pub failures_most: i64,
    /// Seconds for which it is left alone.
    pub rest_seconds: i64,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            timeout_ms: 3000,
            fresh_seconds: 30,
            stale_minutes: 60,
            failures_most: 5,
            rest_seconds: 30,
        }
    }
}

impl Section for Patience {
    const NAME: &'static str = "connection";

    fn check(&self) -> Result<()> {
        for (name, value, least, most) in [
            ("timeout_ms", self.timeout_ms, 100, 30_000),
            ("fresh_seconds", self.fresh_seconds, 0, 3600),
            ("stale_minutes", self.stale_minutes, 0, 1440),
            ("failures_most", self.failures_most, 1, 100),
            ("rest_seconds", self.rest_seconds, 1, 3600),
        ] {
            if !(least..=most).contains(&value) {
                return Err(Error::field(name, format!("{least} to {most}")));
            }
        }
        Ok(())
    }
}

codes! {
    /// Whether a shop elsewhere is asked.
    pub enum Breaker {
        /// It is.
        Closed = "closed",
        /// It failed too often and is left alone for a while.
        Open = "open",
        /// The next question is a trial: one failure, and it is left alone again.
        Trial = "trial",
    }
}

/// A failure of the line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct LineFault {
    /// When.
    pub at: Time,
    /// Such as `shop.timeout`.
    pub code: String,
    /// What happened, for whoever mends it.
    pub message: String,
}

/// A question to the shop.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = ShopExchange)]
pub struct Exchange {
    /// When.
    pub at: Time,
    /// `GET`, `POST`; `SQL` for a statement.
    pub method: String,
    /// What was asked for: a path, or the name of a statement.
    pub target: String,
    /// The status of the answer, `rows 3`, or the code of the failure.
    pub outcome: String,
    /// How long it took.
    pub took_ms: i64,
    /// Of a trial: the form of the answer, with the values of fields that the mapping names and
    /// that tell nothing of a person.
    #[schema(value_type = Option<Object>)]
    pub shape: Option<Value>,
}

/// How the line is, since the start of the program or of the connection.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = ConnectionHealth)]
pub struct Health {
    /// Whether it is asked.
    pub breaker: Breaker,
    /// Failures in a row by now.
    pub failures: i64,
    /// Until when it is left alone.
    pub rests_until: Option<Time>,
    /// When it last answered.
    pub last_success: Option<Time>,
    /// Its last failure.
    pub last_fault: Option<LineFault>,
    /// Questions that were sent.
    pub asked: i64,
    /// Of them, those that failed.
    pub failed: i64,
    /// Answers from memory.
    pub hits: i64,
    /// Of them, older ones because the shop failed.
    pub stale: i64,
    /// Answers in memory now.
    pub remembered: i64,
    /// Milliseconds of an answer, of the last 200: the middle.
    pub middle_ms: Option<i64>,
    /// Only one of twenty took longer.
    pub slow_ms: Option<i64>,
    /// The last questions, the latest first.
    pub exchanges: Vec<Exchange>,
}

/// What changed at the shop, as it tells us.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Touched {
    /// Which order.
    pub order_no: Option<String>,
    /// Whose, by the company's own number.
    pub user_id: Option<String>,
    /// Which product.
    pub product_id: Option<String>,
}
