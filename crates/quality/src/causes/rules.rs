//! Which cause a question has. Pure.

use std::collections::HashMap;

use shanying_bot::training::{Choice, Expected};

use super::model::{Cause, CauseBranch, Matter, Remedy};
use crate::gaps::{NearestEntry, Signal, Signalled};

/// Matters of a branch, and examples of a matter.
const MATTERS_MAX: usize = 50;
const EXAMPLES_MAX: usize = 3;
const CAUSES: [Cause; 4] = [
    Cause::NoKnowledge,
    Cause::NotRecognised,
    Cause::NotHelped,
    Cause::Other,
];

/// The cause of a question with these signals; `near` tells whether an entry is near.
pub(super) fn cause(label: Option<&Expected>, signals: &[Signal], near: bool) -> Cause {
    let answered = signals.iter().any(|signal| {
        matches!(
            signal,
            Signal::NotHelpful | Signal::Repeated | Signal::Transferred
        )
    });
    let unknown = signals.contains(&Signal::Unknown);
    match label.map(|label| label.choice) {
        Some(Choice::Missing) => Cause::NoKnowledge,
        Some(Choice::Entry) if answered && !unknown => Cause::NotHelped,
        Some(Choice::Entry) => Cause::NotRecognised,
        Some(Choice::SmallTalk | Choice::ToPerson | Choice::Skip) => Cause::Other,
        None if answered && !unknown => Cause::NotHelped,
        None if near => Cause::NotRecognised,
        None => Cause::NoKnowledge,
    }
}

fn remedy(cause: Cause) -> Remedy {
    match cause {
        Cause::NoKnowledge => Remedy::NewEntry,
        Cause::NotRecognised => Remedy::AddSimilar,
        Cause::NotHelped => Remedy::ImproveAnswer,
        Cause::Other => Remedy::Nothing,
    }
}

/// A question whose cause is known.
#[derive(Clone, Debug)]
pub(super) struct Settled {
    pub(super) one: Signalled,
    pub(super) cause: Cause,
    pub(super) labelled: bool,
    pub(super) entry: Option<NearestEntry>,
}

/// The branches of the tree, all four in their order.
pub(super) fn branches(settled: Vec<Settled>) -> Vec<CauseBranch> {
    let all = settled.len();
    let mut matters: HashMap<(Cause, String), Matter> = HashMap::new();
    for Settled {
        one,
        cause,
        labelled,
        entry,
    } in settled
    {
        let matter = matters
            .entry((cause, one.gap_id.clone()))
            .or_insert_with(|| Matter {
                gap_id: one.gap_id,
                question: one.gap_question,
                status: one.status,
                count: 0,
                labelled: 0,
                examples: Vec::new(),
                entry: None,
                conversation_id: one.conversation_id,
                seq: one.seq,
            });
        matter.count += 1;
        matter.labelled += usize::from(labelled);
        if labelled || matter.entry.is_none() {
            matter.entry = entry;
        }
        if matter.examples.len() < EXAMPLES_MAX && !matter.examples.contains(&one.text) {
            matter.examples.push(one.text);
        }
    }
    CAUSES
        .into_iter()
        .map(|cause| {
            let mut own: Vec<Matter> = matters
                .iter()
                .filter(|((of, _), _)| *of == cause)
                .map(|(_, matter)| matter.clone())
                .collect();
            own.sort_by(|a, b| b.count.cmp(&a.count).then(a.gap_id.cmp(&b.gap_id)));
            let count = own.iter().map(|matter| matter.count).sum();
            let labelled = own.iter().map(|matter| matter.labelled).sum();
            own.truncate(MATTERS_MAX);
            CauseBranch {
                cause,
                remedy: remedy(cause),
                count,
                share: share(count, all),
                labelled,
                matters: own,
            }
        })
        .collect()
}

#[expect(clippy::cast_precision_loss, reason = "counts of questions are small")]
fn share(part: usize, of: usize) -> f64 {
    if of == 0 {
        return 0.0;
    }
    part as f64 / of as f64
}

#[cfg(test)]
mod tests {
    use shanying_bot::training::{Choice, Expected};

    use super::{Cause, Signal, cause};

    #[test]
    fn labels_overrule_signals() {
        use Signal::{Abandoned, NotHelpful, Repeated, Transferred, Unknown};
        let label = |choice| {
            Some(Expected {
                choice,
                entry_id: None,
            })
        };
        let table = [
            (None, vec![Unknown], false, Cause::NoKnowledge),
            (None, vec![Unknown], true, Cause::NotRecognised),
            (None, vec![Unknown, Repeated], true, Cause::NotRecognised),
            (None, vec![NotHelpful], true, Cause::NotHelped),
            (None, vec![Transferred], false, Cause::NotHelped),
            (None, vec![Abandoned], true, Cause::NotRecognised),
            (None, vec![Abandoned], false, Cause::NoKnowledge),
            (
                label(Choice::Missing),
                vec![NotHelpful],
                true,
                Cause::NoKnowledge,
            ),
            (
                label(Choice::Entry),
                vec![Unknown],
                false,
                Cause::NotRecognised,
            ),
            (
                label(Choice::Entry),
                vec![Repeated],
                false,
                Cause::NotHelped,
            ),
            (label(Choice::SmallTalk), vec![Unknown], false, Cause::Other),
            (
                label(Choice::ToPerson),
                vec![NotHelpful],
                true,
                Cause::Other,
            ),
        ];
        for (label, signals, near, wanted) in table {
            let found = cause(label.as_ref(), &signals, near);
            assert_eq!(found, wanted, "{label:?} {signals:?} {near}");
        }
    }
}
