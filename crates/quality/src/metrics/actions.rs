//! Brings the figures of the rooms together.

use shanying_bot::answers;
use shanying_desk::conversations::{self, DayFigures};
use shanying_desk::service::ServiceSettings;
use shanying_kernel::Result;
use shanying_people::agents::{self, AgentState};
use shanying_people::company::CompanySettings;
use shanying_web_kit::Tenant;

use super::model::{
    Overview, QuestionOutcomes, RatingFigures, Ratio, ResolvedFigures, TopEntry, UnknownQuestion,
};
use super::rules;
use crate::gaps;

/// Rows of the lists of an overview.
const ROWS: usize = 10;

/// The figures of a local day (`YYYY-MM-DD`), today unless named. What is going on *now* is told
/// whatever the day.
pub async fn overview(tenant: &Tenant, date: Option<&str>) -> Result<Overview> {
    let zone = rules::zone(&tenant.settings::<CompanySettings>().await?.time_zone);
    let goal_ms = tenant
        .settings::<ServiceSettings>()
        .await?
        .first_reply_goal_seconds
        * 1000;
    let now_ms = tenant.clock().now_ms();
    let day = rules::day(date, &zone, now_ms)?;
    let (from, to) = rules::bounds(day, &zone)?;

    let mut tx = tenant.db().read().await?;
    let figures = conversations::day_figures(&mut tx, from, to, goal_ms).await?;
    let now = conversations::now(&mut tx).await?;
    let hourly = conversations::hourly(&mut tx, from, to).await?;
    let tally = answers::tally(&mut tx, from, to).await?;
    let unknown = gaps::unknown_between(&mut tx, from, to, ROWS).await?;
    let agents = agents::list(&mut tx).await?;
    drop(tx);

    let online = agents
        .iter()
        .filter(|agent| agent.enabled && agent.connected && agent.state == AgentState::Online)
        .count();
    Ok(Overview {
        date: day.to_string(),
        waiting_now: now.waiting,
        serving_now: now.serving,
        online_agents: i64::try_from(online).unwrap_or(i64::MAX),
        left_messages_open: now.left_messages,
        longest_wait_now_seconds: now
            .longest_wait_since
            .map(|since| (now_ms - since).max(0) / 1000),
        questions: QuestionOutcomes {
            direct: tally.direct,
            suggested: tally.suggested,
            small_talk: tally.small_talk,
            to_person: tally.to_person,
            unknown: tally.unknown,
            dialogue: tally.dialogue,
        },
        top_entries: tally
            .top_entries
            .into_iter()
            .take(ROWS)
            .map(|top| TopEntry {
                entry_id: top.entry_id,
                question: top.question,
                hits: top.hits,
            })
            .collect(),
        unknown_questions: unknown
            .into_iter()
            .map(|(text, count, gap_id)| UnknownQuestion {
                text,
                count,
                gap_id,
            })
            .collect(),
        hourly: rules::hours(&hourly, from, &zone),
        ..of_conversations(&figures)
    })
}

/// What the conversations of the day tell.
fn of_conversations(figures: &DayFigures) -> Overview {
    Overview {
        conversations: figures.conversations,
        effective_conversations: figures.effective,
        bot_served: figures.bot_served,
        bot_contained: figures.bot_contained,
        to_human_direct: figures.to_human_direct,
        to_human_after_talk: figures.to_human_after_talk,
        human_conversations: figures.human,
        first_response_avg_seconds: rules::mean_seconds(
            figures.first_response_sum_ms,
            figures.first_response_count,
        ),
        first_response_within_goal: Ratio {
            numerator: figures.first_response_within,
            denominator: figures.first_response_count,
        },
        avg_wait_seconds: rules::mean_seconds(figures.wait_sum_ms, figures.wait_count),
        abandoned: figures.abandoned,
        rating: RatingFigures {
            count: figures.rated,
            invited: figures.invited,
            average: rules::mean(figures.score_sum, figures.rated),
            good: figures.good,
            bad: figures.bad,
        },
        resolved: ResolvedFigures {
            yes: figures.solved,
            no: figures.unsolved,
        },
        ..Overview::default()
    }
}
