//! Making and changing channels.

use serde_json::json;
use shanying_kernel::{Error, Result, new_id};
use shanying_people::customers::identity::IdentityMode;
use shanying_storage::Tx;
use shanying_web_kit::signing::random_token;
use shanying_web_kit::{Caller, Tenant, audit};

use super::model::{ChannelRow, ChannelSettings};
use super::store;
use crate::handovers;

/// What an administrator may change.
#[derive(Debug)]
pub(crate) struct Change {
    pub name: Option<String>,
    pub enabled: Option<bool>,
    pub origins: Option<Vec<String>>,
    pub identity_mode: Option<IdentityMode>,
    pub settings: Option<ChannelSettings>,
}

/// A web channel with a given token and secret (the demo's stand in its pages).
pub async fn create_with_token(
    tx: &mut Tx,
    name: &str,
    token: &str,
    identity: (IdentityMode, Option<String>),
    settings: ChannelSettings,
) -> Result<ChannelRow> {
    let row = ChannelRow {
        id: new_id("chn"),
        kind: "web".to_owned(),
        name: name.to_owned(),
        token: token.to_owned(),
        enabled: true,
        origins: Vec::new(),
        identity_mode: identity.0,
        identity_secret: identity.1,
        settings,
        created_at: shanying_kernel::Time(tx.now_ms()),
    };
    store::insert(tx, &row).await?;
    Ok(row)
}

pub(crate) async fn create(tenant: &Tenant, caller: &Caller, name: String) -> Result<ChannelRow> {
    let name = checked_name(&name)?;
    let entry = |id: &str| audit::Entry::new(caller, "channel.created", id);
    let (caller_entry, token) = (entry(&name), random_token());
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let identity = (IdentityMode::Off, None);
                let row =
                    create_with_token(tx, &name, &token, identity, ChannelSettings::default())
                        .await?;
                audit::record(tx, caller_entry).await?;
                tx.emit("channel.created", json!({"channel_id": row.id}))
                    .await?;
                Ok(row)
            })
        })
        .await
}

pub(crate) async fn change(
    tenant: &Tenant,
    caller: &Caller,
    id: String,
    change: Change,
) -> Result<ChannelRow> {
    let entry = audit::Entry::new(caller, "channel.changed", &id);
    if change
        .settings
        .as_ref()
        .is_some_and(|one| !one.transfer_visible)
    {
        let mut reader = tenant.db().read().await?;
        let hides = store::load(&mut reader, &id)
            .await?
            .settings
            .transfer_visible;
        drop(reader);
        if hides {
            handovers::may_weaken(tenant).await?;
        }
    }
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let mut row = store::load(tx, &id).await?;
                let before = row.view("");
                apply(&mut row, change)?;
                store::save(tx, &row).await?;
                audit::record(tx, entry.change(&before, &row.view(""))?).await?;
                tx.emit("channel.changed", json!({"channel_id": row.id}))
                    .await?;
                Ok(row)
            })
        })
        .await
}

fn apply(row: &mut ChannelRow, change: Change) -> Result<()> {
    if let Some(name) = change.name {
        row.name = checked_name(&name)?;
    }
    if let Some(enabled) = change.enabled {
        row.enabled = enabled;
    }
    if let Some(origins) = change.origins {
        row.origins = origins
            .iter()
            .map(|o| checked_origin(o))
            .collect::<Result<_>>()?;
    }
    if let Some(mode) = change.identity_mode {
        if mode != IdentityMode::Off && row.identity_secret.is_none() {
            return Err(Error::conflict(
                "channel.no_identity_secret",
                "make an identity secret before asking for verified customers",
            ));
        }
        row.identity_mode = mode;
    }
    if let Some(settings) = change.settings {
        settings.check()?;
        row.settings = settings;
    }
    Ok(())
}

/// Makes a new secret; the old one is void at once.
pub(crate) async fn rotate_secret(tenant: &Tenant, caller: &Caller, id: String) -> Result<String> {
    let entry = audit::Entry::new(caller, "channel.secret_rotated", &id);
    let secret = random_token();
    let kept = secret.clone();
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let mut row = store::load(tx, &id).await?;
                row.identity_secret = Some(kept);
                store::save(tx, &row).await?;
                audit::record(tx, entry).await
            })
        })
        .await?;
    Ok(secret)
}

fn checked_name(name: &str) -> Result<String> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > 100 {
        return Err(Error::field("name", "a name of 1 to 100 characters"));
    }
    Ok(name.to_owned())
}

/// An origin is a scheme and a host, perhaps a port: nothing else can match what browsers send.
fn checked_origin(origin: &str) -> Result<String> {
    let origin = origin.trim().trim_end_matches('/');
    let host = origin
        .strip_prefix("https://")
        .or_else(|| origin.strip_prefix("http://"));
    let plain = |host: &str| {
        !host.is_empty()
            && host
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "-.:[]".contains(c))
    };
    if origin == "*" || host.is_some_and(plain) {
        return Ok(origin.to_ascii_lowercase());
    }
    Err(Error::field(
        "origins",
        format!("{origin} is no origin such as https://shop.example.com"),
    ))
}

#[cfg(test)]
mod tests {
    use super::checked_origin;

    #[test]
    fn origins_are_schemes_and_hosts() {
        assert_eq!(
            checked_origin("https://Shop.cn/").ok().as_deref(),
            Some("https://shop.cn")
        );
        assert!(checked_origin("http://localhost:3000").is_ok());
        for bad in [
            "shop.cn",
            "https://",
            "https://a.cn/path",
            "javascript:x",
            "https://a b",
        ] {
            assert!(checked_origin(bad).is_err(), "{bad}");
        }
    }
}
