//! Tickets as the staff and their customers see them.

use std::collections::HashMap;

use shanying_kernel::{ActorKind, Result};
use shanying_people::customers::mask_text;
use shanying_people::{agents, customers, groups};
use shanying_storage::Tx;

use super::actions::Office;
use super::model::{Origin, OwnEntry, OwnTicket, Ticket, TicketLink, TicketRow, TicketSummary};
use super::{rules, store};

/// Tickets for a list, personal data masked.
pub(crate) async fn summaries(tx: &mut Tx, rows: Vec<TicketRow>) -> Result<Vec<TicketSummary>> {
    let ids: Vec<&str> = rows
        .iter()
        .filter_map(|row| row.customer_id.as_deref())
        .collect();
    let customers = customers::briefs(tx, &ids).await?;
    let agents: HashMap<String, String> = agents::list(tx)
        .await?
        .into_iter()
        .map(|one| (one.id, one.name))
        .collect();
    let groups: HashMap<String, String> = groups::list(tx)
        .await?
        .into_iter()
        .map(|one| (one.id, one.name))
        .collect();
    let leaves: Vec<&str> = rows
        .iter()
        .filter_map(|row| row.leaf.as_ref().map(|leaf| leaf.id.as_str()))
        .collect();
    let mut paths = crate::filing::paths(tx, &leaves).await?;
    let named = |names: &HashMap<String, String>, id: &Option<String>| {
        id.as_ref().and_then(|id| names.get(id).cloned())
    };
    let summary = |row: TicketRow| TicketSummary {
        customer_name: row
            .customer_id
            .as_ref()
            .and_then(|id| customers.get(id))
            .map(|brief| brief.name.clone()),
        agent_name: named(&agents, &row.agent_id),
        group_name: named(&groups, &row.group_id),
        leaf_path: row
            .leaf
            .as_ref()
            .and_then(|leaf| paths.get_mut(&leaf.id))
            .map(std::mem::take)
            .unwrap_or_default(),
        subject: mask_text(&row.subject),
        id: row.id,
        number: row.number,
        kind: row.kind,
        status: row.status,
        category: row.category,
        priority: row.priority,
        origin: row.origin,
        customer_id: row.customer_id,
        agent_id: row.agent_id,
        group_id: row.group_id,
        leaf: row.leaf,
        due_at: row.due_at,
        warn_at: row.warn_at,
        late: row.late,
        urges: row.urges,
        customer_spoke_at: row.customer_spoke_at,
        created_at: row.created_at,
        updated_at: row.updated_at,
    };
    Ok(rows.into_iter().map(summary).collect())
}

fn link(row: TicketRow) -> TicketLink {
    TicketLink {
        id: row.id,
        number: row.number,
        subject: row.subject,
        category: row.category,
    }
}

async fn linked(tx: &mut Tx, id: Option<&String>) -> Result<Option<TicketLink>> {
    Ok(match id {
        Some(id) => store::load(tx, id).await.ok().map(link),
        None => None,
    })
}

/// A ticket with everything about it.
pub(crate) async fn full(tx: &mut Tx, row: TicketRow, may_work: bool) -> Result<Ticket> {
    let office = Office::load(tx).await?;
    let promise = office.promise(&row);
    let clocks = store::clocks(tx, &row.id).await?;
    let keeper = promise.keeper(&row, tx.now_ms());
    let clocks = clocks.iter().map(|clock| keeper.view(clock)).collect();
    let mut summary = summaries(tx, vec![row.clone()]).await?;
    let mut summary = summary.pop().ok_or_else(store::unknown)?;
    summary.subject.clone_from(&row.subject);
    Ok(Ticket {
        summary,
        clocks,
        parent: linked(tx, row.parent_id.as_ref()).await?,
        merged_into: linked(tx, row.merged_into.as_ref()).await?,
        children: store::children(tx, &row.id)
            .await?
            .into_iter()
            .map(link)
            .collect(),
        watchers: store::watchers(tx, &row.id).await?,
        entries: store::entries(tx, &row.id).await?,
        description: row.description,
        fields: row.fields,
        conversation_id: row.conversation_id,
        order_no: row.order_no,
        created_by: row.created_by,
        reopens: row.reopens,
        resolved_at: row.resolved_at,
        closed_at: row.closed_at,
        may_work,
    })
}

/// Whether the customer sees the ticket at all: visits are the company's own business until somebody
/// speaks in the conversation.
pub(crate) fn is_for_customer(row: &TicketRow) -> bool {
    row.merged_into.is_none() && row.origin != Origin::FollowUp
}

/// A ticket as its customer sees it; with `entries` what was said that is for them.
pub(crate) async fn own(
    tx: &mut Tx,
    office: &Office,
    row: &TicketRow,
    entries: bool,
) -> Result<OwnTicket> {
    let lines = if entries {
        store::public_entries(tx, &row.id).await?
    } else {
        Vec::new()
    };
    let until = rules::reopens_until(row, office.settings.reopen_days);
    let now = shanying_kernel::Time(tx.now_ms());
    Ok(OwnTicket {
        id: row.id.clone(),
        number: row.number,
        subject: row.subject.clone(),
        category: row.category,
        created_at: row.created_at,
        updated_at: row.updated_at,
        entries: lines
            .into_iter()
            .map(|line| {
                let own = line.actor.kind == ActorKind::Customer;
                OwnEntry {
                    at: line.at,
                    kind: line.kind,
                    own,
                    // Whoever wrote it down for the customer is not who speaks.
                    name: line
                        .actor
                        .name
                        .filter(|_| !own && line.kind == super::model::EntryKind::Comment),
                    text: line.text,
                }
            })
            .collect(),
        may_answer: !row.category.is_done(),
        may_urge_at: rules::urge_from(row, office.settings.urge_minutes),
        may_reopen_until: until.filter(|until| now <= *until),
    })
}
