//! Showing, trying, saving and taking back a mapping.

use std::future::Future;
use std::sync::Arc;
use std::time::Instant;

use serde::Serialize;
use serde_json::{Value, json};
use shanying_kernel::{Error, ErrorKind, Result, Time};
use shanying_web_kit::{Caller, Tenant, audit, settings};

use super::model::{CheckReport, CheckStep, Connection, Origin, SavedMapping, Sealed};
use super::switchboard::Switchboard;
use crate::connectors::{Commerce, OrderFilter, Patience, ReadKind, Shop, VerifiedCustomer};

const MAPPING_BYTES: usize = 64 << 10;
const ORDERS: usize = 5;

/// Puts what was saved behind the switchboard.
pub(crate) async fn start(tenant: &Tenant) -> Result<()> {
    let Ok(board) = tenant.part::<Switchboard>() else {
        return Ok(());
    };
    let patience = tenant.settings::<Patience>().await?;
    board.tune(&patience);
    let saved: SavedMapping = settings::load(&mut tenant.db().read().await?).await?;
    let opened = saved
        .sealed
        .map(|sealed| board.workshop().open(&sealed, false));
    let used = match opened {
        Some(Ok(opened)) => {
            board.take(opened, &patience);
            usable(board.behind().shop.as_ref()).await
        }
        Some(Err(error)) => {
            board.break_saved(error.message.to_string());
            Err(error)
        }
        None => usable(board.behind().shop.as_ref()).await,
    };
    if let Err(error) = used {
        tracing::error!(?error, "the mapping of the shop cannot be used");
        board.break_off(error.message.to_string());
    }
    Ok(())
}

/// The error of a mapping that is wrong. A shop that is not there just now may be there later.
async fn usable(shop: &dyn Shop) -> Result<()> {
    match shop.ready().await {
        Err(error) if error.kind == ErrorKind::Unavailable => {
            tracing::warn!(?error, "the shop is not there: its mapping is not checked");
            Ok(())
        }
        done => done,
    }
}

/// What is connected, and how it is.
pub(super) async fn show(tenant: &Tenant) -> Result<Connection> {
    let board = tenant.part::<Switchboard>()?;
    let saved: SavedMapping = settings::load(&mut tenant.db().read().await?).await?;
    let behind = board.behind();
    let sealed = match behind.origin {
        Origin::Saved => saved.sealed.as_ref(),
        _ => board.configured(),
    };
    Ok(Connection {
        kind: behind.kind,
        name: behind.shop.name(),
        origin: behind.origin,
        fault: behind.fault,
        capabilities: behind.shop.capabilities(),
        health: behind.shop.health(),
        mapping: sealed.map(|sealed| sealed.text.clone()),
        saved_by: saved.by,
        saved_at: saved.at,
        has_database: board.workshop().has_database(),
    })
}

/// The text without its secrets; `***` keeps those of the mapping in use.
async fn seal(tenant: &Tenant, board: &Switchboard, text: &str) -> Result<Sealed> {
    if text.trim().is_empty() || text.len() > MAPPING_BYTES {
        let message = format!("1 to {MAPPING_BYTES} bytes");
        return Err(Error::invalid("shop.mapping", message));
    }
    let saved: SavedMapping = settings::load(&mut tenant.db().read().await?).await?;
    let before = saved.sealed.or_else(|| board.configured().cloned());
    board.workshop().seal(text, &before.unwrap_or_default())
}

/// Keeps a mapping and uses it from now on.
pub(super) async fn save(tenant: &Tenant, caller: &Caller, text: &str) -> Result<Connection> {
    let board = tenant.part::<Switchboard>()?;
    let sealed = seal(tenant, &board, text).await?;
    let opened = board.workshop().open(&sealed, false)?;
    usable(opened.shop.as_ref()).await?;
    let entry = audit::Entry::new(caller, "connection.saved", &opened.shop.name())
        .detail(json!({"kind": opened.kind}));
    let by = caller.actor.clone();
    keep(tenant, entry, move |now| SavedMapping {
        sealed: Some(sealed),
        by: Some(by),
        at: Some(now),
    })
    .await?;
    board.take(opened, &*tenant.settings::<Patience>().await?);
    show(tenant).await
}

/// Back to what the configuration says.
pub(super) async fn remove(tenant: &Tenant, caller: &Caller) -> Result<Connection> {
    let board = tenant.part::<Switchboard>()?;
    let entry = audit::Entry::new(caller, "connection.removed", &board.name());
    keep(tenant, entry, |_| SavedMapping::default()).await?;
    board.go_back(&*tenant.settings::<Patience>().await?)?;
    show(tenant).await
}

async fn keep(
    tenant: &Tenant,
    entry: audit::Entry,
    saved: impl FnOnce(Time) -> SavedMapping + Send + 'static,
) -> Result<()> {
    let written = tenant.db().write(move |tx| {
        Box::pin(async move {
            let now = Time(tx.now_ms());
            settings::store(tx, &saved(now)).await?;
            tx.emit("settings.changed", json!({"section": "shop_mapping"}))
                .await?;
            audit::record(tx, entry).await
        })
    });
    written.await
}

/// Tries a mapping as a customer without keeping it. Nothing is written at the shop.
pub(super) async fn check(
    tenant: &Tenant,
    text: &str,
    customer_id: Option<&str>,
) -> Result<CheckReport> {
    let board = tenant.part::<Switchboard>()?;
    let sealed = seal(tenant, &board, text).await?;
    let opened = board.workshop().open(&sealed, true)?;
    let shop = opened.shop;
    shop.tune(&*tenant.settings::<Patience>().await?);
    shop.ready().await?;
    let mut steps = Vec::new();
    if let Some(customer_id) = customer_id {
        let commerce = tenant.part::<Commerce>()?;
        let customer = commerce.customers.verified(customer_id).await?;
        steps = walk(&shop, &customer).await;
    }
    Ok(CheckReport {
        name: shop.name(),
        kind: opened.kind,
        capabilities: shop.capabilities(),
        steps,
        exchanges: shop
            .health()
            .map(|health| health.exchanges)
            .unwrap_or_default(),
    })
}

/// Everything that can be read of a customer.
async fn walk(shop: &Arc<dyn Shop>, customer: &VerifiedCustomer) -> Vec<CheckStep> {
    let filter = OrderFilter {
        limit: ORDERS,
        ..OrderFilter::default()
    };
    let mut first = None;
    let list = step("orders", async {
        let page = shop.orders(customer, filter).await?;
        first = page.items.first().map(|order| order.no.clone());
        many(&page.items)
    });
    let mut steps = vec![list.await];
    let reads = shop.capabilities().reads;
    if let Some(no) = first {
        let one = async {
            Ok((
                None,
                Some(serde_json::to_value(shop.order(customer, &no).await?)?),
            ))
        };
        steps.push(step("order", one).await);
        if reads.contains(&ReadKind::Shipments) {
            let parcels = async { many(&shop.shipments(customer, &no).await?) };
            steps.push(step("shipments", parcels).await);
        }
    }
    if reads.contains(&ReadKind::Refunds) {
        let refunds = async { many(&shop.refunds(customer).await?) };
        steps.push(step("refunds", refunds).await);
    }
    if reads.contains(&ReadKind::Coupons) {
        let coupons = async { many(&shop.coupons(customer).await?) };
        steps.push(step("coupons", coupons).await);
    }
    if reads.contains(&ReadKind::Points) {
        let points = async {
            Ok((
                None,
                Some(serde_json::to_value(shop.points(customer).await?)?),
            ))
        };
        steps.push(step("points", points).await);
    }
    steps
}

type Shown = (Option<usize>, Option<Value>);

fn many<T: Serialize>(items: &[T]) -> Result<Shown> {
    let first = items.first().map(serde_json::to_value).transpose()?;
    Ok((Some(items.len()), first))
}

async fn step(what: &'static str, work: impl Future<Output = Result<Shown>>) -> CheckStep {
    let began = Instant::now();
    let done = work.await;
    let took_ms = i64::try_from(began.elapsed().as_millis()).unwrap_or(i64::MAX);
    let (outcome, message) = match &done {
        Ok(_) => ("ok".to_owned(), None),
        Err(error) => (error.code.to_owned(), Some(error.message.to_string())),
    };
    let (rows, sample) = done.unwrap_or_default();
    CheckStep {
        what,
        outcome,
        message,
        rows,
        took_ms,
        sample,
    }
}
