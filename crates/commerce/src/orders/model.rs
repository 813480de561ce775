//! Types of orders.

use serde::{Deserialize, Serialize};
use shanying_kernel::Time;
use utoipa::ToSchema;

use crate::codes::codes;
use crate::connectors::{ChangeKind, Source};
use crate::money::Money;
use crate::refunds::Refund;
use crate::shipments::Shipment;

codes! {
    /// How far an order is.
    pub enum OrderStatus {
        /// Made and not paid.
        PendingPayment = "pending_payment",
        /// Paid and not sent.
        Paid = "paid",
        /// A part is sent.
        PartiallyShipped = "partially_shipped",
        /// Sent.
        Shipped = "shipped",
        /// Signed for.
        Delivered = "delivered",
        /// The customer has what they bought and the time for returns is over.
        Completed = "completed",
        /// Called off by the customer.
        Cancelled = "cancelled",
        /// Ended by the shop, such as for want of payment.
        Closed = "closed",
    }
}

codes! {
    /// How much of an order was given back.
    pub enum RefundStatus {
        /// Nothing.
        None = "none",
        /// A part.
        Partial = "partial",
        /// All.
        Full = "full",
        /// A request is open.
        InDispute = "in_dispute",
    }
}

/// What an order cost.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Amounts {
    /// The goods at the price of the order.
    pub goods: Money,
    /// Carriage.
    pub shipping: Money,
    /// What coupons and points took off.
    pub discount: Money,
    /// What was or is to be paid.
    pub paid: Money,
}

/// Where a parcel goes, in full.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Address {
    /// Who receives it.
    #[schema(max_length = 40)]
    pub name: String,
    /// Their telephone number.
    #[schema(max_length = 20)]
    pub phone: String,
    /// Province, or a city of that rank.
    #[schema(max_length = 40)]
    pub province: String,
    /// City.
    #[schema(max_length = 40)]
    pub city: String,
    /// District or county.
    #[schema(max_length = 40)]
    pub district: String,
    /// Street, number, room.
    #[schema(max_length = 200)]
    pub street: String,
}

/// Where a parcel goes, as it is shown: name, number and street masked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Receiver {
    /// Masked.
    pub name: String,
    /// Masked.
    pub phone: String,
    /// Province.
    pub province: String,
    /// City.
    pub city: String,
    /// District or county.
    pub district: String,
    /// Masked.
    pub street: String,
}

/// A line of an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OrderItem {
    /// What exactly.
    pub sku_id: String,
    /// Of which product.
    pub product_id: String,
    /// Its name then.
    pub title: String,
    /// Size, colour …
    pub spec: String,
    /// How many.
    pub quantity: i64,
    /// Of one.
    pub price: Money,
    /// Address of its picture; empty for none.
    pub image: String,
    /// How many may still be given back.
    pub refundable: i64,
}

/// An invoice that was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Invoice {
    /// Whom it is made out to.
    pub title: String,
    /// Of a company.
    pub tax_no: Option<String>,
    /// Amount.
    pub amount: Money,
    /// When it was asked for.
    pub at: Time,
}

/// An order with its parcels and refunds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Order {
    /// The number that customers read.
    pub no: String,
    /// How far it is.
    pub status: OrderStatus,
    /// How much was given back.
    pub refund_status: RefundStatus,
    /// When it was made.
    pub created_at: Time,
    /// When it was paid.
    pub paid_at: Option<Time>,
    /// When it was sent.
    pub shipped_at: Option<Time>,
    /// When it was signed for.
    pub delivered_at: Option<Time>,
    /// When it ended.
    pub finished_at: Option<Time>,
    /// What it cost.
    pub amount: Amounts,
    /// Where it goes, masked.
    pub receiver: Receiver,
    /// What was bought.
    pub items: Vec<OrderItem>,
    /// Its parcels.
    pub shipments: Vec<Shipment>,
    /// What was asked back, the latest first.
    pub refunds: Vec<Refund>,
    /// The invoice.
    pub invoice: Option<Invoice>,
    /// What the customer wrote with it.
    pub remark: String,
    /// What the customer may ask for now.
    pub allowed: Vec<ChangeKind>,
    /// Where this comes from.
    pub source: Source,
}

/// An order to be written as it was, by an import or the demo.
#[derive(Clone, Debug)]
pub struct NewOrder {
    /// The number that customers read.
    pub no: String,
    /// The customer's number at the company.
    pub user_id: String,
    /// How far it is.
    pub status: OrderStatus,
    /// When it was made.
    pub created_at: Time,
    /// When it was paid.
    pub paid_at: Option<Time>,
    /// When it was sent.
    pub shipped_at: Option<Time>,
    /// When it was signed for.
    pub delivered_at: Option<Time>,
    /// When it ended.
    pub finished_at: Option<Time>,
    /// What it cost.
    pub amount: Amounts,
    /// Where it goes.
    pub receiver: Address,
    /// What was bought.
    pub items: Vec<OrderItem>,
    /// What the customer wrote with it.
    pub remark: String,
}

/// An order as stored, with the full address; never leaves the shop.
#[derive(Clone, Debug)]
pub(crate) struct StoredOrder {
    /// `ord_…`.
    pub(crate) id: String,
    pub(crate) user_id: String,
    pub(crate) address_changes: i64,
    pub(crate) urged_at: Option<Time>,
    /// Minor units that price protection paid back.
    pub(crate) returned_to_buyer: i64,
    /// Parcels, refunds and `allowed` still empty.
    pub(crate) order: Order,
}
