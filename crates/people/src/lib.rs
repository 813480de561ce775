//! The people on both sides of the counter: the company's agents with their groups, sessions and
//! API keys, and the customers whom they serve.
//!
//! - [`agents`]: accounts, roles, states, load, sign-in; [`agents::sessions::StaffAuth`] tells the
//!   whole house who calls.
//! - [`groups`]: skill groups that conversations are queued for.
//! - [`api_keys`]: programs that act for the company.
//! - [`customers`]: who they are, how they are recognised, what they agreed to, how they are erased.
//! - [`company`]: the company's own name, zone and language; the audit log's page.

pub mod agents;
pub mod api_keys;
pub mod company;
pub mod customers;
mod fields;
pub mod groups;

use shanying_web_kit::Router;

/// Every route of this crate, relative to `/api/v1`.
pub fn routes() -> Router {
    Router::new()
        .merge(agents::routes())
        .merge(groups::routes())
        .merge(api_keys::routes())
        .merge(customers::routes())
        .merge(company::routes())
}
