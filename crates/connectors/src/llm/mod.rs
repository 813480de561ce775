//! A language model behind the chat interface that OpenAI made common (`POST
//! {base_url}/chat/completions`, answered as server-sent events): a service on the internet, or
//! llama.cpp, vLLM, Ollama in the company's own house.
//!
//! It stands behind the port `bot::wording::Writer` and decides nothing: what is asked, how long it may
//! take and what of its words is used, the bot says.

mod stream;
#[cfg(test)]
mod tests;

use std::time::Duration;

use serde_json::{Value, json};
use shanying_bot::wording::{Ask, Writer, Written};
use shanying_kernel::{Error, ErrorKind, Result};
use shanying_outbound::{Call, Client, Failure, HeaderName, HeaderValue, Method, Reply};
use shanying_storage::BoxFuture;
use tokio::time::Instant;

use self::stream::Pieces;

/// No answer takes longer, whatever the bot allows.
const LONGEST: Duration = Duration::from_secs(60);
/// Bytes of an answer.
const BODY_MAX: usize = 1 << 20;

/// A model and where it is.
pub struct ChatModel {
    client: Client,
    url: String,
    model: String,
    headers: Vec<(HeaderName, HeaderValue)>,
}

impl ChatModel {
    /// A model behind `base_url`, such as `https://api.example.com/v1`; the key may be empty.
    ///
    /// # Errors
    /// When the key cannot stand in a header.
    pub fn new(client: Client, base_url: &str, model: &str, key: &str) -> Result<Self> {
        let mut headers = vec![
            (
                HeaderName::from_static("content-type"),
                HeaderValue::from_static("application/json"),
            ),
            (
                HeaderName::from_static("accept"),
                HeaderValue::from_static("text/event-stream, application/json"),
            ),
        ];
        if !key.is_empty() {
            let mut value = HeaderValue::from_str(&format!("Bearer {key}"))
                .map_err(|_| Error::field("llm.api_key", "characters that no key has"))?;
            value.set_sensitive(true);
            headers.push((HeaderName::from_static("authorization"), value));
        }
        Ok(Self {
            client,
            url: format!("{}/chat/completions", base_url.trim_end_matches('/')),
            model: model.to_owned(),
            headers,
        })
    }

    async fn ask(&self, ask: &Ask, until: Instant) -> Result<Reply> {
        let body = json!({
            "model": self.model,
            "messages": [
                {"role": "system", "content": ask.system},
                {"role": "user", "content": ask.user},
            ],
            "max_tokens": ask.max_tokens,
            "temperature": ask.temperature,
            "stream": true,
            "stream_options": {"include_usage": true},
        });
        let call = Call {
            method: Method::POST,
            url: &self.url,
            headers: &self.headers,
            body: body.to_string().into(),
            until,
        };
        let reply = self.client.call(call).await.map_err(failed)?;
        if reply.status.is_success() {
            return Ok(reply);
        }
        let status = reply.status.as_u16();
        let told = reply.read(BODY_MAX, until).await.unwrap_or_default();
        let told: String = String::from_utf8_lossy(&told).chars().take(300).collect();
        Err(Error::new(
            ErrorKind::Unavailable,
            "llm.refused",
            format!("the language model answered {status}: {told}"),
        ))
    }

    async fn written(
        &self,
        ask: Ask,
        heard: &mut (dyn FnMut(&str) -> bool + Send),
    ) -> Result<Written> {
        let until = Instant::now() + LONGEST;
        let mut reply = self.ask(&ask, until).await?;
        let streams = reply
            .headers
            .get("content-type")
            .and_then(|kind| kind.to_str().ok())
            .is_some_and(|kind| kind.starts_with("text/event-stream"));
        if !streams {
            let body = reply.read(BODY_MAX, until).await.map_err(failed)?;
            let body: Value = serde_json::from_slice(&body).map_err(|_| malformed())?;
            return stream::whole(&body).ok_or_else(malformed);
        }
        let mut pieces = Pieces::new(&ask);
        while let Some(chunk) = reply.chunk(until).await.map_err(failed)? {
            if pieces.bytes() + chunk.len() > BODY_MAX {
                return Err(failed(Failure::TooLarge));
            }
            let more = pieces.take(&chunk).ok_or_else(malformed)?;
            if more && !heard(pieces.text()) {
                // The line is dropped, and with it the model's work.
                break;
            }
            if pieces.is_over() {
                break;
            }
        }
        Ok(pieces.written())
    }
}

impl Writer for ChatModel {
    fn name(&self) -> String {
        let place = self.url.split_once("://").map_or("", |(_, rest)| rest);
        let host = place.split('/').next().unwrap_or_default();
        format!("{} @ {host}", self.model)
    }

    fn write<'a>(
        &'a self,
        ask: Ask,
        heard: &'a mut (dyn FnMut(&str) -> bool + Send),
    ) -> BoxFuture<'a, Result<Written>> {
        Box::pin(self.written(ask, heard))
    }
}

fn failed(failure: Failure) -> Error {
    let code = match failure {
        Failure::TimedOut => "llm.timeout",
        Failure::Address(_) | Failure::Refused => "llm.address",
        Failure::Unreachable(_) => "llm.unreachable",
        Failure::Broken(_) | Failure::TooLarge => "llm.broken",
    };
    Error::new(ErrorKind::Unavailable, code, failure.to_string())
}

fn malformed() -> Error {
    Error::new(
        ErrorKind::Unavailable,
        "llm.malformed",
        "the language model's answer cannot be read",
    )
}
