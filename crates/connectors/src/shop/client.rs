//! One request to a shop: resolved once, checked, sent to that address, within a time and a size.

use std::net::SocketAddr;
use std::pin::pin;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::client::conn::http1;
use hyper::header::{ACCEPT, CONTENT_TYPE, HOST, HeaderName, HeaderValue, LOCATION};
use hyper::{Method, Request, StatusCode, Uri};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use shanying_kernel::{Error, ErrorKind, Result};
use tokio::net::TcpStream;

use super::guard::Guard;

const BODY_MAX: usize = 1 << 20;
const REDIRECTS_MAX: usize = 3;

/// What is sent besides the address.
pub(super) struct Asked<'a> {
    pub(super) method: Method,
    pub(super) headers: &'a [(HeaderName, HeaderValue)],
    pub(super) body: Option<Value>,
}

pub(super) struct Client {
    pub(super) guard: Guard,
    pub(super) timeout: Duration,
}

pub(super) fn timed_out() -> Error {
    Error::new(
        ErrorKind::Unavailable,
        "shop.timeout",
        "the shop did not answer in time",
    )
}

pub(super) fn failed(message: impl Into<std::borrow::Cow<'static, str>>) -> Error {
    Error::new(ErrorKind::Unavailable, "shop.failed", message)
}

pub(super) fn malformed(message: impl Into<std::borrow::Cow<'static, str>>) -> Error {
    Error::new(ErrorKind::Unavailable, "shop.malformed", message)
}

impl Client {
    /// The status and the JSON of the answer; a 404 is no error here, and has no JSON.
    pub(super) async fn ask(&self, url: &str, asked: &Asked<'_>) -> Result<(StatusCode, Value)> {
        tokio::time::timeout(self.timeout, self.follow(url, asked))
            .await
            .map_err(|_| timed_out())?
    }

    async fn follow(&self, url: &str, asked: &Asked<'_>) -> Result<(StatusCode, Value)> {
        let mut uri: Uri = url
            .parse()
            .map_err(|_| failed("the address is no address"))?;
        let first = uri.authority().cloned();
        for _ in 0..=REDIRECTS_MAX {
            // The key of the shop is for the shop alone.
            let at_home = uri.authority() == first.as_ref();
            let answer = self.send(&uri, asked, at_home).await?;
            if answer.status.is_redirection() && asked.method == Method::GET {
                uri = joined(&uri, &answer.location)?;
                continue;
            }
            return read(&answer);
        }
        Err(failed("too many redirects"))
    }

    async fn send(&self, uri: &Uri, asked: &Asked<'_>, at_home: bool) -> Result<Answer> {
        let broken = |error: hyper::Error| failed("the line to the shop broke").because(error);
        let stream = self.connect(uri).await?;
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream))
            .await
            .map_err(broken)?;
        let path = uri.path_and_query().map_or("/", |path| path.as_str());
        let authority = uri.authority().map_or("", |authority| authority.as_str());
        let mut request = Request::builder()
            .method(asked.method.clone())
            .uri(path)
            .header(HOST, authority)
            .header(ACCEPT, "application/json");
        if at_home {
            for (name, value) in asked.headers {
                request = request.header(name, value);
            }
        }
        let body = match &asked.body {
            Some(body) => {
                request = request.header(CONTENT_TYPE, "application/json");
                Bytes::from(body.to_string())
            }
            None => Bytes::new(),
        };
        let request = request
            .body(Full::new(body))
            .map_err(|error| failed("a request that cannot be written").because(error))?;
        let exchange = async move {
            let response = sender.send_request(request).await.map_err(broken)?;
            let (head, body) = response.into_parts();
            let body = Limited::new(body, BODY_MAX).collect().await;
            let body = body.map_err(|error| failed("the answer broke off").because(error))?;
            let location = head.headers.get(LOCATION).and_then(|to| to.to_str().ok());
            Ok(Answer {
                status: head.status,
                location: location.unwrap_or_default().to_owned(),
                body: body.to_bytes(),
            })
        };
        // A connection moves only while somebody drives it.
        let (mut exchange, mut connection) = (pin!(exchange), pin!(connection));
        tokio::select! {
            answer = &mut exchange => answer,
            _ = &mut connection => exchange.await,
        }
    }

    /// Connects to an address of the host that is admitted, and to no other.
    async fn connect(&self, uri: &Uri) -> Result<TcpStream> {
        if uri.scheme_str() != Some("http") {
            return Err(refused("only http addresses can be called"));
        }
        let host = uri
            .host()
            .ok_or_else(|| refused("an address without a host"))?;
        let port = uri.port_u16().unwrap_or(80);
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        let found = tokio::net::lookup_host((bare, port)).await;
        let found: Vec<SocketAddr> = found
            .map_err(|error| failed("the shop's name is not known").because(error))?
            .collect();
        // One that is not admitted spoils the name: who answers with both kinds tries something.
        if found.is_empty() || !found.iter().all(|address| self.guard.admits(address.ip())) {
            return Err(refused("this address may not be called"));
        }
        TcpStream::connect(found.as_slice())
            .await
            .map_err(|error| failed("the shop cannot be reached").because(error))
    }
}

fn refused(message: &'static str) -> Error {
    Error::forbidden("shop.address_refused", message)
}

struct Answer {
    status: StatusCode,
    location: String,
    body: Bytes,
}

fn read(answer: &Answer) -> Result<(StatusCode, Value)> {
    let status = answer.status;
    match status.as_u16() {
        404 => Ok((status, Value::Null)),
        200..=299 => serde_json::from_slice(&answer.body)
            .map(|value| (status, value))
            .map_err(|error| malformed("the shop's answer is no JSON").because(error)),
        // The shop understood and said no: another try would hear the same.
        400 | 409 | 422 => {
            Err(Error::conflict("shop.refused", "the shop refused").with("status", status.as_u16()))
        }
        other => Err(failed(format!("the shop answered {other}"))),
    }
}

/// Where a redirect leads.
fn joined(from: &Uri, to: &str) -> Result<Uri> {
    let wrong = || failed("a redirect to nowhere");
    let next: Uri = to.parse().map_err(|_| wrong())?;
    if next.scheme().is_some() {
        return Ok(next);
    }
    let authority = from.authority().map_or("", |authority| authority.as_str());
    if !to.starts_with('/') || to.starts_with("//") {
        return Err(wrong());
    }
    format!("http://{authority}{to}")
        .parse()
        .map_err(|_| wrong())
}
