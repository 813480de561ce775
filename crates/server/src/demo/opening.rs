//! The first hour: customers ask the bot through the real door, so that answers, decisions, figures
//! and the list of gaps of today are those of the program itself.

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::header;
use serde_json::{Value, json};
use shanying_kernel::{Error, Result};
use shanying_web_kit::Tenant;
use tower::ServiceExt as _;

use super::Told;
use super::data::Files;
use crate::routes;
use crate::server::from_here;

/// Questions with an answer, and questions without one, that are asked.
const ANSWERED: usize = 24;
const UNANSWERED: usize = 10;

/// Asks some of the company's questions, each as a new visitor, who then leaves. Who wants a person
/// is left out: nobody serves yet.
pub(super) async fn ask(tenant: &Tenant, files: &Files, told: Told<'_>) -> Result<()> {
    let door = routes::api().0.with_state(tenant.clone());
    let spread = |kind: Option<&str>, count: usize| {
        let fitting: Vec<&str> = files
            .questions
            .iter()
            .filter(|question| {
                question.kind.as_deref() == kind && question.entry.is_some() == kind.is_none()
            })
            .map(|question| question.text.as_str())
            .collect();
        let step = (fitting.len() / count).max(1);
        fitting
            .into_iter()
            .step_by(step)
            .take(count)
            .collect::<Vec<_>>()
    };
    let mut questions = spread(None, ANSWERED);
    questions.extend(spread(Some("oos"), UNANSWERED));
    let token = format!("demo-{}", files.key);
    let version = files.company.consent.version.as_str();
    for (done, question) in questions.iter().enumerate() {
        told("opening", done, questions.len());
        visit(&door, &token, version, question).await?;
    }
    Ok(())
}

async fn visit(door: &axum::Router, token: &str, version: &str, question: &str) -> Result<()> {
    let hello = json!({
        "channel_token": token, "locale": "zh-CN",
        "page": {"url": format!("/demo/{}/", token.trim_start_matches("demo-")), "title": ""},
    });
    let send = json!({"client_id": "1", "content": {"type": "text", "text": question}});
    let frames = [
        ("hello", hello),
        ("consent", json!({"version": version})),
        ("send", send),
        ("end", json!({})),
    ];
    let frames: Vec<Value> = frames
        .iter()
        .map(|(kind, data)| json!({"t": kind, "ref": kind, "d": data}))
        .collect();
    let mut request = Request::post("/widget/v1/poll")
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from(
            json!({"frames": frames, "wait_seconds": 0}).to_string(),
        ))
        .map_err(|error| Error::internal("a request is malformed").because(error))?;
    request.extensions_mut().insert(from_here());
    let response = match door.clone().oneshot(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    };
    let status = response.status();
    let body = to_bytes(response.into_body(), 1 << 20)
        .await
        .map_err(|error| Error::internal("an answer broke off").because(error))?;
    let told: Value = serde_json::from_slice(&body)?;
    let frames = told
        .get("frames")
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default();
    let refused = frames
        .iter()
        .find(|frame| frame.get("t").and_then(Value::as_str) == Some("error"));
    if !status.is_success() || refused.is_some() {
        return Err(Error::internal(format!(
            "the demo's visitor was refused: {told}"
        )));
    }
    Ok(())
}
