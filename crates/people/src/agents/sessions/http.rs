//! Signing in and out, setting passwords, and who one is.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse};
use serde::{Deserialize, Serialize};
use shanying_kernel::{Error, Result};
use shanying_web_kit::{
    Allowed, ApiResult, ClientAddress, JsonBody, Permission, QueryOf, Router, Tenant, may,
};
use utoipa::ToSchema;
use utoipa_axum::routes;

use super::super::links::LinkKind;
use super::super::{model::Agent, rules as accounts, store as agents};
use super::actions::{self, Fresh};
use super::{SessionSettings, rules};
use crate::company::CompanySettings;

/// The routes of this room.
pub(crate) fn routes() -> Router {
    Router::new()
        .routes(routes!(sign_in))
        .routes(routes!(sign_out))
        .routes(routes!(me))
        .routes(routes!(invitation, set_up))
        .routes(routes!(change_password))
}

/// The company as its staff sees it.
#[derive(Debug, Serialize, ToSchema)]
struct TenantBrief {
    name: String,
    time_zone: String,
    locale: crate::company::Locale,
}

/// The caller.
#[derive(Debug, Serialize, ToSchema)]
struct Me {
    agent: Agent,
    permissions: Vec<Permission>,
    tenant: TenantBrief,
}

async fn me_of(tenant: &Tenant, agent: Agent) -> Result<Me> {
    let company = tenant.settings::<CompanySettings>().await?;
    Ok(Me {
        permissions: accounts::permissions_of(&agent.roles).into_iter().collect(),
        agent,
        tenant: TenantBrief {
            name: company.name.clone(),
            time_zone: company.time_zone.clone(),
            locale: company.locale,
        },
    })
}

async fn welcome(tenant: &Tenant, fresh: Fresh) -> Result<impl IntoResponse + use<>> {
    let cookie = cookie(tenant, Some(&fresh.token)).await?;
    let me = me_of(tenant, fresh.agent).await?;
    Ok((AppendHeaders([(header::SET_COOKIE, cookie)]), Json(me)))
}

async fn cookie(tenant: &Tenant, token: Option<&str>) -> Result<String> {
    let settings = tenant.settings::<SessionSettings>().await?;
    Ok(rules::set_cookie(
        token,
        &settings,
        tenant.web().secure_cookies,
    ))
}

/// A foreign page must not sign its visitor in as somebody else; programs send no origin.
fn check_origin(tenant: &Tenant, headers: &HeaderMap) -> Result<()> {
    if headers.contains_key(header::ORIGIN) {
        rules::check_origin(headers, &tenant.web().public_url)?;
    }
    Ok(())
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Credentials {
    username: String,
    password: String,
}

/// Signs in; the answer sets the session cookie.
#[utoipa::path(post, path = "/auth/login", tag = "auth", request_body = Credentials,
    responses((status = 200, body = Me), (status = 401, description = "auth.invalid_credentials"),
        (status = 429, description = "limit.rate")))]
async fn sign_in(
    State(tenant): State<Tenant>,
    ClientAddress(address): ClientAddress,
    headers: HeaderMap,
    JsonBody(body): JsonBody<Credentials>,
) -> ApiResult<impl IntoResponse> {
    check_origin(&tenant, &headers)?;
    let fresh = actions::sign_in(&tenant, &body.username, &body.password, address).await?;
    Ok(welcome(&tenant, fresh).await?)
}

/// Signs out and takes the cookie away.
#[utoipa::path(post, path = "/auth/logout", tag = "auth", responses((status = 204)))]
async fn sign_out(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::BeStaff>,
) -> ApiResult<impl IntoResponse> {
    if let Some(staff) = allowed.caller.staff {
        actions::sign_out(&tenant, staff.session_id).await?;
    }
    let cookie = cookie(&tenant, None).await?;
    Ok((
        StatusCode::NO_CONTENT,
        AppendHeaders([(header::SET_COOKIE, cookie)]),
    ))
}

/// Who the caller is and what they may do.
#[utoipa::path(get, path = "/auth/me", tag = "auth",
    responses((status = 200, body = Me), (status = 401, description = "auth.required")))]
async fn me(State(tenant): State<Tenant>, allowed: Allowed<may::BeStaff>) -> ApiResult<Json<Me>> {
    let mut tx = tenant.db().read().await?;
    let agent = agents::load(&mut tx, allowed.caller.agent_id()?).await?;
    drop(tx);
    Ok(Json(me_of(&tenant, agent).await?))
}

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct InvitationQuery {
    /// The link's token.
    token: String,
}

/// What a one-time link is for.
#[derive(Serialize, ToSchema)]
struct Invitation {
    kind: LinkKind,
    /// Whose password it sets; null for the first administrator.
    username: Option<String>,
}

/// What a one-time link is for.
#[utoipa::path(get, path = "/auth/setup", tag = "auth", params(InvitationQuery),
    responses((status = 200, body = Invitation), (status = 404, description = "auth.bad_link")))]
async fn invitation(
    State(tenant): State<Tenant>,
    ClientAddress(address): ClientAddress,
    QueryOf(query): QueryOf<InvitationQuery>,
) -> ApiResult<Json<Invitation>> {
    tenant.limits().sign_in.count(&format!("link {address}"))?;
    let (kind, username) = actions::invitation(&tenant, &query.token).await?;
    Ok(Json(Invitation { kind, username }))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Setup {
    token: String,
    password: String,
    /// For the first administrator only.
    username: Option<String>,
    /// For the first administrator only.
    name: Option<String>,
}

/// Uses a one-time link and signs in.
#[utoipa::path(post, path = "/auth/setup", tag = "auth", request_body = Setup,
    responses((status = 200, body = Me), (status = 404, description = "auth.bad_link")))]
async fn set_up(
    State(tenant): State<Tenant>,
    ClientAddress(address): ClientAddress,
    headers: HeaderMap,
    JsonBody(body): JsonBody<Setup>,
) -> ApiResult<impl IntoResponse> {
    check_origin(&tenant, &headers)?;
    let person = (
        body.username.unwrap_or_default(),
        body.name.unwrap_or_default(),
    );
    let fresh = actions::set_up(&tenant, body.token, &body.password, person, address).await?;
    Ok(welcome(&tenant, fresh).await?)
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PasswordChange {
    current: String,
    new: String,
}

/// Changes one's own password; other sessions end.
#[utoipa::path(post, path = "/auth/password", tag = "auth", request_body = PasswordChange,
    responses((status = 204), (status = 400, description = "auth.wrong_password")))]
async fn change_password(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::BeStaff>,
    JsonBody(body): JsonBody<PasswordChange>,
) -> ApiResult<StatusCode> {
    if body.current == body.new {
        return Err(Error::field("new", "the new password is the old one").into());
    }
    actions::change_password(&tenant, &allowed.caller, &body.current, &body.new).await?;
    Ok(StatusCode::NO_CONTENT)
}
