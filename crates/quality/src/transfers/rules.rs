//! Which cause a transfer has. Pure.

use shanying_desk::assist::BotSaid;
use shanying_desk::conversations::TransferReason;

use super::model::{CauseCount, TransferCase, TransferCause};

pub(super) const CAUSES: [TransferCause; 6] = [
    TransferCause::Straight,
    TransferCause::NoKnowledge,
    TransferCause::Misrecognised,
    TransferCause::NotHelped,
    TransferCause::Policy,
    TransferCause::Insisted,
];

/// Why a customer came to a person; `near` tells whether an entry is near what they wanted.
pub(super) fn cause(
    reason: TransferReason,
    is_direct: bool,
    bot: &BotSaid,
    near: bool,
) -> TransferCause {
    let unknown = if near {
        TransferCause::Misrecognised
    } else {
        TransferCause::NoKnowledge
    };
    match (reason, bot) {
        (
            TransferReason::Grade
            | TransferReason::Policy
            | TransferReason::Entry
            | TransferReason::Task,
            _,
        ) => TransferCause::Policy,
        (TransferReason::NotHelpful, _) => TransferCause::NotHelped,
        (TransferReason::Unknown | TransferReason::Veiled, _) => unknown,
        (_, BotSaid::Answered { failed: true, .. }) => TransferCause::NotHelped,
        (TransferReason::Anger, _) => TransferCause::Policy,
        (_, BotSaid::Nothing) => TransferCause::Straight,
        (_, _) if is_direct => TransferCause::Straight,
        (_, BotSaid::Unsure) => unknown,
        (_, BotSaid::Answered { .. }) => TransferCause::Insisted,
    }
}

/// How many cases each cause has, all six in their order.
pub(super) fn counts(cases: &[TransferCase]) -> Vec<CauseCount> {
    let count = |cause| cases.iter().filter(|case| case.cause == cause).count();
    CAUSES
        .into_iter()
        .map(|cause| CauseCount {
            cause,
            count: count(cause),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_transfer_has_one_cause() {
        use TransferCause as C;
        use TransferReason as R;
        let answered = |failed| BotSaid::Answered {
            entry_id: None,
            text: "答".into(),
            failed,
        };
        let table = [
            (R::Button, true, BotSaid::Nothing, false, C::Straight),
            (R::Words, false, BotSaid::Unsure, false, C::NoKnowledge),
            (R::Words, false, BotSaid::Unsure, true, C::Misrecognised),
            (R::Unknown, false, BotSaid::Unsure, true, C::Misrecognised),
            (R::Button, false, answered(true), true, C::NotHelped),
            (R::NotHelpful, false, answered(true), true, C::NotHelped),
            (R::Words, false, answered(false), true, C::Insisted),
            (R::Entry, false, answered(false), true, C::Policy),
            (R::Grade, true, BotSaid::Nothing, true, C::Policy),
            (R::Anger, false, answered(true), true, C::NotHelped),
            (R::Anger, true, BotSaid::Nothing, true, C::Policy),
        ];
        for (reason, direct, bot, near, wanted) in table {
            assert_eq!(
                cause(reason, direct, &bot, near),
                wanted,
                "{reason:?} {bot:?}"
            );
        }
    }
}
