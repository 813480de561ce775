//! Catalogues as files: JSON, XLSX and CSV.

use shanying_kernel::{Error, Result};
use shanying_language::extract::{Catalogue, Kind, Value, recognise};
use shanying_language::normalise::normalise_text;

use super::model::attribute;
use super::rows::Row;
use super::shelf::Shelf;
use crate::knowledge::tables;

/// What parts the values in a cell.
const PARTS: [char; 7] = ['、', '，', ',', '/', '；', ';', '|'];

/// Headings beside the labels of the attributes.
const KEY: &[&str] = &[
    "编号",
    "商品编号",
    "货号",
    "sku",
    "id",
    "key",
    "商品id",
    "商家编码",
];
const DESCRIPTION: &[&str] = &[
    "描述",
    "说明",
    "商品描述",
    "介绍",
    "详情",
    "description",
    "商品介绍",
];
const IMAGE: &[&str] = &["图片", "主图", "图片地址", "image", "picture"];

/// The lines of a file; what it is follows from its bytes.
pub(super) fn rows(shelf: &Shelf, bytes: &[u8]) -> Result<Vec<Row>> {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if text.trim_ascii_start().starts_with(b"[") {
        return serde_json::from_slice(text)
            .map_err(|error| Error::invalid("import.unreadable", error.to_string()));
    }
    let table = tables::read(bytes)?;
    let fields: Vec<String> = table
        .columns
        .iter()
        .map(|heading| field(shelf, heading))
        .collect();
    if !fields.iter().any(|field| field == attribute::NAME) {
        return Err(Error::invalid(
            "import.unreadable",
            "no column holds the names of the products",
        ));
    }
    table
        .rows
        .into_iter()
        .map(|(number, cells)| {
            let mut row = Row::default();
            for (field, cell) in fields.iter().zip(cells) {
                if !cell.trim().is_empty() {
                    fill(&mut row, field, cell.trim(), number)?;
                }
            }
            Ok(row)
        })
        .collect()
}

/// The field of a heading: an attribute's id, or the heading itself.
fn field(shelf: &Shelf, heading: &str) -> String {
    let plain = normalise_text(heading);
    let is = |names: &[&str]| names.contains(&plain.as_str());
    if is(KEY) {
        return "key".to_owned();
    }
    if is(DESCRIPTION) {
        return "description".to_owned();
    }
    if is(IMAGE) {
        return "image".to_owned();
    }
    let named = shelf.lexicon().attributes.iter().find(|attribute| {
        attribute.id == plain
            || attribute.zh == heading
            || normalise_text(&attribute.en) == plain
            || attribute
                .labels
                .iter()
                .any(|label| normalise_text(label) == plain)
    });
    named.map_or_else(
        || heading.trim().to_owned(),
        |attribute| attribute.id.clone(),
    )
}

fn fill(row: &mut Row, field: &str, cell: &str, number: usize) -> Result<()> {
    let values = || {
        cell.split(PARTS)
            .map(str::trim)
            .filter(|value| !value.is_empty())
            .map(str::to_owned)
            .collect()
    };
    match field {
        "key" => cell.clone_into(&mut row.id),
        "description" => cell.clone_into(&mut row.description),
        "image" => row.image = Some(cell.to_owned()),
        attribute::NAME => cell.clone_into(&mut row.title),
        attribute::CATEGORY => row.category = Some(cell.to_owned()),
        attribute::EFFECT => row.effects = values(),
        attribute::SUITS => row.suits = values(),
        attribute::EXCLUDES => row.excludes = values(),
        attribute::INGREDIENT => row.ingredients = values(),
        "spec" => row.spec = Some(cell.to_owned()),
        attribute::PRICE => row.price = Some(money(cell, number)?),
        attribute::OFFER => row.offer_price = Some(money(cell, number)?),
        other => {
            row.more.insert(other.to_owned(), cell.to_owned());
        }
    }
    Ok(())
}

/// Yuan in a cell as minor units.
fn money(cell: &str, number: usize) -> Result<i64> {
    let plain = normalise_text(cell).replace(',', "");
    if let Ok(yuan) = plain.parse::<f64>()
        && (0.0..1e10).contains(&yuan)
    {
        #[expect(clippy::cast_possible_truncation, reason = "bounded above")]
        return Ok((yuan * 100.0).round() as i64);
    }
    let now = jiff::civil::DateTime::default();
    recognise(cell, now, &Catalogue::default())
        .into_iter()
        .find_map(|slot| match (slot.kind, slot.value) {
            (Kind::Money, Value::Money { min, max, .. }) => min.or(max),
            _ => None,
        })
        .ok_or_else(|| {
            Error::invalid("products.no_price", "a cell holds no price").with("row", number)
        })
}
