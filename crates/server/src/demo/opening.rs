//! The last days at the bot: customers ask it through the real door, so that answers, decisions,
//! figures and the list of gaps are those of the program itself.

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::header;
use jiff::civil;
use serde_json::{Value, json};
use shanying_kernel::{Clock, Error, Result};
use shanying_web_kit::Tenant;
use tower::ServiceExt as _;

use super::Told;
use super::data::Files;
use super::days::moment;
use crate::routes;
use crate::server::from_here;

/// Questions with an answer, and questions without one, that are asked.
const ANSWERED: usize = 40;
const UNANSWERED: usize = 10;
/// They come on so many days, today being the last.
const DAYS: usize = 4;
/// The first comes at this hour, the last of a day so many hours later.
const FIRST_HOUR: usize = 8;
const HOURS: usize = 14;

/// Asks some of the company's questions, each as a new visitor, who then leaves. Who wants a person
/// is left out: nobody serves yet. `clock` is the tenant's, and comes back to where it stood.
pub(super) async fn ask(
    tenant: &Tenant,
    clock: &Clock,
    files: &Files,
    told: Told<'_>,
) -> Result<()> {
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
    let now = clock.now_ms();
    let times = times(questions.len(), now)?;
    let token = format!("demo-{}", files.key);
    let version = files.company.consent.version.as_str();
    let visits = times.iter().zip(mixed(&questions));
    for (done, (at, question)) in visits.enumerate() {
        told("opening", done, questions.len());
        clock.advance(at - clock.now_ms());
        visit(&door, &token, version, question).await?;
    }
    clock.advance(now - clock.now_ms());
    Ok(())
}

/// When each of `count` visitors comes, in order: evenly over the hours of the days.
fn times(count: usize, now: i64) -> Result<Vec<i64>> {
    let mut times = Vec::with_capacity(count);
    for place in 0..count {
        let (day, turn) = (place % DAYS, place / DAYS);
        // Every day begins at another minute, so that the days do not look alike.
        let minute = turn * HOURS * 60 / count.div_ceil(DAYS) + day * 11;
        let hour = FIRST_HOUR + minute / 60;
        let time = i8::try_from(hour)
            .ok()
            .zip(i8::try_from(minute % 60).ok())
            .and_then(|(hour, minute)| civil::Time::new(hour, minute, 0, 0).ok())
            .ok_or_else(|| Error::internal("a visitor comes at no time of the day"))?;
        times.push(moment(i64::try_from(day).unwrap_or_default(), time, now)?);
    }
    times.sort_unstable();
    Ok(times)
}

/// The questions in another order: what has no answer is not all asked on one day.
fn mixed<'a>(questions: &[&'a str]) -> Vec<&'a str> {
    let stride = 7;
    (0..stride)
        .flat_map(|first| questions.iter().skip(first).step_by(stride).copied())
        .collect()
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use shanying_kernel::Time;

    use super::{mixed, times};

    #[test]
    fn visitors_come_over_the_days_and_none_in_the_future() {
        let now = Time::parse("2026-11-20T12:00:00+08:00").unwrap().ms();
        let times = times(34, now).unwrap();
        assert_eq!(times.len(), 34);
        assert!(times.iter().all(|at| *at < now));
        let mut hours = BTreeMap::new();
        for at in times {
            *hours.entry(at / 3_600_000).or_insert(0) += 1;
        }
        assert!(hours.values().all(|count| *count <= 3), "{hours:?}");
    }

    #[test]
    fn mixing_loses_nothing() {
        let questions = ["a", "b", "c", "d", "e", "f", "g", "h", "i"];
        let mut after = mixed(&questions);
        assert_ne!(after, questions);
        after.sort_unstable();
        assert_eq!(after, questions);
    }
}
