//! The tenant: everything a request needs hangs on it, and there are no globals.

use std::any::{Any, TypeId, type_name};
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;

use shanying_bus::Bus;
use shanying_kernel::{Clock, Error, Result};
use shanying_storage::{Blobs, Db, Tasks};

use crate::auth::Authenticate;
use crate::hub::Hub;
use crate::limits::Limits;
use crate::settings::Cache;
use crate::signing::Signer;

/// How the server is reached, as far as rooms must know.
#[derive(Clone, Debug, Default)]
pub struct WebConfig {
    /// Such as `https://kefu.example.com`, without a slash at the end; empty means "as asked".
    pub public_url: String,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// Whether cookies are marked Secure.
    pub secure_cookies: bool,
    /// Largest upload in bytes that a request may carry.
    pub max_upload_bytes: usize,
}

struct Inner {
    db: Db,
    bus: Bus,
    blobs: Blobs,
    tasks: Tasks,
    hub: Hub,
    limits: Limits,
    settings: Cache,
    signer: Signer,
    web: WebConfig,
    parts: HashMap<TypeId, Arc<dyn Any + Send + Sync>>,
    authenticator: Option<Arc<dyn Authenticate>>,
}

/// One company's world. Clones share it.
#[derive(Clone)]
pub struct Tenant {
    inner: Arc<Inner>,
}

/// Puts a tenant together; `server/src/wiring.rs` and the tests use it.
pub struct TenantBuilder {
    inner: Inner,
}

impl TenantBuilder {
    /// Starts from an open database; reads what every room shares.
    pub async fn new(db: Db, bus: Bus, blobs: Blobs, web: WebConfig) -> Result<Self> {
        let signer = Signer::load(&db).await?;
        Ok(Self {
            inner: Inner {
                settings: Cache::default(),
                hub: Hub::default(),
                limits: Limits::default(),
                tasks: Tasks::new(),
                parts: HashMap::new(),
                authenticator: None,
                db,
                bus,
                blobs,
                signer,
                web,
            },
        })
    }

    /// Adds a crate's own state, found again by its type.
    #[must_use]
    pub fn part<T: Any + Send + Sync>(mut self, part: T) -> Self {
        self.inner.parts.insert(TypeId::of::<T>(), Arc::new(part));
        self
    }

    /// Names who authenticates the staff.
    #[must_use]
    pub fn authenticator(mut self, authenticator: impl Authenticate + 'static) -> Self {
        self.inner.authenticator = Some(Arc::new(authenticator));
        self
    }

    /// Other rate limits than the defaults.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.inner.limits = limits;
        self
    }

    /// The database, for parts that read it while they are built.
    #[must_use]
    pub fn db(&self) -> &Db {
        &self.inner.db
    }

    /// Done.
    #[must_use]
    pub fn build(self) -> Tenant {
        Tenant {
            inner: Arc::new(self.inner),
        }
    }
}

impl Tenant {
    /// The tenant's database.
    #[must_use]
    pub fn db(&self) -> &Db {
        &self.inner.db
    }

    /// Hints about what was committed just now.
    #[must_use]
    pub fn bus(&self) -> &Bus {
        &self.inner.bus
    }

    /// Files by content.
    #[must_use]
    pub fn blobs(&self) -> &Blobs {
        &self.inner.blobs
    }

    /// Background work.
    #[must_use]
    pub fn tasks(&self) -> &Tasks {
        &self.inner.tasks
    }

    /// Open sockets.
    #[must_use]
    pub fn hub(&self) -> &Hub {
        &self.inner.hub
    }

    /// Rate limits.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.inner.limits
    }

    /// How the server is reached.
    #[must_use]
    pub fn web(&self) -> &WebConfig {
        &self.inner.web
    }

    /// Source of "now".
    #[must_use]
    pub fn clock(&self) -> &Clock {
        self.inner.db.clock()
    }

    /// Signs what leaves the house and must come back unchanged.
    #[must_use]
    pub fn signer(&self) -> &Signer {
        &self.inner.signer
    }

    pub(crate) fn settings_cache(&self) -> &Cache {
        &self.inner.settings
    }

    /// A crate's own state.
    pub fn part<T: Any + Send + Sync>(&self) -> Result<Arc<T>> {
        let part = self.inner.parts.get(&TypeId::of::<T>()).cloned();
        part.and_then(|part| part.downcast::<T>().ok())
            .ok_or_else(|| Error::internal(format!("{} is not wired", type_name::<T>())))
    }

    pub(crate) fn authenticator(&self) -> Result<&dyn Authenticate> {
        self.inner
            .authenticator
            .as_deref()
            .ok_or_else(|| Error::internal("nobody authenticates the staff"))
    }
}
