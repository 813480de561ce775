//! What happens to tickets by the clock.

use std::collections::BTreeMap;

use shanying_kernel::{Actor, Result, Time};
use shanying_people::groups;
use shanying_storage::Tx;
use shanying_web_kit::Tenant;

use super::change::{after_status, set_category};
use super::open::dispatched;
use super::{Office, announce, keep, open, tick};
use crate::tickets::model::{
    Category, Change, EntryKind, FiledBy, Leaf, NewTicket, Origin, TicketRow,
};
use crate::tickets::rules::clocks::{Happened, Step};
use crate::tickets::store::{self, NewEntry};

/// Looks at the promises of a ticket: what ran out is written down, escalations that are due happen
/// once. Looking once more does no harm.
pub(crate) async fn check_clocks(tx: &mut Tx, ticket_id: &str) -> Result<()> {
    let Some(mut row) = store::find_for_update(tx, ticket_id).await? else {
        return Ok(());
    };
    let office = Office::load(tx).await?;
    let was_late = row.late;
    let mut clocks = store::clocks(tx, ticket_id).await?;
    let promise = office.promise(&row);
    let due = promise.keeper(&row, tx.now_ms()).due(&clocks);
    for step in &due {
        for clock in clocks.iter_mut().filter(|clock| clock.kind == step.clock) {
            clock.steps.push(step.name.clone());
        }
    }
    keep(tx, &mut row, &promise, clocks).await?;
    let system = Actor::system();
    for step in &due {
        escalate(tx, &mut row, step, &system).await?;
    }
    if due.iter().any(|step| step.what.raise_priority) {
        tick(tx, &office, &mut row, &[Happened::Retargeted]).await?;
    }
    store::save(tx, &mut row).await?;
    if row.late && !was_late {
        announce(tx, &row, "ticket.late", &system, false).await?;
    }
    Ok(())
}

async fn escalate(tx: &mut Tx, row: &mut TicketRow, step: &Step, system: &Actor) -> Result<()> {
    let mut changes = vec![Change {
        field: format!("clock.{}", step.clock.code()),
        before: String::new(),
        after: step.what.minutes.to_string(),
    }];
    if step.what.raise_priority && row.priority != row.priority.raised() {
        let (before, after) = (row.priority, row.priority.raised());
        row.priority = after;
        changes.push(Change {
            field: "priority".to_owned(),
            before: store::code(&before)?,
            after: store::code(&after)?,
        });
    }
    let group = match step.what.group_id.as_str() {
        "" => None,
        id => groups::find(tx, id).await?,
    };
    if let Some(group) = group.filter(|group| row.group_id.as_ref() != Some(&group.id)) {
        changes.push(Change {
            field: "group".to_owned(),
            before: String::new(),
            after: group.name,
        });
        row.group_id = Some(group.id);
        row.agent_id = None;
    }
    let entry = NewEntry {
        ticket_id: &row.id,
        kind: EntryKind::Escalated,
        actor: system,
        text: "",
        changes: &changes,
        public: false,
    };
    store::insert_entry(tx, entry).await?;
    announce(
        tx,
        row,
        "ticket.escalated",
        system,
        step.what.tell_supervisors,
    )
    .await
}

/// Closes a ticket that stayed done since `resolved_at`.
pub(crate) async fn close_done(
    tx: &mut Tx,
    ticket_id: &str,
    resolved_at: Option<Time>,
) -> Result<()> {
    let Some(mut row) = store::find_for_update(tx, ticket_id).await? else {
        return Ok(());
    };
    if row.category != Category::Resolved || row.resolved_at != resolved_at {
        return Ok(());
    }
    let office = Office::load(tx).await?;
    let Some(closed) = office.settings.first(Category::Closed) else {
        return Ok(());
    };
    let (before, system) = (row.clone(), Actor::system());
    set_category(&mut row, &closed.key, Category::Closed, Time(tx.now_ms()));
    store::save(tx, &mut row).await?;
    let change = Change {
        field: "status".to_owned(),
        before: before.status.clone(),
        after: row.status.clone(),
    };
    let entry = NewEntry {
        ticket_id: &row.id,
        kind: EntryKind::Changed,
        actor: &system,
        text: "",
        changes: &[change],
        public: false,
    };
    store::insert_entry(tx, entry).await?;
    announce(tx, &row, "ticket.changed", &system, false).await?;
    after_status(tx, &office, &before, &row, &system).await
}

/// Opens the visit after a ticket that is still closed; once.
pub(crate) async fn visit(tx: &mut Tx, ticket_id: &str, kind: &str, subject: &str) -> Result<()> {
    let Some(row) = store::find_for_update(tx, ticket_id).await? else {
        return Ok(());
    };
    let before = store::children(tx, ticket_id).await?;
    let visited = before
        .iter()
        .any(|part| part.origin == Origin::FollowUp && part.kind == kind);
    let office = Office::load(tx).await?;
    if row.category != Category::Closed || visited || office.settings.kind(kind).is_none() {
        return Ok(());
    }
    let subject: String = format!("{subject} T{} {}", row.number, row.subject);
    let new = NewTicket {
        kind: kind.to_owned(),
        subject: subject.trim().chars().take(200).collect(),
        description: row.description,
        priority: None,
        fields: BTreeMap::new(),
        origin: Origin::FollowUp,
        customer_id: row.customer_id,
        conversation_id: row.conversation_id,
        order_no: row.order_no,
        group_id: row.group_id,
        agent_id: row.agent_id,
        parent_id: Some(row.id),
        leaf: row.leaf,
        created_by: Actor::system(),
    };
    open(tx, &office, new).await.map(|_| ())
}

/// Files a ticket that nobody filed, as far as the engine is sure; where nobody sent it anywhere, its
/// leaf may do so now.
pub(crate) async fn file(tenant: &Tenant, ticket_id: String) -> Result<()> {
    let mut reader = tenant.db().read().await?;
    let Ok(row) = store::load(&mut reader, &ticket_id).await else {
        return Ok(());
    };
    drop(reader);
    let words = format!("{}\n{}", row.subject, row.description);
    let Some(proposal) = crate::filing::propose(tenant, &words).await? else {
        return Ok(());
    };
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let Some(mut row) = store::find_for_update(tx, &ticket_id).await? else {
                    return Ok(());
                };
                crate::filing::note(tx, &row.id, &words, &proposal).await?;
                let Some((id, score)) = proposal.sure().filter(|_| row.leaf.is_none()) else {
                    return Ok(());
                };
                row.leaf = Some(Leaf {
                    id,
                    by: FiledBy::Engine,
                    score: Some(score),
                });
                send_on(tx, &mut row).await?;
                store::save(tx, &mut row).await?;
                announce(tx, &row, "ticket.changed", &Actor::system(), false).await
            })
        })
        .await
}

async fn send_on(tx: &mut Tx, row: &mut TicketRow) -> Result<()> {
    if row.group_id.is_some() || row.agent_id.is_some() {
        return Ok(());
    }
    let office = Office::load(tx).await?;
    let case = (row.kind.as_str(), row.priority, row.origin, &row.fields);
    let (customer, leaf) = (row.customer_id.as_ref(), row.leaf.as_ref());
    if let Some((group, agent)) = dispatched(tx, &office, case, customer, leaf).await? {
        (row.group_id, row.agent_id) = (Some(group), agent);
    }
    Ok(())
}
