//! Alerts are raised, looked after, settled, and pass.

use std::collections::HashMap;

use serde_json::{Value as Json, json};
use shanying_bot::answers;
use shanying_kernel::{Error, Result, Time};
use shanying_people::agents;
use shanying_storage::Tx;
use shanying_web_kit::{Caller, Permission, Tenant, audit};

use super::model::{Alert, AlertKind, AlertRow, AlertState, Hand, NewAlert, SupervisionSettings};
use super::{rules, store};
use crate::conversations::model::{ConversationRow, Owner};
use crate::conversations::{Conversation, store as conversations, views};

/// Longest word of who settles an alert.
const NOTE_MAX: usize = 500;

/// What a customer's message in the held conversation shows, raised in the message's own commit.
pub(crate) async fn hear(
    tx: &mut Tx,
    settings: &SupervisionSettings,
    row: &ConversationRow,
    (text, angry): (&str, bool),
) -> Result<()> {
    for new in rules::heard(settings, &row.id, (text, row.last_seq), angry) {
        raise(tx, &new).await?;
    }
    Ok(())
}

/// Whether the bot still gets on in the held conversation, after its turn.
pub(crate) async fn stuck(
    tx: &mut Tx,
    settings: &SupervisionSettings,
    row: &ConversationRow,
) -> Result<()> {
    let most = usize::try_from(settings.stuck_repeats).unwrap_or_default();
    if row.owner != Owner::Bot || most == 0 {
        return Ok(());
    }
    let last = answers::last_steps(tx, &row.id, most).await?;
    match rules::is_stuck(settings, &row.id, &last) {
        Some(new) => raise(tx, &new).await,
        None => Ok(()),
    }
}

async fn raise(tx: &mut Tx, new: &NewAlert) -> Result<()> {
    let (id, is_new) = store::raise(tx, new).await?;
    let kind = if is_new {
        "alert.raised"
    } else {
        "alert.shown_again"
    };
    announce(tx, kind, &id, new.conversation_id.as_deref()).await
}

async fn announce(tx: &mut Tx, kind: &str, id: &str, conversation: Option<&str>) -> Result<()> {
    tx.emit(
        kind,
        json!({"alert_id": id, "conversation_id": conversation}),
    )
    .await
}

/// What the clock shows: who waits for too long, and whose cause is over. Writes only when there is
/// something to write.
pub(crate) async fn sweep(tenant: &Tenant) -> Result<()> {
    let settings = tenant.settings::<SupervisionSettings>().await?;
    let now = tenant.clock().now_ms();
    let mut reader = tenant.db().read().await?;
    let mut raised = late(&mut reader, &settings, now).await?;
    raised.extend(vips(&mut reader, &settings, now).await?);
    let passed = store::over(&mut reader, now - settings.surge_minutes * 60_000).await?;
    drop(reader);
    if raised.is_empty() && passed.is_empty() {
        return Ok(());
    }
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                for new in &raised {
                    raise(tx, new).await?;
                }
                for id in &passed {
                    pass(tx, id).await?;
                }
                Ok(())
            })
        })
        .await
}

async fn late(tx: &mut Tx, settings: &SupervisionSettings, now: i64) -> Result<Vec<NewAlert>> {
    let allowed = settings.unanswered_seconds * 1000;
    if allowed == 0 {
        return Ok(Vec::new());
    }
    let found = store::unanswered(tx, now - allowed, now - 2 * allowed).await?;
    let raised = found
        .iter()
        .filter_map(|(id, since)| rules::unanswered(settings, id, (*since, now)));
    Ok(raised.collect())
}

async fn vips(tx: &mut Tx, settings: &SupervisionSettings, now: i64) -> Result<Vec<NewAlert>> {
    if settings.vip_grades.is_empty() {
        return Ok(Vec::new());
    }
    let found = store::waiting(tx, now - settings.vip_wait_seconds * 1000).await?;
    let raised = found.iter().filter_map(|(id, since, grade)| {
        rules::vip_waiting(settings, (id, grade.as_deref()?), (*since, now))
    });
    Ok(raised.collect())
}

/// Entries that many ask for at once; told once in the span of a surge.
pub(crate) async fn look_for_surges(tenant: &Tenant) -> Result<()> {
    let settings = tenant.settings::<SupervisionSettings>().await?;
    if settings.surge_count == 0 {
        return Ok(());
    }
    let span = settings.surge_minutes * 60_000;
    let now = tenant.clock().now_ms();
    let mut reader = tenant.db().read().await?;
    let often = answers::asked_often(&mut reader, now - span, settings.surge_count).await?;
    let mut raised = Vec::new();
    for (entry, day) in often {
        let told = store::surge_told(&mut reader, &entry.entry_id).await?;
        let is_news = told.is_none_or(|at| now - at >= span / 2);
        if is_news && rules::is_surge(&settings, entry.hits, day) {
            let of = (entry.entry_id.as_str(), entry.question.as_str());
            raised.push(rules::surge(&settings, of, entry.hits));
        }
    }
    drop(reader);
    if raised.is_empty() {
        return Ok(());
    }
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                for new in &raised {
                    raise(tx, new).await?;
                }
                Ok(())
            })
        })
        .await
}

/// A peak began; `told` are its particulars.
pub(crate) async fn peak_began(tx: &mut Tx, peak_id: &str, told: Json) -> Result<()> {
    raise(tx, &rules::peak(peak_id, told)).await
}

/// A peak is over.
pub(crate) async fn peak_ended(tx: &mut Tx, peak_id: &str) -> Result<()> {
    match store::open_on(tx, AlertKind::Peak, peak_id).await? {
        Some(id) => pass(tx, &id).await,
        None => Ok(()),
    }
}

/// The cause is over by itself.
async fn pass(tx: &mut Tx, id: &str) -> Result<()> {
    let mut row = store::load_for_update(tx, id).await?;
    if row.ended_at.is_some() {
        return Ok(());
    }
    row.state = AlertState::Passed;
    row.ended_at = Some(Time(tx.now_ms()));
    store::save(tx, &row).await?;
    announce(tx, "alert.passed", id, row.conversation_id.as_deref()).await
}

/// Somebody looks after it.
pub(super) async fn acknowledge(tenant: &Tenant, caller: &Caller, id: String) -> Result<()> {
    let caller = caller.clone();
    let me = caller.agent_id()?.to_owned();
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let mut row = mine_to_settle(tx, &caller, &id).await?;
                if row.state == AlertState::Acknowledged {
                    return Ok(());
                }
                row.state = AlertState::Acknowledged;
                row.acknowledged_by = Some(me);
                row.acknowledged_at = Some(Time(tx.now_ms()));
                store::save(tx, &row).await?;
                announce(
                    tx,
                    "alert.acknowledged",
                    &id,
                    row.conversation_id.as_deref(),
                )
                .await
            })
        })
        .await
}

/// Somebody settled it, and says how.
pub(super) async fn handle(
    tenant: &Tenant,
    caller: &Caller,
    id: String,
    note: String,
) -> Result<()> {
    let note = note.trim().to_owned();
    if note.chars().count() > NOTE_MAX {
        return Err(Error::field("note", "at most 500 characters"));
    }
    let caller = caller.clone();
    let me = caller.agent_id()?.to_owned();
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let mut row = mine_to_settle(tx, &caller, &id).await?;
                row.state = AlertState::Handled;
                row.ended_by = Some(me);
                row.ended_at = Some(Time(tx.now_ms()));
                row.note = note;
                store::save(tx, &row).await?;
                let entry = audit::Entry::new(&caller, "alert.handled", &id);
                let told = json!({"kind": row.kind, "conversation_id": row.conversation_id});
                audit::record(tx, entry.detail(told)).await?;
                announce(tx, "alert.handled", &id, row.conversation_id.as_deref()).await
            })
        })
        .await
}

/// The open alert, held, if the caller may see it.
async fn mine_to_settle(tx: &mut Tx, caller: &Caller, id: &str) -> Result<AlertRow> {
    let row = store::load_for_update(tx, id).await?;
    may_see(tx, caller, &row).await?;
    if row.ended_at.is_some() {
        return Err(Error::conflict(
            "alert.ended",
            "somebody settled it, or its cause is over",
        ));
    }
    Ok(row)
}

/// Alerts of a conversation are for who may read it; those of none for who reads all. Others do not
/// exist for them.
pub(super) async fn may_see(tx: &mut Tx, caller: &Caller, row: &AlertRow) -> Result<()> {
    if caller.may(Permission::ViewAllConversations) {
        return Ok(());
    }
    if let Some(id) = &row.conversation_id
        && let Ok(conversation) = conversations::load(tx, id).await
        && is_open_to(&conversation, caller)
    {
        return Ok(());
    }
    Err(Error::not_found("not_found.alert", "no such alert"))
}

/// Their own, or nobody's yet.
pub(super) fn is_open_to(row: &ConversationRow, caller: &Caller) -> bool {
    let me = caller.staff.as_ref().map(|staff| staff.id.as_str());
    let own = me.is_some() && row.agent_id.as_deref() == me;
    own || matches!(row.owner, Owner::Bot | Owner::Queue | Owner::LeftMessage)
}

/// Alerts as the staff sees them.
pub(super) async fn views(tenant: &Tenant, tx: &mut Tx, rows: Vec<AlertRow>) -> Result<Vec<Alert>> {
    let mut found = Vec::new();
    for id in rows.iter().filter_map(|row| row.conversation_id.as_deref()) {
        if let Ok(one) = conversations::load(tx, id).await {
            found.push(one);
        }
    }
    let shown = views::conversations(tenant, tx, found).await?;
    let shown: HashMap<String, Conversation> =
        shown.into_iter().map(|one| (one.id.clone(), one)).collect();
    let names: HashMap<String, String> = if rows.is_empty() {
        HashMap::new()
    } else {
        let all = agents::list(tx).await?;
        all.into_iter().map(|one| (one.id, one.name)).collect()
    };
    let hand = |agent_id: Option<String>, at: Option<Time>| {
        at.map(|at| Hand {
            name: agent_id.as_ref().and_then(|id| names.get(id).cloned()),
            agent_id,
            at,
        })
    };
    Ok(rows
        .into_iter()
        .map(|row| {
            // Several alerts may be of one conversation.
            let conversation = row.conversation_id.and_then(|id| shown.get(&id).cloned());
            Alert {
                id: row.id,
                kind: row.kind,
                severity: row.severity,
                state: row.state,
                facts: row.facts,
                times: row.times,
                conversation,
                created_at: row.created_at,
                last_at: row.last_at,
                acknowledged: hand(row.acknowledged_by, row.acknowledged_at),
                ended: hand(row.ended_by, row.ended_at),
                note: row.note,
            }
        })
        .collect())
}

/// One, as the staff sees it.
pub(crate) async fn view(tenant: &Tenant, tx: &mut Tx, id: &str) -> Result<Alert> {
    let row = store::load(tx, id).await?;
    views(tenant, tx, vec![row])
        .await?
        .pop()
        .ok_or_else(|| Error::internal("an alert has no view"))
}
