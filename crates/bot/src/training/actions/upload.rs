//! A labelled file of the company's own: rows of a question and what should become of it, read from
//! JSON lines, CSV or a workbook, kept as a set and measured.

use std::collections::HashMap;

use serde::Deserialize;
use serde_json::json;
use shanying_kernel::{Error, Result};
use shanying_language::normalise::key;
use shanying_storage::Tx;
use shanying_web_kit::{Caller, Tenant, audit};

use super::measure::order;
use super::name_of;
use super::sets::NewSet;
use crate::knowledge::{self, tables};
use crate::training::model::{Choice, Evaluation, Expected, LabelledRowError};
use crate::training::settings::TrainingSettings;
use crate::training::{rules, store};

/// Headings of the question.
const TEXT_HEADINGS: &[&str] = &[
    "text",
    "question",
    "query",
    "utterance",
    "问题",
    "客户问题",
    "问法",
    "用户问题",
    "文本",
];
/// Headings of the entry.
const ENTRY_HEADINGS: &[&str] = &[
    "entry",
    "entry_id",
    "key",
    "expected",
    "intent",
    "label",
    "知识",
    "知识编号",
    "编号",
    "标准问",
    "标准问题",
    "正确知识",
    "意图",
    "标签",
];
/// Headings of what else it is.
const KIND_HEADINGS: &[&str] = &["kind", "choice", "type", "类型", "种类"];

/// A row as it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct LabelledRow {
    /// Row of the table or line of the file.
    #[serde(skip)]
    pub row: usize,
    /// The question.
    #[serde(default, alias = "question", alias = "query")]
    pub text: String,
    /// Id, key or standard question of the entry; empty when none answers it.
    #[serde(
        default,
        alias = "entry_id",
        alias = "expected",
        alias = "intent",
        alias = "label"
    )]
    pub entry: Option<String>,
    /// What else it is, such as `small_talk`.
    #[serde(default, alias = "choice")]
    pub kind: Option<String>,
}

/// Reads a file; what it is follows from its bytes.
pub(in crate::training) fn read_rows(
    bytes: &[u8],
) -> Result<(Vec<LabelledRow>, Vec<LabelledRowError>)> {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let first = text
        .iter()
        .copied()
        .find(|byte| !byte.is_ascii_whitespace());
    match first {
        Some(b'{') => Ok(read_lines(text)),
        Some(b'[') => Ok((read_array(text)?, Vec::new())),
        _ => read_table(bytes).map(|rows| (rows, Vec::new())),
    }
}

fn read_lines(text: &[u8]) -> (Vec<LabelledRow>, Vec<LabelledRowError>) {
    let (mut rows, mut faults) = (Vec::new(), Vec::new());
    for (row, line) in (1..).zip(text.split(|byte| *byte == b'\n')) {
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        match serde_json::from_slice::<LabelledRow>(line) {
            Ok(read) => rows.push(LabelledRow { row, ..read }),
            Err(_) => faults.push(fault(row, "malformed", &String::from_utf8_lossy(line))),
        }
    }
    (rows, faults)
}

fn unreadable() -> Error {
    Error::invalid("import.unreadable", "neither JSON lines nor a table")
}

fn read_array(text: &[u8]) -> Result<Vec<LabelledRow>> {
    let rows: Vec<LabelledRow> =
        serde_json::from_slice(text).map_err(|error| unreadable().because(error))?;
    Ok((1..)
        .zip(rows)
        .map(|(row, read)| LabelledRow { row, ..read })
        .collect())
}

fn read_table(bytes: &[u8]) -> Result<Vec<LabelledRow>> {
    let table = tables::read(bytes)?;
    let place = |names: &[&str]| {
        table
            .columns
            .iter()
            .position(|heading| names.contains(&heading.trim().to_lowercase().as_str()))
    };
    let text = place(TEXT_HEADINGS)
        .ok_or_else(|| Error::field("file", "no column with the questions (text, 问题)"))?;
    // `question` may head the texts; then it does not head the entries.
    let entry = place(ENTRY_HEADINGS).filter(|at| *at != text);
    let kind = place(KIND_HEADINGS);
    if entry.is_none() && kind.is_none() {
        return Err(Error::field(
            "file",
            "no column with the entries (entry, 标准问)",
        ));
    }
    let cell = |cells: &[String], at: Option<usize>| {
        at.and_then(|at| cells.get(at))
            .cloned()
            .filter(|cell| !cell.is_empty())
    };
    Ok(table
        .rows
        .iter()
        .map(|(row, cells)| LabelledRow {
            row: *row,
            text: cell(cells, Some(text)).unwrap_or_default(),
            entry: cell(cells, entry),
            kind: cell(cells, kind),
        })
        .collect())
}

fn fault(row: usize, code: &str, value: &str) -> LabelledRowError {
    LabelledRowError {
        row,
        code: code.to_owned(),
        value: value.chars().filter(|c| *c != '\0').take(100).collect(),
    }
}

/// What words of a file mean, besides entries.
fn choice_of(word: &str) -> Option<Choice> {
    match word.trim().to_lowercase().as_str() {
        "missing" | "oos" | "none" | "unknown" | "无" | "缺知识" | "知识缺失" | "没有知识" => {
            Some(Choice::Missing)
        }
        "small_talk" | "chat" | "abuse" | "闲聊" => Some(Choice::SmallTalk),
        "to_person" | "handover" | "anger" | "转人工" | "人工" => Some(Choice::ToPerson),
        _ => None,
    }
}

/// Entries by every name that a file may use.
struct Directory(HashMap<String, String>);

impl Directory {
    async fn load(tx: &mut Tx) -> Result<Self> {
        let mut names = HashMap::new();
        for title in knowledge::titles(tx).await? {
            names.insert(title.question_key, title.id.clone());
            if let Some(key) = title.key {
                names.insert(key, title.id.clone());
            }
            names.insert(title.id.clone(), title.id);
        }
        Ok(Self(names))
    }

    fn find(&self, name: &str) -> Option<&String> {
        self.0.get(name.trim()).or_else(|| self.0.get(&key(name)))
    }

    /// What a row expects; the fault's code when it cannot be told.
    fn expected(&self, row: &LabelledRow) -> std::result::Result<Expected, (&'static str, String)> {
        let plain = |choice| Expected {
            choice,
            entry_id: None,
        };
        let entry = row.entry.as_deref().filter(|name| !name.trim().is_empty());
        if let Some(name) = entry {
            if let Some(id) = self.find(name) {
                return Ok(Expected {
                    choice: Choice::Entry,
                    entry_id: Some(id.clone()),
                });
            }
            return choice_of(name)
                .map(plain)
                .ok_or_else(|| ("unknown_entry", name.to_owned()));
        }
        match row.kind.as_deref() {
            None => Ok(plain(Choice::Missing)),
            Some(kind) => choice_of(kind)
                .map(plain)
                .ok_or_else(|| ("unknown_entry", kind.to_owned())),
        }
    }
}

/// Puts rows into a new set; the rows that were left out.
async fn take(tx: &mut Tx, set_id: &str, rows: &[LabelledRow]) -> Result<Vec<LabelledRowError>> {
    let directory = Directory::load(tx).await?;
    let mut left_out = Vec::new();
    for row in rows {
        let Some(text) = rules::kept_text(&row.text) else {
            left_out.push(fault(row.row, "required", &row.text));
            continue;
        };
        match directory.expected(row) {
            Err((code, value)) => left_out.push(fault(row.row, code, &value)),
            Ok(expected) => {
                if !store::insert_case(tx, set_id, &text, &expected).await? {
                    left_out.push(fault(row.row, "duplicate", &text));
                }
            }
        }
    }
    Ok(left_out)
}

/// Keeps a labelled file as a set and has it measured.
pub(in crate::training) async fn evaluate(
    tenant: &Tenant,
    caller: &Caller,
    new: NewSet,
    (rows, mut faults): (Vec<LabelledRow>, Vec<LabelledRowError>),
) -> Result<Evaluation> {
    let (new, by) = (new.checked()?, name_of(caller));
    let most = tenant.settings::<TrainingSettings>().await?.measure_most;
    if rows.len() > usize::try_from(most).unwrap_or(usize::MAX) {
        let error = Error::invalid("training.too_many_rows", "the file has too many rows");
        return Err(error.with("max", most));
    }
    let line = audit::Entry::new(caller, "training.file_measured", &new.name);
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let id = store::insert_set(tx, &new.name, new.kept, &by).await?;
                faults.extend(take(tx, &id, &rows).await?);
                faults.sort_by_key(|fault| fault.row);
                let set = store::load_set(tx, &id).await?;
                if set.cases == 0 {
                    return Err(Error::invalid(
                        "training.nothing_to_measure",
                        "no row of the file can be used",
                    )
                    .with("left_out", serde_json::to_value(&faults)?));
                }
                let run = order(tx, Some(&id), &by).await?;
                let facts = json!({"rows": rows.len(), "cases": set.cases, "kept": set.kept});
                audit::record(tx, line.detail(facts)).await?;
                Ok(Evaluation {
                    set,
                    run,
                    left_out: faults,
                })
            })
        })
        .await
}

/// Fills a training centre at the first start of a demo: `guarding` become a regression set,
/// `labelled` become labelled questions.
pub async fn keep_labelled(
    tenant: &Tenant,
    caller: &Caller,
    name: &str,
    guarding: Vec<LabelledRow>,
    labelled: Vec<LabelledRow>,
) -> Result<()> {
    let by = store::Labeller {
        id: caller.actor.id.clone(),
        name: name_of(caller),
    };
    let name = name.to_owned();
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let set = store::insert_set(tx, &name, true, &by.name).await?;
                take(tx, &set, &guarding).await?;
                let directory = Directory::load(tx).await?;
                for row in &labelled {
                    let (Some(text), Ok(expected)) =
                        (rules::kept_text(&row.text), directory.expected(row))
                    else {
                        continue;
                    };
                    if let Some(id) = store::find_by_key(tx, &key(&text)).await? {
                        store::set_label(tx, &id, Some(&expected), &by).await?;
                    }
                }
                order(tx, None, &by.name).await?;
                order(tx, Some(&set), &by.name).await?;
                Ok(())
            })
        })
        .await
}

#[cfg(test)]
mod tests {
    use super::read_rows;

    #[test]
    fn every_kind_of_file_is_read() {
        let lines = "{\"text\":\"怎么退货\",\"entry\":\"return\"}\n\n{\"text\":1}\n{\"text\":\"你好\",\"kind\":\"small_talk\"}\n";
        let (rows, faults) = read_rows(lines.as_bytes()).unwrap();
        assert_eq!(rows.len(), 2);
        assert_eq!(
            (rows[1].row, rows[1].kind.as_deref()),
            (4, Some("small_talk"))
        );
        assert_eq!((faults[0].row, faults[0].code.as_str()), (3, "malformed"));
        let (rows, _) = read_rows("问题,标准问\n怎么退,怎么退货\n天气,\n".as_bytes()).unwrap();
        assert_eq!(rows[0].entry.as_deref(), Some("怎么退货"));
        assert_eq!((rows[1].row, &rows[1].entry), (3, &None));
        let (rows, _) = read_rows("[{\"text\":\"a\",\"entry\":null}]".as_bytes()).unwrap();
        assert_eq!(rows[0].entry, None);
        assert_eq!(read_rows(b"[1").unwrap_err().code, "import.unreadable");
        assert!(read_rows("甲,乙\n1,2\n".as_bytes()).is_err());
    }
}
