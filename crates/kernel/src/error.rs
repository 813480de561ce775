//! One error for the whole house: a kind that decides the HTTP status, a stable code that clients
//! translate, a sentence for developers, and a source that is logged but never shown.

use std::borrow::Cow;
use std::fmt;

use serde_json::{Map, Value};

/// What went wrong, as far as a caller must know; decides the HTTP status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    /// The request itself is wrong (400).
    Invalid,
    /// No such thing, or none that the caller may see (404).
    NotFound,
    /// The state of the thing forbids it now (409).
    Conflict,
    /// Known caller without the permission (403).
    Forbidden,
    /// Unknown caller (401).
    Unauthenticated,
    /// Too often or too big (429).
    TooMany,
    /// A part that is needed does not answer now (503).
    Unavailable,
    /// Our fault (500).
    Internal,
}

/// `Result` with the house's error.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The house's error. `code` is stable and documented in `docs/API.md`.
pub struct Error {
    /// Decides the HTTP status.
    pub kind: ErrorKind,
    /// Stable code such as `conversation.already_taken`; the translation key of clients.
    pub code: &'static str,
    /// An English sentence for developers.
    pub message: Cow<'static, str>,
    /// Values that a translation needs.
    pub params: Map<String, Value>,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    /// An error of `kind` with its stable `code` and a sentence for developers.
    pub fn new(kind: ErrorKind, code: &'static str, message: impl Into<Cow<'static, str>>) -> Self {
        Self {
            kind,
            code,
            message: message.into(),
            params: Map::new(),
            source: None,
        }
    }

    /// 400.
    pub fn invalid(code: &'static str, message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Invalid, code, message)
    }

    /// 400 for one field of a request: code `invalid.field` with the field's name.
    pub fn field(field: &str, message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Invalid, "invalid.field", message).with("field", field)
    }

    /// 404.
    pub fn not_found(code: &'static str, message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::NotFound, code, message)
    }

    /// 409.
    pub fn conflict(code: &'static str, message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Conflict, code, message)
    }

    /// 403.
    pub fn forbidden(code: &'static str, message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Forbidden, code, message)
    }

    /// 401.
    pub fn unauthenticated(code: &'static str, message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Unauthenticated, code, message)
    }

    /// 429.
    pub fn too_many(code: &'static str, message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::TooMany, code, message)
    }

    /// 503.
    pub fn unavailable(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Unavailable, "unavailable", message)
    }

    /// 500: the message says what we were doing; the source, if any, says why it failed.
    pub fn internal(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Internal, "internal", message)
    }

    /// Adds a value for the translation.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.params.insert(name.to_owned(), value.into());
        self
    }

    /// Keeps the cause for the log.
    #[must_use]
    pub fn because(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// The cause, for the log alone.
    #[must_use]
    pub fn cause(&self) -> Option<&(dyn std::error::Error + Send + Sync)> {
        self.source.as_deref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.message)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.message)?;
        if let Some(source) = &self.source {
            write!(f, " (because {source})")?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source
            .as_deref()
            .map(|source| source as &(dyn std::error::Error + 'static))
    }
}

impl From<serde_json::Error> for Error {
    /// JSON that we wrote ourselves and cannot read back is our fault.
    fn from(error: serde_json::Error) -> Self {
        Self::internal("stored JSON does not match its type").because(error)
    }
}
