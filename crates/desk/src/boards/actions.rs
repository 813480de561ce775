//! The board is counted, and told to everybody who looks.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use parking_lot::Mutex;
use shanying_bus::Received;
use shanying_kernel::{Result, Time};
use shanying_people::company::CompanySettings;
use shanying_people::{agents, customers, groups};
use shanying_storage::Tx;
use shanying_web_kit::{Seat, Tenant, settings};
use tokio::sync::Notify;

use super::model::{Figures, Picture, Seated, Share, Waiting};
use super::rules;
use crate::alerts::SupervisionSettings;
use crate::channels;
use crate::conversations::model::ConversationRow;
use crate::conversations::rules as conversation_rules;
use crate::conversations::store::{self, DayFigures, Going};
use crate::peaks;
use crate::realtime::frames::frame;
use crate::realtime::topics::BOARD;
use crate::routing::{self, RoutingSettings};
use crate::service::model::ServiceSettings;
use crate::service::rules as service_rules;

/// Who waits that the board shows.
const ROWS: usize = 100;
/// The board is counted at most so often.
const TICK: Duration = Duration::from_secs(1);
/// Quiet ticks after which it is counted all the same: waits grow by themselves.
const QUIET_TICKS: u32 = 3;
/// How long figures of the day hold.
const DAY_FIGURES_MS: i64 = 5_000;

/// What the watchers of a tenant share; a part of the tenant.
#[derive(Default)]
pub struct Board {
    told: Mutex<BTreeMap<String, Seated>>,
    today: Mutex<Option<(i64, Arc<Today>)>>,
    changed: AtomicBool,
    whole: AtomicBool,
    wake: Arc<Notify>,
}

/// Figures of the company's day so far.
#[derive(Debug, Default)]
struct Today {
    figures: DayFigures,
    queued: i64,
}

/// Begins to watch: a whole board comes at once, then what changes.
pub(crate) fn join(tenant: &Tenant, seat: &mut Seat) -> Result<()> {
    let board = tenant.part::<Board>()?;
    seat.join(BOARD);
    board.whole.store(true, Ordering::Relaxed);
    board.wake.notify_one();
    Ok(())
}

/// Starts telling.
pub(crate) fn start(tenant: &Tenant) -> Result<()> {
    let board = tenant.part::<Board>()?;
    let (told, noticing) = (tenant.clone(), board.clone());
    let mut subscription = tenant.bus().subscribe();
    tenant.tasks().clone().spawn(async move {
        loop {
            tokio::select! {
                () = told.tasks().stopping() => return,
                received = subscription.next() => match received {
                    None => return,
                    Some(Received::Event(event)) if !concerns(&event.kind) => {}
                    Some(_) => noticing.changed.store(true, Ordering::Relaxed),
                },
            }
        }
    });
    let tenant = tenant.clone();
    tenant.tasks().clone().spawn(async move {
        let mut quiet = 0;
        while !tenant.tasks().is_stopping() {
            tokio::select! {
                () = tenant.tasks().stopping() => return,
                () = board.wake.notified() => {}
                () = tokio::time::sleep(TICK) => {}
            }
            if !tenant.hub().is_heard(BOARD) {
                continue;
            }
            let due = board.changed.swap(false, Ordering::Relaxed)
                || board.whole.load(Ordering::Relaxed)
                || quiet >= QUIET_TICKS;
            quiet = if due { 0 } else { quiet + 1 };
            if due && let Err(error) = tell(&tenant, &board).await {
                tracing::warn!(?error, "the board could not be told");
            }
        }
    });
    Ok(())
}

fn concerns(kind: &str) -> bool {
    ["conversation.", "message.", "agent.", "settings.", "peak."]
        .iter()
        .any(|room| kind.starts_with(room))
}

async fn tell(tenant: &Tenant, board: &Board) -> Result<()> {
    let whole = board.whole.swap(false, Ordering::Relaxed);
    let mut picture = picture(tenant, board).await?;
    let all: BTreeMap<String, Seated> = picture
        .agents
        .iter()
        .map(|one| (one.id.clone(), one.clone()))
        .collect();
    let before = std::mem::replace(&mut *board.told.lock(), all);
    if !whole {
        (picture.agents, picture.gone) = rules::changes(&before, &picture.agents);
        picture.whole = false;
    }
    tenant.hub().send(BOARD, &frame("board", &picture));
    Ok(())
}

/// The whole board as it is now.
pub(super) async fn picture(tenant: &Tenant, board: &Board) -> Result<Picture> {
    let settings = tenant.settings::<SupervisionSettings>().await?;
    let service = tenant.settings::<ServiceSettings>().await?;
    let now = tenant.clock().now_ms();
    let today = today(tenant, board, service.first_reply_goal_seconds).await?;
    let mut tx = tenant.db().read().await?;
    let allowed = settings.unanswered_seconds;
    let before = if allowed > 0 {
        now - allowed * 1000
    } else {
        i64::MIN
    };
    let going = store::going(&mut tx, before).await?;
    let unanswered = store::unanswered_by_agent(&mut tx).await?;
    let wall = rules::wall(agents::list(&mut tx).await?, &unanswered, (allowed, now));
    let waiting = store::waiting(&mut tx, ROWS).await?;
    let queue = queue(&mut tx, waiting, (&settings, &wall, now)).await?;
    let peak = peaks::now(&mut tx).await?;
    drop(tx);
    let mut figures = figures(going, &today, now);
    figures.unanswered_seconds = allowed;
    figures.goal_seconds = service.first_reply_goal_seconds;
    figures.agents = rules::count(&wall);
    figures.levels = rules::levels(&figures, &settings, now);
    Ok(Picture {
        at: Time(now),
        whole: true,
        figures,
        peak,
        queue,
        agents: wall,
        gone: Vec::new(),
    })
}

fn figures(going: Going, today: &Today, now: i64) -> Figures {
    let day = &today.figures;
    let average = (going.waiting > 0)
        .then(|| (now - going.queued_at_sum / going.waiting.max(1)).max(0) / 1000);
    Figures {
        bot: going.bot,
        waiting: going.waiting,
        wait_average_seconds: average,
        wait_longest_since: going.longest_since.map(Time),
        serving: going.serving,
        unanswered: going.unanswered,
        left_messages: going.left_messages,
        timely: Share {
            numerator: day.first_response_within,
            denominator: day.first_response_count,
        },
        abandoned: Share {
            numerator: day.abandoned,
            denominator: today.queued,
        },
        good: Share {
            numerator: day.good,
            denominator: day.rated,
        },
        rating_average: mean(day.score_sum, day.rated),
        ..Figures::default()
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "sums of a day are far below 2^52"
)]
fn mean(sum: i64, count: i64) -> Option<f64> {
    (count > 0).then(|| (sum as f64 / count as f64 * 100.0).round() / 100.0)
}

/// The figures of the day, counted anew when they are some seconds old.
async fn today(tenant: &Tenant, board: &Board, goal_seconds: i64) -> Result<Arc<Today>> {
    let now = tenant.clock().now_ms();
    let known = board.today.lock().clone();
    if let Some((_, today)) = known.filter(|(at, _)| (0..DAY_FIGURES_MS).contains(&(now - at))) {
        return Ok(today);
    }
    let zone = service_rules::zone(&tenant.settings::<CompanySettings>().await?.time_zone);
    let from = service_rules::local(&zone, Time(now))
        .date()
        .to_zoned(zone)
        .map_or(now - 86_400_000, |midnight| {
            midnight.timestamp().as_millisecond()
        });
    let mut tx = tenant.db().read().await?;
    let figures = store::day_figures(&mut tx, from, now + 1, goal_seconds * 1000).await?;
    let queued = store::queued_since(&mut tx, from).await?;
    let today = Arc::new(Today { figures, queued });
    *board.today.lock() = Some((now, today.clone()));
    Ok(today)
}

/// Who waits, in the order of the queue, with what is known of them.
async fn queue(
    tx: &mut Tx,
    rows: Vec<ConversationRow>,
    (settings, wall, now): (&SupervisionSettings, &[Seated], i64),
) -> Result<Vec<Waiting>> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<&str> = rows.iter().map(|row| row.customer_id.as_str()).collect();
    let briefs = customers::briefs(tx, &ids).await?;
    let group_names: HashMap<String, String> = groups::list(tx)
        .await?
        .into_iter()
        .map(|one| (one.id, one.name))
        .collect();
    let channel_names: HashMap<String, String> = channels::store::list(tx)
        .await?
        .into_iter()
        .map(|one| (one.id, one.name))
        .collect();
    let accepted = store::recently_accepted(tx).await?;
    let routing = settings::load::<RoutingSettings>(tx).await?;
    let mut served = HashMap::new();
    for cap in &routing.channel_caps {
        let by_agent = store::served_in_channel(tx, &cap.channel_id).await?;
        served.insert(cap.channel_id.clone(), (cap.at_most, by_agent));
    }
    let mut places: HashMap<Option<String>, i64> = HashMap::new();
    let mut waiting = Vec::with_capacity(rows.len());
    for row in rows {
        let position = places.entry(row.group_id.clone()).or_insert(0);
        *position += 1;
        let free = free_places(wall, row.group_id.as_deref(), served.get(&row.channel_id));
        let brief = briefs.get(&row.customer_id);
        let since = row.queued_at.unwrap_or_default();
        waiting.push(Waiting {
            customer: brief.map_or_else(String::new, |one| rules::masked(&one.name, one.verified)),
            grade: brief.and_then(|one| one.level.clone()),
            channel: channel_names
                .get(&row.channel_id)
                .cloned()
                .unwrap_or_default(),
            group: row
                .group_id
                .as_ref()
                .and_then(|id| group_names.get(id).cloned()),
            reason: row.transfer_reason,
            eta_seconds: conversation_rules::estimate_wait(&accepted, *position, free, now),
            position: *position,
            level: rules::risen((now - since.0) / 1000, settings.wait_longest),
            since,
            conversation_id: row.id,
            number: row.number,
        });
    }
    Ok(waiting)
}

/// Places that agents of a group (of any, when none is named) still have; with the cap of the channel
/// and how many of its conversations each has, where it has one.
fn free_places(
    wall: &[Seated],
    group: Option<&str>,
    channel: Option<&(i64, HashMap<String, i64>)>,
) -> i64 {
    let place = |one: &Seated| {
        let has = channel.and_then(|(_, served)| served.get(&one.id).copied());
        let cap = channel.map(|(cap, _)| *cap);
        routing::room(one.max_chats - one.load, cap, has.unwrap_or_default())
    };
    wall.iter()
        .filter(|one| one.state == shanying_people::agents::AgentState::Online)
        .filter(|one| group.is_none_or(|group| one.groups.iter().any(|id| id == group)))
        .map(place)
        .sum()
}
