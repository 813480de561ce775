//! Schema steps: numbered files, one text for both databases, applied once and in order.

use sha2::{Digest, Sha256};
use shanying_kernel::{Error, Result};

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
        for statement in statements(&dialect.translate_schema(text)) {
            sql(statement).run(tx).await?;
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

/// The tables of the house in the order of their creation, for the backup.
pub(crate) fn tables() -> Vec<&'static str> {
    let create = |line: &'static str| line.strip_prefix("CREATE TABLE ");
    STEPS
        .iter()
        .flat_map(|(_, text)| text.lines())
        .filter_map(create)
        .filter_map(|rest| rest.split_whitespace().next())
        .collect()
}

fn checksum(text: &str) -> String {
    shanying_kernel::hex(&Sha256::digest(text.as_bytes()))
}

/// Splits a file into statements; a statement ends with `;` at the end of a line.
fn statements(text: &str) -> Vec<String> {
    let code: String = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("--"))
        .collect::<Vec<_>>()
        .join("\n");
    code.split(";\n")
        .map(|part| part.trim().trim_end_matches(';').to_owned())
        .filter(|part| !part.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{statements, tables};
    use crate::dialect::Dialect;

    #[test]
    fn comments_vanish_and_statements_split_at_line_ends() {
        let text = "-- why\nCREATE TABLE a (x TEXT DEFAULT ';x');\n\nCREATE INDEX i ON a (x);\n";
        assert_eq!(
            statements(text),
            vec![
                "CREATE TABLE a (x TEXT DEFAULT ';x')",
                "CREATE INDEX i ON a (x)"
            ]
        );
        assert_eq!(
            Dialect::Postgres.translate_schema("v BLOB NOT NULL"),
            "v BYTEA NOT NULL"
        );
    }

    #[test]
    fn the_backup_knows_every_table() {
        let tables = tables();
        assert!(tables.contains(&"events") && tables.contains(&"messages"));
    }
}
