//! Rate limits: so many calls a minute by key (an address, a customer), a burst allowed.

use std::num::NonZeroU32;

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use shanying_kernel::{Error, Result};

/// One limit, counted by key.
pub struct RateLimit {
    limiter: DefaultKeyedRateLimiter<String>,
}

impl RateLimit {
    /// `per_minute` calls a minute with up to `burst` at once; zero counts as one.
    #[must_use]
    pub fn new(per_minute: u32, burst: u32) -> Self {
        let positive = |n: u32| NonZeroU32::new(n).unwrap_or(NonZeroU32::MIN);
        let quota = Quota::per_minute(positive(per_minute)).allow_burst(positive(burst));
        Self {
            limiter: RateLimiter::keyed(quota),
        }
    }

    /// Counts one call by `key`; the error says when to come again.
    pub fn count(&self, key: &str) -> Result<()> {
        self.limiter.check_key(&key.to_owned()).map_err(|refused| {
            let wait = refused
                .wait_time_from(DefaultClock::default().now())
                .as_secs()
                + 1;
            Error::too_many("limit.rate", "too many requests: wait a little")
                .with("retry_after_seconds", wait)
        })
    }

    /// Forgets keys that have been quiet long enough to have their whole burst again.
    pub fn tidy(&self) {
        self.limiter.retain_recent();
    }
}

/// The server's limits.
pub struct Limits {
    /// Requests to the API by address.
    pub address: RateLimit,
    /// Attempts to sign in by address and by account.
    pub sign_in: RateLimit,
    /// Frames of a customer.
    pub customer: RateLimit,
    /// New visitors by address.
    pub visitors: RateLimit,
    /// Uploads by customer or agent.
    pub uploads: RateLimit,
    /// Deliveries of a shop by hook.
    pub hooks: RateLimit,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            address: RateLimit::new(1200, 300),
            sign_in: RateLimit::new(10, 10),
            customer: RateLimit::new(120, 40),
            visitors: RateLimit::new(120, 60),
            uploads: RateLimit::new(30, 10),
            hooks: RateLimit::new(600, 600),
        }
    }
}

impl Limits {
    /// Forgets quiet keys of every limit.
    pub fn tidy(&self) {
        for limit in [
            &self.address,
            &self.sign_in,
            &self.customer,
            &self.visitors,
            &self.uploads,
            &self.hooks,
        ] {
            limit.tidy();
        }
    }
}
