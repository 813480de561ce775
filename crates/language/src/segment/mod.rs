//! Cuts a normalised text into what can be counted: words (jieba, with the tenant's own words)
//! and character n-grams. Both are needed: words carry meaning, characters survive typos and
//! wrong cuts.
//!
//! Terms are 64-bit hashes: an index needs to compare them, never to print them.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use jieba_rs::Jieba;

use crate::normalise::is_han;

/// The dictionary without own words is the same for all and loaded once.
static PLAIN: LazyLock<Arc<Jieba>> = LazyLock::new(|| Arc::new(Jieba::new()));

/// Cuts texts into words; cheap to clone.
#[derive(Debug, Clone)]
pub struct Segmenter {
    jieba: Arc<Jieba>,
    fingerprint: u64,
}

/// How often each term stands in a text, sorted by term.
pub type Terms = Vec<(u64, u16)>;

impl Default for Segmenter {
    fn default() -> Self {
        Self {
            jieba: Arc::clone(&PLAIN),
            fingerprint: 0,
        }
    }
}

impl Segmenter {
    /// A segmenter that knows the given words (product names, synonyms; normalised) beside the
    /// general dictionary. With words it holds a copy of the dictionary.
    pub fn with_words<T: AsRef<str>>(words: &[T]) -> Self {
        if words.is_empty() {
            return Self::default();
        }
        let mut jieba = Jieba::clone(&PLAIN);
        let mut fingerprint = 0u64;
        for word in words {
            let word = crate::normalise::normalise_text(word.as_ref());
            if !word.is_empty() {
                jieba.add_word(&word, None, None);
                fingerprint = fingerprint.rotate_left(1) ^ hash(word.as_bytes());
            }
        }
        Self {
            jieba: Arc::new(jieba),
            fingerprint,
        }
    }

    /// Tells segmenters with different own words apart.
    pub fn fingerprint(&self) -> u64 {
        self.fingerprint
    }

    /// The words of a normalised text in their order, without marks and spaces; English words
    /// without their endings. Long Chinese words come with the shorter words inside them.
    pub fn words(&self, text: &str) -> Vec<String> {
        let mut words = Vec::new();
        for token in self.jieba.cut_for_search(text, true) {
            let word = token.word;
            if word.chars().all(|c| c.is_ascii_alphanumeric()) {
                words.push(stem(word).to_owned());
            } else if word.chars().any(char::is_alphanumeric) {
                words.push(word.to_owned());
            }
        }
        words
    }

    /// Cuts a normalised text into words that follow each other without a gap, marks included.
    pub fn cut(&self, text: &str) -> Vec<String> {
        let tokens = self.jieba.cut(text, true);
        tokens
            .into_iter()
            .map(|token| token.word.to_owned())
            .collect()
    }

    /// The words of a normalised text in their order with their parts of speech as the dictionary
    /// tells them: `n…` for things and names, `v` for acts, `a` for qualities, `eng` for Latin letters,
    /// `m` for numbers, `x` for marks. What the dictionary does not know comes by single characters.
    pub fn tagged(&self, text: &str) -> Vec<(String, String)> {
        let tags = self.jieba.tag(text, false);
        tags.into_iter()
            .map(|tag| (tag.word.to_owned(), tag.tag.to_owned()))
            .collect()
    }

    /// The words as terms.
    pub fn word_terms(&self, text: &str) -> Terms {
        count(self.words(text).iter().map(|word| hash(word.as_bytes())))
    }
}

/// Character n-grams of a normalised text as terms: one and two neighbours in Chinese; whole
/// words, and three and four letters with marked ends, in scripts with spaces; whole numbers.
pub fn character_terms(text: &str) -> Terms {
    let mut terms = Vec::new();
    let mut gram = String::new();
    for run in runs(text) {
        if run.first().copied().is_some_and(is_han) {
            for size in 1..=2 {
                for window in run.windows(size) {
                    gram.clear();
                    gram.extend(window);
                    terms.push(hash(gram.as_bytes()));
                }
            }
            continue;
        }
        gram.clear();
        gram.push('\u{1}');
        gram.extend(&run);
        terms.push(hash(gram.as_bytes()));
        if run.len() > 2 && run.iter().all(|c| c.is_alphabetic()) {
            let marked: Vec<char> = std::iter::once('\u{2}')
                .chain(run.iter().copied())
                .chain(['\u{3}'])
                .collect();
            for size in 3..=4 {
                for window in marked.windows(size) {
                    gram.clear();
                    gram.extend(window);
                    terms.push(hash(gram.as_bytes()));
                }
            }
        }
    }
    count(terms.into_iter())
}

/// Runs of characters of one kind: Chinese, digits, other letters; all else only parts them.
pub(crate) fn runs(text: &str) -> Vec<Vec<char>> {
    let kind = |c: char| match c {
        c if is_han(c) => 1,
        c if c.is_numeric() => 2,
        c if c.is_alphabetic() => 3,
        '+' | '#' | '%' => 4,
        c if (c as u32) > 0x2100 && !c.is_whitespace() => 5,
        _ => 0,
    };
    let chars: Vec<char> = text.chars().collect();
    chars
        .chunk_by(|a, b| kind(*a) == kind(*b))
        .filter(|run| run.first().is_some_and(|&c| kind(c) != 0))
        .map(<[char]>::to_vec)
        .collect()
}

/// Takes the commonest English endings off, enough to join `cards` with `card` and `charged`
/// with `charge`. Words of up to three letters, and words with digits, stay whole.
fn stem(word: &str) -> &str {
    if word.len() <= 3 || word.bytes().any(|byte| byte.is_ascii_digit()) {
        return word;
    }
    let cut = |ending: &str| word.strip_suffix(ending).filter(|rest| rest.len() >= 3);
    if word.ends_with("ss") || word.ends_with("us") || word.ends_with("is") {
        return word;
    }
    for ending in ["ing", "ied", "ies", "ed", "es", "s", "e", "y"] {
        if let Some(rest) = cut(ending) {
            return rest;
        }
    }
    word
}

fn count(terms: impl Iterator<Item = u64>) -> Terms {
    let mut counts: HashMap<u64, u16> = HashMap::new();
    for term in terms {
        let count = counts.entry(term).or_default();
        *count = count.saturating_add(1);
    }
    let mut terms: Terms = counts.into_iter().collect();
    terms.sort_unstable();
    terms
}

/// The term of a word that [`Segmenter::words`] gave.
pub(crate) fn term(word: &str) -> u64 {
    hash(word.as_bytes())
}

/// FNV-1a with a final mix; stable over versions and machines.
pub(crate) fn hash(bytes: &[u8]) -> u64 {
    let mut state = 0xcbf2_9ce4_8422_2325u64;
    for byte in bytes {
        state = (state ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    state ^= state >> 32;
    state.wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// Whether a word stands in a text, both normalised. Latin letters and digits must stand as whole
/// words (`vip` is not in `vips`); Chinese words match anywhere.
pub fn stands_whole(text: &str, word: &str) -> bool {
    let joins = |left: Option<char>, right: Option<char>| {
        let is_latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        is_latin(left) && is_latin(right)
    };
    text.match_indices(word).any(|(at, found)| {
        let before = text.get(..at).and_then(|head| head.chars().next_back());
        let after = text
            .get(at + found.len()..)
            .and_then(|tail| tail.chars().next());
        !joins(before, found.chars().next()) && !joins(found.chars().next_back(), after)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latin_words_stand_whole() {
        for (text, word, stands) in [
            ("我想开发票", "发票", true),
            ("vip有什么好处", "vip", true),
            ("vips", "vip", false),
            ("svip and vip", "vip", true),
            ("退款", "退货", false),
        ] {
            assert_eq!(stands_whole(text, word), stands, "{text} {word}");
        }
    }

    #[test]
    fn cuts_words() {
        let segmenter = Segmenter::default();
        assert_eq!(segmenter.words("怎么申请退货?"), ["怎么", "申请", "退货"]);
        assert_eq!(
            segmenter.words("my cards were charged twice!"),
            ["my", "card", "wer", "charg", "twic"]
        );
        assert!(segmenter.words("?!,. ").is_empty());
    }

    #[test]
    fn knows_the_tenants_words() {
        let name = "清禾水光瓶";
        assert!(
            !Segmenter::default()
                .words("清禾水光瓶好用吗")
                .contains(&name.to_owned())
        );
        let segmenter = Segmenter::with_words(&[name]);
        assert!(
            segmenter
                .words("清禾水光瓶好用吗")
                .contains(&name.to_owned())
        );
    }

    #[test]
    fn grams_of_both_kinds_of_script() {
        // 退 货 款 退货 货款, and 12 as a whole.
        assert_eq!(character_terms("退货款12").len(), 6);
        let shared = |a: &str, b: &str| {
            let b = character_terms(b);
            character_terms(a)
                .iter()
                .filter(|term| b.contains(term))
                .count()
        };
        assert!(shared("refund", "refnud") >= 2);
        assert_eq!(shared("退货", "发票"), 0);
        assert!(character_terms("").is_empty());
    }

    #[test]
    fn stems_join_forms() {
        for (a, b) in [
            ("cards", "card"),
            ("charged", "charge"),
            ("topping", "topping"),
            ("fees", "fee"),
        ] {
            assert_eq!(stem(a), stem(b), "{a} {b}");
        }
        assert_eq!(stem("vip"), "vip");
        assert_eq!(stem("address"), "address");
    }
}
