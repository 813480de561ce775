//! Types of audits, and the section `answer_audits` of the settings.

use serde::{Deserialize, Serialize};
use shanying_kernel::{Error, Result, Time};
use shanying_web_kit::Section;
use shanying_web_kit::markdown::Block;

use crate::gaps::Signal;

/// Why an answer is worth a look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = AnswerAuditReason)]
pub enum Reason {
    /// Customers said that it did not help.
    NotHelpful,
    /// Customers asked again in other words.
    Repeated,
    /// Customers wanted a person after it.
    Transferred,
    /// Its time ends soon.
    Expiring,
    /// Nobody has looked at it for long.
    Stale,
}

impl Reason {
    /// Its stable name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NotHelpful => "not_helpful",
            Self::Repeated => "repeated",
            Self::Transferred => "transferred",
            Self::Expiring => "expiring",
            Self::Stale => "stale",
        }
    }
}

/// A reason with its numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = AnswerAuditFigure)]
pub struct Figure {
    /// Why.
    pub reason: Reason,
    /// Answers that show it; days until the end for `expiring`, days since somebody looked for `stale`.
    pub count: i64,
    /// Of so many answers; none for days.
    pub of: Option<i64>,
}

/// Where a task stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = AnswerAuditState)]
pub enum State {
    /// To be done by an agent, or to be dealt.
    Open,
    /// The answer is right.
    Right,
    /// The answer is wrong; an editor has yet to see to it.
    Wrong,
    /// The agent wrote another answer; an editor has yet to decide.
    Mended,
    /// An editor took the other answer over.
    Accepted,
    /// An editor did not.
    Declined,
    /// An editor saw to the wrong answer.
    Settled,
    /// The entry was taken back before anybody looked.
    Dropped,
}

impl State {
    /// Its stable name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Right => "right",
            Self::Wrong => "wrong",
            Self::Mended => "mended",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::Settled => "settled",
            Self::Dropped => "dropped",
        }
    }
}

/// What an agent says of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = AnswerAuditVerdict)]
pub enum Verdict {
    /// It is right.
    Right,
    /// It is wrong, for this reason.
    Wrong,
    /// It should be this.
    Mend,
}

/// What an editor decides about a verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = AnswerAuditReview)]
pub enum Review {
    /// The mended answer becomes the entry's.
    Accept,
    /// It does not.
    Decline,
    /// The wrong answer was seen to.
    Settle,
}

/// A task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct AnswerAudit {
    /// `aat_…`.
    pub id: String,
    /// Whose answer is looked at.
    pub entry_id: String,
    /// Its standard question when the task was made.
    pub question: String,
    /// What weighs most.
    pub reason: Reason,
    /// All reasons with their numbers then, the weightiest first.
    pub figures: Vec<Figure>,
    /// Where it stands.
    pub state: State,
    /// Whose task it is, or who did it; none while it waits to be dealt.
    pub agent_id: Option<String>,
    /// Their name.
    pub agent_name: Option<String>,
    /// Since when it is theirs.
    pub dealt_at: Option<Time>,
    /// When they judged.
    pub verdict_at: Option<Time>,
    /// What they said: why it is wrong, or a word beside the mended answer.
    pub note: String,
    /// The answer that they judged.
    pub former: String,
    /// What they would say instead; as the editor took it over once accepted.
    pub answer: String,
    /// The editor who decided.
    pub reviewed_by: Option<String>,
    /// When.
    pub reviewed_at: Option<Time>,
    /// What the editor said.
    pub review_note: String,
    /// Whether the accepted answer was published at once.
    pub went_live: bool,
    /// When the task was made.
    pub created_at: Time,
}

/// A question that customers asked, and what they did after the answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = AnswerAuditQuestion)]
pub struct AskedQuestion {
    /// Their words, personal numbers masked.
    pub text: String,
    /// What they did then; nothing when they were content or said nothing.
    pub signals: Vec<Signal>,
    /// When.
    pub at: Time,
}

/// A task as it is worked on.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct AnswerAuditDetail {
    /// The task.
    #[serde(flatten)]
    pub audit: AnswerAudit,
    /// What customers asked, those with a signal first.
    pub asked: Vec<AskedQuestion>,
    /// The answer that customers get now, as it is written; empty when the entry is not published.
    pub now: String,
    /// The same as customers see it.
    pub blocks: Vec<Block>,
    /// Until when it is given.
    pub valid_to: Option<Time>,
    /// Whether the entry has changes that nobody has published: accepting then writes into its draft.
    pub in_work: bool,
    /// Whether the entry is published.
    pub is_published: bool,
}

/// What somebody did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = AnswerAuditCredit)]
pub struct Credit {
    /// `agt_…`.
    pub agent_id: String,
    /// Their name.
    pub name: String,
    /// Tasks that wait for them.
    pub open: i64,
    /// Verdicts since the month began.
    pub done_this_month: i64,
    /// All verdicts.
    pub done: i64,
    /// Mended answers that an editor took over since the month began.
    pub accepted_this_month: i64,
    /// All of them.
    pub accepted: i64,
}

/// How an answer did before it was mended, and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = AnswerAuditEffect)]
pub struct Effect {
    /// The task.
    pub audit_id: String,
    /// The entry.
    pub entry_id: String,
    /// Its question.
    pub question: String,
    /// Who mended it.
    pub agent_name: String,
    /// When it was accepted.
    pub accepted_at: Time,
    /// Answers given in the days before.
    pub before_given: i64,
    /// Of them, called unhelpful.
    pub before_not_helpful: i64,
    /// Answers given since.
    pub after_given: i64,
    /// Of them, called unhelpful.
    pub after_not_helpful: i64,
}

/// Who did what, and whether it helped.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = AnswerAuditBoard)]
pub struct Board {
    /// Everybody with a verdict or a task, who did most this month first.
    pub credits: Vec<Credit>,
    /// The latest mended answers that were published, at most fifty.
    pub effects: Vec<Effect>,
    /// Days before a mended answer that `before` counts.
    pub window_days: i64,
    /// When entries were looked through last.
    pub swept_at: Option<Time>,
}

/// What waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = AnswerAuditCounts)]
pub struct Counts {
    /// Open tasks of the caller.
    pub mine: i64,
    /// All open tasks.
    pub open: i64,
    /// Mended and wrong answers that an editor has yet to see.
    pub to_review: i64,
}

/// An entry as the sweep weighs it.
#[derive(Clone, Debug, Default)]
pub(super) struct Facts {
    pub(super) entry_id: String,
    pub(super) question: String,
    /// Direct answers within the window, and of them those with a signal.
    pub(super) given: i64,
    pub(super) not_helpful: i64,
    pub(super) repeated: i64,
    pub(super) transferred: i64,
    pub(super) valid_to: Option<i64>,
    /// The later of its publication and the last verdict on it.
    pub(super) looked_at: i64,
}

/// An entry that gets a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Chosen {
    pub(super) entry_id: String,
    pub(super) question: String,
    /// At least one, the weightiest first.
    pub(super) figures: Vec<Figure>,
}

/// Somebody who may be given tasks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Hand {
    pub(super) agent_id: String,
    pub(super) open: i64,
    /// When they were given a task last; 0 never.
    pub(super) last_at: i64,
}

/// Which answers are looked at, and by whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct AnswerAuditSettings {
    /// Whether entries are looked through every day; the button works all the same.
    pub daily: bool,
    /// Days of conversations that are counted, 1 to 365.
    pub window_days: i64,
    /// Fewer answers within these days say nothing, 1 to 10,000.
    pub min_answers: i64,
    /// From this share of unhelpful answers on, in percent; 0 never.
    pub not_helpful_percent: i64,
    /// And at least so many of them, 1 to 1,000.
    pub not_helpful_least: i64,
    /// From this share of answers after which the customer asked again, in percent; 0 never.
    pub repeated_percent: i64,
    /// From this share of answers after which the customer wanted a person, in percent; 0 never.
    pub transferred_percent: i64,
    /// So many days before the end of an entry's time, 0 to 365; 0 never.
    pub expiry_days: i64,
    /// When nobody has looked for so many months, 0 to 60; 0 never.
    pub stale_months: i64,
    /// Days in which an entry gets no new task after a verdict, 0 to 365.
    pub rest_days: i64,
    /// Tasks that wait at most, of everybody together; the weightiest are made first. 1 to 1,000.
    pub waiting_most: i64,
    /// Open tasks of an agent at most, 1 to 50.
    pub open_most: i64,
    /// Days after which an untouched task goes to somebody else, 1 to 60.
    pub pass_on_days: i64,
    /// Whoever has been offline for so many days gets no new task, 1 to 90.
    pub away_days: i64,
}

impl Default for AnswerAuditSettings {
    fn default() -> Self {
        Self {
            daily: true,
            window_days: 30,
            min_answers: 10,
            not_helpful_percent: 10,
            not_helpful_least: 2,
            repeated_percent: 20,
            transferred_percent: 20,
            expiry_days: 14,
            stale_months: 6,
            rest_days: 30,
            waiting_most: 50,
            open_most: 5,
            pass_on_days: 3,
            away_days: 7,
        }
    }
}

impl Section for AnswerAuditSettings {
    const NAME: &'static str = "answer_audits";

    fn check(&self) -> Result<()> {
        for (name, value, least, most) in [
            ("window_days", self.window_days, 1, 365),
            ("min_answers", self.min_answers, 1, 10_000),
            ("not_helpful_percent", self.not_helpful_percent, 0, 100),
            ("not_helpful_least", self.not_helpful_least, 1, 1_000),
            ("repeated_percent", self.repeated_percent, 0, 100),
            ("transferred_percent", self.transferred_percent, 0, 100),
            ("expiry_days", self.expiry_days, 0, 365),
            ("stale_months", self.stale_months, 0, 60),
            ("rest_days", self.rest_days, 0, 365),
            ("waiting_most", self.waiting_most, 1, 1_000),
            ("open_most", self.open_most, 1, 50),
            ("pass_on_days", self.pass_on_days, 1, 60),
            ("away_days", self.away_days, 1, 90),
        ] {
            if !(least..=most).contains(&value) {
                return Err(Error::field(name, format!("{least} to {most}")));
            }
        }
        Ok(())
    }
}
