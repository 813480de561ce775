//! Types of connections.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use shanying_kernel::{Actor, Time};
use shanying_web_kit::Section;
use utoipa::ToSchema;

use crate::codes::codes;
use crate::connectors::{Capabilities, Exchange, Health};

codes! {
    /// What a shop is reached by.
    pub enum ShopKind {
        /// It is the company's own, in this database.
        Own = "own",
        /// Its REST interface.
        Rest = "rest",
        /// Its database.
        Sql = "sql",
    }
}

/// Where the mapping comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ShopMappingOrigin)]
pub(super) enum Origin {
    /// There is none.
    Own,
    /// A file that the configuration names.
    Config,
    /// It was saved on the page.
    Saved,
}

/// A mapping without its secrets, and they.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sealed {
    /// `***` stands where a secret was.
    pub text: String,
    /// By the names of the headers that bear them.
    pub secrets: BTreeMap<String, String>,
}

impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} with {} secrets", self.text, self.secrets.len())
    }
}

/// The mapping that was saved; it is kept among the settings and shown by nobody.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct SavedMapping {
    pub(super) sealed: Option<Sealed>,
    pub(super) by: Option<Actor>,
    pub(super) at: Option<Time>,
}

impl Section for SavedMapping {
    const NAME: &'static str = "shop_mapping";
}

/// What is connected, and how it is.
#[derive(Serialize, ToSchema)]
#[schema(as = ShopConnection)]
pub(super) struct Connection {
    /// By what.
    pub(super) kind: ShopKind,
    /// Its stable name.
    pub(super) name: String,
    /// Where its mapping comes from.
    pub(super) origin: Origin,
    /// Why the mapping cannot be used: nothing is answered until it is mended.
    pub(super) fault: Option<String>,
    /// What it can do.
    pub(super) capabilities: Capabilities,
    /// How the line to it is; none at the company's own.
    pub(super) health: Option<Health>,
    /// The mapping, `***` in place of its secrets.
    pub(super) mapping: Option<String>,
    /// Who saved it.
    pub(super) saved_by: Option<Actor>,
    /// When.
    pub(super) saved_at: Option<Time>,
    /// Whether the configuration names a database, so that a mapping may ask one.
    pub(super) has_database: bool,
}

/// A step of a trial.
#[derive(Serialize, ToSchema)]
#[schema(as = ShopCheckStep)]
pub(super) struct CheckStep {
    /// `orders`, `order`, `shipments`, `refunds`, `coupons`, `points`.
    pub(super) what: &'static str,
    /// `ok`, or the code of the failure.
    pub(super) outcome: String,
    /// What is wrong, for whoever writes the mapping.
    pub(super) message: Option<String>,
    /// How many there were.
    pub(super) rows: Option<usize>,
    /// How long it took.
    pub(super) took_ms: i64,
    /// What became of the first, as the bot and the staff see it.
    #[schema(value_type = Option<Object>)]
    pub(super) sample: Option<Value>,
}

/// What a trial of a mapping showed.
#[derive(Serialize, ToSchema)]
#[schema(as = ShopCheck)]
pub(super) struct CheckReport {
    /// Its name.
    pub(super) name: String,
    /// By what.
    pub(super) kind: ShopKind,
    /// What it says that the shop can do.
    pub(super) capabilities: Capabilities,
    /// What was tried, in its order.
    pub(super) steps: Vec<CheckStep>,
    /// The questions that were sent.
    pub(super) exchanges: Vec<Exchange>,
}
