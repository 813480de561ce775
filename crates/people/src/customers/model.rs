//! Types of customers.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use shanying_kernel::Time;
use utoipa::ToSchema;

use super::identity::VerifiedIdentity;
use super::masking::{mask_email, mask_phone};

/// What a customer agreed to last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Consent {
    /// Version of the text.
    pub version: String,
    /// When.
    pub at: Time,
}

/// A customer as the staff sees them: contact data masked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Customer {
    /// `cus_…`.
    pub id: String,
    /// As told, or 访客 and four digits.
    pub name: String,
    /// Whether the company vouches for who this is.
    pub verified: bool,
    /// The company's own number of this customer.
    pub user_id: Option<String>,
    /// Masked.
    pub phone: Option<String>,
    /// Masked.
    pub email: Option<String>,
    /// Grade, such as 金卡.
    pub level: Option<String>,
    /// The agent who looks after them, `agt_…`.
    pub dedicated_agent: Option<String>,
    /// Whatever else the company keeps, by name.
    pub attributes: BTreeMap<String, String>,
    /// Words for finding.
    pub tags: Vec<String>,
    /// For colleagues; customers never see it.
    pub note: String,
    /// First contact.
    pub first_seen: Time,
    /// Latest contact.
    pub last_seen: Time,
    /// Latest consent.
    pub consent: Option<Consent>,
    /// How many conversations they have had.
    pub conversations: i64,
    /// Whether their personal data were erased.
    pub erased: bool,
}

/// What lists of conversations show of a customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brief {
    /// `cus_…`.
    pub id: String,
    /// Name.
    pub name: String,
    /// Whether the company vouches for who this is.
    pub verified: bool,
    /// Grade.
    pub level: Option<String>,
    /// Words for finding.
    pub tags: Vec<String>,
    /// The agent who looks after them, `agt_…`.
    pub dedicated_agent: Option<String>,
}

/// The contact data in full.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Contact {
    /// Telephone.
    pub phone: Option<String>,
    /// E-mail.
    pub email: Option<String>,
}

/// A customer to be made.
#[derive(Clone, Debug, Default)]
pub struct NewCustomer {
    /// Name; empty makes 访客 and four digits.
    pub name: String,
    /// The company's own number; makes the customer a verified one.
    pub user_id: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// Grade.
    pub level: Option<String>,
    /// Whatever else, by name.
    pub attributes: BTreeMap<String, String>,
    /// Words for finding.
    pub tags: Vec<String>,
    /// For colleagues.
    pub note: String,
    /// Such as `zh-CN`.
    pub locale: String,
    /// First contact; now unless told.
    pub first_seen: Option<Time>,
    /// Latest contact; as the first unless told.
    pub last_seen: Option<Time>,
}

/// Changes to a customer; what is missing stays, an empty text clears.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CustomerPatch {
    /// Name.
    pub(super) name: Option<String>,
    /// Telephone, in full.
    pub(super) phone: Option<String>,
    /// E-mail, in full.
    pub(super) email: Option<String>,
    /// Grade.
    pub(super) level: Option<String>,
    /// The agent who looks after them, `agt_…`.
    pub(super) dedicated_agent: Option<String>,
    /// All attributes.
    pub(super) attributes: Option<BTreeMap<String, String>>,
    /// All tags.
    pub(super) tags: Option<Vec<String>>,
    /// For colleagues.
    pub(super) note: Option<String>,
}

impl CustomerPatch {
    /// The names of the fields it changes, for the audit log. The log keeps no values: it outlives
    /// an erasure.
    pub(super) fn fields(&self) -> Vec<&'static str> {
        let given = [
            ("name", self.name.is_some()),
            ("phone", self.phone.is_some()),
            ("email", self.email.is_some()),
            ("level", self.level.is_some()),
            ("dedicated_agent", self.dedicated_agent.is_some()),
            ("attributes", self.attributes.is_some()),
            ("tags", self.tags.is_some()),
            ("note", self.note.is_some()),
        ];
        given
            .into_iter()
            .filter(|(_, given)| *given)
            .map(|(name, _)| name)
            .collect()
    }
}

/// A device that comes to the door.
#[derive(Clone, Debug)]
pub struct SignIn {
    /// The channel it comes through.
    pub channel_id: String,
    /// What it was given before.
    pub secret: Option<String>,
    /// Who it is proven to be.
    pub identity: Option<VerifiedIdentity>,
    /// Such as `zh-CN`.
    pub locale: String,
}

/// Who came.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// The customer.
    pub customer: Customer,
    /// `dev_…`.
    pub device_id: String,
    /// For a new device, which must keep it; it is never told again.
    pub new_secret: Option<String>,
    /// The anonymous customer who turned out to be this one; their conversations move.
    pub merged_from: Option<String>,
}

/// A customer as stored, contact data in full; never leaves the room.
#[derive(Clone, Debug)]
pub(super) struct CustomerRow {
    pub(super) customer: Customer,
    pub(super) phone: Option<String>,
    pub(super) email: Option<String>,
    pub(super) locale: String,
}

impl CustomerRow {
    /// Sets the masked fields after the full ones.
    pub(super) fn masked(mut self) -> Customer {
        self.customer.phone = self.phone.as_deref().map(mask_phone);
        self.customer.email = self.email.as_deref().map(mask_email);
        self.customer
    }
}
