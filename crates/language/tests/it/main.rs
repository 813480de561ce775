//! Tests on the real encoder and on fixtures of our own.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests"
)]

mod encoder;
mod evaluation;
mod extract;
mod filing;
mod retrieval;
mod scale;
mod sentiment;
mod shop;
mod understand;
