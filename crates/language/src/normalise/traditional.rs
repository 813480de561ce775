//! Traditional → simplified, one character at a time.
//!
//! The table holds pairs (traditional, simplified) without separators. It is the first choice of
//! each line of OpenCC's `TSCharacters` (Apache-2.0), closed so that no result is itself a key,
//! with a few variants used in Taiwan and Hong Kong. Words that keep their form in simplified
//! text (乾坤) are folded too: both sides of every comparison go through the same table.

use std::collections::HashMap;
use std::sync::LazyLock;

static PAIRS: &str = include_str!("traditional.txt");

static TABLE: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    let mut chars = PAIRS.chars().filter(|c| !c.is_whitespace());
    let mut table = HashMap::new();
    while let (Some(from), Some(to)) = (chars.next(), chars.next()) {
        table.insert(from, to);
    }
    table
});

static TURNED: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    let mut turned: HashMap<char, char> = HashMap::new();
    for (from, to) in TABLE.iter() {
        let known = turned.entry(*to).or_insert(*from);
        *known = (*known).min(*from);
    }
    turned
});

/// A traditional form of a simplified character, or the character itself.
pub(crate) fn traditional_of(c: char) -> char {
    TURNED.get(&c).copied().unwrap_or(c)
}

/// The simplified form of `c`, or `c` itself.
pub(super) fn simplify(c: char) -> char {
    if (c as u32) < 0x3400 {
        return c;
    }
    TABLE.get(&c).copied().unwrap_or(c)
}
