//! Publish and subscribe inside one process.
//!
//! The bus carries hints: an event reaches whoever listens now, at once and at most once. The
//! database is the truth, so a listener that lags or a process that dies loses nothing that it
//! cannot read again. Work that must happen listens durably instead (`storage::outbox`).

use std::sync::Arc;

use shanying_kernel::Event;
use tokio::sync::broadcast;

/// Events that a slow subscriber may be behind before it is told that it lagged.
const CAPACITY: usize = 8192;

/// A handle on the bus; clones share it.
#[derive(Clone, Debug)]
pub struct Bus {
    sender: broadcast::Sender<Arc<Event>>,
}

/// What a subscriber receives.
#[derive(Clone, Debug)]
pub enum Received {
    /// An event that was committed just now.
    Event(Arc<Event>),
    /// This subscriber was too slow and missed some: take a fresh snapshot.
    Lagged,
}

/// One subscriber's end.
#[derive(Debug)]
pub struct Subscription {
    receiver: broadcast::Receiver<Arc<Event>>,
}

impl Default for Bus {
    fn default() -> Self {
        Self::in_process()
    }
}

impl Bus {
    /// A bus that lives and ends with this process.
    #[must_use]
    pub fn in_process() -> Self {
        Self {
            sender: broadcast::channel(CAPACITY).0,
        }
    }

    /// Tells every subscriber; nobody listening is no error.
    pub fn publish(&self, event: Arc<Event>) {
        let _ = self.sender.send(event);
    }

    /// Listens from now on.
    #[must_use]
    pub fn subscribe(&self) -> Subscription {
        Subscription {
            receiver: self.sender.subscribe(),
        }
    }
}

impl Subscription {
    /// Waits for the next event; `None` when the bus is gone.
    pub async fn next(&mut self) -> Option<Received> {
        match self.receiver.recv().await {
            Ok(event) => Some(Received::Event(event)),
            Err(broadcast::error::RecvError::Lagged(_)) => Some(Received::Lagged),
            Err(broadcast::error::RecvError::Closed) => None,
        }
    }
}
