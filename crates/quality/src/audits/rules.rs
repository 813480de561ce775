//! Which answers are worth a look, and whose turn it is. Pure.

use std::cmp::Reverse;

use shanying_kernel::{Error, Result};
use shanying_people::agents::{Agent, AgentState, permissions_of};
use shanying_web_kit::Permission;

use super::model::{
    AnswerAuditSettings, Chosen, Facts, Figure, Hand, Reason, Review, State, Verdict,
};

const DAY_MS: i64 = 86_400_000;
/// Days that count as a month.
const MONTH_DAYS: i64 = 30;
/// Characters of what an agent or an editor says beside the matter.
const NOTE_MAX: usize = 500;
/// Characters of an answer, as the knowledge room takes them.
const ANSWER_MAX: usize = 20_000;

/// Why an entry is worth a look, the weightiest reason first; empty when it is not.
pub(super) fn figures(facts: &Facts, settings: &AnswerAuditSettings, now_ms: i64) -> Vec<Figure> {
    let mut found: Vec<Figure> = Vec::new();
    let said = [
        (
            Reason::NotHelpful,
            facts.not_helpful,
            settings.not_helpful_percent,
            settings.not_helpful_least,
        ),
        (
            Reason::Repeated,
            facts.repeated,
            settings.repeated_percent,
            1,
        ),
        (
            Reason::Transferred,
            facts.transferred,
            settings.transferred_percent,
            1,
        ),
    ];
    for (reason, count, percent, least) in said {
        let weighs = percent > 0
            && facts.given >= settings.min_answers
            && count >= least
            && count * 100 >= percent * facts.given;
        if weighs {
            let of = Some(facts.given);
            found.push(Figure { reason, count, of });
        }
    }
    found.sort_by_key(|figure| Reverse(figure.count));
    let left = facts.valid_to.map(|to| to - now_ms).filter(|ms| *ms > 0);
    if let Some(ms) = left.filter(|ms| *ms <= settings.expiry_days * DAY_MS) {
        found.push(days(Reason::Expiring, ms));
    }
    let unseen = now_ms - facts.looked_at;
    if settings.stale_months > 0 && unseen >= settings.stale_months * MONTH_DAYS * DAY_MS {
        found.push(days(Reason::Stale, unseen));
    }
    found
}

fn days(reason: Reason, ms: i64) -> Figure {
    Figure {
        reason,
        count: ms / DAY_MS,
        of: None,
    }
}

/// How much a reason weighs against others: what customers did, by how many; then what ends soonest;
/// then what was left alone longest.
fn weight(figures: &[Figure]) -> (u8, i64) {
    let said: i64 = figures
        .iter()
        .filter(|figure| figure.of.is_some())
        .map(|figure| figure.count)
        .sum();
    match figures.first() {
        Some(first) if first.of.is_some() => (2, said),
        Some(first) if first.reason == Reason::Expiring => (1, -first.count),
        Some(first) => (0, first.count),
        None => (0, 0),
    }
}

/// The entries that get a task, the weightiest first, at most `room`.
pub(super) fn choose(
    facts: Vec<Facts>,
    settings: &AnswerAuditSettings,
    now_ms: i64,
    room: usize,
) -> Vec<Chosen> {
    let mut chosen: Vec<Chosen> = facts
        .into_iter()
        .map(|one| Chosen {
            figures: figures(&one, settings, now_ms),
            entry_id: one.entry_id,
            question: one.question,
        })
        .filter(|one| !one.figures.is_empty())
        .collect();
    chosen.sort_by(|a, b| {
        let heavier = weight(&b.figures).cmp(&weight(&a.figures));
        heavier.then_with(|| a.entry_id.cmp(&b.entry_id))
    });
    chosen.truncate(room);
    chosen
}

/// Whether somebody may be given tasks: they serve customers, and were here lately.
pub(super) fn may_be_dealt(agent: &Agent, away_days: i64, now_ms: i64) -> bool {
    let away = agent.state == AgentState::Offline
        && now_ms - agent.state_since.0 > away_days.saturating_mul(DAY_MS);
    agent.enabled
        && agent.max_chats > 0
        && !away
        && permissions_of(&agent.roles).contains(&Permission::ServeConversations)
}

/// Whose turn it is: of those with room, whoever had the task before last; among them who has fewest
/// open, then who has waited longest. `holder` is never asked again.
pub(super) fn next_agent(
    hands: &[Hand],
    holder: Option<&str>,
    had: &[String],
    open_most: i64,
) -> Option<String> {
    hands
        .iter()
        .filter(|hand| hand.open < open_most && Some(hand.agent_id.as_str()) != holder)
        .min_by_key(|hand| {
            let again = had.contains(&hand.agent_id);
            (again, hand.open, hand.last_at, &hand.agent_id)
        })
        .map(|hand| hand.agent_id.clone())
}

/// Whether a task has lain untouched for too long.
pub(super) fn is_overdue(dealt_at_ms: i64, pass_on_days: i64, now_ms: i64) -> bool {
    now_ms - dealt_at_ms >= pass_on_days * DAY_MS
}

/// What a verdict needs: why an answer is wrong, or another answer. Spaces at the ends do not count.
pub(super) fn checked_verdict(
    verdict: Verdict,
    note: &str,
    answer: &str,
    now: &str,
) -> Result<(String, String)> {
    let note = checked_note(note)?;
    let answer = answer.trim();
    match verdict {
        Verdict::Right => Ok((note, String::new())),
        Verdict::Wrong if note.is_empty() => Err(Error::field("note", "say what is wrong")),
        Verdict::Wrong => Ok((note, String::new())),
        Verdict::Mend => {
            let answer = checked_answer(answer)?;
            if answer == now.trim() {
                return Err(Error::field(
                    "answer",
                    "this is the answer that is given now",
                ));
            }
            Ok((note, answer))
        }
    }
}

/// A word beside the matter.
pub(super) fn checked_note(note: &str) -> Result<String> {
    let note = note.trim();
    if note.chars().count() > NOTE_MAX {
        let error = Error::invalid("invalid.too_long", "at most 500 characters");
        return Err(error.with("field", "note").with("max", NOTE_MAX));
    }
    Ok(note.to_owned())
}

/// An answer to be given.
pub(super) fn checked_answer(answer: &str) -> Result<String> {
    let answer = answer.trim();
    if answer.is_empty() {
        return Err(Error::field("answer", "write the answer"));
    }
    if answer.chars().count() > ANSWER_MAX {
        let error = Error::invalid("invalid.too_long", "at most 20,000 characters");
        return Err(error.with("field", "answer").with("max", ANSWER_MAX));
    }
    Ok(answer.to_owned())
}

/// Where a verdict leads.
pub(super) fn judged(verdict: Verdict) -> State {
    match verdict {
        Verdict::Right => State::Right,
        Verdict::Wrong => State::Wrong,
        Verdict::Mend => State::Mended,
    }
}

/// Where a review leads; none when the task does not wait for it.
pub(super) fn reviewed(state: State, review: Review) -> Option<State> {
    match (state, review) {
        (State::Mended, Review::Accept) => Some(State::Accepted),
        (State::Mended, Review::Decline) => Some(State::Declined),
        (State::Wrong, Review::Settle) => Some(State::Settled),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use shanying_kernel::Time;
    use shanying_people::agents::Role;

    use super::*;

    const NOW: i64 = 1_000 * DAY_MS;

    fn facts(given: i64, not_helpful: i64, repeated: i64, transferred: i64) -> Facts {
        Facts {
            entry_id: "ent_1".to_owned(),
            given,
            not_helpful,
            repeated,
            transferred,
            looked_at: NOW,
            ..Facts::default()
        }
    }

    #[test]
    fn each_reason_has_its_threshold() {
        use Reason as R;
        let settings = AnswerAuditSettings::default();
        let ends = |ms: i64| Facts {
            valid_to: Some(NOW + ms),
            ..facts(0, 0, 0, 0)
        };
        let seen = |days: i64| Facts {
            looked_at: NOW - days * DAY_MS,
            ..facts(0, 0, 0, 0)
        };
        let table = [
            // Too few answers say nothing, however bad they are.
            (facts(9, 9, 9, 9), vec![]),
            (facts(10, 2, 0, 0), vec![(R::NotHelpful, 2)]),
            // The share is there, but one voice is not enough.
            (facts(10, 1, 0, 0), vec![]),
            // Two voices, but one answer in eleven is below a tenth.
            (facts(22, 2, 0, 0), vec![]),
            (facts(20, 2, 0, 0), vec![(R::NotHelpful, 2)]),
            (facts(10, 0, 2, 0), vec![(R::Repeated, 2)]),
            (facts(10, 0, 1, 0), vec![]),
            (facts(10, 0, 0, 2), vec![(R::Transferred, 2)]),
            (
                facts(20, 2, 5, 4),
                vec![(R::Repeated, 5), (R::Transferred, 4), (R::NotHelpful, 2)],
            ),
            (ends(14 * DAY_MS), vec![(R::Expiring, 14)]),
            (ends(14 * DAY_MS + 1), vec![]),
            (ends(DAY_MS / 2), vec![(R::Expiring, 0)]),
            // What is over is given no more.
            (ends(0), vec![]),
            (seen(180), vec![(R::Stale, 180)]),
            (seen(179), vec![]),
        ];
        for (facts, wanted) in table {
            let found: Vec<(Reason, i64)> = figures(&facts, &settings, NOW)
                .into_iter()
                .map(|figure| (figure.reason, figure.count))
                .collect();
            assert_eq!(found, wanted, "{facts:?}");
        }
        let off = AnswerAuditSettings {
            not_helpful_percent: 0,
            repeated_percent: 0,
            transferred_percent: 0,
            expiry_days: 0,
            stale_months: 0,
            ..settings
        };
        for bad in [facts(10, 10, 10, 10), ends(1), seen(900)] {
            assert!(figures(&bad, &off, NOW).is_empty(), "{bad:?}");
        }
    }

    #[test]
    fn what_customers_suffer_from_most_comes_first() {
        let named = |id: &str, facts: Facts| Facts {
            entry_id: id.to_owned(),
            ..facts
        };
        let stale = |days: i64| Facts {
            looked_at: NOW - days * DAY_MS,
            ..facts(0, 0, 0, 0)
        };
        let ending = |days: i64| Facts {
            valid_to: Some(NOW + days * DAY_MS),
            ..facts(0, 0, 0, 0)
        };
        let all = vec![
            named("stale", stale(200)),
            named("staler", stale(300)),
            named("later", ending(9)),
            named("sooner", ending(2)),
            named("few", facts(10, 2, 0, 0)),
            named("many", facts(100, 30, 20, 0)),
            named("fine", facts(100, 1, 1, 1)),
        ];
        let settings = AnswerAuditSettings::default();
        let order = |room| -> Vec<String> {
            let chosen = choose(all.clone(), &settings, NOW, room);
            chosen.into_iter().map(|one| one.entry_id).collect()
        };
        let wanted = ["many", "few", "sooner", "later", "staler", "stale"];
        assert_eq!(order(50), wanted);
        assert_eq!(order(2), wanted[..2]);
    }

    #[test]
    fn tasks_go_round() {
        let hand = |id: &str, open, last_at| Hand {
            agent_id: id.to_owned(),
            open,
            last_at,
        };
        let hands = [hand("a", 1, 10), hand("b", 0, 30), hand("c", 0, 20)];
        let had = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>();
        let table = [
            (None, had(&[]), 5, Some("c")),
            (Some("c"), had(&["c"]), 5, Some("b")),
            // Who had it already comes last, whatever else.
            (Some("b"), had(&["c", "b"]), 5, Some("a")),
            (Some("a"), had(&["a", "b", "c"]), 5, Some("c")),
            (Some("c"), had(&["a", "b", "c"]), 1, Some("b")),
            (None, had(&[]), 0, None),
        ];
        for (holder, had, most, wanted) in table {
            let next = next_agent(&hands, holder, &had, most);
            assert_eq!(next.as_deref(), wanted, "{holder:?} {had:?} {most}");
        }
        assert_eq!(next_agent(&hands[..1], Some("a"), &[], 5), None);
        assert!(is_overdue(NOW - 3 * DAY_MS, 3, NOW));
        assert!(!is_overdue(NOW - 3 * DAY_MS + 1, 3, NOW));
    }

    #[test]
    fn only_who_serves_and_is_here_gets_tasks() {
        let agent = Agent {
            id: "agt_1".to_owned(),
            username: "lin".to_owned(),
            name: "林".to_owned(),
            nickname: "林".to_owned(),
            avatar: None,
            roles: vec![Role::Agent],
            groups: vec![],
            max_chats: 5,
            state: AgentState::Offline,
            state_reason: None,
            state_since: Time(NOW - 7 * DAY_MS),
            connected: false,
            load: 0,
            enabled: true,
            created_at: Time(0),
        };
        type Change = fn(&mut Agent);
        let table: [(Change, bool); 6] = [
            (|_| (), true),
            (|agent| agent.enabled = false, false),
            (|agent| agent.max_chats = 0, false),
            (|agent| agent.roles = vec![Role::Editor], false),
            (|agent| agent.state_since = Time(NOW - 8 * DAY_MS), false),
            (
                |agent| {
                    agent.state_since = Time(NOW - 8 * DAY_MS);
                    agent.state = AgentState::Break;
                },
                true,
            ),
        ];
        for (at, (change, wanted)) in table.into_iter().enumerate() {
            let mut one = agent.clone();
            change(&mut one);
            assert_eq!(may_be_dealt(&one, 7, NOW), wanted, "{at}");
        }
    }

    #[test]
    fn verdicts_carry_what_they_need() {
        use Verdict as V;
        let table = [
            (V::Right, "", "", Ok(("", ""))),
            (V::Right, " 好 ", "别的", Ok(("好", ""))),
            (V::Wrong, " ", "", Err("invalid.field")),
            (V::Wrong, "金额不对", "", Ok(("金额不对", ""))),
            (V::Mend, "", " ", Err("invalid.field")),
            (V::Mend, "", " 七天 ", Err("invalid.field")),
            (V::Mend, "", " 十天 ", Ok(("", "十天"))),
        ];
        for (verdict, note, answer, wanted) in table {
            let found = checked_verdict(verdict, note, answer, "七天");
            let found = found.map_err(|error| error.code.to_owned());
            let wanted = wanted
                .map(|(note, answer): (&str, &str)| (note.to_owned(), answer.to_owned()))
                .map_err(str::to_owned);
            assert_eq!(found, wanted, "{verdict:?} {note} {answer}");
        }
        assert!(checked_verdict(V::Wrong, &"长".repeat(501), "", "").is_err());
        assert!(checked_answer(&"长".repeat(20_001)).is_err());
    }

    #[test]
    fn only_what_waits_is_reviewed() {
        let table = [
            (State::Mended, Review::Accept, Some(State::Accepted)),
            (State::Mended, Review::Decline, Some(State::Declined)),
            (State::Mended, Review::Settle, None),
            (State::Wrong, Review::Settle, Some(State::Settled)),
            (State::Wrong, Review::Accept, None),
            (State::Open, Review::Settle, None),
            (State::Accepted, Review::Accept, None),
        ];
        for (state, review, wanted) in table {
            assert_eq!(reviewed(state, review), wanted, "{state:?} {review:?}");
        }
    }
}
