//! Where everything lives: one database a tenant, on SQLite or PostgreSQL from one SQL text.
//!
//! - [`Db`] opens a tenant's database; [`Db::write`] runs one transaction and answers after it is
//!   on disk; [`Db::read`] gives a connection for reading.
//! - A transaction ([`Tx`]) also emits events ([`Tx::emit`]) and enqueues jobs ([`Tx::enqueue`]):
//!   they are rows of the same commit, so nothing is told that did not happen.
//! - [`outbox`] tells events to durable listeners in commit order; [`jobs`] runs work with retries.
//! - [`foreign`] reads somebody else's database.
//! - [`Blobs`] keeps files by the hash of their content; [`dump`] backs a tenant up and restores it.
//!
//! This crate alone knows the drivers: rusqlite for SQLite, sqlx for PostgreSQL. Every statement of a room stands in that room's `store.rs`.

mod blobs;
mod database;
mod dialect;
pub mod dump;
pub mod foreign;
pub mod jobs;
mod migrate;
pub mod outbox;
mod postgres;
mod query;
mod row;
mod sqlite;
mod tasks;
#[cfg(test)]
mod tests;
mod tx;

pub use blobs::Blobs;
pub use database::{Db, DbAddress, DbOptions, OnCommit, Synchronous};
pub use dialect::Dialect;
pub use query::{Query, Value, sql};
pub use row::Row;
pub use tasks::{Tasks, heavy};
pub use tx::{BoxFuture, Tx};
