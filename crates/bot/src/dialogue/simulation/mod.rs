//! Simulated customers: they have a goal, facts and habits, talk to the rules as they are, and what
//! comes of it is counted. Facts come early, late or together; customers correct themselves, ask
//! something else in between, will not tell, come with a second matter, and change their minds.

mod customer;
mod script;

use std::collections::BTreeMap;

use jiff::civil::DateTime;
use rand::SeedableRng as _;
use rand::rngs::StdRng;
use serde::Serialize;

use super::Book;
use crate::products::Shelf;
use customer::Customer;
pub use script::{Said, Script, Scripts};

/// What came of the talks.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Report {
    /// Talks.
    pub dialogues: usize,
    /// Shares of them whose task reached its end with every fact right.
    pub success: f64,
    /// Questions asked beyond the fewest that the customer's way of telling needs, on average.
    pub questions_over_minimum: f64,
    /// Questions for what had been told.
    pub re_asked: usize,
    /// Corrections.
    pub corrections: usize,
    /// Shares of them that changed something else, or not what they should.
    pub wrong_overwrites: f64,
    /// Questions in between, and second matters.
    pub digressions: usize,
    /// Shares of them after which the task went on.
    pub resumed: f64,
    /// Talks that stood still without a way on.
    pub dead_ends: usize,
    /// Customer's messages.
    pub turns: usize,
    /// 99 of 100 turns took less, in microseconds.
    pub turn_p99_us: u64,
    /// Talks and successes by task.
    pub by_task: BTreeMap<String, (usize, usize)>,
    /// Some talks that failed, for people.
    pub failures: Vec<Vec<String>>,
}

/// What is counted in one talk.
#[derive(Clone, Debug, Default)]
struct Count {
    success: bool,
    over: usize,
    re_asked: usize,
    corrections: usize,
    wrong: usize,
    digressions: usize,
    resumed: usize,
    dead_end: bool,
    turns_us: Vec<u64>,
    log: Vec<String>,
}

/// Failed talks that are told.
const TOLD: usize = 20;

/// Lets `dialogues` customers talk to the tasks of a book, one script after another.
#[must_use]
pub fn simulate(
    book: &Book,
    shelf: &Shelf,
    scripts: &Scripts,
    (dialogues, seed, now): (usize, u64, DateTime),
) -> Report {
    let mut report = Report::default();
    let (mut over, mut wrong, mut resumed, mut success) = (0, 0, 0, 0);
    let mut times = Vec::new();
    let keys: Vec<&String> = scripts.keys().collect();
    for (number, key) in keys.iter().cycle().take(dialogues).enumerate() {
        let mut rng =
            StdRng::seed_from_u64(seed.wrapping_mul(1_000_003).wrapping_add(number as u64));
        let Some(customer) = Customer::new(book, shelf, scripts, key, now, &mut rng) else {
            continue;
        };
        let count = customer.talk(&mut rng);
        report.dialogues += 1;
        over += count.over;
        wrong += count.wrong;
        resumed += count.resumed;
        success += usize::from(count.success);
        report.re_asked += count.re_asked;
        report.corrections += count.corrections;
        report.digressions += count.digressions;
        report.dead_ends += usize::from(count.dead_end);
        report.turns += count.turns_us.len();
        let of_task = report.by_task.entry((*key).clone()).or_default();
        of_task.0 += 1;
        of_task.1 += usize::from(count.success);
        let faulty = !count.success
            || count.wrong > 0
            || count.re_asked > 0
            || count.resumed < count.digressions;
        if faulty && report.failures.len() < TOLD {
            report.failures.push(count.log);
        }
        times.extend(count.turns_us);
    }
    times.sort_unstable();
    report.turn_p99_us = times.get(times.len() * 99 / 100).copied().unwrap_or(0);
    let share = |part: usize, whole: usize| {
        if whole == 0 {
            1.0
        } else {
            part as f64 / whole as f64
        }
    };
    report.success = share(success, report.dialogues);
    report.questions_over_minimum = over as f64 / report.dialogues.max(1) as f64;
    report.wrong_overwrites = if report.corrections == 0 {
        0.0
    } else {
        share(wrong, report.corrections)
    };
    report.resumed = share(resumed, report.digressions);
    report
}
