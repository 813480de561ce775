//! Numbers about samples and about processes.

use std::fs;
use std::time::Duration;

/// A set of latencies.
#[derive(Debug, Default)]
pub struct Samples {
    sorted: Vec<Duration>,
}

impl Samples {
    pub fn new(mut samples: Vec<Duration>) -> Self {
        samples.sort_unstable();
        Self { sorted: samples }
    }

    pub fn len(&self) -> usize {
        self.sorted.len()
    }

    /// The value that `per_mille` of a thousand samples do not exceed; zero without samples.
    pub fn at(&self, per_mille: usize) -> Duration {
        let index = (self.sorted.len() * per_mille)
            .div_ceil(1000)
            .saturating_sub(1);
        self.sorted.get(index).copied().unwrap_or_default()
    }
}

/// Milliseconds for a table.
pub fn milliseconds(duration: Duration) -> String {
    format!("{:.1} ms", duration.as_secs_f64() * 1000.0)
}

/// A share as a percentage, `–` without a whole.
pub fn percent(part: usize, whole: usize) -> String {
    if whole == 0 {
        return "–".to_owned();
    }
    format!("{:.1} %", part as f64 * 100.0 / whole as f64)
}

/// Resident memory of a process in KiB.
pub fn resident_kib(pid: u32) -> Result<u64, String> {
    let path = format!("/proc/{pid}/status");
    let status = fs::read_to_string(&path).map_err(|error| format!("{path}: {error}"))?;
    status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))
        .and_then(|rest| rest.split_whitespace().next())
        .and_then(|number| number.parse().ok())
        .ok_or_else(|| format!("{path} tells no VmRSS"))
}

/// Processor time that a process has used so far, in user and system mode together.
pub fn processor_time(pid: u32) -> Result<Duration, String> {
    // Linux counts in hundredths of a second wherever this program runs.
    const TICK_MS: u64 = 10;
    let path = format!("/proc/{pid}/stat");
    let stat = fs::read_to_string(&path).map_err(|error| format!("{path}: {error}"))?;
    // The second field is a name in brackets that may hold spaces; utime and stime are 14 and 15.
    let (_, after_name) = stat.rsplit_once(')').ok_or("no name in /proc/…/stat")?;
    let ticks: u64 = after_name
        .split_whitespace()
        .skip(11)
        .take(2)
        .filter_map(|field| field.parse::<u64>().ok())
        .sum();
    Ok(Duration::from_millis(ticks * TICK_MS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_samples() {
        let samples = Samples::new((1..=100).rev().map(Duration::from_millis).collect());
        assert_eq!(samples.at(500), Duration::from_millis(50));
        assert_eq!(samples.at(990), Duration::from_millis(99));
        assert_eq!(samples.at(1000), Duration::from_millis(100));
        assert_eq!(Samples::default().at(990), Duration::ZERO);
    }

    #[test]
    fn a_process_has_memory_and_time() {
        let pid = std::process::id();
        assert!(resident_kib(pid).unwrap() > 100);
        assert!(processor_time(pid).is_ok());
    }
}
