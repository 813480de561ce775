//! Cells of a catalogue to lines, with every fault.

use std::collections::BTreeMap;

use shanying_kernel::{Error, Result};
use shanying_language::extract::{Catalogue, Kind, Value, recognise};
use shanying_language::normalise::normalise_text;

use super::columns::{DESCRIPTION, IMAGE, KEY, LEFT_OUT, SPEC};
use crate::knowledge::RowError;
use crate::knowledge::tables::Table;
use crate::products::drafts::ProductDraft;
use crate::products::model::attribute;
use crate::products::rows::Row;
use crate::products::shelf::Shelf;

/// What parts the values in a cell.
const PARTS: [char; 7] = ['、', '，', ',', '/', '；', ';', '|'];
/// Characters of a faulty cell that are told.
const SHOWN: usize = 100;

/// A line that can be brought in.
pub(super) struct Line {
    /// Row of the table, the heading being 1.
    pub(super) row: usize,
    pub(super) draft: ProductDraft,
}

/// A JSON catalogue is told by its first letter.
pub(super) fn is_json(bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    text.trim_ascii_start().starts_with(b"[")
}

/// The lines of a JSON catalogue.
pub(super) fn json(bytes: &[u8]) -> Result<Vec<Row>> {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    serde_json::from_slice(text)
        .map_err(|error| Error::invalid("import.unreadable", error.to_string()))
}

/// The lines of a table; `fields` says what each column holds.
pub(super) fn lines(shelf: &Shelf, table: &Table, fields: &[String]) -> (Vec<Line>, Vec<RowError>) {
    let headings: BTreeMap<&str, &str> = fields
        .iter()
        .zip(&table.columns)
        .map(|(field, heading)| (field.as_str(), heading.as_str()))
        .collect();
    let (mut lines, mut errors) = (Vec::new(), Vec::new());
    for (number, cells) in &table.rows {
        let fault = |field: &str, code: &str, message: &str, value: &str| RowError {
            row: *number,
            column: Some((*headings.get(field).unwrap_or(&field)).to_owned()),
            code: code.to_owned(),
            message: message.to_owned(),
            value: value.chars().filter(|c| *c != '\0').take(SHOWN).collect(),
        };
        let mut row = Row::default();
        let before = errors.len();
        for (field, cell) in fields.iter().zip(cells) {
            let cell = cell.trim();
            if cell.contains('\0') {
                errors.push(fault(field, "import.nul", "NUL in a cell", cell));
            } else if !cell.is_empty() && field != LEFT_OUT && !fill(&mut row, field, cell) {
                errors.push(fault(field, "import.price", "no price in the cell", cell));
            }
        }
        match drafted(shelf, row).checked() {
            Ok(draft) if errors.len() == before => lines.push(Line {
                row: *number,
                draft,
            }),
            Ok(_) => {}
            Err(error) => {
                let field = error.params.get("field").and_then(|field| field.as_str());
                let field = field.unwrap_or(attribute::NAME).to_owned();
                let code = match (error.code, field.as_str()) {
                    ("invalid.too_long", _) => "import.too_long",
                    (_, "name") => "import.required",
                    _ => "import.address",
                };
                let place = fields.iter().position(|one| *one == field);
                let value = place.and_then(|place| cells.get(place));
                let value = value.map_or("", String::as_str);
                errors.push(fault(&field, code, &error.message, value));
            }
        }
    }
    errors.extend(repeated(&lines, &headings));
    errors.sort_by_key(|error| error.row);
    (lines, errors)
}

/// A line with the facts that its description states.
pub(super) fn drafted(shelf: &Shelf, row: Row) -> ProductDraft {
    let described = shelf.describe(&row.description);
    let mut draft = ProductDraft::from(shelf.product_of(row));
    draft.take(described);
    draft
}

/// Lines that name the same product twice.
fn repeated(lines: &[Line], headings: &BTreeMap<&str, &str>) -> Vec<RowError> {
    let mut seen = std::collections::HashSet::new();
    let heading = headings.get(KEY).unwrap_or(&KEY);
    lines
        .iter()
        .filter_map(|line| Some((line.row, line.draft.key.as_deref()?)))
        .filter(|(_, key)| !seen.insert((*key).to_owned()))
        .map(|(row, key)| RowError {
            row,
            column: Some((*heading).to_owned()),
            code: "import.duplicate".to_owned(),
            message: "repeats an earlier row".to_owned(),
            value: key.chars().take(SHOWN).collect(),
        })
        .collect()
}

/// Puts a cell in its field. False when it should hold a price and does not.
fn fill(row: &mut Row, field: &str, cell: &str) -> bool {
    let values = || {
        cell.split(PARTS)
            .map(str::trim)
            .filter(|value| !value.is_empty())
            .map(str::to_owned)
            .collect()
    };
    match field {
        KEY => cell.clone_into(&mut row.id),
        DESCRIPTION => cell.clone_into(&mut row.description),
        IMAGE => row.image = Some(cell.to_owned()),
        attribute::NAME => cell.clone_into(&mut row.title),
        attribute::CATEGORY => row.category = Some(cell.to_owned()),
        attribute::EFFECT => row.effects = values(),
        attribute::SUITS => row.suits = values(),
        attribute::EXCLUDES => row.excludes = values(),
        attribute::INGREDIENT => row.ingredients = values(),
        SPEC => row.spec = Some(cell.to_owned()),
        attribute::PRICE | attribute::OFFER => {
            let Some(price) = money(cell) else {
                return false;
            };
            if field == attribute::PRICE {
                row.price = Some(price);
            } else {
                row.offer_price = Some(price);
            }
        }
        other => {
            row.more.insert(other.to_owned(), cell.to_owned());
        }
    }
    true
}

/// Yuan in a cell as minor units.
pub(super) fn money(cell: &str) -> Option<i64> {
    let plain = normalise_text(cell).replace(',', "");
    if let Ok(yuan) = plain.parse::<f64>()
        && (0.0..1e10).contains(&yuan)
    {
        #[expect(clippy::cast_possible_truncation, reason = "bounded above")]
        return Some((yuan * 100.0).round() as i64);
    }
    let now = jiff::civil::DateTime::default();
    recognise(cell, now, &Catalogue::default())
        .into_iter()
        .find_map(|slot| match (slot.kind, slot.value) {
            (Kind::Money, Value::Money { min, max, .. }) => min.or(max),
            _ => None,
        })
}
