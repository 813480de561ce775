//! The section `company`.

use serde::{Deserialize, Serialize};
use shanying_kernel::{Error, Result};
use shanying_web_kit::Section;
use utoipa::ToSchema;

use crate::fields::{self, NAME_MAX};

/// A language of the pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub enum Locale {
    /// Chinese.
    #[default]
    #[serde(rename = "zh-CN")]
    Chinese,
    /// English.
    #[serde(rename = "en")]
    English,
}

impl Locale {
    /// As in JSON.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Chinese => "zh-CN",
            Self::English => "en",
        }
    }
}

/// The company.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CompanySettings {
    /// What customers and staff read.
    pub name: String,
    /// IANA name; days and hours of service are told by it.
    pub time_zone: String,
    /// Language where nobody chose one.
    pub locale: Locale,
}

impl Default for CompanySettings {
    fn default() -> Self {
        Self {
            name: "我的公司".to_owned(),
            time_zone: "Asia/Shanghai".to_owned(),
            locale: Locale::Chinese,
        }
    }
}

impl Section for CompanySettings {
    const NAME: &'static str = "company";

    fn check(&self) -> Result<()> {
        fields::required("name", &self.name, NAME_MAX)?;
        jiff::tz::TimeZone::get(&self.time_zone)
            .map(|_| ())
            .map_err(|_| Error::field("time_zone", "no such time zone"))
    }
}
