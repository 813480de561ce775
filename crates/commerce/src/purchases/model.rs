//! Types of purchases.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::money::Money;
use crate::orders::{Address, Receiver};

/// Instead of a coupon's id: none shall be used.
pub const NO_COUPON: &str = "none";

/// What somebody wants to buy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Purchase {
    /// The shop's own name of the product.
    pub product_id: String,
    /// Which of its sizes; may be missing where there is one.
    pub sku_id: Option<String>,
    /// How many.
    pub quantity: i64,
    /// An address of [`KnownAddress`].
    pub address_id: Option<String>,
    /// Another address.
    pub receiver: Option<Address>,
    /// Which coupon: the best when missing, [`NO_COUPON`] for none.
    pub coupon_id: Option<String>,
    /// What was told to be paid, in minor units: it is ordered for that or not at all.
    pub total: Option<i64>,
}

/// A size of a product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Spec {
    /// What exactly.
    pub id: String,
    /// Size, colour …, as customers read it.
    pub label: String,
    /// Of one, now.
    pub price: Money,
    /// How many can be had; none where nobody counts.
    pub stock: Option<i64>,
}

/// An address that a customer used before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct KnownAddress {
    /// Names it for this customer alone.
    pub id: String,
    /// As customers read it: masked.
    pub label: String,
    /// The same in its parts.
    pub receiver: Receiver,
}

/// A coupon that is used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct QuotedCoupon {
    /// `cpn_…`.
    pub id: String,
    /// As customers read it.
    pub title: String,
    /// What it takes off.
    pub value: Money,
}

/// What a purchase costs now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Quote {
    /// Its name.
    pub title: String,
    /// Which size.
    pub spec: Spec,
    /// How many.
    pub quantity: i64,
    /// The goods.
    pub goods: Money,
    /// The coupon that is used.
    pub coupon: Option<QuotedCoupon>,
    /// Carriage.
    pub shipping: Money,
    /// What is to be paid.
    pub total: Money,
    /// Where it goes, masked; none as long as it is not known.
    pub receiver: Option<Receiver>,
}
