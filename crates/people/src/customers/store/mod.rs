//! Statements on `customers` and `customer_tags`; those on `devices` and `consents` are in [`devices`].

pub(super) mod devices;

use std::collections::HashMap;

use shanying_kernel::{Cursor, Error, Page, Result, Time, new_id};
use shanying_storage::{Dialect, Row, Tx, sql};

use crate::customers::model::{Brief, Consent, Customer, CustomerRow, NewCustomer};

/// A customer with the latest consent.
const SELECT: &str = "SELECT c.*, \
    (SELECT version FROM consents WHERE customer_id = c.id ORDER BY at DESC, id DESC LIMIT 1) \
      AS consent_version, \
    (SELECT MAX(at) FROM consents WHERE customer_id = c.id) AS consent_at \
    FROM customers c";

/// The customer, contact data masked, or `not_found.customer`.
pub async fn load(tx: &mut Tx, id: &str) -> Result<Customer> {
    Ok(load_row(tx, id).await?.masked())
}

/// The customer as stored, or `not_found.customer`.
pub(super) async fn load_row(tx: &mut Tx, id: &str) -> Result<CustomerRow> {
    let row = sql(format!("{SELECT} WHERE c.id = $1"))
        .bind(id)
        .optional(tx)
        .await?;
    from_row(&row.ok_or_else(unknown)?)
}

fn unknown() -> Error {
    Error::not_found("not_found.customer", "no such customer")
}

/// The verified customer with the company's own number, if there is one.
pub async fn by_user_id(tx: &mut Tx, user_id: &str) -> Result<Option<Customer>> {
    let row = sql(format!("{SELECT} WHERE c.user_id = $1"))
        .bind(user_id)
        .optional(tx)
        .await?;
    row.map(|row| from_row(&row).map(CustomerRow::masked))
        .transpose()
}

/// A page of customers, latest contact first. `q` is a part of the name, the user id, the last four
/// or more digits of a telephone number, or a whole e-mail address; empty means everybody.
pub async fn list(
    tx: &mut Tx,
    q: &str,
    cursor: Option<Cursor>,
    limit: usize,
) -> Result<Page<Customer>> {
    let q = q.trim();
    let name = tx.dialect().contains("c.name", 2);
    let before = cursor.unwrap_or(Cursor {
        key: i64::MAX,
        id: String::new(),
    });
    // Fewer than four digits would let somebody guess a number digit by digit.
    let digits = q.len() >= 4 && q.bytes().all(|byte| byte.is_ascii_digit());
    let rows = sql(format!(
        "{SELECT} WHERE c.merged_into IS NULL AND c.erased = 0 \
         AND ($1 = '' OR {name} OR c.user_id = $1 OR LOWER(c.email) = LOWER($1) \
              OR ($3 <> '' AND c.phone LIKE $3)) \
         AND (c.last_seen < $4 OR (c.last_seen = $4 AND c.id < $5)) \
         ORDER BY c.last_seen DESC, c.id DESC LIMIT $6"
    ))
    .bind(q)
    .bind(Dialect::like_pattern(q))
    .bind(if digits {
        format!("%{q}")
    } else {
        String::new()
    })
    .bind(before.key)
    .bind(before.id)
    .bind(limit + 1)
    .all(tx)
    .await?;
    let rows = rows
        .iter()
        .map(|row| from_row(row).map(CustomerRow::masked));
    let page = Page::cut(rows.collect::<Result<Vec<_>>>()?, limit, |customer| {
        Cursor {
            key: customer.last_seen.0,
            id: customer.id.clone(),
        }
    });
    Ok(page)
}

/// What lists of conversations show, by id; unknown ids are missing.
pub async fn briefs(tx: &mut Tx, ids: &[&str]) -> Result<HashMap<String, Brief>> {
    let mut briefs = HashMap::new();
    for ids in ids.chunks(500) {
        let places: Vec<String> = (1..=ids.len()).map(|n| format!("${n}")).collect();
        let mut query = sql(format!(
            "SELECT id, name, user_id, level, tags, dedicated_agent FROM customers WHERE id IN ({})",
            places.join(", ")
        ));
        for id in ids {
            query = query.bind(*id);
        }
        for row in query.all(tx).await? {
            let id = row.text("id")?;
            let brief = Brief {
                name: row.text("name")?,
                verified: row.text_or_null("user_id")?.is_some(),
                level: row.text_or_null("level")?,
                tags: row.json("tags")?,
                dedicated_agent: row.text_or_null("dedicated_agent")?,
                id: id.clone(),
            };
            briefs.insert(id, brief);
        }
    }
    Ok(briefs)
}

/// What is known of one customer for lists and routing, or `not_found.customer`.
pub async fn brief(tx: &mut Tx, id: &str) -> Result<Brief> {
    briefs(tx, &[id]).await?.remove(id).ok_or_else(unknown)
}

/// Adds a customer and gives the id; None if another one has the user id.
pub(super) async fn insert(tx: &mut Tx, new: &NewCustomer) -> Result<Option<String>> {
    let (id, now) = (new_id("cus"), Time(tx.now_ms()));
    let first_seen = new.first_seen.unwrap_or(now);
    let added = sql(
        "INSERT INTO customers (id, name, user_id, phone, email, level, attributes, tags, note, \
           locale, first_seen, last_seen) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT DO NOTHING",
    )
    .bind(&id)
    .bind(&new.name)
    .bind(new.user_id.clone())
    .bind(new.phone.clone())
    .bind(new.email.clone())
    .bind(new.level.clone())
    .bind_json(&new.attributes)
    .bind_json(&new.tags)
    .bind(&new.note)
    .bind(&new.locale)
    .bind(first_seen)
    .bind(new.last_seen.unwrap_or(first_seen))
    .run(tx)
    .await?;
    remember_tags(tx, &new.tags).await?;
    Ok((added > 0).then_some(id))
}

/// The id behind a user id, its row held until the end of the transaction.
pub(super) async fn lock_user(tx: &mut Tx, user_id: &str) -> Result<Option<String>> {
    let lock = tx.dialect().for_update();
    let row = sql(format!("SELECT id FROM customers WHERE user_id = $1{lock}"))
        .bind(user_id)
        .optional(tx)
        .await?;
    row.map(|row| row.text("id")).transpose()
}

/// Holds the row until the end of the transaction, and reads it.
pub(super) async fn lock(tx: &mut Tx, id: &str) -> Result<CustomerRow> {
    let lock = tx.dialect().for_update();
    sql(format!("SELECT id FROM customers WHERE id = $1{lock}"))
        .bind(id)
        .optional(tx)
        .await?
        .ok_or_else(unknown)?;
    load_row(tx, id).await
}

/// Writes what people may change.
pub(super) async fn update(tx: &mut Tx, row: &CustomerRow) -> Result<()> {
    let customer = &row.customer;
    sql(
        "UPDATE customers SET name = $2, phone = $3, email = $4, level = $5, attributes = $6, \
           tags = $7, note = $8, dedicated_agent = $9 WHERE id = $1",
    )
    .bind(&customer.id)
    .bind(&customer.name)
    .bind(row.phone.clone())
    .bind(row.email.clone())
    .bind(customer.level.clone())
    .bind_json(&customer.attributes)
    .bind_json(&customer.tags)
    .bind(&customer.note)
    .bind(customer.dedicated_agent.clone())
    .run(tx)
    .await?;
    remember_tags(tx, &customer.tags).await
}

pub(super) async fn set_seen(tx: &mut Tx, id: &str, unless_after: i64) -> Result<()> {
    let now = tx.now_ms();
    sql("UPDATE customers SET last_seen = $2 WHERE id = $1 AND last_seen < $3")
        .bind(id)
        .bind(now)
        .bind(unless_after)
        .run(tx)
        .await?;
    Ok(())
}

pub(super) async fn set_locale(tx: &mut Tx, id: &str, locale: &str) -> Result<()> {
    sql("UPDATE customers SET locale = $2 WHERE id = $1 AND locale <> $2")
        .bind(id)
        .bind(locale)
        .run(tx)
        .await?;
    Ok(())
}

pub(super) async fn add_conversations(tx: &mut Tx, id: &str, count: i64) -> Result<()> {
    sql("UPDATE customers SET conversations = conversations + $2 WHERE id = $1")
        .bind(id)
        .bind(count)
        .run(tx)
        .await?;
    Ok(())
}

/// Blanks every personal column.
pub(super) async fn blank(tx: &mut Tx, id: &str, name: &str) -> Result<()> {
    sql(
        "UPDATE customers SET name = $2, user_id = NULL, phone = NULL, email = NULL, level = NULL, \
           attributes = '{}', tags = '[]', note = '', locale = '', dedicated_agent = NULL WHERE id = $1",
    )
    .bind(id)
    .bind(name)
    .run(tx)
    .await?;
    Ok(())
}

/// Anonymous customers who turned out to be this one.
pub async fn merged_into(tx: &mut Tx, id: &str) -> Result<Vec<String>> {
    let rows = sql("SELECT id FROM customers WHERE merged_into = $1 ORDER BY id")
        .bind(id)
        .all(tx)
        .await?;
    rows.iter().map(|row| row.text("id")).collect()
}

pub(super) async fn set_merged(tx: &mut Tx, id: &str, into: &str) -> Result<()> {
    sql("UPDATE customers SET merged_into = $2, conversations = 0 WHERE id = $1")
        .bind(id)
        .bind(into)
        .run(tx)
        .await?;
    Ok(())
}

pub(super) async fn set_erased(tx: &mut Tx, id: &str) -> Result<()> {
    sql("UPDATE customers SET erased = 1 WHERE id = $1 OR merged_into = $1")
        .bind(id)
        .run(tx)
        .await?;
    Ok(())
}

async fn remember_tags(tx: &mut Tx, tags: &[String]) -> Result<()> {
    let now = tx.now_ms();
    for tag in tags {
        sql("INSERT INTO customer_tags (tag, used_at) VALUES ($1, $2) \
             ON CONFLICT (tag) DO UPDATE SET used_at = excluded.used_at")
        .bind(tag)
        .bind(now)
        .run(tx)
        .await?;
    }
    Ok(())
}

/// Tags that were given before, the latest first.
pub(super) async fn tags(tx: &mut Tx) -> Result<Vec<String>> {
    let rows = sql("SELECT tag FROM customer_tags ORDER BY used_at DESC, tag LIMIT 500")
        .all(tx)
        .await?;
    rows.iter().map(|row| row.text("tag")).collect()
}

fn from_row(row: &Row) -> Result<CustomerRow> {
    let user_id = row.text_or_null("user_id")?;
    let consent = match (
        row.text_or_null("consent_version")?,
        row.time_or_null("consent_at")?,
    ) {
        (Some(version), Some(at)) => Some(Consent { version, at }),
        _ => None,
    };
    Ok(CustomerRow {
        customer: Customer {
            id: row.text("id")?,
            name: row.text("name")?,
            verified: user_id.is_some(),
            user_id,
            phone: None,
            email: None,
            level: row.text_or_null("level")?,
            dedicated_agent: row.text_or_null("dedicated_agent")?,
            attributes: row.json("attributes")?,
            tags: row.json("tags")?,
            note: row.text("note")?,
            first_seen: row.time("first_seen")?,
            last_seen: row.time("last_seen")?,
            consent,
            conversations: row.int("conversations")?,
            erased: row.flag("erased")?,
        },
        phone: row.text_or_null("phone")?,
        email: row.text_or_null("email")?,
        locale: row.text("locale")?,
    })
}

/// Holds the customer until the end of the transaction, so that two of their messages in the same
/// moment do not both begin a conversation.
pub async fn hold(tx: &mut Tx, id: &str) -> Result<()> {
    let lock = tx.dialect().for_update();
    sql(format!("SELECT id FROM customers WHERE id = $1{lock}"))
        .bind(id)
        .optional(tx)
        .await?;
    Ok(())
}

/// The phone of a customer, to fill in what they would have to type themselves. It is told to nobody
/// else: the staff's look at it has a door of its own.
pub async fn own_phone(tx: &mut Tx, id: &str) -> Result<Option<String>> {
    let row = sql("SELECT phone FROM customers WHERE id = $1")
        .bind(id)
        .optional(tx)
        .await?;
    row.map_or(Ok(None), |row| row.text_or_null("phone"))
}
