//! A running server on a database of its own, and those who speak to it.

use std::path::{Path, PathBuf};
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use futures_util::{SinkExt as _, StreamExt as _};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use shanying_kernel::{Clock, new_id};
use shanying_server::config::Config;
use shanying_server::server::Server;
use shanying_testkit::Database;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::{WebSocketStream, client_async};

/// Nothing that is awaited takes longer.
const PATIENCE: Duration = Duration::from_secs(20);
/// 2026-11-20 10:00 in Shanghai, a Friday within office hours.
const FRIDAY_MORNING_MS: i64 = 1_795_140_000_000;

/// A folder that goes with the test.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new() -> Self {
        let path = std::env::temp_dir().join(new_id("walk"));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The settings of a test: an address of its own, a database of its own, no encoder.
pub fn settings(database: &Database, folder: &Path) -> String {
    let data = folder.join("data");
    std::fs::create_dir_all(&data).unwrap();
    let url = match database {
        Database::Sqlite => "sqlite".to_owned(),
        Database::Postgres(url) => {
            // The schema is named after the tenant database in use, so tests never meet.
            std::fs::write(data.join("current"), new_id("walk")).unwrap();
            url.clone()
        }
    };
    format!(
        "[server]\nlisten = \"127.0.0.1:0\"\nmax_body_bytes = 65536\n[storage]\ndata = {data:?}\n\
         database = {url:?}\npool_size = 4\n[language]\nmodels = \"nowhere\"\n"
    )
}

/// A running server.
pub struct World {
    pub server: Server,
    pub folder: Folder,
    pub clock: Clock,
}

impl World {
    pub async fn start(database: &Database) -> Self {
        Self::start_with(database, "").await
    }

    /// With further sections of the configuration.
    pub async fn start_with(database: &Database, sections: &str) -> Self {
        let folder = Folder::new();
        let clock = Clock::manual(FRIDAY_MORNING_MS);
        let text = settings(database, &folder.0) + sections;
        let config = Config::from_text(&text, []).unwrap();
        let server = Server::start(&config, clock.clone()).await.unwrap();
        Self {
            server,
            folder,
            clock,
        }
    }

    /// The same data, served by a program that has just started.
    pub async fn restart(self, database: &Database) -> Self {
        let text = settings(&Database::Sqlite, &self.folder.0);
        let text = match database {
            Database::Sqlite => text,
            Database::Postgres(url) => text.replace("\"sqlite\"", &format!("{url:?}")),
        };
        let Self {
            server,
            folder,
            clock,
        } = self;
        server.stop().await;
        let config = Config::from_text(&text, []).unwrap();
        let server = Server::start(&config, clock.clone()).await.unwrap();
        Self {
            server,
            folder,
            clock,
        }
    }

    pub fn host(&self) -> String {
        self.server.address().to_string()
    }

    /// Somebody without a session.
    pub fn nobody(&self) -> Caller {
        Caller {
            host: self.host(),
            headers: HeaderMap::new(),
        }
    }

    /// The first administrator, made by the one-time link.
    pub async fn administrator(&self) -> Caller {
        let token = self.server.setup_token().await.unwrap().unwrap();
        let account = json!({"token": token, "username": "boss", "name": "老板", "password": "correct horse"});
        let mut caller = self.nobody();
        let answer = caller.post("/api/v1/auth/setup", account).await;
        answer.ok();
        caller.sign(&answer);
        caller
    }
}

/// Somebody who sends requests.
#[derive(Clone)]
pub struct Caller {
    host: String,
    pub headers: HeaderMap,
}

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    /// The JSON of a success.
    pub fn ok(&self) -> Value {
        let text = String::from_utf8_lossy(&self.body);
        assert!(self.status.is_success(), "{}: {text}", self.status);
        self.json()
    }

    /// Status and code of an error.
    pub fn error(&self) -> String {
        let json = self.json();
        let code = json
            .pointer("/error/code")
            .and_then(Value::as_str)
            .unwrap_or("no code");
        format!("{} {code}", self.status.as_u16())
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }
}

impl Caller {
    pub fn sign(&mut self, answer: &Answer) {
        let cookie = answer
            .header("set-cookie")
            .split(';')
            .next()
            .unwrap()
            .to_owned();
        self.headers.insert(header::COOKIE, cookie.parse().unwrap());
        let origin = format!("http://{}", self.host);
        self.headers.insert(header::ORIGIN, origin.parse().unwrap());
    }

    /// The same after a restart, which changes the port.
    pub fn at(mut self, world: &World) -> Self {
        self.host = world.host();
        let origin = format!("http://{}", self.host);
        self.headers.insert(header::ORIGIN, origin.parse().unwrap());
        self
    }

    /// The same with another header.
    pub fn with(mut self, name: &'static str, value: &str) -> Self {
        self.headers.insert(name, value.parse().unwrap());
        self
    }

    pub async fn send(&self, method: &str, path: &str, kind: &str, body: Vec<u8>) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .body(Body::from(body))
            .unwrap();
        *request.headers_mut() = self.headers.clone();
        request
            .headers_mut()
            .insert(header::HOST, self.host.parse().unwrap());
        if !kind.is_empty() {
            request
                .headers_mut()
                .insert(header::CONTENT_TYPE, kind.parse().unwrap());
        }
        let stream = TcpStream::connect(&self.host).await.unwrap();
        let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream))
            .await
            .unwrap();
        let mut tasks = tokio::task::JoinSet::new();
        tasks.spawn(connection);
        let response = tokio::time::timeout(PATIENCE, sender.send_request(request))
            .await
            .unwrap();
        let (parts, body) = response.unwrap().into_parts();
        let body = to_bytes(Body::new(body), usize::MAX).await.unwrap();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: body.to_vec(),
        }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, "", Vec::new()).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(
            "POST",
            path,
            "application/json",
            body.to_string().into_bytes(),
        )
        .await
    }

    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.send(
            "PUT",
            path,
            "application/json",
            body.to_string().into_bytes(),
        )
        .await
    }

    /// A form with one file.
    pub async fn upload(
        &self,
        path: &str,
        name: &str,
        content: &str,
        fields: &[(&str, &str)],
    ) -> Answer {
        let mut form = String::new();
        for (field, value) in fields {
            form.push_str(&format!(
                "--b\r\ncontent-disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n"
            ));
        }
        form.push_str(&format!(
            "--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n{content}\r\n--b--\r\n"
        ));
        self.send(
            "POST",
            path,
            "multipart/form-data; boundary=b",
            form.into_bytes(),
        )
        .await
    }

    /// Opens a socket with this caller's headers.
    pub async fn socket(&self, path: &str) -> Socket {
        let mut request = format!("ws://{}{path}", self.host)
            .into_client_request()
            .unwrap();
        for (name, value) in &self.headers {
            request.headers_mut().insert(name.clone(), value.clone());
        }
        let stream = TcpStream::connect(&self.host).await.unwrap();
        let (stream, _) = client_async(request, stream).await.unwrap();
        Socket {
            stream,
            refs: 0,
            unread: Vec::new(),
        }
    }
}

/// An open WebSocket.
pub struct Socket {
    stream: WebSocketStream<TcpStream>,
    refs: usize,
    /// Frames that came while another was waited for, in their order.
    unread: Vec<Value>,
}

impl Socket {
    /// The next frame of a type; others wait.
    pub async fn next(&mut self, kind: &str) -> Value {
        self.until(|frame| frame["t"] == kind).await
    }

    /// The next frame that fits; others wait.
    pub async fn until(&mut self, fits: impl Fn(&Value) -> bool) -> Value {
        if let Some(place) = self.unread.iter().position(&fits) {
            return self.unread.remove(place);
        }
        loop {
            let message = tokio::time::timeout(PATIENCE, self.stream.next()).await;
            let message = message
                .expect("the server says nothing")
                .expect("the socket is open")
                .unwrap();
            if let Message::Text(text) = message {
                let frame: Value = serde_json::from_str(&text).unwrap();
                if fits(&frame) {
                    return frame;
                }
                self.unread.push(frame);
            }
        }
    }

    /// The next message with content of a type.
    pub async fn message(&mut self, kind: &str) -> Value {
        let frame = self
            .until(|frame| {
                frame["t"] == "message" && frame["d"]["message"]["content"]["type"] == kind
            })
            .await;
        frame["d"]["message"].clone()
    }

    pub async fn tell(&mut self, kind: &str, data: Value) -> String {
        self.refs += 1;
        let name = self.refs.to_string();
        let frame = json!({"t": kind, "ref": name, "d": data});
        self.stream
            .send(Message::text(frame.to_string()))
            .await
            .unwrap();
        name
    }

    /// Sends a frame and waits for its answer.
    pub async fn ask(&mut self, kind: &str, data: Value) -> Value {
        let name = self.tell(kind, data).await;
        self.until(|frame| frame["ref"] == name.as_str()).await
    }

    /// Everything that has come so far and was not waited for.
    pub async fn heard(&mut self) -> Vec<Value> {
        tokio::time::sleep(Duration::from_millis(300)).await;
        self.tell("ping", json!({})).await;
        self.next("pong").await;
        std::mem::take(&mut self.unread)
    }

    /// Waits until the server closes; true if it said farewell.
    pub async fn farewell(&mut self) -> bool {
        let mut said = false;
        while let Ok(Some(Ok(message))) = tokio::time::timeout(PATIENCE, self.stream.next()).await {
            if let Message::Text(text) = message {
                said |= text.contains("\"bye\"");
            }
        }
        said
    }
}
