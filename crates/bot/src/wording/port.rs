//! The port to whatever writes.

use shanying_kernel::Result;
use shanying_storage::BoxFuture;

/// What a model is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Ask {
    /// The rules.
    pub system: String,
    /// The data, as one JSON object.
    pub user: String,
    /// Tokens of the answer at most.
    pub max_tokens: u32,
    /// 0 to 2; how freely it writes.
    pub temperature: f64,
}

/// What a model wrote.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Its words; the beginning only when it was stopped.
    pub text: String,
    /// Tokens that were read, as the model counts, or an estimate where it does not tell.
    pub prompt_tokens: u64,
    /// Tokens that were written, likewise.
    pub completion_tokens: u64,
}

/// Something that writes, piece by piece.
pub trait Writer: Send + Sync {
    /// The model and where it is, for people; never its key.
    fn name(&self) -> String;

    /// Writes. `heard` is given everything that was written so far after each piece, and stops the
    /// writing by false.
    fn write<'a>(
        &'a self,
        ask: Ask,
        heard: &'a mut (dyn FnMut(&str) -> bool + Send),
    ) -> BoxFuture<'a, Result<Written>>;
}
