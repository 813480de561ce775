//! Opening, changing, answering and merging tickets.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use serde_json::json;
use shanying_kernel::{Error, Result};
use shanying_storage::Tx;
use shanying_web_kit::{
    Allowed, ApiResult, Caller, ErrorBody, JsonBody, PathOf, Router, Tenant, audit, may,
};
use utoipa_axum::routes;

use super::desk::show;
use super::{held, visible};
use crate::conversations::http::visible as conversation_visible;
use crate::tickets::actions;
use crate::tickets::model::{
    Category, FiledBy, Leaf, NewTicket, Origin, Priority, Ticket, TicketPatch,
};
use crate::tickets::store;

/// Tickets that are changed at once.
const BULK_MAX: usize = 200;

pub(super) fn routes() -> Router {
    Router::new()
        .routes(routes!(open_ticket))
        .routes(routes!(change_tickets))
        .routes(routes!(change_ticket))
        .routes(routes!(comment_ticket))
        .routes(routes!(merge_ticket))
}

/// A ticket to open.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct TicketDraft {
    /// Key of a type.
    #[serde(rename = "type")]
    kind: String,
    /// What it is about.
    subject: String,
    /// At length.
    #[serde(default)]
    description: String,
    /// The type's own unless told.
    priority: Option<Priority>,
    /// Values of the type's fields, by their key.
    #[serde(default)]
    fields: BTreeMap<String, String>,
    /// Whose; the conversation's unless told.
    customer_id: Option<String>,
    /// Where it came from.
    conversation_id: Option<String>,
    /// Which order it is about.
    order_no: Option<String>,
    /// By the rules of dispatch unless told.
    group_id: Option<String>,
    /// Who works at it.
    agent_id: Option<String>,
    /// The ticket of which it is a part.
    parent_id: Option<String>,
    /// A leaf of the tree of categories; proposed by the engine unless told.
    leaf_id: Option<String>,
}

fn told(id: Option<String>) -> Option<String> {
    id.filter(|id| !id.is_empty())
}

/// Opens a ticket.
#[utoipa::path(post, path = "/tickets", tag = "tickets", request_body = TicketDraft,
    responses((status = 200, body = Ticket), (status = 400, body = ErrorBody), (status = 409, body = ErrorBody)))]
async fn open_ticket(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::ServeConversations>,
    JsonBody(body): JsonBody<TicketDraft>,
) -> ApiResult<Json<Ticket>> {
    let caller = allowed.caller;
    let by = caller.clone();
    let words = format!("{}\n{}", body.subject, body.description);
    let proposal = match &body.leaf_id {
        Some(_) => None,
        None => crate::filing::propose(&tenant, &words).await?,
    };
    let id = tenant
        .db()
        .write(move |tx| Box::pin(async move { open(tx, &by, body, proposal).await }))
        .await?;
    show(&tenant, &caller, &id).await
}

async fn open(
    tx: &mut Tx,
    caller: &Caller,
    body: TicketDraft,
    proposal: Option<crate::filing::Proposal>,
) -> Result<String> {
    if let Some(id) = &body.conversation_id {
        conversation_visible(tx, caller, id).await?;
    }
    if let Some(id) = body.parent_id.as_ref().filter(|id| !id.is_empty()) {
        let parent = store::load(tx, id).await?;
        visible(tx, caller, parent).await?;
    }
    let chosen = told(body.leaf_id);
    let leaf = match &chosen {
        Some(id) => Some(Leaf {
            id: id.clone(),
            by: FiledBy::Person,
            score: None,
        }),
        None => proposal
            .as_ref()
            .and_then(crate::filing::Proposal::sure)
            .map(|(id, score)| Leaf {
                id,
                by: FiledBy::Engine,
                score: Some(score),
            }),
    };
    if let Some(id) = &chosen {
        crate::filing::check_leaf(tx, id).await?;
    }
    let text = format!("{}\n{}", body.subject, body.description);
    let new = NewTicket {
        kind: body.kind,
        subject: body.subject,
        description: body.description,
        priority: body.priority,
        fields: body.fields,
        origin: Origin::Staff,
        customer_id: told(body.customer_id),
        conversation_id: told(body.conversation_id),
        order_no: body.order_no,
        group_id: told(body.group_id),
        agent_id: told(body.agent_id),
        parent_id: told(body.parent_id),
        leaf,
        created_by: caller.actor.clone(),
    };
    let row = actions::open_by_staff(tx, new).await?;
    if let Some(proposal) = proposal {
        crate::filing::note(tx, &row.id, &text, &proposal).await?;
    } else if let Some(id) = chosen {
        crate::filing::note_chosen(tx, &row.id, &text, &id).await?;
    }
    let entry = audit::Entry::new(caller, "ticket.opened", &row.id);
    audit::record(
        tx,
        entry.detail(json!({"number": row.number, "type": row.kind})),
    )
    .await?;
    Ok(row.id)
}

async fn change(tx: &mut Tx, caller: &Caller, id: &str, patch: TicketPatch) -> Result<()> {
    let mut row = held(tx, caller, id).await?;
    if let Some(parent) = patch.parent_id.as_ref().filter(|id| !id.is_empty()) {
        let parent = store::load(tx, parent).await?;
        visible(tx, caller, parent).await?;
    }
    let before = row.category;
    actions::change(tx, &caller.actor, &mut row, patch).await?;
    // The timeline tells every change; the log of administration tells what ended.
    if before != row.category && row.category == Category::Closed {
        let entry = audit::Entry::new(caller, "ticket.closed", &row.id);
        audit::record(tx, entry.detail(json!({"number": row.number}))).await?;
    }
    Ok(())
}

/// Changes a ticket.
#[utoipa::path(patch, path = "/tickets/{id}", tag = "tickets", params(("id" = String, Path)),
    request_body = TicketPatch,
    responses((status = 200, body = Ticket), (status = 400, body = ErrorBody), (status = 404, body = ErrorBody), (status = 409, body = ErrorBody)))]
async fn change_ticket(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::ServeConversations>,
    PathOf(id): PathOf<String>,
    JsonBody(patch): JsonBody<TicketPatch>,
) -> ApiResult<Json<Ticket>> {
    let (caller, ticket) = (allowed.caller.clone(), id.clone());
    tenant
        .db()
        .write(move |tx| Box::pin(async move { change(tx, &caller, &ticket, patch).await }))
        .await?;
    // Shown once more to who gave it away, even if it is no longer theirs to read.
    let mut tx = tenant.db().read().await?;
    let row = store::load(&mut tx, &id).await?;
    let may_work = visible(&mut tx, &allowed.caller, row.clone()).await.is_ok();
    Ok(Json(
        crate::tickets::views::full(&mut tx, row, may_work).await?,
    ))
}

/// The same change to many.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct BulkChange {
    /// Ids, at most 200.
    ids: Vec<String>,
    change: TicketPatch,
}

/// A ticket that could not be changed.
#[derive(Serialize, utoipa::ToSchema)]
struct BulkFault {
    id: String,
    /// Stable code.
    code: String,
}

/// How a change of many went.
#[derive(Serialize, utoipa::ToSchema)]
struct BulkReport {
    changed: usize,
    faults: Vec<BulkFault>,
}

/// Changes many tickets, each for itself: one that cannot be changed does not keep the others.
#[utoipa::path(post, path = "/tickets/bulk", tag = "tickets", request_body = BulkChange,
    responses((status = 200, body = BulkReport), (status = 400, body = ErrorBody)))]
async fn change_tickets(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::ServeConversations>,
    JsonBody(body): JsonBody<BulkChange>,
) -> ApiResult<Json<BulkReport>> {
    if body.ids.is_empty() || body.ids.len() > BULK_MAX {
        return Err(Error::field("ids", "1 to 200 tickets").into());
    }
    let mut report = BulkReport {
        changed: 0,
        faults: Vec::new(),
    };
    for id in body.ids {
        let (caller, patch, ticket) = (allowed.caller.clone(), body.change.clone(), id.clone());
        let changed = tenant
            .db()
            .write(move |tx| Box::pin(async move { change(tx, &caller, &ticket, patch).await }))
            .await;
        match changed {
            Ok(()) => report.changed += 1,
            Err(error) => report.faults.push(BulkFault {
                id,
                code: error.code.to_owned(),
            }),
        }
    }
    Ok(Json(report))
}

/// Something to say.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct NewComment {
    text: String,
    /// To the customer, else among the staff.
    #[serde(default)]
    public: bool,
}

/// Says something about a ticket: to its customer, or among the staff.
#[utoipa::path(post, path = "/tickets/{id}/comments", tag = "tickets", params(("id" = String, Path)),
    request_body = NewComment,
    responses((status = 200, body = Ticket), (status = 400, body = ErrorBody), (status = 404, body = ErrorBody), (status = 409, body = ErrorBody)))]
async fn comment_ticket(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::ServeConversations>,
    PathOf(id): PathOf<String>,
    JsonBody(body): JsonBody<NewComment>,
) -> ApiResult<Json<Ticket>> {
    let (caller, ticket) = (allowed.caller.clone(), id.clone());
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let mut row = held(tx, &caller, &ticket).await?;
                actions::comment(tx, &caller.actor, &mut row, &body.text, body.public).await
            })
        })
        .await?;
    show(&tenant, &allowed.caller, &id).await
}

/// Into which ticket.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct MergeInto {
    /// `tkt_…`.
    into: String,
}

/// Merges a ticket into another one of the same customer and closes it; the answer is the other one.
#[utoipa::path(post, path = "/tickets/{id}/merge", tag = "tickets", params(("id" = String, Path)),
    request_body = MergeInto,
    responses((status = 200, body = Ticket), (status = 404, body = ErrorBody), (status = 409, body = ErrorBody)))]
async fn merge_ticket(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::ServeConversations>,
    PathOf(id): PathOf<String>,
    JsonBody(body): JsonBody<MergeInto>,
) -> ApiResult<Json<Ticket>> {
    let (caller, into) = (allowed.caller.clone(), body.into.clone());
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                // Always in the same order, so that two merges never wait for each other.
                let (mut row, mut target) = if id < into {
                    let row = held(tx, &caller, &id).await?;
                    (row, held(tx, &caller, &into).await?)
                } else {
                    let target = held(tx, &caller, &into).await?;
                    (held(tx, &caller, &id).await?, target)
                };
                let entry = audit::Entry::new(&caller, "ticket.merged", &row.id);
                let entry = entry.detail(json!({"into": target.id}));
                actions::merge(tx, &caller.actor, &mut row, &mut target).await?;
                audit::record(tx, entry).await
            })
        })
        .await?;
    show(&tenant, &allowed.caller, &body.into).await
}
