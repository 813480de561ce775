//! Hooks are made and given other secrets; deliveries are taken.

use serde_json::json;
use shanying_kernel::{Error, Result, Time, new_id};
use shanying_storage::Tx;
use shanying_web_kit::signing::random_token;
use shanying_web_kit::{Caller, Tenant, audit};

use super::model::{Delivery, Hook, HookForm, NewDelivery, Refusal, Refusals, Signed, StoredHook};
use super::{rules, store};
use crate::connectors::{Commerce, Touched};

/// How long the former secret opens after another was made.
const FORMER_MS: i64 = 60 * 60_000;
const HOOKS_MOST: i64 = 20;
const NAME_MAX: usize = 40;
/// The largest delivery; WooCommerce's orders are about ten thousand bytes.
pub(super) const BYTES_MOST: usize = 256 << 10;
const KEPT_MS: i64 = 30 * 86_400_000;

/// A hook as it is shown.
fn shown(tenant: &Tenant, stored: StoredHook) -> Result<Hook> {
    let mut hook = stored.hook;
    let now = tenant.clock().now();
    hook.former_until = hook.former_until.filter(|until| *until > now);
    hook.url = format!("{}/api/v1/hooks/shop/{}", tenant.web().public_url, hook.id);
    hook.refused = tenant.part::<Refusals>()?.of(&hook.id);
    Ok(hook)
}

/// Every hook.
pub(super) async fn hooks(tenant: &Tenant) -> Result<Vec<Hook>> {
    let stored = store::hooks(&mut tenant.db().read().await?).await?;
    stored.into_iter().map(|hook| shown(tenant, hook)).collect()
}

fn named(name: &str) -> Result<String> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > NAME_MAX {
        return Err(Error::field("name", format!("1 to {NAME_MAX} characters")));
    }
    Ok(name.to_owned())
}

/// Makes a hook; its secret is told this once.
pub(super) async fn make(
    tenant: &Tenant,
    caller: &Caller,
    name: &str,
    form: HookForm,
) -> Result<(Hook, String)> {
    let (id, secret, name) = (new_id("hok"), random_token(), named(name)?);
    let entry = audit::Entry::new(caller, "hook.created", &id).detail(json!({"name": name}));
    let (made, told) = (id.clone(), secret.clone());
    let written = tenant.db().write(move |tx| {
        Box::pin(async move {
            if store::count(tx).await? >= HOOKS_MOST {
                let message = format!("at most {HOOKS_MOST}");
                return Err(Error::conflict("hook.too_many", message));
            }
            store::insert(tx, &made, &name, form, &secret).await?;
            audit::record(tx, entry).await?;
            store::load(tx, &made).await
        })
    });
    Ok((shown(tenant, written.await?)?, told))
}

/// Another secret, told this once; the former one opens for an hour more.
pub(super) async fn rotate(tenant: &Tenant, caller: &Caller, id: &str) -> Result<(Hook, String)> {
    let (hook_id, secret) = (id.to_owned(), random_token());
    let entry = audit::Entry::new(caller, "hook.secret_changed", id);
    let told = secret.clone();
    let written = tenant.db().write(move |tx| {
        Box::pin(async move {
            store::load(tx, &hook_id).await?;
            let until = Time(tx.now_ms() + FORMER_MS);
            store::set_secret(tx, &hook_id, &secret, until).await?;
            audit::record(tx, entry).await?;
            store::load(tx, &hook_id).await
        })
    });
    Ok((shown(tenant, written.await?)?, told))
}

/// Names it anew, opens or closes it.
pub(super) async fn change(
    tenant: &Tenant,
    caller: &Caller,
    id: &str,
    (name, enabled): (Option<String>, Option<bool>),
) -> Result<Hook> {
    let hook_id = id.to_owned();
    let name = name.map(|name| named(&name)).transpose()?;
    let entry = audit::Entry::new(caller, "hook.changed", id);
    let written = tenant.db().write(move |tx| {
        Box::pin(async move {
            let before = store::load(tx, &hook_id).await?.hook;
            let name = name.unwrap_or_else(|| before.name.clone());
            let enabled = enabled.unwrap_or(before.enabled);
            store::set(tx, &hook_id, &name, enabled).await?;
            let detail = json!({"name": [before.name, name], "enabled": [before.enabled, enabled]});
            audit::record(tx, entry.detail(detail)).await?;
            store::load(tx, &hook_id).await
        })
    });
    shown(tenant, written.await?)
}

/// Forgets a hook and what came through it.
pub(super) async fn remove(tenant: &Tenant, caller: &Caller, id: &str) -> Result<()> {
    let hook_id = id.to_owned();
    let entry = audit::Entry::new(caller, "hook.removed", id);
    let written = tenant.db().write(move |tx| {
        Box::pin(async move {
            store::load(tx, &hook_id).await?;
            store::delete(tx, &hook_id).await?;
            audit::record(tx, entry).await
        })
    });
    written.await
}

/// What came through a hook, the latest first.
pub(super) async fn deliveries(
    tenant: &Tenant,
    id: &str,
    cursor: Option<shanying_kernel::Cursor>,
    limit: usize,
) -> Result<shanying_kernel::Page<Delivery>> {
    let mut tx = tenant.db().read().await?;
    store::load(&mut tx, id).await?;
    store::deliveries(&mut tx, id, cursor, limit).await
}

/// What the shop is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Taken {
    /// The door works.
    Pong,
    /// It is kept.
    Kept,
    /// It concerns nobody.
    Ignored,
    /// It came before.
    Repeated,
}

impl Taken {
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Pong => "pong",
            Self::Kept => "taken",
            Self::Ignored => "ignored",
            Self::Repeated => "repeated",
        }
    }
}

/// Takes a delivery: kept before this answers. `address` is where it came from.
pub(super) async fn take<'a>(
    tenant: &Tenant,
    id: &str,
    header: impl Fn(&str) -> Option<&'a str>,
    body: &[u8],
    address: &str,
) -> Result<Taken> {
    let stored = store::load(&mut tenant.db().read().await?, id).await?;
    let taken = read_and_keep(tenant, &stored, header, body).await;
    if let Err(error) = &taken {
        let refusal = Refusal {
            at: tenant.clock().now(),
            code: error.code.to_owned(),
            address: address.to_owned(),
        };
        tenant.part::<Refusals>()?.note(id, refusal);
    }
    taken
}

async fn read_and_keep<'a>(
    tenant: &Tenant,
    stored: &StoredHook,
    header: impl Fn(&str) -> Option<&'a str>,
    body: &[u8],
) -> Result<Taken> {
    let hook = &stored.hook;
    if !hook.enabled {
        return Err(Error::forbidden("hook.closed", "this hook is closed"));
    }
    tenant.limits().hooks.count(&hook.id)?;
    if body.len() > BYTES_MOST {
        return Err(Error::invalid("invalid.too_large", "a delivery is smaller"));
    }
    if rules::is_ping(hook.form, body) {
        return Ok(Taken::Pong);
    }
    let signed = rules::verified(stored, header, body, tenant.clock().now())?;
    let news = rules::news(hook.form, &signed.topic, body)?;
    let touched = news.as_ref().map(|news| news.touched.clone());
    let new = NewDelivery {
        hook_id: hook.id.clone(),
        signed,
        news,
        bytes: i64::try_from(body.len()).unwrap_or(i64::MAX),
    };
    let form = hook.form;
    let kept = tenant
        .db()
        .write(move |tx| Box::pin(async move { keep(tx, &new, form).await }))
        .await?;
    if kept != Taken::Repeated {
        drop_answers(tenant, touched)?;
    }
    Ok(kept)
}

/// After the commit: whoever asks from now on hears what is.
fn drop_answers(tenant: &Tenant, touched: Option<Touched>) -> Result<()> {
    if let Some(touched) = touched {
        let dropped = tenant.part::<Commerce>()?.shop.forget(&touched);
        tracing::debug!(dropped, "answers of the shop were dropped");
    }
    Ok(())
}

async fn keep(tx: &mut Tx, new: &NewDelivery, form: HookForm) -> Result<Taken> {
    let Signed {
        delivery_id,
        fingerprint,
        ..
    } = &new.signed;
    if let Some(known) = came_before(tx, new, form).await? {
        store::repeat(tx, &new.hook_id, &known).await?;
        return Ok(Taken::Repeated);
    }
    if !store::insert_delivery(tx, new).await? {
        // Twice at the same moment: whoever came first is there by now.
        let before = store::fingerprint(tx, &new.hook_id, delivery_id).await?;
        return if before.as_deref() == Some(fingerprint.as_str()) {
            Ok(Taken::Repeated)
        } else {
            Err(reused())
        };
    }
    let Some(news) = &new.news else {
        return Ok(Taken::Ignored);
    };
    let told = json!({
        "hook_id": new.hook_id, "delivery_id": delivery_id, "order_no": news.touched.order_no,
        "product_id": news.touched.product_id, "status": news.status,
    });
    tx.emit(news.subject.event(), told).await?;
    Ok(Taken::Kept)
}

fn reused() -> Error {
    Error::conflict(
        "hook.id_reused",
        "this number was used for another delivery",
    )
}

/// The number under which it came before.
async fn came_before(tx: &mut Tx, new: &NewDelivery, form: HookForm) -> Result<Option<String>> {
    let (hook_id, signed) = (&new.hook_id, &new.signed);
    match store::fingerprint(tx, hook_id, &signed.delivery_id).await? {
        Some(before) if before == signed.fingerprint => Ok(Some(signed.delivery_id.clone())),
        Some(_) => Err(reused()),
        None if form == HookForm::Woocommerce => {
            store::alike(tx, hook_id, &signed.fingerprint).await
        }
        None => Ok(None),
    }
}

/// Forgets what is older than a month.
pub(super) async fn forget_old(tenant: &Tenant) -> Result<u64> {
    let written = tenant.db().write(|tx| {
        Box::pin(async move {
            let before = Time(tx.now_ms() - KEPT_MS);
            store::delete_before(tx, before).await
        })
    });
    written.await
}
