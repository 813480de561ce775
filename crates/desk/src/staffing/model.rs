//! Types of the calculation.

use serde::{Deserialize, Serialize};
use shanying_kernel::{Error, Result};

/// Most places that are calculated.
pub(super) const PLACES_MAX: u32 = 2_000;

/// What is assumed.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct WhatIf {
    /// Customers who ask for a person, an hour.
    pub arrivals_per_hour: f64,
    /// How long a conversation takes, in seconds.
    pub handling_seconds: f64,
    /// Conversations that an agent serves at once.
    pub concurrency: u32,
    /// How long customers wait before they leave, in seconds, on average; 0 for ever.
    #[serde(default)]
    pub patience_seconds: f64,
    /// So many should be served in time, in percent: the 80 of 80/20.
    pub target_percent: f64,
    /// In time is within so many seconds: the 20 of 80/20.
    pub target_seconds: f64,
}

impl WhatIf {
    /// What is assumed makes sense and is no more than can be calculated at once.
    pub(super) fn check(&self) -> Result<()> {
        let spans = [
            ("arrivals_per_hour", self.arrivals_per_hour, 0.1, 20_000.0),
            ("handling_seconds", self.handling_seconds, 5.0, 14_400.0),
            ("concurrency", f64::from(self.concurrency), 1.0, 50.0),
            ("patience_seconds", self.patience_seconds, 0.0, 86_400.0),
            ("target_percent", self.target_percent, 1.0, 99.9),
            ("target_seconds", self.target_seconds, 0.0, 3_600.0),
        ];
        for (name, value, least, most) in spans {
            if !(least..=most).contains(&value) {
                return Err(Error::field(name, format!("{least} to {most}"))
                    .with("min", least)
                    .with("max", most));
            }
        }
        if self.load() > f64::from(PLACES_MAX) * 0.8 {
            return Err(Error::field(
                "arrivals_per_hour",
                "more than can be calculated",
            ));
        }
        Ok(())
    }

    /// Customers who ask, a second.
    pub(super) fn arrivals(&self) -> f64 {
        self.arrivals_per_hour / 3600.0
    }

    /// Conversations that go on at once if nobody waits, in Erlangs.
    pub(super) fn load(&self) -> f64 {
        self.arrivals() * self.handling_seconds
    }
}

/// What a number of agents leads to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = StaffingOutcome)]
pub(super) struct Outcome {
    /// Served in time ÷ (served + left later than that), 0 to 1.
    pub service_level: f64,
    /// Mean wait of those who are served, in seconds.
    pub wait_seconds: f64,
    /// Left while waiting, 0 to 1.
    pub abandoned: f64,
    /// Places in use, 0 to 1.
    pub occupancy: f64,
}

/// A number of agents by each way.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = StaffingRow)]
pub(super) struct Row {
    /// So many agents.
    pub agents: u32,
    /// Nobody ever leaves; null where the queue would grow for ever.
    pub erlang_c: Option<Outcome>,
    /// Customers leave when their patience ends; null when they never do.
    pub erlang_a: Option<Outcome>,
    /// Tried out with 20,000 customers.
    pub simulated: Outcome,
}

/// How many agents it takes.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = Staffing)]
pub(super) struct Answer {
    /// Conversations that go on at once if nobody waits, in Erlangs.
    pub load: f64,
    /// The fewest agents who reach the target, by Erlang C.
    pub needed_c: Option<u32>,
    /// By Erlang A.
    pub needed_a: Option<u32>,
    /// By the simulation.
    pub needed_simulated: Option<u32>,
    /// Around what is needed.
    pub rows: Vec<Row>,
}

/// What was measured in the last seven days, to begin with.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = StaffingMeasured)]
pub(super) struct Measured {
    /// Customers who asked for a person in the busiest hour of the week.
    pub arrivals_per_hour: Option<i64>,
    /// Mean time from taking a conversation to its end, in seconds.
    pub handling_seconds: Option<i64>,
    /// Mean wait of those who left the queue, in seconds.
    pub patience_seconds: Option<i64>,
}
