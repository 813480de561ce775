//! Routes of accounts and states.

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use serde_json::json;
use shanying_kernel::{Error, Result};
use shanying_web_kit::{Allowed, ApiResult, Caller, JsonBody, PathOf, Router, Tenant, audit, may};
use utoipa::ToSchema;
use utoipa_axum::routes;

use super::model::{Agent, AgentPatch, AgentState, NewAgent, Role};
use super::{actions, links, sessions, store};

/// The routes of this room, with those of its sessions.
pub fn routes() -> Router {
    Router::new()
        .routes(routes!(list_agents, make_agent))
        .routes(routes!(change_agent))
        .routes(routes!(make_password_link))
        .routes(routes!(set_others_state))
        .routes(routes!(set_others_cap))
        .routes(routes!(set_my_state))
        .routes(routes!(change_me))
        .merge(sessions::routes())
}

#[derive(Serialize, ToSchema)]
struct AgentList {
    items: Vec<Agent>,
}

/// Everybody of the staff.
#[utoipa::path(get, path = "/agents", tag = "agents", responses((status = 200, body = AgentList)))]
async fn list_agents(
    State(tenant): State<Tenant>,
    _: Allowed<may::BeStaff>,
) -> ApiResult<Json<AgentList>> {
    let mut tx = tenant.db().read().await?;
    Ok(Json(AgentList {
        items: store::list(&mut tx).await?,
    }))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AgentFields {
    username: String,
    name: String,
    /// What customers read; the name unless told.
    #[serde(default)]
    nickname: String,
    roles: Vec<Role>,
    #[serde(default)]
    groups: Vec<String>,
    max_chats: i64,
}

/// A new account and the one-time link by which its owner sets a password.
#[derive(Serialize, ToSchema)]
struct MadeAgent {
    agent: Agent,
    setup_link: String,
}

/// A one-time link, a day long.
#[derive(Serialize, ToSchema)]
struct SetupLink {
    setup_link: String,
}

/// The token stands in the fragment, which browsers never send to a server or its logs.
fn address_of(tenant: &Tenant, token: &str) -> String {
    format!("{}/setup#{token}", tenant.web().public_url)
}

/// Makes an account; its owner sets the password by the link.
#[utoipa::path(post, path = "/agents", tag = "agents", request_body = AgentFields,
    responses((status = 200, body = MadeAgent), (status = 409, description = "agent.username_taken")))]
async fn make_agent(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::ManageAgents>,
    JsonBody(body): JsonBody<AgentFields>,
) -> ApiResult<Json<MadeAgent>> {
    let new = NewAgent {
        username: body.username,
        name: body.name,
        nickname: body.nickname,
        roles: body.roles,
        groups: body.groups,
        max_chats: body.max_chats,
        password_hash: None,
    };
    let caller = allowed.caller;
    let (agent, token) = tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let agent = actions::create(tx, new).await?;
                let token = links::password_link(tx, &agent.id).await?;
                let entry = audit::Entry::new(&caller, "agent.created", &agent.id);
                let detail = json!({"username": agent.username, "roles": agent.roles});
                audit::record(tx, entry.detail(detail)).await?;
                Ok((agent, token))
            })
        })
        .await?;
    Ok(Json(MadeAgent {
        agent,
        setup_link: address_of(&tenant, &token),
    }))
}

/// Changes an account.
#[utoipa::path(patch, path = "/agents/{id}", tag = "agents", params(("id" = String, Path)),
    request_body = AgentPatch, responses((status = 200, body = Agent),
        (status = 409, description = "agent.username_taken, agent.last_administrator")))]
async fn change_agent(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::ManageAgents>,
    PathOf(id): PathOf<String>,
    JsonBody(patch): JsonBody<AgentPatch>,
) -> ApiResult<Json<Agent>> {
    Ok(Json(change(&tenant, allowed.caller, id, patch).await?))
}

async fn change(tenant: &Tenant, caller: Caller, id: String, patch: AgentPatch) -> Result<Agent> {
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let (before, after) = actions::change(tx, &id, patch).await?;
                let entry = audit::Entry::new(&caller, "agent.changed", &id);
                audit::record(tx, entry.change(&before, &after)?).await?;
                Ok(after)
            })
        })
        .await
}

/// Makes a one-time link by which an agent sets a password; the one before is void.
#[utoipa::path(post, path = "/agents/{id}/password-link", tag = "agents",
    params(("id" = String, Path)), responses((status = 200, body = SetupLink)))]
async fn make_password_link(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::ManageAgents>,
    PathOf(id): PathOf<String>,
) -> ApiResult<Json<SetupLink>> {
    let entry = audit::Entry::new(&allowed.caller, "agent.password_link_made", &id);
    let token = tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let token = links::password_link(tx, &id).await?;
                audit::record(tx, entry).await?;
                Ok(token)
            })
        })
        .await?;
    Ok(Json(SetupLink {
        setup_link: address_of(&tenant, &token),
    }))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct StateChange {
    state: AgentState,
    /// Such as 午餐.
    reason: Option<String>,
}

/// Sets somebody else's state.
#[utoipa::path(put, path = "/agents/{id}/state", tag = "agents", params(("id" = String, Path)),
    request_body = StateChange, responses((status = 200, body = Agent)))]
async fn set_others_state(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::SuperviseConversations>,
    PathOf(id): PathOf<String>,
    JsonBody(body): JsonBody<StateChange>,
) -> ApiResult<Json<Agent>> {
    let entry = audit::Entry::new(&allowed.caller, "agent.state_set", &id)
        .detail(json!({"state": body.state}));
    let agent = tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                store::load(tx, &id).await?;
                audit::record(tx, entry).await?;
                actions::set_state(tx, &id, body.state, body.reason.as_deref()).await
            })
        })
        .await?;
    Ok(Json(agent))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CapChange {
    /// Most conversations at once.
    max_chats: i64,
}

/// Sets how many conversations somebody gets at once; those they have stay.
#[utoipa::path(put, path = "/agents/{id}/cap", tag = "agents", params(("id" = String, Path)),
    request_body = CapChange, responses((status = 200, body = Agent)))]
async fn set_others_cap(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::SuperviseConversations>,
    PathOf(id): PathOf<String>,
    JsonBody(body): JsonBody<CapChange>,
) -> ApiResult<Json<Agent>> {
    let patch = AgentPatch {
        max_chats: Some(body.max_chats),
        ..AgentPatch::default()
    };
    Ok(Json(change(&tenant, allowed.caller, id, patch).await?))
}

/// Sets one's own state.
#[utoipa::path(put, path = "/me/state", tag = "agents", request_body = StateChange,
    responses((status = 200, body = Agent)))]
async fn set_my_state(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::ServeConversations>,
    JsonBody(body): JsonBody<StateChange>,
) -> ApiResult<Json<Agent>> {
    let id = allowed.caller.agent_id()?.to_owned();
    let agent = tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                actions::set_state(tx, &id, body.state, body.reason.as_deref()).await
            })
        })
        .await?;
    Ok(Json(agent))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct MyNames {
    name: Option<String>,
    nickname: Option<String>,
}

/// Changes one's own names.
#[utoipa::path(patch, path = "/me", tag = "agents", request_body = MyNames,
    responses((status = 200, body = Agent)))]
async fn change_me(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::BeStaff>,
    JsonBody(body): JsonBody<MyNames>,
) -> ApiResult<Json<Agent>> {
    if body.name.is_none() && body.nickname.is_none() {
        return Err(Error::field("name", "nothing to change").into());
    }
    let id = allowed.caller.agent_id()?.to_owned();
    let patch = AgentPatch {
        name: body.name,
        nickname: body.nickname,
        ..AgentPatch::default()
    };
    Ok(Json(change(&tenant, allowed.caller, id, patch).await?))
}
