//! Types of tools.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use shanying_kernel::{Actor, Error, Result, Time};
use shanying_web_kit::Section;
use utoipa::ToSchema;

use crate::codes::codes;
use crate::connectors::{Change, Outcome, Preview, VerifiedCustomer};

codes! {
    /// What a tool may cause.
    pub enum Risk {
        /// Nothing; it looks something up.
        Read = "read",
        /// A change that the customer may make alone, after a confirmation.
        Alone = "alone",
        /// A change that a person with the authority decides, at least above a limit.
        Authority = "authority",
    }
}

codes! {
    /// How far a write is.
    pub enum WriteState {
        /// Told, not confirmed.
        Previewed = "previewed",
        /// Confirmed; the shop has not answered.
        Running = "running",
        /// A person with the authority decides.
        Waiting = "waiting",
        /// Done.
        Done = "done",
        /// The shop refused.
        Failed = "failed",
        /// A person refused.
        Rejected = "rejected",
    }
}

/// Who asks, and for which customer.
#[derive(Clone, Debug)]
pub struct Asker {
    /// Who is served; the server's own knowledge, never a text's.
    pub customer_id: String,
    /// The bot, an agent, a key.
    pub actor: Actor,
    /// In which conversation.
    pub conversation_id: Option<String>,
}

/// A write on its way.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ToolWrite {
    /// `twr_…`.
    pub id: String,
    /// Which tool.
    pub tool: String,
    /// For whom.
    pub customer_id: String,
    /// Who asked.
    pub asked_by: Actor,
    /// How far it is.
    pub state: WriteState,
    /// What was told beforehand.
    pub preview: Preview,
    /// What was done.
    pub outcome: Option<Outcome>,
    /// Code of the refusal.
    pub error: Option<String>,
    /// In which conversation.
    pub conversation_id: Option<String>,
    /// Who decided on it.
    pub decided_by: Option<Actor>,
    /// When they did.
    pub decided_at: Option<Time>,
    /// What whoever decided wrote.
    pub note: String,
    /// For what, in the words of whoever asked.
    pub reason: String,
    /// When it was previewed.
    pub created_at: Time,
    /// Until when it can be confirmed.
    pub expires_at: Time,
}

/// A write that a person decides on, or decided on.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct Approval {
    /// The write.
    pub(super) write: ToolWrite,
    /// Name of the customer.
    pub(super) customer_name: Option<String>,
    /// What was asked for, without addresses; none once it is over.
    #[schema(value_type = Option<Object>)]
    pub(super) asked: Option<Value>,
}

/// Which writes that go to a person are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum ApprovalState {
    /// Nobody decided, or the shop has not answered what was approved; the oldest first.
    #[default]
    Waiting,
    /// Decided, the latest first.
    Decided,
}

/// A write as stored.
#[derive(Clone, Debug)]
pub(super) struct StoredWrite {
    pub(super) write: ToolWrite,
    pub(super) token: String,
    pub(super) fingerprint: String,
    /// None once it is over.
    pub(super) change: Option<Change>,
    pub(super) running_until: i64,
    pub(super) approved: bool,
}

/// A write to be kept.
#[derive(Clone, Debug)]
pub(super) struct NewWrite {
    pub(super) key: String,
    pub(super) token: String,
    pub(super) tool: &'static str,
    pub(super) fingerprint: String,
    pub(super) change: Change,
    pub(super) preview: Preview,
    pub(super) expires_at: Time,
}

/// A line of the log of calls.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ToolCall {
    /// `tcl_…`.
    pub(super) id: String,
    /// When.
    pub(super) at: Time,
    /// Which tool.
    pub(super) tool: String,
    /// `read`, `preview`, `confirm`, `approve`, `reject`.
    pub(super) step: String,
    /// For whom.
    pub(super) customer_id: String,
    /// Who.
    pub(super) actor: Actor,
    /// In which conversation.
    pub(super) conversation_id: Option<String>,
    /// Names of the parameters that were given, without values.
    pub(super) fields: Vec<String>,
    /// `ok`, or the code of the error.
    pub(super) outcome: String,
    /// How long it took.
    pub(super) took_ms: i64,
}

/// Whom a call is for and what it is, as the log keeps it.
pub(super) struct CallFacts<'a> {
    pub(super) tool: &'a str,
    pub(super) step: &'static str,
    pub(super) asker: &'a Asker,
    pub(super) fields: Vec<String>,
}

/// A tool as it is listed.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct ToolInfo {
    /// Stable name.
    pub(super) name: &'static str,
    /// In Chinese.
    pub(super) title_zh: &'static str,
    /// In English.
    pub(super) title_en: &'static str,
    /// For whoever chooses a tool, a language model too.
    pub(super) description: &'static str,
    /// What it may cause.
    pub(super) risk: Risk,
    /// JSON Schema of its parameters.
    #[schema(value_type = Object)]
    pub(super) parameters: Value,
    /// Whether it can be used: the shop can do it and it is not switched off.
    pub(super) usable: bool,
}

/// Which tools are off, and how much compensation needs nobody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ToolSettings {
    /// Names of tools that nobody may use.
    pub off: Vec<String>,
    /// Currency of the limits.
    pub currency: String,
    /// Minor units by the customer's grade.
    pub limits: BTreeMap<String, i64>,
    /// Minor units for every other grade.
    pub other_limit: i64,
    /// Days whose compensation counts together.
    pub limit_days: i64,
    /// Minutes in which a preview can be confirmed.
    pub confirm_minutes: i64,
}

impl Default for ToolSettings {
    fn default() -> Self {
        let limits = [
            ("普通", 2000),
            ("银卡", 3000),
            ("金卡", 5000),
            ("黑金", 8000),
        ];
        Self {
            off: Vec::new(),
            currency: "CNY".to_owned(),
            limits: limits
                .map(|(level, limit)| (level.to_owned(), limit))
                .into(),
            other_limit: 1000,
            limit_days: 30,
            confirm_minutes: 15,
        }
    }
}

impl ToolSettings {
    /// The limit of a customer.
    pub(super) fn limit_of(&self, customer: &VerifiedCustomer) -> i64 {
        let level = customer.level.as_deref().unwrap_or_default();
        self.limits.get(level).copied().unwrap_or(self.other_limit)
    }
}

impl Section for ToolSettings {
    const NAME: &'static str = "tools";

    fn check(&self) -> Result<()> {
        if self
            .limits
            .values()
            .chain([&self.other_limit])
            .any(|limit| *limit < 0)
        {
            return Err(Error::field("limits", "not below zero"));
        }
        if self.limits.len() > 50 {
            return Err(Error::field("limits", "at most 50"));
        }
        if !(1..=3650).contains(&self.limit_days) {
            return Err(Error::field("limit_days", "1 to 3650"));
        }
        if !(1..=1440).contains(&self.confirm_minutes) {
            return Err(Error::field("confirm_minutes", "1 to 1440"));
        }
        let letters = self.currency.bytes().all(|byte| byte.is_ascii_uppercase());
        if self.currency.len() != 3 || !letters {
            return Err(Error::field("currency", "three capital letters"));
        }
        Ok(())
    }
}
