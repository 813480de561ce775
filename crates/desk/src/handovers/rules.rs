//! What may be hidden, where the way is seen, and how many steps it takes: pure.

use shanying_kernel::{Error, Result};

use super::model::{Entry, Figures, HandoverSettings, Lines, Place, Share, Shortfall};

/// Whether the way is hidden anywhere.
pub(super) fn is_weakened(settings: &HandoverSettings) -> bool {
    Place::SEEN
        .iter()
        .any(|place| settings.entry(*place) == Entry::AfterFailures)
}

/// Whether a change makes the way to a person harder to find, or longer.
pub(super) fn is_weaker(before: &HandoverSettings, after: &HandoverSettings) -> bool {
    let hides = |place: &Place| {
        after.entry(*place) == Entry::AfterFailures && before.entry(*place) == Entry::Always
    };
    let later = is_weakened(after) && after.after_failures > before.after_failures;
    Place::SEEN.iter().any(hides) || later || after.asks_at_most > before.asks_at_most
}

/// What forbids to hide the way.
pub(super) fn short(figures: &Figures, lines: &Lines) -> Vec<Shortfall> {
    let below = |share: Share, percent: i64| share.numerator * 100 < percent * share.denominator;
    let mut short = Vec::new();
    if figures.resolution.denominator < lines.least_conversations {
        short.push(Shortfall::TooFewConversations);
    } else if below(figures.resolution, lines.resolution_percent) {
        short.push(Shortfall::Resolution);
    }
    if figures.satisfaction.denominator < lines.least_ratings {
        short.push(Shortfall::TooFewRatings);
    } else if below(figures.satisfaction, lines.satisfaction_percent) {
        short.push(Shortfall::Satisfaction);
    }
    short
}

/// The refusal for what is short first, with what is and what should be.
pub(super) fn refuse(figures: &Figures, lines: &Lines) -> Result<()> {
    let told = |error: Error, share: Share, wanted: i64| {
        Err(error
            .with("numerator", share.numerator)
            .with("denominator", share.denominator)
            .with("wanted", wanted))
    };
    let (resolution, satisfaction) = (figures.resolution, figures.satisfaction);
    match short(figures, lines).first() {
        None => Ok(()),
        Some(Shortfall::TooFewConversations) => {
            let error = Error::conflict(
                "handover.too_few_conversations",
                "the bot has served too few conversations to tell",
            );
            told(error, resolution, lines.least_conversations)
        }
        Some(Shortfall::Resolution) => {
            let error = Error::conflict(
                "handover.resolution_short",
                "the bot resolves too few conversations",
            );
            told(error, resolution, lines.resolution_percent)
        }
        Some(Shortfall::TooFewRatings) => {
            let error = Error::conflict(
                "handover.too_few_ratings",
                "too few who came to a person have rated",
            );
            told(error, satisfaction, lines.least_ratings)
        }
        Some(Shortfall::Satisfaction) => {
            let error = Error::conflict(
                "handover.satisfaction_short",
                "too few who came to a person were satisfied",
            );
            told(error, satisfaction, lines.satisfaction_percent)
        }
    }
}

/// Places at which the way is seen when a conversation begins, and those at which it appears later.
/// `quiet` is a channel that hides it everywhere; nothing is hidden unless the figures allow it.
pub(super) fn opening(
    settings: &HandoverSettings,
    quiet: bool,
    allowed: bool,
) -> (Vec<Place>, Vec<Place>) {
    Place::SEEN
        .into_iter()
        .partition(|place| !allowed || (!quiet && settings.entry(*place) == Entry::Always))
}

/// The value that `percent` of all do not pass; from how many have each value, in ascending order.
pub(super) fn percentile(histogram: &[(i64, i64)], percent: i64) -> Option<i64> {
    let all: i64 = histogram.iter().map(|(_, count)| count).sum();
    let mut passed = 0;
    histogram
        .iter()
        .find(|(_, count)| {
            passed += count;
            passed * 100 >= all * percent
        })
        .map(|(value, _)| *value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(numerator: i64, denominator: i64) -> Share {
        Share {
            numerator,
            denominator,
        }
    }

    #[test]
    fn nothing_may_be_hidden_until_the_bot_is_good_enough() {
        use Shortfall::{Resolution, Satisfaction, TooFewConversations, TooFewRatings};
        let lines = Lines::default();
        let table = [
            (
                share(0, 0),
                share(0, 0),
                vec![TooFewConversations, TooFewRatings],
            ),
            (share(99, 99), share(20, 20), vec![TooFewConversations]),
            (share(69, 100), share(16, 20), vec![Resolution]),
            (share(70, 100), share(19, 19), vec![TooFewRatings]),
            (share(70, 100), share(15, 20), vec![Satisfaction]),
            (share(70, 100), share(16, 20), vec![]),
        ];
        for (resolution, satisfaction, wanted) in table {
            let figures = Figures {
                resolution,
                satisfaction,
            };
            assert_eq!(short(&figures, &lines), wanted, "{figures:?}");
            assert_eq!(refuse(&figures, &lines).is_ok(), wanted.is_empty());
        }
    }

    #[test]
    fn only_what_makes_the_way_harder_is_weaker() {
        let usual = HandoverSettings::default();
        let hidden = HandoverSettings {
            composer: Entry::AfterFailures,
            ..usual.clone()
        };
        let later = HandoverSettings {
            after_failures: 3,
            ..hidden.clone()
        };
        let asks = HandoverSettings {
            asks_at_most: 2,
            ..usual.clone()
        };
        let silent = HandoverSettings {
            after_failures: 3,
            notice: false,
            ..usual.clone()
        };
        for (before, after, wanted) in [
            (&usual, &hidden, true),
            (&hidden, &usual, false),
            (&hidden, &hidden, false),
            (&hidden, &later, true),
            (&later, &hidden, false),
            (&usual, &asks, true),
            (&usual, &silent, false),
        ] {
            assert_eq!(is_weaker(before, after), wanted, "{after:?}");
        }
    }

    #[test]
    fn what_is_hidden_is_shown_again_when_the_figures_fall_short() {
        use Place::{Composer, Header, Reply};
        let hidden = HandoverSettings {
            composer: Entry::AfterFailures,
            ..HandoverSettings::default()
        };
        let all = vec![Header, Composer, Reply];
        for (quiet, allowed, seen) in [
            (false, true, vec![Header, Reply]),
            (true, true, vec![]),
            (false, false, all.clone()),
            (true, false, all.clone()),
        ] {
            let (shown, later) = opening(&hidden, quiet, allowed);
            assert_eq!(shown, seen, "{quiet} {allowed}");
            assert_eq!(shown.len() + later.len(), 3);
        }
    }

    #[test]
    fn percentiles_are_values_that_occurred() {
        for (histogram, p50, p90) in [
            (vec![], None, None),
            (vec![(0, 1)], Some(0), Some(0)),
            (vec![(0, 5), (1, 4), (7, 1)], Some(0), Some(1)),
            (vec![(0, 4), (1, 4), (7, 2)], Some(1), Some(7)),
        ] {
            assert_eq!(percentile(&histogram, 50), p50, "{histogram:?}");
            assert_eq!(percentile(&histogram, 90), p90, "{histogram:?}");
        }
    }
}
