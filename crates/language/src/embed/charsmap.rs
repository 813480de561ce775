//! SentencePiece's text normaliser: the rules that are compiled into the model (a double-array
//! trie over bytes and a table of replacements), a leading space, and `▁` for spaces.

const SPACE: &str = "\u{2581}";

/// The compiled rules of one model.
#[derive(Debug)]
pub(super) struct Charsmap {
    units: Vec<u32>,
    /// Replacements, each ended by a zero byte.
    replacements: Vec<u8>,
}

impl Charsmap {
    /// Parses the `precompiled_charsmap` of a model: the trie's size in bytes, the trie (little
    /// endian units of 4 bytes), the replacements. `None` when the sizes do not fit.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let (size, rest) = bytes.split_first_chunk::<4>()?;
        let size = usize::try_from(u32::from_le_bytes(*size)).ok()?;
        let (trie, replacements) = rest.split_at_checked(size)?;
        let (units, odd) = trie.as_chunks::<4>();
        if units.is_empty() || !odd.is_empty() {
            return None;
        }
        let units = units.iter().map(|unit| u32::from_le_bytes(*unit)).collect();
        Some(Self {
            units,
            replacements: replacements.to_vec(),
        })
    }

    /// The text as the pieces of the vocabulary expect it; empty for a text of spaces only.
    pub fn normalise(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len() + 8);
        let mut rest = text;
        let mut after_space = true;
        while !rest.is_empty() {
            let (mut part, taken) = self.prefix(rest);
            rest = rest.get(taken..).unwrap_or_default();
            if after_space {
                part = part.trim_start_matches(' ');
            }
            if part.is_empty() {
                continue;
            }
            if out.is_empty() {
                out.push_str(SPACE);
            }
            for c in part.chars() {
                if c == ' ' {
                    out.push_str(SPACE);
                } else {
                    out.push(c);
                }
            }
            after_space = part.ends_with(' ');
        }
        while out.ends_with(SPACE) {
            out.truncate(out.len() - SPACE.len());
        }
        out
    }

    /// What the start of a non-empty text becomes, and how many bytes of it that uses up: the
    /// longest rule that matches, or the first character unchanged.
    fn prefix<'a>(&'a self, text: &'a str) -> (&'a str, usize) {
        let own = text.chars().next().map_or(text.len(), char::len_utf8);
        let unchanged = (text.get(..own).unwrap_or(text), own);
        let Some((value, length)) = self.longest(text.as_bytes()) else {
            return unchanged;
        };
        let Some(tail) = self.replacements.get(value..) else {
            return unchanged;
        };
        let end = tail
            .iter()
            .position(|&byte| byte == 0)
            .unwrap_or(tail.len());
        match tail.get(..end).map(std::str::from_utf8) {
            Some(Ok(replacement)) if text.is_char_boundary(length) => (replacement, length),
            _ => unchanged,
        }
    }

    /// Walks the trie; the layout of a unit is that of the darts-clone double array.
    fn longest(&self, bytes: &[u8]) -> Option<(usize, usize)> {
        let mut found = None;
        let mut node = offset(*self.units.first()?);
        for (at, &byte) in bytes.iter().enumerate() {
            node ^= usize::from(byte);
            let Some(&unit) = self.units.get(node) else {
                break;
            };
            if unit & 0x8000_00ff != u32::from(byte) {
                break;
            }
            node ^= offset(unit);
            if unit & 0x100 != 0
                && let Some(&leaf) = self.units.get(node)
            {
                found = Some(((leaf & 0x7fff_ffff) as usize, at + 1));
            }
        }
        found
    }
}

fn offset(unit: u32) -> usize {
    ((unit >> 10) << ((unit & 0x200) >> 6)) as usize
}
