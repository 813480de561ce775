//! What tests need: both databases, a clock that moves, a tenant with chosen parts, and requests
//! through the public door.
//!
//! ```text
//! for database in shanying_testkit::databases() {
//!     let app = TestApp::start(&database, routes(), async |builder| Ok(builder.part(…))).await;
//!     let answer = app.post("/things", json!({"name": "x"})).may(&[Permission::…]).await;
//!     assert_eq!(answer.status(), 200);
//! }
//! ```
//!
//! PostgreSQL is used when `SHANYING_TEST_POSTGRES` names one (`make test` starts a private one).

mod app;
mod database;
mod door;
mod fake_llm;
mod fake_shop;
mod foreign_shop;
pub mod tls;

pub use app::TestApp;
pub use database::{Database, databases};
pub use door::{Answer, Ask, TestAuthenticator};
pub use fake_llm::{FakeLlm, Manner};
pub use fake_shop::{FakeShop, Fault};
pub use foreign_shop::ForeignShop;
