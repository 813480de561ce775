//! The agents' search over HTTP.

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use shanying_web_kit::markdown::{Block, sign_pictures};
use shanying_web_kit::{Allowed, ApiResult, Limit, QueryOf, Router, Tenant, may};
use utoipa_axum::routes;

use super::Items;
use crate::answers::Bot;
use crate::knowledge::model::Audience;

/// The route of the search.
pub(super) fn routes() -> Router {
    Router::new().routes(routes!(search))
}

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct SearchQuery {
    /// What to look for.
    #[serde(default)]
    q: String,
    /// Entries, 1 to 200.
    #[serde(default)]
    #[param(value_type = Option<i64>)]
    limit: Limit,
}

/// A published entry that an agent found.
#[derive(Serialize, utoipa::ToSchema)]
struct FoundEntry {
    /// `ent_…`.
    entry_id: String,
    /// Its standard question.
    question: String,
    /// Its default answer.
    blocks: Vec<Block>,
    /// 0 to 1.
    score: f64,
    /// Who may be given it.
    audience: Audience,
    /// What the agent should know.
    agent_note: String,
}

/// The agents' search in what is published, entries for agents only included.
#[utoipa::path(get, path = "/knowledge/search", tag = "knowledge", params(SearchQuery),
    responses((status = 200, body = Items<FoundEntry>)))]
async fn search(
    State(tenant): State<Tenant>,
    _: Allowed<may::ViewKnowledge>,
    QueryOf(query): QueryOf<SearchQuery>,
) -> ApiResult<Json<Items<FoundEntry>>> {
    let bot = tenant.part::<Bot>()?;
    let mut items = Vec::new();
    for mut found in bot.search(&query.q, query.limit.get()) {
        sign_pictures(&mut found.blocks, tenant.signer(), tenant.clock().now_ms())?;
        items.push(FoundEntry {
            entry_id: found.entry.entry_id,
            question: found.entry.question,
            blocks: found.blocks,
            score: found.score,
            audience: found.audience,
            agent_note: found.agent_note,
        });
    }
    Ok(Json(Items { items }))
}
