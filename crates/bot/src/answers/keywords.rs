//! Keywords of entries, found in a message at once, however many there are.

use std::collections::{BTreeSet, HashMap};

use shanying_language::normalise::normalise_text;

/// Keywords in their one spelling, with the entries that they push.
#[derive(Clone, Debug, Default)]
pub(crate) struct Keywords {
    /// By the keyword in its one spelling: the entry and the keyword as it was written.
    entries: HashMap<String, Vec<(String, String)>>,
    /// The keywords of each entry, for taking them out.
    of: HashMap<String, Vec<String>>,
    /// How many keywords have so many characters.
    lengths: HashMap<usize, usize>,
}

impl Keywords {
    /// Takes in the keywords of an entry, which has none here.
    pub(crate) fn put(&mut self, entry_id: &str, words: &[String]) {
        let mut own = Vec::new();
        for word in words {
            let spelling = normalise_text(word);
            if spelling.is_empty() || own.contains(&spelling) {
                continue;
            }
            *self.lengths.entry(spelling.chars().count()).or_default() += 1;
            self.entries
                .entry(spelling.clone())
                .or_default()
                .push((entry_id.to_owned(), word.clone()));
            own.push(spelling);
        }
        if !own.is_empty() {
            self.of.insert(entry_id.to_owned(), own);
        }
    }

    /// Takes an entry out.
    pub(crate) fn remove(&mut self, entry_id: &str) {
        for spelling in self.of.remove(entry_id).unwrap_or_default() {
            if let Some(count) = self.lengths.get_mut(&spelling.chars().count()) {
                *count -= 1;
            }
            if let Some(entries) = self.entries.get_mut(&spelling) {
                entries.retain(|(id, _)| id != entry_id);
                if entries.is_empty() {
                    self.entries.remove(&spelling);
                }
            }
        }
        self.lengths.retain(|_, count| *count > 0);
    }

    /// The entries whose keywords stand in the text. Latin letters and digits must stand as whole
    /// words; Chinese keywords match anywhere.
    pub(crate) fn found_in(&self, text: &str) -> HashMap<&str, Vec<&str>> {
        let mut found: HashMap<&str, Vec<&str>> = HashMap::new();
        if self.entries.is_empty() {
            return found;
        }
        let text = normalise_text(text);
        let places: Vec<(usize, char)> = text.char_indices().collect();
        let end_of = |at: usize| places.get(at).map_or(text.len(), |(byte, _)| *byte);
        let mut seen = BTreeSet::new();
        for (at, (start, _)) in places.iter().enumerate() {
            for length in self.lengths.keys() {
                if at + length > places.len() {
                    continue;
                }
                let Some(piece) = text.get(*start..end_of(at + length)) else {
                    continue;
                };
                let Some(entries) = self.entries.get(piece) else {
                    continue;
                };
                let before = at.checked_sub(1).and_then(|last| places.get(last));
                let after = places.get(at + length);
                let whole = !joins(before.map(|(_, c)| *c), piece.chars().next())
                    && !joins(piece.chars().last(), after.map(|(_, c)| *c));
                if whole && seen.insert(piece.to_owned()) {
                    for (id, word) in entries {
                        found.entry(id).or_default().push(word);
                    }
                }
            }
        }
        found
    }
}

/// Whether two neighbours are of one word of Latin letters or digits.
fn joins(left: Option<char>, right: Option<char>) -> bool {
    let word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    word(left) && word(right)
}

#[cfg(test)]
mod tests {
    use super::Keywords;

    fn words(list: &[&str]) -> Vec<String> {
        list.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn keywords_are_found_as_they_stand() {
        let mut keywords = Keywords::default();
        keywords.put("a", &words(&["退货", "VIP"]));
        keywords.put("b", &words(&["退货", "发票"]));
        let ids = |text: &str| {
            let mut ids: Vec<&str> = keywords.found_in(text).into_keys().collect();
            ids.sort_unstable();
            ids
        };
        assert_eq!(ids("我想退貨！"), ["a", "b"]);
        assert_eq!(ids("开发票吗"), ["b"]);
        assert_eq!(ids("ｖｉｐ 有什么好处"), ["a"]);
        assert_eq!(ids("vips"), Vec::<&str>::new());
        assert_eq!(keywords.found_in("退货退货")["b"], ["退货"]);
        keywords.remove("b");
        keywords.remove("b");
        assert!(keywords.found_in("发票").is_empty());
        assert_eq!(keywords.found_in("退货").len(), 1);
        keywords.remove("a");
        assert!(keywords.found_in("退货").is_empty());
    }
}
