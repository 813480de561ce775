//! What proper facts about a customer are. Pure.

use std::collections::BTreeMap;

use shanying_kernel::{Error, Result};

use super::model::{CustomerPatch, CustomerRow, NewCustomer};
use crate::fields::{self, NAME_MAX};

const PHONE_MAX: usize = 30;
const EMAIL_MAX: usize = 254;
const NOTE_MAX: usize = 2000;
const VALUE_MAX: usize = 500;
const ATTRIBUTES_MAX: usize = 50;
const TAGS_MAX: usize = 50;
const TAG_MAX: usize = 30;
const USER_ID_MAX: usize = 128;

/// What is kept; an empty text is none.
fn text(field: &str, raw: &str, max: usize) -> Result<Option<String>> {
    let value = fields::optional(field, raw, max)?;
    Ok((!value.is_empty()).then_some(value))
}

/// Digits with the usual marks; the stars of a masked number are refused, so that it never
/// overwrites the real one.
pub(super) fn phone(raw: &str) -> Result<Option<String>> {
    let phone = text("phone", raw, PHONE_MAX)?;
    let proper = |c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | ' ' | '(' | ')');
    match phone {
        Some(phone) if !phone.chars().all(proper) => {
            Err(Error::field("phone", "digits, blanks, + - ( ) only"))
        }
        other => Ok(other),
    }
}

/// Something on both sides of an @; the stars of a masked address are refused.
pub(super) fn email(raw: &str) -> Result<Option<String>> {
    let email = text("email", raw, EMAIL_MAX)?;
    let proper = |email: &str| {
        email
            .split_once('@')
            .is_some_and(|(name, domain)| !name.is_empty() && !domain.is_empty())
            && !email.contains(|c: char| c.is_whitespace() || c == '*')
    };
    match email {
        Some(email) if !proper(&email) => Err(Error::field("email", "not an e-mail address")),
        other => Ok(other),
    }
}

fn attributes(raw: BTreeMap<String, String>) -> Result<BTreeMap<String, String>> {
    if raw.len() > ATTRIBUTES_MAX {
        return Err(too_many("attributes", ATTRIBUTES_MAX));
    }
    raw.iter()
        .map(|(name, value)| {
            Ok((
                fields::required("attributes", name, NAME_MAX)?,
                fields::optional("attributes", value, VALUE_MAX)?,
            ))
        })
        .collect()
}

fn tags(raw: &[String]) -> Result<Vec<String>> {
    if raw.len() > TAGS_MAX {
        return Err(too_many("tags", TAGS_MAX));
    }
    let mut tags: Vec<String> = Vec::with_capacity(raw.len());
    for tag in raw {
        let tag = fields::required("tags", tag, TAG_MAX)?;
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    Ok(tags)
}

fn too_many(field: &'static str, max: usize) -> Error {
    Error::field(field, format!("at most {max}")).with("max", max)
}

/// The new customer as stored, or what is wrong.
pub(super) fn proper(new: NewCustomer) -> Result<NewCustomer> {
    let or_none = |value: Option<String>| value.unwrap_or_default();
    Ok(NewCustomer {
        name: fields::optional("name", &new.name, NAME_MAX)?,
        user_id: text("user_id", &or_none(new.user_id), USER_ID_MAX)?,
        phone: phone(&or_none(new.phone))?,
        email: email(&or_none(new.email))?,
        level: text("level", &or_none(new.level), NAME_MAX)?,
        attributes: attributes(new.attributes)?,
        tags: tags(&new.tags)?,
        note: fields::optional("note", &new.note, NOTE_MAX)?,
        locale: fields::optional("locale", &new.locale, 20)?,
        first_seen: new.first_seen,
        last_seen: new.last_seen,
    })
}

/// The customer after the changes, or what is wrong with them.
pub(super) fn apply(row: &mut CustomerRow, patch: CustomerPatch) -> Result<()> {
    if let Some(name) = patch.name {
        row.customer.name = fields::required("name", &name, NAME_MAX)?;
    }
    if let Some(raw) = patch.phone {
        row.phone = phone(&raw)?;
    }
    if let Some(raw) = patch.email {
        row.email = email(&raw)?;
    }
    if let Some(level) = patch.level {
        row.customer.level = text("level", &level, NAME_MAX)?;
    }
    if let Some(agent) = patch.dedicated_agent {
        row.customer.dedicated_agent = text("dedicated_agent", &agent, NAME_MAX)?;
    }
    if let Some(raw) = patch.attributes {
        row.customer.attributes = attributes(raw)?;
    }
    if let Some(raw) = patch.tags {
        row.customer.tags = tags(&raw)?;
    }
    if let Some(note) = patch.note {
        row.customer.note = fields::optional("note", &note, NOTE_MAX)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{email, phone, tags};

    #[test]
    fn contacts_are_real_ones() {
        assert_eq!(
            phone(" +86 138-1234-5678 ").unwrap().as_deref(),
            Some("+86 138-1234-5678")
        );
        assert_eq!(phone("").unwrap(), None);
        assert!(phone("138****5678").is_err() && phone("call me").is_err());
        assert_eq!(email("a@b.cn").unwrap().as_deref(), Some("a@b.cn"));
        for bad in ["a", "@b", "a@", "a b@c", "w***@example.com"] {
            assert!(email(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn tags_are_named_once() {
        let given = ["老客".to_owned(), " 老客 ".to_owned(), "油皮".to_owned()];
        assert_eq!(tags(&given).unwrap(), vec!["老客", "油皮"]);
        assert!(tags(&[" ".to_owned()]).is_err());
    }
}
