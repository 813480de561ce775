//! What happens to conversations: one verb, one transaction, its events.

mod agent;
mod assist;
mod away;
mod bot_turn;
mod customer;
mod decided;
mod lifecycle;
mod payments;
mod receive;
mod say;
mod supervise;
mod wording;

pub(crate) use agent::{
    AgentSays, Destination, accept, invite_rating, mark_read, return_to_bot, send, transfer,
};
pub(crate) use assist::{dismiss, invite};
pub(crate) use away::{leave_for_absent, merge_customers};
pub(crate) use bot_turn::tell_of_peak;
pub(crate) use customer::{
    Contact, ask_person, end, feedback, give_up_waiting, leave_message, mark_read_by_customer,
    may_rate, move_page, rate,
};
pub(crate) use decided::{listener as decided_listener, tell_customer};
pub(crate) use lifecycle::{back_to_queue, close, serve};
pub(crate) use payments::listener as payments_listener;
pub(crate) use receive::{Incoming, Visitor, receive};
pub(crate) use supervise::{insert, watched, whisper};
pub(crate) use wording::release_overdue;

use std::sync::Arc;

use shanying_bot::{Bot, BotSettings};
use shanying_kernel::{Result, Time};
use shanying_people::company::CompanySettings;
use shanying_web_kit::Tenant;

use crate::alerts::SupervisionSettings;
use crate::handovers::HandoverSettings;
use crate::routing::RoutingSettings;
use crate::service::model::ServiceSettings;
use crate::service::rules as service_rules;

/// What an action needs besides the database, read before its transaction begins.
#[derive(Clone)]
pub(crate) struct House {
    pub bot: Arc<Bot>,
    pub bot_settings: Arc<BotSettings>,
    pub service: Arc<ServiceSettings>,
    pub supervision: Arc<SupervisionSettings>,
    pub handover: Arc<HandoverSettings>,
    pub routing: Arc<RoutingSettings>,
    pub open: bool,
    pub opens_at: Option<Time>,
    /// Time of the company's zone.
    pub local_now: jiff::civil::DateTime,
    /// Whether a language model words what the bot says in tasks.
    pub words: bool,
}

impl House {
    /// Read before a connection is held: whoever holds one must not wait for a second.
    pub(crate) async fn of(tenant: &Tenant) -> Result<Self> {
        let service = tenant.settings::<ServiceSettings>().await?;
        let company = tenant.settings::<CompanySettings>().await?;
        let zone = service_rules::zone(&company.time_zone);
        let local_now = service_rules::local(&zone, tenant.clock().now());
        let (open, opens_at) = service_rules::opening(&service, &zone, tenant.clock().now());
        let bot = tenant.part::<Bot>()?;
        Ok(Self {
            words: bot.wording().is_on(tenant).await?,
            bot,
            bot_settings: tenant.settings::<BotSettings>().await?,
            service,
            supervision: tenant.settings::<SupervisionSettings>().await?,
            handover: tenant.settings::<HandoverSettings>().await?,
            routing: tenant.settings::<RoutingSettings>().await?,
            open,
            opens_at,
            local_now,
        })
    }
}
