//! Types of coupons and points.

use serde::{Deserialize, Serialize};
use shanying_kernel::Time;
use utoipa::ToSchema;

use crate::codes::codes;
use crate::money::Money;

codes! {
    /// Whether a coupon can be used.
    pub enum CouponState {
        /// Now.
        Usable = "usable",
        /// From a later day on.
        Coming = "coming",
        /// It was.
        Used = "used",
        /// Not any more.
        Expired = "expired",
    }
}

/// A coupon of a customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Coupon {
    /// `cpn_…`.
    pub id: String,
    /// As customers read it.
    pub title: String,
    /// From which price of the goods on.
    pub threshold: Money,
    /// What it takes off.
    pub value: Money,
    /// First moment.
    pub valid_from: Time,
    /// Last moment.
    pub valid_to: Time,
    /// Whether it can be used.
    pub state: CouponState,
}

/// A coupon to be given.
#[derive(Clone, Debug)]
pub struct NewCoupon {
    /// The customer's number at the company.
    pub user_id: String,
    /// As customers read it.
    pub title: String,
    /// From which price on.
    pub threshold: Money,
    /// What it takes off.
    pub value: Money,
    /// First moment.
    pub valid_from: Time,
    /// Last moment.
    pub valid_to: Time,
    /// Number of the order that used it.
    pub used_by: Option<String>,
}

/// Points that came or went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PointMove {
    /// When.
    pub at: Time,
    /// So many; negative if they went.
    pub amount: i64,
    /// Stable name of why: `order`, `redeemed`, `refund`, `compensation`, `review`.
    pub reason: String,
    /// Of which order.
    pub order_no: Option<String>,
}

/// A customer's points.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Points {
    /// How many there are.
    pub balance: i64,
    /// The latest moves.
    pub moves: Vec<PointMove>,
}
