//! Tests on the real encoder and on fixtures of our own.

mod encoder;
