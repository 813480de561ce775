//! The control socket: `control.sock` in the data folder, for its owner only. By it the command
//! line speaks to a running server with all permissions; without a server a command opens the data
//! folder itself and asks the same routes within its own process.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Response, header};
use axum::middleware::{Next, from_fn};
use axum::response::IntoResponse;
use axum::routing::{get, post};
use futures_util::stream;
use hyper_util::rt::TokioIo;
use serde::{Deserialize, Serialize};
use shanying_kernel::{Clock, Error, Result};
use shanying_storage::dump;
use shanying_web_kit::{Console, JsonBody, Tenant, trace_requests};
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tower::ServiceExt as _;
use tower_http::catch_panic::CatchPanicLayer;

use crate::config::Config;
use crate::routes::{self, BodyLimits};
use crate::server::{DataLock, from_here, restrict};
use crate::wiring;

const SOCKET: &str = "control.sock";

/// The API with the console's permissions, and what the console alone may do. `address` is where the
/// server listens, if one runs.
fn router(tenant: &Tenant, limits: BodyLimits, address: Option<SocketAddr>) -> axum::Router {
    let enter = move |mut request: Request, next: Next| async move {
        routes::limit_body(&mut request, limits);
        request.extensions_mut().insert(Console);
        request.extensions_mut().insert(from_here());
        next.run(request).await
    };
    routes::api()
        .0
        .route("/control/backup", post(backup))
        .route(
            "/control/address",
            get(move || async move { axum::Json(address) }),
        )
        .layer(CatchPanicLayer::custom(routes::panicked))
        .layer(from_fn(enter))
        .layer(from_fn(trace_requests))
        .with_state(tenant.clone())
}

/// Listens on the control socket until the tenant stops.
pub(crate) fn listen(
    tenant: &Tenant,
    data: &Path,
    limits: BodyLimits,
    address: SocketAddr,
) -> Result<()> {
    let path = data.join(SOCKET);
    // We hold the data folder, so a socket that lies there is left from a crash.
    if let Err(error) = std::fs::remove_file(&path)
        && error.kind() != std::io::ErrorKind::NotFound
    {
        return Err(unusable(&path, error));
    }
    let listener = UnixListener::bind(&path).map_err(|error| unusable(&path, error))?;
    restrict(&path, 0o600).map_err(|error| unusable(&path, error))?;
    let site = router(tenant, limits, Some(address));
    let stop = tenant.tasks().clone();
    tenant.tasks().spawn(async move {
        let until = async move { stop.stopping().await };
        if let Err(error) = axum::serve(listener, site)
            .with_graceful_shutdown(until)
            .await
        {
            tracing::error!(%error, "the control socket ended");
        }
        if let Err(error) = std::fs::remove_file(&path) {
            tracing::warn!(%error, "the control socket could not be removed");
        }
    });
    Ok(())
}

fn unusable(path: &Path, error: std::io::Error) -> Error {
    Error::unavailable(format!(
        "the control socket {} cannot be used",
        path.display()
    ))
    .because(error)
}

/// One line of a long work's report.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Report {
    /// So much of a part is done.
    Progress {
        /// A table, or `files`.
        part: String,
        /// Done.
        done: usize,
        /// Of so many.
        total: usize,
    },
    /// All is done.
    Done,
    /// It failed.
    Failed {
        /// Why.
        message: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BackupOrder {
    file: PathBuf,
}

/// Writes a backup and reports on the way, one JSON a line.
async fn backup(
    State(tenant): State<Tenant>,
    JsonBody(order): JsonBody<BackupOrder>,
) -> Response<Body> {
    let (sender, receiver) = mpsc::unbounded_channel::<Report>();
    let worker = tenant.clone();
    tenant.tasks().spawn(async move {
        let told = sender.clone();
        let progress = move |part: &str, done: usize, total: usize| {
            let _ = told.send(Report::Progress {
                part: part.to_owned(),
                done,
                total,
            });
        };
        let written = dump::backup(worker.db(), worker.blobs(), &order.file, &progress).await;
        let _ = sender.send(match written {
            Ok(()) => Report::Done,
            Err(error) => {
                tracing::error!(?error, "a backup failed");
                Report::Failed {
                    message: error.to_string(),
                }
            }
        });
    });
    let lines = stream::unfold(receiver, |mut receiver| async move {
        let report = receiver.recv().await?;
        let line = serde_json::to_string(&report).map(|line| format!("{line}\n"));
        Some((line, receiver))
    });
    let mut response = Body::from_stream(lines).into_response();
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/x-ndjson"),
    );
    response
}

/// The way by which a command reaches the API.
pub(crate) enum Line {
    /// To a running server.
    Socket {
        path: PathBuf,
        connections: JoinSet<()>,
    },
    /// No server runs: the data folder is ours.
    Alone {
        router: axum::Router,
        tenant: Tenant,
        _lock: DataLock,
    },
}

impl Line {
    /// Finds out whether a server runs, and opens the data folder if none does.
    pub(crate) async fn open(config: &Config) -> Result<Self> {
        let data = &config.storage.data;
        let Some(lock) = DataLock::take(data)? else {
            return Ok(Self::Socket {
                path: data.join(SOCKET),
                connections: JoinSet::new(),
            });
        };
        let tenant = wiring::open(config, Clock::system()).await?;
        let limits = BodyLimits {
            plain: config.server.max_body_bytes,
            upload: config.server.max_upload_bytes,
        };
        let router = router(&tenant, limits, None);
        Ok(Self::Alone {
            router,
            tenant,
            _lock: lock,
        })
    }

    /// Sends a request; an answer that is no success becomes its error's message.
    pub(crate) async fn ask(&mut self, request: Request) -> Result<Response<Body>> {
        let response = match self {
            Self::Alone { router, .. } => match router.clone().oneshot(request).await {
                Ok(response) => response,
                Err(never) => match never {},
            },
            Self::Socket { path, connections } => send(path, connections, request).await?,
        };
        if response.status().is_success() {
            return Ok(response);
        }
        let body = read(response).await?;
        let told = serde_json::from_slice::<serde_json::Value>(&body).unwrap_or_default();
        let text = |name: &str| {
            told.pointer(&format!("/error/{name}"))
                .and_then(|v| v.as_str())
                .unwrap_or("?")
                .to_owned()
        };
        Err(Error::invalid(
            "command.refused",
            format!("{} ({})", text("message"), text("code")),
        ))
    }

    /// Sends a request and gives the whole answer.
    pub(crate) async fn ask_all(&mut self, request: Request) -> Result<Vec<u8>> {
        read(self.ask(request).await?).await
    }

    /// Where the running server listens; none when no server runs.
    pub(crate) async fn address(&mut self) -> Result<Option<SocketAddr>> {
        let asked = request("GET", "/control/address", "application/json", Vec::new())?;
        Ok(serde_json::from_slice(&self.ask_all(asked).await?)?)
    }

    /// Ends what was opened.
    pub(crate) async fn close(self) {
        if let Self::Alone { tenant, .. } = self {
            tenant
                .tasks()
                .shut_down(std::time::Duration::from_secs(60))
                .await;
            tenant.db().close().await;
        }
    }
}

async fn send(
    path: &Path,
    connections: &mut JoinSet<()>,
    request: Request,
) -> Result<Response<Body>> {
    let broken = |error: hyper::Error| {
        Error::unavailable("the server does not answer on its control socket").because(error)
    };
    let stream = UnixStream::connect(path).await.map_err(|error| {
        Error::unavailable("another command works on the data folder; try again later")
            .because(error)
    })?;
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream))
        .await
        .map_err(broken)?;
    connections.spawn(async move {
        if let Err(error) = connection.await {
            tracing::debug!(%error, "the control connection ended");
        }
    });
    let response = sender.send_request(request).await.map_err(broken)?;
    Ok(response.map(Body::new))
}

/// The whole body.
async fn read(response: Response<Body>) -> Result<Vec<u8>> {
    axum::body::to_bytes(response.into_body(), usize::MAX)
        .await
        .map(Vec::from)
        .map_err(|error| Error::unavailable("the answer broke off").because(error))
}

/// A request for the control socket.
pub(crate) fn request(method: &str, path: &str, kind: &str, body: Vec<u8>) -> Result<Request> {
    Request::builder()
        .method(method)
        .uri(path)
        .header(header::HOST, "localhost")
        .header(header::CONTENT_TYPE, kind)
        .body(Body::from(body))
        .map_err(|error| Error::internal("a request is malformed").because(error))
}

/// Asks one question and gives the whole answer.
pub(crate) async fn ask_once(config: &Config, request: Request) -> Result<Vec<u8>> {
    let mut line = Line::open(config).await?;
    let answer = line.ask_all(request).await;
    line.close().await;
    answer
}
