//! The sentences that were encoded last. The parts of one answer (index, classifier, moods, tasks)
//! look at the same sentence, and customers ask the same question again: each is encoded once.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use super::Rich;

/// Sentences that stay; a few kilobytes each.
const HELD: usize = 256;

/// Keeps the last [`HELD`] sentences.
#[derive(Debug, Default)]
pub(super) struct Memo {
    held: Mutex<Held>,
}

#[derive(Debug, Default)]
struct Held {
    of: HashMap<Arc<str>, Arc<Rich>>,
    /// The oldest first.
    order: VecDeque<Arc<str>>,
}

impl Memo {
    /// What was made of a text, if it is among the last.
    pub(super) fn get(&self, text: &str) -> Option<Arc<Rich>> {
        self.lock().of.get(text).cloned()
    }

    /// Keeps what was made of a text.
    pub(super) fn put(&self, text: &str, rich: Arc<Rich>) {
        let text: Arc<str> = text.into();
        let mut held = self.lock();
        if held.of.insert(Arc::clone(&text), rich).is_some() {
            return;
        }
        held.order.push_back(text);
        if held.order.len() > HELD
            && let Some(oldest) = held.order.pop_front()
        {
            held.of.remove(&oldest);
        }
    }

    /// Whoever panicked while holding it has left it whole: each change is one insertion.
    fn lock(&self) -> std::sync::MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{HELD, Memo};
    use crate::embed::Rich;

    #[test]
    fn the_last_sentences_stay_and_older_ones_go() {
        let memo = Memo::default();
        for number in 0..=HELD {
            let rich = Rich {
                vector: vec![number as f32],
                layers: Vec::new(),
            };
            memo.put(&number.to_string(), Arc::new(rich));
        }
        assert_eq!(memo.get("0"), None);
        let first = |text: &str| memo.get(text).and_then(|rich| rich.vector.first().copied());
        assert_eq!(first("1"), Some(1.0));
        assert_eq!(first(&HELD.to_string()), Some(HELD as f32));
    }
}
