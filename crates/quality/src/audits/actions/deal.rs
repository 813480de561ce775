//! Tasks go to agents in turn, and on to others when they lie untouched.

use std::collections::HashMap;

use serde_json::json;
use shanying_kernel::Result;
use shanying_people::agents::{self, Agent};
use shanying_storage::Tx;

use crate::audits::model::{AnswerAudit, AnswerAuditSettings, Hand};
use crate::audits::{rules, store};

/// Deals what waits, what lies untouched for too long, and what belongs to somebody who left.
pub(super) async fn deal(tx: &mut Tx, settings: &AnswerAuditSettings) -> Result<()> {
    let now = tx.now_ms();
    let people = agents::list(tx).await?;
    let open = store::hold_open(tx).await?;
    let last = store::last_deals(tx).await?;
    let mut hands = hands(&people, &open, &last, settings, now);
    for audit in &open {
        let holder = audit.agent_id.as_deref();
        let works = |id: &str| people.iter().any(|agent| agent.id == id && agent.enabled);
        let gone = holder.is_some_and(|id| !works(id));
        let overdue = audit
            .dealt_at
            .is_some_and(|at| rules::is_overdue(at.0, settings.pass_on_days, now));
        if holder.is_some() && !gone && !overdue {
            continue;
        }
        let had = store::holders(tx, &audit.id).await?;
        match rules::next_agent(&hands, holder, &had, settings.open_most) {
            Some(next) => {
                store::set_agent(tx, &audit.id, &next).await?;
                let payload = json!({"audit_id": audit.id, "agent_id": next});
                tx.emit("answer_audit.dealt", payload).await?;
                for hand in &mut hands {
                    if hand.agent_id == next {
                        hand.open += 1;
                        hand.last_at = now;
                    } else if Some(hand.agent_id.as_str()) == holder {
                        hand.open -= 1;
                    }
                }
            }
            None if gone => store::set_undealt(tx, &audit.id).await?,
            None => {}
        }
    }
    Ok(())
}

fn hands(
    people: &[Agent],
    open: &[AnswerAudit],
    last: &HashMap<String, i64>,
    settings: &AnswerAuditSettings,
    now: i64,
) -> Vec<Hand> {
    let mut held: HashMap<&str, i64> = HashMap::new();
    for id in open.iter().filter_map(|audit| audit.agent_id.as_deref()) {
        *held.entry(id).or_default() += 1;
    }
    people
        .iter()
        .filter(|agent| rules::may_be_dealt(agent, settings.away_days, now))
        .map(|agent| Hand {
            agent_id: agent.id.clone(),
            open: held.get(agent.id.as_str()).copied().unwrap_or(0),
            last_at: last.get(&agent.id).copied().unwrap_or(0),
        })
        .collect()
}
