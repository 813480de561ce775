//! Types of refunds.

use serde::{Deserialize, Serialize};
use shanying_kernel::Time;
use utoipa::ToSchema;

use crate::codes::codes;
use crate::money::Money;

codes! {
    /// What is asked.
    pub enum RefundKind {
        /// Money back, goods stay or never came.
        RefundOnly = "refund_only",
        /// Goods back, money back.
        ReturnRefund = "return_refund",
        /// Goods back, other goods.
        Exchange = "exchange",
    }
}

codes! {
    /// Why.
    pub enum RefundReason {
        /// Changed their mind.
        NoReason = "no_reason",
        /// Broken, leaking, spoilt.
        Quality = "quality",
        /// The skin does not take it.
        Allergy = "allergy",
        /// Something else came.
        WrongItem = "wrong_item",
        /// A part did not come.
        Missing = "missing",
        /// It never came.
        NotReceived = "not_received",
    }
}

codes! {
    /// How far a refund is.
    pub enum RefundState {
        /// Asked.
        Applied = "applied",
        /// The shop looks at it.
        SellerReview = "seller_review",
        /// Granted; the customer sends it back.
        WaitBuyerReturn = "wait_buyer_return",
        /// On its way back.
        Returning = "returning",
        /// Back at the shop.
        Received = "received",
        /// The money is on its way.
        Refunding = "refunding",
        /// Done.
        Refunded = "refunded",
        /// Refused.
        Rejected = "rejected",
        /// Taken back by the customer.
        Closed = "closed",
        /// The platform decides.
        PlatformInvolved = "platform_involved",
    }
}

impl RefundState {
    /// Whether somebody still has something to do.
    #[must_use]
    pub fn is_open(self) -> bool {
        !matches!(self, Self::Refunded | Self::Rejected | Self::Closed)
    }

    /// Whether its goods count as given back.
    #[must_use]
    pub fn counts(self) -> bool {
        !matches!(self, Self::Rejected | Self::Closed)
    }
}

/// So many of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RefundItem {
    /// Which line.
    pub sku_id: String,
    /// How many.
    #[schema(minimum = 1)]
    pub quantity: i64,
}

/// A step of a refund.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RefundStep {
    /// When.
    pub at: Time,
    /// How far it was then.
    pub state: RefundState,
}

/// A refund.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Refund {
    /// The number that customers read.
    pub no: String,
    /// Of which order.
    pub order_no: String,
    /// What is asked.
    pub kind: RefundKind,
    /// How far it is.
    pub state: RefundState,
    /// Why.
    pub reason: RefundReason,
    /// In the customer's words.
    pub note: String,
    /// How much; nothing at an exchange.
    pub amount: Money,
    /// What of the order.
    pub items: Vec<RefundItem>,
    /// Files that show it.
    pub evidence: Vec<String>,
    /// Its steps, the oldest first.
    pub timeline: Vec<RefundStep>,
    /// When it was asked.
    pub created_at: Time,
}

/// A refund to be written.
#[derive(Clone, Debug)]
pub struct NewRefund {
    /// `ord_…`.
    pub order_id: String,
    /// The customer's number at the company.
    pub user_id: String,
    /// What is written.
    pub refund: Refund,
}
