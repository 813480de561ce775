//! Which reply a question gets. Pure; the order of the rules is the order of this file.
//!
//! Reason codes: `chosen` `chosen_to_person` `chosen_hidden` · `handover_words` · `abuse` · `anger`
//! · `exact` `above_direct` · `to_person` `audience_hidden` · `small_talk` `small_talk_within` · `veiled` ·
//! `near_tie` `below_certainty` `below_direct` · `below_suggest` `no_candidates` `hidden_below_direct`
//! `out_of_scope`. Anger that the words do not tell but the reader of emotions is `anger_read`.

use super::model::{Outcome, Thresholds};
use super::signals::Signals;

/// A hit as the rules see it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Hit {
    /// 0 to 1.
    pub(crate) score: f64,
    /// One of its phrasings is the very question.
    pub(crate) exact: bool,
    /// This customer may be given it.
    pub(crate) visible: bool,
    /// It goes to a person.
    pub(crate) to_person: bool,
    /// How sure the trained model is of it, 0 to 1; nothing where it does not know the entry.
    pub(crate) certainty: Option<f64>,
}

/// Whether a message belongs to any entry, as the trained gate sees it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Scope {
    /// 0 to 1.
    pub(crate) probability: f64,
    /// The gate lets it pass.
    pub(crate) accepted: bool,
}

/// What a message sounds like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Feeling {
    /// Anger enough to bring a person.
    pub(crate) angry: bool,
    /// A demand that is not spoken out.
    pub(crate) veiled: bool,
}

/// From this probability on a message is surely about the knowledge base, and its best hits are worth
/// asking about at half the usual score.
const SURELY_IN_SCOPE: f64 = 0.9;

/// A hit from this score on, so far ahead, needs this share of the certainty (`docs/LANGUAGE.md`).
const AHEAD_FROM: f64 = 0.85;
const AHEAD_BY: f64 = 0.1;
const AHEAD_SHARE: f64 = 0.6;

/// What is known of a question.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Facts<'a> {
    /// What the words tell.
    pub(crate) signals: Signals,
    /// What it sounds like.
    pub(crate) feeling: Feeling,
    /// What the gate says; nothing where no model judges the best hit.
    pub(crate) scope: Option<Scope>,
    /// The entry that was clicked, if it is given now.
    pub(crate) chosen: Option<Hit>,
    /// Best first, in-date entries only.
    pub(crate) hits: &'a [Hit],
    /// A pattern of small talk fits the whole message.
    pub(crate) small_talk: bool,
    /// A pattern of small talk stands within the message.
    pub(crate) chatty: bool,
    /// The thresholds.
    pub(crate) thresholds: Thresholds,
    /// Whether anger brings a person.
    pub(crate) hand_over_on_anger: bool,
    /// Suggestions at most.
    pub(crate) max_suggestions: usize,
}

/// What follows. `picks` are places in the hits; for a chosen entry there are none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    pub(crate) outcome: Outcome,
    pub(crate) reason: &'static str,
    pub(crate) picks: Vec<usize>,
}

impl Finding {
    fn new(outcome: Outcome, reason: &'static str) -> Self {
        Self {
            outcome,
            reason,
            picks: Vec::new(),
        }
    }

    fn of(outcome: Outcome, reason: &'static str, picks: Vec<usize>) -> Self {
        Self {
            outcome,
            reason,
            picks,
        }
    }
}

/// Decides.
pub(crate) fn decide(facts: &Facts<'_>) -> Finding {
    if let Some(chosen) = facts.chosen {
        return match chosen {
            Hit { visible: false, .. } => Finding::new(Outcome::ToPerson, "chosen_hidden"),
            Hit {
                to_person: true, ..
            } => Finding::new(Outcome::ToPerson, "chosen_to_person"),
            _ => Finding::new(Outcome::Direct, "chosen"),
        };
    }
    let signals = facts.signals;
    if signals.handover {
        return Finding::new(Outcome::HandoverWords, "handover_words");
    }
    if signals.abuse && !signals.matter && !signals.anger {
        return Finding::new(Outcome::Abuse, "abuse");
    }
    if signals.anger && facts.hand_over_on_anger && !is_exact(facts) {
        return Finding::new(Outcome::Anger, "anger");
    }
    let direct = direct(facts);
    if let Some(finding) = direct.filter(|finding| finding.outcome != Outcome::Suggested) {
        return finding;
    }
    if facts.small_talk && !reaches_direct(facts) {
        return Finding::new(Outcome::SmallTalk, "small_talk");
    }
    // What is only read between the lines never overrules an answer that is sure.
    if facts.feeling.angry && facts.hand_over_on_anger && !facts.chatty {
        return Finding::new(Outcome::Anger, "anger_read");
    }
    let finding = suggest(facts);
    if facts.chatty && finding.outcome == Outcome::Unknown {
        return Finding::new(Outcome::SmallTalk, "small_talk_within");
    }
    // A matter of the knowledge base is asked about, however it sounds.
    let names_matter = finding.outcome == Outcome::Suggested && is_surely_in_scope(facts);
    if facts.feeling.veiled && !names_matter {
        return Finding::new(Outcome::Veiled, "veiled");
    }
    finding
}

fn is_surely_in_scope(facts: &Facts<'_>) -> bool {
    let scope = facts.scope.filter(|scope| scope.accepted);
    scope.is_some_and(|scope| scope.probability >= SURELY_IN_SCOPE)
}

/// A customer who types a question of the knowledge base word by word asks it, angry or not
/// (`我要投诉你们` may well be an entry).
fn is_exact(facts: &Facts<'_>) -> bool {
    facts.hits.first().is_some_and(|best| best.exact)
}

fn reaches_direct(facts: &Facts<'_>) -> bool {
    facts
        .hits
        .first()
        .is_some_and(|best| best.score >= facts.thresholds.direct && is_certain(facts, best))
}

/// The trained model, where it knows the entry, is sure enough of it to answer; a hit that is far ahead
/// of the others by its likeness needs less of that.
fn is_certain(facts: &Facts<'_>, hit: &Hit) -> bool {
    let second = facts.hits.get(1).map_or(0.0, |second| second.score);
    let in_scope = facts.scope.is_some_and(|scope| scope.accepted);
    let is_ahead = in_scope && hit.score >= AHEAD_FROM && hit.score - second >= AHEAD_BY;
    let share = if is_ahead { AHEAD_SHARE } else { 1.0 };
    let enough = |certainty| certainty >= share * facts.thresholds.certainty;
    hit.exact || hit.certainty.is_none_or(enough)
}

/// The best hit when it is clear and good enough; a tie comes as suggestions.
fn direct(facts: &Facts<'_>) -> Option<Finding> {
    let best = facts.hits.first()?;
    if best.score < facts.thresholds.direct || !is_certain(facts, best) {
        return None;
    }
    // An exact question wins over whatever is merely near; two exact ones are a tie.
    let rivals = facts
        .hits
        .get(1..)
        .unwrap_or_default()
        .iter()
        .filter(|hit| {
            hit.visible
                && if best.exact {
                    hit.exact
                } else {
                    best.score - hit.score < facts.thresholds.tie_margin
                }
        });
    if rivals.count() > 0 {
        return Some(Finding::new(Outcome::Suggested, "near_tie"));
    }
    Some(match best {
        Hit { visible: false, .. } => Finding::of(Outcome::ToPerson, "audience_hidden", vec![0]),
        Hit {
            to_person: true, ..
        } => Finding::of(Outcome::ToPerson, "to_person", vec![0]),
        Hit { exact: true, .. } => Finding::of(Outcome::Direct, "exact", vec![0]),
        _ => Finding::of(Outcome::Direct, "above_direct", vec![0]),
    })
}

fn suggest(facts: &Facts<'_>) -> Finding {
    let Some(best) = facts.hits.first() else {
        return Finding::new(Outcome::Unknown, "no_candidates");
    };
    let line = suggest_line(facts);
    let picks: Vec<usize> = facts
        .hits
        .iter()
        .enumerate()
        .filter(|(_, hit)| hit.visible && hit.score >= line)
        .map(|(place, _)| place)
        .take(facts.max_suggestions)
        .collect();
    if picks.is_empty() {
        let turned_away = facts.scope.is_some_and(|scope| !scope.accepted);
        let reason = if turned_away {
            "out_of_scope"
        } else if best.score >= line {
            "hidden_below_direct"
        } else {
            "below_suggest"
        };
        return Finding::new(Outcome::Unknown, reason);
    }
    let reason = if best.score < facts.thresholds.direct {
        "below_direct"
    } else if is_certain(facts, best) {
        "near_tie"
    } else {
        "below_certainty"
    };
    Finding::of(Outcome::Suggested, reason, picks)
}

/// From which score on a hit is worth asking about: half the usual when the message is surely about the
/// knowledge base, and none but a good one when the gate turns it away.
fn suggest_line(facts: &Facts<'_>) -> f64 {
    let Thresholds {
        direct, suggest, ..
    } = facts.thresholds;
    match facts.scope {
        Some(scope) if !scope.accepted => direct.max(suggest),
        Some(_) if is_surely_in_scope(facts) => suggest / 2.0,
        _ => suggest,
    }
}

#[cfg(test)]
mod tests {
    use super::{Facts, Finding, Hit, decide};
    use crate::answers::Outcome;
    use crate::answers::model::Thresholds;
    use crate::answers::rules::{Feeling, Scope};
    use crate::answers::signals::Signals;

    const PLAIN: Hit = Hit {
        score: 0.0,
        exact: false,
        visible: true,
        to_person: false,
        certainty: None,
    };

    fn at(score: f64) -> Hit {
        Hit { score, ..PLAIN }
    }

    fn facts(hits: &[Hit]) -> Facts<'_> {
        Facts {
            signals: Signals::default(),
            feeling: Feeling::default(),
            scope: None,
            chosen: None,
            hits,
            small_talk: false,
            chatty: false,
            thresholds: Thresholds {
                direct: 0.7,
                suggest: 0.4,
                tie_margin: 0.05,
                certainty: 0.7,
            },
            hand_over_on_anger: true,
            max_suggestions: 2,
        }
    }

    fn found(outcome: Outcome, reason: &'static str, picks: &[usize]) -> Finding {
        Finding {
            outcome,
            reason,
            picks: picks.to_vec(),
        }
    }

    #[test]
    fn hits_are_weighed() {
        use Outcome::{Direct, Suggested, ToPerson, Unknown};
        let exact = Hit {
            exact: true,
            ..at(1.0)
        };
        let hidden = |score| Hit {
            visible: false,
            ..at(score)
        };
        let person = |score| Hit {
            to_person: true,
            ..at(score)
        };
        let table: [(&[Hit], Finding); 14] = [
            (&[], found(Unknown, "no_candidates", &[])),
            (&[at(0.3)], found(Unknown, "below_suggest", &[])),
            (&[at(0.5)], found(Suggested, "below_direct", &[0])),
            (
                &[at(0.6), at(0.5), at(0.45)],
                found(Suggested, "below_direct", &[0, 1]),
            ),
            (&[at(0.8), at(0.6)], found(Direct, "above_direct", &[0])),
            (&[at(0.8), at(0.77)], found(Suggested, "near_tie", &[0, 1])),
            (&[exact, at(0.99)], found(Direct, "exact", &[0])),
            (&[exact, exact], found(Suggested, "near_tie", &[0, 1])),
            (
                &[hidden(0.8), at(0.6)],
                found(ToPerson, "audience_hidden", &[0]),
            ),
            (&[hidden(0.8), at(0.79)], found(Suggested, "near_tie", &[1])),
            (
                &[at(0.8), hidden(0.79)],
                found(Direct, "above_direct", &[0]),
            ),
            (&[person(0.8), at(0.5)], found(ToPerson, "to_person", &[0])),
            (
                &[hidden(0.6), at(0.5)],
                found(Suggested, "below_direct", &[1]),
            ),
            (
                &[hidden(0.6), at(0.3)],
                found(Unknown, "hidden_below_direct", &[]),
            ),
        ];
        for (hits, wanted) in table {
            assert_eq!(decide(&facts(hits)), wanted, "{hits:?}");
        }
    }

    #[test]
    fn the_trained_model_has_a_say() {
        use Outcome::{Direct, Suggested, ToPerson, Unknown};
        let sure = |score, certainty| Hit {
            certainty: Some(certainty),
            ..at(score)
        };
        let exact = Hit {
            exact: true,
            ..sure(1.0, 0.1)
        };
        let person = Hit {
            to_person: true,
            ..sure(0.9, 0.4)
        };
        let scope = |probability, accepted| {
            Some(Scope {
                probability,
                accepted,
            })
        };
        let (plain, surely, outside) = (scope(0.8, true), scope(0.95, true), scope(0.2, false));
        let table: [(&[Hit], Option<Scope>, Finding); 12] = [
            (
                &[sure(0.8, 0.7)],
                plain,
                found(Direct, "above_direct", &[0]),
            ),
            (&[at(0.8)], None, found(Direct, "above_direct", &[0])),
            (
                &[sure(0.8, 0.6)],
                plain,
                found(Suggested, "below_certainty", &[0]),
            ),
            (&[exact], outside, found(Direct, "exact", &[0])),
            (&[person], plain, found(Suggested, "below_certainty", &[0])),
            (
                &[Hit {
                    certainty: Some(0.9),
                    ..person
                }],
                plain,
                found(ToPerson, "to_person", &[0]),
            ),
            (
                &[sure(0.3, 0.3)],
                plain,
                found(Unknown, "below_suggest", &[]),
            ),
            (
                &[sure(0.3, 0.3)],
                surely,
                found(Suggested, "below_direct", &[0]),
            ),
            (
                &[sure(0.19, 0.3)],
                surely,
                found(Unknown, "below_suggest", &[]),
            ),
            (
                &[sure(0.6, 0.1)],
                outside,
                found(Unknown, "out_of_scope", &[]),
            ),
            (
                &[sure(0.8, 0.1)],
                outside,
                found(Suggested, "below_certainty", &[0]),
            ),
            (&[at(0.6)], None, found(Suggested, "below_direct", &[0])),
        ];
        for (second, reason) in [(0.75, "above_direct"), (0.82, "below_certainty")] {
            let hits = [sure(0.9, 0.5), at(second)];
            let mut known = facts(&hits);
            known.scope = plain;
            assert_eq!(decide(&known).reason, reason);
        }
        for (hits, scope, wanted) in table {
            let facts = Facts {
                scope,
                ..facts(hits)
            };
            assert_eq!(decide(&facts), wanted, "{hits:?} {scope:?}");
        }
    }

    #[test]
    fn feelings_come_in_their_order() {
        let angry = Feeling {
            angry: true,
            veiled: false,
        };
        let veiled = Feeling {
            angry: false,
            veiled: true,
        };
        let exact = [Hit {
            exact: true,
            ..at(1.0)
        }];
        let (good, poor, none) = ([at(0.9)], [at(0.5)], []);
        let base = |feeling, hits| Facts {
            feeling,
            ..facts(hits)
        };
        let chat = |feeling| Facts {
            small_talk: true,
            ..base(feeling, &none)
        };
        let abuse = Facts {
            signals: Signals {
                abuse: true,
                ..Signals::default()
            },
            ..base(angry, &none)
        };
        let patient = Facts {
            hand_over_on_anger: false,
            ..base(angry, &good)
        };
        let named = Facts {
            scope: Some(Scope {
                probability: 0.95,
                accepted: true,
            }),
            ..base(veiled, &poor)
        };
        let chatty = Facts {
            chatty: true,
            ..base(veiled, &none)
        };
        for (facts, outcome, reason) in [
            (base(angry, &good), Outcome::Direct, "above_direct"),
            (base(angry, &poor), Outcome::Anger, "anger_read"),
            (base(angry, &none), Outcome::Anger, "anger_read"),
            (named, Outcome::Suggested, "below_direct"),
            (base(angry, &exact), Outcome::Direct, "exact"),
            (patient, Outcome::Direct, "above_direct"),
            (abuse, Outcome::Abuse, "abuse"),
            (chat(angry), Outcome::SmallTalk, "small_talk"),
            (base(veiled, &exact), Outcome::Direct, "exact"),
            (base(veiled, &good), Outcome::Direct, "above_direct"),
            (base(veiled, &poor), Outcome::Veiled, "veiled"),
            (base(veiled, &none), Outcome::Veiled, "veiled"),
            (chat(veiled), Outcome::SmallTalk, "small_talk"),
            (chatty, Outcome::SmallTalk, "small_talk_within"),
        ] {
            let finding = decide(&facts);
            assert_eq!(
                (finding.outcome, finding.reason),
                (outcome, reason),
                "{facts:?}"
            );
        }
    }

    #[test]
    fn words_come_in_their_order() {
        let angry = Signals {
            anger: true,
            ..Signals::default()
        };
        let abusive = Signals {
            abuse: true,
            ..Signals::default()
        };
        let asking = Signals {
            handover: true,
            abuse: true,
            ..Signals::default()
        };
        let good = [at(0.9)];
        let exact = [Hit {
            exact: true,
            ..at(1.0)
        }];
        let poor = [at(0.5)];
        let of = |signals, hits| Facts {
            signals,
            ..facts(hits)
        };
        assert_eq!(decide(&of(asking, &good)).outcome, Outcome::HandoverWords);
        assert_eq!(decide(&of(abusive, &good)).outcome, Outcome::Abuse);
        assert_eq!(decide(&of(angry, &good)).outcome, Outcome::Anger);
        assert_eq!(decide(&of(angry, &exact)).outcome, Outcome::Direct);
        let patient = Facts {
            hand_over_on_anger: false,
            ..of(angry, &good)
        };
        assert_eq!(decide(&patient).outcome, Outcome::Direct);
        let chatty = Facts {
            chatty: true,
            ..facts(&[])
        };
        assert_eq!(decide(&chatty).reason, "small_talk_within");
        let chatty = Facts {
            chatty: true,
            ..facts(&poor)
        };
        assert_eq!(decide(&chatty).outcome, Outcome::Suggested);
        let chat = Facts {
            small_talk: true,
            ..facts(&poor)
        };
        assert_eq!(decide(&chat).outcome, Outcome::SmallTalk);
        let chat = Facts {
            small_talk: true,
            ..facts(&good)
        };
        assert_eq!(decide(&chat).outcome, Outcome::Direct);
    }

    #[test]
    fn a_click_is_answered_or_goes_to_a_person() {
        let none = Facts {
            signals: Signals {
                handover: true,
                ..Signals::default()
            },
            ..facts(&[])
        };
        let click = |hit| {
            decide(&Facts {
                chosen: Some(hit),
                ..none
            })
            .reason
        };
        assert_eq!(click(PLAIN), "chosen");
        assert_eq!(
            click(Hit {
                to_person: true,
                ..PLAIN
            }),
            "chosen_to_person"
        );
        assert_eq!(
            click(Hit {
                visible: false,
                ..PLAIN
            }),
            "chosen_hidden"
        );
    }
}
