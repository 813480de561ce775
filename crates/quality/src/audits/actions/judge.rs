//! An agent says what an answer is worth.

use serde_json::json;
use shanying_bot::knowledge;
use shanying_kernel::{Error, Result, Time};
use shanying_web_kit::{Caller, Permission, Tenant};

use super::deal::deal;
use crate::audits::model::{AnswerAudit, AnswerAuditSettings, State, Verdict};
use crate::audits::{rules, store};

/// What an agent says.
#[derive(Clone, Debug)]
pub(in crate::audits) struct Judgement {
    pub(in crate::audits) verdict: Verdict,
    pub(in crate::audits) note: String,
    pub(in crate::audits) answer: String,
}

/// Keeps the verdict of whoever has the task; editors may do any. What customers get stays as it is.
/// The next waiting task comes at once.
pub(in crate::audits) async fn judge(
    tenant: &Tenant,
    caller: &Caller,
    id: &str,
    judgement: Judgement,
) -> Result<AnswerAudit> {
    let settings = tenant.settings::<AnswerAuditSettings>().await?;
    let agent_id = caller.agent_id()?.to_owned();
    let is_editor = caller.may(Permission::EditKnowledge);
    let id = id.to_owned();
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let mut audit = store::load(tx, &id, true).await?;
                if audit.agent_id.as_ref() != Some(&agent_id) && !is_editor {
                    return Err(Error::conflict(
                        "answer_audit.not_yours",
                        "this task is another agent's now",
                    ));
                }
                if audit.state != State::Open {
                    return Err(Error::conflict(
                        "answer_audit.done",
                        "this task is done already",
                    ));
                }
                let entries = knowledge::published(tx, Some(&audit.entry_id)).await?;
                let now = entries
                    .first()
                    .map_or("", |entry| entry.draft.default_answer());
                let (note, answer) = rules::checked_verdict(
                    judgement.verdict,
                    &judgement.note,
                    &judgement.answer,
                    now,
                )?;
                audit.state = rules::judged(judgement.verdict);
                audit.agent_id = Some(agent_id);
                audit.verdict_at = Some(Time(tx.now_ms()));
                audit.note = note;
                audit.former = now.to_owned();
                audit.answer = answer;
                store::set_verdict(tx, &audit).await?;
                let payload = json!({"audit_id": audit.id, "agent_id": audit.agent_id,
                    "verdict": judgement.verdict});
                tx.emit("answer_audit.judged", payload).await?;
                deal(tx, &settings).await?;
                Ok(audit)
            })
        })
        .await
}
