//! The program dies at random moments under load. After each start everything that it had acknowledged is there, `seq` has
//! no gap, and nothing is there twice, although customers sent again whatever had no acknowledgement.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use clap::Args;
use serde_json::Value;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::Options;
use crate::http::Staff;
use crate::server::Server;
use crate::visitor::{Visitor, text_of};

const CUSTOMERS: usize = 12;
const PAGE: usize = 50;

#[derive(Args)]
pub struct Rounds {
    /// How often the program is killed
    #[arg(long, default_value_t = 10)]
    rounds: u32,
    /// A PostgreSQL to use; without it a SQLite file
    #[arg(long)]
    postgres: Option<String>,
    /// Chooses the moments; without it the clock does
    #[arg(long)]
    seed: Option<u64>,
}

/// One customer's side of the story: what it said and what was acknowledged.
struct Customer {
    number: usize,
    secret: Option<String>,
    said: usize,
    /// Messages as the server acknowledged them.
    acknowledged: Vec<Value>,
}

pub async fn run(options: &Options, rounds: &Rounds) -> Result<(), String> {
    let mut random = Random::new(rounds.seed);
    let kind = if rounds.postgres.is_some() {
        "PostgreSQL"
    } else {
        "SQLite"
    };
    println!(
        "kill: {} rounds on {kind}, seed {}",
        rounds.rounds, random.seed
    );
    let mut server = Server::start_on(options, rounds.postgres.as_deref()).await?;
    let mut customers: Vec<Customer> = (0..CUSTOMERS)
        .map(|number| Customer {
            number,
            secret: None,
            said: 0,
            acknowledged: Vec::new(),
        })
        .collect();
    let mut checked = Checked::default();
    for round in 1..=rounds.rounds {
        let before: usize = customers
            .iter()
            .map(|customer| customer.acknowledged.len())
            .sum();
        let alive = Duration::from_millis(100 + random.below(900));
        customers = load_until_killed(&mut server, customers, alive).await?;
        let start = server.start_again().await?;
        for customer in &customers {
            checked
                .conversation(&mut server.staff, customer)
                .await
                .map_err(|fault| {
                    format!("round {round} of {kind}, seed {}: {fault}", random.seed)
                })?;
        }
        let after: usize = customers
            .iter()
            .map(|customer| customer.acknowledged.len())
            .sum();
        println!(
            "   round {round}: killed after {} ms with {} new messages acknowledged, ready again in {} ms",
            alive.as_millis(),
            after - before,
            start.as_millis()
        );
    }
    server.stop().await?;
    println!(
        "kill: {} acknowledged messages are there; {} messages in all without a gap or a double, {} questions, {} replies of the bot",
        customers
            .iter()
            .map(|customer| customer.acknowledged.len())
            .sum::<usize>(),
        checked.messages,
        checked.questions,
        checked.replies
    );
    Ok(())
}

/// All customers talk for `alive`, then the program dies in the middle of it.
async fn load_until_killed(
    server: &mut Server,
    customers: Vec<Customer>,
    alive: Duration,
) -> Result<Vec<Customer>, String> {
    let (end, ended) = watch::channel(false);
    let address: Arc<str> = Arc::from(server.address.as_str());
    let token: Arc<str> = Arc::from(server.channel_token.as_str());
    let mut talking = JoinSet::new();
    for customer in customers {
        let (address, token) = (Arc::clone(&address), Arc::clone(&token));
        let ended = ended.clone();
        talking.spawn(async move { talk(customer, &address, &token, ended).await });
    }
    tokio::time::sleep(alive).await;
    end.send_replace(true);
    server.kill().await?;
    let mut back = Vec::new();
    while let Some(finished) = talking.join_next().await {
        back.push(finished.map_err(|error| error.to_string())??);
    }
    back.sort_by_key(|customer: &Customer| customer.number);
    Ok(back)
}

/// Says one thing after the other until the socket breaks, and begins with what had no acknowledgement.
///
/// A fault while the program is alive is a fault of the program; afterwards it is the kill.
async fn talk(
    mut customer: Customer,
    address: &str,
    token: &str,
    ended: watch::Receiver<bool>,
) -> Result<Customer, String> {
    let judge = |fault: String| if *ended.borrow() { Ok(()) } else { Err(fault) };
    let mut visitor = match Visitor::open_as(address, token, customer.secret.as_deref()).await {
        Ok(visitor) => visitor,
        Err(fault) => return judge(fault).map(|()| customer),
    };
    customer.secret = Some(visitor.secret.clone());
    loop {
        let client_id = format!("kill-{}-{}", customer.number, customer.said);
        match visitor
            .say(&client_id, &text(customer.number, customer.said))
            .await
        {
            Ok(message) => {
                customer.acknowledged.push(message);
                customer.said += 1;
            }
            Err(fault) => return judge(fault).map(|()| customer),
        }
    }
}

/// Every text is said once, so that a double shows whatever its ids are.
fn text(customer: usize, said: usize) -> String {
    format!("第{customer}位顾客的第{said}个问题,什么时候能发货?")
}

/// What has been read back so far.
#[derive(Default)]
struct Checked {
    /// Last `seq` and texts of each conversation that was read.
    conversations: HashMap<String, Seen>,
    messages: usize,
    questions: usize,
    replies: usize,
}

#[derive(Default)]
struct Seen {
    last_seq: i64,
    /// `seq` and id of each text of the customer.
    texts: HashMap<String, (i64, String)>,
}

impl Checked {
    /// Reads what is new in the customer's conversations and compares it with his side of the story.
    async fn conversation(&mut self, staff: &mut Staff, customer: &Customer) -> Result<(), String> {
        let mut ids: Vec<&str> = customer
            .acknowledged
            .iter()
            .map(|message| text_of(message, "conversation_id"))
            .collect();
        ids.sort_unstable();
        ids.dedup();
        for id in &ids {
            self.read_new(staff, id).await?;
        }
        for message in &customer.acknowledged {
            let seen = self.conversations.get(text_of(message, "conversation_id"));
            let said = message
                .get("content")
                .map(|content| text_of(content, "text"))
                .unwrap_or_default();
            let kept = seen.and_then(|seen| seen.texts.get(said));
            let seq = message
                .get("seq")
                .and_then(Value::as_i64)
                .unwrap_or_default();
            let told = Some((seq, text_of(message, "id").to_owned()));
            if kept.cloned() != told {
                return Err(format!(
                    "`{said}` was acknowledged as {told:?}, kept is {kept:?}"
                ));
            }
        }
        Ok(())
    }

    async fn read_new(&mut self, staff: &mut Staff, id: &str) -> Result<(), String> {
        let seen = self.conversations.entry(id.to_owned()).or_default();
        loop {
            let path = format!(
                "/api/v1/conversations/{id}/messages?after_seq={}&limit={PAGE}",
                seen.last_seq
            );
            let page = staff.get(&path).await?;
            let items = page
                .get("items")
                .and_then(Value::as_array)
                .map(Vec::as_slice)
                .unwrap_or_default();
            for message in items {
                self.messages += 1;
                match message.get("sender").map(|sender| text_of(sender, "kind")) {
                    Some("customer") => self.questions += 1,
                    Some("bot") => self.replies += 1,
                    _ => {}
                }
                seen.add(message)?;
            }
            let has_more = page
                .get("has_more")
                .and_then(Value::as_bool)
                .unwrap_or_default();
            if !has_more || items.is_empty() {
                return Ok(());
            }
        }
    }
}

impl Seen {
    fn add(&mut self, message: &Value) -> Result<(), String> {
        let seq = message
            .get("seq")
            .and_then(Value::as_i64)
            .ok_or("a message without seq")?;
        if seq != self.last_seq + 1 {
            return Err(format!("after seq {} comes {seq}", self.last_seq));
        }
        self.last_seq = seq;
        let sender = message
            .get("sender")
            .map(|sender| text_of(sender, "kind"))
            .unwrap_or_default();
        let said = message
            .get("content")
            .map(|content| text_of(content, "text"))
            .unwrap_or_default();
        if sender == "customer" {
            let place = (seq, text_of(message, "id").to_owned());
            if let Some(before) = self.texts.insert(said.to_owned(), place) {
                return Err(format!(
                    "`{said}` is there twice, at seq {} and {seq}",
                    before.0
                ));
            }
        }
        Ok(())
    }
}

/// Numbers that look random and can be had again from their seed (xorshift).
struct Random {
    seed: u64,
    state: u64,
}

impl Random {
    fn new(seed: Option<u64>) -> Self {
        let seed = seed.unwrap_or_else(clock_seed).max(1);
        Self { seed, state: seed }
    }

    fn below(&mut self, end: u64) -> u64 {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        self.state % end
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "a measurement takes its seed from the real clock"
)]
fn clock_seed() -> u64 {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    since.as_millis() as u64
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn message(seq: i64, text: &str) -> Value {
        json!({"id": format!("msg_{seq}"), "seq": seq, "sender": {"kind": "customer"}, "content": {"text": text}})
    }

    #[test]
    fn gaps_and_doubles_are_seen() {
        let mut seen = Seen::default();
        seen.add(&message(1, "a")).unwrap();
        assert!(
            seen.add(&message(3, "b"))
                .unwrap_err()
                .contains("after seq 1 comes 3")
        );
        seen.add(&message(2, "b")).unwrap();
        assert!(seen.add(&message(3, "a")).unwrap_err().contains("twice"));
    }

    #[test]
    fn moments_can_be_had_again() {
        let moments = |seed| {
            let mut random = Random::new(Some(seed));
            [random.below(900), random.below(900), random.below(900)]
        };
        assert_eq!(moments(7), moments(7));
        assert_ne!(moments(7), moments(8));
    }
}
