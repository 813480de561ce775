//! Carries a plan out. The order's row is held.

use shanying_kernel::{Error, Result, Time};
use shanying_storage::Tx;

use super::plan::{Plan, points_of};
use crate::connectors::{Authority, Change, CompensationForm, Fact, Outcome, VerifiedCustomer};
use crate::coupons::{self, NewCoupon, PointMove};
use crate::money::Money;
use crate::orders::{self, Invoice, OrderStatus, StoredOrder};
use crate::refunds::{
    self, NewRefund, Refund, RefundItem, RefundKind, RefundReason, RefundState, RefundStep,
};

const DAY_MS: i64 = 86_400_000;

pub(super) async fn carry_out(
    tx: &mut Tx,
    customer: &VerifiedCustomer,
    change: &Change,
    plan: Plan,
) -> Result<Outcome> {
    let number = match (change, &plan.order) {
        (
            Change::Compensate {
                amount,
                form,
                order_no,
                ..
            },
            _,
        ) => {
            let given = Given {
                amount,
                form: *form,
                order_no: order_no.clone(),
            };
            compensate(tx, &customer.user_id, &given, plan.terms.coupon_days).await?
        }
        (_, Some(stored)) => about_order(tx, change, stored, &plan).await?,
        (_, None) => return Err(Error::internal("a change of no order")),
    };
    Ok(Outcome {
        kind: plan.preview.kind,
        order_no: plan.preview.order_no,
        number,
        amount: plan.preview.amount,
        facts: facts_after(change, plan.preview.facts),
    })
}

/// What was a warning before is no longer told afterwards.
fn facts_after(change: &Change, facts: Vec<Fact>) -> Vec<Fact> {
    match change {
        Change::ChangeAddress { .. } => facts.into_iter().take(1).collect(),
        _ => facts
            .into_iter()
            .filter(|fact| fact.code != "refund.is_looked_at")
            .collect(),
    }
}

async fn about_order(
    tx: &mut Tx,
    change: &Change,
    stored: &StoredOrder,
    plan: &Plan,
) -> Result<Option<String>> {
    let now = Time(tx.now_ms());
    match change {
        Change::ChangeAddress { receiver, .. } => {
            let receiver = orders::rules::proper_address(receiver)?;
            orders::store::set_receiver(tx, &stored.id, &receiver).await?;
            Ok(None)
        }
        Change::CancelOrder { reason, .. } => {
            orders::store::set_status(tx, &stored.id, OrderStatus::Cancelled, Some(now)).await?;
            super::ordering::give_back(tx, stored).await?;
            let Some(amount) = &plan.preview.amount else {
                return Ok(None);
            };
            let items = stored.order.items.iter().map(|item| RefundItem {
                sku_id: item.sku_id.clone(),
                quantity: item.quantity,
            });
            let draft = Draft {
                kind: RefundKind::RefundOnly,
                reason: RefundReason::NoReason,
                note: reason,
                items: items.collect(),
                evidence: &[],
                amount: amount.clone(),
                states: &[RefundState::Applied, RefundState::Refunded],
            };
            Ok(Some(open(tx, stored, draft).await?))
        }
        Change::RequestRefund {
            refund,
            reason,
            note,
            evidence,
            ..
        } => {
            // A person looked at it before if one had to; whatever goes back is waited for.
            let granted = match refund {
                RefundKind::RefundOnly => RefundState::Refunding,
                _ => RefundState::WaitBuyerReturn,
            };
            let looked_at: &[RefundState] = match plan.preview.authority {
                Authority::Alone => &[RefundState::Applied],
                Authority::Person => &[RefundState::Applied, RefundState::SellerReview],
            };
            let zero = || Money::new(0, &stored.order.amount.paid.currency);
            let draft = Draft {
                kind: *refund,
                reason: *reason,
                note,
                items: plan.items.clone(),
                evidence,
                amount: plan.preview.amount.clone().unwrap_or_else(zero),
                states: &[looked_at, &[granted]].concat(),
            };
            Ok(Some(open(tx, stored, draft).await?))
        }
        Change::UrgeShipment { .. } => {
            orders::store::set_urged(tx, &stored.id).await?;
            Ok(None)
        }
        Change::RequestInvoice { title, tax_no, .. } => {
            let invoice = Invoice {
                title: title.trim().to_owned(),
                tax_no: tax_no.clone(),
                amount: stored.order.amount.paid.clone(),
                at: now,
            };
            orders::store::set_invoice(tx, &stored.id, &invoice).await?;
            Ok(None)
        }
        Change::ProtectPrice { .. } => {
            let amount = plan.preview.amount.as_ref().map_or(0, |money| money.amount);
            orders::store::add_returned(tx, &stored.id, amount).await?;
            Ok(None)
        }
        Change::Compensate { .. } | Change::CreateOrder { .. } => Ok(None),
    }
}

/// A refund that begins.
struct Draft<'a> {
    kind: RefundKind,
    reason: RefundReason,
    note: &'a str,
    items: Vec<RefundItem>,
    evidence: &'a [String],
    amount: Money,
    /// The steps that it takes at once.
    states: &'a [RefundState],
}

async fn open(tx: &mut Tx, stored: &StoredOrder, draft: Draft<'_>) -> Result<String> {
    let now = Time(tx.now_ms());
    let no = format!("R{}-{}", stored.order.no, stored.order.refunds.len() + 1);
    let steps = draft.states.iter().map(|state| RefundStep {
        at: now,
        state: *state,
    });
    let refund = Refund {
        no: no.clone(),
        order_no: stored.order.no.clone(),
        kind: draft.kind,
        state: draft.states.last().copied().unwrap_or(RefundState::Applied),
        reason: draft.reason,
        note: draft.note.to_owned(),
        amount: draft.amount,
        items: draft.items,
        evidence: draft.evidence.to_vec(),
        timeline: steps.collect(),
        created_at: now,
    };
    let new = NewRefund {
        order_id: stored.id.clone(),
        user_id: stored.user_id.clone(),
        refund,
    };
    refunds::insert(tx, &new).await?;
    Ok(no)
}

struct Given<'a> {
    amount: &'a Money,
    form: CompensationForm,
    order_no: Option<String>,
}

async fn compensate(
    tx: &mut Tx,
    user_id: &str,
    given: &Given<'_>,
    coupon_days: i64,
) -> Result<Option<String>> {
    let now = Time(tx.now_ms());
    match given.form {
        CompensationForm::Coupon => {
            let coupon = NewCoupon {
                user_id: user_id.to_owned(),
                title: "补偿券".to_owned(),
                threshold: Money::new(0, &given.amount.currency),
                value: given.amount.clone(),
                valid_from: now,
                valid_to: Time(now.0 + coupon_days * DAY_MS),
                used_by: None,
            };
            Ok(Some(coupons::insert(tx, &coupon).await?))
        }
        CompensationForm::Points => {
            let moved = PointMove {
                at: now,
                amount: points_of(given.amount),
                reason: "compensation".to_owned(),
                order_no: given.order_no.clone(),
            };
            coupons::insert_points(tx, user_id, &moved).await?;
            Ok(None)
        }
    }
}
