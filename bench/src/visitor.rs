//! A customer behind the widget: one WebSocket that asks and waits for the bot.

use std::time::{Duration, Instant};

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;

const PATIENCE: Duration = Duration::from_secs(30);

/// One customer.
pub struct Visitor {
    socket: WebSocketStream<TcpStream>,
    serial: u64,
    /// What makes the next socket belong to the same customer.
    pub secret: String,
}

/// What became of one question.
#[derive(Debug)]
pub struct Asked {
    pub conversation_id: String,
    /// Until the question was acknowledged, which means that it is on disk.
    pub durable: Duration,
    /// Until the bot's reply had arrived.
    pub answered: Duration,
    /// The bot's message.
    pub reply: Value,
}

impl Visitor {
    /// Opens the socket and signs in as a new customer.
    pub async fn open(address: &str, channel_token: &str) -> Result<Self, String> {
        Self::open_as(address, channel_token, None).await
    }

    /// Opens the socket and signs in as the customer of an earlier socket, or as a new one.
    pub async fn open_as(
        address: &str,
        channel_token: &str,
        secret: Option<&str>,
    ) -> Result<Self, String> {
        let mut request = format!("ws://{address}/ws/visitor?v=1")
            .into_client_request()
            .map_err(|error| error.to_string())?;
        let origin = format!("http://{address}")
            .parse()
            .map_err(|_| "no origin".to_owned())?;
        request.headers_mut().insert("origin", origin);
        let stream = TcpStream::connect(address)
            .await
            .map_err(|error| error.to_string())?;
        stream
            .set_nodelay(true)
            .map_err(|error| error.to_string())?;
        let (socket, _) = tokio_tungstenite::client_async(request, stream)
            .await
            .map_err(|error| format!("visitor socket: {error}"))?;
        let mut visitor = Self {
            socket,
            serial: 0,
            secret: String::new(),
        };
        let mut hello = json!({
            "channel_token": channel_token,
            "locale": "zh-CN",
            "page": {"url": "http://localhost/bench", "title": "bench"},
        });
        if let (Some(secret), Some(hello)) = (secret, hello.as_object_mut()) {
            hello.insert("visitor_secret".to_owned(), json!(secret));
        }
        visitor.send("hello", hello).await?;
        let welcome = visitor.wait_for("welcome").await?;
        let issued = welcome
            .get("d")
            .map(|data| text_of(data, "visitor_secret"))
            .unwrap_or_default();
        visitor.secret = match issued {
            "" => secret.unwrap_or_default().to_owned(),
            issued => issued.to_owned(),
        };
        Ok(visitor)
    }

    /// Sends one message and waits until it is acknowledged; returns it as the server keeps it.
    pub async fn say(&mut self, client_id: &str, text: &str) -> Result<Value, String> {
        let content = json!({"type": "text", "text": text});
        let reference = self
            .send("send", json!({"client_id": client_id, "content": content}))
            .await?;
        loop {
            let frame = self.next().await?;
            match text_of(&frame, "t") {
                "ack" if text_of(&frame, "ref") == reference => {
                    let message = frame.get("d").and_then(|data| data.get("message"));
                    return message
                        .cloned()
                        .ok_or_else(|| format!("an ack without a message: {frame}"));
                }
                "error" => return Err(format!("`{text}` was refused: {frame}")),
                _ => {}
            }
        }
    }

    /// Asks and waits for the acknowledgement and for the bot.
    pub async fn ask(&mut self, text: &str) -> Result<Asked, String> {
        let began = Instant::now();
        let client_id = format!("bench-{}", self.serial);
        let content = json!({"type": "text", "text": text});
        let reference = self
            .send("send", json!({"client_id": client_id, "content": content}))
            .await?;
        let mut durable = None;
        let mut conversation_id = String::new();
        let mut reply = None;
        while durable.is_none() || reply.is_none() {
            let frame = self.next().await?;
            let data = frame.get("d").cloned().unwrap_or_default();
            match text_of(&frame, "t") {
                "ack" if text_of(&frame, "ref") == reference => {
                    durable = Some(began.elapsed());
                    let message = data.get("message").unwrap_or(&Value::Null);
                    conversation_id = text_of(message, "conversation_id").to_owned();
                }
                "message" => {
                    let message = data.get("message").cloned().unwrap_or_default();
                    let sender = message.get("sender").unwrap_or(&Value::Null);
                    // Where the bot brings a person and nobody is there, the house says so.
                    if matches!(text_of(sender, "kind"), "bot" | "system") {
                        reply = Some((began.elapsed(), message));
                    }
                }
                "error" => return Err(format!("`{text}` was refused: {data}")),
                "bye" => return Err("the server said good-bye".to_owned()),
                _ => {}
            }
        }
        let (answered, reply) = reply.ok_or("no reply")?;
        Ok(Asked {
            conversation_id,
            durable: durable.unwrap_or_default(),
            answered,
            reply,
        })
    }

    pub async fn close(mut self) {
        // The server may be gone first; nothing follows from that.
        let _ = self.socket.close(None).await;
    }

    async fn send(&mut self, kind: &str, data: Value) -> Result<String, String> {
        self.serial += 1;
        let reference = self.serial.to_string();
        let frame = json!({"t": kind, "ref": reference, "d": data}).to_string();
        let sent = self.socket.send(Message::text(frame)).await;
        sent.map_err(|error| format!("visitor socket: {error}"))?;
        Ok(reference)
    }

    async fn wait_for(&mut self, kind: &str) -> Result<Value, String> {
        loop {
            let frame = self.next().await?;
            match text_of(&frame, "t") {
                found if found == kind => return Ok(frame),
                "error" => return Err(format!("instead of `{kind}`: {frame}")),
                _ => {}
            }
        }
    }

    async fn next(&mut self) -> Result<Value, String> {
        loop {
            let next = tokio::time::timeout(PATIENCE, self.socket.next()).await;
            let message = next
                .map_err(|_| format!("nothing came for {} s", PATIENCE.as_secs()))?
                .ok_or("the socket was closed")?
                .map_err(|error| format!("visitor socket: {error}"))?;
            match message {
                Message::Text(text) => {
                    return serde_json::from_str(&text).map_err(|error| error.to_string());
                }
                Message::Close(reason) => return Err(format!("the socket was closed: {reason:?}")),
                _ => {}
            }
        }
    }
}

/// A field that is text, else nothing.
pub fn text_of<'value>(value: &'value Value, key: &str) -> &'value str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}
