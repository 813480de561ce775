//! The workbench's socket.

use std::collections::{HashMap, HashSet};

use axum::extract::State;
use axum::extract::ws::{Message as WsMessage, WebSocket, WebSocketUpgrade};
use axum::http::HeaderMap;
use axum::response::Response;
use parking_lot::Mutex;
use serde::Deserialize;
use serde_json::{Value as Json, json};
use shanying_kernel::{Error, Result};
use shanying_people::agents::{self, sessions};
use shanying_web_kit::{ApiResult, Caller, ClientAddress, Permission, Seat, Tenant};

use super::frames::frame;
use super::topics::{self, BOARD, EDITORS, FLOOR, OVERSEERS, STAFF};
use crate::boards;
use crate::conversations::actions::watched as watched_live;
use crate::conversations::http::{ConversationCounts, counts};
use crate::conversations::model::Owner;
use crate::conversations::{store, views};
use crate::origin::{origin, own_origin};
use crate::routing;

/// How many windows each agent has open; a part of the tenant.
#[derive(Debug, Default)]
pub struct Presence {
    windows: Mutex<HashMap<String, Windows>>,
}

#[derive(Clone, Copy, Debug)]
struct Windows {
    open: usize,
    /// Whether they serve customers or may read every conversation.
    on_floor: bool,
}

impl Presence {
    /// One more window; true if it is the first.
    fn enter(&self, agent_id: &str, on_floor: bool) -> bool {
        let mut windows = self.windows.lock();
        let mine = windows
            .entry(agent_id.to_owned())
            .or_insert(Windows { open: 0, on_floor });
        mine.open += 1;
        mine.on_floor = on_floor;
        mine.open == 1
    }

    /// One window less; true if it was the last.
    fn leave(&self, agent_id: &str) -> bool {
        let mut windows = self.windows.lock();
        match windows.get_mut(agent_id) {
            Some(mine) if mine.open > 1 => {
                mine.open -= 1;
                false
            }
            Some(_) => windows.remove(agent_id).is_some(),
            None => false,
        }
    }

    /// Who has a window open and hears of customers.
    pub(crate) fn on_floor(&self) -> Vec<String> {
        let windows = self.windows.lock();
        let floor = windows.iter().filter(|(_, mine)| mine.on_floor);
        floor.map(|(id, _)| id.clone()).collect()
    }
}

/// Whether somebody serves customers or may read every conversation; others hear nothing of them.
fn is_on_floor(caller: &Caller) -> bool {
    caller.may(Permission::ServeConversations) || caller.may(Permission::ViewAllConversations)
}

/// What a workbench sends.
#[derive(Debug, Deserialize)]
#[serde(tag = "t", content = "d", rename_all = "snake_case")]
enum Inbound {
    Typing {
        conversation_id: String,
        active: bool,
    },
    Watch {
        conversation_id: Option<String>,
    },
    WatchBoard {
        active: bool,
    },
    Ping {},
}

/// `GET /ws/agent`: the session cookie says who, the origin must be ours.
pub(crate) async fn connect(
    State(tenant): State<Tenant>,
    ClientAddress(address): ClientAddress,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> ApiResult<Response> {
    if origin(&headers).is_none_or(|origin| origin != own_origin(&tenant, &headers)) {
        return Err(Error::forbidden("auth.bad_origin", "this page may not connect").into());
    }
    let caller = sessions::caller_of_cookie(&tenant, &headers, address).await?;
    caller.agent_id()?;
    let upgrade = upgrade.read_buffer_size(4096).max_message_size(64 << 10);
    Ok(upgrade.on_upgrade(move |socket| async move {
        if let Err(error) = serve(&tenant, &caller, socket).await {
            tracing::warn!(?error, "a workbench's socket failed");
        }
    }))
}

async fn serve(tenant: &Tenant, caller: &Caller, mut socket: WebSocket) -> Result<()> {
    let agent_id = caller.agent_id()?.to_owned();
    let presence = tenant.part::<Presence>()?;
    if presence.enter(&agent_id, is_on_floor(caller)) {
        set_connected(tenant, &agent_id, true).await?;
    }
    let result = talk(tenant, caller, &agent_id, &mut socket).await;
    // A shutting-down server is not the agent's leaving: its next start counts the grace time.
    if presence.leave(&agent_id) && !tenant.tasks().is_stopping() {
        set_connected(tenant, &agent_id, false).await?;
    }
    result
}

async fn set_connected(tenant: &Tenant, agent_id: &str, connected: bool) -> Result<()> {
    let id = agent_id.to_owned();
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                if connected {
                    agents::connected(tx, &id).await
                } else {
                    agents::disconnected(tx, &id).await
                }
            })
        })
        .await?;
    routing::wake(tenant);
    Ok(())
}

async fn talk(
    tenant: &Tenant,
    caller: &Caller,
    agent_id: &str,
    socket: &mut WebSocket,
) -> Result<()> {
    let mut seat = tenant.hub().seat();
    // In the topics first, then the snapshot: what happens between is told twice, never lost.
    seat.join(STAFF);
    seat.join(&topics::agent(agent_id));
    if is_on_floor(caller) {
        seat.join(FLOOR);
    }
    if caller.may(Permission::ViewAllConversations) {
        seat.join(OVERSEERS);
    }
    if caller.may(Permission::EditKnowledge) {
        seat.join(EDITORS);
    }
    let first = frame("snapshot", &snapshot(tenant, caller).await?);
    if socket.send(WsMessage::Text(first)).await.is_err() {
        return Ok(());
    }
    let mut watched = Watching::default();
    loop {
        tokio::select! {
            () = tenant.tasks().stopping() => {
                let bye = frame("bye", &json!({"code": "server.stopping"}));
                let _ = socket.send(WsMessage::Text(bye)).await;
                return Ok(());
            }
            told = seat.next() => {
                let Some(told) = told else { return Ok(()) };
                if socket.send(WsMessage::Text(told)).await.is_err() {
                    return Ok(());
                }
            }
            received = socket.recv() => {
                let Some(Ok(message)) = received else { return Ok(()) };
                let WsMessage::Text(text) = message else { continue };
                let Ok(inbound) = serde_json::from_str::<Inbound>(&text) else { continue };
                if matches!(inbound, Inbound::Ping {}) {
                    if socket.send(WsMessage::Text(frame("pong", &json!({})))).await.is_err() {
                        return Ok(());
                    }
                    continue;
                }
                heed(tenant, caller, &mut seat, &mut watched, inbound).await?;
            }
        }
    }
}

async fn heed(
    tenant: &Tenant,
    caller: &Caller,
    seat: &mut Seat,
    watched: &mut Watching,
    inbound: Inbound,
) -> Result<()> {
    let me = caller.agent_id()?;
    let mut tx = tenant.db().read().await?;
    match inbound {
        Inbound::Typing {
            conversation_id,
            active,
        } => {
            if let Ok(row) = store::load(&mut tx, &conversation_id).await
                && row.agent_id.as_deref() == Some(me)
                && row.owner == Owner::Agent
            {
                let told = frame("typing", &json!({"who": "agent", "active": active}));
                tenant
                    .hub()
                    .send(&topics::customer(&row.customer_id), &told);
            }
        }
        Inbound::Watch { conversation_id } => {
            drop(tx);
            watch(tenant, caller, seat, (watched, conversation_id)).await?;
        }
        Inbound::WatchBoard { active: false } => seat.leave(BOARD),
        // Who may not see it hears nothing, as with conversations.
        Inbound::WatchBoard { active: true } if caller.may(Permission::ViewAllConversations) => {
            boards::join(tenant, seat)?;
        }
        Inbound::WatchBoard { .. } | Inbound::Ping {} => {}
    }
    Ok(())
}

/// Which conversation a socket looks at, and which of others' are in the audit log already.
#[derive(Debug, Default)]
struct Watching {
    topic: Option<String>,
    noted: HashSet<String>,
}

/// Looks at another conversation, or at none.
async fn watch(
    tenant: &Tenant,
    caller: &Caller,
    seat: &mut Seat,
    (watched, id): (&mut Watching, Option<String>),
) -> Result<()> {
    if let Some(former) = watched.topic.take() {
        seat.leave(&former);
    }
    let Some(id) = id.filter(|_| is_on_floor(caller)) else {
        return Ok(());
    };
    let mut tx = tenant.db().read().await?;
    let Ok(row) = store::load(&mut tx, &id).await else {
        return Ok(());
    };
    drop(tx);
    let topic = if caller.may(Permission::ViewAllConversations) {
        let is_live = matches!(row.owner, Owner::Bot | Owner::Queue | Owner::Agent);
        let is_own = row.agent_id.as_deref() == Some(caller.agent_id()?);
        if is_live && !is_own && watched.noted.insert(id.clone()) {
            watched_live(tenant, caller, &id).await?;
        }
        topics::watchers(&id)
    } else {
        topics::onlookers(&id)
    };
    seat.join(&topic);
    watched.topic = Some(topic);
    Ok(())
}

async fn snapshot(tenant: &Tenant, caller: &Caller) -> Result<Json> {
    let agent_id = caller.agent_id()?;
    let mut tx = tenant.db().read().await?;
    let me = agents::load(&mut tx, agent_id).await?;
    let agents = agents::list(&mut tx).await?;
    if !is_on_floor(caller) {
        let counts = ConversationCounts::default();
        return Ok(json!({"me": me, "agents": agents, "counts": counts, "mine": [], "queue": []}));
    }
    let counts = counts(&mut tx, Some(agent_id)).await?;
    let filter = |owner| store::Filter {
        owner: Some(owner),
        ..store::Filter::default()
    };
    let own = store::Filter {
        agent_id: Some(agent_id.to_owned()),
        with_helped: true,
        ..filter(Owner::Agent)
    };
    let mine = store::list(&mut tx, &own, None, 200).await?;
    let queue = store::list(&mut tx, &filter(Owner::Queue), None, 200).await?;
    let mine = views::conversations(tenant, &mut tx, mine).await?;
    let queue = views::conversations(tenant, &mut tx, queue).await?;
    Ok(json!({"me": me, "agents": agents, "counts": counts, "mine": mine, "queue": queue}))
}
