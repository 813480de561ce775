//! Every statement on `person_entries` and `person_requests`.

use serde_json::Value as Json;
use shanying_kernel::{Result, Time, new_id};
use shanying_storage::{Row, Tx, sql};

use super::model::{Place, Refusal, Request};

/// Where the way is seen in a conversation that begins.
pub(super) async fn insert_entry(
    tx: &mut Tx,
    conversation_id: &str,
    (shown, hidden): (&[Place], &[Place]),
    after_failures: i64,
) -> Result<()> {
    let now = tx.now_ms();
    sql(
        "INSERT INTO person_entries (conversation_id, shown, hidden, after_failures, begun_at) \
         VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(conversation_id)
    .bind_json(&shown)
    .bind_json(&hidden)
    .bind(after_failures)
    .bind(now)
    .run(tx)
    .await?;
    Ok(())
}

/// Places at which the way is seen now; none for a conversation of which nothing is known.
pub(super) async fn seen(tx: &mut Tx, conversation_id: &str) -> Result<Option<Vec<Place>>> {
    let row =
        sql("SELECT shown, hidden, appeared_at FROM person_entries WHERE conversation_id = $1")
            .bind(conversation_id)
            .optional(tx)
            .await?;
    let Some(row) = row else { return Ok(None) };
    let mut places: Vec<Place> = row.json("shown")?;
    if row.int_or_null("appeared_at")?.is_some() {
        places.extend(row.json::<Vec<Place>>("hidden")?);
    }
    Ok(Some(places))
}

/// The bot failed once more; true when the way appears by that.
pub(super) async fn count_failure(tx: &mut Tx, conversation_id: &str) -> Result<bool> {
    let now = tx.now_ms();
    let row = sql(
        "UPDATE person_entries SET failures = failures + 1, appeared_at = CASE \
         WHEN appeared_at IS NULL AND hidden <> '[]' AND failures + 1 >= after_failures THEN $2 \
         ELSE appeared_at END WHERE conversation_id = $1 \
         RETURNING CAST(CASE WHEN hidden <> '[]' AND failures = after_failures THEN 1 ELSE 0 END AS BIGINT) AS appears",
    )
    .bind(conversation_id)
    .bind(now)
    .optional(tx)
    .await?;
    row.map_or(Ok(false), |row| row.flag("appears"))
}

/// Somebody asked for a person; who asks again before one came asks for the same.
pub(super) async fn ask(
    tx: &mut Tx,
    conversation_id: &str,
    place: Place,
    after_seq: i64,
) -> Result<()> {
    let now = tx.now_ms();
    sql(
        "INSERT INTO person_requests (id, conversation_id, place, asks, asked_seq, asked_at) \
         VALUES ($1, $2, $3, 1, $4, $5) ON CONFLICT (conversation_id) WHERE reached_at IS NULL \
         DO UPDATE SET asks = person_requests.asks + 1, refused = NULL",
    )
    .bind(new_id("prq"))
    .bind(conversation_id)
    .bind(place.code())
    .bind(after_seq)
    .bind(now)
    .run(tx)
    .await?;
    Ok(())
}

/// After which message the open request was made, if there is one.
pub(super) async fn asked_seq(tx: &mut Tx, conversation_id: &str) -> Result<Option<i64>> {
    let row = sql(
        "SELECT asked_seq FROM person_requests WHERE conversation_id = $1 AND reached_at IS NULL",
    )
    .bind(conversation_id)
    .optional(tx)
    .await?;
    row.map(|row| row.int("asked_seq")).transpose()
}

pub(super) async fn set_reached(tx: &mut Tx, conversation_id: &str, steps: i64) -> Result<()> {
    let now = tx.now_ms();
    sql(
        "UPDATE person_requests SET reached_at = $2, steps = $3, refused = NULL \
         WHERE conversation_id = $1 AND reached_at IS NULL",
    )
    .bind(conversation_id)
    .bind(now)
    .bind(steps)
    .run(tx)
    .await?;
    Ok(())
}

pub(super) async fn set_refused(tx: &mut Tx, conversation_id: &str, reason: &str) -> Result<()> {
    sql("UPDATE person_requests SET refused = $2 \
         WHERE conversation_id = $1 AND reached_at IS NULL")
    .bind(conversation_id)
    .bind(reason)
    .run(tx)
    .await?;
    Ok(())
}

pub(super) async fn set_left(tx: &mut Tx, conversation_id: &str) -> Result<()> {
    let now = tx.now_ms();
    sql("UPDATE person_requests SET left_at = $2 \
         WHERE conversation_id = $1 AND reached_at IS NULL")
    .bind(conversation_id)
    .bind(now)
    .run(tx)
    .await?;
    Ok(())
}

/// How many conversations begun in a span had the way at the same places, and whether it appeared.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    pub shown: Vec<Place>,
    pub hidden: Vec<Place>,
    pub appeared: bool,
    pub count: i64,
}

pub(super) async fn seen_between(tx: &mut Tx, (from, to): (i64, i64)) -> Result<Vec<Seen>> {
    let rows = sql(
        "SELECT shown, hidden, CAST(CASE WHEN appeared_at IS NULL THEN 0 ELSE 1 END AS BIGINT) AS appeared, \
         COUNT(*) AS n FROM person_entries WHERE begun_at >= $1 AND begun_at < $2 GROUP BY 1, 2, 3",
    )
    .bind(from)
    .bind(to)
    .all(tx)
    .await?;
    let one = |row: &Row| {
        Ok(Seen {
            shown: row.json("shown")?,
            hidden: row.json("hidden")?,
            appeared: row.flag("appeared")?,
            count: row.int("n")?,
        })
    };
    rows.iter().map(one).collect()
}

/// Steps of the requests at a place that were honoured, with how many had each; ascending.
pub(super) async fn steps(
    tx: &mut Tx,
    place: Place,
    (from, to): (i64, i64),
) -> Result<Vec<(i64, i64)>> {
    let rows = sql(
        "SELECT steps, COUNT(*) AS n FROM person_requests WHERE place = $1 AND asked_at >= $2 \
         AND asked_at < $3 AND reached_at IS NOT NULL GROUP BY steps ORDER BY steps",
    )
    .bind(place.code())
    .bind(from)
    .bind(to)
    .all(tx)
    .await?;
    rows.iter()
        .map(|row| Ok((row.int("steps")?, row.int("n")?)))
        .collect()
}

/// Requests at a place that were not honoured, by why.
pub(super) async fn refusals(
    tx: &mut Tx,
    place: Place,
    (from, to): (i64, i64),
) -> Result<Vec<Refusal>> {
    let rows = sql(
        "SELECT refused, COUNT(*) AS n, COUNT(left_at) AS left_message FROM person_requests \
         WHERE place = $1 AND asked_at >= $2 AND asked_at < $3 AND reached_at IS NULL \
         GROUP BY refused ORDER BY 2 DESC, 1",
    )
    .bind(place.code())
    .bind(from)
    .bind(to)
    .all(tx)
    .await?;
    let one = |row: &Row| {
        Ok(Refusal {
            reason: row.text_or_null("refused")?,
            count: row.int("n")?,
            left_message: row.int("left_message")?,
        })
    };
    rows.iter().map(one).collect()
}

/// The requests at a place that took most steps.
pub(super) async fn worst(
    tx: &mut Tx,
    place: Place,
    (from, to): (i64, i64),
    most: usize,
) -> Result<Vec<Request>> {
    let rows = sql("SELECT r.*, c.number AS number FROM person_requests r \
         JOIN conversations c ON c.id = r.conversation_id WHERE r.place = $1 AND r.asked_at >= $2 \
         AND r.asked_at < $3 AND r.steps > 0 ORDER BY r.steps DESC, r.asked_at DESC LIMIT $4")
    .bind(place.code())
    .bind(from)
    .bind(to)
    .bind(most)
    .all(tx)
    .await?;
    rows.iter().map(request).collect()
}

/// The last requests that were not honoured.
pub(super) async fn unhonoured(
    tx: &mut Tx,
    (from, to): (i64, i64),
    most: usize,
) -> Result<Vec<Request>> {
    let rows = sql("SELECT r.*, c.number AS number FROM person_requests r \
         JOIN conversations c ON c.id = r.conversation_id WHERE r.asked_at >= $1 \
         AND r.asked_at < $2 AND r.reached_at IS NULL ORDER BY r.asked_at DESC, r.id LIMIT $3")
    .bind(from)
    .bind(to)
    .bind(most)
    .all(tx)
    .await?;
    rows.iter().map(request).collect()
}

/// Gives what is told of an imported conversation its own times.
pub(super) async fn backdate(
    tx: &mut Tx,
    conversation_id: &str,
    begun: Time,
    asked: Option<Time>,
) -> Result<()> {
    sql("UPDATE person_entries SET begun_at = $2 WHERE conversation_id = $1")
        .bind(conversation_id)
        .bind(begun)
        .run(tx)
        .await?;
    if let Some(asked) = asked {
        sql("UPDATE person_requests SET asked_at = $2, reached_at = $2 WHERE conversation_id = $1")
            .bind(conversation_id)
            .bind(asked)
            .run(tx)
            .await?;
    }
    Ok(())
}

/// Deletes what is told of a conversation (erasure, retention).
pub(super) async fn delete(tx: &mut Tx, conversation_id: &str) -> Result<()> {
    for table in ["person_entries", "person_requests"] {
        sql(format!("DELETE FROM {table} WHERE conversation_id = $1"))
            .bind(conversation_id)
            .run(tx)
            .await?;
    }
    Ok(())
}

fn request(row: &Row) -> Result<Request> {
    Ok(Request {
        conversation_id: row.text("conversation_id")?,
        number: row.int("number")?,
        place: serde_json::from_value(Json::String(row.text("place")?))?,
        asks: row.int("asks")?,
        asked_at: row.time("asked_at")?,
        reached_at: row.time_or_null("reached_at")?,
        steps: row.int_or_null("steps")?,
        refused: row.text_or_null("refused")?,
        left_message: row.int_or_null("left_at")?.is_some(),
    })
}
