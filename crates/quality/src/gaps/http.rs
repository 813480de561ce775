//! The list of what to improve.

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use shanying_kernel::{Cursor, Page};
use shanying_web_kit::{
    Allowed, ApiResult, ErrorBody, Grant, JsonBody, Limit, PathOf, Permission, QueryOf, Router,
    Tenant, may,
};
use utoipa_axum::routes;

use super::actions::{self, Resolution};
use super::model::{Gap, GapAction, GapStatus, Signal};
use super::store;

/// The routes of this room.
pub fn routes() -> Router {
    Router::new()
        .routes(routes!(list_gaps))
        .routes(routes!(resolve_gap))
}

/// See what to improve: those who read the figures and those who write knowledge.
#[derive(Clone, Copy, Debug)]
pub struct ViewGaps;

impl Grant for ViewGaps {
    const PERMISSIONS: &'static [Permission] =
        &[Permission::ViewMetrics, Permission::EditKnowledge];
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct GapFilter {
    /// Open unless told.
    #[serde(default)]
    #[param(inline)]
    status: GapStatus,
    /// Only gaps that show this signal.
    #[param(inline)]
    signal: Option<Signal>,
    /// From the page before.
    cursor: Option<String>,
    /// 1 to 200, 50 unless told.
    #[serde(default)]
    #[param(value_type = Option<i64>)]
    limit: Limit,
}

/// Questions that were not answered well, alike ones grouped; those with most questions first.
#[utoipa::path(get, path = "/gaps", tag = "gaps", params(GapFilter),
    responses((status = 200, body = Page<Gap>), (status = 400, body = ErrorBody), (status = 403, body = ErrorBody)))]
async fn list_gaps(
    State(tenant): State<Tenant>,
    _: Allowed<ViewGaps>,
    QueryOf(filter): QueryOf<GapFilter>,
) -> ApiResult<Json<Page<Gap>>> {
    let limit = filter.limit.get();
    let cursor = filter.cursor.as_deref().and_then(Cursor::parse);
    let mut tx = tenant.db().read().await?;
    let gaps = store::list(&mut tx, filter.status, filter.signal, cursor, limit + 1).await?;
    drop(tx);
    let page = Page::cut(gaps, limit, |gap| Cursor {
        key: gap.count,
        id: gap.id.clone(),
    });
    let items = actions::nearest(&tenant, page.items).await?;
    Ok(Json(Page {
        items,
        next: page.next,
    }))
}

/// What an editor decides about a gap.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct ResolveGap {
    /// What is done.
    action: GapAction,
    /// For `add_similar`: the entry that takes the phrasings.
    #[serde(default)]
    entry_id: Option<String>,
    /// The phrasings, the first of a new entry being its standard question; unless told, all that
    /// the gap shows.
    #[serde(default)]
    texts: Option<Vec<String>>,
}

/// A gap that was settled.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct ResolvedGap {
    /// As it is now.
    gap: Gap,
    /// The entry that it went into.
    entry_id: Option<String>,
}

/// Makes the draft of a new entry, adds similar questions to an entry at once, or ignores the gap.
#[utoipa::path(post, path = "/gaps/{id}/resolve", tag = "gaps", params(("id" = String, Path)),
    request_body = ResolveGap,
    responses((status = 200, body = ResolvedGap), (status = 400, body = ErrorBody), (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody), (status = 409, body = ErrorBody)))]
async fn resolve_gap(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::EditKnowledge>,
    PathOf(id): PathOf<String>,
    JsonBody(body): JsonBody<ResolveGap>,
) -> ApiResult<Json<ResolvedGap>> {
    let resolution = Resolution {
        action: body.action,
        entry_id: body.entry_id,
        texts: body.texts,
    };
    let (gap, entry_id) = actions::resolve(&tenant, &allowed.caller, &id, resolution).await?;
    Ok(Json(ResolvedGap { gap, entry_id }))
}
