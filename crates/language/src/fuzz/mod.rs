//! Mutated input: every text must be read and every kept model be loaded or refused, without a panic,
//! in bounded time.
//!
//! Seeds are real texts and true models; a run of the driver changes one of them (`mutate.rs`) and
//! hands it to one of the targets (`targets.rs`). Run `i` is the same on every machine, so that the
//! number which a failure tells finds it again (`FUZZ_FROM=i FUZZ_RUNS=1`). Without parameters a
//! second's worth of runs is part of the tests; `FUZZ_SECONDS=3600` is a soak.

mod mutate;
mod targets;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use targets::Targets;

/// No run may take longer; the machine may be busy with other things.
const LONGEST: Duration = Duration::from_secs(20);
/// Memory of the whole process; models of the seeds take some megabytes.
const MEMORY_KB: u64 = 1_500_000;

#[expect(
    clippy::disallowed_methods,
    reason = "parameters of a test come from the environment"
)]
fn parameter(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// The most memory that the process ever held; none where the system does not tell.
fn peak_kb() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

#[test]
fn mutated_input_is_survived() {
    let targets = Targets::new();
    let seconds = Duration::from_secs(parameter("FUZZ_SECONDS").unwrap_or(1));
    let from = parameter("FUZZ_FROM").unwrap_or(0);
    let runs = parameter("FUZZ_RUNS").unwrap_or(u64::MAX);
    let (began, mut run, mut failed) = (Instant::now(), from, Vec::new());
    let mut counts = vec![0u64; targets.names().len()];
    let mut slowest = Duration::ZERO;
    while began.elapsed() < seconds && run - from < runs {
        let mut random = StdRng::seed_from_u64(run);
        let at = random.random_range(0..counts.len());
        let start = Instant::now();
        let outcome = catch_unwind(AssertUnwindSafe(|| targets.run(at, &mut random)));
        let took = start.elapsed();
        slowest = slowest.max(took);
        counts[at] += 1;
        if outcome.is_err() || took > LONGEST {
            println!("run {run}, {}: {took:?}", targets.names()[at]);
            failed.push(run);
            if failed.len() > 20 {
                break;
            }
        }
        run += 1;
    }
    let by_name: Vec<_> = targets.names().into_iter().zip(&counts).collect();
    println!(
        "{} runs, slowest {slowest:?}, peak {:?} kB, {by_name:?}",
        run - from,
        peak_kb()
    );
    assert!(failed.is_empty(), "runs that failed: {failed:?}");
    assert!(peak_kb().is_none_or(|peak| peak < MEMORY_KB));
}
