//! Facts of a ticket change; two tickets turn out to be one.

use serde_json::json;
use shanying_kernel::{Actor, Error, Result, Time};
use shanying_people::{agents, groups};
use shanying_storage::Tx;

use super::open::{check_agent, check_parent, order_no};
use super::{CLOSE_TICKET, Office, VISIT_CUSTOMER, announce, tick};
use crate::conversations::actions::tell_customer;
use crate::conversations::model::Content;
use crate::tickets::model::{Category, Change, EntryKind, FiledBy, Leaf, TicketPatch, TicketRow};
use crate::tickets::rules::{self, clocks::Happened};
use crate::tickets::store::{self, NewEntry};

const DAY_MS: i64 = 86_400_000;

/// A fact that may be empty: an empty text clears it.
fn cleared(given: Option<String>) -> Option<Option<String>> {
    given.map(|id| Some(id).filter(|id| !id.is_empty()))
}

/// Changes a held ticket as far as the patch says; nothing is written when nothing changes.
pub(crate) async fn change(
    tx: &mut Tx,
    actor: &Actor,
    row: &mut TicketRow,
    mut patch: TicketPatch,
) -> Result<()> {
    if row.merged_into.is_some() {
        return Err(Error::conflict(
            "ticket.merged",
            "this ticket was merged into another",
        ));
    }
    let office = Office::load(tx).await?;
    let before = row.clone();
    let watchers = patch.watchers.take();
    facts(tx, &office, row, &mut patch).await?;
    people(tx, row, &mut patch).await?;
    if let Some(leaf_id) = patch.leaf_id.take() {
        row.leaf = file(tx, row, leaf_id).await?;
    }
    let happened = status(tx, &office, row, patch.status.take()).await?;
    let mut changes = differences(tx, &before, row).await?;
    if let Some(watchers) = watchers {
        changes.extend(watch(tx, row, watchers).await?);
    }
    if changes.is_empty() {
        return Ok(());
    }
    let mut all = vec![Happened::Retargeted];
    all.extend(happened);
    tick(tx, &office, row, &all).await?;
    store::save(tx, row).await?;
    let entry = NewEntry {
        ticket_id: &row.id,
        kind: EntryKind::Changed,
        actor,
        text: "",
        changes: &changes,
        public: false,
    };
    store::insert_entry(tx, entry).await?;
    announce(tx, row, "ticket.changed", actor, false).await?;
    after_status(tx, &office, &before, row, actor).await
}

async fn facts(
    tx: &mut Tx,
    office: &Office,
    row: &mut TicketRow,
    patch: &mut TicketPatch,
) -> Result<()> {
    if let Some(subject) = patch.subject.take() {
        row.subject = rules::subject(&subject)?;
    }
    if let Some(description) = patch.description.take() {
        row.description = rules::long_text("description", &description, 0)?;
    }
    if let Some(kind) = patch.kind.take().filter(|kind| *kind != row.kind) {
        let known = office.settings.kind(&kind).filter(|kind| !kind.retired);
        let known = known.ok_or_else(|| Error::field("type", "no such type of tickets"))?;
        // Values of fields that the new type does not have stay in the timeline alone.
        row.fields
            .retain(|key, _| known.fields.iter().any(|field| field.key == *key));
        row.kind = kind;
    }
    if let Some(given) = patch.fields.take()
        && let Some(kind) = office.settings.kind(&row.kind)
    {
        let mut wanted = row.fields.clone();
        wanted.retain(|key, _| kind.fields.iter().any(|field| field.key == *key));
        wanted.extend(given);
        row.fields = rules::fields(kind, &wanted)?;
    }
    if let Some(priority) = patch.priority.take() {
        row.priority = priority;
    }
    if let Some(order) = patch.order_no.take() {
        row.order_no = order_no(Some(order))?;
    }
    if let Some(parent) = cleared(patch.parent_id.take()) {
        if let Some(id) = &parent {
            check_parent(tx, id, Some(&row.id)).await?;
        }
        row.parent_id = parent;
    }
    Ok(())
}

async fn people(tx: &mut Tx, row: &mut TicketRow, patch: &mut TicketPatch) -> Result<()> {
    if let Some(group) = cleared(patch.group_id.take()) {
        if let Some(id) = &group {
            groups::load(tx, id).await?;
        }
        row.group_id = group;
    }
    if let Some(agent) = cleared(patch.agent_id.take()) {
        if let Some(id) = agent
            .as_ref()
            .filter(|id| row.agent_id.as_ref() != Some(*id))
        {
            check_agent(tx, id).await?;
        }
        row.agent_id = agent;
    }
    Ok(())
}

/// A person files the ticket: that teaches the engine.
async fn file(tx: &mut Tx, row: &TicketRow, leaf_id: String) -> Result<Option<Leaf>> {
    if leaf_id.is_empty() {
        return Ok(None);
    }
    let proposed = row.leaf.as_ref().filter(|leaf| leaf.id == leaf_id);
    let score = proposed.and_then(|leaf| leaf.score);
    let words = format!("{}\n{}", row.subject, row.description);
    crate::filing::confirm(tx, &row.id, &words, &leaf_id).await?;
    Ok(Some(Leaf {
        id: leaf_id,
        by: FiledBy::Person,
        score,
    }))
}

/// Takes the status over; what the clocks mind of it.
async fn status(
    tx: &mut Tx,
    office: &Office,
    row: &mut TicketRow,
    wanted: Option<String>,
) -> Result<Option<Happened>> {
    let Some(key) = wanted.filter(|key| *key != row.status) else {
        return Ok(None);
    };
    let status = office.settings.status(&key);
    let status = status
        .ok_or_else(|| Error::field("status", "no such status"))?
        .clone();
    if status.category.is_done() && !row.category.is_done() {
        if let Some(kind) = office.settings.kind(&row.kind) {
            rules::is_filled_in(kind, &row.fields)?;
        }
        let parts = store::children(tx, &row.id).await?;
        if parts.iter().any(|part| !part.category.is_done()) {
            return Err(Error::conflict(
                "ticket.parts_open",
                "a part of it is not done",
            ));
        }
    }
    set_category(row, &status.key, status.category, Time(tx.now_ms()));
    Ok(Some(if status.category.is_done() {
        Happened::Done
    } else {
        Happened::Status {
            pauses: status.pauses,
        }
    }))
}

/// Writes a status with the instants that follow from it.
pub(super) fn set_category(row: &mut TicketRow, key: &str, category: Category, now: Time) {
    if row.category.is_done() && !category.is_done() {
        (row.resolved_at, row.closed_at) = (None, None);
        row.reopens += 1;
    }
    if category.is_done() {
        row.resolved_at.get_or_insert(now);
        row.customer_spoke_at = None;
    }
    row.closed_at = (category == Category::Closed).then(|| row.closed_at.unwrap_or(now));
    row.status = key.to_owned();
    row.category = category;
}

/// What follows when a ticket is done: the customer hears of it, it closes by itself, somebody asks
/// how it went.
pub(super) async fn after_status(
    tx: &mut Tx,
    office: &Office,
    before: &TicketRow,
    row: &TicketRow,
    actor: &Actor,
) -> Result<()> {
    if before.category == row.category {
        return Ok(());
    }
    let now = tx.now_ms();
    if row.category.is_done() && !before.category.is_done() {
        announce(tx, row, "ticket.resolved", actor, false).await?;
        if let Some(customer) = &row.customer_id {
            let told = [
                ("number", json!(row.number)),
                ("subject", json!(row.subject)),
            ];
            let content = Content::notice_with("ticket.resolved", told);
            tell_customer(tx, customer, row.conversation_id.as_deref(), content).await?;
        }
    }
    if row.category == Category::Resolved {
        let at = now + office.settings.close_days * DAY_MS;
        let payload = json!({"ticket_id": row.id, "resolved_at": row.resolved_at});
        tx.enqueue(CLOSE_TICKET, payload, at, Some(&format!("{}@{at}", row.id)))
            .await?;
    }
    if row.category == Category::Closed {
        for (n, visit) in office.settings.follow_ups.iter().enumerate() {
            if visit.after_type == row.kind && row.merged_into.is_none() {
                let at = now + visit.days * DAY_MS;
                let payload =
                    json!({"ticket_id": row.id, "type": visit.kind, "subject": visit.subject});
                let mark = format!("{}#{n}", row.id);
                tx.enqueue(VISIT_CUSTOMER, payload, at, Some(&mark)).await?;
            }
        }
    }
    Ok(())
}

async fn watch(tx: &mut Tx, row: &TicketRow, mut wanted: Vec<String>) -> Result<Option<Change>> {
    wanted.sort();
    wanted.dedup();
    if wanted.len() > 50 {
        return Err(Error::field("watchers", "at most 50"));
    }
    let before = store::watchers(tx, &row.id).await?;
    if before == wanted {
        return Ok(None);
    }
    for id in wanted.iter().filter(|id| !before.contains(id)) {
        check_agent(tx, id)
            .await
            .map_err(|_| Error::field("watchers", "no such agent"))?;
    }
    store::set_watchers(tx, &row.id, &wanted).await?;
    let mut names = [String::new(), String::new()];
    for (name, ids) in names.iter_mut().zip([&before, &wanted]) {
        for id in ids {
            let agent = agents::find(tx, id)
                .await?
                .map_or_else(|| id.clone(), |one| one.name);
            if !name.is_empty() {
                name.push('、');
            }
            name.push_str(&agent);
        }
    }
    let [before, after] = names;
    Ok(Some(Change {
        field: "watchers".to_owned(),
        before,
        after,
    }))
}

/// What differs, worded as far as the timeline needs it: people and groups by name.
async fn differences(tx: &mut Tx, before: &TicketRow, after: &TicketRow) -> Result<Vec<Change>> {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let mut pairs = vec![
        (
            "subject".to_owned(),
            before.subject.clone(),
            after.subject.clone(),
        ),
        (
            "description".to_owned(),
            before.description.clone(),
            after.description.clone(),
        ),
        ("type".to_owned(), before.kind.clone(), after.kind.clone()),
        (
            "status".to_owned(),
            before.status.clone(),
            after.status.clone(),
        ),
        (
            "priority".to_owned(),
            store::code(&before.priority)?,
            store::code(&after.priority)?,
        ),
        (
            "order_no".to_owned(),
            text(&before.order_no),
            text(&after.order_no),
        ),
    ];
    let keys = before.fields.keys().chain(after.fields.keys());
    let keys: std::collections::BTreeSet<&String> = keys.collect();
    for key in keys {
        let value = |row: &TicketRow| row.fields.get(key).cloned().unwrap_or_default();
        pairs.push((format!("field.{key}"), value(before), value(after)));
    }
    let mut changes: Vec<Change> = pairs
        .into_iter()
        .filter(|(_, before, after)| before != after)
        .map(|(field, before, after)| Change {
            field,
            before,
            after,
        })
        .collect();
    let named = [
        ("group", &before.group_id, &after.group_id),
        ("agent", &before.agent_id, &after.agent_id),
        ("parent", &before.parent_id, &after.parent_id),
    ];
    for (field, old, new) in named {
        if old != new {
            let (before, after) = (name(tx, field, old).await?, name(tx, field, new).await?);
            changes.push(Change {
                field: field.to_owned(),
                before,
                after,
            });
        }
    }
    let (old, new) = (before.leaf.as_ref(), after.leaf.as_ref());
    if old.map(|leaf| (&leaf.id, leaf.by)) != new.map(|leaf| (&leaf.id, leaf.by)) {
        let old = crate::filing::path_text(tx, old.map(|leaf| leaf.id.as_str())).await?;
        let new = crate::filing::path_text(tx, new.map(|leaf| leaf.id.as_str())).await?;
        changes.push(Change {
            field: "leaf".to_owned(),
            before: old,
            after: new,
        });
    }
    Ok(changes)
}

async fn name(tx: &mut Tx, field: &str, id: &Option<String>) -> Result<String> {
    let Some(id) = id else {
        return Ok(String::new());
    };
    let found = match field {
        "group" => groups::find(tx, id).await?.map(|group| group.name),
        "agent" => agents::find(tx, id).await?.map(|agent| agent.name),
        _ => store::load(tx, id)
            .await
            .ok()
            .map(|row| format!("T{}", row.number)),
    };
    Ok(found.unwrap_or_else(|| id.clone()))
}

/// Merges a held ticket into another one: what was said goes along, the merged one is closed.
pub(crate) async fn merge(
    tx: &mut Tx,
    actor: &Actor,
    row: &mut TicketRow,
    into: &mut TicketRow,
) -> Result<()> {
    let same = row.customer_id == into.customer_id
        || row.customer_id.is_none()
        || into.customer_id.is_none();
    if row.id == into.id || row.merged_into.is_some() || into.merged_into.is_some() {
        return Err(Error::conflict(
            "ticket.cannot_merge",
            "these two cannot be merged",
        ));
    }
    if !same {
        return Err(Error::conflict(
            "ticket.other_customer",
            "they are of two customers",
        ));
    }
    let office = Office::load(tx).await?;
    let before = row.clone();
    let closed = office.settings.first(Category::Closed);
    let closed = closed.ok_or_else(|| Error::internal("no status is closed"))?;
    let mut watchers = store::watchers(tx, &into.id).await?;
    watchers.extend(store::watchers(tx, &row.id).await?);
    watchers.sort();
    watchers.dedup();
    store::set_watchers(tx, &into.id, &watchers).await?;
    store::move_entries(tx, &row.id, &into.id).await?;
    row.merged_into = Some(into.id.clone());
    set_category(row, &closed.key, Category::Closed, Time(tx.now_ms()));
    tick(tx, &office, row, &[Happened::Done]).await?;
    store::save(tx, row).await?;
    into.urges += row.urges;
    store::save(tx, into).await?;
    for (ticket, other, words) in [
        (&*row, &*into, String::new()),
        (&*into, &*row, before.description.clone()),
    ] {
        let change = Change {
            field: "merged".to_owned(),
            before: other.id.clone(),
            after: format!("T{} {}", other.number, other.subject),
        };
        let entry = NewEntry {
            ticket_id: &ticket.id,
            kind: EntryKind::Merged,
            actor,
            text: &words,
            changes: &[change],
            public: false,
        };
        store::insert_entry(tx, entry).await?;
    }
    announce(tx, row, "ticket.merged", actor, false).await?;
    announce(tx, into, "ticket.changed", actor, false).await
}
