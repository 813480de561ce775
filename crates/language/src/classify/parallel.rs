//! Jobs on as many threads as the machine has, at most two: training shares it with the server.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

const THREADS: usize = 2;

/// Runs `work` on each job; the results stand in the order of the jobs, whichever thread did them.
pub(crate) fn parallel<J: Sync, R: Send>(jobs: &[J], work: impl Fn(&J) -> R + Sync) -> Vec<R> {
    with_progress(jobs, work, |_| {})
}

/// [`parallel`], telling the caller's thread how many jobs are done.
pub(super) fn with_progress<J: Sync, R: Send>(
    jobs: &[J],
    work: impl Fn(&J) -> R + Sync,
    mut progress: impl FnMut(usize),
) -> Vec<R> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let next = AtomicUsize::new(0);
    let (sender, results) = mpsc::channel();
    let mut done: Vec<(usize, R)> = Vec::with_capacity(jobs.len());
    std::thread::scope(|scope| {
        for _ in 0..threads.min(THREADS).min(jobs.len()) {
            let sender = sender.clone();
            let (next, work) = (&next, &work);
            scope.spawn(move || {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(job) = jobs.get(at) else { break };
                    if sender.send((at, work(job))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        for result in results {
            done.push(result);
            progress(done.len());
        }
    });
    done.sort_unstable_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_keep_the_order_of_the_jobs() {
        let jobs: Vec<usize> = (0..50).collect();
        let mut heard = 0;
        let results = with_progress(&jobs, |job| job * 2, |done| heard = done);
        assert_eq!(results, jobs.iter().map(|job| job * 2).collect::<Vec<_>>());
        assert_eq!(heard, 50);
        assert!(parallel(&[] as &[u8], |_| 0).is_empty());
    }
}
