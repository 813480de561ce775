//! Statements on `training_questions` and `training_labels`.

use std::collections::HashMap;

use shanying_kernel::{Cursor, Result, Time, new_id};
use shanying_storage::{Row, Tx, sql};

use super::{CHUNK, choice, gone};
use crate::training::model::{Choice, Expected, Label, TrainingQuestion, TrainingSummary};
use crate::training::rules::Shape;

/// A question as it was gathered.
#[derive(Clone, Debug)]
pub(in crate::training) struct Gathered {
    pub(in crate::training) key: String,
    pub(in crate::training) text: String,
    pub(in crate::training) conversation_id: String,
    pub(in crate::training) shape: Shape,
    pub(in crate::training) at: i64,
}

/// Keys that are there already: how often asked and how new.
pub(in crate::training) async fn known(
    tx: &mut Tx,
    keys: &[String],
) -> Result<HashMap<String, (i64, f64)>> {
    let mut found = HashMap::new();
    for chunk in keys.chunks(CHUNK) {
        let places: Vec<String> = (1..=chunk.len()).map(|at| format!("${at}")).collect();
        let mut query = sql(format!(
            "SELECT question_key, asked, novelty FROM training_questions WHERE question_key IN ({})",
            places.join(", ")
        ));
        for key in chunk {
            query = query.bind(key);
        }
        for row in query.all(tx).await? {
            let known = (row.int("asked")?, row.real("novelty")?);
            found.insert(row.text("question_key")?, known);
        }
    }
    Ok(found)
}

/// Keeps a question, new or asked again; `asked` is the whole count.
pub(in crate::training) async fn put(tx: &mut Tx, one: &Gathered, worth: i64) -> Result<()> {
    sql(
        "INSERT INTO training_questions (id, question_key, text, conversation_id, asked, top, \
         margin, novelty, outcome, worth, first_at, last_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11) \
         ON CONFLICT (question_key) DO UPDATE SET conversation_id = excluded.conversation_id, \
         asked = excluded.asked, top = excluded.top, margin = excluded.margin, \
         outcome = excluded.outcome, worth = excluded.worth, last_at = excluded.last_at",
    )
    .bind(new_id("trq"))
    .bind(&one.key)
    .bind(&one.text)
    .bind(&one.conversation_id)
    .bind(one.shape.asked)
    .bind(one.shape.top)
    .bind(one.shape.margin)
    .bind(one.shape.novelty)
    .bind(one.shape.outcome.code())
    .bind(worth)
    .bind(one.at)
    .run(tx)
    .await?;
    Ok(())
}

/// The latest texts, for telling what is new.
pub(in crate::training) async fn latest_texts(tx: &mut Tx, limit: usize) -> Result<Vec<String>> {
    let rows = sql("SELECT text FROM training_questions ORDER BY last_at DESC, id LIMIT $1")
        .bind(limit)
        .all(tx)
        .await?;
    rows.iter().map(|row| row.text("text")).collect()
}

/// Drops waiting questions beyond `most`, those first that teach least.
pub(in crate::training) async fn trim(tx: &mut Tx, most: usize) -> Result<()> {
    sql(
        "DELETE FROM training_questions WHERE choice IS NULL AND id IN (\
           SELECT id FROM training_questions WHERE choice IS NULL AND NOT EXISTS (\
             SELECT 1 FROM training_labels l WHERE l.question_id = training_questions.id) \
           ORDER BY worth DESC, id DESC LIMIT 1000 OFFSET $1)",
    )
    .bind(most)
    .run(tx)
    .await?;
    Ok(())
}

/// What a page of questions is asked for.
#[derive(Clone, Debug)]
pub(in crate::training) enum Shelf {
    /// Waiting, those that teach most first.
    Waiting,
    /// Labelled (with this choice), the latest first.
    Labelled(Option<Choice>),
}

/// A page with the key of each row for the cursor.
pub(in crate::training) async fn page(
    tx: &mut Tx,
    shelf: &Shelf,
    cursor: Option<Cursor>,
    limit: usize,
) -> Result<Vec<(i64, TrainingQuestion)>> {
    let after = cursor.unwrap_or(Cursor {
        key: i64::MAX,
        id: String::new(),
    });
    let (key, which) = match shelf {
        Shelf::Waiting => ("worth", "choice IS NULL".to_owned()),
        Shelf::Labelled(None) => ("labelled_at", "choice IS NOT NULL".to_owned()),
        Shelf::Labelled(Some(choice)) => ("labelled_at", format!("choice = '{}'", choice.code())),
    };
    let rows = sql(format!(
        "SELECT q.*, {key} AS sort_key, e.question AS entry_question \
         FROM training_questions q LEFT JOIN entries e ON e.id = q.entry_id \
         WHERE {which} AND ({key} < $1 OR ({key} = $1 AND q.id < $2)) \
         ORDER BY {key} DESC, q.id DESC LIMIT $3"
    ))
    .bind(after.key)
    .bind(after.id)
    .bind(limit)
    .all(tx)
    .await?;
    let mut questions = rows
        .iter()
        .map(|row| Ok((row.int("sort_key")?, question(row)?)))
        .collect::<Result<Vec<_>>>()?;
    sign(tx, questions.iter_mut().map(|(_, question)| question)).await?;
    Ok(questions)
}

/// One question.
pub(in crate::training) async fn load(tx: &mut Tx, id: &str) -> Result<TrainingQuestion> {
    let row = sql(
        "SELECT q.*, e.question AS entry_question FROM training_questions q \
         LEFT JOIN entries e ON e.id = q.entry_id WHERE q.id = $1",
    )
    .bind(id)
    .optional(tx)
    .await?
    .ok_or_else(|| gone("not_found.training_question"))?;
    let mut question = question(&row)?;
    sign(tx, std::iter::once(&mut question)).await?;
    Ok(question)
}

fn question(row: &Row) -> Result<TrainingQuestion> {
    let label = match row.text_or_null("choice")? {
        Some(code) => Some(Label {
            choice: Some(choice(code)?),
            entry_id: row.text_or_null("entry_id")?,
            entry_question: row.text_or_null("entry_question")?,
            by: String::new(),
            at: row.time_or_null("labelled_at")?.unwrap_or(Time(0)),
        }),
        None => None,
    };
    #[expect(clippy::cast_precision_loss, reason = "millionths of a small number")]
    let worth = row.int("worth")? as f64 / 1e6;
    Ok(TrainingQuestion {
        id: row.text("id")?,
        text: row.text("text")?,
        conversation_id: row.text("conversation_id")?,
        asked: row.int("asked")?,
        outcome: serde_json::from_value(row.text("outcome")?.into())?,
        worth,
        last_at: row.time("last_at")?,
        label,
        candidates: Vec::new(),
        now: None,
    })
}

/// Fills in who gave the label that holds.
async fn sign<'a>(
    tx: &mut Tx,
    questions: impl Iterator<Item = &'a mut TrainingQuestion>,
) -> Result<()> {
    let mut labelled: Vec<&mut TrainingQuestion> = questions
        .filter(|question| question.label.is_some())
        .collect();
    if labelled.is_empty() {
        return Ok(());
    }
    let places: Vec<String> = (1..=labelled.len()).map(|at| format!("${at}")).collect();
    let mut query = sql(format!(
        "SELECT question_id, actor_name FROM training_labels WHERE question_id IN ({}) \
         ORDER BY at, id",
        places.join(", ")
    ));
    for question in &labelled {
        query = query.bind(&question.id);
    }
    let mut names: HashMap<String, String> = HashMap::new();
    for row in query.all(tx).await? {
        names.insert(row.text("question_id")?, row.text("actor_name")?);
    }
    for question in &mut labelled {
        let name = names.remove(&question.id);
        if let (Some(label), Some(name)) = (&mut question.label, name) {
            label.by = name;
        }
    }
    Ok(())
}

/// Who labels.
#[derive(Clone, Debug)]
pub(in crate::training) struct Labeller {
    pub(in crate::training) id: Option<String>,
    pub(in crate::training) name: String,
}

/// Sets the label that holds (none takes it back) and keeps who did it.
pub(in crate::training) async fn set_label(
    tx: &mut Tx,
    question_id: &str,
    expected: Option<&Expected>,
    by: &Labeller,
) -> Result<()> {
    let now = tx.now_ms();
    let code = expected.map(|expected| expected.choice.code());
    let entry = expected.and_then(|expected| expected.entry_id.clone());
    sql("UPDATE training_questions SET choice = $2, entry_id = $3, labelled_at = $4 WHERE id = $1")
        .bind(question_id)
        .bind(code.map(str::to_owned))
        .bind(entry.clone())
        .bind(now)
        .run(tx)
        .await?;
    sql(
        "INSERT INTO training_labels (id, question_id, choice, entry_id, actor_id, actor_name, at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(new_id("trl"))
    .bind(question_id)
    .bind(code.unwrap_or(""))
    .bind(entry)
    .bind(by.id.clone())
    .bind(&by.name)
    .bind(now)
    .run(tx)
    .await?;
    Ok(())
}

/// Every labelled question with its text, passed-over ones left out, the latest first.
pub(in crate::training) async fn labelled(
    tx: &mut Tx,
    limit: usize,
) -> Result<Vec<(String, Expected)>> {
    let rows = sql("SELECT text, choice, entry_id FROM training_questions \
         WHERE choice IS NOT NULL AND choice <> 'skip' ORDER BY labelled_at DESC, id LIMIT $1")
    .bind(limit)
    .all(tx)
    .await?;
    rows.iter()
        .map(|row| {
            Ok((
                row.text("text")?,
                Expected {
                    choice: choice(row.text("choice")?)?,
                    entry_id: row.text_or_null("entry_id")?,
                },
            ))
        })
        .collect()
}

/// The labels that hold of questions by their keys (`normalise::key` of the kept text).
pub async fn labels_of(tx: &mut Tx, keys: &[String]) -> Result<HashMap<String, Expected>> {
    let mut found = HashMap::new();
    for chunk in keys.chunks(CHUNK) {
        let places: Vec<String> = (1..=chunk.len()).map(|at| format!("${at}")).collect();
        let mut query = sql(format!(
            "SELECT question_key, choice, entry_id FROM training_questions \
             WHERE choice IS NOT NULL AND question_key IN ({})",
            places.join(", ")
        ));
        for key in chunk {
            query = query.bind(key);
        }
        for row in query.all(tx).await? {
            let expected = Expected {
                choice: choice(row.text("choice")?)?,
                entry_id: row.text_or_null("entry_id")?,
            };
            found.insert(row.text("question_key")?, expected);
        }
    }
    Ok(found)
}

/// How the queue stands; `actor` is who asks, `since` the beginning of the day.
pub(in crate::training) async fn summarise(
    tx: &mut Tx,
    actor: Option<&str>,
    since: i64,
) -> Result<TrainingSummary> {
    let mut summary = TrainingSummary::default();
    let rows = sql("SELECT COALESCE(choice, '') AS choice, COUNT(*) AS n \
         FROM training_questions GROUP BY COALESCE(choice, '')")
    .all(tx)
    .await?;
    for row in rows {
        let place = match row.text("choice")?.as_str() {
            "entry" => &mut summary.entry,
            "missing" => &mut summary.missing,
            "small_talk" => &mut summary.small_talk,
            "to_person" => &mut summary.to_person,
            "skip" => &mut summary.skip,
            _ => &mut summary.waiting,
        };
        *place = row.int("n")?;
    }
    let row = sql(
        "SELECT COUNT(DISTINCT question_id) AS n FROM training_labels \
         WHERE actor_id = $1 AND at >= $2 AND choice <> ''",
    )
    .bind(actor.unwrap_or(""))
    .bind(since)
    .one(tx)
    .await?;
    summary.mine_today = row.int("n")?;
    let row = sql("SELECT COUNT(DISTINCT s.id) AS sets, COUNT(c.id) AS cases \
         FROM training_sets s LEFT JOIN training_cases c ON c.set_id = s.id WHERE s.kept = 1")
    .one(tx)
    .await?;
    summary.sets = row.int("sets")?;
    summary.cases = row.int("cases")?;
    Ok(summary)
}

/// A conversation is gone: what it alone asked goes too, what others asked as well loses its trace.
pub(crate) async fn forget_conversation(tx: &mut Tx, id: &str) -> Result<()> {
    sql("DELETE FROM training_labels WHERE question_id IN (\
           SELECT id FROM training_questions WHERE conversation_id = $1 AND asked = 1)")
    .bind(id)
    .run(tx)
    .await?;
    sql("DELETE FROM training_questions WHERE conversation_id = $1 AND asked = 1")
        .bind(id)
        .run(tx)
        .await?;
    sql("UPDATE training_questions SET conversation_id = '' WHERE conversation_id = $1")
        .bind(id)
        .run(tx)
        .await?;
    Ok(())
}

/// The id of a question by its key.
pub(in crate::training) async fn find_by_key(tx: &mut Tx, key: &str) -> Result<Option<String>> {
    let row = sql("SELECT id FROM training_questions WHERE question_key = $1")
        .bind(key)
        .optional(tx)
        .await?;
    row.map(|row| row.text("id")).transpose()
}
