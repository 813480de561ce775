//! What counts as a signal, and which questions are alike. Pure.

use std::collections::{BTreeMap, BTreeSet};

use super::model::Turn;
use shanying_bot::Outcome;

/// A customer who asks twice says the same again from this similarity on. Of the demo shop's
/// unrelated questions one pair in a hundred reaches it, of its alike ones every third.
pub(super) const REPHRASED: f32 = 0.56;

/// What a reply of the bot does to the conversation's last question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// A new last question.
    Question,
    /// The customer has turned to something else.
    Forget,
    /// The last question stays.
    Keep,
}

/// A question replaces the last one; a thank-you ends it; asking for a person does not.
pub(super) fn step(outcome: Outcome) -> Step {
    match outcome {
        Outcome::Direct | Outcome::Suggested | Outcome::ToPerson | Outcome::Unknown => {
            Step::Question
        }
        Outcome::SmallTalk | Outcome::Dialogue => Step::Forget,
        Outcome::HandoverWords | Outcome::Anger | Outcome::Abuse | Outcome::Veiled => Step::Keep,
    }
}

/// Whether the next question may say the same again: the first was answered, did not help as far as
/// we know, and the next was typed, not clicked among what the answer offered.
pub(super) fn may_be_repeated(turn: &Turn, next_seq: i64, next: &str) -> bool {
    turn.outcome == Outcome::Direct
        && turn.helpful != Some(true)
        && turn.seq < next_seq
        && !turn.offered.iter().any(|offered| offered == next)
}

/// Whether the next question got the very same answer, so that it needs no comparing.
pub(super) fn is_answered_again(turn: &Turn, next_entry: Option<&str>) -> bool {
    next_entry.is_some() && turn.entry_id.as_deref() == next_entry
}

/// Whether asking for a person now is because of the answer.
pub(super) fn is_transferred_after(turn: &Turn, reason: &str) -> bool {
    matches!(reason, "button" | "words")
        && turn.outcome == Outcome::Direct
        && turn.helpful != Some(true)
}

/// Whether a conversation that ends now was left in mid-answer: the customer went, or fell silent,
/// with the last question open or its answer judged useless.
pub(super) fn is_abandoned(turn: &Turn, ended_by: &str) -> bool {
    let open = matches!(turn.outcome, Outcome::Unknown | Outcome::Suggested)
        || turn.helpful == Some(false);
    matches!(ended_by, "customer" | "idle") && open
}

/// Which gap each new group goes on as: groups are given by the gaps that their questions were in. The
/// gap with most questions in a group, the largest share first, of equals the older one; a gap goes
/// on in one group only.
pub(super) fn heirs<'a>(groups: &[Vec<&'a str>]) -> Vec<Option<&'a str>> {
    let mut claims: BTreeMap<(usize, &str), usize> = BTreeMap::new();
    for (at, gaps) in groups.iter().enumerate() {
        for gap in gaps {
            *claims.entry((at, gap)).or_default() += 1;
        }
    }
    let mut claims: Vec<((usize, &str), usize)> = claims.into_iter().collect();
    claims.sort_by(|((at, a), x), ((other, b), y)| y.cmp(x).then(a.cmp(b)).then(at.cmp(other)));
    let mut heirs = vec![None; groups.len()];
    let mut taken = BTreeSet::new();
    for ((at, gap), _) in claims {
        if let Some(place @ None) = heirs.get_mut(at)
            && !taken.contains(gap)
        {
            *place = groups
                .get(at)
                .and_then(|gaps| gaps.iter().copied().find(|own| *own == gap));
            taken.insert(gap);
        }
    }
    heirs
}

/// Whether a customer's second question says the first again.
pub(super) fn is_rephrased(similarity: f32) -> bool {
    similarity >= REPHRASED
}

/// Texts that become phrasings: trimmed, without doubles, in their order.
pub(super) fn phrasings<'a>(texts: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for text in texts {
        let text = text.trim();
        if !text.is_empty() && !kept.iter().any(|known| known == text) {
            kept.push(text.to_owned());
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use shanying_bot::Outcome;
    use shanying_kernel::Time;

    use super::*;

    fn turn(outcome: Outcome, helpful: Option<bool>) -> Turn {
        Turn {
            conversation_id: "cnv_1".to_owned(),
            customer_id: "cus_1".to_owned(),
            seq: 3,
            question: "怎么退货".to_owned(),
            outcome,
            entry_id: Some("ent_1".to_owned()),
            offered: vec!["退货运费谁出".to_owned()],
            helpful,
            at: Time(0),
        }
    }

    #[test]
    fn replies_move_the_last_question() {
        let table = [
            (Outcome::Direct, Step::Question),
            (Outcome::Suggested, Step::Question),
            (Outcome::ToPerson, Step::Question),
            (Outcome::Unknown, Step::Question),
            (Outcome::SmallTalk, Step::Forget),
            (Outcome::Dialogue, Step::Forget),
            (Outcome::HandoverWords, Step::Keep),
            (Outcome::Anger, Step::Keep),
            (Outcome::Abuse, Step::Keep),
        ];
        for (outcome, wanted) in table {
            assert_eq!(step(outcome), wanted, "{outcome:?}");
        }
    }

    #[test]
    fn only_an_answer_that_did_not_help_is_asked_again() {
        let table = [
            (Outcome::Direct, None, 5, "怎么把东西退掉", true),
            (Outcome::Direct, Some(false), 5, "怎么把东西退掉", true),
            (Outcome::Direct, Some(true), 5, "怎么把东西退掉", false),
            (Outcome::Direct, None, 5, "退货运费谁出", false),
            (Outcome::Direct, None, 3, "怎么把东西退掉", false),
            (Outcome::Suggested, None, 5, "怎么把东西退掉", false),
            (Outcome::Unknown, None, 5, "怎么把东西退掉", false),
        ];
        for (outcome, helpful, seq, next, wanted) in table {
            let found = may_be_repeated(&turn(outcome, helpful), seq, next);
            assert_eq!(found, wanted, "{outcome:?} {helpful:?} {next}");
        }
        let turn = turn(Outcome::Direct, None);
        assert!(is_answered_again(&turn, Some("ent_1")));
        assert!(!is_answered_again(&turn, Some("ent_2")) && !is_answered_again(&turn, None));
    }

    #[test]
    fn wanting_a_person_speaks_against_the_answer_only() {
        let table = [
            (Outcome::Direct, None, "button", true),
            (Outcome::Direct, Some(false), "words", true),
            (Outcome::Direct, Some(true), "button", false),
            (Outcome::Direct, None, "not_helpful", false),
            (Outcome::Direct, None, "anger", false),
            (Outcome::Unknown, None, "button", false),
            (Outcome::ToPerson, None, "entry", false),
        ];
        for (outcome, helpful, reason, wanted) in table {
            let found = is_transferred_after(&turn(outcome, helpful), reason);
            assert_eq!(found, wanted, "{outcome:?} {helpful:?} {reason}");
        }
    }

    #[test]
    fn leaving_counts_when_the_question_stayed_open() {
        let table = [
            (Outcome::Unknown, None, "idle", true),
            (Outcome::Unknown, None, "customer", true),
            (Outcome::Unknown, None, "agent", false),
            (Outcome::Suggested, None, "idle", true),
            (Outcome::Direct, None, "idle", false),
            (Outcome::Direct, Some(false), "customer", true),
            (Outcome::Direct, Some(true), "customer", false),
            (Outcome::ToPerson, None, "idle", false),
        ];
        for (outcome, helpful, by, wanted) in table {
            let found = is_abandoned(&turn(outcome, helpful), by);
            assert_eq!(found, wanted, "{outcome:?} {helpful:?} {by}");
        }
    }

    #[test]
    fn a_gap_goes_on_with_most_of_its_questions() {
        type Row<'a> = (Vec<Vec<&'a str>>, Vec<Option<&'a str>>);
        let table: [Row<'_>; 4] = [
            (vec![vec!["a", "a", "b"]], vec![Some("a")]),
            (vec![vec!["a"], vec!["a", "a"]], vec![None, Some("a")]),
            (vec![vec!["a", "b"], vec!["b"]], vec![Some("a"), Some("b")]),
            (vec![], vec![]),
        ];
        for (groups, wanted) in table {
            assert_eq!(heirs(&groups), wanted, "{groups:?}");
        }
    }

    #[test]
    fn phrasings_are_tidied() {
        assert_eq!(phrasings([" a ", "b", "", "a"]), vec!["a", "b"]);
    }
}
