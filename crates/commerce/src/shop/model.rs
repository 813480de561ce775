//! The terms of the company's own shop.

use serde::{Deserialize, Serialize};
use shanying_kernel::{Error, Result};
use shanying_web_kit::Section;
use utoipa::ToSchema;

/// Until when what may be asked, and what a customer may do alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Terms {
    /// Days after delivery for returns without a reason.
    pub return_days: i64,
    /// Days after delivery for faults of the goods.
    pub quality_days: i64,
    /// Days after delivery for allergies.
    pub allergy_days: i64,
    /// Days after payment for price protection.
    pub price_days: i64,
    /// Days after delivery for invoices.
    pub invoice_days: i64,
    /// Hours between two urgings of one order.
    pub urge_hours: i64,
    /// A return without a reason up to this many minor units needs nobody of the company.
    pub refund_alone_max: i64,
    /// Days that a coupon given as compensation is valid.
    pub coupon_days: i64,
    /// Most of one thing in an order.
    pub order_max: i64,
    /// Goods for so many minor units go free of carriage.
    pub free_from: i64,
    /// Carriage below that, in minor units.
    pub carriage: i64,
    /// Beginnings of the provinces that are far away.
    pub far_provinces: Vec<String>,
    /// The same two for those.
    pub far_free_from: i64,
    /// Carriage to them.
    pub far_carriage: i64,
    /// Address of the page where an order is paid, with `{token}` in it; relative ones are this
    /// server's. Empty: orders are paid elsewhere.
    pub payment_page: String,
    /// Minutes in which an order must be paid there.
    pub payment_minutes: i64,
}

impl Default for Terms {
    fn default() -> Self {
        Self {
            return_days: 7,
            quality_days: 15,
            allergy_days: 30,
            price_days: 15,
            invoice_days: 90,
            urge_hours: 24,
            refund_alone_max: 20_000,
            coupon_days: 30,
            order_max: 99,
            free_from: 9_900,
            carriage: 1_000,
            far_provinces: ["新疆", "西藏"].map(str::to_owned).into(),
            far_free_from: 19_900,
            far_carriage: 2_500,
            payment_page: String::new(),
            payment_minutes: 30,
        }
    }
}

impl Section for Terms {
    const NAME: &'static str = "shop_terms";

    fn check(&self) -> Result<()> {
        let days = [
            ("return_days", self.return_days),
            ("quality_days", self.quality_days),
            ("allergy_days", self.allergy_days),
            ("price_days", self.price_days),
            ("invoice_days", self.invoice_days),
            ("coupon_days", self.coupon_days),
            ("urge_hours", self.urge_hours),
        ];
        for (field, value) in days {
            if !(0..=3650).contains(&value) {
                return Err(Error::field(field, "0 to 3650"));
            }
        }
        let sums = [
            ("refund_alone_max", self.refund_alone_max),
            ("free_from", self.free_from),
            ("carriage", self.carriage),
            ("far_free_from", self.far_free_from),
            ("far_carriage", self.far_carriage),
        ];
        if let Some((field, _)) = sums.iter().find(|(_, sum)| *sum < 0) {
            return Err(Error::field(field, "not below zero"));
        }
        if !(1..=9_999).contains(&self.order_max) {
            return Err(Error::field("order_max", "1 to 9999"));
        }
        if !(1..=10_080).contains(&self.payment_minutes) {
            return Err(Error::field("payment_minutes", "1 to 10080"));
        }
        if !self.payment_page.is_empty() && !self.payment_page.contains("{token}") {
            return Err(Error::field("payment_page", "has {token} in it"));
        }
        Ok(())
    }
}
