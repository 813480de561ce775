//! What differs between the two databases, as fragments for the rooms' statements.

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
