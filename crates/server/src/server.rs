//! A running server: it holds the data folder alone, listens on its address and on the control
//! socket, and stops without losing anything.

use std::fs::{File, TryLockError};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::ConnectInfo;
use axum::serve::ListenerExt as _;
use shanying_kernel::{Clock, Error, Result};
use shanying_people::agents;
use shanying_web_kit::Tenant;
use tokio::net::TcpListener;

use crate::config::Config;
use crate::demo::Demo;
use crate::routes::{self, BodyLimits};
use crate::{control, figures, wiring};

/// Sockets say farewell in tasks that nobody waits for; so long they have for it.
const FAREWELL: Duration = Duration::from_millis(200);
/// The exclusive hold on a data folder, as long as it lives.
pub(crate) struct DataLock {
    _file: File,
}

impl DataLock {
    /// Takes the hold; none when another process has it. Makes the folder, for its owner only.
    pub(crate) fn take(data: &Path) -> Result<Option<Self>> {
        let failed = |error: std::io::Error| {
            Error::unavailable(format!("the data folder {} cannot be used", data.display()))
                .because(error)
        };
        if !data.is_dir() {
            std::fs::create_dir_all(data).map_err(failed)?;
            restrict(data, 0o700).map_err(failed)?;
        }
        let file = File::create(data.join("lock")).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self { _file: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(failed(error)),
        }
    }

    /// Takes the hold, or says who has it.
    pub(crate) fn require(data: &Path) -> Result<Self> {
        Self::take(data)?.ok_or_else(|| {
            Error::conflict(
                "storage.locked",
                format!(
                    "another process works on the data folder {}",
                    data.display()
                ),
            )
        })
    }
}

/// Sets the permissions of a file or folder.
pub(crate) fn restrict(path: &Path, mode: u32) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode))
}

/// A server that listens.
pub struct Server {
    address: SocketAddr,
    tenant: Tenant,
    patience: Duration,
    _lock: DataLock,
}

impl Server {
    /// Opens the data folder and listens. `clock` is the system's, except in tests.
    pub async fn start(config: &Config, clock: Clock) -> Result<Self> {
        let lock = DataLock::require(&config.storage.data)?;
        let tenant = wiring::open(config, clock).await?;
        Self::listen(config, lock, tenant, None).await
    }

    /// Listens for a tenant that is open.
    pub(crate) async fn listen(
        config: &Config,
        lock: DataLock,
        tenant: Tenant,
        demo: Option<Arc<Demo>>,
    ) -> Result<Self> {
        figures::start();
        let listener = TcpListener::bind(config.server.listen)
            .await
            .map_err(|error| {
                Error::unavailable(format!("cannot listen on {}", config.server.listen))
                    .because(error)
            })?;
        let address = listener
            .local_addr()
            .map_err(|error| Error::internal("a listener without address").because(error))?;
        wiring::start(&tenant).await?;
        let limits = BodyLimits {
            plain: config.server.max_body_bytes,
            upload: config.server.max_upload_bytes,
        };
        control::listen(&tenant, &config.storage.data, limits, address)?;
        // An answer is two small frames: the second must not wait until the first is acknowledged.
        let listener = listener.tap_io(|stream| {
            if let Err(error) = stream.set_nodelay(true) {
                tracing::debug!(%error, "a connection keeps its delay");
            }
        });
        let site =
            routes::site(&tenant, limits, demo).into_make_service_with_connect_info::<SocketAddr>();
        let stop = tenant.tasks().clone();
        tenant.tasks().spawn(async move {
            let until = async move { stop.stopping().await };
            if let Err(error) = axum::serve(listener, site)
                .with_graceful_shutdown(until)
                .await
            {
                tracing::error!(%error, "serving ended");
            }
        });
        tracing::info!(%address, "listening");
        Ok(Self {
            address,
            tenant,
            patience: Duration::from_secs(config.server.shutdown_seconds),
            _lock: lock,
        })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The tenant that it serves.
    #[must_use]
    pub fn tenant(&self) -> &Tenant {
        &self.tenant
    }

    /// The token of the first administrator's link; none as soon as there is anybody.
    pub async fn setup_token(&self) -> Result<Option<String>> {
        agents::setup_link(self.tenant.db()).await
    }

    /// Stops: no new connections, requests that have begun are answered, sockets are told, work in
    /// the background ends, the database closes.
    pub async fn stop(self) {
        tracing::info!("stopping");
        self.tenant.tasks().shut_down(self.patience).await;
        tokio::time::sleep(FAREWELL).await;
        self.tenant.db().close().await;
        tracing::info!("stopped");
    }
}

/// Where a request through a Unix socket or within the process comes from.
pub(crate) fn from_here() -> ConnectInfo<SocketAddr> {
    ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 0)))
}
