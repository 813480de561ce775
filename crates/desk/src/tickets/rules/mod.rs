//! Decisions about tickets: what may be written, who sees what, where a ticket goes.

mod calendar;
pub(crate) mod clocks;

use std::collections::BTreeMap;

use shanying_kernel::{Error, Result, Time};

pub(crate) use calendar::WorkTime;

use super::model::{
    Assigning, Category, DispatchRule, Field, FieldCondition, FieldKind, Origin, Priority,
    TicketRow, TicketSettings, TicketType,
};

const DAY_MS: i64 = 86_400_000;
const SUBJECT_MAX: usize = 200;
const TEXT_MAX: usize = 10_000;
const VALUE_MAX: usize = 1_000;

/// A text within its limits, trimmed.
pub(crate) fn text(field: &str, text: &str, min: usize, max: usize) -> Result<String> {
    let trimmed = text.trim();
    if trimmed.contains('\0') {
        return Err(Error::invalid("invalid.nul", "text must not contain NUL"));
    }
    let length = trimmed.chars().count();
    if length > max {
        let error = Error::invalid("invalid.too_long", "the text is too long");
        return Err(error.with("field", field).with("max", max));
    }
    if length < min {
        return Err(Error::field(field, "this must not be empty"));
    }
    Ok(trimmed.to_owned())
}

/// What a ticket is about, in a line.
pub(crate) fn subject(words: &str) -> Result<String> {
    text("subject", words, 1, SUBJECT_MAX)
}

/// What is said at length; `min` 0 may be nothing.
pub(crate) fn long_text(field: &str, words: &str, min: usize) -> Result<String> {
    text(field, words, min, TEXT_MAX)
}

/// Values that fit the type's fields; unknown fields are refused, empty values dropped.
pub(crate) fn fields(
    kind: &TicketType,
    given: &BTreeMap<String, String>,
) -> Result<BTreeMap<String, String>> {
    let mut kept = BTreeMap::new();
    for (key, value) in given {
        let field = kind.fields.iter().find(|field| field.key == *key);
        let field = field.ok_or_else(|| Error::field(&format!("fields.{key}"), "no such field"))?;
        let value = text(&format!("fields.{key}"), value, 0, VALUE_MAX)?;
        if !value.is_empty() {
            kept.insert(key.clone(), value_of(field, value)?);
        }
    }
    Ok(kept)
}

fn value_of(field: &Field, value: String) -> Result<String> {
    let fits = match field.kind {
        FieldKind::Text => true,
        FieldKind::Choice => field.choices.contains(&value),
        FieldKind::Number => value.parse::<f64>().is_ok_and(f64::is_finite),
        FieldKind::Date => value.parse::<jiff::civil::Date>().is_ok(),
    };
    if fits {
        Ok(value)
    } else {
        let why = match field.kind {
            FieldKind::Choice => "not one of the choices",
            FieldKind::Number => "not a number",
            FieldKind::Date => "not a day such as 2026-11-21",
            FieldKind::Text => "not a text",
        };
        Err(Error::field(&format!("fields.{}", field.key), why))
    }
}

/// The error names the first required field that is empty.
pub(crate) fn is_filled_in(kind: &TicketType, values: &BTreeMap<String, String>) -> Result<()> {
    let empty = |field: &&Field| field.required && !values.contains_key(&field.key);
    match kind.fields.iter().find(empty) {
        None => Ok(()),
        Some(field) => Err(
            Error::conflict("ticket.field_missing", "a required field is empty")
                .with("field", field.key.clone())
                .with("name", field.name.clone()),
        ),
    }
}

/// Who looks, as far as tickets mind.
#[derive(Clone, Debug, Default)]
pub(crate) struct Looker {
    /// The person; none for programs.
    pub agent_id: Option<String>,
    /// Their skill groups.
    pub groups: Vec<String>,
    /// Whether they see every ticket.
    pub sees_all: bool,
}

/// Whether somebody sees a ticket: all, or one of their own or of their groups, one that belongs to
/// no group yet, or one that they watch.
pub(crate) fn is_visible(looker: &Looker, row: &TicketRow, watches: bool) -> bool {
    let mine = looker.agent_id.is_some()
        && (row.agent_id == looker.agent_id || row.created_by.id == looker.agent_id);
    let ours = row
        .group_id
        .as_ref()
        .is_none_or(|group| looker.groups.contains(group));
    looker.sees_all || mine || watches || (ours && looker.agent_id.is_some())
}

/// What a rule of dispatch asks about.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Case<'a> {
    pub kind: &'a str,
    pub priority: Priority,
    pub origin: Origin,
    pub grade: Option<&'a str>,
    /// The leaf and everything above it.
    pub leaf_path: &'a [String],
    pub fields: &'a BTreeMap<String, String>,
}

fn holds(rule: &DispatchRule, case: &Case<'_>) -> bool {
    let any = |list: &[String], value: &str| list.is_empty() || list.iter().any(|one| one == value);
    any(&rule.types, case.kind)
        && (rule.categories.is_empty()
            || case.leaf_path.iter().any(|id| rule.categories.contains(id)))
        && (rule.grades.is_empty() || case.grade.is_some_and(|grade| any(&rule.grades, grade)))
        && (rule.origins.is_empty() || rule.origins.contains(&case.origin))
        && rule.priority.is_none_or(|least| case.priority >= least)
        && rule.fields.iter().all(|asked| says(asked, case.fields))
}

/// Whether a field of the ticket says what is asked.
fn says(asked: &FieldCondition, fields: &BTreeMap<String, String>) -> bool {
    let Some(value) = fields.get(&asked.field) else {
        return false;
    };
    let number = value.parse::<f64>().ok();
    let bounded = |bound: Option<i64>, holds: fn(f64, f64) -> bool| {
        bound.is_none_or(|bound| number.is_some_and(|number| holds(number, bound as f64)))
    };
    (asked.values.is_empty() || asked.values.contains(value))
        && bounded(asked.from, |number, from| number >= from)
        && bounded(asked.to, |number, to| number <= to)
}

/// The group that a new ticket goes to, and to whom in it.
pub(crate) fn dispatch<'a>(
    settings: &'a TicketSettings,
    case: &Case<'_>,
) -> Option<(&'a str, Assigning)> {
    let rule = settings.rules.iter().find(|rule| holds(rule, case));
    rule.map(|rule| (rule.group_id.as_str(), rule.assign))
        .or_else(|| {
            let kind = settings.kind(case.kind)?;
            (!kind.group_id.is_empty()).then_some((kind.group_id.as_str(), Assigning::Group))
        })
}

/// A member who may get a ticket.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    pub id: String,
    pub at_work: bool,
    pub open: i64,
}

/// Who of a group gets it: those at work first, then whoever has the fewest open tickets.
pub(crate) fn least_loaded(members: &[Member]) -> Option<&Member> {
    members
        .iter()
        .min_by_key(|member| (!member.at_work, member.open, &member.id))
}

/// Until when the customer may say that it is not done.
pub(crate) fn reopens_until(row: &TicketRow, days: i64) -> Option<Time> {
    let done = row.resolved_at.or(row.closed_at)?;
    let open = row.category.is_done() && row.merged_into.is_none() && days > 0;
    open.then(|| Time(done.0 + days * DAY_MS))
}

/// The error unless the customer may say that it is not done.
pub(crate) fn may_reopen(row: &TicketRow, days: i64, now: Time) -> Result<()> {
    match reopens_until(row, days) {
        Some(until) if now <= until => Ok(()),
        Some(_) => Err(Error::conflict(
            "ticket.reopen_too_late",
            "the time to open it again is over",
        )),
        None => Err(Error::conflict("ticket.not_done", "it is still open")),
    }
}

/// From when on the customer may press again; none when there is nothing to press for.
pub(crate) fn urge_from(row: &TicketRow, minutes: i64) -> Option<Time> {
    if row.category.is_done() {
        return None;
    }
    let last = row.urged_at.map(|at| at.0 + minutes * 60_000);
    Some(Time(last.unwrap_or(row.created_at.0)))
}

/// The error unless the customer may press now.
pub(crate) fn may_urge(row: &TicketRow, minutes: i64, now: Time) -> Result<()> {
    match urge_from(row, minutes) {
        Some(from) if from <= now => Ok(()),
        Some(from) => Err(Error::conflict(
            "ticket.urged_lately",
            "it was pressed for a little while ago",
        )
        .with("again_at", from.to_rfc3339())),
        None => Err(Error::conflict("ticket.done", "it is done")),
    }
}

/// The status after the customer said something: what waited for them, or was done, is open again.
pub(crate) fn after_customer(category: Category) -> Option<Category> {
    match category {
        Category::Waiting | Category::Resolved | Category::Closed => Some(Category::Open),
        Category::New | Category::Open | Category::Hold => None,
    }
}
