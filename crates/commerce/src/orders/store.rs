//! Statements on `orders`.

use shanying_kernel::{Cursor, Error, Page, Result, Time, new_id};
use shanying_storage::{Row, Tx, sql};

use super::model::{
    Address, Amounts, Invoice, NewOrder, Order, OrderStatus, RefundStatus, StoredOrder,
};
use super::rules;
use crate::connectors::Source;
use crate::money::Money;

/// Which of a customer's orders.
pub(crate) struct Listing<'a> {
    pub(crate) user_id: &'a str,
    pub(crate) status: Option<OrderStatus>,
    pub(crate) cursor: Option<Cursor>,
    pub(crate) limit: usize,
}

/// Writes an order as it was; its id.
pub async fn insert(tx: &mut Tx, new: &NewOrder) -> Result<String> {
    let id = new_id("ord");
    let amount = &new.amount;
    sql(
        "INSERT INTO orders (id, no, user_id, status, created_at, paid_at, shipped_at, \
           delivered_at, finished_at, currency, goods, shipping, discount, paid, receiver, items, \
           remark) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
    )
    .bind(&id)
    .bind(&new.no)
    .bind(&new.user_id)
    .bind(new.status.code())
    .bind(new.created_at)
    .bind(new.paid_at)
    .bind(new.shipped_at)
    .bind(new.delivered_at)
    .bind(new.finished_at)
    .bind(&amount.paid.currency)
    .bind(amount.goods.amount)
    .bind(amount.shipping.amount)
    .bind(amount.discount.amount)
    .bind(amount.paid.amount)
    .bind_json(&new.receiver)
    .bind_json(&new.items)
    .bind(&new.remark)
    .run(tx)
    .await?;
    Ok(id)
}

/// A customer's order, or `not_found.order`, also if it is somebody else's.
pub(crate) async fn load(tx: &mut Tx, user_id: &str, no: &str) -> Result<StoredOrder> {
    one(tx, user_id, no, "").await
}

/// The same, its row held until the end of the transaction.
pub(crate) async fn lock(tx: &mut Tx, user_id: &str, no: &str) -> Result<StoredOrder> {
    let lock = tx.dialect().for_update();
    one(tx, user_id, no, lock).await
}

async fn one(tx: &mut Tx, user_id: &str, no: &str, lock: &str) -> Result<StoredOrder> {
    let row = sql(format!(
        "SELECT * FROM orders WHERE user_id = $1 AND no = $2{lock}"
    ))
    .bind(user_id)
    .bind(no)
    .optional(tx)
    .await?;
    let row = row.ok_or_else(|| Error::not_found("not_found.order", "no such order"))?;
    from_row(&row, Time(tx.now_ms()))
}

/// The order of this id.
pub(crate) async fn by_id(tx: &mut Tx, id: &str) -> Result<StoredOrder> {
    let row = sql("SELECT * FROM orders WHERE id = $1")
        .bind(id)
        .one(tx)
        .await?;
    from_row(&row, Time(tx.now_ms()))
}

/// Whether an order bears this number.
pub(crate) async fn has_number(tx: &mut Tx, no: &str) -> Result<bool> {
    let row = sql("SELECT no FROM orders WHERE no = $1").bind(no);
    Ok(row.optional(tx).await?.is_some())
}

/// Where a customer's latest orders went, the latest first, each once.
pub(crate) async fn addresses(
    tx: &mut Tx,
    user_id: &str,
    (orders, most): (usize, usize),
) -> Result<Vec<Address>> {
    let rows = sql(
        "SELECT receiver FROM orders WHERE user_id = $1 ORDER BY created_at DESC, id DESC LIMIT $2",
    )
    .bind(user_id)
    .bind(orders)
    .all(tx)
    .await?;
    let mut found: Vec<Address> = Vec::new();
    for row in &rows {
        let address: Address = row.json("receiver")?;
        if !found.contains(&address) && rules::proper_address(&address).is_ok() {
            found.push(address);
        }
    }
    found.truncate(most);
    Ok(found)
}

/// It was paid.
pub(crate) async fn set_paid(tx: &mut Tx, id: &str, at: Time) -> Result<()> {
    sql("UPDATE orders SET status = 'paid', paid_at = $2 WHERE id = $1 AND status = 'pending_payment'")
        .bind(id)
        .bind(at)
        .run(tx)
        .await?;
    Ok(())
}

/// A page of a customer's orders, the latest first.
pub(crate) async fn list(tx: &mut Tx, listing: Listing<'_>) -> Result<Page<StoredOrder>> {
    let now = Time(tx.now_ms());
    let before = listing.cursor.unwrap_or(Cursor {
        key: i64::MAX,
        id: String::new(),
    });
    let rows = sql(
        "SELECT * FROM orders WHERE user_id = $1 AND ($2 = '' OR status = $2) \
         AND (created_at < $3 OR (created_at = $3 AND id < $4)) \
         ORDER BY created_at DESC, id DESC LIMIT $5",
    )
    .bind(listing.user_id)
    .bind(listing.status.map_or("", OrderStatus::code))
    .bind(before.key)
    .bind(before.id)
    .bind(listing.limit + 1)
    .all(tx)
    .await?;
    let rows = rows.iter().map(|row| from_row(row, now));
    Ok(Page::cut(
        rows.collect::<Result<Vec<_>>>()?,
        listing.limit,
        |stored| Cursor {
            key: stored.order.created_at.0,
            id: stored.id.clone(),
        },
    ))
}

/// Another status; a status that ends it says when.
pub(crate) async fn set_status(
    tx: &mut Tx,
    id: &str,
    status: OrderStatus,
    finished_at: Option<Time>,
) -> Result<()> {
    sql("UPDATE orders SET status = $2, finished_at = $3 WHERE id = $1")
        .bind(id)
        .bind(status.code())
        .bind(finished_at)
        .run(tx)
        .await?;
    Ok(())
}

/// Another address; counted.
pub(crate) async fn set_receiver(tx: &mut Tx, id: &str, receiver: &Address) -> Result<()> {
    sql("UPDATE orders SET receiver = $2, address_changes = address_changes + 1 WHERE id = $1")
        .bind(id)
        .bind_json(receiver)
        .run(tx)
        .await?;
    Ok(())
}

/// The customer urged now.
pub(crate) async fn set_urged(tx: &mut Tx, id: &str) -> Result<()> {
    let now = tx.now_ms();
    sql("UPDATE orders SET urged_at = $2 WHERE id = $1")
        .bind(id)
        .bind(now)
        .run(tx)
        .await?;
    Ok(())
}

/// The invoice that was asked for.
pub(crate) async fn set_invoice(tx: &mut Tx, id: &str, invoice: &Invoice) -> Result<()> {
    sql("UPDATE orders SET invoice = $2 WHERE id = $1")
        .bind(id)
        .bind_json(invoice)
        .run(tx)
        .await?;
    Ok(())
}

/// Price protection pays so many minor units back.
pub(crate) async fn add_returned(tx: &mut Tx, id: &str, amount: i64) -> Result<()> {
    sql("UPDATE orders SET returned_to_buyer = returned_to_buyer + $2 WHERE id = $1")
        .bind(id)
        .bind(amount)
        .run(tx)
        .await?;
    Ok(())
}

/// Takes everything out of a customer's orders that tells of a person: receivers, invoices, remarks.
/// What was bought, when and for how much stays: it is the company's own book.
pub(crate) async fn forget(tx: &mut Tx, user_id: &str) -> Result<()> {
    sql("UPDATE orders SET receiver = $2, invoice = NULL, remark = '' WHERE user_id = $1")
        .bind(user_id)
        .bind_json(&Address::default())
        .run(tx)
        .await?;
    Ok(())
}

fn from_row(row: &Row, now: Time) -> Result<StoredOrder> {
    let currency = row.text("currency")?;
    let money = |column: &str| -> Result<Money> { Ok(Money::new(row.int(column)?, &currency)) };
    let receiver: Address = row.json("receiver")?;
    let order = Order {
        no: row.text("no")?,
        status: OrderStatus::parse(&row.text("status")?)?,
        refund_status: RefundStatus::None,
        created_at: row.time("created_at")?,
        paid_at: row.time_or_null("paid_at")?,
        shipped_at: row.time_or_null("shipped_at")?,
        delivered_at: row.time_or_null("delivered_at")?,
        finished_at: row.time_or_null("finished_at")?,
        amount: Amounts {
            goods: money("goods")?,
            shipping: money("shipping")?,
            discount: money("discount")?,
            paid: money("paid")?,
        },
        receiver: rules::masked(&receiver),
        items: row.json("items")?,
        shipments: Vec::new(),
        refunds: Vec::new(),
        invoice: row.json_or_null("invoice")?,
        remark: row.text("remark")?,
        allowed: Vec::new(),
        source: Source {
            connector: "own".to_owned(),
            fetched_at: now,
            stale: false,
        },
    };
    Ok(StoredOrder {
        id: row.text("id")?,
        user_id: row.text("user_id")?,
        address_changes: row.int("address_changes")?,
        urged_at: row.time_or_null("urged_at")?,
        returned_to_buyer: row.int("returned_to_buyer")?,
        order,
    })
}
