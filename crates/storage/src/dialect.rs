//! What differs between the two databases, as fragments for the rooms' statements.

/// PostgreSQL numbers no place of a text beyond this one.
const LAST_PLACE: usize = 16_383;

/// The database behind a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// The embedded default.
    Sqlite,
    /// For scale.
    Postgres,
}

impl Dialect {
    /// Appended to a SELECT whose rows this transaction is about to change. SQLite has one writer,
    /// so its transactions hold every row already.
    #[must_use]
    pub fn for_update(self) -> &'static str {
        match self {
            Self::Sqlite => "",
            Self::Postgres => " FOR UPDATE",
        }
    }

    /// Like [`Dialect::for_update`], passing over rows that another transaction holds.
    #[must_use]
    pub fn for_update_skip_locked(self) -> &'static str {
        match self {
            Self::Sqlite => "",
            Self::Postgres => " FOR UPDATE SKIP LOCKED",
        }
    }

    /// A case-insensitive match of `column` with the LIKE pattern in parameter `$n`, where `\`
    /// escapes (see [`like_pattern`](Self::like_pattern)).
    #[must_use]
    pub fn contains(self, column: &str, n: usize) -> String {
        match self {
            Self::Sqlite => format!("{column} LIKE ${n} ESCAPE '\\'"),
            Self::Postgres => format!("{column} ILIKE ${n} ESCAPE '\\'"),
        }
    }

    /// The LIKE pattern for "contains `text`", its wildcards escaped.
    #[must_use]
    pub fn like_pattern(text: &str) -> String {
        let mut pattern = String::with_capacity(text.len() + 2);
        pattern.push('%');
        for c in text.chars() {
            if matches!(c, '%' | '_' | '\\') {
                pattern.push('\\');
            }
            pattern.push(c);
        }
        pattern.push('%');
        pattern
    }

    /// A condition on the table of grams `table`: what was written there with
    /// [`grams`](Self::grams) has the phrases in parameter `$n` (see
    /// [`gram_query`](Self::gram_query)); selects positions.
    #[must_use]
    pub fn grams_match(self, table: &str, n: usize) -> String {
        match self {
            Self::Sqlite => format!("SELECT rowid FROM {table} WHERE {table} MATCH ${n}"),
            Self::Postgres => {
                format!("SELECT position FROM {table} WHERE grams @@ CAST(${n} AS tsquery)")
            }
        }
    }

    /// Writes the grams in parameter `$2` at the position in `$1`, if nothing is there.
    #[must_use]
    pub fn insert_grams(self, table: &str) -> String {
        match self {
            Self::Sqlite => format!("INSERT INTO {table} (rowid, grams) VALUES ($1, $2)"),
            Self::Postgres => {
                format!("INSERT INTO {table} (position, grams) VALUES ($1, CAST($2 AS tsvector))")
            }
        }
    }

    /// Deletes the grams at the positions that the query `positions` selects.
    #[must_use]
    pub fn delete_grams(self, table: &str, positions: &str) -> String {
        let key = match self {
            Self::Sqlite => "rowid",
            Self::Postgres => "position",
        };
        format!("DELETE FROM {table} WHERE {key} IN ({positions})")
    }

    /// Grams of letters and digits in their order, as [`insert_grams`](Self::insert_grams) takes
    /// them.
    #[must_use]
    pub fn grams(self, grams: &[String]) -> String {
        match self {
            Self::Sqlite => grams.join(" "),
            Self::Postgres => {
                let places = (1..=LAST_PLACE).zip(grams);
                let places: Vec<String> = places.map(|(n, gram)| format!("'{gram}':{n}")).collect();
                places.join(" ")
            }
        }
    }

    /// A search for texts that have all phrases, each a row of grams that follow each other; the
    /// last gram of a phrase may be the beginning of one.
    #[must_use]
    pub fn gram_query(self, phrases: &[Vec<String>]) -> String {
        let phrases = phrases.iter().map(|phrase| match self {
            Self::Sqlite => format!("\"{}\"*", phrase.join(" ")),
            Self::Postgres => {
                let quoted: Vec<String> = phrase.iter().map(|gram| format!("'{gram}'")).collect();
                format!("({}:*)", quoted.join(" <-> "))
            }
        });
        let joint = match self {
            Self::Sqlite => " AND ",
            Self::Postgres => " & ",
        };
        phrases.collect::<Vec<String>>().join(joint)
    }

    /// The schema text as this database writes it.
    pub(crate) fn translate_schema(self, text: &str) -> String {
        match self {
            Self::Sqlite => text.to_owned(),
            Self::Postgres => text.replace(" BLOB", " BYTEA"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Dialect;

    #[test]
    fn wildcards_of_customers_are_escaped() {
        assert_eq!(Dialect::like_pattern("50%_off\\"), "%50\\%\\_off\\\\%");
    }
}
