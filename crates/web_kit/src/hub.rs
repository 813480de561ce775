//! Open sockets by topic. A frame is serialised once and handed to every seat of its topic; a seat
//! whose queue is full loses its socket, and its client takes a fresh snapshot.
//!
//! Most sockets are widgets that nobody looks at, so a seat holds nothing while nothing waits for it.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use axum::extract::ws::Utf8Bytes;
use parking_lot::{Mutex, RwLock};
use tokio::sync::Notify;

/// A serialised frame; clones share the bytes.
pub type Frame = Utf8Bytes;

/// Frames that may wait for a slow socket.
const QUEUE: usize = 64;

/// What waits for one socket. A channel would keep a block of empty places for every open widget.
#[derive(Default)]
struct Mailbox {
    waiting: Mutex<Waiting>,
    news: Notify,
}

#[derive(Default)]
struct Waiting {
    frames: VecDeque<Frame>,
    /// The hub gave this seat up because it was too slow; what waits is still handed out.
    evicted: bool,
}

impl Mailbox {
    /// Puts a frame into the queue; false when that is full, which gives the seat up.
    fn put(&self, frame: &Frame) -> bool {
        let mut waiting = self.waiting.lock();
        let fits = waiting.frames.len() < QUEUE;
        if fits {
            waiting.frames.push_back(frame.clone());
        } else {
            waiting.evicted = true;
        }
        drop(waiting);
        self.news.notify_one();
        fits
    }

    async fn take(&self) -> Option<Frame> {
        loop {
            {
                let mut waiting = self.waiting.lock();
                let frame = waiting.frames.pop_front();
                if waiting.frames.is_empty() {
                    waiting.frames = VecDeque::new();
                }
                if frame.is_some() || waiting.evicted {
                    return frame;
                }
            }
            self.news.notified().await;
        }
    }

    fn is_evicted(&self) -> bool {
        self.waiting.lock().evicted
    }
}

#[derive(Default)]
struct Inner {
    topics: RwLock<HashMap<String, Vec<Arc<Mailbox>>>>,
}

/// All open sockets of a tenant. Clones share them.
#[derive(Clone, Default)]
pub struct Hub {
    inner: Arc<Inner>,
}

/// One socket's place: what it receives, and the topics it sits in. Dropping it leaves them all.
pub struct Seat {
    hub: Hub,
    mailbox: Arc<Mailbox>,
    topics: Vec<String>,
}

impl Hub {
    /// A place for a new socket, in no topic yet.
    #[must_use]
    pub fn seat(&self) -> Seat {
        Seat {
            hub: self.clone(),
            mailbox: Arc::default(),
            topics: Vec::new(),
        }
    }

    /// Hands `frame` to every seat of `topic`.
    pub fn send(&self, topic: &str, frame: &Frame) {
        let too_slow: Vec<Arc<Mailbox>> = match self.inner.topics.read().get(topic) {
            Some(members) => members
                .iter()
                .filter(|member| !member.put(frame))
                .cloned()
                .collect(),
            None => return,
        };
        for mailbox in too_slow {
            self.evict(&mailbox);
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

    fn evict(&self, mailbox: &Arc<Mailbox>) {
        self.inner.topics.write().retain(|_, members| {
            members.retain(|member| !Arc::ptr_eq(member, mailbox));
            !members.is_empty()
        });
    }

    fn leave(&self, topic: &str, mailbox: &Arc<Mailbox>) {
        let mut topics = self.inner.topics.write();
        if let Some(members) = topics.get_mut(topic) {
            members.retain(|member| !Arc::ptr_eq(member, mailbox));
            if members.is_empty() {
                topics.remove(topic);
            }
        }
    }
}

impl Seat {
    /// Takes its place in `topic`; twice is once.
    pub fn join(&mut self, topic: &str) {
        if self.topics.iter().any(|t| t == topic) || self.mailbox.is_evicted() {
            return;
        }
        self.hub
            .inner
            .topics
            .write()
            .entry(topic.to_owned())
            // Nearly every topic is one customer on one device.
            .or_insert_with(|| Vec::with_capacity(1))
            .push(self.mailbox.clone());
        self.topics.reserve_exact(1);
        self.topics.push(topic.to_owned());
    }

    /// Leaves `topic`.
    pub fn leave(&mut self, topic: &str) {
        self.topics.retain(|t| t != topic);
        self.hub.leave(topic, &self.mailbox);
    }

    /// The next frame; `None` when the hub gave this seat up. Whoever stops waiting loses nothing.
    pub async fn next(&mut self) -> Option<Frame> {
        self.mailbox.take().await
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        for topic in std::mem::take(&mut self.topics) {
            self.hub.leave(&topic, &self.mailbox);
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

    #[tokio::test]
    async fn waiting_may_be_given_up_at_any_moment() {
        let hub = Hub::default();
        let mut seat = hub.seat();
        seat.join("a");
        for round in 0..100 {
            let frame = Frame::from(round.to_string());
            tokio::select! {
                biased;
                _ = seat.next() => panic!("nothing was sent"),
                () = std::future::ready(()) => {}
            }
            hub.send("a", &frame);
            hub.send("a", &frame);
            assert_eq!(seat.next().await, Some(frame.clone()));
            assert_eq!(seat.next().await, Some(frame));
        }
    }
}
