//! Types of filing.

use serde::{Deserialize, Serialize};
use shanying_kernel::{Error, Result, Time};
use shanying_web_kit::Section;

/// A place in the tree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct TicketCategoryNode {
    /// `tct_…`.
    pub id: String,
    /// The place above it.
    pub parent_id: Option<String>,
    /// Its own name.
    pub name: String,
    /// Names from the top to this one.
    pub path: Vec<String>,
    /// Whether tickets are filed here.
    pub leaf: bool,
}

/// A leaf that may be right.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Proposed {
    /// The leaf.
    pub leaf_id: String,
    /// Names from the top to it.
    #[serde(default)]
    pub path: Vec<String>,
    /// The probability that it is right.
    pub score: f64,
}

/// What the engine makes of a text.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = FilingProposal)]
pub struct Proposal {
    /// The likeliest leaves, best first, at most three.
    pub items: Vec<Proposed>,
    /// Whether the first is sure enough to be taken without a person.
    pub is_sure: bool,
}

impl Proposal {
    /// The leaf and its score, if it is sure enough.
    pub(crate) fn sure(&self) -> Option<(String, f64)> {
        let first = self.items.first().filter(|_| self.is_sure)?;
        Some((first.leaf_id.clone(), first.score))
    }
}

/// A text of a person's judgement.
#[derive(Clone, Debug)]
pub(crate) struct Example {
    /// When it was told, and its id: its place among all.
    pub place: (i64, String),
    pub text: String,
    pub leaf_id: String,
}

/// How the engine was made and how good it is, by texts that it did not learn from.
#[derive(Clone, Debug, Default, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = FilingModel)]
pub struct Trained {
    /// When.
    pub at: Option<Time>,
    /// Leaves that it knows.
    pub leaves: usize,
    /// Texts that it learnt from.
    pub texts: usize,
    /// Milliseconds that it took.
    pub took_ms: u64,
    /// Texts that it was judged by.
    pub judged: usize,
    /// Share of them whose first leaf was right.
    pub accuracy: Option<f64>,
    /// What it would file alone, at several precisions.
    pub coverage: Vec<Coverage>,
    /// A training is going on.
    pub training: bool,
}

/// From one score on.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = FilingCoverage)]
pub struct Coverage {
    /// Wanted share of right ones, in percent.
    pub percent: i64,
    /// The score, if there is one.
    pub threshold: Option<f64>,
    /// Share of all texts that reach it.
    pub share: f64,
    /// Share of those that are right.
    pub reached: Option<f64>,
}

/// What came of proposals for tickets.
#[derive(Clone, Debug, Default, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = FilingOutcome)]
pub struct Outcome {
    /// Tickets that a person filed or confirmed and for which something was proposed.
    pub confirmed: i64,
    /// Of these, the first proposal stayed.
    pub first_right: i64,
    /// Of these, the leaf was among the first three.
    pub in_three: i64,
    /// Tickets that were filed without anybody.
    pub by_itself: i64,
    /// Of these, a person looked at it.
    pub looked_at: i64,
    /// Of these, it stayed.
    pub stayed: i64,
}

/// Two leaves of which one was taken for the other.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = FilingConfusion)]
pub struct Confusion {
    /// What was proposed.
    pub proposed: Vec<String>,
    /// What was right.
    pub right: Vec<String>,
    /// How often.
    pub count: usize,
}

/// A month of proposals, to see a drift.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = FilingWeek)]
pub struct Week {
    /// The day on which it begins, in UTC.
    pub from: Time,
    /// Tickets that were confirmed.
    pub confirmed: usize,
    /// Of these, the first proposal stayed.
    pub first_right: usize,
}

/// A settled proposal.
#[derive(Clone, Debug)]
pub(crate) struct Settled {
    pub proposed: Vec<Proposed>,
    pub leaf_id: String,
    pub by_itself: bool,
    pub confirmed_at: Time,
}

/// Everything that the page shows.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct FilingMeasures {
    /// The engine in use.
    pub model: Trained,
    /// What came of its proposals in the last 90 days.
    pub outcome: Outcome,
    /// What it takes for what, most frequent first.
    pub confusions: Vec<Confusion>,
    /// Week by week.
    pub weeks: Vec<Week>,
    /// Places of the tree.
    pub categories: i64,
    /// Leaves of the tree.
    pub leaves: i64,
    /// Texts of known leaves.
    pub examples: i64,
}

/// How far filing is left to the engine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct FilingSettings {
    /// Tickets are filed without a person where so many of a hundred are right; 0 never.
    pub percent: i64,
    /// After a correction it is learnt anew when it was quiet for so many seconds.
    pub retrain_after_seconds: i64,
}

impl Default for FilingSettings {
    fn default() -> Self {
        Self {
            percent: 90,
            retrain_after_seconds: 60,
        }
    }
}

impl Section for FilingSettings {
    const NAME: &'static str = "filing";

    fn check(&self) -> Result<()> {
        if self.percent != 0 && !(50..=99).contains(&self.percent) {
            return Err(Error::field("percent", "0, or 50 to 99"));
        }
        if !(1..=86_400).contains(&self.retrain_after_seconds) {
            return Err(Error::field("retrain_after_seconds", "1 to 86,400"));
        }
        Ok(())
    }
}

/// What an import did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct FilingImport {
    /// Places or texts that are new.
    pub added: usize,
    /// Places or texts that were there.
    pub kept: usize,
    /// Rows that could not be taken, with why; nothing was imported when there are any.
    pub faults: Vec<FilingFault>,
}

/// A row that could not be taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct FilingFault {
    /// Its number, the heading being 1.
    pub row: usize,
    /// `filing.no_path`, `filing.too_deep`, `filing.too_long`, `filing.no_text`, `filing.unknown_leaf`.
    pub code: String,
    /// The cell.
    pub value: String,
}
