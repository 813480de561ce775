//! The end of a talk: prepared from what was said, kept when the agent confirms.

use std::collections::BTreeMap;
use std::time::Instant;

use serde_json::json;
use shanying_bot::Bot;
use shanying_bot::products::Shelf;
use shanying_kernel::{Error, Result, Time};
use shanying_people::company::CompanySettings;
use shanying_people::customers::{self, mask_text};
use shanying_storage::Tx;
use shanying_web_kit::{Caller, Permission, Tenant, audit};

use super::look::MESSAGES;
use super::reading::facts;
use crate::assist::model::{
    AssistSettings, FollowUpDraft, NewWrapUp, WrapUp, WrapUpDraft, WrapUpRecord,
};
use crate::assist::rules::{self, Talk};
use crate::assist::store;
use crate::conversations::actions::{House, close};
use crate::conversations::model::{ConversationRow, Owner};
use crate::conversations::store::{self as conversations, Part};
use crate::filing;
use crate::service::rules::zone;
use crate::tickets::{self, FiledBy, Leaf, NewTicket, Origin, TicketSettings};

const SUMMARY_MAX: usize = 2_000;
/// Type of the ticket that a promised visit becomes.
const FOLLOW_UP: &str = "follow_up";

/// What is prepared for the end of a conversation.
pub(crate) async fn draft(tenant: &Tenant, row: &ConversationRow) -> Result<WrapUpDraft> {
    let begun = Instant::now();
    let mut tx = tenant.db().read().await?;
    let part = Part::Before(i64::MAX);
    let (messages, _) = conversations::messages(&mut tx, &row.id, part, false, MESSAGES).await?;
    let brief = customers::brief(&mut tx, &row.customer_id).await?;
    let mut confirmed = store::wrap_up(&mut tx, &row.id).await?;
    if let Some(record) = &mut confirmed {
        record.leaf_path = path(&mut tx, record.leaf_id.as_deref()).await?;
    }
    drop(tx);
    let settings = tenant.settings::<AssistSettings>().await?;
    let house = House::of(tenant).await?;
    let shelf = tenant.part::<Bot>()?.shelf();
    let talk = Talk::read(&messages);
    let rating = row.rating.as_ref().map(|rating| rating.score);
    let (ending, ending_said, promise) =
        rules::ending(&talk.all, &talk.agents, rating, house.local_now);
    let problem = mask_text(&rules::problem(&talk.all));
    let told = facts(&talk.all, &shelf, house.local_now);
    let steps: Vec<String> = rules::steps_taken(&talk.agents)
        .iter()
        .map(|step| mask_text(step))
        .collect();
    let words = format!("{problem}\n{}", steps.join("\n"));
    let filing = filing::propose(tenant, words.trim())
        .await?
        .unwrap_or_default();
    let types = offered_types(tenant).await?;
    let ticket = rules::ticket(
        &talk.all,
        (ending, promise.as_ref()),
        &types,
        &told,
        (subject(&problem, &row.subject), words),
    );
    let company = tenant.settings::<CompanySettings>().await?;
    let zone = zone(&company.time_zone);
    let moment = |at: jiff::civil::DateTime| {
        let zoned = at.to_zoned(zone.clone()).ok()?;
        Some(Time(zoned.timestamp().as_millisecond()))
    };
    Ok(WrapUpDraft {
        tags: tags(&settings, &talk, &shelf, &brief.tags),
        follow_up: promise.filter(|one| one.returns).map(|one| FollowUpDraft {
            at: one.at.and_then(moment),
            said: mask_text(&one.said),
        }),
        problem,
        steps,
        ending,
        ending_said: mask_text(&ending_said),
        facts: told,
        filing,
        ticket,
        confirmed,
        took_ms: i64::try_from(begun.elapsed().as_millis()).unwrap_or(i64::MAX),
    })
}

fn subject(problem: &str, subject: &str) -> String {
    let first = problem.split('；').next().unwrap_or_default();
    if first.is_empty() { subject } else { first }.to_owned()
}

/// Tags that the talk speaks for, and what the customer must avoid.
fn tags(settings: &AssistSettings, talk: &Talk, shelf: &Shelf, held: &[String]) -> Vec<String> {
    let avoids: Vec<String> = talk
        .all
        .iter()
        .flat_map(|text| shelf.wishes(text))
        .filter(shanying_bot::products::Wish::is_safety)
        .filter_map(|wish| match wish.value {
            shanying_bot::products::WishValue::Word(word) => Some(word),
            _ => None,
        })
        .collect();
    rules::proposed_tags(settings, &talk.all, &avoids, held)
}

/// Keys of the types that are offered, the one for what was left behind first.
async fn offered_types(tenant: &Tenant) -> Result<Vec<String>> {
    let settings = tenant.settings::<TicketSettings>().await?;
    let usual = settings.left_message_type.clone();
    // What asks for more than words can tell is filled in by hand.
    let simple = settings.types.iter().filter(|kind| {
        !kind.retired && kind.key != FOLLOW_UP && kind.fields.iter().all(|field| !field.required)
    });
    let mut keys: Vec<String> = simple.map(|kind| kind.key.clone()).collect();
    keys.sort_by_key(|key| *key != usual);
    Ok(keys)
}

async fn path(tx: &mut Tx, leaf: Option<&str>) -> Result<Vec<String>> {
    let Some(leaf) = leaf else {
        return Ok(Vec::new());
    };
    let mut paths = filing::paths(tx, &[leaf]).await?;
    Ok(paths.remove(leaf).unwrap_or_default())
}

/// Keeps what the agent confirmed: summary, class and tags, and opens what they want opened.
pub(crate) async fn confirm(
    tenant: &Tenant,
    caller: &Caller,
    id: String,
    new: NewWrapUp,
) -> Result<()> {
    let summary = new.summary.trim().to_owned();
    let length = summary.chars().count();
    if length == 0 || length > SUMMARY_MAX || summary.contains('\0') {
        return Err(Error::field("summary", "1 to 2,000 characters"));
    }
    let ends = new.close;
    let (by, conversation_id) = (caller.clone(), id.clone());
    let owner = tenant
        .db()
        .write(move |tx| {
            Box::pin(async move { keep(tx, &by, &conversation_id, summary, new).await })
        })
        .await?;
    if ends && owner == Owner::Agent {
        close(tenant, id, "agent").await?;
    }
    Ok(())
}

async fn keep(
    tx: &mut Tx,
    caller: &Caller,
    id: &str,
    summary: String,
    new: NewWrapUp,
) -> Result<Owner> {
    let me = caller.agent_id()?.to_owned();
    let row = conversations::load_for_update(tx, id).await?;
    let served = row.agent_id.as_ref() == Some(&me) || row.last_agent_id.as_ref() == Some(&me);
    if !served && !caller.may(Permission::SuperviseConversations) {
        return Err(Error::conflict(
            "conversation.not_yours",
            "another agent serves this conversation",
        ));
    }
    let leaf_id = new.leaf_id.filter(|leaf| !leaf.is_empty());
    if let Some(leaf) = &leaf_id {
        filing::check_leaf(tx, leaf).await?;
    }
    customers::add_tags(tx, &row.customer_id, &new.tags).await?;
    // Confirmed again (a repeated request, a second thought) nothing is opened a second time.
    let before = store::wrap_up(tx, id).await?;
    let opened = before.map(|record| (record.ticket_id, record.follow_up_id));
    let (ticket_id, follow_up_id) = opened.unwrap_or_default();
    let ticket_id = match (ticket_id, new.ticket) {
        (None, Some(ticket)) => Some(open(tx, caller, &row, ticket, leaf_id.as_deref()).await?),
        (before, _) => before,
    };
    let follow_up_id = match (follow_up_id, new.follow_up) {
        (None, Some(visit)) => Some(open(tx, caller, &row, visit, None).await?),
        (before, _) => before,
    };
    let record = WrapUpRecord {
        agent_id: me,
        summary,
        leaf_id,
        leaf_path: Vec::new(),
        tags: new.tags,
        ticket_id,
        follow_up_id,
        created_at: Time(tx.now_ms()),
    };
    store::keep_wrap_up(tx, id, &record, (new.changed, new.took_ms.max(0))).await?;
    let entry = audit::Entry::new(caller, "conversation.wrapped_up", id);
    audit::record(tx, entry).await?;
    let told = json!({
        "conversation_id": id, "customer_id": row.customer_id, "agent_id": record.agent_id,
        "leaf_id": record.leaf_id, "ticket_id": record.ticket_id,
        "follow_up_id": record.follow_up_id, "changed": new.changed,
    });
    tx.emit("conversation.wrapped_up", told).await?;
    Ok(row.owner)
}

/// Opens a ticket of the conversation. A visit is the house's own business: the customer is not told.
async fn open(
    tx: &mut Tx,
    caller: &Caller,
    row: &ConversationRow,
    wanted: WrapUp,
    leaf: Option<&str>,
) -> Result<String> {
    let visit = wanted.kind == FOLLOW_UP;
    let text = format!("{}\n{}", wanted.subject, wanted.description);
    let new = NewTicket {
        kind: wanted.kind,
        subject: wanted.subject,
        description: wanted.description,
        priority: None,
        fields: BTreeMap::new(),
        origin: if visit {
            Origin::FollowUp
        } else {
            Origin::Staff
        },
        customer_id: Some(row.customer_id.clone()),
        conversation_id: (!visit).then(|| row.id.clone()),
        order_no: wanted.order_no,
        group_id: None,
        agent_id: visit
            .then(|| caller.agent_id().map(str::to_owned))
            .transpose()?,
        parent_id: None,
        leaf: leaf.map(|id| Leaf {
            id: id.to_owned(),
            by: FiledBy::Person,
            score: None,
        }),
        created_by: caller.actor.clone(),
    };
    let ticket = tickets::open_by_staff(tx, new).await?;
    if let Some(leaf) = leaf {
        filing::note_chosen(tx, &ticket.id, &text, leaf).await?;
    }
    let entry = audit::Entry::new(caller, "ticket.opened", &ticket.id);
    let detail = json!({"number": ticket.number, "type": ticket.kind});
    audit::record(tx, entry.detail(detail)).await?;
    Ok(ticket.id)
}
