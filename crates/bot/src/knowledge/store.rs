//! Every statement on `entries`, `entry_versions` and `entry_stats`.

use shanying_kernel::{Cursor, Error, Page, Result, Time};
use shanying_language::normalise::{key, normalise_text};
use shanying_storage::{Dialect, Row, Tx, sql};

use super::model::{EntryDraft, EntrySummary, EntryVersion, KnowledgeSummary};
use super::rules::{self, Standing};

/// Rows in one statement; both databases limit its parameters.
const CHUNK: usize = 200;
const DAY_MS: i64 = 86_400_000;
/// In-date and out-of-date as SQL; `$1` is now.
const LIVE: &str = "e.archived = 0 AND e.live IS NOT NULL";
const PAST: &str = "(e.valid_to IS NOT NULL AND e.valid_to <= $1)";
const FUTURE: &str = "(e.valid_from IS NOT NULL AND e.valid_from > $1)";

/// An entry as it is stored.
#[derive(Clone, Debug)]
pub(super) struct Stored {
    pub(super) id: String,
    pub(super) key: Option<String>,
    pub(super) draft: EntryDraft,
    /// What customers get, if anything.
    pub(super) live: Option<EntryDraft>,
    pub(super) archived: bool,
    pub(super) revision: i64,
    pub(super) published_version: Option<i64>,
    pub(super) created_at: Time,
    pub(super) updated_at: Time,
    pub(super) updated_by: String,
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

/// What a list is asked for.
#[derive(Clone, Debug, Default)]
pub(super) struct Filter {
    /// A category with all below it; `none` for entries that are filed nowhere.
    pub(super) category: String,
    /// Code of a state; empty for all but the archived ones.
    pub(super) state: String,
    /// Words of the question or of a similar one.
    pub(super) q: String,
    /// `updated`, `hits` or `expiry`.
    pub(super) sort: String,
    pub(super) cursor: Option<Cursor>,
    pub(super) limit: usize,
    /// Days before the end that count as soon.
    pub(super) reminder_days: u32,
}

/// Writes an entry, new or not.
pub(super) async fn save(tx: &mut Tx, entry: &Stored) -> Result<()> {
    let shown = entry.live.as_ref().unwrap_or(&entry.draft);
    let draft = &entry.draft;
    let words = std::iter::once(&draft.question)
        .chain(&draft.similar)
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
pub(super) async fn load_for_update(tx: &mut Tx, id: &str) -> Result<Stored> {
    let lock = tx.dialect().for_update();
    let row = sql(format!("SELECT * FROM entries WHERE id = $1{lock}"))
        .bind(id)
        .optional(tx)
        .await?;
    row.map_or_else(|| Err(no_entry()), |row| stored(&row))
}

/// The entry with this external key, archived or not.
pub(super) async fn find_by_key(tx: &mut Tx, external: &str) -> Result<Option<Stored>> {
    let row = sql("SELECT * FROM entries WHERE key = $1")
        .bind(external)
        .optional(tx)
        .await?;
    row.map(|row| stored(&row)).transpose()
}

/// The oldest entry in use whose standard question is this one, but for spelling and marks.
pub(super) async fn find_by_question(tx: &mut Tx, question: &str) -> Result<Option<Stored>> {
    let row =
        sql("SELECT * FROM entries WHERE question_key = $1 AND archived = 0 ORDER BY id LIMIT 1")
            .bind(key(question))
            .optional(tx)
            .await?;
    row.map(|row| stored(&row)).transpose()
}

/// The entry and how lists show it.
pub(super) async fn load(
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

fn select(sort: &str) -> String {
    format!(
        "SELECT e.*, COALESCE(s.hits, 0) AS hits, COALESCE(s.helpful, 0) AS helpful, \
         COALESCE(s.not_helpful, 0) AS not_helpful, {sort} AS sort_key \
         FROM entries e LEFT JOIN entry_stats s ON s.entry_id = e.id"
    )
}

/// A page of entries.
pub(super) async fn list(tx: &mut Tx, filter: &Filter) -> Result<Page<EntrySummary>> {
    let now = tx.now_ms();
    let sort = match filter.sort.as_str() {
        "hits" => "COALESCE(s.hits, 0)",
        // Those that end first come first; those that never end last.
        "expiry" => "-COALESCE(e.valid_to, 9000000000000000)",
        _ => "e.updated_at",
    };
    let state = match filter.state.as_str() {
        "archived" => "e.archived = 1".to_owned(),
        "draft" => "e.archived = 0 AND e.live IS NULL".to_owned(),
        "expired" => format!("{LIVE} AND {PAST}"),
        "scheduled" => format!("{LIVE} AND {FUTURE} AND NOT {PAST}"),
        "changed" => format!("{LIVE} AND e.changed = 1 AND NOT {PAST} AND NOT {FUTURE}"),
        "published" => format!("{LIVE} AND e.changed = 0 AND NOT {PAST} AND NOT {FUTURE}"),
        _ => "e.archived = 0".to_owned(),
    };
    let category = match filter.category.as_str() {
        "none" => "(e.category_id IS NULL AND $2 <> '')",
        _ => {
            "($2 = '' OR e.category_id IN (WITH RECURSIVE tree (id) AS (\
              SELECT id FROM categories WHERE id = $2 UNION ALL \
              SELECT c.id FROM categories c JOIN tree t ON c.parent_id = t.id) SELECT id FROM tree))"
        }
    };
    let words = tx.dialect().contains("e.words", 3);
    // `$1` must stand in the text whichever state is asked for.
    let text = format!(
        "{} WHERE $1 > 0 AND {state} AND {category} AND ({words} OR e.key = $4) \
         AND ({sort} < $5 OR ({sort} = $5 AND e.id < $6)) \
         ORDER BY sort_key DESC, e.id DESC LIMIT $7",
        select(sort)
    );
    let after = filter.cursor.clone().unwrap_or(Cursor {
        key: i64::MAX,
        id: String::new(),
    });
    let rows = sql(text)
        .bind(now)
        .bind(&filter.category)
        .bind(Dialect::like_pattern(&normalise_text(&filter.q)))
        .bind(&filter.q)
        .bind(after.key)
        .bind(after.id)
        .bind(filter.limit + 1)
        .all(tx)
        .await?;
    let keyed = rows
        .iter()
        .map(|row| {
            Ok((
                row.int("sort_key")?,
                summary(row, now, filter.reminder_days)?,
            ))
        })
        .collect::<Result<Vec<_>>>()?;
    let page = Page::cut(keyed, filter.limit, |(sort, entry)| Cursor {
        key: *sort,
        id: entry.id.clone(),
    });
    Ok(page.map(|(_, entry)| entry))
}

/// Every entry in use, in the order of their making, for the export.
pub(super) async fn all(tx: &mut Tx) -> Result<Vec<Stored>> {
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

/// Keeps what is published now; its number is the next one.
pub(super) async fn insert_version(tx: &mut Tx, entry: &Stored) -> Result<i64> {
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
pub(super) async fn versions(tx: &mut Tx, id: &str) -> Result<Vec<EntryVersion>> {
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
pub(super) async fn load_version(tx: &mut Tx, id: &str, version: i64) -> Result<EntryDraft> {
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

/// How the knowledge base stands.
pub(super) async fn summarise(tx: &mut Tx, reminder_days: u32) -> Result<KnowledgeSummary> {
    let now = tx.now_ms();
    let current = format!("{LIVE} AND NOT {PAST} AND NOT {FUTURE}");
    let count = |condition: &str| format!("COUNT(CASE WHEN {condition} THEN 1 END)");
    let row = sql(format!(
        "SELECT {} AS published, {} AS draft, {} AS changed, {} AS expired, {} AS soon, \
         {} AS archived, {} AS never_hit \
         FROM entries e LEFT JOIN entry_stats s ON s.entry_id = e.id WHERE $1 > 0",
        count(&current),
        count("e.archived = 0 AND e.live IS NULL"),
        count(&format!("{current} AND e.changed = 1")),
        count(&format!("{LIVE} AND {PAST}")),
        count(&format!("{LIVE} AND NOT {PAST} AND e.valid_to <= $2")),
        count("e.archived = 1"),
        count(&format!("{current} AND COALESCE(s.hits, 0) = 0")),
    ))
    .bind(now)
    .bind(now + i64::from(reminder_days) * DAY_MS)
    .one(tx)
    .await?;
    Ok(KnowledgeSummary {
        published: row.int("published")?,
        draft: row.int("draft")?,
        changed: row.int("changed")?,
        expired: row.int("expired")?,
        expires_soon: row.int("soon")?,
        archived: row.int("archived")?,
        never_hit: row.int("never_hit")?,
    })
}

/// Marks the published entries that end within the days and were not told yet; id, question, end.
pub(super) async fn take_expiring(
    tx: &mut Tx,
    reminder_days: u32,
) -> Result<Vec<(String, String, Time)>> {
    let now = tx.now_ms();
    let rows = sql(
        "UPDATE entries SET reminded_for = valid_to WHERE archived = 0 AND live IS NOT NULL \
         AND valid_to > $1 AND valid_to <= $2 AND COALESCE(reminded_for, 0) <> valid_to \
         RETURNING id, question, valid_to",
    )
    .bind(now)
    .bind(now + i64::from(reminder_days) * DAY_MS)
    .all(tx)
    .await?;
    rows.iter()
        .map(|row| {
            Ok((
                row.text("id")?,
                row.text("question")?,
                row.time("valid_to")?,
            ))
        })
        .collect()
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

fn summary(row: &Row, now_ms: i64, reminder_days: u32) -> Result<EntrySummary> {
    let code = |column: &str| Ok::<_, Error>(serde_json::Value::from(row.text(column)?));
    let valid_to = row.time_or_null("valid_to")?;
    let standing = Standing {
        archived: row.flag("archived")?,
        live: row.text_or_null("live")?.is_some(),
        changed: row.flag("changed")?,
        valid_from: row.int_or_null("valid_from")?,
        valid_to: valid_to.map(|time| time.0),
    };
    let soon = now_ms + i64::from(reminder_days) * DAY_MS;
    let ends_soon = valid_to.is_some_and(|to| to.0 > now_ms && to.0 <= soon);
    Ok(EntrySummary {
        id: row.text("id")?,
        key: row.text_or_null("key")?,
        question: row.text("question")?,
        category_id: row.text_or_null("category_id")?,
        state: rules::state(standing, now_ms),
        audience: serde_json::from_value(code("audience")?)?,
        importance: serde_json::from_value(code("importance")?)?,
        handling: serde_json::from_value(code("handling")?)?,
        similar_count: row.int("similar_count")?,
        hits: row.int("hits")?,
        helpful: row.int("helpful")?,
        not_helpful: row.int("not_helpful")?,
        valid_to,
        expires_soon: standing.live && !standing.archived && ends_soon,
        updated_at: row.time("updated_at")?,
        updated_by: row.text("updated_by")?,
    })
}
