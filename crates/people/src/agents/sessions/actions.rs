//! Signing in and out, setting passwords.

use serde_json::json;
use shanying_kernel::{Actor, ActorKind, Error, Result};
use shanying_storage::Tx;
use shanying_web_kit::signing::{random_token, token_hash};
use shanying_web_kit::{Caller, Tenant, audit};

use super::super::links::{self, LinkKind};
use super::super::model::{Agent, NewAgent, Role};
use super::super::{actions as accounts, passwords, store as agents};
use super::{SessionSettings, store};

/// Places that the first administrator has.
const FIRST_MAX_CHATS: i64 = 8;

/// A fresh session: its token for the cookie, and whose it is.
pub(super) struct Fresh {
    pub(super) token: String,
    pub(super) agent: Agent,
}

/// Checks name and password. Every refusal takes the time of a check and says the same.
pub(super) async fn sign_in(
    tenant: &Tenant,
    username: &str,
    password: &str,
    address: String,
) -> Result<Fresh> {
    let limit = &tenant.limits().sign_in;
    limit.count(&format!("address {address}"))?;
    limit.count(&format!("username {}", username.trim().to_lowercase()))?;
    let mut tx = tenant.db().read().await?;
    // Nobody's name holds NUL, and the database refuses to look for one.
    let agent = match username.contains('\0') {
        true => None,
        false => super::super::find_by_username(&mut tx, username).await?,
    };
    let agent = agent.filter(|agent| agent.enabled);
    let hash = match &agent {
        Some(agent) => agents::password_hash(&mut tx, &agent.id).await?,
        None => None,
    };
    drop(tx);
    let right = passwords::is_right(password, hash).await?;
    let settings = tenant.settings::<SessionSettings>().await?;
    let Some(agent) = agent.filter(|_| right) else {
        refused(tenant, username, address).await?;
        return Err(Error::unauthenticated(
            "auth.invalid_credentials",
            "username or password is wrong",
        ));
    };
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let now = tx.now_ms();
                store::remove_older(tx, now - settings.absolute_ms(), now - settings.idle_ms())
                    .await?;
                open(tx, agent, &address, "auth.signed_in").await
            })
        })
        .await
}

async fn refused(tenant: &Tenant, username: &str, address: String) -> Result<()> {
    let caller = Caller {
        actor: Actor {
            kind: ActorKind::Agent,
            id: None,
            name: None,
        },
        permissions: Default::default(),
        staff: None,
        address,
    };
    // What was typed may be a password in the wrong field, so only its beginning is kept.
    let typed: String = username.chars().filter(|c| *c != '\0').take(40).collect();
    let entry = audit::Entry::new(&caller, "auth.refused", &typed);
    tenant
        .db()
        .write(move |tx| Box::pin(async move { audit::record(tx, entry).await }))
        .await
}

async fn open(tx: &mut Tx, agent: Agent, address: &str, action: &'static str) -> Result<Fresh> {
    let token = random_token();
    let session_id = store::insert(tx, &agent.id, &token_hash(&token), address).await?;
    let caller = Caller {
        actor: Actor {
            kind: ActorKind::Agent,
            id: Some(agent.id.clone()),
            name: Some(agent.name.clone()),
        },
        permissions: Default::default(),
        staff: None,
        address: address.to_owned(),
    };
    let entry = audit::Entry::new(&caller, action, &agent.username);
    audit::record(tx, entry.detail(json!({"session_id": session_id}))).await?;
    Ok(Fresh { token, agent })
}

/// Ends the caller's session.
pub(super) async fn sign_out(tenant: &Tenant, session_id: String) -> Result<()> {
    tenant
        .db()
        .write(move |tx| Box::pin(async move { store::remove(tx, &session_id).await }))
        .await
}

/// What a one-time link is for, and whose password it sets.
pub(super) async fn invitation(tenant: &Tenant, token: &str) -> Result<(LinkKind, Option<String>)> {
    let mut tx = tenant.db().read().await?;
    match links::read(&mut tx, token).await?.agent_id {
        None => Ok((LinkKind::Administrator, None)),
        Some(id) => {
            let agent = agents::load(&mut tx, &id).await?;
            Ok((LinkKind::Password, Some(agent.username)))
        }
    }
}

/// Uses a one-time link: makes the first administrator (who also serves, so that a company of one
/// can begin at once), or sets a password and ends the agent's other sessions.
pub(super) async fn set_up(
    tenant: &Tenant,
    token: String,
    password: &str,
    (username, name): (String, String),
    address: String,
) -> Result<Fresh> {
    tenant
        .limits()
        .sign_in
        .count(&format!("address {address}"))?;
    // Hashing for nobody would be free work for strangers.
    invitation(tenant, &token).await?;
    let hash = passwords::hash_password(password).await?;
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let agent = match links::consume(tx, &token).await?.agent_id {
                    Some(id) => {
                        agents::set_password(tx, &id, &hash).await?;
                        store::remove_all_of(tx, &id, None).await?;
                        agents::load(tx, &id).await?
                    }
                    None => first_administrator(tx, username, name, hash).await?,
                };
                if !agent.enabled {
                    return Err(Error::forbidden(
                        "auth.disabled",
                        "this account is disabled",
                    ));
                }
                open(tx, agent, &address, "auth.password_set").await
            })
        })
        .await
}

async fn first_administrator(
    tx: &mut Tx,
    username: String,
    name: String,
    hash: String,
) -> Result<Agent> {
    if !agents::lock_administrators(tx).await?.is_empty() {
        return Err(Error::conflict(
            "auth.already_set_up",
            "there is an administrator already",
        ));
    }
    let new = NewAgent {
        username,
        nickname: name.clone(),
        name,
        roles: vec![Role::Admin, Role::Agent],
        groups: Vec::new(),
        max_chats: FIRST_MAX_CHATS,
        password_hash: Some(hash),
    };
    accounts::create(tx, new).await
}

/// Changes one's own password and ends one's other sessions.
pub(super) async fn change_password(
    tenant: &Tenant,
    caller: &Caller,
    current: &str,
    new: &str,
) -> Result<()> {
    let id = caller.agent_id()?.to_owned();
    tenant
        .limits()
        .sign_in
        .count(&format!("password of {id}"))?;
    let mut tx = tenant.db().read().await?;
    let hash = agents::password_hash(&mut tx, &id).await?;
    drop(tx);
    if !passwords::is_right(current, hash).await? {
        return Err(Error::invalid(
            "auth.wrong_password",
            "the current password is wrong",
        ));
    }
    let hash = passwords::hash_password(new).await?;
    let session = caller.staff.as_ref().map(|staff| staff.session_id.clone());
    let entry = audit::Entry::new(caller, "auth.password_changed", &id);
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                agents::set_password(tx, &id, &hash).await?;
                store::remove_all_of(tx, &id, session.as_deref()).await?;
                audit::record(tx, entry).await
            })
        })
        .await
}
