//! One request to a shop, within a time and a size, and what became of it in our codes.

use std::time::Duration;

use bytes::Bytes;
use serde_json::Value;
use shanying_kernel::{Error, ErrorKind, Result};
use shanying_outbound::{Call, Client, Failure, HeaderName, HeaderValue, Method, StatusCode};
use tokio::time::Instant;

const BODY_MAX: usize = 1 << 20;

/// What is sent besides the address.
pub(super) struct Asked<'a> {
    pub(super) method: Method,
    pub(super) headers: &'a [(HeaderName, HeaderValue)],
    pub(super) body: Option<Value>,
}

pub(super) struct ShopClient {
    pub(super) client: Client,
}

fn unavailable(code: &'static str, message: &'static str) -> Error {
    Error::new(ErrorKind::Unavailable, code, message)
}

pub(super) fn failed(message: impl Into<std::borrow::Cow<'static, str>>) -> Error {
    Error::new(ErrorKind::Unavailable, "shop.failed", message)
}

pub(super) fn malformed(message: impl Into<std::borrow::Cow<'static, str>>) -> Error {
    Error::new(ErrorKind::Unavailable, "shop.malformed", message)
}

impl ShopClient {
    /// The status and the JSON of the answer; a 404 is no error here, and has no JSON.
    pub(super) async fn ask(
        &self,
        url: &str,
        asked: &Asked<'_>,
        timeout: Duration,
    ) -> Result<(StatusCode, Value)> {
        let until = Instant::now() + timeout;
        let mut headers = vec![(
            HeaderName::from_static("accept"),
            HeaderValue::from_static("application/json"),
        )];
        if asked.body.is_some() {
            headers.push((
                HeaderName::from_static("content-type"),
                HeaderValue::from_static("application/json"),
            ));
        }
        headers.extend_from_slice(asked.headers);
        let call = Call {
            method: asked.method.clone(),
            url,
            headers: &headers,
            body: asked
                .body
                .as_ref()
                .map_or_else(Bytes::new, |body| Bytes::from(body.to_string())),
            until,
        };
        let reply = self.client.call(call).await.map_err(told)?;
        let status = reply.status;
        match status.as_u16() {
            404 => Ok((status, Value::Null)),
            200..=299 => {
                let body = reply.read(BODY_MAX, until).await.map_err(told)?;
                serde_json::from_slice(&body)
                    .map(|value| (status, value))
                    .map_err(|error| malformed("the shop's answer is no JSON").because(error))
            }
            // Whoever follows sends the shop's key to somebody else.
            300..=399 => Err(Error::forbidden(
                "shop.redirected",
                "the shop sends us elsewhere: the mapping must name the final address",
            )),
            // The shop understood and said no: another try would hear the same.
            400 | 409 | 422 => {
                Err(Error::conflict("shop.refused", "the shop refused")
                    .with("status", status.as_u16()))
            }
            other => Err(failed(format!("the shop answered {other}"))),
        }
    }
}

fn told(failure: Failure) -> Error {
    let error = match &failure {
        Failure::Address(_) | Failure::Refused => {
            Error::forbidden("shop.address_refused", "this address may not be called")
        }
        Failure::TimedOut => unavailable("shop.timeout", "the shop did not answer in time"),
        Failure::TooLarge => malformed("the shop's answer is too large"),
        Failure::Unreachable(_) | Failure::Broken(_) => failed("the shop cannot be reached"),
    };
    error.because(failure)
}
