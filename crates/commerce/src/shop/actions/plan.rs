//! What a change would do to an order, and whether it may be.

use shanying_kernel::{Error, Result, Time};
use shanying_storage::Tx;
use shanying_web_kit::settings;

use crate::catalogue;
use crate::connectors::{Authority, Change, CompensationForm, Fact, Preview};
use crate::money::Money;
use crate::orders::{Order, OrderStatus, StoredOrder, rules};
use crate::refunds::rules::{Request, grant};
use crate::refunds::{RefundItem, RefundKind, RefundReason};
use crate::shop::Terms;

/// Longest text of a customer that is kept with a change.
const TEXT_MAX: usize = 500;
/// Most files that show a fault.
const EVIDENCE_MAX: usize = 9;

/// A change that may be made.
pub(super) struct Plan {
    pub(super) preview: Preview,
    pub(super) terms: Terms,
    pub(super) order: Option<StoredOrder>,
    /// Lines that go back.
    pub(super) items: Vec<RefundItem>,
}

/// Makes the plan, or says why there is none. The order is whole.
pub(super) async fn make(tx: &mut Tx, change: &Change, order: Option<StoredOrder>) -> Result<Plan> {
    check_texts(change)?;
    let terms = settings::load::<Terms>(tx).await?;
    let now = Time(tx.now_ms());
    let preview = Preview {
        kind: change.kind(),
        order_no: change.order_no().map(str::to_owned),
        authority: Authority::Alone,
        amount: None,
        facts: Vec::new(),
    };
    let mut plan = Plan {
        preview,
        terms,
        order,
        items: Vec::new(),
    };
    if let Change::Compensate { amount, form, .. } = change {
        if amount.amount <= 0 {
            return Err(Error::field("amount", "more than zero"));
        }
        plan.preview.amount = Some(amount.clone());
        plan.preview.facts.push(compensation_fact(*form, amount));
        return Ok(plan);
    }
    let Some(stored) = plan.order.take() else {
        return Err(Error::field("order_no", "which order"));
    };
    about_order(tx, change, &stored, now, &mut plan).await?;
    plan.order = Some(stored);
    Ok(plan)
}

async fn about_order(
    tx: &mut Tx,
    change: &Change,
    stored: &StoredOrder,
    now: Time,
    plan: &mut Plan,
) -> Result<()> {
    let order = &stored.order;
    match change {
        Change::ChangeAddress { receiver, .. } => {
            rules::may_change_address(stored)?;
            let shown = rules::masked(&rules::proper_address(receiver)?);
            let fact = Fact::new("order.goes_to")
                .with("name", shown.name)
                .with("phone", shown.phone)
                .with("city", shown.city)
                .with("district", shown.district);
            plan.preview.facts.push(fact);
            plan.preview
                .facts
                .push(Fact::new("order.address_changes_once"));
        }
        Change::CancelOrder { .. } => {
            rules::may_cancel(stored)?;
            if order.status == OrderStatus::Paid {
                let left = order.amount.paid.amount - stored.returned_to_buyer;
                let back = Money::new(left.max(0), &order.amount.paid.currency);
                plan.preview.amount = Some(back);
                plan.preview
                    .facts
                    .push(Fact::new("refund.goes_back_same_way"));
            }
        }
        Change::RequestRefund {
            refund,
            items,
            reason,
            ..
        } => {
            let request = Request {
                kind: *refund,
                reason: *reason,
                items,
            };
            let granted = grant(order, &request, &plan.terms, now)?;
            plan.preview.authority = granted.authority;
            if *refund != RefundKind::RefundOnly {
                plan.preview.facts.push(Fact::new("refund.send_back_first"));
            }
            if granted.authority == Authority::Person {
                plan.preview.facts.push(looked_at(&request, &plan.terms));
            }
            plan.preview.amount = Some(granted.amount);
            plan.items = granted.items;
        }
        Change::UrgeShipment { .. } => {
            rules::may_urge(stored, &plan.terms, now)?;
            let sent = order.status != OrderStatus::Paid;
            let who = if sent {
                "order.carrier_is_asked"
            } else {
                "order.warehouse_is_asked"
            };
            plan.preview.facts.push(Fact::new(who));
        }
        Change::RequestInvoice { .. } => {
            rules::may_request_invoice(stored, &plan.terms, now)?;
            plan.preview.amount = Some(order.amount.paid.clone());
        }
        Change::ProtectPrice { .. } => {
            rules::may_protect_price(stored, &plan.terms, now)?;
            plan.preview.amount = Some(fallen(tx, stored).await?);
            plan.preview
                .facts
                .push(Fact::new("refund.goes_back_same_way"));
        }
        Change::Compensate { .. } | Change::CreateOrder { .. } => {}
    }
    Ok(())
}

/// Why somebody looks at a refund: it is above the limit, or its reason is one to look at.
fn looked_at(request: &Request<'_>, terms: &Terms) -> Fact {
    let fact = Fact::new("refund.is_looked_at");
    if request.kind != RefundKind::RefundOnly && request.reason == RefundReason::NoReason {
        return fact.with("limit", terms.refund_alone_max);
    }
    fact
}

/// By how much the prices of what the customer kept have fallen since, less what was paid back.
async fn fallen(tx: &mut Tx, stored: &StoredOrder) -> Result<Money> {
    let order: &Order = &stored.order;
    let ids: Vec<&str> = order
        .items
        .iter()
        .map(|item| item.sku_id.as_str())
        .collect();
    let prices = catalogue::store::prices(tx, &ids).await?;
    let fallen: i64 = order
        .items
        .iter()
        .filter_map(|item| {
            let today = prices.get(&item.sku_id)?;
            let same = today.currency == item.price.currency;
            let less = (item.price.amount - today.amount).max(0);
            same.then_some(less * item.refundable)
        })
        .sum();
    // What coupons took off is not paid back a second time.
    let kept = (order.amount.paid.amount - order.amount.shipping.amount).max(0);
    let left = fallen.min(kept) - stored.returned_to_buyer;
    if left <= 0 {
        return Err(Error::conflict(
            "price.not_lower",
            "nothing has become cheaper",
        ));
    }
    Ok(Money::new(left, &order.amount.paid.currency))
}

fn compensation_fact(form: CompensationForm, amount: &Money) -> Fact {
    match form {
        CompensationForm::Coupon => Fact::new("compensation.coupon"),
        CompensationForm::Points => {
            Fact::new("compensation.points").with("points", points_of(amount))
        }
    }
}

/// A hundred points stand for one whole unit of money, so a point for each minor unit.
pub(super) fn points_of(amount: &Money) -> i64 {
    amount.amount
}

fn check_texts(change: &Change) -> Result<()> {
    let texts: Vec<(&'static str, &str)> = match change {
        Change::CancelOrder { reason, .. } | Change::Compensate { reason, .. } => {
            vec![("reason", reason)]
        }
        Change::RequestRefund { note, evidence, .. } => {
            if evidence.len() > EVIDENCE_MAX {
                return Err(Error::field("evidence", format!("at most {EVIDENCE_MAX}")));
            }
            let files = evidence.iter().map(|file| ("evidence", file.as_str()));
            std::iter::once(("note", note.as_str()))
                .chain(files)
                .collect()
        }
        Change::RequestInvoice {
            title,
            tax_no,
            email,
            ..
        } => {
            if title.trim().is_empty() {
                return Err(Error::field("title", "whom it is made out to"));
            }
            if !email.contains('@') {
                return Err(Error::field("email", "not an e-mail address"));
            }
            let tax_no = tax_no.as_deref().unwrap_or_default();
            vec![("title", title), ("tax_no", tax_no), ("email", email)]
        }
        _ => Vec::new(),
    };
    match texts
        .iter()
        .find(|(_, text)| text.chars().count() > TEXT_MAX)
    {
        Some((field, _)) => Err(Error::field(
            field,
            format!("at most {TEXT_MAX} characters"),
        )),
        None => Ok(()),
    }
}
