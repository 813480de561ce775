//! Statements on `shop_hooks` and `shop_deliveries`.

use shanying_kernel::{Cursor, Error, Page, Result, Time};
use shanying_storage::{Row, Tx, sql};

use super::model::{Delivery, DeliveryOutcome, Hook, HookForm, NewDelivery, StoredHook, Subject};

fn hook_of(row: &Row) -> Result<StoredHook> {
    Ok(StoredHook {
        hook: Hook {
            id: row.text("id")?,
            name: row.text("name")?,
            form: HookForm::parse(&row.text("form")?)?,
            url: String::new(),
            enabled: row.flag("enabled")?,
            created_at: row.time("created_at")?,
            rotated_at: row.time("rotated_at")?,
            former_until: row.time_or_null("former_until")?,
            last_at: row.time_or_null("last_at")?,
            refused: Vec::new(),
        },
        secret: row.text("secret")?,
        former_secret: row.text_or_null("former_secret")?,
    })
}

const HOOKS: &str = "SELECT shop_hooks.*, (SELECT MAX(received_at) FROM shop_deliveries \
     WHERE hook_id = shop_hooks.id) AS last_at FROM shop_hooks";

/// Every hook, the oldest first.
pub(super) async fn hooks(tx: &mut Tx) -> Result<Vec<StoredHook>> {
    let rows = sql(format!("{HOOKS} ORDER BY created_at, id"))
        .all(tx)
        .await?;
    rows.iter().map(hook_of).collect()
}

/// A hook, or `not_found.hook`.
pub(super) async fn load(tx: &mut Tx, id: &str) -> Result<StoredHook> {
    let row = sql(format!("{HOOKS} WHERE id = $1"))
        .bind(id)
        .optional(tx)
        .await?
        .ok_or_else(|| Error::not_found("not_found.hook", "no such hook"))?;
    hook_of(&row)
}

/// How many hooks there are.
pub(super) async fn count(tx: &mut Tx) -> Result<i64> {
    sql("SELECT COUNT(*) FROM shop_hooks")
        .one(tx)
        .await?
        .count()
}

/// Makes a hook.
pub(super) async fn insert(
    tx: &mut Tx,
    id: &str,
    name: &str,
    form: HookForm,
    secret: &str,
) -> Result<()> {
    let now = tx.now_ms();
    sql(
        "INSERT INTO shop_hooks (id, name, form, secret, enabled, created_at, rotated_at) \
         VALUES ($1, $2, $3, $4, 1, $5, $5)",
    )
    .bind(id)
    .bind(name)
    .bind(form.code())
    .bind(secret)
    .bind(now)
    .run(tx)
    .await?;
    Ok(())
}

/// Names it anew, opens or closes it.
pub(super) async fn set(tx: &mut Tx, id: &str, name: &str, enabled: bool) -> Result<()> {
    sql("UPDATE shop_hooks SET name = $2, enabled = $3 WHERE id = $1")
        .bind(id)
        .bind(name)
        .bind(enabled)
        .run(tx)
        .await?;
    Ok(())
}

/// Another secret; the one until now opens until `former_until`.
pub(super) async fn set_secret(
    tx: &mut Tx,
    id: &str,
    secret: &str,
    former_until: Time,
) -> Result<()> {
    let now = tx.now_ms();
    sql(
        "UPDATE shop_hooks SET former_secret = secret, former_until = $3, secret = $2, \
         rotated_at = $4 WHERE id = $1",
    )
    .bind(id)
    .bind(secret)
    .bind(former_until)
    .bind(now)
    .run(tx)
    .await?;
    Ok(())
}

/// Forgets a hook and what came through it.
pub(super) async fn delete(tx: &mut Tx, id: &str) -> Result<()> {
    sql("DELETE FROM shop_deliveries WHERE hook_id = $1")
        .bind(id)
        .run(tx)
        .await?;
    sql("DELETE FROM shop_hooks WHERE id = $1")
        .bind(id)
        .run(tx)
        .await?;
    Ok(())
}

/// The fingerprint of the delivery with this number.
pub(super) async fn fingerprint(
    tx: &mut Tx,
    hook_id: &str,
    delivery_id: &str,
) -> Result<Option<String>> {
    let row =
        sql("SELECT fingerprint FROM shop_deliveries WHERE hook_id = $1 AND delivery_id = $2")
            .bind(hook_id)
            .bind(delivery_id)
            .optional(tx)
            .await?;
    row.map(|row| row.text("fingerprint")).transpose()
}

/// The number of a delivery with this content.
pub(super) async fn alike(tx: &mut Tx, hook_id: &str, fingerprint: &str) -> Result<Option<String>> {
    let row = sql("SELECT delivery_id FROM shop_deliveries \
         WHERE hook_id = $1 AND fingerprint = $2 LIMIT 1")
    .bind(hook_id)
    .bind(fingerprint)
    .optional(tx)
    .await?;
    row.map(|row| row.text("delivery_id")).transpose()
}

/// It came again.
pub(super) async fn repeat(tx: &mut Tx, hook_id: &str, delivery_id: &str) -> Result<()> {
    sql("UPDATE shop_deliveries SET repeated = repeated + 1 \
         WHERE hook_id = $1 AND delivery_id = $2")
    .bind(hook_id)
    .bind(delivery_id)
    .run(tx)
    .await?;
    Ok(())
}

/// Keeps a delivery, unless its number is taken; whether it was kept.
pub(super) async fn insert_delivery(tx: &mut Tx, new: &NewDelivery) -> Result<bool> {
    let now = tx.now_ms();
    let news = new.news.as_ref();
    let outcome = if news.is_some() {
        DeliveryOutcome::Taken
    } else {
        DeliveryOutcome::Ignored
    };
    let touched = news.map(|news| news.touched.clone()).unwrap_or_default();
    let kept = sql(
        "INSERT INTO shop_deliveries (hook_id, delivery_id, fingerprint, topic, outcome, subject, \
           order_no, user_id, product_id, status, bytes, repeated, received_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, $12) \
         ON CONFLICT (hook_id, delivery_id) DO NOTHING",
    )
    .bind(&new.hook_id)
    .bind(&new.signed.delivery_id)
    .bind(&new.signed.fingerprint)
    .bind(&new.signed.topic)
    .bind(outcome.code())
    .bind(news.map(|news| news.subject.code()))
    .bind(touched.order_no)
    .bind(touched.user_id)
    .bind(touched.product_id)
    .bind(news.and_then(|news| news.status.clone()))
    .bind(new.bytes)
    .bind(now)
    .run(tx)
    .await?;
    Ok(kept == 1)
}

/// What came through a hook, the latest first.
pub(super) async fn deliveries(
    tx: &mut Tx,
    hook_id: &str,
    cursor: Option<Cursor>,
    limit: usize,
) -> Result<Page<Delivery>> {
    let before = cursor.unwrap_or(Cursor {
        key: i64::MAX,
        id: String::new(),
    });
    let rows = sql("SELECT * FROM shop_deliveries WHERE hook_id = $1 \
         AND (received_at < $2 OR (received_at = $2 AND delivery_id < $3)) \
         ORDER BY received_at DESC, delivery_id DESC LIMIT $4")
    .bind(hook_id)
    .bind(before.key)
    .bind(before.id)
    .bind(limit + 1)
    .all(tx)
    .await?;
    let found = rows.iter().map(delivery_of).collect::<Result<Vec<_>>>()?;
    Ok(Page::cut(found, limit, |delivery| Cursor {
        key: delivery.received_at.0,
        id: delivery.delivery_id.clone(),
    }))
}

fn delivery_of(row: &Row) -> Result<Delivery> {
    let subject = row.text_or_null("subject")?;
    Ok(Delivery {
        delivery_id: row.text("delivery_id")?,
        topic: row.text("topic")?,
        outcome: DeliveryOutcome::parse(&row.text("outcome")?)?,
        subject: subject.map(|code| Subject::parse(&code)).transpose()?,
        order_no: row.text_or_null("order_no")?,
        product_id: row.text_or_null("product_id")?,
        status: row.text_or_null("status")?,
        bytes: row.int("bytes")?,
        repeated: row.int("repeated")?,
        received_at: row.time("received_at")?,
    })
}

/// Forgets what came before.
pub(super) async fn delete_before(tx: &mut Tx, before: Time) -> Result<u64> {
    sql("DELETE FROM shop_deliveries WHERE received_at < $1")
        .bind(before)
        .run(tx)
        .await
}

/// A customer is erased: nothing tells any more that a delivery was about them.
pub(crate) async fn forget_user(tx: &mut Tx, user_id: &str) -> Result<()> {
    sql("UPDATE shop_deliveries SET user_id = NULL WHERE user_id = $1")
        .bind(user_id)
        .run(tx)
        .await?;
    Ok(())
}
