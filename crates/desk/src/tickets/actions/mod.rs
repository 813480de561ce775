//! What happens to tickets: one verb, one transaction, its events.

mod born;
mod change;
mod comment;
mod customer;
mod open;
mod past;
mod served;
mod sweep;

use serde_json::json;
use shanying_kernel::{Actor, Result, Time};
use shanying_people::agents;
use shanying_people::company::CompanySettings;
use shanying_people::customers::mask_text;
use shanying_storage::Tx;
use shanying_web_kit::settings;

pub(crate) use born::{from_conversation, from_request};
pub(crate) use change::{change, merge};
pub(crate) use comment::comment;
pub(crate) use customer::{answer, reopen, urge};
use open::open;
pub(crate) use open::open_by_staff;
pub use past::{PastStep, open_past, play};
pub(crate) use served::served;
pub(crate) use sweep::{check_clocks, close_done, file, visit};

use super::model::{Calendar, Clock, Policy, SlaSettings, TicketRow, TicketSettings};
use super::rules::WorkTime;
use super::rules::clocks::{Happened, Keeper};
use super::store;
use crate::service::ServiceSettings;
use crate::service::rules::zone;

/// The job that looks at a ticket's promises.
pub(crate) const CHECK_CLOCKS: &str = "CheckTicketClocks";
/// The job that closes a ticket that stayed done.
pub(crate) const CLOSE_TICKET: &str = "CloseTicket";
/// The job that files a ticket which nobody filed.
pub(crate) const FILE_TICKET: &str = "FileTicket";
/// The job that opens a visit after a ticket was closed.
pub(crate) const VISIT_CUSTOMER: &str = "VisitCustomer";

/// How the company works at tickets, as it stands in this transaction.
pub(crate) struct Office {
    pub settings: TicketSettings,
    pub sla: SlaSettings,
    service: ServiceSettings,
    zone: jiff::tz::TimeZone,
}

impl Office {
    pub(crate) async fn load(tx: &mut Tx) -> Result<Self> {
        let company: CompanySettings = settings::load(tx).await?;
        Ok(Self {
            settings: settings::load(tx).await?,
            sla: settings::load(tx).await?,
            service: settings::load(tx).await?,
            zone: zone(&company.time_zone),
        })
    }

    /// What is promised for a ticket; a type without a policy promises nothing.
    pub(crate) fn promise(&self, row: &TicketRow) -> Promise {
        let key = self
            .settings
            .kind(&row.kind)
            .map_or("", |kind| kind.policy.as_str());
        let policy = self.sla.policy(key).cloned().unwrap_or_else(|| Policy {
            key: String::new(),
            name: String::new(),
            calendar: String::new(),
            targets: Vec::new(),
            escalations: Vec::new(),
        });
        let named = |one: &&Calendar| one.key == policy.calendar;
        let work = match self.sla.calendars.iter().find(named) {
            Some(calendar) => WorkTime::of(calendar, &self.zone),
            None => WorkTime::new(
                &self.service.hours,
                &self.service.holidays,
                self.zone.clone(),
            ),
        };
        Promise { policy, work }
    }
}

/// What is promised for a ticket, and when its time passes.
pub(crate) struct Promise {
    pub policy: Policy,
    work: WorkTime,
}

impl Promise {
    pub(crate) fn keeper(&self, row: &TicketRow, now: i64) -> Keeper<'_> {
        Keeper {
            work: &self.work,
            policy: &self.policy,
            priority: row.priority,
            now: Time(now),
        }
    }
}

/// Lets the clocks know what happened, and orders the next look at them. The caller saves the row.
pub(crate) async fn tick(
    tx: &mut Tx,
    office: &Office,
    row: &mut TicketRow,
    happened: &[Happened],
) -> Result<()> {
    let mut clocks = store::clocks(tx, &row.id).await?;
    let promise = office.promise(row);
    let keeper = promise.keeper(row, tx.now_ms());
    for one in happened {
        keeper.after(&mut clocks, *one);
    }
    keep(tx, row, &promise, clocks).await
}

/// Writes the clocks down, what lists sort by, and when to look next.
pub(super) async fn keep(
    tx: &mut Tx,
    row: &mut TicketRow,
    promise: &Promise,
    mut clocks: Vec<Clock>,
) -> Result<()> {
    let keeper = promise.keeper(row, tx.now_ms());
    clocks
        .iter_mut()
        .for_each(|clock| keeper.note_missed(clock));
    let (pressing, next) = (keeper.pressing(&clocks), keeper.next_moment(&clocks));
    (row.due_at, row.warn_at, row.late) = pressing;
    store::save_clocks(tx, &row.id, &clocks).await?;
    if let Some(at) = next {
        let mark = format!("{}@{}", row.id, at.0);
        let payload = json!({"ticket_id": row.id});
        tx.enqueue(CHECK_CLOCKS, payload, at.0, Some(&mark)).await?;
    }
    Ok(())
}

/// Tells that something happened to a ticket; `kind` is past tense, such as `ticket.opened`. Who
/// works at it and who watches hears of it, but for whoever did it.
pub(super) async fn announce(
    tx: &mut Tx,
    row: &TicketRow,
    kind: &str,
    actor: &Actor,
    overseers: bool,
) -> Result<()> {
    let mut notify = store::watchers(tx, &row.id).await?;
    notify.extend(row.agent_id.clone());
    notify.retain(|id| Some(id) != actor.id.as_ref());
    notify.sort();
    notify.dedup();
    let payload = json!({
        "ticket_id": row.id,
        "number": row.number,
        "type": row.kind,
        "subject": mask_text(&row.subject),
        "category": row.category,
        "priority": row.priority,
        "customer_id": row.customer_id,
        "conversation_id": row.conversation_id,
        "agent_id": row.agent_id,
        "group_id": row.group_id,
        "by": actor.kind,
        "notify": notify,
        "overseers": overseers,
    });
    tx.emit(kind, payload).await
}

/// Who does it, by the name that customers read.
pub(super) async fn speaker(tx: &mut Tx, actor: &Actor) -> Result<Actor> {
    let Some(id) = &actor.id else {
        return Ok(actor.clone());
    };
    let named = agents::find(tx, id).await?.map(|agent| agent.nickname);
    Ok(Actor {
        name: named.or_else(|| actor.name.clone()),
        ..actor.clone()
    })
}
