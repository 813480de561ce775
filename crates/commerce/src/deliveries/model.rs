//! Types of deliveries.

use std::collections::VecDeque;

use parking_lot::Mutex;
use serde::Serialize;
use shanying_kernel::Time;
use utoipa::ToSchema;

use crate::codes::codes;
use crate::connectors::Touched;

/// Refusals that are remembered.
const REFUSALS_MOST: usize = 50;

codes! {
    /// How a delivery is signed and written.
    pub enum HookForm {
        /// Ours, for a shop that can sign as we say.
        Shanying = "shanying",
        /// As WooCommerce does.
        Woocommerce = "woocommerce",
    }
}

codes! {
    /// What changed at the shop.
    pub enum Subject {
        /// An order.
        Order = "order",
        /// A parcel of an order.
        Shipment = "shipment",
        /// A refund of an order.
        Refund = "refund",
        /// A product.
        Product = "product",
        /// How many of a product there are.
        Stock = "stock",
        /// A customer's coupons.
        Coupon = "coupon",
        /// A customer.
        Customer = "customer",
    }
}

impl Subject {
    /// Kind of the event that tells of it.
    pub(super) fn event(self) -> &'static str {
        match self {
            Self::Order => "shop.order_changed",
            Self::Shipment => "shop.shipment_changed",
            Self::Refund => "shop.refund_changed",
            Self::Product => "shop.product_changed",
            Self::Stock => "shop.stock_changed",
            Self::Coupon => "shop.coupon_changed",
            Self::Customer => "shop.customer_changed",
        }
    }
}

codes! {
    /// What became of a delivery.
    pub enum DeliveryOutcome {
        /// It is kept and told.
        Taken = "taken",
        /// It is about something that concerns nobody here.
        Ignored = "ignored",
    }
}

/// A door with its secret, as stored.
pub(super) struct StoredHook {
    pub(super) hook: Hook,
    pub(super) secret: String,
    pub(super) former_secret: Option<String>,
}

/// A door for deliveries.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ShopHook)]
pub(super) struct Hook {
    /// `hok_…`.
    pub(super) id: String,
    /// As the staff calls it.
    pub(super) name: String,
    /// How deliveries are signed.
    pub(super) form: HookForm,
    /// Where the shop sends them; without a host if the configuration names none.
    pub(super) url: String,
    /// Whether it is open.
    pub(super) enabled: bool,
    /// When it was made.
    pub(super) created_at: Time,
    /// When its secret was made.
    pub(super) rotated_at: Time,
    /// Until when the former secret opens it too.
    pub(super) former_until: Option<Time>,
    /// When the last delivery came.
    pub(super) last_at: Option<Time>,
    /// The last ones that were refused since the start of the program.
    pub(super) refused: Vec<Refusal>,
}

/// A delivery.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ShopDelivery)]
pub(super) struct Delivery {
    /// The shop's own number of it.
    pub(super) delivery_id: String,
    /// As the shop names it.
    pub(super) topic: String,
    /// What became of it.
    pub(super) outcome: DeliveryOutcome,
    /// What changed.
    pub(super) subject: Option<Subject>,
    /// Which order.
    pub(super) order_no: Option<String>,
    /// Which product.
    pub(super) product_id: Option<String>,
    /// What it is now, as the shop names it.
    pub(super) status: Option<String>,
    /// How large it was.
    pub(super) bytes: i64,
    /// How often it came again.
    pub(super) repeated: i64,
    /// When it came.
    pub(super) received_at: Time,
}

/// A delivery that was refused.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ShopDeliveryRefusal)]
pub(super) struct Refusal {
    /// When.
    pub(super) at: Time,
    /// Code of the error.
    pub(super) code: String,
    /// Where it came from.
    pub(super) address: String,
}

/// What was refused lately, by hook.
#[derive(Default)]
pub(crate) struct Refusals {
    latest: Mutex<VecDeque<(String, Refusal)>>,
}

impl Refusals {
    pub(super) fn note(&self, hook_id: &str, refusal: Refusal) {
        let mut latest = self.latest.lock();
        if latest.len() >= REFUSALS_MOST {
            latest.pop_back();
        }
        latest.push_front((hook_id.to_owned(), refusal));
    }

    pub(super) fn of(&self, hook_id: &str) -> Vec<Refusal> {
        let latest = self.latest.lock();
        let ours = latest.iter().filter(|(hook, _)| hook == hook_id);
        ours.map(|(_, refusal)| refusal.clone()).collect()
    }
}

/// A delivery whose signature holds.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Signed {
    pub(super) delivery_id: String,
    pub(super) topic: String,
    pub(super) fingerprint: String,
}

/// What a delivery says.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct News {
    pub(super) subject: Subject,
    pub(super) touched: Touched,
    pub(super) status: Option<String>,
}

/// A delivery to be kept.
pub(super) struct NewDelivery {
    pub(super) hook_id: String,
    pub(super) signed: Signed,
    pub(super) news: Option<News>,
    pub(super) bytes: i64,
}
