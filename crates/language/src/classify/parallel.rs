//! Jobs on as many threads as the machine has, at most two: training shares it with the server.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError, mpsc};

const THREADS: usize = 2;

/// Runs `work` on each job; the results stand in the order of the jobs, whichever thread did them.
pub(crate) fn parallel<J: Sync, R: Send>(jobs: &[J], work: impl Fn(&J) -> R + Sync) -> Vec<R> {
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
        done.extend(results);
    });
    done.sort_unstable_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}

/// Runs `work` on each job, which it may own and change; the caller's thread works too.
pub(crate) fn share<J>(jobs: impl Iterator<Item = J> + Send, work: impl Fn(J) + Sync) {
    let jobs = Mutex::new(jobs);
    let go = || {
        loop {
            let job = jobs.lock().unwrap_or_else(PoisonError::into_inner).next();
            let Some(job) = job else { break };
            work(job);
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 1..threads.min(THREADS) {
            scope.spawn(go);
        }
        go();
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_keep_the_order_of_the_jobs() {
        let jobs: Vec<usize> = (0..50).collect();
        let results = parallel(&jobs, |job| job * 2);
        assert_eq!(results, jobs.iter().map(|job| job * 2).collect::<Vec<_>>());
        assert!(parallel(&[] as &[u8], |_| 0).is_empty());
        let mut squares = [0; 50];
        share(squares.iter_mut().zip(&jobs), |(square, job)| {
            *square = job * job
        });
        assert_eq!(squares[7], 49);
    }
}
