//! Statements on `catalogue_items`.

use std::collections::HashMap;

use shanying_kernel::Result;
use shanying_storage::{Tx, sql};

use super::model::CatalogueItem;
use crate::money::Money;

/// Adds something or changes it.
pub async fn put(tx: &mut Tx, item: &CatalogueItem) -> Result<()> {
    let now = tx.now_ms();
    sql("INSERT INTO catalogue_items \
           (sku_id, product_id, title, spec, image, currency, price, changed_at, stock) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (sku_id) DO UPDATE SET \
           title = excluded.title, spec = excluded.spec, image = excluded.image, \
           currency = excluded.currency, price = excluded.price, changed_at = excluded.changed_at, \
           stock = excluded.stock")
    .bind(&item.sku_id)
    .bind(&item.product_id)
    .bind(&item.title)
    .bind(&item.spec)
    .bind(&item.image)
    .bind(&item.price.currency)
    .bind(item.price.amount)
    .bind(now)
    .bind(item.stock)
    .run(tx)
    .await?;
    Ok(())
}

/// The prices of today by SKU.
pub(crate) async fn prices(tx: &mut Tx, sku_ids: &[&str]) -> Result<HashMap<String, Money>> {
    let mut prices = HashMap::new();
    for sku_id in sku_ids {
        let row = sql("SELECT currency, price FROM catalogue_items WHERE sku_id = $1")
            .bind(*sku_id)
            .optional(tx)
            .await?;
        if let Some(row) = row {
            let price = Money::new(row.int("price")?, &row.text("currency")?);
            prices.insert((*sku_id).to_owned(), price);
        }
    }
    Ok(prices)
}

/// All sizes of a product.
pub(crate) async fn of_product(tx: &mut Tx, product_id: &str) -> Result<Vec<CatalogueItem>> {
    let rows = sql("SELECT * FROM catalogue_items WHERE product_id = $1 ORDER BY sku_id")
        .bind(product_id)
        .all(tx)
        .await?;
    rows.iter()
        .map(|row| {
            Ok(CatalogueItem {
                sku_id: row.text("sku_id")?,
                product_id: row.text("product_id")?,
                title: row.text("title")?,
                spec: row.text("spec")?,
                image: row.text("image")?,
                price: Money::new(row.int("price")?, &row.text("currency")?),
                stock: row.int_or_null("stock")?,
            })
        })
        .collect()
}

/// Takes so many off the stock, or gives back as many with a number below zero. False when there
/// are not so many.
pub(crate) async fn take(tx: &mut Tx, sku_id: &str, quantity: i64) -> Result<bool> {
    let taken = sql("UPDATE catalogue_items SET stock = stock - $2 \
         WHERE sku_id = $1 AND (stock IS NULL OR stock >= $2)")
    .bind(sku_id)
    .bind(quantity)
    .run(tx)
    .await?;
    Ok(taken > 0)
}
