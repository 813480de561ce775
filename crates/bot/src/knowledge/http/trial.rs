//! The hit test: what would be answered, and why, without any customer.

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use serde_json::json;
use shanying_kernel::Error;
use shanying_language::normalise::normalise_text;
use shanying_language::segment::Segmenter;
use shanying_web_kit::{Allowed, ApiResult, ErrorBody, JsonBody, Router, Tenant, may};
use utoipa_axum::routes;

use shanying_web_kit::markdown::sign_pictures;

use crate::answers::{Bot, BotSettings, Decision, Question, Reply};
use crate::knowledge::model::Audience;

/// Characters of a message, as in a conversation.
const TEXT_MAX: usize = 4_000;
/// Entries that the classifier names.
const CLASSES: usize = 3;

/// The route of the hit test.
pub(super) fn routes() -> Router {
    Router::new().routes(routes!(test_question))
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct HitTestRequest {
    /// What a customer would write.
    text: String,
    /// Who would write it.
    #[serde(default)]
    audience: Audience,
    /// Where.
    #[serde(default = "web")]
    channel: String,
}

fn web() -> String {
    "web".to_owned()
}

/// An entry and how likely the classifier takes it for the one that is meant.
#[derive(Serialize, utoipa::ToSchema)]
struct LikelyEntry {
    /// `ent_…`.
    entry_id: String,
    /// Its standard question.
    question: String,
    /// 0 to 1.
    probability: f64,
}

/// What would be answered, and why.
#[derive(Serialize, utoipa::ToSchema)]
struct HitTest {
    /// As given.
    text: String,
    /// In its one spelling.
    normalised: String,
    /// Its words.
    tokens: Vec<String>,
    /// Why.
    decision: Decision,
    /// What the classifier in use makes of it, the likeliest first.
    classes: Vec<LikelyEntry>,
    /// What the customer would see, as the content of a message; null when a person would come.
    #[schema(value_type = Option<Object>)]
    answer: Option<serde_json::Value>,
}

/// Shows what a question would get, and why.
#[utoipa::path(post, path = "/knowledge/test", tag = "knowledge", request_body = HitTestRequest,
    responses((status = 200, body = HitTest), (status = 400, body = ErrorBody)))]
async fn test_question(
    State(tenant): State<Tenant>,
    _: Allowed<may::ViewKnowledge>,
    JsonBody(body): JsonBody<HitTestRequest>,
) -> ApiResult<Json<HitTest>> {
    if body.text.chars().count() > TEXT_MAX {
        let error = Error::invalid("invalid.too_long", "at most 4,000 characters");
        return Err(error.with("field", "text").with("max", TEXT_MAX).into());
    }
    let settings = tenant.settings::<BotSettings>().await?;
    let question = Question {
        text: body.text,
        audience: body.audience,
        channel: body.channel,
        chosen: None,
    };
    let now_ms = tenant.clock().now_ms();
    let bot = tenant.part::<Bot>()?;
    let mut verdict = bot.decide(&question, &settings, now_ms);
    if let Reply::Answer { blocks, .. } = &mut verdict.reply {
        sign_pictures(blocks, tenant.signer(), now_ms)?;
    }
    let normalised = normalise_text(&question.text);
    Ok(Json(HitTest {
        tokens: Segmenter::default().words(&normalised),
        normalised,
        decision: verdict.decision,
        classes: bot
            .classify(&question.text, CLASSES)
            .into_iter()
            .map(|(entry, probability)| LikelyEntry {
                entry_id: entry.entry_id,
                question: entry.question,
                probability: f64::from(probability),
            })
            .collect(),
        text: question.text,
        answer: content(verdict.reply),
    }))
}

/// The reply as the content of a message.
fn content(reply: Reply) -> Option<serde_json::Value> {
    let notice = |code: &str| Some(json!({"type": "notice", "code": code, "params": {}}));
    match reply {
        Reply::Answer {
            entry_id,
            question,
            blocks,
            related,
        } => Some(json!({
            "type": "answer", "entry_id": entry_id, "question": question, "blocks": blocks,
            "related": related,
        })),
        Reply::Suggestions(items) => Some(json!({"type": "suggestions", "items": items})),
        Reply::SmallTalk { text } | Reply::Abuse { text } => {
            Some(json!({"type": "text", "text": text}))
        }
        Reply::Unknown => notice("bot.unknown"),
        Reply::Veiled => notice("bot.ask_wish"),
        Reply::ToPerson { .. } | Reply::HandoverWords | Reply::Anger => None,
    }
}
