//! Work at a steady pace that does not wait for the answers: a slow answer delays nobody else's question.

use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::Instant;

/// How much, by how many, for how long.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    pub per_second: usize,
    pub clients: usize,
    pub seconds: usize,
}

impl Pace {
    fn per_client(self) -> usize {
        (self.per_second * self.seconds / self.clients).max(1)
    }

    /// When the `turn`-th work of the `client`-th client is due after the beginning.
    fn due(self, client: usize, turn: usize) -> Duration {
        let place = turn * self.clients + client;
        Duration::from_secs_f64(place as f64 / self.per_second as f64)
    }
}

/// Someone who does one piece of work at a time.
pub trait Worker: Send + 'static {
    /// Does the `number`-th piece of all and tells how long it took.
    fn work(&mut self, number: usize) -> impl Future<Output = Result<Duration, String>> + Send;
}

/// Lets each client work whenever it is due. The returned times count from when the work was due, so a client that is
/// still busy then adds its lateness: nothing is hidden by waiting.
pub async fn paced<W: Worker>(pace: Pace, clients: Vec<W>) -> Result<Vec<Duration>, String> {
    let began = Instant::now() + Duration::from_millis(200);
    let mut running = JoinSet::new();
    for (number, mut client) in clients.into_iter().enumerate() {
        running.spawn(async move {
            let mut samples = Vec::with_capacity(pace.per_client());
            let mut free = began;
            for turn in 0..pace.per_client() {
                let due = began + pace.due(number, turn);
                // A timer wakes up to a millisecond late; only the client's own business counts.
                let late = free.saturating_duration_since(due);
                tokio::time::sleep_until(due).await;
                let took = client.work(turn * pace.clients + number).await?;
                free = Instant::now();
                samples.push(late + took);
            }
            Ok::<_, String>(samples)
        });
    }
    let mut all = Vec::new();
    while let Some(finished) = running.join_next().await {
        all.extend(finished.map_err(|error| error.to_string())??);
    }
    Ok(all)
}
