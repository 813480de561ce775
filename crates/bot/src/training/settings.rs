//! The section `training`: limits of the training centre, and when it trains by itself.

use serde::{Deserialize, Serialize};
use shanying_kernel::{Error, Result};
use shanying_web_kit::Section;

/// How much the training centre keeps and measures, and when it trains.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct TrainingSettings {
    /// Questions that wait for a label at most; those that teach least go first.
    pub queue_most: u32,
    /// Questions that are asked before an entry is published, at most.
    pub check_most: u32,
    /// Questions of one measurement, and rows of an uploaded file, at most.
    pub measure_most: u32,
    /// Measurements that are kept of each set.
    pub runs_kept: u32,
    /// Uploaded files that nobody kept as a regression set go after so many days.
    pub uploads_kept_days: u32,
    /// Whether a model is trained by itself when knowledge or labels changed.
    pub retrain: bool,
    /// How long after a change, so that many changes make one model.
    pub retrain_after_seconds: u32,
    /// Texts that a model learns from, at most.
    pub samples_most: u32,
    /// Models that are kept beside the one in use.
    pub models_kept: u32,
    /// From this score (0 to 1) two entries are shown as nearly the same.
    pub twin_score: f64,
}

impl Default for TrainingSettings {
    fn default() -> Self {
        Self {
            queue_most: 2_000,
            check_most: 2_000,
            measure_most: 20_000,
            runs_kept: 50,
            uploads_kept_days: 30,
            retrain: true,
            retrain_after_seconds: 5,
            samples_most: 50_000,
            models_kept: 20,
            twin_score: 0.6,
        }
    }
}

impl Section for TrainingSettings {
    const NAME: &'static str = "training";

    fn check(&self) -> Result<()> {
        for (name, value, least, most) in [
            ("queue_most", self.queue_most, 10, 100_000),
            ("check_most", self.check_most, 0, 20_000),
            ("measure_most", self.measure_most, 10, 100_000),
            ("runs_kept", self.runs_kept, 2, 1_000),
            ("uploads_kept_days", self.uploads_kept_days, 1, 3_650),
            (
                "retrain_after_seconds",
                self.retrain_after_seconds,
                0,
                86_400,
            ),
            ("samples_most", self.samples_most, 10, 1_000_000),
            ("models_kept", self.models_kept, 1, 1_000),
        ] {
            if !(least..=most).contains(&value) {
                return Err(Error::field(name, format!("{least} to {most}")));
            }
        }
        if !(0.0..=1.0).contains(&self.twin_score) {
            return Err(Error::field("twin_score", "a number from 0 to 1"));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use shanying_web_kit::Section;

    use super::TrainingSettings;

    #[test]
    fn defaults_hold_and_nonsense_is_refused() {
        assert!(TrainingSettings::default().check().is_ok());
        let bad = TrainingSettings {
            runs_kept: 1,
            ..TrainingSettings::default()
        };
        assert!(bad.check().is_err());
    }
}
