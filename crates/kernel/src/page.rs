//! Pages of lists: a cursor is opaque to clients and names the last row they saw.

use serde::{Deserialize, Serialize};

/// A page of a list; `next` is the cursor of the following page, or null at the end.
#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Page<T> {
    /// The rows.
    pub items: Vec<T>,
    /// Cursor of the next page.
    pub next: Option<String>,
}

impl<T> Page<T> {
    /// Cuts `rows` (fetched with `limit + 1`) to `limit`, and makes the cursor from the last row kept.
    #[must_use]
    pub fn cut(mut rows: Vec<T>, limit: usize, cursor: impl Fn(&T) -> Cursor) -> Self {
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = if more {
            rows.last().map(|row| cursor(row).to_string())
        } else {
            None
        };
        Self { items: rows, next }
    }

    /// The same page with other rows.
    #[must_use]
    pub fn map<U>(self, f: impl FnMut(T) -> U) -> Page<U> {
        Page {
            items: self.items.into_iter().map(f).collect(),
            next: self.next,
        }
    }
}

/// The sort key and the id of the last row of a page, written `<key>~<id>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// Numeric sort key, mostly milliseconds.
    pub key: i64,
    /// Identifier that breaks ties.
    pub id: String,
}

impl Cursor {
    /// Reads a cursor that a client sends back; anything else is none.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (key, id) = text.split_once('~')?;
        Some(Self {
            key: key.parse().ok()?,
            id: id.to_owned(),
        })
    }
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}~{}", self.key, self.id)
    }
}

#[cfg(test)]
mod tests {
    use super::{Cursor, Page};

    #[test]
    fn a_page_ends_with_a_cursor_only_when_more_follows() {
        let cursor = |n: &i64| Cursor {
            key: *n,
            id: format!("x{n}"),
        };
        let page = Page::cut(vec![3, 2, 1], 2, cursor);
        assert_eq!(page.items, vec![3, 2]);
        assert_eq!(page.next.as_deref(), Some("2~x2"));
        assert_eq!(
            Cursor::parse("2~x2"),
            Some(Cursor {
                key: 2,
                id: "x2".to_owned()
            })
        );
        assert!(Page::cut(vec![3, 2], 2, cursor).next.is_none());
        assert_eq!(Cursor::parse("rubbish"), None);
    }
}
