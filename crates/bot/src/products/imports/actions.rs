//! Imports: all lines or none, in one transaction, then the bot knows them.

use serde_json::json;
use shanying_kernel::{Result, Time, new_id};
use shanying_storage::Tx;
use shanying_web_kit::{Caller, Tenant, audit};

use super::cells::{Line, drafted};
use super::plan::{self, Brought, CataloguePlan, Step};
use crate::answers::Bot;
use crate::knowledge::{name_of, to_the_end};
use crate::products::actions::{confirm, new_product};
use crate::products::rows::Row;
use crate::products::store;

/// What an import brought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ProductImport {
    /// New products.
    pub created: usize,
    /// Products that were known by their key.
    pub updated: usize,
}

/// Takes the lines of a catalogue; those with a known key change their product. Descriptions are
/// read, too: what they state beyond the columns becomes facts. `confirm` tells customers at once.
pub async fn import_products(
    tenant: &Tenant,
    caller: &Caller,
    rows: Vec<Row>,
    confirm_all: bool,
) -> Result<ProductImport> {
    let shelf = tenant.part::<Bot>()?.shelf();
    let mut lines = Vec::new();
    for (row, line) in (1..).zip(rows) {
        let draft = drafted(&shelf, line).checked()?;
        lines.push(Line { row, draft });
    }
    import_lines(tenant, caller, (lines, Brought::default()), confirm_all).await
}

/// The same with lines that bring only some fields.
pub(super) async fn import_lines(
    tenant: &Tenant,
    caller: &Caller,
    (lines, brought): (Vec<Line>, Brought),
    confirm_all: bool,
) -> Result<ProductImport> {
    let bot = tenant.part::<Bot>()?;
    let (db, by) = (tenant.db().clone(), name_of(caller));
    let line = audit::Entry::new(caller, "product.imported", "products");
    let work = async move {
        let report = db
            .write(move |tx| {
                Box::pin(async move {
                    let mut report = ProductImport::default();
                    for step in plan::steps(tx, lines, &brought).await? {
                        take(tx, step, (confirm_all, &by), &mut report).await?;
                    }
                    let told = json!({"created": report.created, "updated": report.updated});
                    tx.emit("product.imported", told.clone()).await?;
                    audit::record(tx, line.detail(told)).await?;
                    Ok(report)
                })
            })
            .await?;
        bot.reload_products(&db).await?;
        Ok(report)
    };
    to_the_end(tenant, work).await
}

async fn take(
    tx: &mut Tx,
    step: Step,
    (confirm_all, by): (bool, &str),
    report: &mut ProductImport,
) -> Result<()> {
    let now = tx.now_ms();
    let mut product = match step.known {
        Some(mut product) => {
            report.updated += 1;
            product.revision += 1;
            product.updated_at = Time(now);
            by.clone_into(&mut product.updated_by);
            product.draft = step.after;
            product
        }
        None => {
            report.created += 1;
            new_product(new_id("prd"), step.after, now, by)
        }
    };
    store::save(tx, &product).await?;
    if confirm_all {
        confirm(tx, &mut product).await?;
        store::save(tx, &product).await?;
    }
    Ok(())
}

/// What lines would do; nothing is done.
pub(super) async fn plan(
    tenant: &Tenant,
    lines: Vec<Line>,
    brought: &Brought,
) -> Result<CataloguePlan> {
    let mut tx = tenant.db().read().await?;
    Ok(plan::shown(&plan::steps(&mut tx, lines, brought).await?))
}
