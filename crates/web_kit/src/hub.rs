//! Open sockets by topic. A frame is serialised once and handed to every seat of its topic; a seat
//! whose queue is full loses its socket, and its client takes a fresh snapshot.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use axum::extract::ws::Utf8Bytes;
use parking_lot::RwLock;
use tokio::sync::mpsc;

/// A serialised frame; clones share the bytes.
pub type Frame = Utf8Bytes;

/// Frames that may wait for a slow socket.
const QUEUE: usize = 64;

#[derive(Clone)]
struct Member {
    seat: u64,
    sender: mpsc::Sender<Frame>,
    evicted: Arc<AtomicBool>,
}

#[derive(Default)]
struct Inner {
    topics: RwLock<HashMap<String, Vec<Member>>>,
    next_seat: AtomicU64,
}

/// All open sockets of a tenant. Clones share them.
#[derive(Clone, Default)]
pub struct Hub {
    inner: Arc<Inner>,
}

/// One socket's place: what it receives, and the topics it sits in. Dropping it leaves them all.
pub struct Seat {
    hub: Hub,
    seat: u64,
    sender: Option<mpsc::Sender<Frame>>,
    /// Set by the hub when this seat was too slow; what waits is still handed out.
    evicted: Arc<AtomicBool>,
    receiver: mpsc::Receiver<Frame>,
    topics: Vec<String>,
}

impl Hub {
    /// A place for a new socket, in no topic yet.
    #[must_use]
    pub fn seat(&self) -> Seat {
        let (sender, receiver) = mpsc::channel(QUEUE);
        let seat = self.inner.next_seat.fetch_add(1, Ordering::Relaxed);
        Seat {
            hub: self.clone(),
            seat,
            sender: Some(sender),
            evicted: Arc::default(),
            receiver,
            topics: Vec::new(),
        }
    }

    /// Hands `frame` to every seat of `topic`.
    pub fn send(&self, topic: &str, frame: &Frame) {
        let mut too_slow = Vec::new();
        if let Some(members) = self.inner.topics.read().get(topic) {
            for member in members {
                if member.sender.try_send(frame.clone()).is_err() {
                    member.evicted.store(true, Ordering::Release);
                    too_slow.push(member.seat);
                }
            }
        }
        for seat in too_slow {
            self.evict(seat);
        }
    }

    /// Hands `frame` to every socket there is (the farewell of a shutdown).
    pub fn send_all(&self, frame: &Frame) {
        for members in self.inner.topics.read().values() {
            for member in members {
                let _ = member.sender.try_send(frame.clone());
            }
        }
    }

    /// How many seats `topic` has.
    #[must_use]
    pub fn count(&self, topic: &str) -> usize {
        self.inner.topics.read().get(topic).map_or(0, Vec::len)
    }

    /// Whether somebody listens on `topic`; spares the making of frames for nobody.
    #[must_use]
    pub fn is_heard(&self, topic: &str) -> bool {
        self.count(topic) > 0
    }

    fn evict(&self, seat: u64) {
        self.inner.topics.write().retain(|_, members| {
            members.retain(|member| member.seat != seat);
            !members.is_empty()
        });
    }

    fn leave(&self, topic: &str, seat: u64) {
        let mut topics = self.inner.topics.write();
        if let Some(members) = topics.get_mut(topic) {
            members.retain(|member| member.seat != seat);
            if members.is_empty() {
                topics.remove(topic);
            }
        }
    }
}

impl Seat {
    /// Takes its place in `topic`; twice is once.
    pub fn join(&mut self, topic: &str) {
        if self.topics.iter().any(|t| t == topic) {
            return;
        }
        let Some(sender) = self
            .sender
            .clone()
            .filter(|_| !self.evicted.load(Ordering::Acquire))
        else {
            return;
        };
        let evicted = self.evicted.clone();
        let member = Member {
            seat: self.seat,
            sender,
            evicted,
        };
        self.hub
            .inner
            .topics
            .write()
            .entry(topic.to_owned())
            .or_default()
            .push(member);
        self.topics.push(topic.to_owned());
    }

    /// Leaves `topic`.
    pub fn leave(&mut self, topic: &str) {
        self.topics.retain(|t| t != topic);
        self.hub.leave(topic, self.seat);
    }

    /// The next frame; `None` when the hub gave this seat up.
    pub async fn next(&mut self) -> Option<Frame> {
        // A seat is given up only while its queue is full, so nobody waits in `recv` then.
        if self.evicted.load(Ordering::Acquire) {
            return self.receiver.try_recv().ok();
        }
        self.receiver.recv().await
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        for topic in std::mem::take(&mut self.topics) {
            self.hub.leave(&topic, self.seat);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Frame, Hub, QUEUE};

    #[tokio::test]
    async fn frames_reach_their_topic_and_slow_seats_are_given_up() {
        let hub = Hub::default();
        let (mut one, mut two) = (hub.seat(), hub.seat());
        one.join("a");
        two.join("b");
        hub.send("a", &Frame::from_static("x"));
        assert_eq!(one.next().await.as_deref(), Some("x"));
        for _ in 0..=QUEUE {
            hub.send("a", &Frame::from_static("y"));
        }
        assert!(!hub.is_heard("a"));
        for _ in 0..QUEUE {
            assert_eq!(one.next().await.as_deref(), Some("y"));
        }
        assert_eq!(one.next().await, None);
        drop(two);
        assert_eq!(hub.count("b"), 0);
    }
}
