//! The one program of the house: it reads the configuration, opens the tenant, wires the rooms to
//! one another and serves them.
//!
//! | file | what it holds |
//! |---|---|
//! | `cli/` | the commands, one file each |
//! | `config` | `config/default.toml`, a file, the environment |
//! | `routes` | the site map |
//! | `wiring` | which parts a tenant has, who listens to what |
//! | `server` | listening, and stopping without losing anything |
//! | `control` | the socket of the data folder, by which commands speak to a running server |
//! | `mcp` | what programs may look up by the Model Context Protocol |
//! | `openapi`, `assets` | the API document, the pages |
//! | `logging`, `figures` | the log, the figures for Prometheus |
//! | `demo/` | the demo companies |

mod assets;
pub mod cli;
pub mod config;
mod control;
mod demo;
mod figures;
mod logging;
mod mcp;
pub mod openapi;
mod routes;
pub mod server;
mod wiring;
