//! A tenant with chosen parts and routes, on a database of its own.

use axum::http::Method;
use serde_json::Value;
use shanying_bus::Bus;
use shanying_kernel::{Clock, Result};
use shanying_storage::Blobs;
use shanying_web_kit::{Router, Tenant, TenantBuilder, WebConfig};

use crate::database::{Database, Folder};
use crate::door::{Ask, TestAuthenticator};

/// 2026-11-20 10:00 in Shanghai, a Friday within office hours.
const FRIDAY_MORNING_MS: i64 = 1_795_140_000_000;

/// A running world of one test.
pub struct TestApp {
    /// The tenant.
    pub tenant: Tenant,
    /// Its clock; standing still at a Friday morning until moved.
    pub clock: Clock,
    router: axum::Router,
    _folder: Folder,
}

impl TestApp {
    /// Opens an empty database, lets `parts` add a crate's own state, and mounts `routes`.
    ///
    /// # Panics
    /// When any of that fails.
    pub async fn start(
        database: &Database,
        routes: Router,
        parts: impl AsyncFnOnce(TenantBuilder) -> Result<TenantBuilder>,
    ) -> Self {
        let folder = Folder::new();
        let clock = Clock::manual(FRIDAY_MORNING_MS);
        let bus = Bus::in_process();
        let db = database.open(&folder.0, clock.clone(), bus.clone()).await;
        let blobs = Blobs::new(folder.0.join("blobs"));
        let web = WebConfig {
            max_upload_bytes: 10 << 20,
            ..WebConfig::default()
        };
        let built = async {
            let builder = TenantBuilder::new(db, bus, blobs, web).await?;
            parts(builder.authenticator(TestAuthenticator)).await
        };
        let tenant = match built.await {
            Ok(builder) => builder.build(),
            Err(error) => panic!("the tenant cannot be built: {error:?}"),
        };
        let (router, _) = routes.split_for_parts();
        let router = router.with_state(tenant.clone());
        Self {
            tenant,
            clock,
            router,
            _folder: folder,
        }
    }

    /// A request by any method.
    #[must_use]
    pub fn ask(&self, method: Method, path: &str) -> Ask {
        Ask::new(self.router.clone(), method, path)
    }

    /// GET.
    #[must_use]
    pub fn get(&self, path: &str) -> Ask {
        self.ask(Method::GET, path)
    }

    /// POST with JSON.
    #[must_use]
    #[expect(
        clippy::needless_pass_by_value,
        reason = "tests write json!(…) in place"
    )]
    pub fn post(&self, path: &str, body: Value) -> Ask {
        self.ask(Method::POST, path).json(&body)
    }

    /// PUT with JSON.
    #[must_use]
    #[expect(
        clippy::needless_pass_by_value,
        reason = "tests write json!(…) in place"
    )]
    pub fn put(&self, path: &str, body: Value) -> Ask {
        self.ask(Method::PUT, path).json(&body)
    }

    /// PATCH with JSON.
    #[must_use]
    #[expect(
        clippy::needless_pass_by_value,
        reason = "tests write json!(…) in place"
    )]
    pub fn patch(&self, path: &str, body: Value) -> Ask {
        self.ask(Method::PATCH, path).json(&body)
    }

    /// DELETE.
    #[must_use]
    pub fn delete(&self, path: &str) -> Ask {
        self.ask(Method::DELETE, path)
    }
}
