//! What a label teaches, what counts as right, and the figures. Pure.

use std::collections::{BTreeMap, HashMap};

use shanying_language::contrast::{self, disagreements};
use shanying_language::segment::Segmenter;
use shanying_people::customers::mask_text;

use super::model::{
    Choice, Confusion, Contradiction, Difference, EntryMeasure, Expected, Figures, Judged,
    Judgement, Report,
};
use crate::answers::{Decision, EntryRef, Outcome, Thresholds};

/// Characters of a kept text.
pub(super) const TEXT_MAX: usize = 200;
/// Pairs of a report, and examples of a pair.
const PAIRS_MAX: usize = 50;
const EXAMPLES_MAX: usize = 5;

/// A customer's text as it is kept for editors: one line, personal numbers masked, not too long;
/// none when it says nothing.
#[must_use]
pub fn kept_text(text: &str) -> Option<String> {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let kept: String = mask_text(&line).chars().take(TEXT_MAX).collect();
    kept.chars().any(char::is_alphanumeric).then_some(kept)
}

/// Whether a label on the question of this decision could teach anything: a click, a phrasing word
/// by word and plain requests for a person teach nothing.
pub(super) fn may_teach(decision: &Decision) -> bool {
    let told = ["chosen", "chosen_to_person", "chosen_hidden", "exact"];
    let words = [
        Outcome::HandoverWords,
        Outcome::Abuse,
        Outcome::Anger,
        Outcome::Dialogue,
        Outcome::Veiled,
    ];
    !told.contains(&decision.reason.as_str()) && !words.contains(&decision.outcome)
}

/// Questions that no company's entries answer: what a model learns as "none of them".
pub(super) fn outside_questions() -> Vec<String> {
    let lines = include_str!("../../data/outside_questions.txt").lines();
    lines
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(str::to_owned)
        .collect()
}

/// What of a decision tells how unsure it was.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Shape {
    /// Score of the best candidate.
    pub(super) top: f64,
    /// How far the second one lies behind.
    pub(super) margin: f64,
    /// 1 when nothing like it waits or is labelled, 0 when its twin is.
    pub(super) novelty: f64,
    /// How often it was asked.
    pub(super) asked: i64,
    /// What the bot did.
    pub(super) outcome: Outcome,
}

/// How much a label teaches: `(0.4 middle + 0.35 tie + 0.25 novelty) × (1 + ln asked)`, halved for
/// small talk, in millionths. *Middle* is 1 where the score lies between the lines of suggesting
/// and answering and falls to 0 at both ends; *tie* is 1 without a distance to the second candidate
/// and 0 from 0.3 on.
pub(super) fn worth(shape: &Shape, thresholds: Thresholds) -> i64 {
    let centre = (thresholds.direct + thresholds.suggest) / 2.0;
    let reach = centre.max(1.0 - centre).max(f64::EPSILON);
    let middle = 1.0 - ((shape.top - centre).abs() / reach).min(1.0);
    let tie = if shape.top > 0.0 {
        1.0 - (shape.margin / 0.3).clamp(0.0, 1.0)
    } else {
        0.0
    };
    let often = 1.0 + to_real(shape.asked.max(1)).ln();
    let talk = if shape.outcome == Outcome::SmallTalk {
        0.5
    } else {
        1.0
    };
    let worth = (0.4 * middle + 0.35 * tie + 0.25 * shape.novelty.clamp(0.0, 1.0)) * often * talk;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a small number in millionths"
    )]
    let millionths = (worth * 1e6).round() as i64;
    millionths
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts are far below 2 to the 52nd"
)]
fn to_real(count: i64) -> f64 {
    count as f64
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts are far below 2 to the 52nd"
)]
pub(super) fn share(part: usize, of: usize) -> f64 {
    if of == 0 {
        return 0.0;
    }
    part as f64 / of as f64
}

/// Judges a decision. `suggested` are the entries that the bot asked about, best first; `name` tells
/// the question of an entry.
pub(super) fn judge(
    text: &str,
    expected: &Expected,
    decision: &Decision,
    suggested: &[EntryRef],
    name: impl Fn(&str) -> String,
) -> Judged {
    let by_id = |id: &String| EntryRef {
        entry_id: id.clone(),
        question: name(id),
    };
    let answered = decision.entry_id.as_ref().map(by_id);
    let wanted = expected.entry_id.as_ref().map(by_id);
    let judgement = verdict(expected, decision.outcome, answered.as_ref(), suggested);
    let best = decision.candidates.first();
    Judged {
        text: text.to_owned(),
        choice: expected.choice,
        wanted,
        outcome: decision.outcome,
        given: answered.or_else(|| suggested.first().cloned()),
        score: best.map_or(0.0, |best| best.score),
        known: best.is_some_and(|best| best.features.get("equal") == Some(&1.0)),
        judgement,
    }
}

fn verdict(
    expected: &Expected,
    outcome: Outcome,
    answered: Option<&EntryRef>,
    suggested: &[EntryRef],
) -> Judgement {
    let gives = matches!(outcome, Outcome::Direct | Outcome::ToPerson);
    match expected.choice {
        Choice::Entry => {
            let wanted = expected.entry_id.as_deref();
            if gives {
                let right = answered.is_some_and(|entry| Some(entry.entry_id.as_str()) == wanted);
                return if right {
                    Judgement::Right
                } else {
                    Judgement::Wrong
                };
            }
            if outcome != Outcome::Suggested {
                return Judgement::Missed;
            }
            let among = suggested
                .iter()
                .any(|entry| Some(entry.entry_id.as_str()) == wanted);
            if among {
                Judgement::Offered
            } else {
                Judgement::Wrong
            }
        }
        Choice::Missing | Choice::Skip => match outcome {
            Outcome::Unknown => Judgement::Right,
            Outcome::Suggested | Outcome::Veiled => Judgement::Offered,
            _ => Judgement::Wrong,
        },
        Choice::SmallTalk => match outcome {
            Outcome::SmallTalk | Outcome::Abuse => Judgement::Right,
            Outcome::Unknown | Outcome::Veiled => Judgement::Missed,
            _ => Judgement::Wrong,
        },
        Choice::ToPerson => match outcome {
            Outcome::HandoverWords | Outcome::Anger | Outcome::ToPerson => Judgement::Right,
            Outcome::Unknown | Outcome::Veiled => Judgement::Missed,
            _ => Judgement::Wrong,
        },
    }
}

/// The report of judged questions; `before` are those of the measurement before, by their text.
pub(super) fn report(mut cases: Vec<Judged>, before: Option<&Report>) -> Report {
    let entries = by_entry(&cases);
    let mut figures = figures(&cases);
    let mean = |of: fn(&EntryMeasure) -> f64, counts: fn(&EntryMeasure) -> bool| {
        let own: Vec<f64> = entries.iter().filter(|one| counts(one)).map(of).collect();
        own.iter().sum::<f64>() / to_real(i64::try_from(own.len().max(1)).unwrap_or(1))
    };
    // An entry that answered nothing has no precision.
    figures.precision = mean(|entry| entry.precision, |entry| entry.given > 0);
    figures.recall = mean(|entry| entry.recall, |entry| entry.wanted > 0);
    figures.f1 = mean(|entry| entry.f1, |entry| entry.wanted > 0);
    let (worse, better) = before.map_or_else(Default::default, |before| changes(before, &cases));
    let pairs = confusions(&cases);
    cases.sort_by_key(|case| match case.judgement {
        Judgement::Wrong => 0,
        Judgement::Missed => 1,
        Judgement::Offered => 2,
        Judgement::Right => 3,
    });
    Report {
        figures,
        entries,
        pairs,
        cases,
        worse,
        better,
    }
}

fn figures(cases: &[Judged]) -> Figures {
    let count = |of: &dyn Fn(&&Judged) -> bool| cases.iter().filter(|case| of(case)).count();
    let is = |judgement: Judgement| move |case: &&Judged| case.judgement == judgement;
    let matter = |case: &&Judged| matches!(case.choice, Choice::Entry | Choice::Missing);
    let answered = |case: &&Judged| {
        matches!(case.outcome, Outcome::Direct | Outcome::ToPerson) && matter(case)
    };
    let (right, known) = (
        count(&is(Judgement::Right)),
        count(&|case: &&Judged| case.known),
    );
    let unseen_right = count(&|case: &&Judged| !case.known && case.judgement == Judgement::Right);
    let answers = count(&answered);
    Figures {
        questions: cases.len(),
        right,
        offered: count(&is(Judgement::Offered)),
        wrong: count(&is(Judgement::Wrong)),
        missed: count(&is(Judgement::Missed)),
        known,
        accuracy: share(right, cases.len()),
        accuracy_unseen: share(unseen_right, cases.len() - known),
        coverage: share(answers, count(&matter)),
        correctness: share(
            count(&|case: &&Judged| answered(case) && case.judgement == Judgement::Right),
            answers,
        ),
        ..Figures::default()
    }
}

/// Whether the bot gave the entry as its answer (a suggestion is none).
fn answer(case: &Judged) -> Option<&EntryRef> {
    case.given
        .as_ref()
        .filter(|_| matches!(case.outcome, Outcome::Direct | Outcome::ToPerson))
}

fn by_entry(cases: &[Judged]) -> Vec<EntryMeasure> {
    let mut entries: BTreeMap<&str, EntryMeasure> = BTreeMap::new();
    fn of<'a, 'b>(
        entries: &'a mut BTreeMap<&'b str, EntryMeasure>,
        entry: &'b EntryRef,
    ) -> &'a mut EntryMeasure {
        entries
            .entry(entry.entry_id.as_str())
            .or_insert_with(|| EntryMeasure {
                entry_id: entry.entry_id.clone(),
                question: entry.question.clone(),
                wanted: 0,
                given: 0,
                right: 0,
                precision: 0.0,
                recall: 0.0,
                f1: 0.0,
            })
    }
    for case in cases {
        if let Some(wanted) = &case.wanted {
            of(&mut entries, wanted).wanted += 1;
        }
        if let Some(given) = answer(case) {
            let measure = of(&mut entries, given);
            measure.given += 1;
            let same = case
                .wanted
                .as_ref()
                .is_some_and(|wanted| wanted.entry_id == given.entry_id);
            measure.right += usize::from(same);
        }
    }
    let mut entries: Vec<EntryMeasure> = entries.into_values().collect();
    for entry in &mut entries {
        entry.precision = share(entry.right, entry.given);
        entry.recall = share(entry.right, entry.wanted);
        entry.f1 = share(2 * entry.right, entry.given + entry.wanted);
    }
    entries.sort_by(|a, b| a.f1.total_cmp(&b.f1).then(b.wanted.cmp(&a.wanted)));
    entries
}

fn confusions(cases: &[Judged]) -> Vec<Confusion> {
    let mut pairs: HashMap<(&str, &str), Confusion> = HashMap::new();
    for case in cases {
        let (Some(wanted), Some(given)) = (&case.wanted, &case.given) else {
            continue;
        };
        if wanted.entry_id == given.entry_id {
            continue;
        }
        let pair = pairs
            .entry((&wanted.entry_id, &given.entry_id))
            .or_insert_with(|| Confusion {
                wanted: wanted.clone(),
                given: given.clone(),
                count: 0,
                examples: Vec::new(),
            });
        pair.count += 1;
        if pair.examples.len() < EXAMPLES_MAX {
            pair.examples.push(case.text.clone());
        }
    }
    let mut pairs: Vec<Confusion> = pairs.into_values().collect();
    pairs.sort_by(|a, b| {
        (b.count, &a.wanted.entry_id, &a.given.entry_id).cmp(&(
            a.count,
            &b.wanted.entry_id,
            &b.given.entry_id,
        ))
    });
    pairs.truncate(PAIRS_MAX);
    pairs
}

/// What was right and is not any more, and the other way round; questions that one of the two does
/// not hold are left out.
fn changes(before: &Report, cases: &[Judged]) -> (Vec<Judged>, Vec<Judged>) {
    let was: HashMap<&str, bool> = before
        .cases
        .iter()
        .map(|case| (case.text.as_str(), case.judgement == Judgement::Right))
        .collect();
    let changed = |from: bool| {
        cases
            .iter()
            .filter(|case| {
                was.get(case.text.as_str()) == Some(&from)
                    && (case.judgement == Judgement::Right) != from
            })
            .cloned()
            .collect()
    };
    (changed(true), changed(false))
}

/// Where two answers to nearly the same question contradict one another, such as 7 天 and 15 天. A
/// hint for the editor, no proof.
pub(super) fn differences(first: &str, second: &str, segmenter: &Segmenter) -> Vec<Difference> {
    disagreements(&plain(first), &plain(second), segmenter)
        .into_iter()
        .map(|one| Difference {
            matter: match one.matter {
                contrast::Matter::Number => Contradiction::Number,
                contrast::Matter::Stance => Contradiction::Stance,
            },
            first: one.first,
            second: one.second,
        })
        .collect()
}

/// Without the marks of Markdown.
fn plain(answer: &str) -> String {
    answer.replace("**", "").replace(['`', '#'], "")
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINES: Thresholds = Thresholds {
        direct: 0.6,
        suggest: 0.2,
        tie_margin: 0.03,
        certainty: 0.0,
    };

    fn shape(top: f64, margin: f64, novelty: f64, asked: i64) -> Shape {
        Shape {
            top,
            margin,
            novelty,
            asked,
            outcome: Outcome::Suggested,
        }
    }

    #[test]
    fn unsure_frequent_and_new_questions_teach_most() {
        let of = |shape: Shape| worth(&shape, LINES);
        let plain = of(shape(0.4, 0.1, 0.5, 1));
        assert!(plain > of(shape(0.95, 0.1, 0.5, 1)), "a clear hit");
        assert!(plain > of(shape(0.0, 0.0, 0.5, 1)), "nothing near");
        assert!(plain > of(shape(0.4, 0.3, 0.5, 1)), "no rival");
        assert!(plain < of(shape(0.4, 0.1, 1.0, 1)), "unlike the others");
        assert!(plain < of(shape(0.4, 0.1, 0.5, 3)), "asked often");
        let talk = Shape {
            outcome: Outcome::SmallTalk,
            ..shape(0.4, 0.1, 0.5, 1)
        };
        assert!(of(talk) < plain);
        assert_eq!(of(shape(0.4, 0.0, 1.0, 1)), 1_000_000);
    }

    fn entry(id: &str) -> EntryRef {
        EntryRef {
            entry_id: id.to_owned(),
            question: id.to_uppercase(),
        }
    }

    #[test]
    fn outcomes_are_judged() {
        use Choice::{Entry, Missing, SmallTalk, ToPerson};
        use Judgement::{Missed, Offered, Right, Wrong};
        let table = [
            (Entry, Outcome::Direct, Some("a"), vec![], Right),
            (Entry, Outcome::Direct, Some("b"), vec![], Wrong),
            (Entry, Outcome::ToPerson, Some("a"), vec![], Right),
            (Entry, Outcome::Suggested, None, vec!["b", "a"], Offered),
            (Entry, Outcome::Suggested, None, vec!["b"], Wrong),
            (Entry, Outcome::Unknown, None, vec![], Missed),
            (Entry, Outcome::SmallTalk, None, vec![], Missed),
            (Missing, Outcome::Unknown, None, vec![], Right),
            (Missing, Outcome::Suggested, None, vec!["b"], Offered),
            (Missing, Outcome::Direct, Some("b"), vec![], Wrong),
            (SmallTalk, Outcome::SmallTalk, None, vec![], Right),
            (SmallTalk, Outcome::Unknown, None, vec![], Missed),
            (SmallTalk, Outcome::Direct, Some("b"), vec![], Wrong),
            (ToPerson, Outcome::HandoverWords, None, vec![], Right),
            (ToPerson, Outcome::Anger, None, vec![], Right),
            (ToPerson, Outcome::Direct, Some("a"), vec![], Wrong),
        ];
        for (choice, outcome, answered, suggested, wanted) in table {
            let expected = Expected {
                choice,
                entry_id: (choice == Entry).then(|| "a".to_owned()),
            };
            let answered = answered.map(entry);
            let suggested: Vec<EntryRef> = suggested.into_iter().map(entry).collect();
            let found = verdict(&expected, outcome, answered.as_ref(), &suggested);
            assert_eq!(found, wanted, "{choice:?} {outcome:?} {answered:?}");
        }
    }

    fn judged(text: &str, wanted: Option<&str>, outcome: Outcome, given: Option<&str>) -> Judged {
        let expected = Expected {
            choice: if wanted.is_some() {
                Choice::Entry
            } else {
                Choice::Missing
            },
            entry_id: wanted.map(str::to_owned),
        };
        let given = given.map(entry);
        let offered: Vec<EntryRef> = given.clone().into_iter().collect();
        Judged {
            text: text.to_owned(),
            choice: expected.choice,
            wanted: wanted.map(entry),
            outcome,
            judgement: verdict(&expected, outcome, given.as_ref(), &offered),
            given,
            score: 0.5,
            known: false,
        }
    }

    #[test]
    fn figures_are_what_the_books_say() {
        let cases = vec![
            judged("1", Some("a"), Outcome::Direct, Some("a")),
            judged("2", Some("a"), Outcome::Direct, Some("b")),
            judged("3", Some("b"), Outcome::Direct, Some("b")),
            judged("4", Some("b"), Outcome::Unknown, None),
            judged("5", None, Outcome::Unknown, None),
            judged("6", None, Outcome::Direct, Some("b")),
        ];
        let found = report(cases.clone(), None);
        let figures = found.figures;
        assert_eq!((figures.right, figures.wrong, figures.missed), (3, 2, 1));
        let near = |a: f64, b: f64| (a - b).abs() < 1e-9;
        assert!(near(figures.accuracy, 0.5));
        assert!(near(figures.coverage, 4.0 / 6.0), "{}", figures.coverage);
        assert!(near(figures.correctness, 0.5));
        // a: precision 1, recall 1/2; b: precision 1/3, recall 1/2.
        assert!(near(figures.precision, (1.0 + 1.0 / 3.0) / 2.0));
        assert!(near(figures.recall, 0.5));
        assert!(near(figures.f1, (2.0 / 3.0 + 0.4) / 2.0));
        assert_eq!(found.entries[0].entry_id, "b", "the weakest first");
        assert_eq!(found.pairs.len(), 1);
        assert_eq!(found.pairs[0].examples, ["2"]);
        assert_eq!(found.cases[0].judgement, Judgement::Wrong);

        let mut later = cases;
        later[0] = judged("1", Some("a"), Outcome::Unknown, None);
        later[3] = judged("4", Some("b"), Outcome::Direct, Some("b"));
        let next = report(later, Some(&found));
        assert_eq!(next.worse.len(), 1);
        assert_eq!(next.worse[0].text, "1");
        assert_eq!(next.better[0].text, "4");
        let empty = report(Vec::new(), None);
        assert!(empty.figures.accuracy.abs() < 1e-9);
    }

    #[test]
    fn answers_that_count_differently_are_pointed_out() {
        let segmenter = Segmenter::default();
        let of = |a: &str, b: &str| {
            let found = differences(a, b, &segmenter);
            let shown = found
                .iter()
                .map(|one| format!("{}/{}", one.first, one.second));
            shown.collect::<Vec<_>>().join(" ")
        };
        assert_eq!(
            of("收到后 **7 天**内可退", "１５天内可以退货"),
            "7 天内/１５天内"
        );
        assert_eq!(of("7天内，运费10元", "7 天内，运费 12 元"), "10元/12 元");
        assert_eq!(
            of("within 7 days", "within 14 days"),
            "within 7 days/within 14 days"
        );
        assert_eq!(of("7天或15天", "15天"), "", "one of them agrees");
        assert_eq!(of("满99元包邮", "3天内发出"), "");
        assert_eq!(of("打9.5折。第1步", "打 8 折"), "9.5折/8 折");
        assert_eq!(of("可以退", "不能退"), "可以退/不能退");
    }

    #[test]
    fn texts_are_tidied_and_masked() {
        assert_eq!(
            kept_text(" 我的电话\n13812345678  对吗 ").as_deref(),
            Some("我的电话 138****5678 对吗")
        );
        assert_eq!(kept_text("？？！"), None);
        assert_eq!(kept_text(&"问".repeat(300)).unwrap().chars().count(), 200);
    }
}
