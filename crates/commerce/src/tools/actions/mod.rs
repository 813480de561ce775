//! Reading, previewing, confirming, deciding.

mod allowance;
mod decide;

pub use allowance::{Allowance, allowance};
pub(super) use decide::approvals;
pub(crate) use decide::forget;
pub use decide::{approve, reject};

use serde_json::{Value, json};
use shanying_kernel::{Actor, Error, Result, Time};
use shanying_storage::Tx;
use shanying_web_kit::signing::{random_token, token_hash};
use shanying_web_kit::{Tenant, audit};

use super::goods;
use super::model::{Asker, CallFacts, NewWrite, StoredWrite, ToolSettings, ToolWrite, WriteState};
use super::registry::{self, Asked, Tool};
use super::rules::{self, Confirmation, RUNNING_MS};
use super::store;
use crate::connectors::{Change, Commerce, OrderFilter, Outcome, Preview, VerifiedCustomer, Write};

const MINUTE_MS: i64 = 60_000;
const KEY_MAX: usize = 200;

/// Looks something up. The answer is what the port gives, as JSON.
pub async fn read(tenant: &Tenant, asker: &Asker, name: &str, arguments: Value) -> Result<Value> {
    let (began, fields) = (tenant.clock().now_ms(), store::fields(&arguments));
    let done = look_up(tenant, asker, name, arguments).await;
    let facts = CallFacts {
        tool: name,
        step: "read",
        asker,
        fields,
    };
    note(tenant, facts, outcome_of(&done), began).await?;
    done
}

fn outcome_of<T>(done: &Result<T>) -> &'static str {
    done.as_ref().err().map_or("ok", |error| error.code)
}

/// Names of tools that nobody knows are no business of the log.
async fn note(
    tenant: &Tenant,
    facts: CallFacts<'_>,
    outcome: &'static str,
    began_ms: i64,
) -> Result<()> {
    if registry::find(facts.tool).is_err() {
        return Ok(());
    }
    let (tool, asker) = (facts.tool.to_owned(), facts.asker.clone());
    let (step, fields) = (facts.step, facts.fields);
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let facts = CallFacts {
                    tool: &tool,
                    step,
                    asker: &asker,
                    fields,
                };
                store::insert_call(tx, &facts, outcome, began_ms).await
            })
        })
        .await
}

/// The tool if it may be used, what is asked, and of whom.
struct Understood {
    tool: &'static Tool,
    asked: Asked,
    customer: VerifiedCustomer,
}

async fn understand(
    tenant: &Tenant,
    asker: &Asker,
    name: &str,
    arguments: Value,
) -> Result<Understood> {
    let tool = registry::find(name)?;
    let (commerce, settings) = (
        tenant.part::<Commerce>()?,
        tenant.settings::<ToolSettings>().await?,
    );
    let off = settings.off.iter().any(|off| off == name);
    if off || !tool.is_possible(&commerce.shop.capabilities()) {
        return Err(Error::conflict("tool.off", "this tool cannot be used"));
    }
    let asked = tool.asked(arguments, &settings.currency)?;
    let customer = commerce.customers.verified(&asker.customer_id).await?;
    Ok(Understood {
        tool,
        asked,
        customer,
    })
}

async fn look_up(tenant: &Tenant, asker: &Asker, name: &str, arguments: Value) -> Result<Value> {
    let Understood {
        asked, customer, ..
    } = understand(tenant, asker, name, arguments).await?;
    let commerce = tenant.part::<Commerce>()?;
    let shop = &commerce.shop;
    Ok(match asked {
        Asked::Orders { status, limit } => {
            let filter = OrderFilter {
                status,
                cursor: None,
                limit,
            };
            json!({"items": shop.orders(&customer, filter).await?.items})
        }
        Asked::Order(no) => serde_json::to_value(shop.order(&customer, &no).await?)?,
        Asked::Goods(no) => {
            let order = shop.order(&customer, &no).await?;
            json!({"items": goods::listed(&order)})
        }
        Asked::Shipments(no) => json!({"items": shop.shipments(&customer, &no).await?}),
        Asked::Refunds => json!({"items": shop.refunds(&customer).await?}),
        Asked::Coupons => json!({"items": shop.coupons(&customer).await?}),
        Asked::Points => serde_json::to_value(shop.points(&customer).await?)?,
        Asked::Specs(product_id) => json!({"items": shop.specs(&customer, &product_id).await?}),
        Asked::Addresses => json!({"items": shop.addresses(&customer).await?}),
        Asked::Quote(purchase) => serde_json::to_value(shop.quote(&customer, &purchase).await?)?,
        Asked::Change(_) => {
            return Err(Error::invalid(
                "tool.needs_preview",
                "a write is previewed and confirmed",
            ));
        }
    })
}

/// What a write would do; the token confirms it. The same key gives the same write again.
pub async fn preview(
    tenant: &Tenant,
    asker: &Asker,
    name: &str,
    arguments: Value,
    key: &str,
) -> Result<(ToolWrite, String)> {
    let (began, fields) = (tenant.clock().now_ms(), store::fields(&arguments));
    let done = tell(tenant, asker, name, arguments, key).await;
    let facts = CallFacts {
        tool: name,
        step: "preview",
        asker,
        fields,
    };
    note(tenant, facts, outcome_of(&done), began).await?;
    done
}

async fn tell(
    tenant: &Tenant,
    asker: &Asker,
    name: &str,
    arguments: Value,
    key: &str,
) -> Result<(ToolWrite, String)> {
    if key.is_empty() || key.len() > KEY_MAX {
        return Err(Error::field("key", format!("1 to {KEY_MAX} bytes")));
    }
    let Understood {
        tool,
        asked,
        customer,
    } = understand(tenant, asker, name, arguments).await?;
    let Asked::Change(change) = asked else {
        return Err(Error::invalid(
            "tool.reads_only",
            "this tool changes nothing: read it",
        ));
    };
    let commerce = tenant.part::<Commerce>()?;
    let settings = tenant.settings::<ToolSettings>().await?;
    let mut told = commerce.shop.preview(&customer, &change).await;
    if let Ok(preview) = &mut told {
        let mut tx = tenant.db().read().await?;
        let since = store::since(Time(tx.now_ms()), settings.limit_days);
        let given = store::given_before(&mut tx, &customer.customer_id, since, "").await?;
        rules::limit(preview, &change, settings.limit_of(&customer), given);
    }
    let fingerprint = token_hash(&serde_json::to_string(&change)?);
    // The fingerprint is that of what was asked; what is confirmed is bound to the price told.
    // A key that is known gives its write even if the shop would refuse it by now: it is done.
    let known = find_key(tenant, asker, key, tool.name, &fingerprint).await?;
    let preview = match (told, known) {
        (_, Some(stored)) => return Ok((stored.write, stored.token)),
        (told, None) => told?,
    };
    let change = at_price_told(change, &preview);
    let new = NewWrite {
        key: scoped(asker, key),
        token: random_token(),
        tool: tool.name,
        fingerprint,
        change,
        preview,
        expires_at: Time(tenant.clock().now_ms() + settings.confirm_minutes * MINUTE_MS),
    };
    let asker = asker.clone();
    let stored = tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let (tool, fingerprint) = (new.tool, new.fingerprint.clone());
                let stored = store::insert(tx, &asker, &new).await?;
                same(&stored, tool, &fingerprint)?;
                Ok(stored)
            })
        })
        .await?;
    Ok((stored.write, stored.token))
}

/// A purchase is confirmed for the price that was told, or refused by the shop.
fn at_price_told(mut change: Change, preview: &Preview) -> Change {
    if let Change::CreateOrder { purchase } = &mut change {
        purchase.total = preview.amount.as_ref().map(|money| money.amount);
    }
    change
}

/// Keys are the customer's own: nobody meets a write of somebody else by guessing one.
fn scoped(asker: &Asker, key: &str) -> String {
    format!("{}/{key}", asker.customer_id)
}

fn same(stored: &StoredWrite, tool: &str, fingerprint: &str) -> Result<()> {
    if stored.write.tool == tool && stored.fingerprint == fingerprint {
        return Ok(());
    }
    Err(Error::conflict(
        "tool.key_reused",
        "this key was used for another write",
    ))
}

async fn find_key(
    tenant: &Tenant,
    asker: &Asker,
    key: &str,
    tool: &str,
    fingerprint: &str,
) -> Result<Option<StoredWrite>> {
    let mut tx = tenant.db().read().await?;
    let found = store::find_key(&mut tx, &scoped(asker, key)).await?;
    found
        .map(|stored| same(&stored, tool, fingerprint).map(|()| stored))
        .transpose()
}

/// Confirms a write: done, or waiting for a person. Confirmed again, it is what it is.
pub async fn confirm(tenant: &Tenant, asker: &Asker, token: &str) -> Result<ToolWrite> {
    let began = tenant.clock().now_ms();
    let (token, who) = (token.to_owned(), asker.clone());
    let commerce = tenant.part::<Commerce>()?;
    let customer = commerce.customers.verified(&asker.customer_id).await?;
    let settings = tenant.settings::<ToolSettings>().await?;
    let (limit, days) = (settings.limit_of(&customer), settings.limit_days);
    let begun = tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let stored = store::lock_token(tx, &token).await?;
                begin(tx, stored, &who, (limit, days)).await
            })
        })
        .await?;
    let (stored, ask) = begun;
    let tool = stored.write.tool.clone();
    let done = if ask {
        finish(tenant, &customer, stored, asker.actor.clone()).await
    } else {
        Ok(stored.write)
    };
    let facts = CallFacts {
        tool: &tool,
        step: "confirm",
        asker,
        fields: Vec::new(),
    };
    note(tenant, facts, outcome_of(&done), began).await?;
    done
}

/// Decides what the confirmation does, and holds the customer's limit while it is counted.
async fn begin(
    tx: &mut Tx,
    stored: StoredWrite,
    asker: &Asker,
    (limit, days): (i64, i64),
) -> Result<(StoredWrite, bool)> {
    let now = Time(tx.now_ms());
    let (id, mut decided) = (
        stored.write.id.clone(),
        rules::confirmation(&stored, asker, now)?,
    );
    if decided == Confirmation::Ask
        && !stored.approved
        && let Some(Change::Compensate { amount, .. }) = &stored.change
    {
        let since = store::since(now, days);
        let given = store::given(tx, &asker.customer_id, since, &id).await?;
        if given + amount.amount > limit {
            decided = Confirmation::Escalate;
        } else {
            store::reserve(tx, &stored.write, amount).await?;
        }
    }
    match decided {
        Confirmation::AsItIs => Ok((stored, false)),
        Confirmation::Ask => {
            store::set_running(tx, &id, now.0 + RUNNING_MS, stored.approved).await?;
            Ok((stored, true))
        }
        Confirmation::Escalate => {
            escalate(tx, &stored.write, &asker.actor).await?;
            Ok((store::lock_id(tx, &id).await?, false))
        }
    }
}

async fn escalate(tx: &mut Tx, write: &ToolWrite, by: &Actor) -> Result<()> {
    store::set_waiting(tx, &write.id).await?;
    let detail = json!({"tool": write.tool, "customer_id": write.customer_id});
    audit::record(
        tx,
        audit::Entry::by(by, "tool.approval_asked", &write.id).detail(detail),
    )
    .await?;
    let held = store::lock_id(tx, &write.id).await?;
    announce(tx, "tool.approval_asked", &held, json!({})).await
}

/// Tells how far a write is; `more` are values of this kind of event.
async fn announce(tx: &mut Tx, kind: &str, held: &StoredWrite, mut more: Value) -> Result<()> {
    let write = &held.write;
    if let Some(fields) = more.as_object_mut() {
        for (name, value) in [
            ("write_id", json!(write.id)),
            ("tool", json!(write.tool)),
            ("customer_id", json!(write.customer_id)),
            ("conversation_id", json!(write.conversation_id)),
            ("order_no", json!(write.preview.order_no)),
            ("approved", json!(held.approved)),
        ] {
            fields.insert(name.to_owned(), value);
        }
    }
    tx.emit(kind, more).await
}

/// Asks the shop, and writes down how it ended. What the shop left unanswered stays open: it is
/// tried again under the same key.
async fn finish(
    tenant: &Tenant,
    customer: &VerifiedCustomer,
    stored: StoredWrite,
    by: Actor,
) -> Result<ToolWrite> {
    let Some(change) = stored.change else {
        return Err(Error::internal("a write without its change"));
    };
    let commerce = tenant.part::<Commerce>()?;
    let write = Write {
        key: &stored.write.id,
        change: &change,
        approved: stored.approved,
    };
    let answer = commerce.shop.apply(customer, write).await;
    let (id, compensates) = (stored.write.id, matches!(change, Change::Compensate { .. }));
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let held = store::lock_id(tx, &id).await?;
                // Somebody else who tried it at the same time wrote it down already.
                if held.write.state != WriteState::Running {
                    return Ok(Ok(held.write));
                }
                let kept = write_down(tx, held, answer, &by, compensates).await?;
                Ok(match kept {
                    Some(error) => Err(error),
                    None => Ok(store::lock_id(tx, &id).await?.write),
                })
            })
        })
        .await?
}

/// Gives the error that the caller shall see, if there is one.
async fn write_down(
    tx: &mut Tx,
    held: StoredWrite,
    answer: Result<Outcome>,
    by: &Actor,
    compensates: bool,
) -> Result<Option<Error>> {
    let write = &held.write;
    match answer {
        Ok(outcome) => {
            store::set_over(tx, &write.id, WriteState::Done, Some(&outcome), None).await?;
            if compensates {
                store::set_booked(tx, &write.id).await?;
            }
            let detail = json!({
                "tool": write.tool, "customer_id": write.customer_id,
                "order_no": outcome.order_no, "amount": outcome.amount, "number": outcome.number,
            });
            let entry = audit::Entry::by(by, "tool.done", &write.id).detail(detail);
            audit::record(tx, entry).await?;
            let told = json!({"amount": outcome.amount, "number": outcome.number});
            announce(tx, "tool.done", &held, told).await?;
            Ok(None)
        }
        Err(error) if rules::is_unsure(&error) => {
            store::set_running(tx, &write.id, 0, held.approved).await?;
            Ok(Some(error))
        }
        // The order changed since the preview, and now a person must look at it.
        Err(error) if error.code == "shop.needs_authority" => {
            escalate(tx, write, by).await?;
            Ok(None)
        }
        Err(error) => {
            store::set_over(tx, &write.id, WriteState::Failed, None, Some(error.code)).await?;
            if compensates {
                store::release(tx, &write.id).await?;
            }
            announce(tx, "tool.failed", &held, json!({"error": error.code})).await?;
            Ok(Some(error))
        }
    }
}
