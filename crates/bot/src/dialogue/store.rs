//! The tables `dialogue_tasks`, `dialogue_states` and `dialogue_requests`.

use serde::Serialize;
use serde_json::json;
use shanying_kernel::{Result, Time, new_id};
use shanying_storage::{Tx, sql};

use super::model::{Row, State, Task};

/// What a customer told to a task, for the staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = DialogueRequest)]
pub struct Request {
    /// `req_…`.
    pub id: String,
    /// A number to read aloud.
    pub number: String,
    /// Which task.
    pub task: String,
    /// Its name.
    pub name: String,
    /// What was told.
    pub rows: Vec<Row>,
    /// When.
    pub created_at: Time,
}

/// All tasks in their order.
pub(super) async fn tasks(tx: &mut Tx) -> Result<Vec<Task>> {
    let rows = sql("SELECT definition FROM dialogue_tasks ORDER BY position, key")
        .all(tx)
        .await?;
    rows.iter().map(|row| row.json("definition")).collect()
}

/// Writes a task; a new one comes last.
pub(super) async fn put(tx: &mut Tx, task: &Task) -> Result<()> {
    let now = tx.now_ms();
    sql(
        "INSERT INTO dialogue_tasks (key, position, definition, updated_at) VALUES ($1, \
         (SELECT COALESCE(MAX(position), 0) + 1 FROM dialogue_tasks), $2, $3) \
         ON CONFLICT (key) DO UPDATE SET definition = excluded.definition, \
         updated_at = excluded.updated_at",
    )
    .bind(&task.key)
    .bind_json(task)
    .bind(now)
    .run(tx)
    .await?;
    Ok(())
}

/// Takes a task away; whether there was one.
pub(super) async fn remove(tx: &mut Tx, key: &str) -> Result<bool> {
    let gone = sql("DELETE FROM dialogue_tasks WHERE key = $1")
        .bind(key)
        .run(tx)
        .await?;
    Ok(gone > 0)
}

/// Where the talk of a conversation stands.
pub async fn state(tx: &mut Tx, conversation_id: &str) -> Result<State> {
    let row = sql("SELECT state FROM dialogue_states WHERE conversation_id = $1")
        .bind(conversation_id)
        .optional(tx)
        .await?;
    row.map_or_else(|| Ok(State::default()), |row| row.json("state"))
}

/// Which of the customer's messages the talk saw last; 0 before the first.
pub async fn last_turn(tx: &mut Tx, conversation_id: &str) -> Result<u32> {
    let row = sql("SELECT turn FROM dialogue_states WHERE conversation_id = $1")
        .bind(conversation_id)
        .optional(tx)
        .await?;
    let turn = row.map(|row| row.int("turn")).transpose()?.unwrap_or(0);
    Ok(u32::try_from(turn).unwrap_or(0))
}

/// Keeps where the talk stands.
pub async fn save(tx: &mut Tx, conversation_id: &str, state: &State) -> Result<()> {
    let now = tx.now_ms();
    sql(
        "INSERT INTO dialogue_states (conversation_id, turn, state, updated_at) \
         VALUES ($1, $2, $3, $4) ON CONFLICT (conversation_id) DO UPDATE SET \
         turn = excluded.turn, state = excluded.state, updated_at = excluded.updated_at",
    )
    .bind(conversation_id)
    .bind(i64::from(state.turn))
    .bind_json(state)
    .bind(now)
    .run(tx)
    .await?;
    Ok(())
}

/// Keeps a request and returns its number.
pub async fn record_request(
    tx: &mut Tx,
    (conversation_id, customer_id): (&str, &str),
    (task, name): (&str, &str),
    rows: &[Row],
) -> Result<String> {
    let id = new_id("req");
    // The end of an id is random; eight characters are read aloud without a slip.
    let end: Vec<char> = id
        .chars()
        .rev()
        .filter(char::is_ascii_alphanumeric)
        .take(8)
        .collect();
    let number: String = end.into_iter().rev().collect::<String>().to_uppercase();
    let now = tx.now_ms();
    sql("INSERT INTO dialogue_requests \
         (id, number, conversation_id, customer_id, task, name, fields, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)")
    .bind(&id)
    .bind(&number)
    .bind(conversation_id)
    .bind(customer_id)
    .bind(task)
    .bind(name)
    .bind_json(&rows)
    .bind(now)
    .run(tx)
    .await?;
    tx.emit(
        "dialogue.requested",
        json!({"request_id": id, "conversation_id": conversation_id, "customer_id": customer_id,
               "task": task, "number": number}),
    )
    .await?;
    Ok(number)
}

/// The requests of a conversation, the oldest first.
pub async fn requests(tx: &mut Tx, conversation_id: &str) -> Result<Vec<Request>> {
    let rows =
        sql("SELECT * FROM dialogue_requests WHERE conversation_id = $1 ORDER BY created_at, id")
            .bind(conversation_id)
            .all(tx)
            .await?;
    rows.iter()
        .map(|row| {
            Ok(Request {
                id: row.text("id")?,
                number: row.text("number")?,
                task: row.text("task")?,
                name: row.text("name")?,
                rows: row.json("fields")?,
                created_at: row.time("created_at")?,
            })
        })
        .collect()
}

/// A conversation is gone: what was told in it goes too.
pub async fn forget_conversation(tx: &mut Tx, id: &str) -> Result<()> {
    for table in ["dialogue_states", "dialogue_requests"] {
        sql(format!("DELETE FROM {table} WHERE conversation_id = $1"))
            .bind(id)
            .run(tx)
            .await?;
    }
    Ok(())
}
