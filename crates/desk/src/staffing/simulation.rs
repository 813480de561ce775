//! The same tried out: customers come, wait in their order, leave or are served. Pure, and the same
//! every time.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::model::{Outcome, WhatIf};

/// Customers who come, and of them those before the house is in its stride, who are not counted.
const CUSTOMERS: u32 = 22_000;
const WARM_UP: u32 = 2_000;
const SEED: u64 = 0x5EED_CAFE_F00D_1234;

/// Random numbers that are the same every time (xorshift64*).
struct Dice(u64);

impl Dice {
    /// Evenly in (0, 1].
    fn even(&mut self) -> f64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let high = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 32;
        let high = u32::try_from(high).unwrap_or(u32::MAX);
        (f64::from(high) + 1.0) / (f64::from(u32::MAX) + 1.0)
    }

    /// A time with this mean; none is for ever.
    fn time(&mut self, mean: f64) -> f64 {
        -mean * self.even().ln()
    }
}

/// Times in a heap, which orders whole numbers: microseconds.
fn micros(seconds: f64) -> u64 {
    std::time::Duration::try_from_secs_f64(seconds)
        .ok()
        .and_then(|time| u64::try_from(time.as_micros()).ok())
        .unwrap_or(u64::MAX)
}

fn seconds(micros: u64) -> f64 {
    std::time::Duration::from_micros(micros).as_secs_f64()
}

/// What `places` lead to.
pub(super) fn simulate(places: u32, what: &WhatIf) -> Outcome {
    let mut dice = Dice(SEED);
    // When each place is free again. The first free one takes the first of the queue, so who comes
    // next begins when the earliest place is free, unless their patience ends before.
    let mut free: BinaryHeap<Reverse<u64>> = (0..places).map(|_| Reverse(0)).collect();
    let mut now = 0.0;
    let (mut answered, mut in_time, mut left, mut left_late) = (0_u32, 0_u32, 0_u32, 0_u32);
    let (mut waited, mut worked, mut begun_at) = (0.0, 0.0, 0.0);
    for n in 0..CUSTOMERS {
        now += dice.time(1.0 / what.arrivals());
        let service = dice.time(what.handling_seconds);
        let patience = match what.patience_seconds {
            mean if mean > 0.0 => dice.time(mean),
            _ => f64::INFINITY,
        };
        let counts = n >= WARM_UP;
        if n == WARM_UP {
            begun_at = now;
        }
        let earliest = free.peek().map_or(0, |Reverse(at)| *at);
        let wait = (seconds(earliest) - now).max(0.0);
        if wait > patience {
            left += u32::from(counts);
            left_late += u32::from(counts && patience > what.target_seconds);
            continue;
        }
        free.pop();
        free.push(Reverse(micros(now + wait + service)));
        if counts {
            answered += 1;
            in_time += u32::from(wait <= what.target_seconds);
            waited += wait;
            worked += service;
        }
    }
    let share = |part: u32, of: u32| {
        if of == 0 {
            0.0
        } else {
            f64::from(part) / f64::from(of)
        }
    };
    Outcome {
        service_level: share(in_time, answered + left_late),
        wait_seconds: if answered == 0 {
            0.0
        } else {
            waited / f64::from(answered)
        },
        abandoned: share(left, answered + left),
        occupancy: (worked / (f64::from(places) * (now - begun_at))).min(1.0),
    }
}
