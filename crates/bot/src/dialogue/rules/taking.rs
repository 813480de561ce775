//! From what is heard to slots: every fact of a message is taken, also what nobody asked for.

use jiff::civil::DateTime;
use shanying_language::extract::{Catalogue, Kind, Slot, Value, recognise};

use super::hearing::{Heard, attribute_kind, choice_kind, condition_kind};
use super::words::Ordinal;
use super::{guards_health, labelled, listed, values};
use crate::dialogue::model::{Filled, Given, Origin, Running, Sense, SlotKind, SlotSpec, Task};

/// A fact for a slot.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Fact {
    pub slot: String,
    pub given: Given,
    /// Not wanted. Of what is to be avoided it is never set: there it is the fact itself.
    pub denied: bool,
    /// Taken back and not denied: `不是油性,是干性`.
    pub withdrawn: bool,
    /// Where it stands, in bytes of the text.
    pub at: usize,
}

/// How far before a fact the words of its slot may stand, in bytes.
const NEAR: usize = 24;
/// Bytes before a condition where a denial of it may stand.
const DENIAL: usize = 12;

/// All facts of a message for the slots of a task, left to right.
pub(super) fn facts(task: &Task, running: &Running, heard: &Heard) -> Vec<Fact> {
    let awaited = running
        .asked
        .as_ref()
        .and_then(|asked| asked.slot.as_deref());
    let mut found: Vec<Fact> = Vec::new();
    let mut lately: Vec<(usize, usize, String)> = Vec::new();
    // What was taken back is gone, but for a denial: `不要补水的,要舒缓的`.
    let holds = |fact: &&Slot| !fact.corrected || fact.negated;
    let words = labelled::free_words(task, heard);
    let apart = |fact: &&Slot| !words.iter().any(|words| words.contains(&fact.span.start));
    for fact in heard.facts.iter().filter(holds).filter(apart) {
        let slots: Vec<(&SlotSpec, Given, bool)> = task
            .slots
            .iter()
            .filter_map(|slot| {
                let (given, denied) = as_value(task, slot, fact, heard, awaited)?;
                Some((slot, given, denied))
            })
            .collect();
        let Some((slot, given, denied)) = choose(slots, running, heard, fact, awaited) else {
            continue;
        };
        // One surface with meanings in several slots means the one that was asked for.
        let place = (fact.span.start, fact.span.end);
        let twin = lately
            .iter()
            .position(|(from, to, _)| (*from, *to) == place);
        if let Some(twin) = twin {
            let other = lately
                .get(twin)
                .map(|(_, _, slot)| slot.clone())
                .unwrap_or_default();
            if awaited == Some(other.as_str()) {
                continue;
            }
            if awaited == Some(slot.key.as_str()) {
                found.retain(|one| !(one.slot == other && one.at == fact.span.start));
            }
        }
        lately.push((place.0, place.1, slot.key.clone()));
        found.push(Fact {
            slot: slot.key.clone(),
            given,
            denied,
            withdrawn: fact.corrected
                && near_before(&heard.text, fact.span.start).ends_with("不是"),
            at: fact.span.start,
        });
    }
    for slot in &task.slots {
        if found.iter().all(|one| one.slot != slot.key)
            && let Some(given) = labelled::given(slot, heard).or_else(|| {
                let here = awaited == Some(slot.key.as_str());
                free(slot, (running, heard), here, &found)
            })
        {
            found.push(Fact {
                slot: slot.key.clone(),
                given,
                denied: false,
                withdrawn: false,
                at: 0,
            });
        }
    }
    found
}

/// A recognised fact as a value of a slot, if it is one, and whether it is not wanted.
fn as_value(
    task: &Task,
    slot: &SlotSpec,
    fact: &Slot,
    heard: &Heard,
    awaited: Option<&str>,
) -> Option<(Given, bool)> {
    let here = awaited == Some(slot.key.as_str());
    match (&slot.kind, &fact.kind, &fact.value) {
        (
            SlotKind::Attribute {
                attribute, sense, ..
            },
            Kind::Entry(kind),
            Value::Text(value),
        ) => {
            let given = Given::Word {
                value: value.clone(),
            };
            let plain = *kind == attribute_kind(attribute);
            let condition = *kind == condition_kind(attribute);
            match sense {
                Sense::Want => plain.then_some((given, fact.negated)),
                // An open denial stands before it: 我没怀孕.
                Sense::Avoid if condition => (!refused(heard, fact)).then_some((given, false)),
                Sense::Avoid => (plain && (here || fact.negated)).then_some((given, false)),
            }
        }
        (SlotKind::Choice { .. }, Kind::Entry(kind), Value::Text(value)) => {
            let given = Given::Word {
                value: value.clone(),
            };
            (*kind == choice_kind(&task.key, &slot.key)).then_some((given, fact.negated))
        }
        (
            SlotKind::Money,
            Kind::Money,
            Value::Money {
                min, max, about, ..
            },
        ) => Some((budget(*min, *max, *about), false)),
        (
            SlotKind::Money,
            Kind::Quantity,
            Value::Amount {
                max: Some(number),
                unit,
                ..
            },
        ) => {
            // 预算三张: a sheet is a note of a hundred.
            let notes =
                *unit == "张" && (here || slot.words.iter().any(|word| heard.text.contains(word)));
            #[expect(clippy::cast_possible_truncation, reason = "sheets of money")]
            let minor = (*number * 10_000.0) as i64;
            notes.then_some((
                Given::Money {
                    min: None,
                    max: Some(minor),
                    about: false,
                },
                false,
            ))
        }
        (SlotKind::Time { .. }, Kind::Time, Value::Time { from, to })
            if here || !is_long(*from, *to) =>
        {
            Some((
                Given::Time {
                    from: *from,
                    to: *to,
                },
                fact.negated,
            ))
        }
        (
            SlotKind::Count { .. },
            Kind::Quantity | Kind::Age | Kind::Duration,
            Value::Amount {
                max: Some(number),
                unit,
                ..
            },
        ) => counted(&slot.kind, *number, unit),
        (SlotKind::Phone, Kind::Phone, value) | (SlotKind::Order { .. }, Kind::Order, value) => {
            Some((
                Given::Text {
                    value: private(value)?,
                },
                false,
            ))
        }
        _ => None,
    }
}

/// A number for a slot that counts, in one of its units.
fn counted(kind: &SlotKind, number: f64, unit: &str) -> Option<(Given, bool)> {
    let SlotKind::Count { min, max, units } = kind else {
        return None;
    };
    #[expect(clippy::cast_possible_truncation, reason = "a count")]
    let value = number as i64;
    let counts = units.is_empty() || units.iter().any(|one| one == unit);
    let fits = min.is_none_or(|min| value >= min) && max.is_none_or(|max| value <= max);
    (counts && fits).then_some((Given::Number { value }, false))
}

/// The number before the last of a unit of the task's own: `不是3扇，是四扇`.
fn in_unit(text: &str, unit: &str) -> Option<i64> {
    let (before, _) = text.rsplit_once(unit).filter(|_| !unit.is_empty())?;
    let is_numeral = |c: char| c.is_ascii_digit() || "一二两三四五六七八九十百千万".contains(c);
    let start = before.trim_end_matches(is_numeral).len();
    if before.get(..start)?.ends_with('第') {
        return None;
    }
    // 个 is a unit that the language knows.
    let counted = format!("{}个", before.get(start..)?);
    let now = DateTime::default();
    recognise(&counted, now, &Catalogue::default())
        .into_iter()
        .find_map(|slot| match slot.value {
            #[expect(clippy::cast_possible_truncation, reason = "a count")]
            Value::Amount {
                max: Some(number), ..
            } => Some(number as i64),
            _ => None,
        })
}

/// `今年三年级` speaks of no appointment: longer than two months is no time that was told by the way.
fn is_long(from: Option<DateTime>, to: Option<DateTime>) -> bool {
    from.zip(to)
        .is_some_and(|(from, to)| (to.date() - from.date()).get_days() > 62)
}

/// A price that was told alone is the most that may be spent; 左右 stays as it is.
fn budget(min: Option<i64>, max: Option<i64>, about: bool) -> Given {
    match (min, max) {
        (Some(low), Some(high)) if low == high && !about => Given::Money {
            min: None,
            max: Some(high),
            about: false,
        },
        _ => Given::Money { min, max, about },
    }
}

fn private(value: &Value) -> Option<String> {
    match value {
        Value::Private { text, .. } | Value::Text(text) => Some(text.clone()),
        _ => None,
    }
}

fn refused(heard: &Heard, fact: &Slot) -> bool {
    let from = heard.text.len().min(fact.span.start);
    let before = heard.text.get(..from).unwrap_or_default();
    let clause = before
        .rsplit([',', '.', ';', '!', '?'])
        .next()
        .unwrap_or_default();
    clause.len() <= DENIAL
        && ["没有", "没", "不是", "并非", "not"]
            .iter()
            .any(|word| clause.ends_with(word))
}

/// Of several slots that a fact may fill: the one whose words stand before it, the one that was
/// asked for, the first that is empty, the first.
fn choose<'a>(
    mut slots: Vec<(&'a SlotSpec, Given, bool)>,
    running: &Running,
    heard: &Heard,
    fact: &Slot,
    awaited: Option<&str>,
) -> Option<(&'a SlotSpec, Given, bool)> {
    if slots.len() > 1 {
        let near = near_before(&heard.text, fact.span.start);
        let spoken = |slot: &SlotSpec| slot.words.iter().any(|word| near.contains(word.as_str()));
        let empty = |slot: &SlotSpec| !running.slots.contains_key(&slot.key);
        slots.sort_by_key(|(slot, _, _)| {
            (
                !spoken(slot),
                awaited != Some(slot.key.as_str()),
                !empty(slot),
            )
        });
    }
    slots.into_iter().next()
}

fn near_before(text: &str, at: usize) -> &str {
    let mut from = at.saturating_sub(NEAR);
    while from < at && !text.is_char_boundary(from) {
        from += 1;
    }
    text.get(from..at.min(text.len())).unwrap_or_default()
}

/// What no recogniser knows.
fn free(
    slot: &SlotSpec,
    (running, heard): (&Running, &Heard),
    awaited: bool,
    found: &[Fact],
) -> Option<Given> {
    // 第二个 and 最近那单 of what was offered.
    let pointed = running
        .asked
        .as_ref()
        .filter(|_| awaited)
        .and_then(|asked| pointed_at(heard, &asked.options));
    let spoken = slot
        .words
        .iter()
        .any(|word| heard.text.contains(word.as_str()));
    let text = |value: String| Given::Text { value };
    match &slot.kind {
        SlotKind::Attribute {
            sense: Sense::Avoid,
            ..
        } => values::allergen(&heard.text).map(|value| Given::Word { value }),
        SlotKind::Digits { length } => (awaited || spoken)
            .then(|| values::digits(&heard.text, *length))
            .flatten()
            .map(text),
        SlotKind::Name => {
            values::name(&heard.text, awaited && found.is_empty() && is_plain(heard)).map(text)
        }
        SlotKind::Address { known } => known
            .then(|| listed::chosen(slot, running, heard, awaited))
            .flatten()
            .or_else(|| values::address(&heard.text, awaited).map(text)),
        SlotKind::Listed { .. } => listed::chosen(slot, running, heard, awaited),
        SlotKind::Order { .. } if pointed.is_some() => pointed.map(text),
        SlotKind::Order { .. } if awaited || spoken => heard
            .text
            .split(|c: char| !c.is_ascii_alphanumeric() && c != '-')
            .find(|word| word.len() >= 6 && word.chars().filter(char::is_ascii_digit).count() >= 4)
            .filter(|word| {
                !found
                    .iter()
                    .any(|fact| fact.given == text((*word).to_owned()))
            })
            .map(|word| text(word.to_uppercase())),
        SlotKind::Count { min, max, units } => {
            let digits = || -> Option<i64> {
                let digits: String = heard.text.chars().filter(char::is_ascii_digit).collect();
                digits.parse().ok().filter(|_| awaited)
            };
            let told = units.iter().find_map(|unit| in_unit(&heard.text, unit));
            let value = told.or_else(digits)?;
            (min.is_none_or(|min| value >= min) && max.is_none_or(|max| value <= max))
                .then_some(Given::Number { value })
        }
        SlotKind::Pictures { most } => {
            let wanted = awaited || running.slots.contains_key(&slot.key);
            let kept = running.slots.get(&slot.key);
            let room = kept.is_none_or(|filled| filled.values.len() < *most);
            let picture = heard.picture.as_ref().filter(|_| wanted && room)?;
            Some(Given::Known {
                id: picture.id.clone(),
                label: picture.label.clone(),
            })
        }
        SlotKind::YesNo if awaited && heard.acts.yes != heard.acts.no => Some(Given::YesNo {
            value: heard.acts.yes,
        }),
        // `电话改成…` speaks of another thing, whatever is asked for.
        SlotKind::Text
            if awaited && is_plain(heard) && (found.is_empty() || !heard.acts.replaces) =>
        {
            Some(text(heard.original.clone()))
        }
        _ => None,
    }
}

/// Which of the offered is meant by its place.
pub(super) fn pointed_at(heard: &Heard, offered: &[String]) -> Option<String> {
    const LATEST: &[&str] = &["最近", "最新", "刚买", "刚下", "latest", "most recent"];
    let latest = LATEST.iter().any(|word| heard.text.contains(word));
    match heard.acts.ordinal {
        Some(Ordinal::Place(place)) => offered.get(place).cloned(),
        Some(Ordinal::Last) => offered.last().cloned(),
        None => offered.first().filter(|_| latest).cloned(),
    }
}

/// Whether the message answers and does nothing else.
fn is_plain(heard: &Heard) -> bool {
    let acts = heard.acts;
    !acts.asks && !acts.cancel && !acts.any && !acts.skip && !acts.unsure && !acts.yes && !acts.no
}

/// What became of a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// Told for the first time.
    Filled,
    /// Told anew.
    Replaced,
    /// Nothing new.
    Same,
}

/// Puts the facts of one slot in.
pub(super) fn put(
    slot: &SlotSpec,
    facts: &[&Fact],
    running: &mut Running,
    replaces: bool,
    turn: u32,
) -> Change {
    let many = matches!(
        slot.kind,
        SlotKind::Attribute { many: true, .. }
            | SlotKind::Choice { many: true, .. }
            | SlotKind::Pictures { .. }
    );
    let before = running.slots.get(&slot.key).cloned();
    let mut values: Vec<Given> = match &before {
        // What was remembered of a customer gives way to what they say now; an allergy does not.
        Some(filled) if filled.origin == Origin::Profile && !guards_health(slot) => Vec::new(),
        Some(filled) if many && !replaces => filled.values.clone(),
        _ => Vec::new(),
    };
    let denied = running.denied.entry(slot.key.clone()).or_default();
    let mut told = false;
    for fact in facts {
        if fact.denied {
            values.retain(|value| *value != fact.given);
            if let Given::Word { value } = &fact.given
                && !fact.withdrawn
                && !denied.contains(value)
            {
                denied.push(value.clone());
            }
            continue;
        }
        told = true;
        if let Given::Word { value } = &fact.given {
            denied.retain(|one| one != value);
        }
        if !many {
            values.clear();
        }
        if !values.contains(&fact.given) {
            values.push(fact.given.clone());
        }
    }
    if denied.is_empty() {
        running.denied.remove(&slot.key);
    }
    if !told {
        // Only denials: what was there may go, nothing new is settled.
        return match before {
            Some(filled) if !filled.is_any() && !facts.is_empty() => {
                let kept: Vec<Given> = filled
                    .values
                    .iter()
                    .filter(|value| {
                        !facts
                            .iter()
                            .any(|fact| fact.denied && fact.given == **value)
                    })
                    .cloned()
                    .collect();
                if kept.len() == filled.values.len() {
                    return Change::Same;
                }
                if kept.is_empty() {
                    running.slots.remove(&slot.key);
                } else {
                    running.slots.insert(
                        slot.key.clone(),
                        Filled {
                            values: kept,
                            ..filled
                        },
                    );
                }
                Change::Replaced
            }
            _ => Change::Same,
        };
    }
    let now = Filled {
        values,
        origin: Origin::Said,
        turn,
    };
    let change = match &before {
        None => Change::Filled,
        Some(filled) if filled.values == now.values => Change::Same,
        Some(_) => Change::Replaced,
    };
    running.slots.insert(slot.key.clone(), now);
    change
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_of_the_task_count() {
        for (text, told) in [
            ("装窗帘,3扇", Some(3)),
            ("一共3扇窗", Some(3)),
            ("三扇窗,电话13700002222", Some(3)),
            ("不是3扇,是四扇", Some(4)),
            ("第二扇", None),
            ("那扇窗", None),
        ] {
            assert_eq!(in_unit(text, "扇"), told, "{text}");
        }
    }
}
