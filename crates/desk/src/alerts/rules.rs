//! What raises an alert: pure.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};
use shanying_bot::answers::Step;

use super::model::{AlertKind, NewAlert, Severity, SupervisionSettings};

/// An alert that waits this many times as long as it may is an alarm.
const LATE: i64 = 2;
/// A question is surging when it is asked so many times as often as it was the day before.
const SURGE_FACTOR: i64 = 3;

fn facts<const N: usize>(pairs: [(&str, Json); N]) -> BTreeMap<String, Json> {
    pairs
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

fn of_conversation<const N: usize>(
    kind: AlertKind,
    severity: Severity,
    id: &str,
    particulars: [(&str, Json); N],
) -> NewAlert {
    NewAlert {
        kind,
        severity,
        subject: id.to_owned(),
        conversation_id: Some(id.to_owned()),
        facts: facts(particulars),
    }
}

/// What a customer's message shows.
pub(super) fn heard(
    settings: &SupervisionSettings,
    id: &str,
    (text, seq): (&str, i64),
    angry: bool,
) -> Vec<NewAlert> {
    let mut raised = Vec::new();
    if angry && settings.anger {
        let seen = [("seq", json!(seq))];
        raised.push(of_conversation(AlertKind::Anger, Severity::Alarm, id, seen));
    }
    let said = text.to_lowercase();
    let word = settings
        .keywords
        .iter()
        .map(|word| word.trim())
        .find(|word| said.contains(&word.to_lowercase()));
    if let Some(word) = word {
        let seen = [("word", json!(word)), ("seq", json!(seq))];
        raised.push(of_conversation(
            AlertKind::Keyword,
            Severity::Alarm,
            id,
            seen,
        ));
    }
    raised
}

/// Whether the bot does not get on: its last replies, the newest first, were each no answer, or the
/// same answer again.
pub(super) fn is_stuck(
    settings: &SupervisionSettings,
    id: &str,
    last: &[Step],
) -> Option<NewAlert> {
    let wanted = usize::try_from(settings.stuck_repeats)
        .ok()
        .filter(|n| *n > 0)?;
    let lost = last
        .iter()
        .take_while(|step| step.entry_id.is_none() && step.is_lost)
        .count();
    let entry = last.first().and_then(|step| step.entry_id.as_deref());
    let same = entry.map_or(0, |entry| {
        last.iter()
            .take_while(|step| step.entry_id.as_deref() == Some(entry))
            .count()
    });
    let repeats = lost.max(same);
    (repeats >= wanted).then(|| {
        let why = if lost >= same { "lost" } else { "same" };
        let seen = [("repeats", json!(repeats)), ("why", json!(why))];
        of_conversation(AlertKind::BotStuck, Severity::Warning, id, seen)
    })
}

/// An agent has not answered since `waiting_since`.
pub(super) fn unanswered(
    settings: &SupervisionSettings,
    id: &str,
    (waiting_since, now): (i64, i64),
) -> Option<NewAlert> {
    let allowed = settings.unanswered_seconds;
    let waited = (now - waiting_since) / 1000;
    (allowed > 0 && waited >= allowed).then(|| {
        let severity = if waited >= allowed * LATE {
            Severity::Alarm
        } else {
            Severity::Warning
        };
        of_conversation(
            AlertKind::Unanswered,
            severity,
            id,
            [("seconds", json!(allowed))],
        )
    })
}

/// More customers come than people can serve; `told` are the particulars.
pub(super) fn peak(peak_id: &str, told: Json) -> NewAlert {
    let particulars = match told {
        Json::Object(map) => map.into_iter().collect(),
        _ => BTreeMap::new(),
    };
    NewAlert {
        kind: AlertKind::Peak,
        severity: Severity::Alarm,
        subject: peak_id.to_owned(),
        conversation_id: None,
        facts: particulars,
    }
}

/// Somebody of a grade that should not wait has waited since `queued_at`.
pub(super) fn vip_waiting(
    settings: &SupervisionSettings,
    (id, grade): (&str, &str),
    (queued_at, now): (i64, i64),
) -> Option<NewAlert> {
    let may_wait = settings.vip_wait_seconds * 1000;
    let is_vip = settings
        .vip_grades
        .iter()
        .any(|one| one.trim() == grade.trim());
    (is_vip && now - queued_at >= may_wait).then(|| {
        let seen = [
            ("grade", json!(grade)),
            ("seconds", json!(settings.vip_wait_seconds)),
        ];
        of_conversation(AlertKind::VipWaiting, Severity::Alarm, id, seen)
    })
}

/// Whether an entry is asked for much more often than before: `recent` times in the span, `day`
/// times in the day before it.
pub(super) fn is_surge(settings: &SupervisionSettings, recent: i64, day: i64) -> bool {
    let usual = day * settings.surge_minutes * SURGE_FACTOR;
    settings.surge_count > 0 && recent >= settings.surge_count && recent * 24 * 60 >= usual
}

/// Many ask for one entry.
pub(super) fn surge(
    settings: &SupervisionSettings,
    (entry_id, question): (&str, &str),
    recent: i64,
) -> NewAlert {
    NewAlert {
        kind: AlertKind::Surge,
        severity: Severity::Warning,
        subject: entry_id.to_owned(),
        conversation_id: None,
        facts: facts([
            ("entry_id", json!(entry_id)),
            ("question", json!(question)),
            ("count", json!(recent)),
            ("minutes", json!(settings.surge_minutes)),
        ]),
    }
}

#[cfg(test)]
mod tests {
    use shanying_bot::answers::Step;

    use super::*;

    fn settings() -> SupervisionSettings {
        SupervisionSettings {
            vip_grades: vec!["金卡".to_owned()],
            ..SupervisionSettings::default()
        }
    }

    fn kinds(raised: &[NewAlert]) -> Vec<AlertKind> {
        raised.iter().map(|one| one.kind).collect()
    }

    #[test]
    fn a_message_shows_anger_and_words_of_the_list() {
        let table: [(&str, bool, &[AlertKind]); 5] = [
            ("什么时候发货", false, &[]),
            ("气死我了", true, &[AlertKind::Anger]),
            ("我要去12315投诉", false, &[AlertKind::Keyword]),
            (
                "再不退我就找律师",
                true,
                &[AlertKind::Anger, AlertKind::Keyword],
            ),
            ("", false, &[]),
        ];
        for (text, angry, wanted) in table {
            assert_eq!(
                kinds(&heard(&settings(), "c", (text, 3), angry)),
                wanted,
                "{text}"
            );
        }
        let quiet = SupervisionSettings {
            anger: false,
            keywords: vec!["Refund".into()],
            ..settings()
        };
        assert!(heard(&quiet, "c", ("气死我了", 1), true).is_empty());
        let found = heard(&quiet, "c", ("REFUND now", 1), false);
        assert_eq!(found.first().unwrap().facts["word"], "Refund");
    }

    #[test]
    fn the_bot_is_stuck_when_it_says_the_same_or_nothing_again_and_again() {
        let lost = || Step {
            entry_id: None,
            is_lost: true,
        };
        let fine = || Step {
            entry_id: None,
            is_lost: false,
        };
        let entry = |id: &str| Step {
            entry_id: Some(id.to_owned()),
            is_lost: false,
        };
        let table: [(Vec<Step>, Option<&str>); 7] = [
            (vec![], None),
            (vec![lost(), lost()], None),
            (vec![lost(), lost(), lost()], Some("lost")),
            (vec![lost(), fine(), lost(), lost()], None),
            (vec![entry("a"), entry("a"), entry("a")], Some("same")),
            (vec![entry("a"), entry("b"), entry("a")], None),
            (vec![lost(), entry("a"), entry("a"), entry("a")], None),
        ];
        for (steps, wanted) in table {
            let found = is_stuck(&settings(), "c", &steps);
            let why = found.map(|one| one.facts["why"].as_str().unwrap().to_owned());
            assert_eq!(why.as_deref(), wanted, "{steps:?}");
        }
        let never = SupervisionSettings {
            stuck_repeats: 0,
            ..settings()
        };
        assert_eq!(is_stuck(&never, "c", &[lost(), lost(), lost()]), None);
    }

    #[test]
    fn waits_become_alerts_and_long_ones_alarms() {
        let table = [
            (119_999, None),
            (120_000, Some(Severity::Warning)),
            (239_999, Some(Severity::Warning)),
            (240_000, Some(Severity::Alarm)),
        ];
        for (waited, wanted) in table {
            let found = unanswered(&settings(), "c", (1_000, 1_000 + waited));
            assert_eq!(found.map(|one| one.severity), wanted, "{waited}");
        }
        assert!(vip_waiting(&settings(), ("c", "金卡"), (0, 30_000)).is_some());
        assert!(vip_waiting(&settings(), ("c", "金卡"), (0, 29_999)).is_none());
        assert!(vip_waiting(&settings(), ("c", "银卡"), (0, 90_000)).is_none());
    }

    #[test]
    fn a_surge_is_many_and_more_than_usual() {
        // 10 in 10 minutes; the day before has 144 spans of 10 minutes.
        let table = [
            (9, 0, false),
            (10, 0, true),
            (10, 480, true),
            (10, 481, false),
            (40, 1_900, true),
        ];
        for (recent, day, wanted) in table {
            assert_eq!(is_surge(&settings(), recent, day), wanted, "{recent} {day}");
        }
    }
}
