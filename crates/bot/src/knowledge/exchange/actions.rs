//! Importing: all rows or none, in one transaction, then one refresh of the bot.

use std::collections::{HashMap, HashSet};

use serde_json::json;
use shanying_kernel::{Error, Result, new_id};
use shanying_language::normalise::key;
use shanying_storage::Tx;
use shanying_web_kit::{Caller, Tenant, audit};

use super::model::{ImportReport, ImportRow, RowError};
use crate::answers::Bot;
use crate::knowledge::actions::{go_live, name_of, new_entry, to_the_end};
use crate::knowledge::categories;
use crate::knowledge::model::EntryDraft;
use crate::knowledge::rules::{self, Fault};
use crate::knowledge::store::{self, Stored};

/// Characters of an external key.
const KEY_MAX: usize = 100;

/// Brings the rows in; with `publish` each goes live. With errors nothing is changed and the report
/// tells them all. The demo companies come in this way, too.
pub async fn import_rows(
    tenant: &Tenant,
    caller: &Caller,
    rows: Vec<ImportRow>,
    publish: bool,
) -> Result<ImportReport> {
    import(tenant, caller, rows, Vec::new(), publish).await
}

/// [`import_rows`] after the cells were read with these errors.
pub(super) async fn import(
    tenant: &Tenant,
    caller: &Caller,
    rows: Vec<ImportRow>,
    mut errors: Vec<RowError>,
    publish: bool,
) -> Result<ImportReport> {
    errors.extend(repeated(&rows));
    let count = rows.len();
    let (bot, db, by) = (tenant.part::<Bot>()?, tenant.db().clone(), name_of(caller));
    let line = audit::Entry::new(caller, "knowledge.imported", "knowledge");
    let work = async move {
        let done = db
            .write(move |tx| {
                Box::pin(async move {
                    let mut import = Import::begin(tx, by, publish).await?;
                    import.errors = errors;
                    for row in &rows {
                        import.take(tx, row).await?;
                    }
                    if !import.errors.is_empty() {
                        // The report travels as an error, so that everything is rolled back.
                        return Err(refused(count, import.errors)?);
                    }
                    import.relate(tx, &rows).await?;
                    import.finish(tx).await?;
                    let facts = json!({"created": import.created, "updated": import.updated,
                                       "published": publish});
                    tx.emit("knowledge.imported", facts.clone()).await?;
                    audit::record(tx, line.detail(facts)).await?;
                    Ok(import)
                })
            })
            .await;
        let import = match done {
            Ok(import) => import,
            Err(error) => return report_of(error),
        };
        let ids: Vec<String> = import.entries.into_iter().map(|entry| entry.id).collect();
        bot.refresh(&db, &ids).await?;
        Ok(ImportReport {
            ok: true,
            rows: count,
            created: import.created,
            updated: import.updated,
            errors: Vec::new(),
        })
    };
    to_the_end(tenant, work).await
}

const REFUSED: &str = "import.refused";

fn refused(rows: usize, mut errors: Vec<RowError>) -> Result<Error> {
    errors.sort_by_key(|error| error.row);
    let report = ImportReport {
        ok: false,
        rows,
        created: 0,
        updated: 0,
        errors,
    };
    Ok(Error::invalid(REFUSED, "the import has faulty rows")
        .with("report", serde_json::to_value(report)?))
}

fn report_of(mut error: Error) -> Result<ImportReport> {
    if error.code != REFUSED {
        return Err(error);
    }
    let report = error.params.remove("report").unwrap_or_default();
    Ok(serde_json::from_value(report)?)
}

/// Rows that name the same entry twice.
fn repeated(rows: &[ImportRow]) -> Vec<RowError> {
    let (mut keys, mut questions) = (HashSet::new(), HashSet::new());
    let mut errors = Vec::new();
    for row in rows {
        let mut add = |column: &str, value: &str| {
            let message = "repeats an earlier row";
            errors.push(row_error(
                row.row,
                column,
                "import.duplicate",
                message,
                value,
            ));
        };
        if row
            .key
            .as_ref()
            .is_some_and(|key| !keys.insert(key.as_str()))
        {
            add("key", row.key.as_deref().unwrap_or(""));
        }
        let question = key(&row.question);
        if !question.is_empty() && !questions.insert(question) {
            add("question", &row.question);
        }
    }
    errors
}

fn row_error(row: usize, column: &str, code: &str, message: &str, value: &str) -> RowError {
    RowError {
        row,
        column: Some(column.to_owned()),
        code: code.to_owned(),
        message: message.to_owned(),
        value: value.chars().filter(|c| *c != '\0').take(100).collect(),
    }
}

fn fault_error(row: usize, fault: &Fault) -> RowError {
    let column = if fault.field == "answers" {
        "answer"
    } else {
        fault.field
    };
    let code = format!("import.{}", fault.code);
    row_error(row, column, &code, fault.message, &fault.value)
}

struct Import {
    by: String,
    publish: bool,
    /// Ids of categories by their path.
    categories: HashMap<String, String>,
    entries: Vec<Stored>,
    created: usize,
    updated: usize,
    errors: Vec<RowError>,
}

impl Import {
    async fn begin(tx: &mut Tx, by: String, publish: bool) -> Result<Self> {
        let tree = store::list_categories(tx).await?;
        let paths = categories::paths(&tree);
        Ok(Self {
            by,
            publish,
            categories: paths.into_iter().map(|(id, path)| (path, id)).collect(),
            entries: Vec::new(),
            created: 0,
            updated: 0,
            errors: Vec::new(),
        })
    }

    /// Reads one row into its entry and notes what is wrong with it.
    async fn take(&mut self, tx: &mut Tx, row: &ImportRow) -> Result<()> {
        if let Some(fault) = key_fault(row) {
            self.errors.push(fault);
            return Ok(());
        }
        let known = match &row.key {
            Some(key) => store::find_by_key(tx, key).await?,
            None => None,
        };
        let known = match known {
            // An entry of another key is another entry, whatever its question.
            None if !row.question.contains('\0') => store::find_by_question(tx, &row.question)
                .await?
                .filter(|entry| row.key.is_none() || entry.key.is_none()),
            known => known,
        };
        let mut draft = rules::tidy(merged(known.as_ref().map(|entry| entry.draft.clone()), row));
        let mut faults = rules::faults(&draft);
        if self.publish {
            faults.extend(rules::publish_fault(&draft));
        }
        if !faults.is_empty() {
            self.errors
                .extend(faults.iter().map(|fault| fault_error(row.row, fault)));
            return Ok(());
        }
        if !self.errors.is_empty() {
            // Nothing will be kept; the other rows are only looked at.
            return Ok(());
        }
        if let Some(path) = &row.category {
            draft.category_id = categories::find_or_make(tx, &mut self.categories, path).await?;
        }
        let now = tx.now_ms();
        let entry = match known {
            Some(before) => {
                self.updated += 1;
                Stored {
                    key: row.key.clone().or(before.key),
                    draft,
                    archived: false,
                    revision: before.revision + 1,
                    updated_at: shanying_kernel::Time(now),
                    updated_by: self.by.clone(),
                    ..before
                }
            }
            None => {
                self.created += 1;
                new_entry(new_id("ent"), row.key.clone(), draft, now, self.by.clone())
            }
        };
        // Saved at once, so that a later row finds it and categories are really there.
        store::save(tx, &entry).await?;
        self.entries.push(entry);
        Ok(())
    }

    /// Turns keys of related entries into ids, now that every row has its entry.
    async fn relate(&mut self, tx: &mut Tx, rows: &[ImportRow]) -> Result<()> {
        let known: HashMap<String, String> = self
            .entries
            .iter()
            .filter_map(|entry| Some((entry.key.clone()?, entry.id.clone())))
            .collect();
        for (entry, row) in self.entries.iter_mut().zip(rows) {
            let Some(related) = &row.related else {
                continue;
            };
            entry.draft.related.clear();
            for name in related {
                let id = match known.get(name) {
                    Some(id) => Some(id.clone()),
                    None if name.starts_with("ent_") => Some(name.clone()),
                    None => store::find_by_key(tx, name).await?.map(|other| other.id),
                };
                entry.draft.related.extend(id);
            }
        }
        Ok(())
    }

    async fn finish(&mut self, tx: &mut Tx) -> Result<()> {
        for entry in &mut self.entries {
            if self.publish && entry.live.as_ref() != Some(&entry.draft) {
                go_live(tx, entry).await?;
            }
            store::save(tx, entry).await?;
        }
        Ok(())
    }
}

fn key_fault(row: &ImportRow) -> Option<RowError> {
    let key = row.key.as_deref()?;
    if key.contains('\0') {
        return Some(row_error(
            row.row,
            "key",
            "import.nul",
            "text must not contain NUL",
            key,
        ));
    }
    let long = key.chars().count() > KEY_MAX;
    long.then(|| {
        row_error(
            row.row,
            "key",
            "import.too_long",
            "at most 100 characters",
            key,
        )
    })
}

/// The draft with what the row tells.
fn merged(before: Option<EntryDraft>, row: &ImportRow) -> EntryDraft {
    let mut draft = before.unwrap_or_default();
    draft.question.clone_from(&row.question);
    if let Some(similar) = &row.similar {
        draft.similar = distinct(&draft.question, similar);
    }
    for answer in row.answers.iter().flatten() {
        draft.answers.retain(|old| old.channel != answer.channel);
        if !answer.markdown.trim().is_empty() {
            draft.answers.push(answer.clone());
        }
    }
    draft.audience = row.audience.unwrap_or(draft.audience);
    draft.importance = row.importance.unwrap_or(draft.importance);
    draft.handling = row.handling.unwrap_or(draft.handling);
    if let Some(note) = &row.agent_note {
        draft.agent_note.clone_from(note);
    }
    draft.valid_from = row.valid_from.unwrap_or(draft.valid_from);
    draft.valid_to = row.valid_to.unwrap_or(draft.valid_to);
    draft
}

/// The phrasings that say something new: tables repeat themselves, and that is no fault.
fn distinct(question: &str, similar: &[String]) -> Vec<String> {
    let mut seen = HashSet::from([key(question)]);
    let mut kept = similar.to_vec();
    kept.retain(|text| seen.insert(key(text)));
    kept
}
