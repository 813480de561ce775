//! Requests through the public door, and who is said to send them.

use std::collections::BTreeSet;

use axum::body::{Body, to_bytes};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use serde_json::Value;
use shanying_kernel::{Actor, ActorKind, Error, Result};
use shanying_storage::BoxFuture;
use shanying_web_kit::{Authenticate, Caller, Permission, StaffMember, Tenant};
use tower::ServiceExt;

const PERMISSIONS: &str = "x-test-permissions";
const AGENT: &str = "x-test-agent";

/// Believes the header that [`Ask::may`] sends. Rooms below `people` have nobody better to ask.
#[derive(Debug)]
pub struct TestAuthenticator;

impl Authenticate for TestAuthenticator {
    fn caller<'a>(
        &'a self,
        _: &'a Tenant,
        parts: &'a Parts,
        address: String,
    ) -> BoxFuture<'a, Result<Caller>> {
        Box::pin(async move {
            let header = parts
                .headers
                .get(PERMISSIONS)
                .and_then(|value| value.to_str().ok());
            let header =
                header.ok_or_else(|| Error::unauthenticated("auth.required", "sign in first"))?;
            let permissions: BTreeSet<Permission> = Permission::ALL
                .iter()
                .copied()
                .filter(|p| header.split(',').any(|code| code == p.code()))
                .collect();
            let agent = parts
                .headers
                .get(AGENT)
                .and_then(|value| value.to_str().ok());
            let agent = agent.unwrap_or("agt_test").to_owned();
            Ok(Caller {
                actor: Actor {
                    kind: ActorKind::Agent,
                    id: Some(agent.clone()),
                    name: Some("测试员".to_owned()),
                },
                permissions,
                staff: Some(StaffMember {
                    id: agent,
                    session_id: "ses_test".to_owned(),
                }),
                address,
            })
        })
    }
}

/// A request being put together; awaiting it sends it. Unless told otherwise its sender may do
/// everything.
pub struct Ask {
    router: axum::Router,
    method: Method,
    path: String,
    headers: HeaderMap,
    permissions: Option<Vec<Permission>>,
    body: Body,
}

impl Ask {
    pub(crate) fn new(router: axum::Router, method: Method, path: &str) -> Self {
        Self {
            router,
            method,
            path: path.to_owned(),
            headers: HeaderMap::new(),
            permissions: Some(Permission::ALL.to_vec()),
            body: Body::empty(),
        }
    }

    /// Sends JSON.
    #[must_use]
    pub fn json(self, value: &Value) -> Self {
        self.header("content-type", "application/json")
            .body(value.to_string())
    }

    /// Sends this body.
    #[must_use]
    pub fn body(mut self, body: impl Into<Body>) -> Self {
        self.body = body.into();
        self
    }

    /// Sends a form with one file in the field `file`, and other fields.
    #[must_use]
    pub fn form(self, name: &str, content: &[u8], fields: &[(&str, &str)]) -> Self {
        let mut body = Vec::new();
        for (field, value) in fields {
            body.extend_from_slice(
                format!(
                    "--b\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n"
                )
                .as_bytes(),
            );
        }
        body.extend_from_slice(
            format!(
                "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
                 Content-Type: application/octet-stream\r\n\r\n"
            )
            .as_bytes(),
        );
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n--b--\r\n");
        self.header("content-type", "multipart/form-data; boundary=b")
            .body(body)
    }

    /// Adds a header.
    ///
    /// # Panics
    /// When it is malformed.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: &str) -> Self {
        match value.parse() {
            Ok(value) => {
                self.headers.insert(name, value);
            }
            Err(error) => panic!("{name} cannot be {value}: {error}"),
        }
        self
    }

    /// The sender has these permissions alone.
    #[must_use]
    pub fn may(mut self, permissions: &[Permission]) -> Self {
        self.permissions = Some(permissions.to_vec());
        self
    }

    /// The sender is this agent.
    #[must_use]
    pub fn by(self, agent_id: &str) -> Self {
        self.header(AGENT, agent_id)
    }

    /// The sender is nobody.
    #[must_use]
    pub fn anonymous(mut self) -> Self {
        self.permissions = None;
        self
    }

    async fn send(mut self) -> Answer {
        if let Some(permissions) = self.permissions.take() {
            let codes: Vec<&str> = permissions.iter().map(|p| p.code()).collect();
            self = self.header(PERMISSIONS, &codes.join(","));
        }
        let mut request = Request::new(self.body);
        *request.method_mut() = self.method;
        *request.uri_mut() = match self.path.parse() {
            Ok(uri) => uri,
            Err(error) => panic!("{} is no path: {error}", self.path),
        };
        *request.headers_mut() = self.headers;
        let response = match self.router.oneshot(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        };
        let (parts, body) = response.into_parts();
        match to_bytes(body, usize::MAX).await {
            Ok(body) => Answer {
                status: parts.status,
                headers: parts.headers,
                body: body.to_vec(),
            },
            Err(error) => panic!("the answer broke off: {error}"),
        }
    }
}

impl IntoFuture for Ask {
    type Output = Answer;
    type IntoFuture = BoxFuture<'static, Answer>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Answer {
    /// The status as a number.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status.as_u16()
    }

    /// A header, or nothing.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    /// What `Set-Cookie` sets, as a `Cookie` header sends it back.
    #[must_use]
    pub fn cookie(&self) -> String {
        let set = self.header(header::SET_COOKIE.as_str());
        set.split(';').next().unwrap_or_default().to_owned()
    }

    /// The bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.body
    }

    /// The body as JSON; null if it is none.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    /// The JSON of a success.
    ///
    /// # Panics
    /// When it is no success.
    pub fn ok(&self) -> Value {
        assert!(
            self.status.is_success(),
            "{}: {}",
            self.status,
            String::from_utf8_lossy(&self.body)
        );
        self.json()
    }

    /// The status and the code of an error, as `409 knowledge.revision_conflict`.
    #[must_use]
    pub fn error(&self) -> String {
        let json = self.json();
        let code = json
            .pointer("/error/code")
            .and_then(Value::as_str)
            .unwrap_or("no code");
        format!("{} {code}", self.status())
    }
}
