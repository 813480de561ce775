//! What happens to tickets by themselves: jobs by the clock, and what conversations bring.

use std::sync::Arc;

use serde_json::Value as Json;
use shanying_kernel::{Event, Result, Time};
use shanying_storage::Tx;
use shanying_storage::jobs::Registry;
use shanying_storage::outbox::Listener;
use shanying_web_kit::Tenant;

use super::actions::{self, CHECK_CLOCKS, CLOSE_TICKET, FILE_TICKET, VISIT_CUSTOMER};
use crate::conversations::model::Message;
use crate::conversations::store as conversations;

/// Names what the jobs of this room do.
pub(crate) fn register(tenant: &Tenant, registry: &mut Registry) {
    let filing = tenant.clone();
    registry.add(FILE_TICKET, move |payload| {
        let tenant = filing.clone();
        async move {
            let id = payload.get("ticket_id").and_then(Json::as_str);
            actions::file(&tenant, id.unwrap_or_default().to_owned()).await
        }
    });
    for kind in [CHECK_CLOCKS, CLOSE_TICKET, VISIT_CUSTOMER] {
        let tenant = tenant.clone();
        registry.add(kind, move |payload| {
            let tenant = tenant.clone();
            async move {
                tenant
                    .db()
                    .write(move |tx| Box::pin(run(tx, kind, payload)))
                    .await
            }
        });
    }
}

async fn run(tx: &mut Tx, kind: &'static str, payload: Json) -> Result<()> {
    let text = |name: &str| payload.get(name).and_then(Json::as_str).unwrap_or_default();
    let id = text("ticket_id");
    match kind {
        CLOSE_TICKET => actions::close_done(tx, id, Time::parse(text("resolved_at"))).await,
        VISIT_CUSTOMER => actions::visit(tx, id, text("type"), text("subject")).await,
        _ => actions::check_clocks(tx, id).await,
    }
}

/// Hears of messages that were left, of agents who answer them, and of requests to the bot's tasks.
pub(crate) fn listener() -> Listener {
    Listener {
        name: "desk.tickets",
        kinds: &[
            "conversation.message_left",
            "message.appended",
            "dialogue.requested",
        ],
        handle: Arc::new(|tx, event| Box::pin(hear(tx, event))),
    }
}

async fn hear(tx: &mut Tx, event: &Event) -> Result<()> {
    if event.kind == "message.appended" {
        return match event.payload.get("message").cloned() {
            Some(message) => answered(tx, message).await,
            None => Ok(()),
        };
    }
    let id = event.payload.get("conversation_id").and_then(Json::as_str);
    let Some(row) = conversations::find_for_update(tx, id.unwrap_or_default()).await? else {
        return Ok(());
    };
    if event.kind == "dialogue.requested" {
        let request = event.payload.get("request_id").and_then(Json::as_str);
        return actions::from_request(tx, &row, request.unwrap_or_default()).await;
    }
    actions::from_conversation(tx, &row).await
}

async fn answered(tx: &mut Tx, message: Json) -> Result<()> {
    let sender = message.get("sender").and_then(|sender| sender.get("kind"));
    if sender.and_then(Json::as_str) != Some("agent") {
        return Ok(());
    }
    let message: Message = serde_json::from_value(message)?;
    if message.content.is_internal() {
        return Ok(());
    }
    actions::served(tx, &message.conversation_id, &message.sender).await
}
