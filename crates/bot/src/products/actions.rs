//! What is done to products. Each is one transaction with its event and its trace; afterwards the
//! bot has taken the change before the call returns.

use serde_json::json;
use shanying_kernel::{Error, Result, Time, new_id};
use shanying_storage::{Db, Tx};
use shanying_web_kit::{Caller, Tenant, audit};

use super::drafts::{ProductDraft, ProductEntry};
use super::lexicon::Taught;
use super::settings::ProductWords;
use super::store::{self, Stored};
use crate::answers::Bot;
use crate::knowledge::{name_of, to_the_end};

/// What is done to one product.
#[derive(Clone, Debug)]
pub(super) enum Step {
    /// Another draft.
    Save(ProductDraft),
    /// The draft is right: customers are told of it.
    Confirm,
    /// Customers are told of it no more.
    Withdraw,
    /// Out of sight.
    Archive,
}

impl Step {
    fn name(&self) -> &'static str {
        match self {
            Self::Save(_) => "product.saved",
            Self::Confirm => "product.confirmed",
            Self::Withdraw => "product.withdrawn",
            Self::Archive => "product.archived",
        }
    }
}

pub(super) fn new_product(id: String, draft: ProductDraft, now_ms: i64, by: &str) -> Stored {
    Stored {
        id,
        draft,
        live: None,
        archived: false,
        revision: 1,
        confirmed_version: None,
        created_at: Time(now_ms),
        updated_at: Time(now_ms),
        updated_by: by.to_owned(),
    }
}

/// A new product, as a draft.
pub(super) async fn create(
    tenant: &Tenant,
    caller: &Caller,
    draft: ProductDraft,
) -> Result<ProductEntry> {
    let draft = draft.checked()?;
    let (id, by) = (new_id("prd"), name_of(caller));
    let line = audit::Entry::new(caller, "product.created", &id);
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let product = new_product(id, draft, tx.now_ms(), &by);
                store::save(tx, &product).await?;
                let named = json!({"id": product.id, "name": product.draft.name});
                tx.emit("product.created", named.clone()).await?;
                audit::record(tx, line.detail(named)).await?;
                Ok(product.entry())
            })
        })
        .await
}

/// Does one step to one product.
pub(super) async fn change(
    tenant: &Tenant,
    caller: &Caller,
    id: &str,
    revision: Option<i64>,
    step: Step,
) -> Result<ProductEntry> {
    let bot = tenant.part::<Bot>()?;
    let (db, id, by) = (tenant.db().clone(), id.to_owned(), name_of(caller));
    let line = audit::Entry::new(caller, step.name(), &id);
    let work = async move {
        let own = id.clone();
        let after = db
            .write(move |tx| {
                Box::pin(async move {
                    let before = store::load_for_update(tx, &own).await?;
                    if revision.is_some_and(|seen| seen != before.revision) {
                        return Err(Error::conflict(
                            "products.revision_conflict",
                            "somebody changed this product meanwhile",
                        )
                        .with("revision", before.revision));
                    }
                    let name = step.name();
                    let mut after = before.clone();
                    after.revision += 1;
                    after.updated_at = Time(tx.now_ms());
                    after.updated_by = by;
                    apply(tx, &mut after, step).await?;
                    store::save(tx, &after).await?;
                    let told = json!({"id": after.id, "name": after.draft.name,
                                      "version": after.confirmed_version});
                    tx.emit(name, told).await?;
                    audit::record(tx, line.change(&before.draft, &after.draft)?).await?;
                    Ok(after)
                })
            })
            .await?;
        bot.refresh_product(&db, &id).await?;
        Ok(after.entry())
    };
    to_the_end(tenant, work).await
}

async fn apply(tx: &mut Tx, product: &mut Stored, step: Step) -> Result<()> {
    match step {
        Step::Save(draft) => product.draft = draft.checked()?,
        Step::Confirm => confirm(tx, product).await?,
        Step::Withdraw => product.live = None,
        Step::Archive => {
            product.live = None;
            product.archived = true;
            // Its key may be used again.
            product.draft.key = None;
        }
    }
    Ok(())
}

pub(super) async fn confirm(tx: &mut Tx, product: &mut Stored) -> Result<()> {
    for fact in &mut product.draft.facts {
        fact.confirmed = true;
    }
    product.live = Some(product.draft.clone());
    product.archived = false;
    let version = product.confirmed_version.unwrap_or(0) + 1;
    product.confirmed_version = Some(version);
    store::insert_version(tx, product, version).await
}

/// Keeps the tenant's words and schemas; the bot reads with them from the next text on.
pub async fn set_words(tenant: &Tenant, caller: &Caller, words: ProductWords) -> Result<()> {
    tenant.change_settings(caller, words).await?;
    tenant.part::<Bot>()?.reload_products(tenant.db()).await
}

/// Learns from a correction. That a phrase states nothing is not learned of who must not use a
/// product: forgetting a warning is worse than one chip too many.
pub(super) async fn teach(tenant: &Tenant, caller: &Caller, taught: Taught) -> Result<()> {
    let phrase = taught.phrase.trim().to_owned();
    if !(2..=60).contains(&phrase.chars().count()) {
        return Err(Error::field("phrase", "2 to 60 characters"));
    }
    let shelf = tenant.part::<Bot>()?.shelf();
    let warns = shelf
        .describe(&phrase)
        .iter()
        .any(|fact| fact.attribute == super::attribute::EXCLUDES);
    let people = super::safety::names_people(&phrase, &shelf);
    if taught.attribute != super::attribute::EXCLUDES && (warns || people) {
        return Err(Error::invalid(
            "products.warning_kept",
            "words of who must not use a product are not unlearned",
        ));
    }
    let mut words = (*tenant.settings::<ProductWords>().await?).clone();
    words.lexicon.taught.retain(|own| own.phrase != phrase);
    words.lexicon.taught.push(Taught { phrase, ..taught });
    set_words(tenant, caller, words).await
}

/// What is confirmed and with which words it is read.
pub(crate) async fn open(db: &Db) -> Result<super::Shelf> {
    let mut tx = db.read().await?;
    let words: ProductWords = shanying_web_kit::settings::load(&mut tx).await?;
    let lexicon = super::Lexicon::general().with(words.lexicon);
    let products = store::live(&mut tx, None).await?;
    Ok(super::Shelf::new(lexicon, products))
}

/// One product as it is confirmed now.
pub(crate) async fn live_one(db: &Db, id: &str) -> Result<Option<super::Product>> {
    let mut tx = db.read().await?;
    Ok(store::live(&mut tx, Some(id)).await?.pop())
}
