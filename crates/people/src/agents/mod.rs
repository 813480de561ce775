//! Agents: the people of the company, their roles, states and load, and how they sign in.
//!
//! - A role is a fixed set of permissions (`rules::ROLE_PERMISSIONS`); people may have several.
//! - `load` counts the conversations that somebody serves; only [`take_slot`] raises it, in one
//!   statement that checks the cap, so it is never passed however many assign at once.
//! - The state is what people say of themselves and is logged as stretches in `agent_states`;
//!   being connected is what the server sees of their workbench.
//! - Passwords are argon2id, sessions opaque tokens kept as hashes ([`sessions`]); nobody has a
//!   default password: the first administrator and invited agents set one by a one-time link.
//! - Every change that others can see announces `agent.changed {agent_id}`.

mod actions;
mod http;
mod links;
mod model;
mod passwords;
mod rules;
pub mod sessions;
mod store;
#[cfg(test)]
mod tests;

pub(crate) use actions::changed;
pub use actions::{
    acted, connected, create, disconnected, everyone_disconnected, free_slot, set_load, set_state,
    take_slot,
};
pub use http::routes;
pub use links::{LinkKind, password_link, setup_link};
pub use model::{Agent, AgentPatch, AgentState, Candidate, NewAgent, Role, Stretch};
pub use passwords::hash_password;
pub use rules::{ROLE_PERMISSIONS, permissions_of};
pub use store::{
    candidates, find, find_by_username, gone, insert_past_stretch, list, load, stretches,
};
