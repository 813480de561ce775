//! An editor decides about a verdict.

use serde_json::json;
use shanying_bot::answers;
use shanying_bot::knowledge;
use shanying_kernel::{Error, Result, Time};
use shanying_web_kit::{Caller, Tenant, audit};

use super::DAY_MS;
use crate::audits::model::{AnswerAudit, AnswerAuditSettings, Review};
use crate::audits::{rules, store};
use crate::gaps::{self, Signal};

/// What an editor decides.
#[derive(Clone, Debug)]
pub(in crate::audits) struct Decision {
    pub(in crate::audits) review: Review,
    pub(in crate::audits) note: String,
    /// The answer as the editor would have it; as the agent wrote it unless told.
    pub(in crate::audits) answer: Option<String>,
}

fn not_waiting() -> Error {
    Error::conflict(
        "answer_audit.not_waiting",
        "this task does not wait for this decision",
    )
}

/// Settles a verdict. An accepted answer goes into the knowledge base first: should the server fall
/// between the two, the task is still there to be decided again.
pub(in crate::audits) async fn review(
    tenant: &Tenant,
    caller: &Caller,
    id: &str,
    decision: Decision,
) -> Result<AnswerAudit> {
    let note = rules::checked_note(&decision.note)?;
    let seen = store::load(&mut tenant.db().read().await?, id, false).await?;
    if rules::reviewed(seen.state, decision.review).is_none() {
        return Err(not_waiting());
    }
    let (mut before, mut taken) = ((0, 0), None);
    if decision.review == Review::Accept {
        let answer = rules::checked_answer(decision.answer.as_ref().unwrap_or(&seen.answer))?;
        before = done_before(tenant, &seen.entry_id).await?;
        let live = knowledge::replace_answer(tenant, caller, &seen.entry_id, &answer).await?;
        taken = Some((answer, live));
    }
    let detail = json!({"review": decision.review, "question": seen.question,
        "entry_id": seen.entry_id});
    let line = audit::Entry::new(caller, "answer_audit.reviewed", id).detail(detail);
    let by = caller
        .actor
        .name
        .clone()
        .or_else(|| caller.actor.id.clone());
    let id = id.to_owned();
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let mut audit = store::load(tx, &id, true).await?;
                audit.state =
                    rules::reviewed(audit.state, decision.review).ok_or_else(not_waiting)?;
                audit.reviewed_by = by;
                audit.reviewed_at = Some(Time(tx.now_ms()));
                audit.review_note = note;
                if let Some((answer, live)) = taken {
                    audit.answer = answer;
                    audit.went_live = live;
                }
                store::set_review(tx, &audit, before).await?;
                let payload = json!({"audit_id": audit.id, "agent_id": audit.agent_id,
                    "review": decision.review});
                tx.emit("answer_audit.reviewed", payload).await?;
                audit::record(tx, line).await?;
                Ok(audit)
            })
        })
        .await
}

/// How the answer did until now: given, and called unhelpful, within the days that are counted.
async fn done_before(tenant: &Tenant, entry_id: &str) -> Result<(i64, i64)> {
    let days = tenant.settings::<AnswerAuditSettings>().await?.window_days;
    let now = tenant.clock().now_ms();
    let span = (now - days * DAY_MS, now);
    let mut tx = tenant.db().read().await?;
    let given = answers::times_given(&mut tx, entry_id, span).await?;
    let not_helpful = gaps::count_signals(&mut tx, entry_id, Signal::NotHelpful, span).await?;
    Ok((given, not_helpful))
}
