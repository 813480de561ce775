//! The answer of a chat model as it arrives: server-sent events, each a piece of it.

use serde_json::Value;
use shanying_bot::wording::{Ask, Written};

/// What has arrived of an answer.
pub(super) struct Pieces {
    /// A line whose end is not there yet.
    rest: Vec<u8>,
    text: String,
    bytes: usize,
    prompt_tokens: Option<u64>,
    completion_tokens: Option<u64>,
    /// Characters of what was asked, for models that count nothing.
    asked: u64,
    over: bool,
}

impl Pieces {
    pub(super) fn new(ask: &Ask) -> Self {
        Self {
            rest: Vec::new(),
            text: String::new(),
            bytes: 0,
            prompt_tokens: None,
            completion_tokens: None,
            asked: count(&ask.system) + count(&ask.user),
            over: false,
        }
    }

    /// Reads more bytes, which may end anywhere. Tells whether the text grew; none when an event
    /// cannot be read.
    pub(super) fn take(&mut self, bytes: &[u8]) -> Option<bool> {
        self.bytes += bytes.len();
        self.rest.extend_from_slice(bytes);
        let before = self.text.len();
        while let Some(end) = self.rest.iter().position(|byte| *byte == b'\n') {
            let line: Vec<u8> = self.rest.drain(..=end).collect();
            let line = String::from_utf8_lossy(&line);
            // Comments, names and numbers of events are of no interest.
            let Some(data) = line.trim().strip_prefix("data:") else {
                continue;
            };
            self.event(data.trim())?;
        }
        Some(self.text.len() > before)
    }

    fn event(&mut self, data: &str) -> Option<()> {
        if data == "[DONE]" {
            self.over = true;
            return Some(());
        }
        let event: Value = serde_json::from_str(data).ok()?;
        if event.get("error").is_some_and(|error| !error.is_null()) {
            return None;
        }
        if let Some(piece) = event.pointer("/choices/0/delta/content") {
            self.text.push_str(piece.as_str().unwrap_or_default());
        }
        let tokens = |name: &str| event.pointer(&format!("/usage/{name}"))?.as_u64();
        self.prompt_tokens = tokens("prompt_tokens").or(self.prompt_tokens);
        self.completion_tokens = tokens("completion_tokens").or(self.completion_tokens);
        Some(())
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    pub(super) fn is_over(&self) -> bool {
        self.over
    }

    pub(super) fn written(self) -> Written {
        Written {
            prompt_tokens: self.prompt_tokens.unwrap_or(self.asked),
            completion_tokens: self.completion_tokens.unwrap_or_else(|| count(&self.text)),
            text: self.text,
        }
    }
}

/// The answer of a server that does not stream.
pub(super) fn whole(body: &Value) -> Option<Written> {
    let text = body.pointer("/choices/0/message/content")?.as_str()?;
    let tokens = |name: &str| {
        let tokens = body.pointer(&format!("/usage/{name}"));
        tokens
            .and_then(Value::as_u64)
            .unwrap_or_else(|| count(text))
    };
    Some(Written {
        prompt_tokens: tokens("prompt_tokens"),
        completion_tokens: tokens("completion_tokens"),
        text: text.to_owned(),
    })
}

/// A token is a character at most; models that do not count are counted dearly.
fn count(text: &str) -> u64 {
    u64::try_from(text.chars().count()).unwrap_or(u64::MAX)
}
