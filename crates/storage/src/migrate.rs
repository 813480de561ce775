//! Schema steps: numbered files, one text for both databases, applied once and in order.

use sha2::{Digest, Sha256};
use shanying_kernel::{Error, Result};

use crate::dialect::Dialect;
use crate::query::sql;
use crate::tx::Tx;

/// Every step in its order. A step that was released is never edited: the next one mends it.
const STEPS: &[(&str, &str)] = &[
    (
        "0001_foundation",
        include_str!("../../../migrations/0001_foundation.sql"),
    ),
    (
        "0002_people",
        include_str!("../../../migrations/0002_people.sql"),
    ),
    (
        "0003_knowledge",
        include_str!("../../../migrations/0003_knowledge.sql"),
    ),
    (
        "0004_desk",
        include_str!("../../../migrations/0004_desk.sql"),
    ),
    (
        "0005_quality",
        include_str!("../../../migrations/0005_quality.sql"),
    ),
    (
        "0006_training",
        include_str!("../../../migrations/0006_training.sql"),
    ),
    (
        "0007_products",
        include_str!("../../../migrations/0007_products.sql"),
    ),
    (
        "0008_dialogue",
        include_str!("../../../migrations/0008_dialogue.sql"),
    ),
    (
        "0009_commerce",
        include_str!("../../../migrations/0009_commerce.sql"),
    ),
    (
        "0010_search",
        include_str!("../../../migrations/0010_search.sql"),
    ),
    (
        "0011_themes",
        include_str!("../../../migrations/0011_themes.sql"),
    ),
    (
        "0012_feelings",
        include_str!("../../../migrations/0012_feelings.sql"),
    ),
    (
        "0013_task_drafts",
        include_str!("../../../migrations/0013_task_drafts.sql"),
    ),
    (
        "0014_wording",
        include_str!("../../../migrations/0014_wording.sql"),
    ),
    (
        "0015_routing",
        include_str!("../../../migrations/0015_routing.sql"),
    ),
    (
        "0016_approvals",
        include_str!("../../../migrations/0016_approvals.sql"),
    ),
    (
        "0017_purchases",
        include_str!("../../../migrations/0017_purchases.sql"),
    ),
    (
        "0018_shop_hooks",
        include_str!("../../../migrations/0018_shop_hooks.sql"),
    ),
    (
        "0019_tickets",
        include_str!("../../../migrations/0019_tickets.sql"),
    ),
    (
        "0020_supervision",
        include_str!("../../../migrations/0020_supervision.sql"),
    ),
    (
        "0021_floor",
        include_str!("../../../migrations/0021_floor.sql"),
    ),
    (
        "0022_assist",
        include_str!("../../../migrations/0022_assist.sql"),
    ),
    (
        "0023_ticket_views",
        include_str!("../../../migrations/0023_ticket_views.sql"),
    ),
    (
        "0024_memories",
        include_str!("../../../migrations/0024_memories.sql"),
    ),
    (
        "0025_answer_audits",
        include_str!("../../../migrations/0025_answer_audits.sql"),
    ),
    (
        "0026_policy",
        include_str!("../../../migrations/0026_policy.sql"),
    ),
];

/// Applies the steps that this database has not seen. Runs inside the caller's transaction.
pub(crate) async fn bring_up_to_date(tx: &mut Tx) -> Result<()> {
    sql("CREATE TABLE IF NOT EXISTS migrations (\
           number BIGINT PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, \
           applied_at BIGINT NOT NULL)")
    .run(tx)
    .await?;
    let rows = sql("SELECT number, name, checksum FROM migrations ORDER BY number")
        .all(tx)
        .await?;
    if rows.len() > STEPS.len() {
        return Err(Error::unavailable(
            "the database was written by a newer version of this program: upgrade the program",
        ));
    }
    for (row, (name, text)) in rows.iter().zip(STEPS) {
        if row.text("checksum")? != checksum(text) {
            return Err(Error::unavailable(format!(
                "schema step {name} is not the one applied"
            )));
        }
    }
    let dialect = tx.dialect();
    for (index, (name, text)) in STEPS.iter().enumerate().skip(rows.len()) {
        for statement in statements(text) {
            if statement.is_for(dialect) {
                sql(dialect.translate_schema(&statement.text))
                    .run(tx)
                    .await?;
            }
        }
        let now = tx.now_ms();
        sql("INSERT INTO migrations (number, name, checksum, applied_at) VALUES ($1, $2, $3, $4)")
            .bind(index + 1)
            .bind(*name)
            .bind(checksum(text))
            .bind(now)
            .run(tx)
            .await?;
    }
    Ok(())
}

/// The tables of the house in the order of their creation, for the backup. Derived ones are left
/// out: they are filled anew.
pub(crate) fn tables() -> Vec<String> {
    STEPS
        .iter()
        .flat_map(|(_, text)| statements(text))
        .filter(|statement| !statement.derived)
        .filter_map(|statement| {
            let rest = statement.text.strip_prefix("CREATE TABLE ")?;
            rest.split_whitespace().next().map(str::to_owned)
        })
        .collect()
}

fn checksum(text: &str) -> String {
    shanying_kernel::hex(&Sha256::digest(text.as_bytes()))
}

/// One statement of a schema step.
#[derive(Debug, PartialEq, Eq)]
struct Statement {
    text: String,
    /// The one database that it is meant for.
    only: Option<Dialect>,
    /// What it makes can be made again from other tables.
    derived: bool,
}

impl Statement {
    fn is_for(&self, dialect: Dialect) -> bool {
        self.only.is_none_or(|only| only == dialect)
    }
}

/// Splits a file into statements; a statement ends with `;` at the end of a line. The comments
/// `-- only sqlite`, `-- only postgres` and `-- derived` before a statement say what it is.
fn statements(text: &str) -> Vec<Statement> {
    text.split(";\n")
        .filter_map(|part| {
            let (notes, code): (Vec<&str>, Vec<&str>) = part
                .lines()
                .partition(|line| line.trim_start().starts_with("--"));
            let says = |note: &str| notes.iter().any(|line| line.trim() == note);
            let text = code.join("\n").trim().trim_end_matches(';').to_owned();
            let only = if says("-- only sqlite") {
                Some(Dialect::Sqlite)
            } else {
                says("-- only postgres").then_some(Dialect::Postgres)
            };
            let derived = says("-- derived");
            (!text.is_empty()).then_some(Statement {
                text,
                only,
                derived,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{statements, tables};
    use crate::dialect::Dialect;

    #[test]
    fn comments_tell_and_statements_split_at_line_ends() {
        let text = "-- why\nCREATE TABLE a (x TEXT DEFAULT ';x');\n\n-- derived\n-- only postgres\n\
                    CREATE INDEX i ON a (x);\n-- the end\n";
        let found = statements(text);
        let texts: Vec<&str> = found.iter().map(|one| one.text.as_str()).collect();
        assert_eq!(
            texts,
            [
                "CREATE TABLE a (x TEXT DEFAULT ';x')",
                "CREATE INDEX i ON a (x)"
            ]
        );
        let kinds: Vec<_> = found.iter().map(|one| (one.only, one.derived)).collect();
        assert_eq!(kinds, [(None, false), (Some(Dialect::Postgres), true)]);
        assert_eq!(
            Dialect::Postgres.translate_schema("v BLOB NOT NULL"),
            "v BYTEA NOT NULL"
        );
    }

    #[test]
    fn the_backup_knows_every_table_but_derived_ones() {
        let tables = tables();
        let has = |name: &str| tables.iter().any(|table| table == name);
        assert!(has("events") && has("messages"));
        assert!(!has("message_places") && !has("message_grams"));
    }
}
