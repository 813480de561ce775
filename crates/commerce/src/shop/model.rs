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
        if self.refund_alone_max < 0 {
            return Err(Error::field("refund_alone_max", "not below zero"));
        }
        Ok(())
    }
}
