//! The house's error as an HTTP answer.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use shanying_kernel::{Error, ErrorKind};

use crate::request::request_id;

/// What handlers return.
pub type ApiResult<T> = Result<T, ApiError>;

/// An error on its way out; `?` makes it from the house's error.
#[derive(Debug)]
pub struct ApiError(pub Error);

impl From<Error> for ApiError {
    fn from(error: Error) -> Self {
        Self(error)
    }
}

/// The body of every answer that is not a success.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ErrorBody {
    /// The error.
    pub error: ErrorDetail,
}

/// A stable code to translate and a sentence for developers.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ErrorDetail {
    /// Stable code, listed in `docs/API.md`.
    pub code: String,
    /// English, for developers.
    pub message: String,
    /// Values for the translation.
    #[schema(value_type = Object)]
    pub params: serde_json::Map<String, serde_json::Value>,
    /// Names this request in the server's log.
    pub request_id: String,
}

impl ErrorBody {
    /// The body for `error`; the cause stays out of it.
    #[must_use]
    pub fn of(error: &Error) -> Self {
        Self {
            error: ErrorDetail {
                code: error.code.to_owned(),
                message: error.message.to_string(),
                params: error.params.clone(),
                request_id: request_id(),
            },
        }
    }
}

fn status(kind: ErrorKind) -> StatusCode {
    match kind {
        ErrorKind::Invalid => StatusCode::BAD_REQUEST,
        ErrorKind::NotFound => StatusCode::NOT_FOUND,
        ErrorKind::Conflict => StatusCode::CONFLICT,
        ErrorKind::Forbidden => StatusCode::FORBIDDEN,
        ErrorKind::Unauthenticated => StatusCode::UNAUTHORIZED,
        ErrorKind::TooMany => StatusCode::TOO_MANY_REQUESTS,
        ErrorKind::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        ErrorKind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let Self(error) = self;
        if matches!(error.kind, ErrorKind::Internal | ErrorKind::Unavailable) {
            // Logged once, here at the edge.
            tracing::error!(?error, request_id = request_id(), "a request failed");
        }
        let mut response = (status(error.kind), Json(ErrorBody::of(&error))).into_response();
        let wait = error
            .params
            .get("retry_after_seconds")
            .and_then(serde_json::Value::as_u64);
        if let Some(value) = wait.and_then(|s| HeaderValue::from_str(&s.to_string()).ok()) {
            response.headers_mut().insert(header::RETRY_AFTER, value);
        }
        response
    }
}
