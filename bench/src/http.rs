//! A small HTTP client for the staff side of the API, over one kept connection.

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::Request;
use hyper::body::Incoming;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::TcpStream;
use tokio::task::JoinSet;

/// A signed-in member of staff, or nobody before the first sign-in: cookies that come are kept.
pub struct Staff {
    address: String,
    sender: Option<SendRequest<Full<Bytes>>>,
    /// Drives the connection; dropped with the client.
    driver: JoinSet<()>,
    cookie: Option<String>,
}

impl Staff {
    /// `address` is host and port.
    pub fn new(address: &str) -> Self {
        Self {
            address: address.to_owned(),
            sender: None,
            driver: JoinSet::new(),
            cookie: None,
        }
    }

    /// Drops the connection, because the server was ended; the session stays.
    pub fn disconnect(&mut self) {
        self.sender = None;
    }

    pub async fn get(&mut self, path: &str) -> Result<Value, String> {
        self.call("GET", path, "application/json", Bytes::new())
            .await
    }

    pub async fn send(&mut self, method: &str, path: &str, body: &Value) -> Result<Value, String> {
        let body = Bytes::from(body.to_string());
        self.call(method, path, "application/json", body).await
    }

    /// Posts a file with text fields beside it.
    pub async fn upload(
        &mut self,
        path: &str,
        file: (&str, &str, &[u8]),
        fields: &[(&str, &str)],
    ) -> Result<Value, String> {
        const BOUNDARY: &str = "shanying-bench-boundary";
        let (name, mime, content) = file;
        let mut body = Vec::with_capacity(content.len() + 1024);
        for (field, value) in fields {
            body.extend_from_slice(
                format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n").as_bytes(),
            );
        }
        body.extend_from_slice(
            format!(
                "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
                 Content-Type: {mime}\r\n\r\n"
            )
            .as_bytes(),
        );
        body.extend_from_slice(content);
        body.extend_from_slice(format!("\r\n--{BOUNDARY}--\r\n").as_bytes());
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        self.call("POST", path, &kind, Bytes::from(body)).await
    }

    async fn call(
        &mut self,
        method: &str,
        path: &str,
        kind: &str,
        body: Bytes,
    ) -> Result<Value, String> {
        let fault = |error: &dyn std::fmt::Display| format!("{method} {path}: {error}");
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header("host", &self.address)
            .header("origin", format!("http://{}", self.address))
            .header("content-type", kind);
        if let Some(cookie) = &self.cookie {
            request = request.header("cookie", cookie);
        }
        let request = request
            .body(Full::new(body))
            .map_err(|error| fault(&error))?;
        let sender = self.connected().await?;
        let response = sender
            .send_request(request)
            .await
            .map_err(|error| fault(&error))?;
        let status = response.status();
        if let Some(cookie) = response
            .headers()
            .get("set-cookie")
            .and_then(|value| value.to_str().ok())
        {
            self.cookie = cookie.split(';').next().map(str::to_owned);
        }
        let body = read(response.into_body())
            .await
            .map_err(|error| fault(&error))?;
        if !status.is_success() {
            return Err(fault(&format!(
                "{status} {}",
                String::from_utf8_lossy(&body)
            )));
        }
        if body.is_empty() {
            return Ok(Value::Null);
        }
        serde_json::from_slice(&body).map_err(|error| fault(&error))
    }

    async fn connected(&mut self) -> Result<&mut SendRequest<Full<Bytes>>, String> {
        let usable = match &mut self.sender {
            Some(sender) => sender.ready().await.is_ok(),
            None => false,
        };
        if !usable {
            let stream = TcpStream::connect(&self.address)
                .await
                .map_err(|error| error.to_string())?;
            let (sender, connection) = handshake(TokioIo::new(stream))
                .await
                .map_err(|error| error.to_string())?;
            self.driver = JoinSet::new();
            self.driver.spawn(async move {
                // An ended connection shows at the next request.
                let _ = connection.await;
            });
            self.sender = Some(sender);
        }
        self.sender
            .as_mut()
            .ok_or_else(|| "no connection".to_owned())
    }
}

async fn read(body: Incoming) -> Result<Bytes, hyper::Error> {
    Ok(body.collect().await?.to_bytes())
}
