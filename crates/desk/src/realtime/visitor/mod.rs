//! The widget's side: a session that heeds frames, whatever carries them.
//!
//! `session` knows the protocol and nothing of sockets; `socket` carries it over a WebSocket and
//! `poll` over plain requests for networks that let no WebSocket through. `http` holds what needs
//! no session: the launcher's looks, uploads, in-page help. `consent` refuses what a customer tells
//! before they agreed to the company's text.

pub(crate) mod consent;
pub(crate) mod hello;
pub(crate) mod http;
pub(crate) mod poll;
pub(crate) mod session;
pub(crate) mod socket;
mod welcome;

pub use poll::PollSessions;
