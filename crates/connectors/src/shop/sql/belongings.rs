//! What belongs to an order or to a customer besides: parcels, refunds, coupons, points.

use std::collections::BTreeMap;

use serde_json::Value;
use shanying_commerce::connectors::{VerifiedCustomer, unsupported};
use shanying_commerce::coupons::{Coupon, CouponState, PointMove, Points};
use shanying_commerce::refunds::{Refund, RefundReason};
use shanying_commerce::shipments::{Shipment, ShipmentState, Trace};
use shanying_kernel::{Result, Time};

use super::shop::{ROWS_MOST, SqlShop, Statement};
use crate::shop::client::malformed;
use crate::shop::memory::{Subject, Told};
use crate::shop::reading::{masked, plain, time};

impl SqlShop {
    /// The parcels of an order that is known to be the customer's.
    pub(super) async fn parcels(
        &self,
        customer: &VerifiedCustomer,
        no: &str,
    ) -> Result<Vec<Shipment>> {
        let Some(mapped) = &self.mapping.shipments else {
            return Err(unsupported("shipments"));
        };
        let of = Statement {
            name: "shipments.of_order",
            text: &mapped.of_order,
            subject: Subject::Order(no.to_owned()),
            values: vec![("user_id", customer.user_id.clone()), ("no", no.to_owned())],
            most: ROWS_MOST,
        };
        let told = self.read(customer, of).await?;
        let mut found = Vec::new();
        for row in told.value.as_array().into_iter().flatten() {
            let number = text(row, "tracking_no");
            let traces = self.traces(customer, no, &number).await?;
            found.push(Shipment {
                carrier_code: text(row, "carrier_code"),
                carrier_name: text(row, "carrier_name"),
                tracking_no: number,
                state: known(&mapped.states, &text(row, "state"), "state of a parcel")?,
                traces,
                eta: moment(row, "eta"),
                signed_by: masked(&text(row, "signed_by")),
                shipped_at: needed(row, "shipped_at")?,
            });
        }
        Ok(found)
    }

    async fn traces(
        &self,
        customer: &VerifiedCustomer,
        no: &str,
        number: &str,
    ) -> Result<Vec<Trace>> {
        let mapped = self.mapping.shipments.as_ref();
        let Some((mapped, of)) = mapped.and_then(|mapped| Some((mapped, mapped.traces.as_ref()?)))
        else {
            return Ok(Vec::new());
        };
        let traces = Statement {
            name: "shipments.traces",
            text: of,
            subject: Subject::Order(no.to_owned()),
            values: vec![("tracking_no", number.to_owned()), ("no", no.to_owned())],
            most: ROWS_MOST,
        };
        let told = self.read(customer, traces).await?;
        let read = |row: &Value| {
            let state = mapped.states.get(&text(row, "state")).copied();
            Ok(Trace {
                time: needed(row, "time")?,
                text: text(row, "text"),
                location: text(row, "location"),
                state: state.unwrap_or(ShipmentState::InTransit),
            })
        };
        let mut found: Vec<Trace> = rows(&told).map(read).collect::<Result<_>>()?;
        found.sort_by_key(|trace| std::cmp::Reverse(trace.time));
        Ok(found)
    }

    pub(super) async fn refunds_of(&self, customer: &VerifiedCustomer) -> Result<Vec<Refund>> {
        let Some(mapped) = &self.mapping.refunds else {
            return Err(unsupported("refunds"));
        };
        let told = self.theirs(customer, "refunds.list", &mapped.list).await?;
        let read = |row: &Value| {
            let reason = mapped.reasons.get(&text(row, "reason")).copied();
            Ok(Refund {
                no: text(row, "no"),
                order_no: text(row, "order_no"),
                kind: known(&mapped.kinds, &text(row, "kind"), "kind of a refund")?,
                state: known(&mapped.states, &text(row, "state"), "state of a refund")?,
                reason: reason.unwrap_or(RefundReason::NoReason),
                note: text(row, "note"),
                amount: self.reader().money(row, "amount", &self.mapping.currency)?,
                items: Vec::new(),
                evidence: Vec::new(),
                timeline: Vec::new(),
                created_at: needed(row, "created_at")?,
            })
        };
        own(&told, customer).map(read).collect()
    }

    pub(super) async fn coupons_of(&self, customer: &VerifiedCustomer) -> Result<Vec<Coupon>> {
        let Some(mapped) = &self.mapping.coupons else {
            return Err(unsupported("coupons"));
        };
        let told = self.theirs(customer, "coupons.list", &mapped.list).await?;
        let now = self.clock.now();
        let read = |row: &Value| {
            let (from, to) = (needed(row, "valid_from")?, needed(row, "valid_to")?);
            let used = !matches!(text(row, "used").as_str(), "" | "0" | "false");
            let used = used || row.get("used") == Some(&Value::Bool(true));
            let reader = self.reader();
            Ok(Coupon {
                id: text(row, "id"),
                title: text(row, "title"),
                threshold: reader.money(row, "threshold", &self.mapping.currency)?,
                value: reader.money(row, "value", &self.mapping.currency)?,
                valid_from: from,
                valid_to: to,
                state: match () {
                    () if used => CouponState::Used,
                    () if now < from => CouponState::Coming,
                    () if now > to => CouponState::Expired,
                    () => CouponState::Usable,
                },
            })
        };
        own(&told, customer).map(read).collect()
    }

    pub(super) async fn points_of(&self, customer: &VerifiedCustomer) -> Result<Points> {
        let Some(mapped) = &self.mapping.points else {
            return Err(unsupported("points"));
        };
        let told = self
            .theirs(customer, "points.balance", &mapped.balance)
            .await?;
        let row = own(&told, customer).next();
        let balance = row.map_or(Ok(0), |row| number(row, "balance"))?;
        let mut moves = Vec::new();
        if let Some(of) = &mapped.moves {
            let told = self.theirs(customer, "points.moves", of).await?;
            for row in rows(&told) {
                let order_no = text(row, "order_no");
                moves.push(PointMove {
                    at: needed(row, "at")?,
                    amount: number(row, "amount")?,
                    reason: text(row, "reason"),
                    order_no: (!order_no.is_empty()).then_some(order_no),
                });
            }
        }
        Ok(Points { balance, moves })
    }

    /// What belongs to the customer as a whole.
    async fn theirs(
        &self,
        customer: &VerifiedCustomer,
        name: &'static str,
        text: &str,
    ) -> Result<Told> {
        let statement = Statement {
            name,
            text,
            subject: Subject::Customer,
            values: vec![("user_id", customer.user_id.clone())],
            most: ROWS_MOST,
        };
        self.read(customer, statement).await
    }
}

fn rows(told: &Told) -> impl Iterator<Item = &Value> {
    told.value.as_array().into_iter().flatten()
}

/// The rows of this customer.
fn own<'a>(told: &'a Told, customer: &'a VerifiedCustomer) -> impl Iterator<Item = &'a Value> {
    rows(told).filter(|row| text(row, "customer") == customer.user_id)
}

pub(super) fn text(row: &Value, column: &str) -> String {
    row.get(column).map(plain).unwrap_or_default()
}

fn moment(row: &Value, column: &str) -> Option<Time> {
    time(&text(row, column))
}

fn needed(row: &Value, column: &str) -> Result<Time> {
    moment(row, column).ok_or_else(|| malformed(format!("no time in {column}")))
}

fn number(row: &Value, column: &str) -> Result<i64> {
    let told = text(row, column);
    let whole = told.split('.').next().unwrap_or_default();
    whole
        .parse()
        .map_err(|_| malformed(format!("no number in {column}")))
}

fn known<T: Copy>(names: &BTreeMap<String, T>, name: &str, what: &str) -> Result<T> {
    let found = names.get(name).copied();
    found.ok_or_else(|| malformed(format!("an unknown {what}: {name}")))
}
