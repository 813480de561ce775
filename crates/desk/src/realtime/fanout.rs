//! From committed events to frames. Messages and the customer's own state go out at once; lists of
//! the staff and places in the queue are gathered for a moment, so that a busy bot does not flood
//! every workbench.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use serde::Deserialize;
use serde_json::json;
use shanying_bus::Received;
use shanying_kernel::{Event, Result};
use shanying_people::agents;
use shanying_web_kit::Tenant;

use super::frames::frame;
use super::topics::{self, EDITORS, FLOOR, OVERSEERS, STAFF};
use crate::alerts;
use crate::conversations::http::counts;
use crate::conversations::model::{Message, Owner};
use crate::conversations::{store, views};
use crate::realtime::Presence;

/// How long changes of lists are gathered.
const GATHER: Duration = Duration::from_millis(120);

/// What an event says about who must hear it.
#[derive(Debug, Deserialize)]
struct Facts {
    conversation_id: Option<String>,
    message: Option<Message>,
    customer_id: Option<String>,
    agent_id: Option<String>,
    former_agent_id: Option<String>,
    #[serde(default)]
    helpers: Vec<String>,
    owner: Option<Owner>,
}

/// Changes waiting to be told to the lists of the staff.
#[derive(Debug, Default)]
struct Gathered {
    /// Conversation → whether it moved between lists, and whose it was before.
    conversations: BTreeMap<String, Change>,
    queue_moved: bool,
}

#[derive(Debug, Default)]
struct Change {
    moved: bool,
    agents: BTreeSet<String>,
}

/// Starts listening.
pub(crate) fn start(tenant: &Tenant) {
    let tenant = tenant.clone();
    let mut subscription = tenant.bus().subscribe();
    tenant.tasks().clone().spawn(async move {
        let mut gathered = Gathered::default();
        let mut tick = tokio::time::interval(GATHER);
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                () = tenant.tasks().stopping() => return,
                received = subscription.next() => match received {
                    None => return,
                    Some(Received::Event(event)) => {
                        if let Err(error) = tell(&tenant, &event, &mut gathered).await {
                            tracing::warn!(?error, kind = %event.kind, "an event could not be told");
                        }
                    }
                    // Clients find gaps by themselves; lists are told anew.
                    Some(Received::Lagged) => gathered.queue_moved = true,
                },
                _ = tick.tick() => {
                    let changes = std::mem::take(&mut gathered);
                    if let Err(error) = tell_lists(&tenant, changes).await {
                        tracing::warn!(?error, "changes of lists could not be told");
                    }
                }
            }
        }
    });
}

async fn tell(tenant: &Tenant, event: &Event, gathered: &mut Gathered) -> Result<()> {
    if event.kind == "agent.changed" {
        return tell_agent(tenant, event).await;
    }
    if event.kind == "knowledge.expiring" {
        let told = frame("knowledge_expiring", &event.payload);
        tenant.hub().send(EDITORS, &told);
        return Ok(());
    }
    if event.kind.starts_with("tool.") {
        // How many wait is asked by whoever may see it.
        tenant
            .hub()
            .send(OVERSEERS, &frame("approvals", &json!({})));
        return Ok(());
    }
    if event.kind.starts_with("ticket.") {
        tell_ticket(tenant, event);
        return Ok(());
    }
    if event.kind.starts_with("memory.") {
        // Who looks at the customer asks, and reads what they may.
        let id = event.payload.get("customer_id");
        tenant
            .hub()
            .send(FLOOR, &frame("memories", &json!({"customer_id": id})));
        return Ok(());
    }
    if event.kind.starts_with("alert.") {
        return tell_alert(tenant, event).await;
    }
    if event.kind == "customer.merged" {
        return tell_merged(tenant, event, gathered).await;
    }
    if !event.kind.starts_with("message.") && !event.kind.starts_with("conversation.") {
        return Ok(());
    }
    let facts: Facts = serde_json::from_value(event.payload.clone())?;
    match &facts.message {
        Some(message) => {
            gathered.note(&message.conversation_id, &facts, false);
            tell_message(tenant, message.clone(), &facts)
        }
        None => tell_conversation(tenant, event, facts, gathered).await,
    }
}

/// Lists ask anew, each for what its agent may see; who works at the ticket or watches it hears what
/// happened.
fn tell_ticket(tenant: &Tenant, event: &Event) {
    let hub = tenant.hub();
    let fact = |name: &str| event.payload.get(name).cloned().unwrap_or_default();
    hub.send(
        FLOOR,
        &frame("tickets", &json!({"ticket_id": fact("ticket_id")})),
    );
    let told = frame(
        "ticket",
        &json!({
            "ticket_id": fact("ticket_id"), "number": fact("number"), "subject": fact("subject"),
            "what": event.kind, "by": fact("by"),
        }),
    );
    for agent in fact("notify").as_array().into_iter().flatten() {
        if let Some(agent) = agent.as_str() {
            hub.send(&topics::agent(agent), &told);
        }
    }
    if fact("overseers") == json!(true) {
        hub.send(OVERSEERS, &told);
    }
}

/// What waits or is with the bot may be taken, and so read, by everybody who serves.
fn is_open_to_all(owner: Option<Owner>) -> bool {
    matches!(owner, Some(Owner::Bot | Owner::Queue | Owner::LeftMessage))
}

fn tell_message(tenant: &Tenant, mut message: Message, facts: &Facts) -> Result<()> {
    let hub = tenant.hub();
    views::sign_files(&mut message, tenant.signer(), tenant.clock().now_ms())?;
    let mut audience = vec![topics::watchers(&message.conversation_id)];
    audience.extend(facts.agent_id.as_deref().map(topics::agent));
    audience.extend(facts.helpers.iter().map(|id| topics::agent(id)));
    if is_open_to_all(facts.owner) {
        audience.push(topics::onlookers(&message.conversation_id));
    }
    audience.retain(|topic| hub.is_heard(topic));
    if !audience.is_empty() {
        let staff = frame("message", &json!({"message": message}));
        for topic in &audience {
            hub.send(topic, &staff);
        }
    }
    let customer = facts.customer_id.as_deref().map(topics::customer);
    if let Some(customer) = customer
        && !message.content.is_internal()
        && hub.is_heard(&customer)
    {
        views::hide_from_customer(&mut message);
        hub.send(&customer, &frame("message", &json!({"message": message})));
    }
    Ok(())
}

async fn tell_conversation(
    tenant: &Tenant,
    event: &Event,
    facts: Facts,
    gathered: &mut Gathered,
) -> Result<()> {
    let (Some(id), Some(customer)) = (&facts.conversation_id, &facts.customer_id) else {
        return Ok(());
    };
    let quiet = matches!(
        event.kind.as_str(),
        "conversation.read_by_agent"
            | "conversation.read_by_customer"
            | "conversation.page_changed"
    );
    gathered.note(id, &facts, !quiet);
    gathered.queue_moved |= !quiet && event.kind != "conversation.opened";
    let topic = topics::customer(customer);
    if !tenant.hub().is_heard(&topic) {
        return Ok(());
    }
    let mut tx = tenant.db().read().await?;
    let row = store::load(&mut tx, id).await?;
    match event.kind.as_str() {
        "conversation.read_by_agent" => {
            tenant
                .hub()
                .send(&topic, &frame("read", &json!({"seq": row.agent_read_seq})));
        }
        "conversation.read_by_customer" | "conversation.page_changed" => {}
        kind => {
            let view = views::for_visitor(&mut tx, &row).await?;
            tenant.hub().send(
                &topic,
                &frame("conversation", &json!({"conversation": view})),
            );
            if kind == "conversation.rating_invited" {
                tenant
                    .hub()
                    .send(&topic, &frame("rating_invited", &json!({})));
            }
        }
    }
    Ok(())
}

/// One person on two devices: the lists show the conversations under the known name, and other
/// windows of the anonymous customer come again as the known one.
async fn tell_merged(tenant: &Tenant, event: &Event, gathered: &mut Gathered) -> Result<()> {
    let name = |field: &str| event.payload.get(field).and_then(serde_json::Value::as_str);
    let (Some(id), Some(former)) = (name("customer_id"), name("former_customer_id")) else {
        return Ok(());
    };
    let bye = frame("bye", &json!({"code": "customer.merged"}));
    tenant.hub().send(&topics::customer(former), &bye);
    if !tenant.hub().is_heard(FLOOR) {
        return Ok(());
    }
    let mut tx = tenant.db().read().await?;
    for row in store::of_customer(&mut tx, id).await? {
        gathered.conversations.entry(row.id).or_default().moved = true;
    }
    Ok(())
}

/// An alert is for whoever may read its conversation.
async fn tell_alert(tenant: &Tenant, event: &Event) -> Result<()> {
    let id = event
        .payload
        .get("alert_id")
        .and_then(serde_json::Value::as_str);
    let Some(id) = id.filter(|_| tenant.hub().is_heard(FLOOR)) else {
        return Ok(());
    };
    let mut tx = tenant.db().read().await?;
    let alert = alerts::view(tenant, &mut tx, id).await?;
    let told = frame("alert", &json!({"alert": alert}));
    let owner = alert.conversation.as_ref().map(|one| one.owner);
    if is_open_to_all(owner) {
        tenant.hub().send(FLOOR, &told);
        return Ok(());
    }
    tenant.hub().send(OVERSEERS, &told);
    if let Some(agent) = alert.conversation.and_then(|one| one.agent_id) {
        tenant.hub().send(&topics::agent(&agent), &told);
    }
    Ok(())
}

async fn tell_agent(tenant: &Tenant, event: &Event) -> Result<()> {
    let id = event
        .payload
        .get("agent_id")
        .and_then(serde_json::Value::as_str);
    if let Some(id) = id
        && tenant.hub().is_heard(STAFF)
    {
        let mut tx = tenant.db().read().await?;
        let agent = agents::load(&mut tx, id).await?;
        tenant
            .hub()
            .send(STAFF, &frame("agent", &json!({"agent": agent})));
    }
    crate::routing::wake(tenant);
    Ok(())
}

impl Gathered {
    fn note(&mut self, id: &str, facts: &Facts, moved: bool) {
        let change = self.conversations.entry(id.to_owned()).or_default();
        change.moved |= moved;
        // Whose it was must hear that it is gone; whose it is stands in the row.
        change.agents.extend(facts.former_agent_id.clone());
    }
}

/// Tells the lists what changed meanwhile.
async fn tell_lists(tenant: &Tenant, gathered: Gathered) -> Result<()> {
    if gathered.queue_moved {
        crate::routing::wake(tenant);
        tell_queue(tenant).await?;
    }
    if gathered.conversations.is_empty() || !tenant.hub().is_heard(FLOOR) {
        return Ok(());
    }
    let moved = gathered.conversations.values().any(|change| change.moved);
    let mut tx = tenant.db().read().await?;
    for (id, mut change) in gathered.conversations {
        // Deleted meanwhile (retention, erasure): nothing to show.
        let Ok(row) = store::load(&mut tx, &id).await else {
            continue;
        };
        change.agents.extend(row.agent_id.clone());
        change.agents.extend(row.last_agent_id.clone());
        change.agents.extend(row.helpers.iter().cloned());
        let owner = row.owner;
        let view = views::conversation(tenant, &mut tx, row).await?;
        if change.moved && !is_open_to_all(Some(owner)) {
            let gone = json!({
                "conversation_id": id, "owner": owner,
                "agent_id": view.agent_id, "agent_name": view.agent_name,
            });
            tenant.hub().send(FLOOR, &frame("moved", &gone));
        }
        let told = frame("conversation", &json!({"conversation": view}));
        if is_open_to_all(Some(owner)) {
            tenant.hub().send(FLOOR, &told);
            continue;
        }
        // What is said to one agent is not for the lists of all others.
        for agent in &change.agents {
            tenant.hub().send(&topics::agent(agent), &told);
        }
        tenant.hub().send(OVERSEERS, &told);
    }
    if moved {
        for agent in tenant.part::<Presence>()?.on_floor() {
            let counts = counts(&mut tx, Some(&agent)).await?;
            tenant
                .hub()
                .send(&topics::agent(&agent), &frame("counts", &counts));
        }
    }
    Ok(())
}

/// Everybody who waits learns their new place.
async fn tell_queue(tenant: &Tenant) -> Result<()> {
    let mut tx = tenant.db().read().await?;
    for row in store::waiting(&mut tx, 200).await? {
        let topic = topics::customer(&row.customer_id);
        if tenant.hub().is_heard(&topic) {
            let view = views::for_visitor(&mut tx, &row).await?;
            tenant.hub().send(
                &topic,
                &frame("conversation", &json!({"conversation": view})),
            );
        }
    }
    Ok(())
}

/// Tells the staff that a customer came or went. One of several devices going is no going.
pub(crate) fn presence(tenant: &Tenant, customer_id: &str, online: bool) {
    let still_here = tenant.hub().is_heard(&topics::customer(customer_id));
    if tenant.hub().is_heard(FLOOR) && (online || !still_here) {
        let told = frame(
            "presence",
            &json!({"customer_id": customer_id, "online": online}),
        );
        tenant.hub().send(FLOOR, &told);
    }
}
