//! Types of peaks, and the section `peak` of the settings.

use serde::{Deserialize, Serialize};
use shanying_kernel::{Error, Result, Time};
use shanying_web_kit::Section;

/// Most people in a line, longest wait in seconds, longest calm in minutes.
const PEOPLE_MAX: i64 = 100_000;
const SECONDS_MAX: i64 = 86_400;
const MINUTES_MAX: i64 = 240;

/// What begins a peak.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PeakMode {
    /// Nothing.
    #[default]
    Off,
    /// The lines of these settings.
    Threshold,
    /// It holds now, until somebody says otherwise.
    On,
}

/// When there is a peak, and what it changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PeakSettings {
    /// What begins one.
    pub mode: PeakMode,
    /// One begins when so many wait; 0 is no line.
    pub waiting_from: i64,
    /// One begins when who joins the queue would wait so long, in seconds; 0 is no line.
    pub wait_from_seconds: i64,
    /// It may end when fewer than so many wait.
    pub waiting_below: i64,
    /// It may end when who joins the queue would wait less than so long, in seconds.
    pub wait_below_seconds: i64,
    /// It ends when it has been below both lines for so long.
    pub calm_minutes: i64,
    /// At a peak, who would be one more than so many in the queue may leave a message instead; 0 is
    /// no limit.
    pub queue_limit: i64,
}

impl Default for PeakSettings {
    fn default() -> Self {
        Self {
            mode: PeakMode::Off,
            waiting_from: 20,
            wait_from_seconds: 600,
            waiting_below: 8,
            wait_below_seconds: 180,
            calm_minutes: 10,
            queue_limit: 50,
        }
    }
}

impl Section for PeakSettings {
    const NAME: &'static str = "peak";

    fn check(&self) -> Result<()> {
        let spans = [
            ("waiting_from", self.waiting_from, 0..=PEOPLE_MAX),
            ("wait_from_seconds", self.wait_from_seconds, 0..=SECONDS_MAX),
            ("waiting_below", self.waiting_below, 1..=PEOPLE_MAX),
            (
                "wait_below_seconds",
                self.wait_below_seconds,
                1..=SECONDS_MAX,
            ),
            ("calm_minutes", self.calm_minutes, 0..=MINUTES_MAX),
            ("queue_limit", self.queue_limit, 0..=PEOPLE_MAX),
        ];
        if let Some((name, _, span)) = spans.iter().find(|(_, value, span)| !span.contains(value)) {
            let fault = format!("{} to {}", span.start(), span.end());
            return Err(Error::field(name, fault));
        }
        let above = |low: i64, high: i64| high > 0 && low > high;
        if above(self.waiting_below, self.waiting_from) {
            return Err(Error::field(
                "waiting_below",
                "not above the line that begins",
            ));
        }
        if above(self.wait_below_seconds, self.wait_from_seconds) {
            let fault = "not above the line that begins";
            return Err(Error::field("wait_below_seconds", fault));
        }
        let no_line = self.waiting_from == 0 && self.wait_from_seconds == 0;
        if self.mode == PeakMode::Threshold && no_line {
            return Err(Error::field("waiting_from", "a line that begins a peak"));
        }
        Ok(())
    }
}

/// Why a peak began.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PeakCause {
    /// Somebody said so.
    Hand,
    /// So many waited.
    Waiting,
    /// Who joined the queue would have waited so long.
    Wait,
}

impl PeakCause {
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Hand => "hand",
            Self::Waiting => "waiting",
            Self::Wait => "wait",
        }
    }
}

/// A peak as it is stored.
#[derive(Clone, Debug)]
pub(crate) struct PeakRow {
    pub id: String,
    pub cause: PeakCause,
    pub waiting: i64,
    pub wait_seconds: Option<i64>,
    pub began_by: Option<String>,
    pub began_at: Time,
    pub calm_since: Option<Time>,
    pub ended_by: Option<String>,
    pub ended_at: Option<Time>,
}

/// How busy it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Measured {
    /// In the queue.
    pub waiting: i64,
    /// What who joins it now would wait, in seconds; where nothing tells, what the one who waits
    /// longest has waited.
    pub wait_seconds: Option<i64>,
}

/// A peak, or one of the past.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Peak {
    /// `pek_…`.
    pub id: String,
    /// Why it began.
    pub cause: PeakCause,
    /// How many waited then.
    pub waiting: i64,
    /// What who joined the queue would have waited then, in seconds; null when nothing told.
    pub wait_seconds: Option<i64>,
    /// Who began it by hand.
    pub began_by: Option<String>,
    /// Since when.
    pub began_at: Time,
    /// Since when it has been quiet enough to end.
    pub calm_since: Option<Time>,
    /// Who ended it by hand.
    pub ended_by: Option<String>,
    /// Until when; null while it holds.
    pub ended_at: Option<Time>,
}

/// Whether there is a peak, what begins one, and those of the past.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct PeakState {
    /// What begins one.
    pub mode: PeakMode,
    /// The one that holds.
    pub peak: Option<Peak>,
    /// The last ones that are over, the newest first.
    pub past: Vec<Peak>,
}
