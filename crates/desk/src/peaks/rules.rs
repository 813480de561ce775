//! When a peak begins and ends, and whom it lets into the queue: pure.

use super::model::{Measured, PeakCause, PeakMode, PeakSettings};

/// What happens to the peak.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Nothing.
    Stay,
    /// One begins.
    Begin(PeakCause),
    /// It is quiet from now on.
    Calm,
    /// It is busy again.
    Restless,
    /// It is over.
    End,
}

/// From how busy it is to what happens; `held` is the peak that holds, if any: since when it has been
/// quiet.
pub(super) fn step(
    settings: &PeakSettings,
    held: Option<Option<i64>>,
    measured: Measured,
    now_ms: i64,
) -> Step {
    match (settings.mode, held) {
        (PeakMode::Off, None) | (PeakMode::On, Some(None)) => Step::Stay,
        (PeakMode::Off, Some(_)) => Step::End,
        (PeakMode::On, None) => Step::Begin(PeakCause::Hand),
        (PeakMode::On, Some(Some(_))) => Step::Restless,
        (PeakMode::Threshold, None) => match reached(settings, measured) {
            Some(cause) => Step::Begin(cause),
            None => Step::Stay,
        },
        (PeakMode::Threshold, Some(calm_since)) => {
            match (is_calm(settings, measured), calm_since) {
                (false, None) => Step::Stay,
                (false, Some(_)) => Step::Restless,
                (true, Some(since)) if now_ms - since >= settings.calm_minutes * 60_000 => {
                    Step::End
                }
                (true, None) if settings.calm_minutes == 0 => Step::End,
                (true, None) => Step::Calm,
                (true, Some(_)) => Step::Stay,
            }
        }
    }
}

fn reached(settings: &PeakSettings, measured: Measured) -> Option<PeakCause> {
    let many = settings.waiting_from > 0 && measured.waiting >= settings.waiting_from;
    let wait = measured.wait_seconds.unwrap_or_default();
    let long = settings.wait_from_seconds > 0 && wait >= settings.wait_from_seconds;
    match (many, long) {
        (true, _) => Some(PeakCause::Waiting),
        (false, true) => Some(PeakCause::Wait),
        (false, false) => None,
    }
}

/// Below the lower line of every measure that has a line.
fn is_calm(settings: &PeakSettings, measured: Measured) -> bool {
    let few = settings.waiting_from == 0 || measured.waiting < settings.waiting_below;
    let wait = measured.wait_seconds.unwrap_or_default();
    let short = settings.wait_from_seconds == 0 || wait < settings.wait_below_seconds;
    few && short
}

/// How somebody who wants to join the queue is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Admission {
    /// As always.
    Usual,
    /// There is a peak; they may wait, and are told.
    Peak,
    /// So many wait already that nobody else can be served for long.
    Full {
        /// How many wait.
        waiting: i64,
    },
}

/// `waiting` are in the queue at a peak, and one more comes; who keeps their way is always let in.
pub(super) fn admit(queue_limit: i64, waiting: i64, keeps: bool) -> Admission {
    if queue_limit > 0 && waiting >= queue_limit && !keeps {
        Admission::Full { waiting }
    } else {
        Admission::Peak
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: i64 = 60_000;

    fn settings(mode: PeakMode) -> PeakSettings {
        PeakSettings {
            mode,
            ..PeakSettings::default()
        }
    }

    #[test]
    fn a_peak_begins_at_a_line_and_ends_after_a_while_below_another() {
        let at = |waiting, wait_seconds| Measured {
            waiting,
            wait_seconds,
        };
        let now = 100 * MINUTE;
        let (off, by_line, on) = (PeakMode::Off, PeakMode::Threshold, PeakMode::On);
        let table = [
            (off, None, at(500, Some(9_000)), Step::Stay),
            (off, Some(None), at(500, None), Step::End),
            (on, None, at(0, None), Step::Begin(PeakCause::Hand)),
            (on, Some(None), at(0, None), Step::Stay),
            (on, Some(Some(0)), at(0, None), Step::Restless),
            (by_line, None, at(19, Some(599)), Step::Stay),
            (by_line, None, at(20, None), Step::Begin(PeakCause::Waiting)),
            (
                by_line,
                None,
                at(1, Some(600)),
                Step::Begin(PeakCause::Wait),
            ),
            // Between the lines it goes on.
            (by_line, Some(None), at(8, Some(10)), Step::Stay),
            (by_line, Some(None), at(7, Some(180)), Step::Stay),
            (by_line, Some(None), at(7, None), Step::Calm),
            (by_line, Some(Some(now - 1)), at(8, None), Step::Restless),
            (
                by_line,
                Some(Some(now - 10 * MINUTE + 1)),
                at(7, None),
                Step::Stay,
            ),
            (
                by_line,
                Some(Some(now - 10 * MINUTE)),
                at(7, None),
                Step::End,
            ),
        ];
        for (mode, held, measured, wanted) in table {
            let found = step(&settings(mode), held, measured, now);
            assert_eq!(found, wanted, "{mode:?} {held:?} {measured:?}");
        }
    }

    #[test]
    fn a_measure_without_a_line_does_not_keep_a_peak_up() {
        let only_wait = PeakSettings {
            waiting_from: 0,
            calm_minutes: 0,
            ..settings(PeakMode::Threshold)
        };
        let crowded = Measured {
            waiting: 900,
            wait_seconds: Some(10),
        };
        assert_eq!(step(&only_wait, None, crowded, 0), Step::Stay);
        assert_eq!(step(&only_wait, Some(None), crowded, 0), Step::End);
    }

    #[test]
    fn a_full_queue_lets_in_who_keeps_their_way() {
        let table = [
            (0, 10_000, false, Admission::Peak),
            (5, 4, false, Admission::Peak),
            (5, 5, false, Admission::Full { waiting: 5 }),
            (5, 9, true, Admission::Peak),
        ];
        for (limit, waiting, keeps, wanted) in table {
            assert_eq!(admit(limit, waiting, keeps), wanted, "{limit} {waiting}");
        }
    }

    /// Two hours in which four times as many come as can be served, then as many as always: the peak
    /// begins once, ends once, and the queue never grows above its limit.
    #[test]
    fn a_rush_is_one_peak_and_its_queue_is_bounded() {
        let settings = PeakSettings {
            queue_limit: 30,
            ..settings(PeakMode::Threshold)
        };
        let mut seed = 11_u64;
        let mut random = move || {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (seed >> 33) as f64 / f64::from(1_u32 << 31)
        };
        let (mut queue, mut served, mut left, mut came) = (0_i64, 0, 0, 0);
        let (mut held, mut begun, mut ended, mut longest): (Option<Option<i64>>, i64, i64, i64) =
            (None, 0, 0, 0);
        for second in 0..6 * 3_600_i64 {
            let rush = (3_600..3 * 3_600).contains(&second);
            // Places for 0.1 customers a second; 0.07 come, and 0.4 at the rush.
            if random() < if rush { 0.4 } else { 0.07 } {
                came += 1;
                let met = match held {
                    Some(_) => admit(settings.queue_limit, queue, false),
                    None => Admission::Usual,
                };
                match met {
                    Admission::Full { .. } => left += 1,
                    Admission::Usual | Admission::Peak => queue += 1,
                }
            }
            if second % 10 == 0 && queue > 0 {
                queue -= 1;
                served += 1;
            }
            longest = longest.max(queue);
            let measured = Measured {
                waiting: queue,
                wait_seconds: Some(queue * 10),
            };
            held = match step(&settings, held, measured, second * 1000) {
                Step::Stay => held,
                Step::Begin(_) => {
                    begun += 1;
                    Some(None)
                }
                Step::Calm => Some(Some(second * 1000)),
                Step::Restless => Some(None),
                Step::End => {
                    ended += 1;
                    None
                }
            };
        }
        assert_eq!(came, served + left + queue, "nobody is lost");
        assert!(longest <= settings.queue_limit, "{longest}");
        assert_eq!((begun, ended, held), (1, 1, None));
        assert!(left > 1_000, "{left}");
    }
}
