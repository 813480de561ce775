//! The report of workdays.

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use shanying_web_kit::{Allowed, ApiResult, ErrorBody, PathOf, QueryOf, Router, Tenant, may};
use utoipa_axum::routes;

use super::actions::{self, Wanted};
use super::model::{Workday, WorkdayRows};
use super::rules;

/// The routes of this room.
pub fn routes() -> Router {
    Router::new()
        .routes(routes!(list_workdays))
        .routes(routes!(export_workdays))
        .routes(routes!(show_workday))
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct WorkdayQuery {
    /// First local day, `YYYY-MM-DD`; the last one unless told.
    from: Option<String>,
    /// Last local day; today unless told. At most 92 days.
    to: Option<String>,
    /// `agt_…`; everybody unless told.
    agent: Option<String>,
    /// Of the table's heads: `zh-CN` or `en`.
    locale: Option<String>,
}

impl WorkdayQuery {
    fn wanted(&self) -> Wanted {
        Wanted {
            from: self.from.clone(),
            to: self.to.clone(),
            agent: self.agent.clone(),
        }
    }
}

/// Days of agents.
#[derive(Serialize, utoipa::ToSchema)]
struct WorkdayList {
    items: Vec<Workday>,
}

/// What agents did, by day: those who were at work or served.
#[utoipa::path(get, path = "/reports/workdays", tag = "supervision", params(WorkdayQuery),
    responses((status = 200, body = WorkdayList), (status = 400, body = ErrorBody), (status = 403, body = ErrorBody)))]
async fn list_workdays(
    State(tenant): State<Tenant>,
    _: Allowed<may::ViewAllConversations>,
    QueryOf(query): QueryOf<WorkdayQuery>,
) -> ApiResult<Json<WorkdayList>> {
    let items = actions::report(&tenant, &query.wanted()).await?;
    Ok(Json(WorkdayList { items }))
}

/// The same as a table for spreadsheets.
#[utoipa::path(get, path = "/reports/workdays.csv", tag = "supervision", params(WorkdayQuery),
    responses((status = 200, body = String, content_type = "text/csv"), (status = 403, body = ErrorBody)))]
async fn export_workdays(
    State(tenant): State<Tenant>,
    _: Allowed<may::ViewAllConversations>,
    QueryOf(query): QueryOf<WorkdayQuery>,
) -> ApiResult<Response> {
    let days = actions::report(&tenant, &query.wanted()).await?;
    let table = rules::csv(&days, query.locale.as_deref() == Some("en"));
    let heads = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"workdays.csv\"",
        ),
    ];
    Ok((heads, table).into_response())
}

/// The rows behind one day of one agent.
#[utoipa::path(get, path = "/reports/workdays/{agent_id}/{date}", tag = "supervision",
    params(("agent_id" = String, Path), ("date" = String, Path)),
    responses((status = 200, body = WorkdayRows), (status = 400, body = ErrorBody), (status = 404, body = ErrorBody)))]
async fn show_workday(
    State(tenant): State<Tenant>,
    _: Allowed<may::ViewAllConversations>,
    PathOf((agent_id, date)): PathOf<(String, String)>,
) -> ApiResult<Json<WorkdayRows>> {
    Ok(Json(actions::rows(&tenant, &agent_id, &date).await?))
}
