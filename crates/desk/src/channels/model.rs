//! Types of channels.

use serde::{Deserialize, Serialize};
use shanying_kernel::{Error, Result, Time};
use shanying_people::customers::identity::IdentityMode;

/// A tile of the welcome page: what the bot can do, and the question that a tap asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Capability {
    /// One of the widget's icons.
    pub icon: String,
    /// Short.
    pub title: String,
    /// Asked by a tap.
    pub question: String,
}

/// How a web channel looks and what it allows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ChannelSettings {
    /// Welcome; null takes a general one.
    pub greeting: Option<String>,
    /// The bot's name; null takes the tenant's.
    pub bot_name: Option<String>,
    /// `#1764d8`.
    pub theme_color: String,
    /// `right` or `left`.
    pub position: String,
    /// Whether the way to a person is seen as the settings of handing over say; else it appears at every
    /// place only once the bot has failed, as long as the figures allow it.
    pub transfer_visible: bool,
    /// Hot questions: knowledge entries by id or key.
    pub hot_entries: Vec<String>,
    /// What the bot can do.
    pub capabilities: Vec<Capability>,
    /// Whether agents see what a customer types before it is sent. Customers are told.
    pub preview_typing: bool,
    /// 长辈版 from the start.
    pub elder_default: bool,
    /// `zh-CN` or `en`.
    pub default_locale: String,
}

impl Default for ChannelSettings {
    fn default() -> Self {
        Self {
            greeting: None,
            bot_name: None,
            theme_color: "#1764d8".into(),
            position: "right".into(),
            transfer_visible: true,
            hot_entries: Vec::new(),
            capabilities: Vec::new(),
            preview_typing: false,
            elder_default: false,
            default_locale: "zh-CN".into(),
        }
    }
}

impl ChannelSettings {
    /// The error says which field is wrong.
    pub(crate) fn check(&self) -> Result<()> {
        let hex = |c: char| c.is_ascii_hexdigit();
        let colour = self
            .theme_color
            .strip_prefix('#')
            .is_some_and(|rest| rest.len() == 6 && rest.chars().all(hex));
        if !colour {
            return Err(Error::field("theme_color", "a colour such as #1764d8"));
        }
        if !matches!(self.position.as_str(), "left" | "right") {
            return Err(Error::field("position", "left or right"));
        }
        if !matches!(self.default_locale.as_str(), "zh-CN" | "en") {
            return Err(Error::field("default_locale", "zh-CN or en"));
        }
        if self.hot_entries.len() > 20 || self.capabilities.len() > 12 {
            return Err(Error::field(
                "hot_entries",
                "at most 20 hot questions and 12 tiles",
            ));
        }
        Ok(())
    }
}

/// A channel as it is stored.
#[derive(Clone, Debug)]
pub struct ChannelRow {
    /// `chn_…`.
    pub id: String,
    /// `web`.
    pub kind: String,
    /// For the staff.
    pub name: String,
    /// Public.
    pub token: String,
    /// A disabled channel takes nobody.
    pub enabled: bool,
    /// `https://shop.example.com`; the server's own origin is always allowed, `*` allows all.
    pub origins: Vec<String>,
    /// How strictly customers are verified.
    pub identity_mode: IdentityMode,
    /// With which the shop vouches for its customers.
    pub identity_secret: Option<String>,
    /// Look and policy.
    pub settings: ChannelSettings,
    /// When.
    pub created_at: Time,
}

/// A channel as the administration sees it.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Channel {
    /// `chn_…`.
    pub id: String,
    /// `web`.
    pub kind: String,
    /// Name.
    pub name: String,
    /// Public.
    pub token: String,
    /// A disabled channel takes nobody.
    pub enabled: bool,
    /// Origins that may embed it.
    pub origins: Vec<String>,
    /// How strictly customers are verified.
    pub identity_mode: IdentityMode,
    /// Whether a secret exists; the secret itself is shown once.
    pub has_identity_secret: bool,
    /// Look and policy.
    pub settings: ChannelSettings,
    /// To paste into the shop's pages.
    pub snippet: String,
    /// To paste where help is shown in a page.
    pub help_snippet: String,
    /// The full page for phones.
    pub page_url: String,
}

impl ChannelRow {
    /// As the administration sees it, for a server at `base` (`https://host`).
    pub(crate) fn view(&self, base: &str) -> Channel {
        let token = &self.token;
        Channel {
            id: self.id.clone(),
            kind: self.kind.clone(),
            name: self.name.clone(),
            token: token.clone(),
            enabled: self.enabled,
            origins: self.origins.clone(),
            identity_mode: self.identity_mode,
            has_identity_secret: self.identity_secret.is_some(),
            settings: self.settings.clone(),
            snippet: format!(r#"<script async src="{base}/w.js" data-token="{token}"></script>"#),
            help_snippet: format!(
                "<div data-shanying-help data-search=\"true\"></div>\n\
                 <script async src=\"{base}/help.js\" data-token=\"{token}\"></script>"
            ),
            page_url: format!("{base}/chat?token={token}"),
        }
    }

    /// Whether a page of `origin` may talk through this channel. `own` is the server's own origin.
    pub(crate) fn allows(&self, origin: Option<&str>, own: &str) -> bool {
        // Programs that are no browser send no origin; browsers always do.
        let Some(origin) = origin else { return true };
        origin == own
            || self
                .origins
                .iter()
                .any(|allowed| allowed == "*" || allowed == origin)
    }
}
