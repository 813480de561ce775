//! Types of the port.

mod line;

pub use line::{Breaker, Exchange, Health, LineFault, Patience, Touched};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use shanying_kernel::Time;
use utoipa::ToSchema;

use crate::codes::codes;
use crate::money::Money;
use crate::orders::{Address, OrderStatus};
use crate::purchases::Purchase;
use crate::refunds::{RefundItem, RefundKind, RefundReason};

codes! {
    /// What a shop can be asked for.
    pub enum ReadKind {
        /// A customer's orders, and one of them.
        Orders = "orders",
        /// Where the parcels of an order are.
        Shipments = "shipments",
        /// A customer's refunds.
        Refunds = "refunds",
        /// A customer's coupons.
        Coupons = "coupons",
        /// A customer's points.
        Points = "points",
        /// Sizes and prices of what is sold, the customer's addresses, and what a purchase costs.
        Purchases = "purchases",
    }
}

codes! {
    /// What can be changed.
    pub enum ChangeKind {
        /// Where an order goes.
        ChangeAddress = "change_address",
        /// Call an order off.
        CancelOrder = "cancel_order",
        /// Money back, a return or an exchange.
        RequestRefund = "request_refund",
        /// Ask the warehouse or the carrier to hurry.
        UrgeShipment = "urge_shipment",
        /// An invoice.
        RequestInvoice = "request_invoice",
        /// The difference to a price that fell.
        ProtectPrice = "protect_price",
        /// Something to make up for a fault.
        Compensate = "compensate",
        /// Something is bought.
        CreateOrder = "create_order",
    }
}

codes! {
    /// Who may let a write happen.
    pub enum Authority {
        /// The customer alone.
        Alone = "alone",
        /// A person of the company with the authority.
        Person = "person",
    }
}

codes! {
    /// What a compensation is.
    pub enum CompensationForm {
        /// A coupon without a threshold.
        Coupon = "coupon",
        /// Points, a hundred for one whole unit of money.
        Points = "points",
    }
}

/// A customer whose identity is proven. Only [`super::Customers`] makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifiedCustomer {
    /// `cus_…`.
    pub customer_id: String,
    /// The company's own number, by which the shop knows them.
    pub user_id: String,
    /// Grade, such as 金卡.
    pub level: Option<String>,
}

/// Where something comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Source {
    /// Name of the connector.
    pub connector: String,
    /// When the shop told it.
    pub fetched_at: Time,
    /// Whether the shop did not answer and this is what it told before.
    pub stale: bool,
}

/// What a shop can do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Capabilities {
    /// What can be read.
    pub reads: Vec<ReadKind>,
    /// What can be changed.
    pub changes: Vec<ChangeKind>,
}

/// Which orders.
#[derive(Clone, Debug, Default)]
pub struct OrderFilter {
    /// Of this status.
    pub status: Option<OrderStatus>,
    /// Where the page begins.
    pub cursor: Option<String>,
    /// Rows.
    pub limit: usize,
}

/// A change, with what it needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Change {
    /// Where an order goes.
    ChangeAddress {
        /// Which order.
        order_no: String,
        /// Where it shall go.
        receiver: Address,
    },
    /// Call an order off.
    CancelOrder {
        /// Which order.
        order_no: String,
        /// In the customer's words.
        reason: String,
    },
    /// Money back, a return or an exchange.
    RequestRefund {
        /// Which order.
        order_no: String,
        /// What is asked.
        refund: RefundKind,
        /// What of the order; empty means everything.
        items: Vec<RefundItem>,
        /// Why.
        reason: RefundReason,
        /// In the customer's words.
        note: String,
        /// Files that show it.
        evidence: Vec<String>,
    },
    /// Ask the warehouse or the carrier to hurry.
    UrgeShipment {
        /// Which order.
        order_no: String,
    },
    /// An invoice.
    RequestInvoice {
        /// Which order.
        order_no: String,
        /// Whom it is made out to.
        title: String,
        /// Of a company.
        tax_no: Option<String>,
        /// Where it is sent.
        email: String,
    },
    /// The difference to a price that fell.
    ProtectPrice {
        /// Which order.
        order_no: String,
    },
    /// Something to make up for a fault.
    Compensate {
        /// For which order.
        order_no: Option<String>,
        /// How much.
        amount: Money,
        /// As what.
        form: CompensationForm,
        /// For what.
        reason: String,
    },
    /// Something is bought.
    CreateOrder {
        /// What, for how much, and where it goes.
        purchase: Purchase,
    },
}

impl Change {
    /// Its kind.
    #[must_use]
    pub fn kind(&self) -> ChangeKind {
        match self {
            Self::ChangeAddress { .. } => ChangeKind::ChangeAddress,
            Self::CancelOrder { .. } => ChangeKind::CancelOrder,
            Self::RequestRefund { .. } => ChangeKind::RequestRefund,
            Self::UrgeShipment { .. } => ChangeKind::UrgeShipment,
            Self::RequestInvoice { .. } => ChangeKind::RequestInvoice,
            Self::ProtectPrice { .. } => ChangeKind::ProtectPrice,
            Self::Compensate { .. } => ChangeKind::Compensate,
            Self::CreateOrder { .. } => ChangeKind::CreateOrder,
        }
    }

    /// Which order it is about.
    #[must_use]
    pub fn order_no(&self) -> Option<&str> {
        match self {
            Self::ChangeAddress { order_no, .. }
            | Self::CancelOrder { order_no, .. }
            | Self::RequestRefund { order_no, .. }
            | Self::UrgeShipment { order_no }
            | Self::RequestInvoice { order_no, .. }
            | Self::ProtectPrice { order_no } => Some(order_no),
            Self::Compensate { order_no, .. } => order_no.as_deref(),
            Self::CreateOrder { .. } => None,
        }
    }
}

/// A change to be made, once for a key.
#[derive(Clone, Debug)]
pub struct Write<'a> {
    /// The same key again does nothing.
    pub key: &'a str,
    /// What to change.
    pub change: &'a Change,
    /// Whether a person with the authority let it happen.
    pub approved: bool,
}

/// A sentence as a code with its values; clients word it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = ShopFact)]
pub struct Fact {
    /// Stable name, such as `refund.goes_back`.
    pub code: String,
    /// Its values.
    #[schema(value_type = Object)]
    pub params: Map<String, Value>,
}

impl Fact {
    /// A sentence without values.
    #[must_use]
    pub fn new(code: &str) -> Self {
        Self {
            code: code.to_owned(),
            params: Map::new(),
        }
    }

    /// Adds a value.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.params.insert(name.to_owned(), value.into());
        self
    }
}

/// What a change would do, told before it is done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = ShopPreview)]
pub struct Preview {
    /// What would be changed.
    pub kind: ChangeKind,
    /// Of which order.
    pub order_no: Option<String>,
    /// Who may let it happen.
    pub authority: Authority,
    /// What the customer would get.
    pub amount: Option<Money>,
    /// What they should know before.
    pub facts: Vec<Fact>,
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = ShopOutcome)]
pub struct Outcome {
    /// What was changed.
    pub kind: ChangeKind,
    /// Of which order.
    pub order_no: Option<String>,
    /// Number of what was made: a refund, a coupon.
    pub number: Option<String>,
    /// What the customer gets.
    pub amount: Option<Money>,
    /// What they should know.
    pub facts: Vec<Fact>,
}
