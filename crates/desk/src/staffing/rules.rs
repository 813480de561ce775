//! Erlang's formulas. Pure.
//!
//! Erlang C: Poisson arrivals, exponential service, nobody leaves. Erlang A (Palm): customers leave
//! after an exponential patience. The service level is "answered in time ÷ (answered + left later
//! than that)", as in `docs/METRICS.md`.

use super::model::{Answer, Outcome, PLACES_MAX, Row, WhatIf};
use super::simulation::simulate;

/// Rows shown below and above what is needed.
const AROUND: u32 = 3;
/// A state less likely than this, relative to all, ends the sum.
const NEGLIGIBLE: f64 = 1e-13;
/// Most customers in the queue that are summed over.
const QUEUE_MAX: usize = 2_000;

/// The probability that all of `places` are busy and a customer is lost (Erlang B), by its stable
/// recursion.
fn erlang_b(places: u32, load: f64) -> f64 {
    (1..=places).fold(1.0, |blocked, n| {
        let offered = load * blocked;
        offered / (f64::from(n) + offered)
    })
}

/// The probability that a customer has to wait (Erlang C); none where the queue would grow for ever.
pub(super) fn erlang_c(places: u32, load: f64) -> Option<f64> {
    if f64::from(places) <= load {
        return None;
    }
    let blocked = erlang_b(places, load);
    let used = load / f64::from(places);
    Some(blocked / (1.0 - used * (1.0 - blocked)))
}

/// What `places` lead to when nobody leaves.
pub(super) fn patient(places: u32, what: &WhatIf) -> Option<Outcome> {
    let load = what.load();
    let waits = erlang_c(places, load)?;
    let spare = f64::from(places) - load;
    let late = waits * (-spare * what.target_seconds / what.handling_seconds).exp();
    Some(Outcome {
        service_level: 1.0 - late,
        wait_seconds: waits * what.handling_seconds / spare,
        abandoned: 0.0,
        occupancy: load / f64::from(places),
    })
}

/// What `places` lead to when customers leave after their patience; none when they never do.
pub(super) fn impatient(places: u32, what: &WhatIf) -> Option<Outcome> {
    if what.patience_seconds <= 0.0 {
        return None;
    }
    let (rate, leaving) = (1.0 / what.handling_seconds, 1.0 / what.patience_seconds);
    let (served, queue) = states(places, what.arrivals(), (rate, leaving));
    let waiting: f64 = (0_u32..).zip(&queue).map(|(n, p)| f64::from(n) * p).sum();
    let arrivals = what.arrivals();
    let abandoned = leaving * waiting / arrivals;
    let at_once: f64 = served.iter().sum();
    let (in_time, left_in_time) = within(places, &queue, (rate, leaving), what.target_seconds);
    let answered = 1.0 - abandoned;
    let left_late = (abandoned - left_in_time).max(0.0);
    let total_wait = waiting / arrivals;
    // Who leaves waits, too; what is left over is the wait of those who are served.
    let wait_of_served = wait_of_served(places, &queue, (rate, leaving));
    Some(Outcome {
        service_level: ((at_once + in_time) / (answered + left_late)).min(1.0),
        wait_seconds: if answered > 0.0 {
            wait_of_served / answered
        } else {
            total_wait
        },
        abandoned,
        occupancy: arrivals * answered * what.handling_seconds / f64::from(places),
    })
}

/// Probabilities of fewer than `places` customers, and of `places`, one more, … (those who wait).
fn states(places: u32, arrivals: f64, (rate, leaving): (f64, f64)) -> (Vec<f64>, Vec<f64>) {
    let (mut served, mut queue) = (Vec::new(), Vec::new());
    // Relative to the likeliest state, so that nothing overflows: begun at the full house.
    let mut up = 1.0;
    let mut total = 1.0;
    queue.push(1.0);
    for waiting in 1..QUEUE_MAX {
        let gone = f64::from(places) * rate + float(waiting) * leaving;
        up *= arrivals / gone;
        queue.push(up);
        total += up;
        if up < NEGLIGIBLE * total {
            break;
        }
    }
    let mut down = 1.0;
    for busy in (0..places).rev() {
        down *= f64::from(busy + 1) * rate / arrivals;
        served.push(down);
        total += down;
    }
    let share = |p: f64| p / total;
    (
        served.into_iter().map(share).collect(),
        queue.into_iter().map(share).collect(),
    )
}

fn float(n: usize) -> f64 {
    u32::try_from(n).map_or(f64::from(u32::MAX), f64::from)
}

/// Of customers who find all places busy: those served, and those gone, within `seconds`. Ahead of
/// each stand as many as wait; the queue moves by service and by leaving, and they may leave, too.
fn within(places: u32, queue: &[f64], (rate, leaving): (f64, f64), seconds: f64) -> (f64, f64) {
    if seconds <= 0.0 {
        return (0.0, 0.0);
    }
    let all = f64::from(places) * rate;
    let fastest = all + float(queue.len()) * leaving;
    // Steps short enough for the fastest state.
    let mut steps = 256_u32;
    while f64::from(steps) < seconds * fastest * 16.0 && steps < 4_096 {
        steps *= 2;
    }
    let step = seconds / f64::from(steps);
    let mut ahead: Vec<f64> = queue.to_vec();
    let (mut served, mut gone) = (0.0, 0.0);
    for _ in 0..steps {
        let flow = |n: usize| all + float(n) * leaving;
        let mut next = Vec::with_capacity(ahead.len());
        for (n, &here) in ahead.iter().enumerate() {
            let comes = ahead
                .get(n + 1)
                .map_or(0.0, |&behind| behind * (1.0 - (-flow(n + 1) * step).exp()));
            let moves = here * (1.0 - (-flow(n) * step).exp());
            let rest = (here - moves).max(0.0) + comes;
            let leaves = rest * (1.0 - (-leaving * step).exp());
            gone += leaves;
            next.push(rest - leaves);
            if n == 0 {
                served += moves;
            }
        }
        ahead = next;
    }
    (served, gone)
}

/// Mean wait of those who are served, times their share: who stands behind `n` others is served
/// after steps of which each may be their own leaving.
fn wait_of_served(places: u32, queue: &[f64], (rate, leaving): (f64, f64)) -> f64 {
    let all = f64::from(places) * rate;
    let (mut chance, mut time, mut sum) = (1.0, 0.0, 0.0);
    for (n, p) in queue.iter().enumerate() {
        let forward = all + float(n) * leaving;
        let any = forward + leaving;
        // E[T; served from n] = (forward / any) × (P(served from n−1) / any + E[T; from n−1]).
        time = forward / any * (chance / any + time);
        chance *= forward / any;
        sum += p * time;
    }
    sum
}

/// Agents who have `concurrency` places each.
fn places_of(agents: u32, what: &WhatIf) -> u32 {
    agents.saturating_mul(what.concurrency).min(PLACES_MAX)
}

/// The fewest agents who reach the target by a way of calculating.
fn needed(what: &WhatIf, reach: impl Fn(u32) -> Option<f64>) -> Option<u32> {
    let most = PLACES_MAX / what.concurrency;
    let goal = what.target_percent / 100.0;
    let reaches = |agents: u32| reach(places_of(agents, what)).is_some_and(|level| level >= goal);
    if !reaches(most) {
        return None;
    }
    // More agents are never worse, so the border is found by halving.
    let (mut low, mut high) = (0, most);
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if middle > 0 && reaches(middle) {
            high = middle;
        } else {
            low = middle;
        }
    }
    Some(high)
}

/// How many agents it takes, by each way, and what comes of some fewer and some more.
pub(super) fn answer(what: &WhatIf) -> Answer {
    let needed_c = needed(what, |places| {
        patient(places, what).map(|one| one.service_level)
    });
    let needed_a = if what.patience_seconds > 0.0 {
        needed(what, |places| {
            impatient(places, what).map(|one| one.service_level)
        })
    } else {
        None
    };
    let about = needed_a.or(needed_c).unwrap_or(1);
    let first = about.saturating_sub(AROUND).max(1);
    let last = needed_c.unwrap_or(about).max(about) + AROUND;
    // A small shop that serves few at once is tried in full; a large one around its border.
    let rows: Vec<Row> = (first..=last.min(first + 14))
        .map(|agents| {
            let places = places_of(agents, what);
            Row {
                agents,
                erlang_c: patient(places, what).map(rounded),
                erlang_a: impatient(places, what).map(rounded),
                simulated: rounded(simulate(places, what)),
            }
        })
        .collect();
    let goal = what.target_percent / 100.0;
    Answer {
        load: (what.load() * 100.0).round() / 100.0,
        needed_c,
        needed_a,
        needed_simulated: rows
            .iter()
            .find(|row| row.simulated.service_level >= goal)
            .map(|row| row.agents),
        rows,
    }
}

fn rounded(one: Outcome) -> Outcome {
    let to = |value: f64, parts: f64| (value * parts).round() / parts;
    Outcome {
        service_level: to(one.service_level, 10_000.0),
        wait_seconds: to(one.wait_seconds, 10.0),
        abandoned: to(one.abandoned, 10_000.0),
        occupancy: to(one.occupancy, 10_000.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(crate) fn what(
        arrivals_per_hour: f64,
        handling_seconds: f64,
        patience_seconds: f64,
    ) -> WhatIf {
        WhatIf {
            arrivals_per_hour,
            handling_seconds,
            concurrency: 1,
            patience_seconds,
            target_percent: 80.0,
            target_seconds: 20.0,
        }
    }

    fn near(found: f64, wanted: f64, by: f64) {
        assert!(
            (found - wanted).abs() <= by,
            "{found} is not {wanted} ± {by}"
        );
    }

    #[test]
    fn erlang_b_and_c_are_those_of_the_tables() {
        // Erlang B: 1 % are lost with 10 trunks at 4.461 Erlangs, and M/M/2 with 1 Erlang loses 1/5.
        near(erlang_b(10, 4.461), 0.01, 1e-4);
        near(erlang_b(2, 1.0), 0.2, 1e-9);
        // Erlang C: M/M/1 waits with its load, M/M/2 with 1 Erlang by 1/3, 12 places at 10 by .4494.
        near(erlang_c(1, 0.5).unwrap(), 0.5, 1e-9);
        near(erlang_c(2, 1.0).unwrap(), 1.0 / 3.0, 1e-9);
        near(erlang_c(12, 10.0).unwrap(), 0.4494, 1e-4);
        assert_eq!(erlang_c(10, 10.0), None, "the queue would grow for ever");
    }

    #[test]
    fn the_worked_example_of_the_trade() {
        // 100 calls in half an hour of 180 s, 14 agents: 17.4 % wait, 88.8 % within 20 s, ASA 7.8 s,
        // occupancy 71.4 %.
        let one = patient(14, &what(200.0, 180.0, 0.0)).unwrap();
        near(erlang_c(14, 10.0).unwrap(), 0.1741, 1e-4);
        near(one.service_level, 0.888, 5e-4);
        near(one.wait_seconds, 7.8, 0.05);
        near(one.occupancy, 0.714, 5e-4);
        let found = answer(&what(200.0, 180.0, 0.0));
        assert_eq!((found.needed_c, found.needed_a), (Some(14), None));
    }

    #[test]
    fn erlang_a_is_that_of_garnett_mandelbaum_and_reiman() {
        // 50 agents, 48 calls a minute of one minute, patience 2 minutes: Erlang C waits 20.8 s on
        // average; Erlang A 3.7 s, and 3.1 % leave, at 93 % instead of 96 %.
        let busy = what(48.0 * 60.0, 60.0, 120.0);
        near(patient(50, &busy).unwrap().wait_seconds, 20.8, 0.05);
        near(patient(50, &busy).unwrap().occupancy, 0.96, 1e-9);
        let one = impatient(50, &busy).unwrap();
        near(one.abandoned, 0.031, 5e-4);
        near(one.occupancy, 0.93, 5e-3);
        // Their 3.7 s are over all customers; those who are served wait a little less.
        let (_, queue) = states(50, 0.8, (1.0 / 60.0, 1.0 / 120.0));
        let waiting: f64 = (0_u32..).zip(&queue).map(|(n, p)| f64::from(n) * p).sum();
        near(waiting / 0.8, 3.7, 0.05);
        assert!((2.5..3.7).contains(&one.wait_seconds), "{one:?}");
    }

    #[test]
    fn endless_patience_is_erlang_c() {
        let almost = what(200.0, 180.0, 86_400.0 * 100.0);
        let (a, c) = (
            impatient(14, &almost).unwrap(),
            patient(14, &almost).unwrap(),
        );
        near(a.service_level, c.service_level, 2e-3);
        near(a.wait_seconds, c.wait_seconds, 0.05);
        assert!(a.abandoned < 1e-4);
    }

    #[test]
    fn the_simulation_agrees_with_the_formulas() {
        let table = [
            (14, what(200.0, 180.0, 0.0)),
            (50, what(48.0 * 60.0, 60.0, 120.0)),
            (8, what(200.0, 180.0, 60.0)),
        ];
        for (places, case) in table {
            let wanted = impatient(places, &case)
                .or_else(|| patient(places, &case))
                .unwrap();
            let found = simulate(places, &case);
            near(found.service_level, wanted.service_level, 0.03);
            near(found.abandoned, wanted.abandoned, 0.02);
            near(found.occupancy, wanted.occupancy, 0.02);
        }
    }

    #[test]
    fn more_agents_and_more_places_help() {
        let mut case = what(300.0, 240.0, 90.0);
        let alone = answer(&case).needed_a.unwrap();
        case.concurrency = 4;
        let four = answer(&case).needed_a.unwrap();
        assert!(four < alone && four * 4 >= alone - 4, "{alone} {four}");
        case.target_percent = 95.0;
        assert!(answer(&case).needed_a.unwrap() >= four);
    }

    #[test]
    fn nonsense_is_refused() {
        let mut case = what(200.0, 180.0, 0.0);
        assert!(case.check().is_ok());
        case.arrivals_per_hour = f64::NAN;
        assert!(case.check().is_err());
        assert!(what(20_000.0, 14_400.0, 0.0).check().is_err());
        assert!(what(0.0, 180.0, 0.0).check().is_err());
    }
}
