//! Every statement on `entries`, `entry_versions`, `entry_stats` and `categories`.

mod categories;
mod lists;

use shanying_kernel::{Error, Result, Time};
use shanying_language::normalise::{key, normalise_text};
use shanying_storage::{Row, Tx, sql};

use super::model::{EntryDraft, EntrySummary, EntryVersion};
use lists::{select, summary};

pub(in crate::knowledge) use categories::{
    insert_category, list_categories, remove_category, require_category, set_category,
};
pub(in crate::knowledge) use lists::{Filter, STATES, list, summarise, take_expiring};

/// Rows in one statement; both databases limit its parameters.
const CHUNK: usize = 200;
/// An entry as it is stored.
#[derive(Clone, Debug)]
pub(in crate::knowledge) struct Stored {
    pub(in crate::knowledge) id: String,
    pub(in crate::knowledge) key: Option<String>,
    pub(in crate::knowledge) draft: EntryDraft,
    /// What customers get, if anything.
    pub(in crate::knowledge) live: Option<EntryDraft>,
    pub(in crate::knowledge) archived: bool,
    pub(in crate::knowledge) revision: i64,
    pub(in crate::knowledge) published_version: Option<i64>,
    pub(in crate::knowledge) created_at: Time,
    pub(in crate::knowledge) updated_at: Time,
    pub(in crate::knowledge) updated_by: String,
}

/// A published entry, as the bot loads it.
#[derive(Clone, Debug)]
pub struct LiveEntry {
    /// `ent_…`.
    pub id: String,
    /// External key.
    pub key: Option<String>,
    /// What customers get.
    pub draft: EntryDraft,
}

impl LiveEntry {
    /// The standard question, then the similar ones.
    pub fn phrasings(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.draft.question.as_str())
            .chain(self.draft.similar.iter().map(String::as_str))
    }
}

/// Writes an entry, new or not.
pub(in crate::knowledge) async fn save(tx: &mut Tx, entry: &Stored) -> Result<()> {
    let shown = entry.live.as_ref().unwrap_or(&entry.draft);
    let draft = &entry.draft;
    let words = std::iter::once(&draft.question)
        .chain(&draft.similar)
        .chain(&draft.keywords)
        .map(|text| normalise_text(text))
        .collect::<Vec<_>>()
        .join("\n");
    sql(
        "INSERT INTO entries (id, key, category_id, question, question_key, words, similar_count, \
         audience, importance, handling, valid_from, valid_to, draft, live, changed, archived, \
         revision, published_version, created_at, updated_at, updated_by) VALUES ($1, $2, $3, $4, \
         $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21) \
         ON CONFLICT (id) DO UPDATE SET key = excluded.key, category_id = excluded.category_id, \
         question = excluded.question, question_key = excluded.question_key, \
         words = excluded.words, similar_count = excluded.similar_count, \
         audience = excluded.audience, importance = excluded.importance, \
         handling = excluded.handling, valid_from = excluded.valid_from, \
         valid_to = excluded.valid_to, draft = excluded.draft, live = excluded.live, \
         changed = excluded.changed, archived = excluded.archived, revision = excluded.revision, \
         published_version = excluded.published_version, updated_at = excluded.updated_at, \
         updated_by = excluded.updated_by",
    )
    .bind(&entry.id)
    .bind(entry.key.clone())
    .bind(draft.category_id.clone())
    .bind(&draft.question)
    .bind(key(&draft.question))
    .bind(words)
    .bind(draft.similar.len())
    .bind(draft.audience.code())
    .bind(draft.importance.code())
    .bind(draft.handling.code())
    .bind(shown.valid_from)
    .bind(shown.valid_to)
    .bind_json(draft)
    .bind(entry.live.as_ref().map(serde_json::to_string).transpose()?)
    .bind(entry.live.as_ref().is_some_and(|live| live != draft))
    .bind(entry.archived)
    .bind(entry.revision)
    .bind(entry.published_version)
    .bind(entry.created_at)
    .bind(entry.updated_at)
    .bind(&entry.updated_by)
    .run(tx)
    .await?;
    Ok(())
}

/// The entry, held until the transaction ends.
pub(in crate::knowledge) async fn load_for_update(tx: &mut Tx, id: &str) -> Result<Stored> {
    let lock = tx.dialect().for_update();
    let row = sql(format!("SELECT * FROM entries WHERE id = $1{lock}"))
        .bind(id)
        .optional(tx)
        .await?;
    row.map_or_else(|| Err(no_entry()), |row| stored(&row))
}

/// The entry with this external key, archived or not.
pub(in crate::knowledge) async fn find_by_key(
    tx: &mut Tx,
    external: &str,
) -> Result<Option<Stored>> {
    let row = sql("SELECT * FROM entries WHERE key = $1")
        .bind(external)
        .optional(tx)
        .await?;
    row.map(|row| stored(&row)).transpose()
}

/// The oldest entry in use whose standard question is this one, but for spelling and marks.
pub(in crate::knowledge) async fn find_by_question(
    tx: &mut Tx,
    question: &str,
) -> Result<Option<Stored>> {
    let row =
        sql("SELECT * FROM entries WHERE question_key = $1 AND archived = 0 ORDER BY id LIMIT 1")
            .bind(key(question))
            .optional(tx)
            .await?;
    row.map(|row| stored(&row)).transpose()
}

/// The entry and how lists show it.
pub(in crate::knowledge) async fn load(
    tx: &mut Tx,
    id: &str,
    reminder_days: u32,
) -> Result<(Stored, EntrySummary)> {
    let row = sql(format!("{} WHERE e.id = $1", select("0")))
        .bind(id)
        .optional(tx)
        .await?
        .ok_or_else(no_entry)?;
    Ok((stored(&row)?, summary(&row, tx.now_ms(), reminder_days)?))
}

fn no_entry() -> Error {
    Error::not_found("not_found.entry", "no such knowledge entry")
}

/// Every entry in use, in the order of their making, for the export.
pub(in crate::knowledge) async fn all(tx: &mut Tx) -> Result<Vec<Stored>> {
    let rows = sql("SELECT * FROM entries WHERE archived = 0 ORDER BY created_at, id")
        .all(tx)
        .await?;
    rows.iter().map(stored).collect()
}

/// What is published: all of it, or these entries.
pub(crate) async fn live(tx: &mut Tx, ids: Option<&[String]>) -> Result<Vec<LiveEntry>> {
    const SELECT: &str =
        "SELECT id, key, live FROM entries WHERE archived = 0 AND live IS NOT NULL";
    let entry = |row: &Row| {
        Ok(LiveEntry {
            id: row.text("id")?,
            key: row.text_or_null("key")?,
            draft: row.json("live")?,
        })
    };
    let Some(ids) = ids else {
        return sql(SELECT).all(tx).await?.iter().map(entry).collect();
    };
    let mut entries = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(CHUNK) {
        let places: Vec<String> = (1..=chunk.len()).map(|at| format!("${at}")).collect();
        let mut query = sql(format!("{SELECT} AND id IN ({})", places.join(", ")));
        for id in chunk {
            query = query.bind(id);
        }
        for row in query.all(tx).await? {
            entries.push(entry(&row)?);
        }
    }
    Ok(entries)
}

/// An entry that customers get, for those who look answers over.
#[derive(Clone, Debug)]
pub struct PublishedEntry {
    /// `ent_…`.
    pub id: String,
    /// What customers get.
    pub draft: EntryDraft,
    /// Whether editors work on another draft.
    pub is_changed: bool,
    /// When what customers get was published.
    pub published_at: Time,
}

/// What is published: all of it, or this entry.
pub async fn published(tx: &mut Tx, only: Option<&str>) -> Result<Vec<PublishedEntry>> {
    let one = only.map_or("", |_| "AND e.id = $1");
    let mut query = sql(format!(
        "SELECT e.id AS id, e.live AS live, e.changed AS changed, \
         COALESCE(v.published_at, e.updated_at) AS published_at FROM entries e \
         LEFT JOIN entry_versions v ON v.entry_id = e.id AND v.version = e.published_version \
         WHERE e.archived = 0 AND e.live IS NOT NULL {one} ORDER BY e.id"
    ));
    if let Some(id) = only {
        query = query.bind(id);
    }
    let rows = query.all(tx).await?;
    rows.iter()
        .map(|row| {
            Ok(PublishedEntry {
                id: row.text("id")?,
                draft: row.json("live")?,
                is_changed: row.flag("changed")?,
                published_at: row.time("published_at")?,
            })
        })
        .collect()
}

/// An entry by its names.
#[derive(Clone, Debug)]
pub(crate) struct Title {
    pub(crate) id: String,
    pub(crate) key: Option<String>,
    pub(crate) question: String,
    /// The question in its one spelling without marks.
    pub(crate) question_key: String,
}

/// The names of every entry in use.
pub(crate) async fn titles(tx: &mut Tx) -> Result<Vec<Title>> {
    let rows = sql("SELECT id, key, question, question_key FROM entries WHERE archived = 0")
        .all(tx)
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Title {
                id: row.text("id")?,
                key: row.text_or_null("key")?,
                question: row.text("question")?,
                question_key: row.text("question_key")?,
            })
        })
        .collect()
}

/// The entry as it would go live now: its draft.
pub(crate) async fn as_drafted(tx: &mut Tx, id: &str) -> Result<LiveEntry> {
    let row = sql("SELECT * FROM entries WHERE id = $1")
        .bind(id)
        .optional(tx)
        .await?
        .ok_or_else(no_entry)?;
    let entry = stored(&row)?;
    Ok(LiveEntry {
        id: entry.id,
        key: entry.key,
        draft: entry.draft,
    })
}

/// The error for an entry that is not there or archived.
pub(crate) async fn require(tx: &mut Tx, id: &str) -> Result<()> {
    let row = sql("SELECT id FROM entries WHERE id = $1 AND archived = 0")
        .bind(id)
        .optional(tx)
        .await?;
    row.map(|_| ()).ok_or_else(no_entry)
}

/// Keeps what is published now; its number is the next one.
pub(in crate::knowledge) async fn insert_version(tx: &mut Tx, entry: &Stored) -> Result<i64> {
    let row = sql(
        "INSERT INTO entry_versions (entry_id, version, draft, published_at, published_by) \
         SELECT $1, COALESCE(MAX(version), 0) + 1, $2, $3, $4 FROM entry_versions \
         WHERE entry_id = $1 RETURNING version",
    )
    .bind(&entry.id)
    .bind_json(&entry.live)
    .bind(entry.updated_at)
    .bind(&entry.updated_by)
    .one(tx)
    .await?;
    row.int("version")
}

/// What was published, newest first.
pub(in crate::knowledge) async fn versions(tx: &mut Tx, id: &str) -> Result<Vec<EntryVersion>> {
    let rows = sql("SELECT * FROM entry_versions WHERE entry_id = $1 ORDER BY version DESC")
        .bind(id)
        .all(tx)
        .await?;
    rows.iter()
        .map(|row| {
            Ok(EntryVersion {
                version: row.int("version")?,
                draft: row.json("draft")?,
                published_at: row.time("published_at")?,
                published_by: row.text("published_by")?,
            })
        })
        .collect()
}

/// The draft of one version.
pub(in crate::knowledge) async fn load_version(
    tx: &mut Tx,
    id: &str,
    version: i64,
) -> Result<EntryDraft> {
    let row = sql("SELECT draft FROM entry_versions WHERE entry_id = $1 AND version = $2")
        .bind(id)
        .bind(version)
        .optional(tx)
        .await?;
    row.map_or_else(
        || Err(Error::not_found("not_found.version", "no such version")),
        |row| row.json("draft"),
    )
}

/// Counts an answer that was given.
pub(crate) async fn count_hit(tx: &mut Tx, entry_id: &str, at_ms: i64) -> Result<()> {
    sql(
        "INSERT INTO entry_stats (entry_id, hits, last_hit_at) VALUES ($1, 1, $2) \
         ON CONFLICT (entry_id) DO UPDATE SET hits = entry_stats.hits + 1, \
         last_hit_at = excluded.last_hit_at",
    )
    .bind(entry_id)
    .bind(at_ms)
    .run(tx)
    .await?;
    Ok(())
}

/// Counts what a customer thought of an answer; `delta` is -1 when they take it back.
pub async fn count_feedback(tx: &mut Tx, entry_id: &str, helpful: bool, delta: i64) -> Result<()> {
    let (yes, no) = if helpful { (delta, 0) } else { (0, delta) };
    sql(
        "INSERT INTO entry_stats (entry_id, helpful, not_helpful) VALUES ($1, $2, $3) \
         ON CONFLICT (entry_id) DO UPDATE SET helpful = entry_stats.helpful + excluded.helpful, \
         not_helpful = entry_stats.not_helpful + excluded.not_helpful",
    )
    .bind(entry_id)
    .bind(yes)
    .bind(no)
    .run(tx)
    .await?;
    Ok(())
}

fn stored(row: &Row) -> Result<Stored> {
    Ok(Stored {
        id: row.text("id")?,
        key: row.text_or_null("key")?,
        draft: row.json("draft")?,
        live: row.json_or_null("live")?,
        archived: row.flag("archived")?,
        revision: row.int("revision")?,
        published_version: row.int_or_null("published_version")?,
        created_at: row.time("created_at")?,
        updated_at: row.time("updated_at")?,
        updated_by: row.text("updated_by")?,
    })
}
