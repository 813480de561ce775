//! Types of imports.

use serde::{Deserialize, Serialize};
use shanying_kernel::Time;

use crate::knowledge::model::{AnswerText, Audience, Handling, Importance};

/// One entry to be imported. What is none stays as it is, or takes the default in a new entry.
#[derive(Clone, Debug, Default)]
pub struct ImportRow {
    /// Row of the table, the heading being 1; for the report.
    pub row: usize,
    /// External key.
    pub key: Option<String>,
    /// The standard question.
    pub question: String,
    /// Other ways to ask it.
    pub similar: Option<Vec<String>>,
    /// Answers by channel; those of other channels stay.
    pub answers: Option<Vec<AnswerText>>,
    /// Names from the top of the tree; missing categories are made. Empty: filed nowhere.
    pub category: Option<Vec<String>>,
    /// Who may be given it.
    pub audience: Option<Audience>,
    /// How much it matters.
    pub importance: Option<Importance>,
    /// What happens when it is the best hit.
    pub handling: Option<Handling>,
    /// What the agent should know.
    pub agent_note: Option<String>,
    /// From when it is given; the inner none means always.
    pub valid_from: Option<Option<Time>>,
    /// Until when it is given; the inner none means for ever.
    pub valid_to: Option<Option<Time>>,
    /// Keys or ids of entries that are offered beside it; unknown ones are left out.
    pub related: Option<Vec<String>>,
}

/// One faulty cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct RowError {
    /// Row of the table, the heading being 1.
    pub row: usize,
    /// Heading of the column, or the field's name when it has none.
    pub column: Option<String>,
    /// `import.required`, `import.too_long`, `import.too_many`, `import.duplicate`, `import.date`,
    /// `import.order`, `import.choice`, `import.category`, `import.nul`.
    pub code: String,
    /// A sentence for developers.
    pub message: String,
    /// What stood there, at most 100 characters.
    pub value: String,
}

/// How an import went; with errors nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ImportReport {
    /// Whether it was done.
    pub ok: bool,
    /// Rows that were read.
    pub rows: usize,
    /// New entries.
    pub created: usize,
    /// Entries that were there.
    pub updated: usize,
    /// Every faulty cell.
    pub errors: Vec<RowError>,
}

/// What a table looks like before it is imported.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(super) struct ImportPreview {
    /// The headings.
    pub(super) columns: Vec<String>,
    /// The first rows.
    pub(super) sample: Vec<Vec<String>>,
    /// The column that each field is likely in.
    #[schema(value_type = std::collections::BTreeMap<String, Option<String>>)]
    pub(super) mapping: super::mapping::Mapping,
    /// Rows below the heading.
    pub(super) rows: usize,
}
