//! The sections `service`, `rating` and `privacy`.

use serde::{Deserialize, Serialize};
use shanying_kernel::{Error, Result};
use shanying_web_kit::Section;

/// Minutes of the day of `09:00`; `24:00` is allowed.
pub(super) fn minutes(text: &str) -> Option<i32> {
    let (hours, minutes) = text.split_once(':')?;
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    let total = hours * 60 + minutes;
    ((0..60).contains(&minutes) && (0..=1440).contains(&total)).then_some(total)
}

/// Office hours of some days of the week.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Hours {
    /// 1 Monday to 7 Sunday.
    pub days: Vec<i8>,
    /// `09:00`, local time of the tenant.
    pub from: String,
    /// `22:00`; `24:00` is the end of the day.
    pub to: String,
}

/// A day that is not like its weekday.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    /// `2027-02-06`.
    pub date: String,
    /// Such as 除夕.
    pub name: String,
    /// Open like a working day, or closed.
    pub open: bool,
}

/// How people serve.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ServiceSettings {
    /// Office hours; none means always open.
    pub hours: Vec<Hours>,
    /// Exceptions.
    pub holidays: Vec<Holiday>,
    /// Outside hours a customer still reaches whoever is online; else they can leave a message.
    pub serve_after_hours: bool,
    /// How long an agent may be disconnected before their conversations return to the queue.
    pub reconnect_grace_seconds: i64,
    /// The golden seconds for the first human reply.
    pub first_reply_goal_seconds: i64,
    /// A wait that is shown as a warning.
    pub wait_warning_seconds: i64,
    /// A wait that is shown as an alarm.
    pub wait_alarm_seconds: i64,
    /// A customer who waits and has been away for so long is no longer waited for: what they said
    /// becomes a message left.
    pub queue_away_minutes: i64,
    /// After so long without a word an agent's conversation ends.
    pub idle_close_minutes: i64,
    /// Characters of one message.
    pub max_message_chars: usize,
    /// Megabytes of one file.
    pub max_upload_mb: usize,
    /// Extensions of files.
    pub upload_types: Vec<String>,
    /// For new agents.
    pub default_max_chats: i64,
}

impl Default for ServiceSettings {
    fn default() -> Self {
        let types = [
            "png", "jpg", "jpeg", "gif", "webp", "pdf", "txt", "doc", "docx", "xls", "xlsx", "zip",
        ];
        Self {
            hours: vec![Hours {
                days: (1..=7).collect(),
                from: "09:00".into(),
                to: "22:00".into(),
            }],
            holidays: Vec::new(),
            serve_after_hours: false,
            reconnect_grace_seconds: 180,
            first_reply_goal_seconds: 6,
            wait_warning_seconds: 60,
            wait_alarm_seconds: 180,
            queue_away_minutes: 10,
            idle_close_minutes: 30,
            max_message_chars: 4000,
            max_upload_mb: 10,
            upload_types: types.map(str::to_owned).to_vec(),
            default_max_chats: 8,
        }
    }
}

impl Section for ServiceSettings {
    const NAME: &'static str = "service";

    fn check(&self) -> Result<()> {
        for hours in &self.hours {
            let days_fit = !hours.days.is_empty() && hours.days.iter().all(|d| (1..=7).contains(d));
            let (from, to) = (minutes(&hours.from), minutes(&hours.to));
            if !days_fit || from.is_none() || to.is_none() || from >= to {
                return Err(Error::field(
                    "hours",
                    "hours need days 1–7 and a beginning before the end",
                ));
            }
        }
        for holiday in &self.holidays {
            if holiday.date.parse::<jiff::civil::Date>().is_err() {
                return Err(Error::field(
                    "holidays",
                    "a holiday needs a date such as 2027-02-06",
                ));
            }
        }
        let positive = [
            ("reconnect_grace_seconds", self.reconnect_grace_seconds),
            ("first_reply_goal_seconds", self.first_reply_goal_seconds),
            ("wait_warning_seconds", self.wait_warning_seconds),
            ("wait_alarm_seconds", self.wait_alarm_seconds),
            ("queue_away_minutes", self.queue_away_minutes),
            ("idle_close_minutes", self.idle_close_minutes),
            ("default_max_chats", self.default_max_chats),
        ];
        if let Some((name, _)) = positive
            .iter()
            .find(|(_, value)| !(1..=100_000).contains(value))
        {
            return Err(Error::field(name, "this must be between 1 and 100000"));
        }
        // The longest message, every character escaped, still fits into a frame of 64 KiB.
        if !(100..=10_000).contains(&self.max_message_chars) {
            return Err(Error::field(
                "max_message_chars",
                "this must be between 100 and 10000",
            ));
        }
        if !(1..=100).contains(&self.max_upload_mb) {
            return Err(Error::field(
                "max_upload_mb",
                "this must be between 1 and 100",
            ));
        }
        Ok(())
    }
}

/// The words of the rating.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RatingSettings {
    /// Offered with 4 and 5.
    pub good_tags: Vec<String>,
    /// Offered with 1 to 3.
    pub bad_tags: Vec<String>,
    /// Whether a rating is asked for at the end.
    pub ask_after_close: bool,
}

impl Default for RatingSettings {
    fn default() -> Self {
        let words = |list: [&str; 4]| list.map(str::to_owned).to_vec();
        Self {
            good_tags: words(["响应快", "态度好", "很专业", "解决了问题"]),
            bad_tags: words(["等太久", "没解决", "答非所问", "态度不好"]),
            ask_after_close: true,
        }
    }
}

impl Section for RatingSettings {
    const NAME: &'static str = "rating";
}

const VERSION_MAX: usize = 40;
const CONSENT_MAX: usize = 5000;

/// Personal data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PrivacySettings {
    /// What a customer agrees to before the first message; empty asks for nothing.
    pub consent_text: String,
    /// A new version asks again.
    pub consent_version: String,
    /// Ended conversations are deleted after so many days.
    pub retention_days: i64,
    /// Phone and identity numbers are masked in lists.
    pub mask_personal_data: bool,
}

impl Default for PrivacySettings {
    fn default() -> Self {
        Self {
            consent_text: String::new(),
            consent_version: "1".into(),
            retention_days: 365,
            mask_personal_data: true,
        }
    }
}

impl Section for PrivacySettings {
    const NAME: &'static str = "privacy";

    fn check(&self) -> Result<()> {
        if !(1..=36_500).contains(&self.retention_days) {
            return Err(Error::field(
                "retention_days",
                "this must be between 1 and 36500",
            ));
        }
        let version = self.consent_version.trim();
        // Without a version, nobody could agree and every customer would be locked out.
        if (version.is_empty() && !self.consent_text.trim().is_empty())
            || version.chars().count() > VERSION_MAX
        {
            return Err(Error::field(
                "consent_version",
                "a text to agree to has a version of 1 to 40 characters",
            ));
        }
        if self.consent_text.chars().count() > CONSENT_MAX {
            return Err(Error::field("consent_text", "at most 5000 characters"));
        }
        Ok(())
    }
}

impl PrivacySettings {
    /// Whether a customer who agreed to the version `agreed` has to be asked.
    pub(crate) fn asks(&self, agreed: Option<&str>) -> bool {
        !self.consent_text.trim().is_empty()
            && agreed.map(str::trim) != Some(self.consent_version.trim())
    }
}
