//! Statements on `products` and `product_versions`.

use shanying_kernel::{Cursor, Error, Page, Result, Time};
use shanying_language::normalise::normalise_text;
use shanying_storage::{Dialect, Row, Tx, sql};

use super::drafts::{ProductDraft, ProductEntry, ProductState, ProductSummary, ProductVersion};
use super::model::Product;

/// A product as its row has it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Stored {
    pub(super) id: String,
    pub(super) draft: ProductDraft,
    pub(super) live: Option<ProductDraft>,
    pub(super) archived: bool,
    pub(super) revision: i64,
    pub(super) confirmed_version: Option<i64>,
    pub(super) created_at: Time,
    pub(super) updated_at: Time,
    pub(super) updated_by: String,
}

impl Stored {
    fn of(row: &Row) -> Result<Self> {
        Ok(Self {
            id: row.text("id")?,
            draft: row.json("draft")?,
            live: row.json_or_null("live")?,
            archived: row.flag("archived")?,
            revision: row.int("revision")?,
            confirmed_version: row.int_or_null("confirmed_version")?,
            created_at: row.time("created_at")?,
            updated_at: row.time("updated_at")?,
            updated_by: row.text("updated_by")?,
        })
    }

    fn state(&self) -> ProductState {
        match &self.live {
            _ if self.archived => ProductState::Archived,
            None => ProductState::Draft,
            Some(live) if *live == self.draft => ProductState::Confirmed,
            Some(_) => ProductState::Changed,
        }
    }

    pub(super) fn entry(self) -> ProductEntry {
        ProductEntry {
            state: self.state(),
            id: self.id,
            draft: self.draft,
            revision: self.revision,
            confirmed_version: self.confirmed_version,
            created_at: self.created_at,
            updated_at: self.updated_at,
            updated_by: self.updated_by,
        }
    }

    fn summary(self, now_ms: i64) -> ProductSummary {
        let state = self.state();
        let (id, updated_at) = (self.id, self.updated_at);
        let product = self.draft.product(&id);
        ProductSummary {
            offer_minor: product.offer_at(now_ms),
            facts: product.facts.len(),
            unconfirmed: product.facts.iter().filter(|fact| !fact.confirmed).count(),
            name: product.name,
            category: product.category,
            image: product.image,
            price_minor: product.price_minor,
            id,
            state,
            updated_at,
        }
    }
}

/// Keeps a product; a key belongs to one product alone.
pub(super) async fn save(tx: &mut Tx, product: &Stored) -> Result<()> {
    let draft = &product.draft;
    if let Some(key) = &draft.key {
        let other = sql("SELECT id FROM products WHERE key = $1 AND id <> $2")
            .bind(key)
            .bind(&product.id)
            .optional(tx)
            .await?;
        if other.is_some() {
            return Err(Error::conflict(
                "products.key_taken",
                "another product has this key",
            ));
        }
    }
    let words = normalise_text(&format!("{} {}", draft.name, draft.description));
    sql(
        "INSERT INTO products (id, key, name, category, words, draft, live, changed, archived, \
         revision, confirmed_version, created_at, updated_at, updated_by) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) \
         ON CONFLICT (id) DO UPDATE SET key = excluded.key, name = excluded.name, \
         category = excluded.category, words = excluded.words, draft = excluded.draft, \
         live = excluded.live, changed = excluded.changed, archived = excluded.archived, \
         revision = excluded.revision, confirmed_version = excluded.confirmed_version, \
         updated_at = excluded.updated_at, updated_by = excluded.updated_by",
    )
    .bind(&product.id)
    .bind(draft.key.as_deref())
    .bind(&draft.name)
    .bind(draft.category.as_deref().unwrap_or_default())
    .bind(words)
    .bind_json(draft)
    .bind(
        product
            .live
            .as_ref()
            .map(serde_json::to_string)
            .transpose()?,
    )
    .bind(i64::from(
        product.live.as_ref().is_some_and(|live| live != draft),
    ))
    .bind(i64::from(product.archived))
    .bind(product.revision)
    .bind(product.confirmed_version)
    .bind(product.created_at.0)
    .bind(product.updated_at.0)
    .bind(&product.updated_by)
    .run(tx)
    .await?;
    Ok(())
}

pub(super) async fn load(tx: &mut Tx, id: &str) -> Result<Stored> {
    let row = sql("SELECT * FROM products WHERE id = $1")
        .bind(id)
        .optional(tx)
        .await?;
    let row = row.ok_or_else(|| Error::not_found("not_found.product", "no such product"))?;
    Stored::of(&row)
}

pub(super) async fn load_for_update(tx: &mut Tx, id: &str) -> Result<Stored> {
    let lock = tx.dialect().for_update();
    sql(format!("SELECT id FROM products WHERE id = $1{lock}"))
        .bind(id)
        .optional(tx)
        .await?;
    load(tx, id).await
}

pub(super) async fn find_by_key(tx: &mut Tx, key: &str) -> Result<Option<Stored>> {
    let row = sql("SELECT * FROM products WHERE key = $1")
        .bind(key)
        .optional(tx)
        .await?;
    row.as_ref().map(Stored::of).transpose()
}

/// What is confirmed, all of it or of one product.
pub(super) async fn live(tx: &mut Tx, id: Option<&str>) -> Result<Vec<Product>> {
    let rows = sql(
        "SELECT * FROM products WHERE live IS NOT NULL AND archived = 0 \
         AND ($1 = '' OR id = $1) ORDER BY id",
    )
    .bind(id.unwrap_or_default())
    .all(tx)
    .await?;
    rows.iter()
        .map(|row| {
            let draft: ProductDraft = row.json("live")?;
            Ok(draft.product(&row.text("id")?))
        })
        .collect()
}

/// What a list is asked for.
#[derive(Clone, Debug, Default)]
pub(super) struct Filter {
    pub(super) q: String,
    pub(super) category: String,
    /// `draft`, `confirmed`, `changed`, `archived`; empty for all but the archived ones.
    pub(super) state: String,
    pub(super) cursor: Option<Cursor>,
    pub(super) limit: usize,
}

pub(super) const STATES: &[&str] = &["", "draft", "confirmed", "changed", "archived"];

/// A page of products, the last changed first.
pub(super) async fn list(tx: &mut Tx, filter: &Filter) -> Result<Page<ProductSummary>> {
    let now = tx.now_ms();
    let state = match filter.state.as_str() {
        "archived" => "archived = 1",
        "draft" => "archived = 0 AND live IS NULL",
        "confirmed" => "archived = 0 AND live IS NOT NULL",
        "changed" => "archived = 0 AND changed = 1",
        _ => "archived = 0",
    };
    let words = tx.dialect().contains("words", 1);
    let after = filter.cursor.clone().unwrap_or(Cursor {
        key: i64::MAX,
        id: String::new(),
    });
    let rows = sql(format!(
        "SELECT * FROM products WHERE {state} AND ({words} OR key = $2) \
         AND ($3 = '' OR category = $3) \
         AND (updated_at < $4 OR (updated_at = $4 AND id < $5)) \
         ORDER BY updated_at DESC, id DESC LIMIT $6"
    ))
    .bind(Dialect::like_pattern(&normalise_text(&filter.q)))
    .bind(&filter.q)
    .bind(&filter.category)
    .bind(after.key)
    .bind(after.id)
    .bind(filter.limit + 1)
    .all(tx)
    .await?;
    let stored = rows.iter().map(Stored::of).collect::<Result<Vec<_>>>()?;
    let items = stored.into_iter().map(|product| product.summary(now));
    Ok(Page::cut(items.collect(), filter.limit, |item| Cursor {
        key: item.updated_at.0,
        id: item.id.clone(),
    }))
}

pub(super) async fn insert_version(tx: &mut Tx, product: &Stored, version: i64) -> Result<()> {
    sql(
        "INSERT INTO product_versions (product_id, version, draft, confirmed_at, confirmed_by) \
         VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(&product.id)
    .bind(version)
    .bind_json(&product.draft)
    .bind(product.updated_at.0)
    .bind(&product.updated_by)
    .run(tx)
    .await?;
    Ok(())
}

/// What was confirmed, newest first.
pub(super) async fn versions(tx: &mut Tx, id: &str) -> Result<Vec<ProductVersion>> {
    let rows = sql("SELECT * FROM product_versions WHERE product_id = $1 ORDER BY version DESC")
        .bind(id)
        .all(tx)
        .await?;
    rows.iter()
        .map(|row| {
            Ok(ProductVersion {
                version: row.int("version")?,
                draft: row.json("draft")?,
                confirmed_at: row.time("confirmed_at")?,
                confirmed_by: row.text("confirmed_by")?,
            })
        })
        .collect()
}
