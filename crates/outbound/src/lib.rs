//! Calls to the outside by HTTP and HTTPS: shops, language models, whoever a company names.
//!
//! - [`Guard`] says which addresses may be called: none of this machine and no private network,
//!   unless a setting allows them. A name is resolved once and the call goes to that very address.
//! - [`Tls`] is the one set-up of TLS: the roots of the web, and those that the company adds.
//! - [`Client`] sends one request to one address. It follows no redirect; every wait has an end.
//!   [`Reply`] is read as a whole or piece by piece.
//! - What fails is a [`Failure`]; whoever calls says it in codes of its own.

mod client;
mod guard;
#[cfg(test)]
mod tests;
mod tls;

pub use client::{Call, Client, Failure, Reply};
pub use guard::Guard;
pub use hyper::header::{HeaderMap, HeaderName, HeaderValue};
pub use hyper::{Method, StatusCode};
pub use tls::Tls;
