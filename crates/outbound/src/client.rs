//! One request to one address that is admitted, within a time.

use std::future::Future;
use std::net::SocketAddr;
use std::pin::Pin;

use bytes::{Bytes, BytesMut};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper::client::conn::http1;
use hyper::header::{HOST, HeaderMap, HeaderName, HeaderValue, USER_AGENT};
use hyper::{Method, Request, StatusCode, Uri};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout_at};
use tokio_rustls::rustls::pki_types::ServerName;

use crate::guard::Guard;
use crate::tls::Tls;

/// Why a call came to nothing. Texts are for the log; none holds what was sent.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// It is no address of `http` or `https`.
    #[error("no address that can be called: {0}")]
    Address(&'static str),
    /// The guard does not admit the address.
    #[error("this address may not be called")]
    Refused,
    /// Nobody answers there, or nobody whom we trust.
    #[error("not reached: {0}")]
    Unreachable(String),
    /// The line broke; whether the other side did what was asked is open.
    #[error("the line broke: {0}")]
    Broken(String),
    /// The time is over; whether the other side did what was asked is open.
    #[error("no answer in time")]
    TimedOut,
    /// The answer is larger than whoever asked takes.
    #[error("the answer is too large")]
    TooLarge,
}

/// What is sent.
#[derive(Debug)]
pub struct Call<'a> {
    /// How.
    pub method: Method,
    /// Whole address, `http` or `https`.
    pub url: &'a str,
    /// Besides `host` and `user-agent`.
    pub headers: &'a [(HeaderName, HeaderValue)],
    /// May be empty.
    pub body: Bytes,
    /// Until when the head of the answer must be there.
    pub until: Instant,
}

/// Calls what its guard admits. Cheap to clone.
#[derive(Clone)]
pub struct Client {
    guard: Guard,
    tls: Tls,
}

trait Line: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Line for T {}

impl Client {
    /// A client for one purpose: each has its own guard, all share the set-up of TLS.
    #[must_use]
    pub fn new(guard: Guard, tls: Tls) -> Self {
        Self { guard, tls }
    }

    /// Sends the request on a connection of its own and waits for the head of the answer. A redirect
    /// is an answer like any other: it is not followed.
    pub async fn call(&self, call: Call<'_>) -> Result<Reply, Failure> {
        let until = call.until;
        timeout_at(until, self.send(call))
            .await
            .map_err(|_| Failure::TimedOut)?
    }

    async fn send(&self, call: Call<'_>) -> Result<Reply, Failure> {
        let uri: Uri = call
            .url
            .parse()
            .map_err(|_| Failure::Address("it cannot be read"))?;
        let line = self.connect(&uri).await?;
        let request = request(&uri, call)?;
        let (mut sender, connection) =
            http1::handshake(TokioIo::new(line)).await.map_err(broken)?;
        // A connection moves only while somebody drives it; how it ends, the answer tells.
        let mut driver: Driver = Box::pin(async move {
            let _ = connection.await;
        });
        let response = {
            let mut asked = std::pin::pin!(sender.send_request(request));
            tokio::select! {
                response = &mut asked => response,
                () = &mut driver => asked.await,
            }
        };
        let (head, body) = response.map_err(broken)?.into_parts();
        Ok(Reply {
            status: head.status,
            headers: head.headers,
            body,
            driver: Some(driver),
            _sender: sender,
        })
    }

    /// Connects to an address of the host that is admitted, and to no other.
    async fn connect(&self, uri: &Uri) -> Result<Box<dyn Line>, Failure> {
        let secure = match uri.scheme_str() {
            Some("https") => true,
            Some("http") => false,
            _ => return Err(Failure::Address("it begins neither with http nor https")),
        };
        let host = uri.host().ok_or(Failure::Address("it names no host"))?;
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        let port = uri.port_u16().unwrap_or(if secure { 443 } else { 80 });
        let unreachable = |error: std::io::Error| Failure::Unreachable(error.to_string());
        let found: Vec<SocketAddr> = tokio::net::lookup_host((bare, port))
            .await
            .map_err(unreachable)?
            .collect();
        // One that is not admitted spoils the name: who answers with both kinds tries something.
        if found.is_empty() || !found.iter().all(|address| self.guard.admits(address.ip())) {
            return Err(Failure::Refused);
        }
        let stream = TcpStream::connect(found.as_slice())
            .await
            .map_err(unreachable)?;
        stream.set_nodelay(true).map_err(unreachable)?;
        if !secure {
            return Ok(Box::new(stream));
        }
        let name = ServerName::try_from(bare.to_owned())
            .map_err(|_| Failure::Address("its host has no name that a certificate could bear"))?;
        let line = self.tls.connector().connect(name, stream).await;
        Ok(Box::new(line.map_err(unreachable)?))
    }
}

fn request(uri: &Uri, call: Call<'_>) -> Result<Request<Full<Bytes>>, Failure> {
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    let authority = uri.authority().map_or("", |authority| authority.as_str());
    // Names and passwords in an address are for nobody's log: they stand in headers.
    if authority.contains('@') {
        return Err(Failure::Address("it holds a password"));
    }
    let mut request = Request::builder()
        .method(call.method)
        .uri(path)
        .header(HOST, authority)
        .header(USER_AGENT, "shanying");
    for (name, value) in call.headers {
        request = request.header(name, value);
    }
    request
        .body(Full::new(call.body))
        .map_err(|_| Failure::Address("it cannot be written"))
}

fn broken(error: hyper::Error) -> Failure {
    Failure::Broken(error.to_string())
}

type Driver = Pin<Box<dyn Future<Output = ()> + Send>>;

/// An answer, of which the head is there.
pub struct Reply {
    /// Whatever the other side says; redirects too.
    pub status: StatusCode,
    /// Its headers.
    pub headers: HeaderMap,
    body: Incoming,
    driver: Option<Driver>,
    /// The connection ends with it.
    _sender: http1::SendRequest<Full<Bytes>>,
}

impl Reply {
    /// The next piece of the body, or none at its end.
    pub async fn chunk(&mut self, until: Instant) -> Result<Option<Bytes>, Failure> {
        timeout_at(until, self.next())
            .await
            .map_err(|_| Failure::TimedOut)?
    }

    /// The whole body, unless it has more than `most` bytes.
    pub async fn read(mut self, most: usize, until: Instant) -> Result<Bytes, Failure> {
        let mut whole = BytesMut::new();
        while let Some(piece) = self.chunk(until).await? {
            if whole.len() + piece.len() > most {
                return Err(Failure::TooLarge);
            }
            whole.extend_from_slice(&piece);
        }
        Ok(whole.freeze())
    }

    async fn next(&mut self) -> Result<Option<Bytes>, Failure> {
        loop {
            let frame = match &mut self.driver {
                Some(driver) => {
                    tokio::select! {
                        frame = self.body.frame() => frame,
                        () = driver => {
                            self.driver = None;
                            continue;
                        }
                    }
                }
                None => self.body.frame().await,
            };
            match frame {
                None => return Ok(None),
                Some(Err(error)) => return Err(broken(error)),
                Some(Ok(frame)) => {
                    // Trailers are of no interest.
                    if let Ok(data) = frame.into_data() {
                        return Ok(Some(data));
                    }
                }
            }
        }
    }
}
