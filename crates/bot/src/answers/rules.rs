//! Which reply a question gets. Pure; the order of the rules is the order of this file.
//!
//! Reason codes: `chosen` `chosen_to_person` `chosen_hidden` · `handover_words` · `abuse` · `anger`
//! · `exact` `above_direct` · `to_person` `audience_hidden` · `small_talk` `small_talk_within` · `near_tie`
//! `below_direct` · `below_suggest` `no_candidates` `hidden_below_direct`.

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
}

/// What is known of a question.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Facts<'a> {
    /// What the words tell.
    pub(crate) signals: Signals,
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

/// The score of an entry one of whose keywords stands in the message: lifted towards 1 by the share
/// `push` of what is lacking, so that an unlikely entry is suggested and a likely one answered. An
/// exact hit is 1 already.
pub(crate) fn pushed(score: f32, push: f64) -> f32 {
    #[expect(clippy::cast_possible_truncation, reason = "a share of 0 to 1")]
    let push = push as f32;
    1.0 - (1.0 - score.max(0.0)) * (1.0 - push)
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
    let finding = suggest(facts);
    if facts.chatty && finding.outcome == Outcome::Unknown {
        return Finding::new(Outcome::SmallTalk, "small_talk_within");
    }
    finding
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
        .is_some_and(|best| best.score >= facts.thresholds.direct)
}

/// The best hit when it is clear and good enough; a tie comes as suggestions.
fn direct(facts: &Facts<'_>) -> Option<Finding> {
    let best = facts.hits.first()?;
    if best.score < facts.thresholds.direct {
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
    let picks: Vec<usize> = facts
        .hits
        .iter()
        .enumerate()
        .filter(|(_, hit)| hit.visible && hit.score >= facts.thresholds.suggest)
        .map(|(place, _)| place)
        .take(facts.max_suggestions)
        .collect();
    if picks.is_empty() {
        let hidden = best.score >= facts.thresholds.suggest;
        let reason = if hidden {
            "hidden_below_direct"
        } else {
            "below_suggest"
        };
        return Finding::new(Outcome::Unknown, reason);
    }
    let tie = best.score >= facts.thresholds.direct;
    let reason = if tie { "near_tie" } else { "below_direct" };
    Finding::of(Outcome::Suggested, reason, picks)
}

#[cfg(test)]
mod tests {
    use super::{Facts, Finding, Hit, decide};
    use crate::answers::Outcome;
    use crate::answers::model::Thresholds;
    use crate::answers::signals::Signals;

    const PLAIN: Hit = Hit {
        score: 0.0,
        exact: false,
        visible: true,
        to_person: false,
    };

    fn at(score: f64) -> Hit {
        Hit { score, ..PLAIN }
    }

    fn facts(hits: &[Hit]) -> Facts<'_> {
        Facts {
            signals: Signals::default(),
            chosen: None,
            hits,
            small_talk: false,
            chatty: false,
            thresholds: Thresholds {
                direct: 0.7,
                suggest: 0.4,
                tie_margin: 0.05,
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
    fn keywords_lift_and_never_lower() {
        for (score, push, wanted) in [
            (0.0, 0.3, 0.3),
            (0.5, 0.3, 0.65),
            (1.0, 0.3, 1.0),
            (-0.2, 0.3, 0.3),
            (0.5, 0.0, 0.5),
            (0.5, 1.0, 1.0),
        ] {
            let found = super::pushed(score, push);
            assert!((found - wanted).abs() < 1e-6, "{score} {push}: {found}");
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
