//! Types of payments.

use serde::Serialize;
use shanying_kernel::Time;
use utoipa::ToSchema;

use crate::codes::codes;
use crate::money::Money;
use crate::orders::OrderItem;

codes! {
    /// How far a payment is.
    pub enum PaymentState {
        /// It is waited for.
        Open = "open",
        /// It came.
        Paid = "paid",
        /// Its time is over, or the order is.
        Closed = "closed",
    }
}

/// A payment as its page shows it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Payment {
    /// Of which order.
    pub order_no: String,
    /// What is paid for.
    pub items: Vec<OrderItem>,
    /// How much.
    pub amount: Money,
    /// How far it is.
    pub state: PaymentState,
    /// Until when it can be paid.
    pub expires_at: Time,
    #[serde(skip)]
    pub(crate) order_id: String,
    #[serde(skip)]
    pub(crate) customer_id: String,
}
