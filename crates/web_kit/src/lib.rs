//! What every room's door is made of: the tenant, extractors, permissions, errors as JSON, settings
//! sections, files, Markdown, the audit log, rate limits and the hub of open sockets.
//!
//! This crate owns axum and utoipa. It knows no business rule; rooms build on it.

pub mod audit;
mod auth;
mod error;
mod extract;
pub mod files;
mod hub;
mod limits;
pub mod markdown;
mod request;
pub mod settings;
pub mod signing;
mod tenant;

pub use auth::{Allowed, Authenticate, Caller, Console, Grant, Permission, StaffMember, may};
pub use error::{ApiError, ApiResult, ErrorBody};
pub use extract::{ClientAddress, JsonBody, Limit, PathOf, QueryOf};
pub use hub::{Frame, Hub, Seat};
pub use limits::{Limits, RateLimit};
pub use request::{RequestId, request_id, trace_requests};
pub use settings::Section;
pub use tenant::{Tenant, TenantBuilder, WebConfig};

/// A router whose handlers also describe themselves for the OpenAPI document.
pub type Router = utoipa_axum::router::OpenApiRouter<Tenant>;
