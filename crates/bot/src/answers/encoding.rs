//! Questions that arrive together are encoded together, on one thread beside the sockets': a batch
//! costs a third of its sentences one by one, and no socket waits behind another's arithmetic.

use std::sync::Arc;
use std::thread;

use shanying_kernel::{Error, Result};
use shanying_language::embed::Encoder;
use shanying_language::normalise::normalise_text;
use tokio::sync::{mpsc, oneshot};

/// Questions that may wait before their askers wait too.
const QUEUE: usize = 1_024;
/// Questions in one batch; more would keep the first of them waiting.
const TOGETHER: usize = 32;

struct Waiting {
    text: String,
    done: oneshot::Sender<()>,
}

/// The thread that encodes; it ends with the last of its clones.
#[derive(Clone)]
pub(super) struct Encoding {
    queue: mpsc::Sender<Waiting>,
}

impl Encoding {
    pub(super) fn start(encoder: Arc<Encoder>) -> Result<Self> {
        let (queue, waiting) = mpsc::channel(QUEUE);
        thread::Builder::new()
            .name("encoding".to_owned())
            .spawn(move || work(&encoder, waiting))
            .map_err(|error| Error::unavailable("no thread for the encoder").because(error))?;
        Ok(Self { queue })
    }

    /// When it returns, the encoder remembers the question. What goes wrong here costs the answer
    /// some time and nothing else, because whoever needs the vector asks the encoder.
    pub(super) async fn prepare(&self, question: &str) {
        let text = normalise_text(question);
        let (done, told) = oneshot::channel();
        if self.queue.send(Waiting { text, done }).await.is_ok() {
            let _ = told.await;
        }
    }
}

fn work(encoder: &Encoder, mut queue: mpsc::Receiver<Waiting>) {
    let mut batch = Vec::with_capacity(TOGETHER);
    while queue.blocking_recv_many(&mut batch, TOGETHER) > 0 {
        let texts: Vec<&str> = batch.iter().map(|one| one.text.as_str()).collect();
        encoder.remember(&texts);
        for Waiting { done, .. } in batch.drain(..) {
            // Who asked may have gone.
            let _ = done.send(());
        }
    }
}
