//! What an agent made of a suggestion, learnt at once.

use serde_json::json;
use shanying_bot::Bot;
use shanying_kernel::{Error, Result};
use shanying_storage::heavy;
use shanying_web_kit::{Caller, Tenant};

use super::look::MESSAGES;
use crate::assist::memory::Memory;
use crate::assist::model::{SourceKind, Verdict};
use crate::assist::rules::Talk;
use crate::assist::store::{self, NewVerdict};
use crate::conversations::store::{self as conversations, Part};

/// What was made of which suggestion.
pub(crate) struct Judged {
    pub seq: i64,
    pub kind: SourceKind,
    pub reference: String,
    pub verdict: Verdict,
}

/// Keeps a verdict; the same question ranks otherwise from the next message on.
pub(crate) async fn judge(
    tenant: &Tenant,
    caller: &Caller,
    id: String,
    judged: Judged,
) -> Result<()> {
    if judged.reference.is_empty() || judged.reference.len() > 400 {
        return Err(Error::field("reference", "what the suggestion named"));
    }
    let agent_id = caller.agent_id()?.to_owned();
    let lesson = tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let part = Part::Before(judged.seq + 1);
                let (messages, _) = conversations::messages(tx, &id, part, false, MESSAGES).await?;
                let asked = Talk::read(&messages).words();
                if asked.is_empty() {
                    return Err(Error::field("seq", "the customer had said nothing there"));
                }
                let new = NewVerdict {
                    conversation_id: &id,
                    seq: judged.seq,
                    agent_id: &agent_id,
                    kind: judged.kind,
                    reference: &judged.reference,
                    verdict: judged.verdict,
                    asked: &asked,
                };
                let lesson = store::judge(tx, new).await?;
                let told = json!({
                    "conversation_id": id, "seq": judged.seq, "kind": judged.kind,
                    "reference": judged.reference, "verdict": judged.verdict,
                });
                tx.emit("suggestion.judged", told).await?;
                Ok(lesson)
            })
        })
        .await?;
    let memory = tenant.part::<Memory>()?;
    let encoder = tenant.part::<Bot>()?.encoder().cloned();
    heavy("lesson", move || memory.teach(encoder.as_ref(), lesson)).await
}
