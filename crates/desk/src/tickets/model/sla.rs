//! The section `sla` of the settings: calendars and promised times.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use shanying_kernel::{Error, Result};
use shanying_web_kit::Section;

use super::settings::{fits, is_key};
use super::{ClockKind, Priority};
use crate::service::{Holiday, Hours, ServiceSettings};

const LIST_MAX: usize = 30;
/// A year of minutes.
const MINUTES_MAX: i64 = 525_600;

/// When working time passes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = WorkCalendar)]
pub struct Calendar {
    /// Letters, digits, `_` and `-`; stays when the name changes.
    pub key: String,
    /// For people.
    pub name: String,
    /// IANA name; empty for the company's zone.
    #[serde(default)]
    pub time_zone: String,
    /// Working hours; none means always.
    #[serde(default)]
    pub hours: Vec<Hours>,
    /// Days off, and days of rest that are worked (调休).
    #[serde(default)]
    pub holidays: Vec<Holiday>,
}

/// What is promised for a priority, in minutes of working time; 0 promises nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SlaTarget)]
pub struct Target {
    /// Of the ticket.
    pub priority: Priority,
    /// Until a person's first word.
    #[serde(default)]
    pub first_reply_minutes: i64,
    /// Until a word after the customer spoke again.
    #[serde(default)]
    pub next_reply_minutes: i64,
    /// Until the matter is done.
    #[serde(default)]
    pub resolve_minutes: i64,
}

impl Target {
    /// Working milliseconds of a clock.
    #[must_use]
    pub fn ms(&self, clock: ClockKind) -> i64 {
        60_000
            * match clock {
                ClockKind::FirstReply => self.first_reply_minutes,
                ClockKind::NextReply => self.next_reply_minutes,
                ClockKind::Resolve => self.resolve_minutes,
            }
    }
}

/// What happens when a promise comes near or was missed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SlaEscalation)]
pub struct Escalation {
    /// Of which promise.
    pub clock: ClockKind,
    /// Minutes of working time after it runs out; negative before.
    pub minutes: i64,
    /// One step more pressing.
    #[serde(default)]
    pub raise_priority: bool,
    /// Supervisors hear of it, besides whoever works at it and whoever watches.
    #[serde(default)]
    pub tell_supervisors: bool,
    /// The ticket goes to this group; empty stays.
    #[serde(default)]
    pub group_id: String,
}

/// Promised times.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SlaPolicy)]
pub struct Policy {
    /// Letters, digits, `_` and `-`; stays when the name changes.
    pub key: String,
    /// For people; empty for the policy of the house.
    #[serde(default)]
    pub name: String,
    /// Key of a calendar; empty for the office hours of the service.
    #[serde(default)]
    pub calendar: String,
    /// One a priority at most; a priority without one is promised nothing.
    pub targets: Vec<Target>,
    /// What happens in time.
    #[serde(default)]
    pub escalations: Vec<Escalation>,
}

impl Policy {
    /// Working milliseconds that are promised, 0 for nothing.
    #[must_use]
    pub fn target_ms(&self, priority: Priority, clock: ClockKind) -> i64 {
        self.targets
            .iter()
            .find(|target| target.priority == priority)
            .map_or(0, |target| target.ms(clock))
    }
}

/// Calendars and promised times.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct SlaSettings {
    /// Besides the office hours of the service.
    pub calendars: Vec<Calendar>,
    /// Policies, which types name.
    pub policies: Vec<Policy>,
}

impl Default for SlaSettings {
    fn default() -> Self {
        let target = |priority, first, next, resolve| Target {
            priority,
            first_reply_minutes: first,
            next_reply_minutes: next,
            resolve_minutes: resolve,
        };
        let step = |clock, minutes, raise_priority, tell_supervisors| Escalation {
            clock,
            minutes,
            raise_priority,
            tell_supervisors,
            group_id: String::new(),
        };
        Self {
            calendars: Vec::new(),
            policies: vec![Policy {
                key: "standard".to_owned(),
                name: String::new(),
                calendar: String::new(),
                targets: vec![
                    target(Priority::Low, 480, 960, 4_800),
                    target(Priority::Normal, 240, 480, 2_400),
                    target(Priority::High, 120, 240, 960),
                    target(Priority::Urgent, 30, 60, 480),
                ],
                escalations: vec![
                    step(ClockKind::FirstReply, 0, false, true),
                    step(ClockKind::Resolve, -60, false, false),
                    step(ClockKind::Resolve, 0, true, true),
                ],
            }],
        }
    }
}

impl SlaSettings {
    /// The policy of this key.
    #[must_use]
    pub fn policy(&self, key: &str) -> Option<&Policy> {
        self.policies.iter().find(|policy| policy.key == key)
    }
}

fn check_calendar(calendar: &Calendar) -> Result<()> {
    let zone = &calendar.time_zone;
    if !zone.is_empty() && jiff::tz::TimeZone::get(zone).is_err() {
        return Err(Error::field("calendars", "no such time zone"));
    }
    let bare = calendar.name.trim().is_empty() || !fits(&calendar.name, 60);
    if bare || calendar.holidays.len() > 400 {
        return Err(Error::field(
            "calendars",
            "a calendar needs a name and has at most 400 special days",
        ));
    }
    // Hours and days are those of the service; so is what is right of them.
    ServiceSettings {
        hours: calendar.hours.clone(),
        holidays: calendar.holidays.clone(),
        ..ServiceSettings::default()
    }
    .check()
    .map_err(|error| Error::field("calendars", error.message))
}

fn check_policy(policy: &Policy) -> Result<()> {
    let priorities: BTreeSet<Priority> = policy.targets.iter().map(|one| one.priority).collect();
    let minutes = policy.targets.iter().flat_map(|target| {
        [
            target.first_reply_minutes,
            target.next_reply_minutes,
            target.resolve_minutes,
        ]
    });
    if priorities.len() < policy.targets.len()
        || minutes.into_iter().any(|n| !(0..=MINUTES_MAX).contains(&n))
    {
        return Err(Error::field(
            "policies",
            "a priority once, with 0 to 525,600 minutes",
        ));
    }
    let wild = |step: &Escalation| !(-MINUTES_MAX..=MINUTES_MAX).contains(&step.minutes);
    if policy.escalations.len() > LIST_MAX || policy.escalations.iter().any(wild) {
        return Err(Error::field(
            "policies",
            "at most 30 escalations within a year",
        ));
    }
    Ok(())
}

impl Section for SlaSettings {
    const NAME: &'static str = "sla";

    fn check(&self) -> Result<()> {
        let calendars: BTreeSet<&String> = self.calendars.iter().map(|one| &one.key).collect();
        let policies: BTreeSet<&String> = self.policies.iter().map(|one| &one.key).collect();
        let plain = calendars.iter().chain(&policies).all(|key| is_key(key));
        let once = calendars.len() == self.calendars.len() && policies.len() == self.policies.len();
        if !plain || !once || calendars.len() > LIST_MAX || policies.len() > LIST_MAX {
            return Err(Error::field(
                "policies",
                "each key once: 1 to 40 letters, digits, _ and -",
            ));
        }
        self.calendars.iter().try_for_each(check_calendar)?;
        self.policies.iter().try_for_each(check_policy)?;
        let known = |key: &String| key.is_empty() || calendars.contains(key);
        if !self.policies.iter().all(|policy| known(&policy.calendar)) {
            return Err(Error::field("policies", "no such calendar"));
        }
        Ok(())
    }
}
