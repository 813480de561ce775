//! A language model behind real HTTP, shaped like the chat interface that OpenAI made common.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use futures_util::stream::unfold;
use serde_json::{Value, json};
use tokio::sync::Mutex;
use tokio::task::JoinSet;

/// How the model answers from now on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Manner {
    /// Streams the text in pieces, with a pause before each.
    Streams(Duration),
    /// Answers as a whole, as some servers do though a stream was asked for.
    Whole,
    /// Refuses with a status.
    Refuses(u16),
    /// Streams half of the text and breaks the line off.
    BreaksOff,
    /// Streams what is no JSON.
    Garbles,
    /// Tells of an error in the middle of the stream.
    Fails,
    /// Takes the request and never answers.
    Hangs,
}

struct Model {
    manner: Mutex<Manner>,
    text: Mutex<String>,
    asked: Mutex<Vec<Value>>,
    sent: Mutex<usize>,
}

/// The running model; it ends with this.
pub struct FakeLlm {
    /// Where it listens.
    pub address: SocketAddr,
    model: Arc<Model>,
    _server: JoinSet<()>,
}

impl FakeLlm {
    /// The key that it wants.
    pub const KEY: &str = "sk-test";

    /// Starts it.
    ///
    /// # Panics
    /// When there is no free port.
    pub async fn start(text: &str) -> Self {
        let model = Arc::new(Model {
            manner: Mutex::new(Manner::Streams(Duration::ZERO)),
            text: Mutex::new(text.to_owned()),
            asked: Mutex::default(),
            sent: Mutex::default(),
        });
        let routes = Router::new()
            .route("/v1/chat/completions", post(complete))
            .with_state(model.clone());
        let bound = tokio::net::TcpListener::bind("127.0.0.1:0").await;
        let (listener, address) = match bound.and_then(|one| one.local_addr().map(|at| (one, at))) {
            Ok(bound) => bound,
            Err(error) => panic!("no port for the model: {error}"),
        };
        let mut server = JoinSet::new();
        server.spawn(async move {
            let _ = axum::serve(listener, routes).await;
        });
        Self {
            address,
            model,
            _server: server,
        }
    }

    /// Its address for a client.
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("http://{}/v1/", self.address)
    }

    /// From now on it answers so.
    pub async fn will(&self, manner: Manner) {
        *self.model.manner.lock().await = manner;
    }

    /// The requests that came.
    pub async fn asked(&self) -> Vec<Value> {
        self.model.asked.lock().await.clone()
    }

    /// How many pieces were sent.
    pub async fn sent(&self) -> usize {
        *self.model.sent.lock().await
    }
}

async fn complete(
    State(model): State<Arc<Model>>,
    headers: HeaderMap,
    Json(body): Json<Value>,
) -> Response {
    let key = headers.get(header::AUTHORIZATION).map(|key| key.as_bytes());
    if key != Some(format!("Bearer {}", FakeLlm::KEY).as_bytes()) {
        let told = json!({"error": {"message": "Incorrect API key provided"}});
        return (StatusCode::UNAUTHORIZED, Json(told)).into_response();
    }
    model.asked.lock().await.push(body);
    let text = model.text.lock().await.clone();
    let usage = json!({"prompt_tokens": 57, "completion_tokens": 21, "total_tokens": 78});
    let manner = model.manner.lock().await.clone();
    match manner {
        Manner::Whole => {
            let choice = json!({"index": 0, "message": {"role": "assistant", "content": text}});
            Json(json!({"choices": [choice], "usage": usage})).into_response()
        }
        Manner::Refuses(status) => {
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            let told = json!({"error": {"message": "no capacity"}});
            (status, Json(told)).into_response()
        }
        Manner::Hangs => std::future::pending().await,
        manner => stream(model, manner, text, usage),
    }
}

fn stream(model: Arc<Model>, manner: Manner, text: String, usage: Value) -> Response {
    let event = |data: &str| Ok(Bytes::from(format!("data: {data}\r\n\r\n")));
    let all: Vec<char> = text.chars().collect();
    let mut events: Vec<Result<Bytes, std::io::Error>> = Vec::new();
    for (at, piece) in all.chunks(2).enumerate() {
        let piece: String = piece.iter().collect();
        let delta = json!({"choices": [{"index": 0, "delta": {"content": piece}}], "usage": null});
        let half = at > all.len() / 4;
        events.push(match &manner {
            Manner::BreaksOff if half => Err(std::io::Error::other("broken off")),
            Manner::Garbles if half => event("{\"choices\": [{"),
            Manner::Fails if half => {
                event(&json!({"error": {"message": "overloaded"}}).to_string())
            }
            _ => event(&delta.to_string()),
        });
    }
    let last = json!({"choices": [], "usage": usage});
    events.push(event(&last.to_string()));
    events.push(event("[DONE]"));
    let pause = match manner {
        Manner::Streams(pause) => pause,
        _ => Duration::ZERO,
    };
    let pieces = unfold(
        (events.into_iter(), model),
        move |(mut rest, model)| async move {
            let next = rest.next()?;
            tokio::time::sleep(pause).await;
            *model.sent.lock().await += 1;
            Some((next, (rest, model)))
        },
    );
    let body = Body::from_stream(pieces);
    (
        [(header::CONTENT_TYPE, "text/event-stream; charset=utf-8")],
        body,
    )
        .into_response()
}
