//! What happens on the way to a person is written, and counted.

use std::sync::Arc;

use parking_lot::Mutex;
use shanying_kernel::{Result, Time};
use shanying_storage::Tx;
use shanying_web_kit::Tenant;

use super::model::{
    Figures, HandoverReport, HandoverSettings, Place, PlaceReport, Share, Transfers,
};
use super::{rules, store};
use crate::channels;
use crate::conversations::model::ConversationRow;
use crate::conversations::store as conversations;

const DAY_MS: i64 = 86_400_000;
/// Days that decide whether the way may be hidden.
const MEASURED_DAYS: i64 = 30;
/// How long what was measured holds for conversations that begin.
const HOLDS_MS: i64 = 10 * 60_000;
/// Rows of the worst, and of those that were not honoured.
const WORST: usize = 5;
const UNHONOURED: usize = 50;

/// What was measured lately, and when; a part of the tenant.
#[derive(Default)]
pub struct Standing {
    known: Mutex<Option<(i64, Figures)>>,
}

/// Where the way is seen when a conversation begins, and where it appears when the bot has failed.
#[derive(Clone, Debug)]
pub(crate) struct Opening {
    pub shown: Vec<Place>,
    pub hidden: Vec<Place>,
    pub settings: Arc<HandoverSettings>,
}

/// Where the way is seen in a conversation that begins in this channel.
pub(crate) async fn opening(tenant: &Tenant, channel_id: &str) -> Result<Opening> {
    let settings = tenant.settings::<HandoverSettings>().await?;
    let mut tx = tenant.db().read().await?;
    let channel = channels::store::load(&mut tx, channel_id).await?;
    drop(tx);
    let quiet = !channel.settings.transfer_visible;
    // Where nothing is hidden nothing needs to be measured.
    let allowed = if quiet || rules::is_weakened(&settings) {
        rules::short(&lately(tenant).await?, &settings.lines).is_empty()
    } else {
        true
    };
    let (shown, hidden) = rules::opening(&settings, quiet, allowed);
    Ok(Opening {
        shown,
        hidden,
        settings,
    })
}

/// The figures, measured anew when they are some minutes old.
async fn lately(tenant: &Tenant) -> Result<Figures> {
    let standing = tenant.part::<Standing>()?;
    let now = tenant.clock().now_ms();
    let known = *standing.known.lock();
    if let Some((_, figures)) = known.filter(|(at, _)| (0..HOLDS_MS).contains(&(now - at))) {
        return Ok(figures);
    }
    let mut tx = tenant.db().read().await?;
    let figures = measured(&mut tx).await?;
    *standing.known.lock() = Some((now, figures));
    Ok(figures)
}

async fn measured(tx: &mut Tx) -> Result<Figures> {
    let now = tx.now_ms();
    let found = conversations::outcomes(tx, now - MEASURED_DAYS * DAY_MS).await?;
    Ok(Figures {
        resolution: Share {
            numerator: found.resolved,
            denominator: found.bot_served,
        },
        satisfaction: Share {
            numerator: found.good,
            denominator: found.rated,
        },
    })
}

/// Refuses to hide the way while a figure is short.
pub(crate) async fn may_weaken(tenant: &Tenant) -> Result<()> {
    let settings = tenant.settings::<HandoverSettings>().await?;
    let mut tx = tenant.db().read().await?;
    rules::refuse(&measured(&mut tx).await?, &settings.lines)
}

/// Refuses a change that makes the way harder while a figure is short, by the lines as they will be.
pub(super) async fn check_change(tenant: &Tenant, after: &HandoverSettings) -> Result<()> {
    let before = tenant.settings::<HandoverSettings>().await?;
    if !rules::is_weaker(&before, after) {
        return Ok(());
    }
    let mut tx = tenant.db().read().await?;
    rules::refuse(&measured(&mut tx).await?, &after.lines)
}

/// A conversation with the bot begins.
pub(crate) async fn begun(tx: &mut Tx, conversation_id: &str, opening: &Opening) -> Result<()> {
    let places = (opening.shown.as_slice(), opening.hidden.as_slice());
    store::insert_entry(tx, conversation_id, places, opening.settings.after_failures).await
}

/// A conversation of the past, for the demo companies, and where and when a person was asked for.
pub(crate) async fn insert_past(
    tx: &mut Tx,
    conversation_id: &str,
    begun: Time,
    request: Option<(Place, Time)>,
) -> Result<()> {
    let after_failures = HandoverSettings::default().after_failures;
    store::insert_entry(tx, conversation_id, (&Place::SEEN, &[]), after_failures).await?;
    if let Some((place, _)) = request {
        store::ask(tx, conversation_id, place, 0).await?;
        store::set_reached(tx, conversation_id, 0).await?;
    }
    store::backdate(tx, conversation_id, begun, request.map(|(_, at)| at)).await
}

/// Places at which the way is seen in a conversation now.
pub(crate) async fn places(tx: &mut Tx, conversation_id: &str) -> Result<Vec<Place>> {
    let seen = store::seen(tx, conversation_id).await?;
    Ok(seen.unwrap_or_else(|| Place::SEEN.to_vec()))
}

/// The bot failed in a conversation; true when the way appears by that, which the customer must be
/// told.
pub(crate) async fn failed(tx: &mut Tx, conversation_id: &str) -> Result<bool> {
    store::count_failure(tx, conversation_id).await
}

/// The customer asks for a person. What they say from now on counts as steps.
pub(crate) async fn asked(tx: &mut Tx, row: &ConversationRow, place: Place) -> Result<()> {
    store::ask(tx, &row.id, place, row.last_seq).await
}

/// The customer is in the queue, or with a person.
pub(crate) async fn reached(tx: &mut Tx, conversation_id: &str) -> Result<()> {
    let Some(after) = store::asked_seq(tx, conversation_id).await? else {
        return Ok(());
    };
    let steps = conversations::said_after(tx, conversation_id, after).await?;
    store::set_reached(tx, conversation_id, steps).await
}

/// Nobody can come; `reason` is the end of the notice's code.
pub(crate) async fn refused(tx: &mut Tx, conversation_id: &str, reason: &str) -> Result<()> {
    store::set_refused(tx, conversation_id, reason).await
}

/// The customer left a message instead.
pub(crate) async fn left_message(tx: &mut Tx, conversation_id: &str) -> Result<()> {
    store::set_left(tx, conversation_id).await
}

/// Deletes what is told of a conversation (erasure, retention).
pub(crate) async fn forget_conversation(tx: &mut Tx, conversation_id: &str) -> Result<()> {
    store::delete(tx, conversation_id).await
}

/// The report on the last days.
pub(super) async fn report(tenant: &Tenant, days: i64) -> Result<HandoverReport> {
    let settings = tenant.settings::<HandoverSettings>().await?;
    let mut tx = tenant.db().read().await?;
    let to = tenant.clock().now_ms() + 1;
    let span = (to - days * DAY_MS, to);
    let figures = measured(&mut tx).await?;
    let seen = store::seen_between(&mut tx, span).await?;
    let mut places = Vec::new();
    for place in Place::ALL {
        places.push(of_place(&mut tx, place, &seen, span).await?);
    }
    let day = conversations::day_figures(&mut tx, span.0, span.1, 0).await?;
    let channels = channels::store::list(&mut tx).await?;
    let quiet = channels
        .iter()
        .any(|channel| channel.enabled && !channel.settings.transfer_visible);
    Ok(HandoverReport {
        from: Time(span.0),
        to: Time(to - 1),
        is_weakened: quiet || rules::is_weakened(&settings),
        figures,
        lines: settings.lines,
        short: rules::short(&figures, &settings.lines),
        places,
        unhonoured: store::unhonoured(&mut tx, span, UNHONOURED).await?,
        transfers: Transfers {
            conversations: day.conversations,
            bot_served: day.bot_served,
            direct: day.to_human_direct,
            after_talk: day.to_human_after_talk,
        },
    })
}

async fn of_place(
    tx: &mut Tx,
    place: Place,
    seen: &[store::Seen],
    span: (i64, i64),
) -> Result<PlaceReport> {
    let count = |fits: &dyn Fn(&store::Seen) -> bool| {
        let fitting = seen.iter().filter(|one| fits(one));
        fitting.map(|one| one.count).sum::<i64>()
    };
    let histogram = store::steps(tx, place, span).await?;
    let refusals = store::refusals(tx, place, span).await?;
    let honoured: i64 = histogram.iter().map(|(_, count)| count).sum();
    let refused: i64 = refusals.iter().map(|one| one.count).sum();
    Ok(PlaceReport {
        place,
        visible: Place::SEEN.contains(&place).then(|| Share {
            numerator: count(&|one| one.shown.contains(&place)),
            denominator: count(&|_| true),
        }),
        appeared: count(&|one| one.appeared && one.hidden.contains(&place)),
        requests: honoured + refused,
        honoured,
        steps_p50: rules::percentile(&histogram, 50),
        steps_p90: rules::percentile(&histogram, 90),
        steps_worst: histogram.last().map(|(steps, _)| *steps),
        worst: store::worst(tx, place, span, WORST).await?,
        refusals,
    })
}
