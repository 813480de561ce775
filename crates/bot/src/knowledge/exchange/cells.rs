//! Cells into fields and back.

use std::collections::BTreeMap;

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use shanying_kernel::Time;

use super::mapping::{FIELDS, Field};
use super::model::{ImportRow, RowError};
use super::tables::Table;
use crate::knowledge::categories::split_path;
use crate::knowledge::model::{
    AnswerChannel, AnswerText, Audience, EntryDraft, Handling, Importance,
};

const AUDIENCES: &[(&str, Audience)] = &[
    ("所有人", Audience::Everyone),
    ("已验证客户", Audience::Verified),
    ("仅客服", Audience::Agents),
    ("everyone", Audience::Everyone),
    ("verified", Audience::Verified),
    ("agents", Audience::Agents),
    ("全部", Audience::Everyone),
    ("所有客户", Audience::Everyone),
    ("已验证", Audience::Verified),
    ("客服", Audience::Agents),
];
const IMPORTANCES: &[(&str, Importance)] = &[
    ("高", Importance::High),
    ("普通", Importance::Normal),
    ("低", Importance::Low),
    ("high", Importance::High),
    ("normal", Importance::Normal),
    ("low", Importance::Low),
    ("重要", Importance::High),
    ("中", Importance::Normal),
    ("一般", Importance::Normal),
];
const HANDLINGS: &[(&str, Handling)] = &[
    ("机器人回答", Handling::Answer),
    ("转人工", Handling::ToPerson),
    ("answer", Handling::Answer),
    ("to_person", Handling::ToPerson),
    ("回答", Handling::Answer),
];

fn choice<T: Copy>(names: &[(&str, T)], cell: &str) -> Option<T> {
    let cell = cell.to_lowercase();
    names
        .iter()
        .find(|(name, _)| *name == cell)
        .map(|(_, value)| *value)
}

fn name_of<T: Copy + PartialEq>(names: &[(&'static str, T)], value: T) -> String {
    names
        .iter()
        .find(|(_, v)| *v == value)
        .map(|(name, _)| *name)
        .unwrap_or("")
        .to_owned()
}

/// An instant in the company's zone. A bare date begins the day, or with `end` ends it.
fn instant(cell: &str, zone: &TimeZone, end: bool) -> Option<Time> {
    if let Some(time) = Time::parse(cell) {
        return Some(time);
    }
    let cell = cell
        .replace(['/', '.'], "-")
        .replace(['年', '月'], "-")
        .replace('日', "");
    let (date, time) = match cell.trim().split_once([' ', 'T']) {
        Some((date, time)) => (date, Some(time.trim())),
        None => (cell.trim(), None),
    };
    let mut parts = date.split('-').map(|part| part.trim().parse::<i16>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    let small = |number: i16| i8::try_from(number).ok();
    let date = Date::new(year, small(month)?, small(day)?).ok()?;
    let local: DateTime = match time {
        None if end => date.tomorrow().ok()?.at(0, 0, 0, 0),
        None => date.at(0, 0, 0, 0),
        Some(time) => {
            let mut parts = time.split(':').map(|part| part.trim().parse::<i8>().ok());
            let (hour, minute) = (parts.next()??, parts.next()??);
            let second = parts.next().unwrap_or(Some(0))?;
            date.to_datetime(jiff::civil::Time::new(hour, minute, second, 0).ok()?)
        }
    };
    let zoned = local.to_zoned(zone.clone()).ok()?;
    Some(Time(zoned.timestamp().as_millisecond()))
}

fn local_text(time: Option<Time>, zone: &TimeZone) -> String {
    time.and_then(|time| jiff::Timestamp::from_millisecond(time.0).ok())
        .map(|instant| {
            instant
                .to_zoned(zone.clone())
                .strftime("%Y-%m-%d %H:%M:%S")
                .to_string()
        })
        .unwrap_or_default()
}

/// Similar questions stand one a line, or between bars.
fn phrasings(cell: &str) -> Vec<String> {
    cell.split(['\n', '|', '｜'])
        .map(|part| part.trim().to_owned())
        .filter(|part| !part.is_empty())
        .collect()
}

/// The rows of a table and every cell that cannot be read.
pub(super) fn rows(
    table: &Table,
    places: &BTreeMap<Field, usize>,
    zone: &TimeZone,
) -> (Vec<ImportRow>, Vec<RowError>) {
    let mut errors = Vec::new();
    let mut rows = Vec::with_capacity(table.rows.len());
    for (number, cells) in &table.rows {
        let mut row = ImportRow {
            row: *number,
            ..ImportRow::default()
        };
        for (field, place) in places {
            let cell = cells.get(*place).map_or("", String::as_str);
            if let Err((code, message)) = read_cell(&mut row, *field, cell, zone) {
                errors.push(RowError {
                    row: *number,
                    column: table.columns.get(*place).cloned(),
                    code: code.to_owned(),
                    message: message.to_owned(),
                    value: cell.chars().filter(|c| *c != '\0').take(100).collect(),
                });
            }
        }
        rows.push(row);
    }
    (rows, errors)
}

type Refusal = (&'static str, &'static str);

fn read_cell(
    row: &mut ImportRow,
    field: Field,
    cell: &str,
    zone: &TimeZone,
) -> Result<(), Refusal> {
    const CHOICE: Refusal = ("import.choice", "not one of the choices");
    const DATE: Refusal = ("import.date", "not a date such as 2026-12-31 18:00");
    let pick = |ok: bool, refusal: Refusal| if ok { Ok(()) } else { Err(refusal) };
    match field {
        Field::Key => row.key = Some(cell.to_owned()).filter(|key| !key.is_empty()),
        Field::Question => cell.clone_into(&mut row.question),
        Field::Similar => row.similar = Some(phrasings(cell)),
        Field::Answer => {
            let markdown = cell.to_owned();
            row.answers = Some(vec![AnswerText {
                channel: AnswerChannel::Default,
                markdown,
            }]);
        }
        Field::Category if cell.is_empty() => row.category = Some(Vec::new()),
        Field::Category => {
            row.category = split_path(cell);
            let refusal = (
                "import.category",
                "a path of at most 6 names, such as 售后/退货",
            );
            return pick(row.category.is_some(), refusal);
        }
        Field::Audience if cell.is_empty() => {}
        Field::Audience => {
            row.audience = choice(AUDIENCES, cell);
            return pick(row.audience.is_some(), CHOICE);
        }
        Field::Importance if cell.is_empty() => {}
        Field::Importance => {
            row.importance = choice(IMPORTANCES, cell);
            return pick(row.importance.is_some(), CHOICE);
        }
        Field::Handling if cell.is_empty() => {}
        Field::Handling => {
            row.handling = choice(HANDLINGS, cell);
            return pick(row.handling.is_some(), CHOICE);
        }
        Field::AgentNote => row.agent_note = Some(cell.to_owned()),
        Field::ValidFrom if cell.is_empty() => row.valid_from = Some(None),
        Field::ValidFrom => {
            let time = instant(cell, zone, false);
            row.valid_from = Some(time);
            return pick(time.is_some(), DATE);
        }
        Field::ValidTo if cell.is_empty() => row.valid_to = Some(None),
        Field::ValidTo => {
            let time = instant(cell, zone, true);
            row.valid_to = Some(time);
            return pick(time.is_some(), DATE);
        }
    }
    Ok(())
}

/// The headings of an export.
pub(super) fn headings() -> Vec<&'static str> {
    FIELDS
        .iter()
        .filter_map(|(_, names)| names.first().copied())
        .collect()
}

/// An entry as a row of an export, in the order of the headings.
pub(super) fn written(
    key: Option<&str>,
    draft: &EntryDraft,
    path: &str,
    zone: &TimeZone,
) -> Vec<String> {
    FIELDS
        .iter()
        .map(|(field, _)| match field {
            Field::Key => key.unwrap_or("").to_owned(),
            Field::Question => draft.question.clone(),
            Field::Similar => draft.similar.join("\n"),
            Field::Answer => draft.default_answer().to_owned(),
            Field::Category => path.to_owned(),
            Field::Audience => name_of(AUDIENCES, draft.audience),
            Field::Importance => name_of(IMPORTANCES, draft.importance),
            Field::Handling => name_of(HANDLINGS, draft.handling),
            Field::AgentNote => draft.agent_note.clone(),
            Field::ValidFrom => local_text(draft.valid_from, zone),
            Field::ValidTo => local_text(draft.valid_to, zone),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;

    use super::{instant, phrasings};

    #[test]
    fn dates_are_read_in_the_company_zone() {
        let zone = TimeZone::get("Asia/Shanghai").unwrap();
        let at = |cell, end| instant(cell, &zone, end).map(|time| time.to_rfc3339());
        let same = |text: &str| Some(text.to_owned());
        assert_eq!(at("2026-12-31", false), same("2026-12-30T16:00:00.000Z"));
        assert_eq!(at("2026/12/31", true), same("2026-12-31T16:00:00.000Z"));
        assert_eq!(
            at("2026年12月31日 18:00", true),
            same("2026-12-31T10:00:00.000Z")
        );
        assert_eq!(
            at("2026-12-31T18:00:00+08:00", true),
            same("2026-12-31T10:00:00.000Z")
        );
        for bad in ["明天", "2026-13-01", "2026-12-31 25:00", "2026", ""] {
            assert_eq!(at(bad, false), None, "{bad}");
        }
    }

    #[test]
    fn similar_questions_stand_in_lines_or_between_bars() {
        assert_eq!(
            phrasings("怎么退|如何退\n\n 退货 "),
            ["怎么退", "如何退", "退货"]
        );
    }
}
