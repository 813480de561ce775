//! A visitor over a WebSocket.

use std::time::Duration;

use axum::extract::State;
use axum::extract::ws::{Message as WsMessage, WebSocket, WebSocketUpgrade};
use axum::http::HeaderMap;
use axum::response::Response;
use serde_json::json;
use shanying_web_kit::{ClientAddress, Tenant};

use super::hello::Caller;
use super::session::VisitorSession;
use crate::origin::{origin, own_origin};
use crate::realtime::{fanout, frames};

/// A socket that says nothing for so long is dead; clients ping every 20 seconds.
const SILENCE: Duration = Duration::from_secs(90);
/// A frame may not be larger.
const MAX_FRAME: usize = 64 << 10;
/// Kept for every open widget; a longer frame takes more reads.
const READ_BUFFER: usize = 1024;

/// `GET /ws/visitor`: the first frame says who.
pub(crate) async fn connect(
    State(tenant): State<Tenant>,
    ClientAddress(address): ClientAddress,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Response {
    let caller = Caller {
        address,
        origin: origin(&headers).map(str::to_owned),
        own_origin: own_origin(&tenant, &headers),
    };
    upgrade
        .read_buffer_size(READ_BUFFER)
        .write_buffer_size(0)
        .max_message_size(MAX_FRAME)
        // Boxed, so that the task of the socket is not as large as the upgrade and the talk together.
        .on_upgrade(move |socket| Box::pin(talk(tenant, caller, socket)))
}

async fn talk(tenant: Tenant, caller: Caller, mut socket: WebSocket) {
    let mut seat = tenant.hub().seat();
    let mut session = VisitorSession::new(tenant.clone(), caller);
    loop {
        tokio::select! {
            () = tenant.tasks().stopping() => {
                let bye = frames::frame("bye", &json!({"code": "server.stopping"}));
                let _ = socket.send(WsMessage::Text(bye)).await;
                break;
            }
            told = seat.next() => {
                let Some(told) = told else { break };
                if socket.send(WsMessage::Text(told)).await.is_err() {
                    break;
                }
            }
            received = tokio::time::timeout(SILENCE, socket.recv()) => {
                let Ok(Some(Ok(message))) = received else { break };
                let WsMessage::Text(text) = message else { continue };
                let was_inside = session.customer_id().is_some();
                // Boxed: what a frame needs while it is heeded is not kept while nothing comes.
                let answer = Box::pin(session.heed(&text, &mut seat)).await;
                if let Some(answer) = answer
                    && socket.send(WsMessage::Text(answer)).await.is_err()
                {
                    break;
                }
                if !was_inside && let Some(id) = session.customer_id() {
                    fanout::presence(&tenant, id, true);
                }
            }
        }
    }
    drop(seat);
    if let Some(id) = session.customer_id() {
        fanout::presence(&tenant, id, false);
    }
}
