//! What each column of a catalogue holds: guessed from its heading, else from its values.

use shanying_kernel::{Error, Result};
use shanying_language::normalise::normalise_text;

use super::cells::money;
use crate::knowledge::tables::Table;
use crate::products::model::attribute;
use crate::products::shelf::Shelf;

/// The shop's own name for a product.
pub(super) const KEY: &str = "key";
/// A text in plain language, which is read.
pub(super) const DESCRIPTION: &str = "description";
/// Address of a picture.
pub(super) const IMAGE: &str = "image";
/// Size, contents.
pub(super) const SPEC: &str = "spec";
/// A column that is not brought in.
pub(super) const LEFT_OUT: &str = "";

const KEYS: &[&str] = &[
    "编号",
    "商品编号",
    "货号",
    "sku",
    "id",
    "key",
    "商品id",
    "商家编码",
    "款号",
];
const DESCRIPTIONS: &[&str] = &[
    "描述",
    "说明",
    "商品描述",
    "介绍",
    "详情",
    "description",
    "商品介绍",
    "卖点",
];
const IMAGES: &[&str] = &["图片", "主图", "图片地址", "image", "picture", "商品图片"];

/// Rows whose values are looked at.
const LOOKED_AT: usize = 50;
/// Of the cells so many must look alike.
const ALIKE: f64 = 0.8;
/// From so many characters on a cell is a description.
const LONG: usize = 24;

/// The field of each column: a field's name, an attribute's id, the heading itself for an attribute
/// of its own, or nothing. No field is used twice.
pub(super) fn guess(shelf: &Shelf, table: &Table) -> Vec<String> {
    let mut fields: Vec<String> = Vec::new();
    for heading in &table.columns {
        let field = by_heading(shelf, heading);
        let taken = fields.contains(&field);
        fields.push(if taken { LEFT_OUT.to_owned() } else { field });
    }
    let known = |field: &str| {
        let own = [KEY, DESCRIPTION, IMAGE, SPEC];
        own.contains(&field) || shelf.lexicon().attributes.iter().any(|one| one.id == field)
    };
    for place in 0..fields.len() {
        if fields.get(place).is_none_or(|field| known(field)) {
            continue;
        }
        let values = column(table, place);
        if let Some(field) = by_values(&values)
            && !fields.iter().any(|one| one == field)
            && let Some(own) = fields.get_mut(place)
        {
            field.clone_into(own);
        }
    }
    fields
}

fn column(table: &Table, place: usize) -> Vec<&str> {
    table
        .rows
        .iter()
        .take(LOOKED_AT)
        .filter_map(|(_, cells)| cells.get(place))
        .map(|cell| cell.trim())
        .filter(|cell| !cell.is_empty())
        .collect()
}

fn by_heading(shelf: &Shelf, heading: &str) -> String {
    let plain = normalise_text(heading);
    let is = |names: &[&str]| names.contains(&plain.as_str());
    for (names, field) in [(KEYS, KEY), (DESCRIPTIONS, DESCRIPTION), (IMAGES, IMAGE)] {
        if is(names) {
            return field.to_owned();
        }
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

/// What a column without a telling heading holds, by its cells alone.
fn by_values(values: &[&str]) -> Option<&'static str> {
    if values.is_empty() {
        return None;
    }
    #[expect(clippy::cast_precision_loss, reason = "at most fifty cells")]
    let share = |is: &dyn Fn(&str) -> bool| {
        values.iter().filter(|value| is(value)).count() as f64 / values.len() as f64
    };
    let is_address = |value: &str| {
        value.starts_with("https://") || value.starts_with('/') && value.contains('.')
    };
    let is_code = |value: &str| {
        value.len() >= 2
            && value
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
            && value.chars().any(|c| c.is_ascii_digit())
            && value.chars().any(|c| c.is_ascii_alphabetic())
    };
    let is_price = |value: &str| {
        let marked = ['¥', '￥', '元', '.']
            .iter()
            .any(|mark| value.contains(*mark));
        marked && value.chars().count() <= 14 && money(value).is_some()
    };
    let is_long = |value: &str| value.chars().count() >= LONG;
    let mut different = values.to_vec();
    different.sort_unstable();
    different.dedup();
    let all_different = different.len() == values.len();
    let is_name = |value: &str| {
        (2..LONG * 2).contains(&value.chars().count())
            && value.chars().any(|c| c.is_alphabetic())
            && money(value).is_none()
    };
    if share(&is_address) >= ALIKE {
        Some(IMAGE)
    } else if all_different && share(&is_code) >= ALIKE {
        Some(KEY)
    } else if share(&is_price) >= ALIKE {
        Some(attribute::PRICE)
    } else if share(&is_long) >= ALIKE {
        Some(DESCRIPTION)
    } else if all_different && values.len() > 1 && share(&is_name) >= ALIKE {
        Some(attribute::NAME)
    } else {
        None
    }
}

/// Holds an editor's assignment to its rules: as many fields as columns, none twice, and a name.
pub(super) fn checked(fields: Vec<String>, table: &Table) -> Result<Vec<String>> {
    if fields.len() != table.columns.len() {
        return Err(Error::field("columns", "one field for each column"));
    }
    let used: Vec<&String> = fields.iter().filter(|field| *field != LEFT_OUT).collect();
    let mut once = used.clone();
    once.sort_unstable();
    once.dedup();
    if once.len() != used.len() {
        return Err(Error::field("columns", "a field is used twice"));
    }
    let has = |name: &str| used.iter().any(|field| *field == name);
    if !has(attribute::NAME) && !has(DESCRIPTION) {
        return Err(Error::field(
            "columns",
            "a column must hold the names, or descriptions that tell them",
        ));
    }
    Ok(fields)
}

#[cfg(test)]
mod tests {
    use super::{DESCRIPTION, IMAGE, KEY, checked, guess};
    use crate::knowledge::tables::Table;
    use crate::products::model::attribute;
    use crate::products::{Lexicon, Shelf};

    fn table(columns: &[&str], rows: &[&[&str]]) -> Table {
        let text = |cell: &&str| (*cell).to_owned();
        Table {
            columns: columns.iter().map(text).collect(),
            rows: (2..)
                .zip(rows)
                .map(|(number, row)| (number, row.iter().map(text).collect()))
                .collect(),
        }
    }

    #[test]
    fn columns_are_known_by_their_headings_or_by_their_values() {
        let shelf = Shelf::new(Lexicon::general(), Vec::new());
        let named = table(
            &["货号", "名称", "原价", "产地"],
            &[&["A1", "面膜", "12", "杭州"]],
        );
        let found = guess(&shelf, &named);
        assert_eq!(found.first().map(String::as_str), Some(KEY));
        assert_eq!(found.get(1).map(String::as_str), Some(attribute::NAME));
        assert_eq!(found.get(2).map(String::as_str), Some(attribute::PRICE));
        let long = "这款面膜适合干性肤质，敷完皮肤水润不紧绷，酒精过敏的人也能用。";
        let bare = table(
            &["甲", "乙", "丙", "丁", "戊", "己"],
            &[
                &["MK-01", "清泉面膜", "¥128", long, "/p/1.png", "有货"],
                &["MK-02", "白泥面膜", "¥89.5", long, "/p/2.png", "有货"],
                &["MK-03", "玫瑰精华", "199元", long, "/p/3.png", "缺货"],
            ],
        );
        assert_eq!(
            guess(&shelf, &bare),
            [
                KEY,
                attribute::NAME,
                attribute::PRICE,
                DESCRIPTION,
                IMAGE,
                "己"
            ]
        );
        assert!(checked(vec![String::new(); 6], &bare).is_err());
        assert!(checked(vec![attribute::NAME.to_owned(); 6], &bare).is_err());
        assert!(checked(guess(&shelf, &bare), &bare).is_ok());
    }
}
