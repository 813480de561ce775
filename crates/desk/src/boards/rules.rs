//! How figures stand, who is on the wall, what changed: pure.

use std::collections::{BTreeMap, HashMap};

use shanying_kernel::Time;
use shanying_people::agents::{Agent, AgentState, Role};

use super::model::{AgentCounts, Figures, Level, Levels, Seated, Share};
use crate::alerts::{SupervisionSettings, Threshold};

/// More is worse; a threshold of 0 is none.
pub(super) fn risen(value: i64, threshold: Threshold) -> Level {
    let above = |mark: i64| mark > 0 && value >= mark;
    if above(threshold.alarm) {
        Level::Alarm
    } else if above(threshold.warning) {
        Level::Warning
    } else {
        Level::Fine
    }
}

/// Fewer is worse; nothing to divide by is nothing to judge.
pub(super) fn fallen(share: Share, threshold: Threshold) -> Level {
    let below =
        |mark: i64| share.denominator > 0 && share.numerator * 100 < mark * share.denominator;
    if below(threshold.alarm) {
        Level::Alarm
    } else if below(threshold.warning) {
        Level::Warning
    } else {
        Level::Fine
    }
}

/// A share of which more is worse, in percent.
fn risen_share(share: Share, threshold: Threshold) -> Level {
    if share.denominator == 0 {
        return Level::Fine;
    }
    risen(share.numerator * 100 / share.denominator, threshold)
}

/// How the figures stand at `now_ms`.
pub(super) fn levels(figures: &Figures, settings: &SupervisionSettings, now_ms: i64) -> Levels {
    let longest = figures
        .wait_longest_since
        .map_or(0, |since| (now_ms - since.0) / 1000);
    Levels {
        waiting: risen(figures.waiting, settings.waiting),
        wait_average: risen(
            figures.wait_average_seconds.unwrap_or_default(),
            settings.wait_average,
        ),
        wait_longest: risen(longest, settings.wait_longest),
        unanswered: risen(figures.unanswered, settings.unanswered),
        timely: fallen(figures.timely, settings.timely_percent),
        abandoned: risen_share(figures.abandoned, settings.abandoned_percent),
        good: fallen(figures.good, settings.good_percent),
    }
}

/// What others see of an agent's state: who is not connected is away, whatever they said.
fn shown_state(agent: &Agent) -> AgentState {
    if agent.connected {
        agent.state
    } else {
        AgentState::Offline
    }
}

/// Whether somebody belongs on the wall: they serve, or still have conversations.
fn is_on_the_wall(agent: &Agent) -> bool {
    let serves = agent
        .roles
        .iter()
        .any(|role| matches!(role, Role::Agent | Role::Supervisor));
    (agent.enabled && serves) || agent.load > 0
}

/// The wall, in the order of `agents`.
pub(super) fn wall(
    agents: Vec<Agent>,
    unanswered: &HashMap<String, (i64, i64)>,
    (allowed_seconds, now_ms): (i64, i64),
) -> Vec<Seated> {
    let seat = |agent: Agent| {
        let state = shown_state(&agent);
        let (count, since) = unanswered.get(&agent.id).copied().unzip();
        let waited = since.map_or(0, |since: i64| (now_ms - since) / 1000);
        let mark = Threshold {
            warning: allowed_seconds / 2,
            alarm: allowed_seconds,
        };
        Seated {
            state,
            unanswered: count.unwrap_or_default(),
            unanswered_since: since.map(Time),
            level: risen(waited, mark),
            id: agent.id,
            name: agent.name,
            reason: agent.state_reason.filter(|_| state == agent.state),
            since: agent.state_since,
            connected: agent.connected,
            load: agent.load,
            max_chats: agent.max_chats,
            groups: agent.groups,
        }
    };
    agents
        .into_iter()
        .filter(is_on_the_wall)
        .map(seat)
        .collect()
}

/// Agents by state.
pub(super) fn count(wall: &[Seated]) -> AgentCounts {
    let mut counts = AgentCounts::default();
    for one in wall {
        match one.state {
            AgentState::Online => counts.online += 1,
            AgentState::Busy => counts.busy += 1,
            AgentState::Break => counts.on_break += 1,
            AgentState::Offline => counts.offline += 1,
        }
        counts.load += one.load;
        if one.state == AgentState::Online {
            counts.capacity += one.max_chats;
        }
    }
    counts
}

/// What changed on the wall since the picture before, and who is gone.
pub(super) fn changes(
    before: &BTreeMap<String, Seated>,
    now: &[Seated],
) -> (Vec<Seated>, Vec<String>) {
    let changed = now
        .iter()
        .filter(|one| before.get(&one.id) != Some(one))
        .cloned()
        .collect();
    let gone = before
        .keys()
        .filter(|id| !now.iter().any(|one| &one.id == *id))
        .cloned();
    (changed, gone.collect())
}

/// A name as it may hang on a wall: the first character of a name, visitors as they are.
pub(super) fn masked(name: &str, verified: bool) -> String {
    if !verified {
        return shanying_people::customers::mask_text(name);
    }
    let mut letters = name.chars();
    letters
        .next()
        .map_or_else(String::new, |first| format!("{first}**"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agent(id: &str, state: AgentState, connected: bool, role: Role) -> Agent {
        Agent {
            id: id.to_owned(),
            username: id.to_owned(),
            name: id.to_owned(),
            nickname: id.to_owned(),
            avatar: None,
            roles: vec![role],
            groups: Vec::new(),
            max_chats: 5,
            state,
            state_reason: Some("午餐".to_owned()),
            state_since: Time(7),
            connected,
            load: 2,
            enabled: true,
            created_at: Time(0),
        }
    }

    #[test]
    fn thresholds_colour_what_is_above_or_below() {
        let both = Threshold {
            warning: 5,
            alarm: 10,
        };
        let table = [
            (0, Level::Fine),
            (4, Level::Fine),
            (5, Level::Warning),
            (9, Level::Warning),
            (10, Level::Alarm),
        ];
        for (value, wanted) in table {
            assert_eq!(risen(value, both), wanted, "{value}");
        }
        assert_eq!(risen(99, Threshold::default()), Level::Fine, "0 is none");
        let percent = Threshold {
            warning: 80,
            alarm: 60,
        };
        let table = [
            ((0, 0), Level::Fine),
            ((4, 5), Level::Fine),
            ((79, 100), Level::Warning),
            ((3, 5), Level::Warning),
            ((59, 100), Level::Alarm),
        ];
        for ((numerator, denominator), wanted) in table {
            assert_eq!(
                fallen(
                    Share {
                        numerator,
                        denominator
                    },
                    percent
                ),
                wanted,
                "{numerator}/{denominator}"
            );
        }
    }

    #[test]
    fn the_wall_shows_who_serves_and_who_waits_for_them() {
        let mut editor = agent("e", AgentState::Online, true, Role::Editor);
        editor.load = 0;
        let agents = vec![
            agent("a", AgentState::Online, true, Role::Agent),
            agent("b", AgentState::Break, true, Role::Supervisor),
            agent("c", AgentState::Online, false, Role::Agent),
            editor,
        ];
        let unanswered = HashMap::from([("a".to_owned(), (2, 1_000))]);
        let wall = wall(agents, &unanswered, (120, 121_000));
        let ids: Vec<&str> = wall.iter().map(|one| one.id.as_str()).collect();
        assert_eq!(ids, ["a", "b", "c"]);
        assert_eq!((wall[0].unanswered, wall[0].level), (2, Level::Alarm));
        assert_eq!(
            (wall[2].state, &wall[2].reason),
            (AgentState::Offline, &None)
        );
        let counts = count(&wall);
        assert_eq!((counts.online, counts.on_break, counts.offline), (1, 1, 1));
        assert_eq!((counts.load, counts.capacity), (6, 5));
    }

    #[test]
    fn only_what_changed_is_told() {
        let of = |load| {
            let mut one = agent("a", AgentState::Online, true, Role::Agent);
            one.load = load;
            wall(
                vec![one, agent("b", AgentState::Busy, true, Role::Agent)],
                &HashMap::new(),
                (120, 0),
            )
        };
        let before: BTreeMap<String, Seated> =
            of(1).into_iter().map(|one| (one.id.clone(), one)).collect();
        assert_eq!(changes(&before, &of(1)), (Vec::new(), Vec::new()));
        let (changed, gone) = changes(&before, &of(2)[..1]);
        assert_eq!(changed.len(), 1);
        assert_eq!(gone, ["b"]);
    }

    #[test]
    fn names_on_a_wall_are_masked() {
        assert_eq!(masked("何俊杰", true), "何**");
        assert_eq!(masked("访客1234", false), "访客1234");
        assert_eq!(masked("13800138000", false), "138****8000");
        assert_eq!(masked("", true), "");
    }
}
