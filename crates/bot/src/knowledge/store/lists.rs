//! Lists of entries, the summary, and what expires soon.

use shanying_kernel::{Cursor, Error, Page, Result, Time};
use shanying_language::normalise::normalise_text;
use shanying_storage::{Dialect, Row, Tx, sql};

use crate::knowledge::model::{EntrySummary, KnowledgeSummary};
use crate::knowledge::rules::{self, Standing};

const DAY_MS: i64 = 86_400_000;
/// In-date and out-of-date as SQL; `$1` is now.
const LIVE: &str = "e.archived = 0 AND e.live IS NOT NULL";
const PAST: &str = "(e.valid_to IS NOT NULL AND e.valid_to <= $1)";
const FUTURE: &str = "(e.valid_from IS NOT NULL AND e.valid_from > $1)";

/// The states that a list may be asked for: all but the archived ones, those of an entry (where
/// `published` holds the changed ones, too), and two that cut across them.
pub(in crate::knowledge) const STATES: &[&str] = &[
    "",
    "draft",
    "published",
    "changed",
    "expired",
    "scheduled",
    "archived",
    "expires_soon",
    "never_hit",
];

/// What a list is asked for.
#[derive(Clone, Debug, Default)]
pub(in crate::knowledge) struct Filter {
    /// A category with all below it; `none` for entries that are filed nowhere.
    pub(in crate::knowledge) category: String,
    /// One of [`STATES`].
    pub(in crate::knowledge) state: String,
    /// Words of the question or of a similar one.
    pub(in crate::knowledge) q: String,
    /// `updated`, `hits` or `expiry`.
    pub(in crate::knowledge) sort: String,
    pub(in crate::knowledge) cursor: Option<Cursor>,
    pub(in crate::knowledge) limit: usize,
    /// Days before the end that count as soon.
    pub(in crate::knowledge) reminder_days: u32,
}

/// The condition of a state, the same for the list and for the summary, so that a figure and the
/// list behind it agree. `$1` is now, `soon` the parameter of the end of the reminder's days.
fn condition(state: &str, soon: &str) -> String {
    let current = format!("{LIVE} AND NOT {PAST} AND NOT {FUTURE}");
    match state {
        "archived" => "e.archived = 1".to_owned(),
        "draft" => "e.archived = 0 AND e.live IS NULL".to_owned(),
        "expired" => format!("{LIVE} AND {PAST}"),
        "scheduled" => format!("{LIVE} AND {FUTURE} AND NOT {PAST}"),
        "published" => current,
        "changed" => format!("{current} AND e.changed = 1"),
        "expires_soon" => format!("{LIVE} AND NOT {PAST} AND e.valid_to <= {soon}"),
        "never_hit" => format!("{current} AND COALESCE(s.hits, 0) = 0"),
        _ => "e.archived = 0".to_owned(),
    }
}

pub(super) fn select(sort: &str) -> String {
    format!(
        "SELECT e.*, COALESCE(s.hits, 0) AS hits, COALESCE(s.helpful, 0) AS helpful, \
         COALESCE(s.not_helpful, 0) AS not_helpful, {sort} AS sort_key \
         FROM entries e LEFT JOIN entry_stats s ON s.entry_id = e.id"
    )
}

/// A page of entries.
pub(in crate::knowledge) async fn list(tx: &mut Tx, filter: &Filter) -> Result<Page<EntrySummary>> {
    let now = tx.now_ms();
    let sort = match filter.sort.as_str() {
        "hits" => "COALESCE(s.hits, 0)",
        // Those that end first come first; those that never end last.
        "expiry" => "-COALESCE(e.valid_to, 9000000000000000)",
        _ => "e.updated_at",
    };
    let state = condition(&filter.state, "$8");
    let category = match filter.category.as_str() {
        "none" => "(e.category_id IS NULL AND $2 <> '')",
        _ => {
            "($2 = '' OR e.category_id IN (WITH RECURSIVE tree (id) AS (\
              SELECT id FROM categories WHERE id = $2 UNION ALL \
              SELECT c.id FROM categories c JOIN tree t ON c.parent_id = t.id) SELECT id FROM tree))"
        }
    };
    let words = tx.dialect().contains("e.words", 3);
    // `$1` and `$8` must stand in the text whichever state is asked for.
    let text = format!(
        "{} WHERE $1 > 0 AND {state} AND {category} AND ({words} OR e.key = $4) AND $8 > 0 \
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
        .bind(now + i64::from(filter.reminder_days) * DAY_MS)
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

/// How the knowledge base stands.
pub(in crate::knowledge) async fn summarise(
    tx: &mut Tx,
    reminder_days: u32,
) -> Result<KnowledgeSummary> {
    let now = tx.now_ms();
    let count = |state: &str| format!("COUNT(CASE WHEN {} THEN 1 END)", condition(state, "$2"));
    let row = sql(format!(
        "SELECT {} AS published, {} AS draft, {} AS changed, {} AS expired, {} AS soon, \
         {} AS archived, {} AS never_hit \
         FROM entries e LEFT JOIN entry_stats s ON s.entry_id = e.id WHERE $1 > 0",
        count("published"),
        count("draft"),
        count("changed"),
        count("expired"),
        count("expires_soon"),
        count("archived"),
        count("never_hit"),
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
pub(in crate::knowledge) async fn take_expiring(
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

pub(super) fn summary(row: &Row, now_ms: i64, reminder_days: u32) -> Result<EntrySummary> {
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
