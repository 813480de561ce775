//! Adapters to the outside: what stands behind the ports of lower crates when it is not our own.
//!
//! - [`llm`]: a language model behind the chat interface that OpenAI made common.
//! - [`shop`]: a shop with a REST interface, described by a mapping file.

pub mod llm;
pub mod shop;
