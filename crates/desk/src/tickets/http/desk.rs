//! Lists of tickets, one ticket, and what forms need.

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use shanying_kernel::{Cursor, Page, Result};
use shanying_storage::Tx;
use shanying_web_kit::{
    Allowed, ApiResult, Caller, ErrorBody, Limit, PathOf, Permission, QueryOf, Router, Tenant,
};
use utoipa_axum::routes;

use super::{Look, looker, visible};
use crate::tickets::model::{
    Category, Priority, Status, Ticket, TicketSettings, TicketSummary, TicketType,
};
use crate::tickets::store::{self, Filter, View};
use crate::tickets::views;

pub(super) fn routes() -> Router {
    Router::new()
        .routes(routes!(list_tickets))
        .routes(routes!(count_tickets))
        .routes(routes!(show_ticket_setup))
        .routes(routes!(show_ticket))
}

/// Which tickets.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct TicketQuery {
    /// Which list; `all` unless told.
    #[param(inline)]
    #[serde(default)]
    view: View,
    /// Key of a type.
    #[serde(rename = "type", default)]
    kind: String,
    /// Key of a status.
    #[serde(default)]
    status: String,
    /// What the status means.
    category: Option<Category>,
    priority: Option<Priority>,
    #[serde(default)]
    group: String,
    #[serde(default)]
    agent: String,
    #[serde(default)]
    customer: String,
    #[serde(default)]
    conversation: String,
    /// A category of the tree; what is filed below it counts.
    #[serde(default)]
    leaf: String,
    /// Words of the subject, an order's number, or the ticket's own.
    #[serde(default)]
    q: String,
    pub(super) cursor: Option<String>,
    #[serde(default)]
    #[param(value_type = Option<i64>)]
    pub(super) limit: Limit,
}

impl TicketQuery {
    pub(super) async fn filter(&self, tx: &mut Tx, caller: &Caller) -> Result<Filter> {
        let leaf_ids = if self.leaf.is_empty() {
            Vec::new()
        } else {
            crate::filing::below(tx, &self.leaf).await?
        };
        Ok(Filter {
            view: self.view,
            looker: looker(tx, caller).await?,
            kind: self.kind.clone(),
            status: self.status.clone(),
            category: self.category,
            priority: self.priority,
            group_id: self.group.clone(),
            agent_id: self.agent.clone(),
            customer_id: self.customer.clone(),
            conversation_id: self.conversation.clone(),
            leaf_ids,
            text: self.q.chars().take(100).collect(),
        })
    }
}

/// A page of tickets that the caller sees: the latest change first, pressing ones by when they run
/// out.
#[utoipa::path(get, path = "/tickets", tag = "tickets", params(TicketQuery),
    responses((status = 200, body = Page<TicketSummary>), (status = 403, body = ErrorBody)))]
async fn list_tickets(
    State(tenant): State<Tenant>,
    allowed: Allowed<Look>,
    QueryOf(query): QueryOf<TicketQuery>,
) -> ApiResult<Json<Page<TicketSummary>>> {
    let mut tx = tenant.db().read().await?;
    let filter = query.filter(&mut tx, &allowed.caller).await?;
    let cursor = query.cursor.as_deref().and_then(Cursor::parse);
    let limit = query.limit.get();
    let rows = store::list(&mut tx, &filter, cursor, limit + 1).await?;
    let pressing = filter.view == View::Due;
    let page = Page::cut(rows, limit, |row| Cursor {
        key: if pressing {
            row.due_at.unwrap_or_default().0
        } else {
            row.updated_at.0
        },
        id: row.id.clone(),
    });
    let items = views::summaries(&mut tx, page.items).await?;
    Ok(Json(Page {
        items,
        next: page.next,
    }))
}

/// How many tickets each list has.
#[derive(Serialize, utoipa::ToSchema)]
struct TicketCounts {
    mine: i64,
    unassigned: i64,
    due: i64,
    watched: i64,
    open: i64,
}

/// How many tickets each list of the caller has.
#[utoipa::path(get, path = "/tickets/counts", tag = "tickets",
    responses((status = 200, body = TicketCounts), (status = 403, body = ErrorBody)))]
async fn count_tickets(
    State(tenant): State<Tenant>,
    allowed: Allowed<Look>,
) -> ApiResult<Json<TicketCounts>> {
    let mut tx = tenant.db().read().await?;
    let looker = looker(&mut tx, &allowed.caller).await?;
    let mut counts = [0; 5];
    let views = [
        View::Mine,
        View::Unassigned,
        View::Due,
        View::Watched,
        View::Open,
    ];
    for (count, view) in counts.iter_mut().zip(views) {
        let filter = Filter {
            view,
            looker: looker.clone(),
            ..Filter::default()
        };
        *count = store::count(&mut tx, &filter).await?;
    }
    let [mine, unassigned, due, watched, open] = counts;
    Ok(Json(TicketCounts {
        mine,
        unassigned,
        due,
        watched,
        open,
    }))
}

/// What forms and lists of tickets need.
#[derive(Serialize, utoipa::ToSchema)]
struct TicketSetup {
    types: Vec<TicketType>,
    statuses: Vec<Status>,
}

/// Types and statuses, retired ones too.
#[utoipa::path(get, path = "/tickets/setup", tag = "tickets",
    responses((status = 200, body = TicketSetup), (status = 403, body = ErrorBody)))]
async fn show_ticket_setup(
    State(tenant): State<Tenant>,
    _: Allowed<Look>,
) -> ApiResult<Json<TicketSetup>> {
    let settings = tenant.settings::<TicketSettings>().await?;
    Ok(Json(TicketSetup {
        types: settings.types.clone(),
        statuses: settings.statuses.clone(),
    }))
}

/// One ticket with its timeline, clocks and links.
#[utoipa::path(get, path = "/tickets/{id}", tag = "tickets", params(("id" = String, Path)),
    responses((status = 200, body = Ticket), (status = 404, body = ErrorBody)))]
async fn show_ticket(
    State(tenant): State<Tenant>,
    allowed: Allowed<Look>,
    PathOf(id): PathOf<String>,
) -> ApiResult<Json<Ticket>> {
    show(&tenant, &allowed.caller, &id).await
}

/// The ticket as this caller sees it.
pub(super) async fn show(tenant: &Tenant, caller: &Caller, id: &str) -> ApiResult<Json<Ticket>> {
    let mut tx = tenant.db().read().await?;
    let row = store::load(&mut tx, id).await?;
    let row = visible(&mut tx, caller, row).await?;
    let may_work = caller.may(Permission::ServeConversations) && row.merged_into.is_none();
    Ok(Json(views::full(&mut tx, row, may_work).await?))
}
