//! Brings the log of states and the stretches of service together.

use std::collections::HashMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use shanying_desk::conversations::{Service, served_between};
use shanying_kernel::{Error, Result};
use shanying_people::agents::{self, Stretch};
use shanying_people::company::CompanySettings;
use shanying_web_kit::Tenant;

use super::model::{Workday, WorkdayRows};
use super::rules;
use crate::metrics::{bounds, day as date_of, zone};

/// Days that one report holds.
const DAYS_MAX: usize = 92;

/// Which days and whose.
#[derive(Clone, Debug, Default)]
pub(super) struct Wanted {
    pub from: Option<String>,
    pub to: Option<String>,
    pub agent: Option<String>,
}

/// The days on which somebody was at work or served, the newest first, then by name.
pub(super) async fn report(tenant: &Tenant, wanted: &Wanted) -> Result<Vec<Workday>> {
    let zone = zone(&tenant.settings::<CompanySettings>().await?.time_zone);
    let now = tenant.clock().now_ms();
    let to = date_of(wanted.to.as_deref(), &zone, now)?;
    let from = match &wanted.from {
        Some(from) => date_of(Some(from), &zone, now)?,
        None => to,
    };
    let dates: Vec<Date> = from
        .series(jiff::Span::new().days(1))
        .take_while(|day| *day <= to)
        .take(DAYS_MAX + 1)
        .collect();
    if dates.is_empty() || dates.len() > DAYS_MAX {
        return Err(Error::field("from", "a span of 1 to 92 days"));
    }
    let (begin, _) = bounds(from, &zone)?;
    let (_, end) = bounds(to, &zone)?;
    let agent = wanted.agent.as_deref().unwrap_or_default();
    let mut tx = tenant.db().read().await?;
    let stretches = agents::stretches(&mut tx, agent, begin, end).await?;
    let services = served_between(&mut tx, agent, begin, end).await?;
    let people = agents::list(&mut tx).await?;
    drop(tx);
    let stretches = by_agent(stretches, |one| &one.agent_id);
    let services = by_agent(services, |one| &one.agent_id);
    let mut days = Vec::new();
    for date in dates.into_iter().rev() {
        let Some(within) = within(date, &zone, now)? else {
            continue;
        };
        for person in &people {
            let log: &[Stretch] = stretches.get(&person.id).map_or(&[], Vec::as_slice);
            let served: &[Service] = services.get(&person.id).map_or(&[], Vec::as_slice);
            let day = rules::day(log, served, within);
            if day.logged_in_seconds > 0 || day.served > 0 {
                days.push(Workday {
                    agent_id: person.id.clone(),
                    name: person.name.clone(),
                    date: date.to_string(),
                    ..day
                });
            }
        }
    }
    Ok(days)
}

/// The rows behind one day of one agent.
pub(super) async fn rows(tenant: &Tenant, agent_id: &str, date: &str) -> Result<WorkdayRows> {
    let zone = zone(&tenant.settings::<CompanySettings>().await?.time_zone);
    let now = tenant.clock().now_ms();
    let date = date_of(Some(date), &zone, now)?;
    let within = within(date, &zone, now)?.unwrap_or((now, now));
    let mut tx = tenant.db().read().await?;
    let person = agents::load(&mut tx, agent_id).await?;
    let log = agents::stretches(&mut tx, agent_id, within.0, within.1).await?;
    let served = served_between(&mut tx, agent_id, within.0, within.1).await?;
    Ok(WorkdayRows {
        day: Workday {
            agent_id: person.id,
            name: person.name,
            date: date.to_string(),
            ..rules::day(&log, &served, within)
        },
        stretches: rules::stretch_rows(&log, within),
        services: rules::service_rows(&served, within),
    })
}

/// Begin and end of a day, which ends now if it is today; none for days to come.
fn within(date: Date, zone: &TimeZone, now: i64) -> Result<Option<(i64, i64)>> {
    let (from, to) = bounds(date, zone)?;
    Ok((from < now).then_some((from, to.min(now))))
}

fn by_agent<T>(rows: Vec<T>, whose: impl Fn(&T) -> &String) -> HashMap<String, Vec<T>> {
    let mut all: HashMap<String, Vec<T>> = HashMap::new();
    for row in rows {
        all.entry(whose(&row).clone()).or_default().push(row);
    }
    all
}
