//! Stretches of time cut, joined and counted. Pure.

use std::collections::BTreeMap;

use shanying_desk::conversations::Service;
use shanying_kernel::Time;
use shanying_people::agents::{AgentState, Stretch};

use super::model::{Break, ServiceRow, StretchRow, Workday};
use crate::metrics::mean_seconds;

/// Milliseconds from a moment (included) to another (not included).
type Span = (i64, i64);

/// What of a stretch lies within `within`; what still lasts ends with it.
fn cut((from, until): (i64, Option<i64>), within: Span) -> Option<Span> {
    let span = (from.max(within.0), until.unwrap_or(within.1).min(within.1));
    (span.0 < span.1).then_some(span)
}

/// Spans in order, those that touch joined.
fn joined(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    let mut all: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match all.last_mut() {
            Some(last) if span.0 <= last.1 => last.1 = last.1.max(span.1),
            _ => all.push(span),
        }
    }
    all
}

fn length(spans: &[Span]) -> i64 {
    spans.iter().map(|span| span.1 - span.0).sum()
}

/// How long both go on at once; each is joined.
fn common(one: &[Span], other: &[Span]) -> i64 {
    let both = one.iter().flat_map(|a| {
        other
            .iter()
            .map(move |b| (a.1.min(b.1) - a.0.max(b.0)).max(0))
    });
    both.sum()
}

/// An agent's day: `within` ends now if it is today.
pub(super) fn day(stretches: &[Stretch], services: &[Service], within: Span) -> Workday {
    let of = |wanted: &dyn Fn(AgentState) -> bool| {
        let spans = stretches.iter().filter(|one| wanted(one.state));
        joined(
            spans
                .filter_map(|one| cut((one.from.0, one.until.map(|t| t.0)), within))
                .collect(),
        )
    };
    let at_work = of(&|state| state != AgentState::Offline);
    let online = of(&|state| state == AgentState::Online);
    let served: Vec<Span> = services
        .iter()
        .filter_map(|one| cut((one.from.0, one.until.map(|t| t.0)), within))
        .collect();
    let served = joined(served);
    let begun: Vec<&Service> = services
        .iter()
        .filter(|one| (within.0..within.1).contains(&one.from.0))
        .collect();
    let waits: Vec<i64> = begun.iter().filter_map(|one| one.first_wait_ms).collect();
    let rounds = begun.iter().map(|one| one.rounds).sum();
    let scores: Vec<i64> = begun.iter().filter_map(|one| one.score).collect();
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let logged_in = length(&at_work);
    Workday {
        logged_in_seconds: logged_in / 1000,
        online_seconds: length(&online) / 1000,
        busy_seconds: length(&of(&|state| state == AgentState::Busy)) / 1000,
        break_seconds: length(&of(&|state| state == AgentState::Break)) / 1000,
        breaks: breaks(stretches, within),
        idle_seconds: (length(&online) - common(&online, &served)) / 1000,
        serving_seconds: common(&at_work, &served) / 1000,
        served: count(begun.len()),
        replied: count(waits.len()),
        first_response_seconds: mean_seconds(waits.iter().sum(), count(waits.len())),
        rounds,
        response_seconds: mean_seconds(begun.iter().map(|one| one.reply_ms).sum(), rounds),
        served_per_hour: per_hour(count(begun.len()), logged_in),
        ratings: count(scores.len()),
        good: count(scores.iter().filter(|score| **score >= 4).count()),
        ..Workday::default()
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "times of a day are far below 2^52"
)]
fn per_hour(count: i64, ms: i64) -> Option<f64> {
    // Less than a minute would make a figure of an accident.
    (ms >= 60_000).then(|| (count as f64 * 3_600_000.0 / ms as f64 * 100.0).round() / 100.0)
}

fn breaks(stretches: &[Stretch], within: Span) -> Vec<Break> {
    let mut by_reason: BTreeMap<String, (i64, i64)> = BTreeMap::new();
    for one in stretches
        .iter()
        .filter(|one| one.state == AgentState::Break)
    {
        if let Some(span) = cut((one.from.0, one.until.map(|t| t.0)), within) {
            let sum = by_reason
                .entry(one.reason.clone().unwrap_or_default())
                .or_default();
            *sum = (sum.0 + 1, sum.1 + span.1 - span.0);
        }
    }
    let mut breaks: Vec<Break> = by_reason
        .into_iter()
        .map(|(reason, (times, ms))| Break {
            reason,
            times,
            seconds: ms / 1000,
        })
        .collect();
    breaks.sort_by_key(|one| -one.seconds);
    breaks
}

/// The states of a day, cut at its ends.
pub(super) fn stretch_rows(stretches: &[Stretch], within: Span) -> Vec<StretchRow> {
    let row = |one: &Stretch| {
        let (from, until) = cut((one.from.0, one.until.map(|t| t.0)), within)?;
        Some(StretchRow {
            state: one.state,
            reason: one.reason.clone(),
            from: Time(from),
            until: Time(until),
        })
    };
    stretches.iter().filter_map(row).collect()
}

/// The conversations taken within the day.
pub(super) fn service_rows(services: &[Service], within: Span) -> Vec<ServiceRow> {
    let begun = services
        .iter()
        .filter(|one| (within.0..within.1).contains(&one.from.0));
    begun
        .map(|one| ServiceRow {
            conversation_id: one.conversation_id.clone(),
            number: one.number,
            subject: one.subject.clone(),
            from: one.from,
            until: one.until,
            first_response_seconds: one.first_wait_ms.and_then(|ms| mean_seconds(ms, 1)),
            rounds: one.rounds,
            response_seconds: mean_seconds(one.reply_ms, one.rounds),
            score: one.score,
        })
        .collect()
}

/// A table for a spreadsheet: a mark of order first, so that it reads Chinese; what a spreadsheet
/// would take for a formula is told to be text.
pub(super) fn csv(days: &[Workday], english: bool) -> String {
    let heads = if english {
        [
            "Date",
            "Agent",
            "Logged in (s)",
            "Online (s)",
            "Busy (s)",
            "Break (s)",
            "Breaks",
            "Idle (s)",
            "Serving (s)",
            "Served",
            "Replied",
            "First response (s)",
            "Replies",
            "Mean response (s)",
            "Served per hour",
            "Ratings",
            "Good",
        ]
    } else {
        [
            "日期",
            "客服",
            "登录时长(秒)",
            "在线(秒)",
            "示忙(秒)",
            "小休(秒)",
            "小休明细",
            "空闲(秒)",
            "接待时长(秒)",
            "接待会话",
            "有回复会话",
            "平均首响(秒)",
            "回复轮次",
            "平均响应(秒)",
            "每小时接待",
            "评价数",
            "好评数",
        ]
    };
    let mut text = String::from("\u{feff}");
    text += &line(heads.map(str::to_owned));
    for day in days {
        let breaks: Vec<String> = day
            .breaks
            .iter()
            .map(|one| format!("{} {}×{}s", one.reason, one.times, one.seconds))
            .collect();
        let real = |value: Option<f64>| value.map_or_else(String::new, |value| value.to_string());
        text += &line([
            day.date.clone(),
            day.name.clone(),
            day.logged_in_seconds.to_string(),
            day.online_seconds.to_string(),
            day.busy_seconds.to_string(),
            day.break_seconds.to_string(),
            breaks.join("; ").trim().to_owned(),
            day.idle_seconds.to_string(),
            day.serving_seconds.to_string(),
            day.served.to_string(),
            day.replied.to_string(),
            real(day.first_response_seconds),
            day.rounds.to_string(),
            real(day.response_seconds),
            real(day.served_per_hour),
            day.ratings.to_string(),
            day.good.to_string(),
        ]);
    }
    text
}

fn line(cells: [String; 17]) -> String {
    let quoted = cells.map(|cell| {
        let safe = if cell.starts_with(['=', '+', '-', '@', '\t']) {
            format!("'{cell}")
        } else {
            cell
        };
        if safe.contains([',', '"', '\n', '\r']) {
            format!("\"{}\"", safe.replace('"', "\"\""))
        } else {
            safe
        }
    });
    quoted.join(",") + "\r\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 3_600_000;

    fn stretch(state: AgentState, reason: Option<&str>, from: i64, until: Option<i64>) -> Stretch {
        Stretch {
            agent_id: "a".to_owned(),
            state,
            reason: reason.map(str::to_owned),
            from: Time(from * HOUR),
            until: until.map(|hour| Time(hour * HOUR)),
        }
    }

    fn service(from: i64, until: Option<i64>, first_wait_ms: Option<i64>) -> Service {
        Service {
            agent_id: "a".to_owned(),
            conversation_id: "c".to_owned(),
            number: 1,
            subject: String::new(),
            from: Time(from * HOUR),
            until: until.map(|hour| Time(hour * HOUR)),
            first_wait_ms,
            rounds: 2,
            reply_ms: 30_000,
            score: Some(5),
        }
    }

    #[test]
    fn spans_are_cut_and_joined() {
        assert_eq!(cut((1, Some(5)), (2, 4)), Some((2, 4)));
        assert_eq!(cut((1, None), (2, 4)), Some((2, 4)));
        assert_eq!(cut((4, None), (2, 4)), None);
        assert_eq!(joined(vec![(5, 6), (1, 3), (2, 4), (4, 5)]), [(1, 6)]);
        assert_eq!(joined(vec![(1, 2), (3, 4)]), [(1, 2), (3, 4)]);
        assert_eq!(common(&[(0, 4), (6, 9)], &[(3, 7)]), 2);
    }

    #[test]
    fn a_day_from_its_log() {
        // Yesterday until 1, online 1–5, break 5–6, busy 6–7, online 7– (now is 10).
        let log = [
            stretch(AgentState::Online, None, -3, Some(1)),
            stretch(AgentState::Offline, None, 1, Some(2)),
            stretch(AgentState::Online, None, 2, Some(5)),
            stretch(AgentState::Break, Some("meal"), 5, Some(6)),
            stretch(AgentState::Busy, None, 6, Some(7)),
            stretch(AgentState::Online, None, 7, None),
        ];
        // One from before the day, two at once, one that goes on over the break, one that lasts.
        let served = [
            service(-1, Some(1), Some(1_000)),
            service(3, Some(4), Some(4_000)),
            service(3, Some(6), Some(8_000)),
            service(9, None, None),
        ];
        let day = day(&log, &served, (0, 10 * HOUR));
        assert_eq!(day.logged_in_seconds, 9 * 3600);
        assert_eq!(
            (day.online_seconds, day.break_seconds, day.busy_seconds),
            (7 * 3600, 3600, 3600)
        );
        assert_eq!(
            day.breaks,
            [Break {
                reason: "meal".into(),
                times: 1,
                seconds: 3600
            }]
        );
        // Online 0–1, 2–5, 7–10; served 0–1, 3–6, 9–10: idle 2–3 and 7–9.
        assert_eq!(
            (day.idle_seconds, day.serving_seconds),
            (3 * 3600, 5 * 3600)
        );
        assert_eq!((day.served, day.replied), (3, 2));
        assert_eq!(day.first_response_seconds, Some(6.0));
        assert_eq!((day.rounds, day.response_seconds), (6, Some(15.0)));
        assert_eq!(day.served_per_hour, Some(0.33));
        assert_eq!((day.ratings, day.good), (3, 3));
        assert_eq!(stretch_rows(&log, (0, 10 * HOUR)).len(), 6);
        assert_eq!(service_rows(&served, (0, 10 * HOUR)).len(), 3);
    }

    #[test]
    fn nothing_is_nothing() {
        let day = day(&[], &[], (0, HOUR));
        assert_eq!(day, Workday::default());
    }

    #[test]
    fn a_table_is_safe_to_open() {
        let day = Workday {
            name: "=HYPERLINK(\"x\")".to_owned(),
            date: "2026-11-20".to_owned(),
            ..Workday::default()
        };
        let text = csv(&[day], false);
        assert!(text.starts_with("\u{feff}日期,客服,"));
        assert!(
            text.contains("2026-11-20,\"'=HYPERLINK(\"\"x\"\")\",0,"),
            "{text}"
        );
        assert_eq!(text.lines().count(), 2);
    }
}
