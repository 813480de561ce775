//! A visitor over plain requests, where no WebSocket gets through: the same session, its frames
//! handed in and out by `POST /widget/v1/poll`.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use parking_lot::Mutex as SyncMutex;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use shanying_kernel::{Error, Result};
use shanying_web_kit::signing::random_token;
use shanying_web_kit::{ApiResult, ClientAddress, JsonBody, Seat, Tenant};
use tokio::sync::Mutex;

use super::hello::Caller;
use super::session::VisitorSession;
use crate::origin::{origin, own_origin};

/// A session that nobody asked for so long is forgotten.
const PATIENCE: Duration = Duration::from_secs(60);
/// Sessions kept at once; above that the oldest go.
const MAX_SESSIONS: usize = 10_000;

struct Polled {
    session: VisitorSession,
    seat: Seat,
}

struct Kept {
    polled: Arc<Mutex<Polled>>,
    last_asked: Instant,
}

/// Sessions of visitors who poll; a part of the tenant.
#[derive(Default)]
pub struct PollSessions {
    kept: SyncMutex<HashMap<String, Kept>>,
}

impl PollSessions {
    fn find(&self, id: &str) -> Option<Arc<Mutex<Polled>>> {
        let mut kept = self.kept.lock();
        let found = kept.get_mut(id)?;
        found.last_asked = Instant::now();
        Some(found.polled.clone())
    }

    /// Forgets visitors who stopped asking, so that they count as gone.
    pub(crate) fn tidy(&self) {
        self.kept
            .lock()
            .retain(|_, one| one.last_asked.elapsed() < PATIENCE);
    }

    fn keep(&self, id: &str, polled: Arc<Mutex<Polled>>) {
        self.tidy();
        let mut kept = self.kept.lock();
        if kept.len() < MAX_SESSIONS {
            kept.insert(
                id.to_owned(),
                Kept {
                    polled,
                    last_asked: Instant::now(),
                },
            );
        }
    }
}

/// Frames to heed, and how long to wait for frames in return.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Poll {
    /// As returned before; none begins a session.
    session: Option<String>,
    /// As the WebSocket takes them.
    #[schema(value_type = Vec<Object>)]
    frames: Vec<Value>,
    /// At most 25.
    #[serde(default)]
    wait_seconds: u64,
}

/// What happened meanwhile.
#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct Polls {
    /// Goes into the next request.
    session: String,
    /// As the WebSocket sends them.
    #[schema(value_type = Vec<Object>)]
    frames: Vec<Value>,
}

/// Hands frames in and out.
#[utoipa::path(post, path = "/poll", tag = "widget", request_body = Poll,
    responses((status = 200, body = Polls)))]
pub(super) async fn poll_frames(
    State(tenant): State<Tenant>,
    ClientAddress(address): ClientAddress,
    headers: HeaderMap,
    JsonBody(body): JsonBody<Poll>,
) -> ApiResult<Json<Polls>> {
    tenant.limits().address.count(&address)?;
    if body.frames.len() > 50 {
        return Err(Error::field("frames", "at most 50 frames at once").into());
    }
    let sessions = tenant.part::<PollSessions>()?;
    let (id, polled) = match body.session {
        Some(id) => {
            let polled = sessions.find(&id).ok_or_else(|| {
                Error::not_found("not_found.poll_session", "begin again without a session")
            })?;
            (id, polled)
        }
        None => {
            let caller = Caller {
                address,
                origin: origin(&headers).map(str::to_owned),
                own_origin: own_origin(&tenant, &headers),
            };
            let session = VisitorSession::new(tenant.clone(), caller);
            let polled = Arc::new(Mutex::new(Polled {
                session,
                seat: tenant.hub().seat(),
            }));
            let id = random_token();
            sessions.keep(&id, polled.clone());
            (id, polled)
        }
    };
    let wait = Duration::from_secs(body.wait_seconds.min(25));
    let frames = exchange(&tenant, &mut *polled.lock().await, &body.frames, wait).await?;
    Ok(Json(Polls {
        session: id,
        frames,
    }))
}

async fn exchange(
    tenant: &Tenant,
    polled: &mut Polled,
    incoming: &[Value],
    wait: Duration,
) -> Result<Vec<Value>> {
    let mut outgoing = Vec::new();
    for frame in incoming {
        if let Some(answer) = polled
            .session
            .heed(&frame.to_string(), &mut polled.seat)
            .await
        {
            outgoing.push(serde_json::from_str(&answer)?);
        }
    }
    // With answers in hand nobody waits; what else is ready goes along.
    let wait = if outgoing.is_empty() {
        wait
    } else {
        Duration::from_millis(1)
    };
    let first = tokio::select! {
        () = tenant.tasks().stopping() => None,
        told = tokio::time::timeout(wait, polled.seat.next()) => told.ok().flatten(),
    };
    let mut next = first;
    while let Some(frame) = next {
        outgoing.push(serde_json::from_str(&frame)?);
        let ready = tokio::time::timeout(Duration::from_millis(1), polled.seat.next()).await;
        next = ready.ok().flatten();
    }
    Ok(outgoing)
}
