//! A name for every request, in its answer and in the log.

use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use shanying_kernel::new_id;

tokio::task_local! {
    static REQUEST_ID: RequestId;
}

static HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// `req_…`, also in the `x-request-id` header of the answer.
#[derive(Clone, Debug)]
pub struct RequestId(pub String);

/// The name of the request that this task serves; empty outside a request.
#[must_use]
pub fn request_id() -> String {
    REQUEST_ID.try_with(|id| id.0.clone()).unwrap_or_default()
}

/// Middleware: names the request, logs how it ended, counts it.
pub async fn trace_requests(request: Request, next: Next) -> Response {
    let id = RequestId(new_id("req"));
    let begun = Instant::now();
    let method = request.method().clone();
    // The pattern, not the path: paths carry identifiers and metrics must stay few.
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "unmatched".to_owned(), |path| path.as_str().to_owned());
    let mut response = REQUEST_ID.scope(id.clone(), next.run(request)).await;
    let elapsed = begun.elapsed();
    let status = response.status().as_u16();
    tracing::info!(
        request_id = %id.0, %method, %route, status,
        elapsed_ms = elapsed.as_secs_f64() * 1000.0, "request"
    );
    let labels = [
        ("method", method.to_string()),
        ("route", route),
        ("status", status.to_string()),
    ];
    metrics::counter!("shanying_http_requests_total", &labels).increment(1);
    metrics::histogram!("shanying_http_request_seconds").record(elapsed.as_secs_f64());
    if let Ok(value) = HeaderValue::from_str(&id.0) {
        response.headers_mut().insert(HEADER.clone(), value);
    }
    response
}
