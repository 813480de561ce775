//! A ticket begins.

use std::collections::BTreeMap;

use serde_json::json;
use shanying_kernel::{Error, Result};
use shanying_people::{agents, customers, groups};
use shanying_storage::Tx;

use super::{FILE_TICKET, Office, announce, tick};
use crate::conversations::actions::tell_customer;
use crate::conversations::model::Content;
use crate::conversations::store as conversations;
use crate::tickets::model::{
    Assigning, Category, EntryKind, Leaf, NewTicket, Origin, Priority, TicketRow, TicketType,
};
use crate::tickets::rules::clocks::Happened;
use crate::tickets::rules::{self, Case, Member};
use crate::tickets::store::{self, NewEntry};

/// Opens a ticket that a person or a program wrote: everything is checked, required fields too.
pub(crate) async fn open_by_staff(tx: &mut Tx, mut new: NewTicket) -> Result<TicketRow> {
    let office = Office::load(tx).await?;
    let kind = known(&office, &new.kind)?;
    if kind.retired {
        return Err(Error::field("type", "this type is no longer offered"));
    }
    new.subject = rules::subject(&new.subject)?;
    new.description = rules::long_text("description", &new.description, 0)?;
    new.fields = rules::fields(kind, &new.fields)?;
    rules::is_filled_in(kind, &new.fields)?;
    new.order_no = order_no(new.order_no)?;
    if let Some(id) = &new.conversation_id {
        let conversation = conversations::load(tx, id).await?;
        let customer = new
            .customer_id
            .get_or_insert(conversation.customer_id.clone());
        if *customer != conversation.customer_id {
            return Err(Error::field(
                "customer_id",
                "this conversation is another customer's",
            ));
        }
    }
    if let Some(id) = &new.customer_id {
        customers::brief(tx, id).await?;
    }
    if let Some(id) = &new.group_id {
        groups::load(tx, id).await?;
    }
    if let Some(id) = &new.agent_id {
        check_agent(tx, id).await?;
    }
    if let Some(id) = &new.parent_id {
        check_parent(tx, id, None).await?;
    }
    let row = open(tx, &office, new).await?;
    if let (Some(customer), Some(conversation)) = (&row.customer_id, &row.conversation_id) {
        let told = [
            ("number", json!(row.number)),
            ("subject", json!(row.subject)),
        ];
        let content = Content::notice_with("ticket.opened", told);
        tell_customer(tx, customer, Some(conversation), content).await?;
    }
    Ok(row)
}

fn known<'a>(office: &'a Office, key: &str) -> Result<&'a TicketType> {
    let kind = office.settings.kind(key);
    kind.ok_or_else(|| Error::field("type", "no such type of tickets"))
}

/// A number of an order, as far as it can be one.
pub(super) fn order_no(given: Option<String>) -> Result<Option<String>> {
    let Some(given) = given else { return Ok(None) };
    let kept = rules::text("order_no", &given, 0, 60)?;
    Ok(Some(kept).filter(|no| !no.is_empty()))
}

/// Somebody who may work at tickets.
pub(super) async fn check_agent(tx: &mut Tx, id: &str) -> Result<()> {
    match agents::find(tx, id).await? {
        Some(agent) if agent.enabled => Ok(()),
        _ => Err(Error::field("agent_id", "no such agent, or one who left")),
    }
}

/// A ticket has parts, and parts have none, so that nothing goes in circles.
pub(super) async fn check_parent(tx: &mut Tx, id: &str, child: Option<&str>) -> Result<()> {
    let parent = store::load(tx, id).await?;
    let has_parts = match child {
        Some(child) => !store::children(tx, child).await?.is_empty(),
        None => false,
    };
    if parent.parent_id.is_some() || has_parts || Some(id) == child {
        return Err(Error::conflict(
            "ticket.too_deep",
            "a part of a ticket has no parts of its own",
        ));
    }
    Ok(())
}

/// Opens a ticket: it is dispatched, its clocks begin, and whoever must know is told.
pub(crate) async fn open(tx: &mut Tx, office: &Office, mut new: NewTicket) -> Result<TicketRow> {
    let kind = known(office, &new.kind)?;
    let priority = new.priority.unwrap_or(kind.priority);
    if new.group_id.is_none() && new.agent_id.is_none() {
        let case = (new.kind.as_str(), priority, new.origin, &new.fields);
        let (customer, leaf) = (new.customer_id.as_ref(), new.leaf.as_ref());
        if let Some((group, agent)) = dispatched(tx, office, case, customer, leaf).await? {
            (new.group_id, new.agent_id) = (Some(group), agent);
        }
    }
    let status = office
        .settings
        .first(Category::New)
        .ok_or_else(|| Error::internal("no status is new"))?;
    let actor = new.created_by.clone();
    let for_customer = new.customer_id.is_some() && new.origin != Origin::FollowUp;
    let mut row = store::insert(tx, new, (&status.key, status.category.code()), priority).await?;
    let entry = NewEntry {
        ticket_id: &row.id,
        kind: EntryKind::Opened,
        actor: &actor,
        text: &row.description,
        changes: &[],
        public: row.customer_id.is_some() && row.origin != Origin::FollowUp,
    };
    store::insert_entry(tx, entry).await?;
    tick(tx, office, &mut row, &[Happened::Opened { for_customer }]).await?;
    store::save(tx, &mut row).await?;
    if row.leaf.is_none() && row.origin != Origin::Staff {
        let (payload, now) = (json!({"ticket_id": row.id}), tx.now_ms());
        tx.enqueue(FILE_TICKET, payload, now, Some(&row.id)).await?;
    }
    announce(tx, &row, "ticket.opened", &actor, false).await?;
    Ok(row)
}

/// The group that a ticket goes to, and who of it, by the rules; none where no rule holds.
pub(super) async fn dispatched(
    tx: &mut Tx,
    office: &Office,
    (kind, priority, origin, fields): (&str, Priority, Origin, &BTreeMap<String, String>),
    customer_id: Option<&String>,
    leaf: Option<&Leaf>,
) -> Result<Option<(String, Option<String>)>> {
    let grade = match customer_id {
        Some(id) => customers::brief(tx, id).await?.level,
        None => None,
    };
    let leaf_path = match leaf {
        Some(leaf) => crate::filing::above(tx, &leaf.id).await?,
        None => Vec::new(),
    };
    let case = Case {
        kind,
        priority,
        origin,
        grade: grade.as_deref(),
        leaf_path: &leaf_path,
        fields,
    };
    let Some((group_id, assign)) = rules::dispatch(&office.settings, &case) else {
        return Ok(None);
    };
    // A group that is gone takes nothing; the ticket waits where everybody sees it.
    let Some(group) = groups::find(tx, group_id).await? else {
        return Ok(None);
    };
    if assign == Assigning::Group {
        return Ok(Some((group.id, None)));
    }
    let open = store::open_by_agent(tx).await?;
    let members: Vec<Member> = agents::list(tx)
        .await?
        .into_iter()
        .filter(|agent| agent.enabled && group.members.contains(&agent.id))
        .map(|agent| Member {
            at_work: agent.is_at_work(),
            open: open.get(&agent.id).copied().unwrap_or_default(),
            id: agent.id,
        })
        .collect();
    let member = rules::least_loaded(&members).map(|member| member.id.clone());
    Ok(Some((group.id, member)))
}
