//! The mapping of a database: statements by what they give.

use std::collections::BTreeMap;

use serde::Deserialize;
use shanying_commerce::orders::OrderStatus;
use shanying_commerce::refunds::{RefundKind, RefundReason, RefundState};
use shanying_commerce::shipments::ShipmentState;
use shanying_kernel::{Error, Result};

/// A shop's database.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::shop) struct SqlMapping {
    /// `sql`.
    #[serde(rename = "kind")]
    _kind: String,
    /// Stable name of the connector.
    pub(super) name: String,
    /// Currency of the amounts, unless an order has a column `currency`.
    pub(super) currency: String,
    /// Milliseconds that a statement may take; absent: as the settings of the connection say.
    pub(super) timeout_ms: Option<u64>,
    pub(super) orders: Orders,
    pub(super) shipments: Option<Shipments>,
    pub(super) refunds: Option<Refunds>,
    pub(super) coupons: Option<Coupons>,
    pub(super) points: Option<PointsOf>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Orders {
    pub(super) list: String,
    pub(super) one: String,
    pub(super) items: String,
    /// The shop's states and ours.
    pub(super) statuses: BTreeMap<String, OrderStatus>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Shipments {
    pub(super) of_order: String,
    pub(super) traces: Option<String>,
    pub(super) states: BTreeMap<String, ShipmentState>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Refunds {
    pub(super) list: String,
    pub(super) kinds: BTreeMap<String, RefundKind>,
    pub(super) states: BTreeMap<String, RefundState>,
    /// A reason that is not named is `no_reason`.
    #[serde(default)]
    pub(super) reasons: BTreeMap<String, RefundReason>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Coupons {
    pub(super) list: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PointsOf {
    pub(super) balance: String,
    pub(super) moves: Option<String>,
}

/// A statement with what it may use and what it must give.
pub(super) struct Named<'a> {
    pub(super) name: &'static str,
    pub(super) text: &'a str,
    pub(super) places: &'static [&'static str],
    pub(super) columns: &'static [&'static str],
}

const ORDER: &[&str] = &["no", "customer", "status", "created_at", "paid"];

impl SqlMapping {
    pub(in crate::shop) fn parse(text: &str) -> Result<Self> {
        toml::from_str(text).map_err(|error| {
            Error::invalid(
                "shop.mapping",
                format!("the mapping cannot be read: {error}"),
            )
        })
    }

    /// Every statement.
    pub(super) fn statements(&self) -> Vec<Named<'_>> {
        let named = |name, text, places, columns| Named {
            name,
            text,
            places,
            columns,
        };
        let orders = &self.orders;
        let mut all = vec![
            named(
                "orders.list",
                orders.list.as_str(),
                &["user_id", "limit", "offset"] as &[_],
                ORDER,
            ),
            named("orders.one", &orders.one, &["user_id", "no"], ORDER),
            named(
                "orders.items",
                &orders.items,
                &["user_id", "no"],
                &["title", "quantity", "price"],
            ),
        ];
        if let Some(shipments) = &self.shipments {
            let columns: &[_] = &["tracking_no", "state", "shipped_at"];
            all.push(named(
                "shipments.of_order",
                &shipments.of_order,
                &["user_id", "no"],
                columns,
            ));
            if let Some(traces) = &shipments.traces {
                all.push(named(
                    "shipments.traces",
                    traces,
                    &["tracking_no", "no"],
                    &["time", "text"],
                ));
            }
        }
        if let Some(refunds) = &self.refunds {
            let columns: &[_] = &[
                "no",
                "order_no",
                "customer",
                "kind",
                "state",
                "amount",
                "created_at",
            ];
            all.push(named("refunds.list", &refunds.list, &["user_id"], columns));
        }
        if let Some(coupons) = &self.coupons {
            let columns: &[_] = &["id", "customer", "title", "value", "valid_from", "valid_to"];
            all.push(named("coupons.list", &coupons.list, &["user_id"], columns));
        }
        if let Some(points) = &self.points {
            all.push(named(
                "points.balance",
                &points.balance,
                &["user_id"],
                &["customer", "balance"],
            ));
            if let Some(moves) = &points.moves {
                all.push(named(
                    "points.moves",
                    moves,
                    &["user_id"],
                    &["at", "amount"],
                ));
            }
        }
        all
    }
}
