//! What is remembered of a customer, for the staff.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use shanying_kernel::Result;
use shanying_people::customers;
use shanying_storage::Tx;
use shanying_web_kit::{
    Allowed, ApiResult, Caller, ErrorBody, JsonBody, PathOf, Router, Tenant, may,
};
use utoipa_axum::routes;

use super::actions::{self, Written};
use super::model::{Memory, MemoryKind, MemoryRow, MemorySource};
use super::store;
use crate::conversations::http::{Look, visible};
use crate::tickets;

/// The routes of this room.
pub fn routes() -> Router {
    Router::new()
        .routes(routes!(list_memories, add_memory))
        .routes(routes!(change_memory))
        .routes(routes!(confirm_memory))
        .routes(routes!(reject_memory))
}

/// What is remembered, what was said last first.
#[derive(Serialize, utoipa::ToSchema)]
struct MemoryList {
    items: Vec<Memory>,
}

/// A memory in the words of the staff.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct MemoryDraft {
    /// What sort of fact it is.
    kind: MemoryKind,
    /// Of whom; empty for the customer themselves.
    #[serde(default)]
    whose: String,
    /// In short words; of an allergy the substance.
    value: String,
}

impl MemoryDraft {
    fn written(self) -> Written {
        Written {
            kind: self.kind,
            whose: self.whose,
            value: self.value,
        }
    }
}

/// A memory as this caller may see it: who may not read where it was said reads no quote.
async fn view(
    tx: &mut Tx,
    caller: &Caller,
    row: MemoryRow,
    seen: &mut BTreeMap<String, Option<i64>>,
) -> Result<Memory> {
    let source = row.source;
    let mut number = None;
    if let Some(id) = &source.conversation_id {
        number = match seen.get(id) {
            Some(known) => *known,
            None => {
                let found = visible(tx, caller, id).await;
                let found = found.ok().map(|conversation| conversation.number);
                seen.insert(id.clone(), found);
                found
            }
        };
    }
    let mut ticket_number = None;
    if let Some(id) = &source.ticket_id {
        ticket_number = tickets::number_for(tx, caller, id).await?;
    }
    let may_read = number.is_some() || ticket_number.is_some();
    Ok(Memory {
        id: row.id,
        customer_id: row.customer_id,
        kind: row.said.kind,
        whose: row.said.whose,
        value: row.said.value,
        denied: row.said.denied,
        quote: if may_read {
            row.said.quote
        } else {
            String::new()
        },
        source: may_read.then_some(MemorySource {
            conversation_id: source.conversation_id.filter(|_| number.is_some()),
            conversation_number: number,
            message_id: source.message_id.filter(|_| number.is_some()),
            ticket_id: source.ticket_id.filter(|_| ticket_number.is_some()),
            ticket_number,
        }),
        state: row.state,
        decided_by: row.decided_by.and_then(|actor| actor.name),
        count: row.count,
        created_at: row.created_at,
        last_seen_at: row.last_seen_at,
    })
}

async fn shown(tenant: &Tenant, caller: &Caller, row: MemoryRow) -> ApiResult<Json<Memory>> {
    let mut tx = tenant.db().read().await?;
    let memory = view(&mut tx, caller, row, &mut BTreeMap::new()).await?;
    Ok(Json(memory))
}

/// What is remembered of a customer, also what was rejected and what holds no more.
#[utoipa::path(get, path = "/customers/{id}/memories", tag = "customers",
    params(("id" = String, Path)),
    responses((status = 200, body = MemoryList), (status = 404, body = ErrorBody)))]
async fn list_memories(
    State(tenant): State<Tenant>,
    allowed: Allowed<Look>,
    PathOf(id): PathOf<String>,
) -> ApiResult<Json<MemoryList>> {
    let mut tx = tenant.db().read().await?;
    customers::load(&mut tx, &id).await?;
    let mut items = Vec::new();
    let mut seen = BTreeMap::new();
    for row in store::of_customer(&mut tx, &id).await? {
        items.push(view(&mut tx, &allowed.caller, row, &mut seen).await?);
    }
    Ok(Json(MemoryList { items }))
}

/// Writes something down; it is confirmed with that.
#[utoipa::path(post, path = "/customers/{id}/memories", tag = "customers",
    params(("id" = String, Path)), request_body = MemoryDraft,
    responses((status = 200, body = Memory), (status = 400, body = ErrorBody), (status = 404, body = ErrorBody), (status = 409, body = ErrorBody)))]
async fn add_memory(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::ServeConversations>,
    PathOf(id): PathOf<String>,
    JsonBody(body): JsonBody<MemoryDraft>,
) -> ApiResult<Json<Memory>> {
    let (caller, written) = (allowed.caller.clone(), body.written());
    let row = tenant
        .db()
        .write(move |tx| Box::pin(async move { actions::add(tx, &caller, &id, &written).await }))
        .await?;
    shown(&tenant, &allowed.caller, row).await
}

/// Says it in other words, and that it is so.
#[utoipa::path(put, path = "/customers/{id}/memories/{memory_id}", tag = "customers",
    params(("id" = String, Path), ("memory_id" = String, Path)), request_body = MemoryDraft,
    responses((status = 200, body = Memory), (status = 400, body = ErrorBody), (status = 404, body = ErrorBody)))]
async fn change_memory(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::ServeConversations>,
    PathOf((id, memory_id)): PathOf<(String, String)>,
    JsonBody(body): JsonBody<MemoryDraft>,
) -> ApiResult<Json<Memory>> {
    let (caller, written) = (allowed.caller.clone(), body.written());
    let row = tenant
        .db()
        .write(move |tx| {
            Box::pin(async move { actions::change(tx, &caller, (&id, &memory_id), &written).await })
        })
        .await?;
    shown(&tenant, &allowed.caller, row).await
}

/// It is so.
#[utoipa::path(post, path = "/customers/{id}/memories/{memory_id}/confirm", tag = "customers",
    params(("id" = String, Path), ("memory_id" = String, Path)),
    responses((status = 200, body = Memory), (status = 404, body = ErrorBody)))]
async fn confirm_memory(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::ServeConversations>,
    PathOf((id, memory_id)): PathOf<(String, String)>,
) -> ApiResult<Json<Memory>> {
    let caller = allowed.caller.clone();
    let row = tenant
        .db()
        .write(move |tx| {
            Box::pin(async move { actions::confirm(tx, &caller, &id, &memory_id).await })
        })
        .await?;
    shown(&tenant, &allowed.caller, row).await
}

/// It is not so; the same words do not bring it back.
#[utoipa::path(post, path = "/customers/{id}/memories/{memory_id}/reject", tag = "customers",
    params(("id" = String, Path), ("memory_id" = String, Path)),
    responses((status = 200, body = Memory), (status = 404, body = ErrorBody)))]
async fn reject_memory(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::ServeConversations>,
    PathOf((id, memory_id)): PathOf<(String, String)>,
) -> ApiResult<Json<Memory>> {
    let caller = allowed.caller.clone();
    let row = tenant
        .db()
        .write(move |tx| {
            Box::pin(async move { actions::reject(tx, &caller, &id, &memory_id).await })
        })
        .await?;
    shown(&tenant, &allowed.caller, row).await
}
