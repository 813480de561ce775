//! Statements on `coupons` and `point_moves`.

use shanying_kernel::{Result, Time, new_id};
use shanying_storage::{Row, Tx, sql};

use super::model::{Coupon, CouponState, NewCoupon, PointMove, Points};
use crate::money::Money;

/// Gives a coupon; its id.
pub async fn insert(tx: &mut Tx, new: &NewCoupon) -> Result<String> {
    let (id, now) = (new_id("cpn"), tx.now_ms());
    sql(
        "INSERT INTO coupons (id, user_id, title, currency, threshold, value, valid_from, valid_to, \
           used_by, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(&id)
    .bind(&new.user_id)
    .bind(&new.title)
    .bind(&new.value.currency)
    .bind(new.threshold.amount)
    .bind(new.value.amount)
    .bind(new.valid_from)
    .bind(new.valid_to)
    .bind(new.used_by.clone())
    .bind(now)
    .run(tx)
    .await?;
    Ok(id)
}

/// A customer's coupons, the ones that end first before the others.
pub(crate) async fn of_customer(tx: &mut Tx, user_id: &str) -> Result<Vec<Coupon>> {
    let now = Time(tx.now_ms());
    let rows = sql("SELECT * FROM coupons WHERE user_id = $1 ORDER BY valid_to, id LIMIT 200")
        .bind(user_id)
        .all(tx)
        .await?;
    rows.iter().map(|row| from_row(row, now)).collect()
}

fn from_row(row: &Row, now: Time) -> Result<Coupon> {
    let currency = row.text("currency")?;
    let (valid_from, valid_to) = (row.time("valid_from")?, row.time("valid_to")?);
    let state = if row.text_or_null("used_by")?.is_some() {
        CouponState::Used
    } else if now > valid_to {
        CouponState::Expired
    } else if now < valid_from {
        CouponState::Coming
    } else {
        CouponState::Usable
    };
    Ok(Coupon {
        id: row.text("id")?,
        title: row.text("title")?,
        threshold: Money::new(row.int("threshold")?, &currency),
        value: Money::new(row.int("value")?, &currency),
        valid_from,
        valid_to,
        state,
    })
}

/// Gives points, or takes them.
pub async fn insert_points(tx: &mut Tx, user_id: &str, moved: &PointMove) -> Result<()> {
    sql(
        "INSERT INTO point_moves (id, user_id, amount, reason, order_no, at) \
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(new_id("pnt"))
    .bind(user_id)
    .bind(moved.amount)
    .bind(&moved.reason)
    .bind(moved.order_no.clone())
    .bind(moved.at)
    .run(tx)
    .await?;
    Ok(())
}

/// A customer's points with their latest moves.
pub(crate) async fn points(tx: &mut Tx, user_id: &str) -> Result<Points> {
    // On PostgreSQL the sum of BIGINT is numeric.
    let row = sql(
        "SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) AS balance \
                   FROM point_moves WHERE user_id = $1",
    )
    .bind(user_id)
    .one(tx)
    .await?;
    let balance = row.int("balance")?;
    let rows =
        sql("SELECT * FROM point_moves WHERE user_id = $1 ORDER BY at DESC, id DESC LIMIT 20")
            .bind(user_id)
            .all(tx)
            .await?;
    let one = |row: &Row| -> Result<PointMove> {
        Ok(PointMove {
            at: row.time("at")?,
            amount: row.int("amount")?,
            reason: row.text("reason")?,
            order_no: row.text_or_null("order_no")?,
        })
    };
    let moves = rows.iter().map(one).collect::<Result<_>>()?;
    Ok(Points { balance, moves })
}

/// Uses a coupon for an order; false when it was used before.
pub(crate) async fn take(tx: &mut Tx, id: &str, order_no: &str) -> Result<bool> {
    let taken = sql("UPDATE coupons SET used_by = $2 WHERE id = $1 AND used_by IS NULL")
        .bind(id)
        .bind(order_no)
        .run(tx)
        .await?;
    Ok(taken > 0)
}

/// An order is over before it was paid: its coupon can be used again.
pub(crate) async fn give_back(tx: &mut Tx, order_no: &str) -> Result<()> {
    sql("UPDATE coupons SET used_by = NULL WHERE used_by = $1")
        .bind(order_no)
        .run(tx)
        .await?;
    Ok(())
}
