//! The shifts of the last days, as the log of states would have kept them: early and late by turns,
//! with a meal and a rest.

use jiff::civil::{Time as Clock, time};
use shanying_kernel::{Result, Time};
use shanying_people::agents::{AgentState, Role, Stretch, insert_past_stretch, list};
use shanying_storage::Tx;

use super::days::moment;

/// Days that are told of; today is everybody's own.
const DAYS: i64 = 6;

/// A part of a shift: from when, what, why.
type Part = (Clock, AgentState, Option<&'static str>);

const EARLY: [Part; 7] = [
    (time(8, 55, 0, 0), AgentState::Online, None),
    (time(12, 0, 0, 0), AgentState::Break, Some("meal")),
    (time(13, 0, 0, 0), AgentState::Online, None),
    (time(15, 30, 0, 0), AgentState::Break, Some("rest")),
    (time(15, 45, 0, 0), AgentState::Online, None),
    (time(17, 40, 0, 0), AgentState::Busy, None),
    (time(18, 2, 0, 0), AgentState::Offline, None),
];
const LATE: [Part; 7] = [
    (time(12, 58, 0, 0), AgentState::Online, None),
    (time(16, 0, 0, 0), AgentState::Break, Some("training")),
    (time(16, 30, 0, 0), AgentState::Online, None),
    (time(18, 0, 0, 0), AgentState::Break, Some("meal")),
    (time(18, 45, 0, 0), AgentState::Online, None),
    (time(21, 45, 0, 0), AgentState::Busy, None),
    (time(22, 4, 0, 0), AgentState::Offline, None),
];

/// Writes them for everybody who serves.
pub(super) async fn write(tx: &mut Tx) -> Result<()> {
    let now = tx.now_ms();
    let serves = |roles: &[Role]| {
        roles
            .iter()
            .any(|role| matches!(role, Role::Agent | Role::Supervisor))
    };
    let agents = list(tx).await?;
    for (turn, agent) in (0_i64..).zip(agents.iter().filter(|one| serves(&one.roles))) {
        for days_ago in 1..=DAYS {
            // Everybody has one day off in these.
            if (turn + days_ago) % DAYS == 0 {
                continue;
            }
            let shift = if (turn + days_ago) % 2 == 0 {
                EARLY
            } else {
                LATE
            };
            // Nobody comes to the minute.
            let shifted = (turn * 37 + days_ago * 91) % 300 * 1000;
            for (part, next) in shift.iter().zip(shift.iter().skip(1)) {
                let (at, state, reason) = part;
                let past = Stretch {
                    agent_id: agent.id.clone(),
                    state: *state,
                    reason: reason.map(str::to_owned),
                    from: Time(moment(days_ago, *at, now)? + shifted),
                    until: Some(Time(moment(days_ago, next.0, now)? + shifted)),
                };
                insert_past_stretch(tx, &past).await?;
            }
        }
    }
    Ok(())
}
