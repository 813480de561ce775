//! Brings a text to one spelling, so that `退貨！！！`, `退货!` and `退 货!` are one text:
//! NFKC (which also folds full width), lower case, traditional to simplified characters, ASCII
//! punctuation, no invisible characters, single spaces (none beside Chinese), and repeated
//! characters cut (`哈哈哈哈` → `哈哈`, `!!!` → `!`, digits are never cut).
//!
//! Every byte of the result maps back to a range of the original that starts and ends at
//! character boundaries, because spans are shown to people. Normalising twice changes nothing.

mod cleaning;
mod traditional;

pub(crate) use traditional::traditional_of;

use std::ops::Range;

use cleaning::Piece;

/// A normalised text and the way back to the original.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Normalised {
    /// The text in its one spelling.
    pub text: String,
    /// For each character: its first byte in `text`, and its byte range in the original.
    spans: Vec<Span>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Span {
    at: usize,
    from: usize,
    to: usize,
}

impl Normalised {
    /// The byte range of the original from which `range` (bytes of [`Self::text`]) came. Ranges
    /// that cut a character are widened to whole characters; an empty range stays empty.
    pub fn original(&self, range: Range<usize>) -> Range<usize> {
        let first = self
            .spans
            .partition_point(|span| span.at <= range.start)
            .saturating_sub(1);
        let after = self.spans.partition_point(|span| span.at < range.end);
        let Some(start) = self.spans.get(first).map(|span| span.from) else {
            return 0..0;
        };
        if range.end <= range.start {
            return start..start;
        }
        let covered = self.spans.get(first..after).unwrap_or_default();
        let start = covered.iter().map(|span| span.from).min().unwrap_or(start);
        let end = covered.iter().map(|span| span.to).max().unwrap_or(start);
        start..end.max(start)
    }
}

/// Normalises any text. Lengths are in bytes.
pub fn normalise(original: &str) -> Normalised {
    let mut pieces = cleaning::clean(original);
    // One pass is final for the characters of daily life; rare ones (an upper-case letter whose
    // lower case composes with the next mark) may need another.
    for _ in 0..4 {
        if pieces.iter().all(|piece| is_settled(piece.c)) {
            break;
        }
        let text: String = pieces.iter().map(|piece| piece.c).collect();
        let again = cleaning::clean(&text);
        if again.len() == pieces.len() && again.iter().zip(&pieces).all(|(a, b)| a.c == b.c) {
            break;
        }
        pieces = compose(&pieces, &again);
    }
    let mut text = String::with_capacity(original.len());
    let mut spans = Vec::with_capacity(pieces.len());
    for piece in pieces {
        spans.push(Span {
            at: text.len(),
            from: piece.from,
            to: piece.to,
        });
        text.push(piece.c);
    }
    Normalised { text, spans }
}

/// The normalised text alone.
pub fn normalise_text(original: &str) -> String {
    normalise(original).text
}

/// What two texts must share to count as the same question: the normalised text without
/// punctuation and spaces at its ends and between words (a mark between two digits stays: 3.5 is
/// not 35). Text of marks alone is its own key.
pub fn key(original: &str) -> String {
    key_of_normalised(&normalise(original).text)
}

/// [`key`] of a text that is normalised already.
pub fn key_of_normalised(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let after = chars.peek().copied().unwrap_or(' ');
        let between_digits = before.is_ascii_digit() && after.is_ascii_digit();
        if c.is_alphanumeric() || between_digits || is_meaningful_mark(c) {
            key.push(c);
        }
        before = c;
    }
    if key.is_empty() { text.to_owned() } else { key }
}

/// True for Chinese characters (and those of Japanese kanji, which share the blocks).
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3134f}' | '〇')
}

/// Marks that change the meaning of what they stand beside: `c++`, `50%`, `a&b`, `#3`.
fn is_meaningful_mark(c: char) -> bool {
    matches!(c, '+' | '%' | '&' | '#' | '@' | '$' | '¥' | '€') || (c as u32 > 0x2000 && !is_mark(c))
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{2000}'..='\u{206f}' | '\u{3000}'..='\u{303f}')
}

fn is_settled(c: char) -> bool {
    c.is_ascii() || matches!(c, '\u{4e00}'..='\u{9fff}')
}

/// Joins two passes: `second` carries ranges over the text of `first`.
fn compose(first: &[Piece], second: &[Piece]) -> Vec<Piece> {
    let mut starts = Vec::with_capacity(first.len());
    let mut at = 0;
    for piece in first {
        starts.push(at);
        at += piece.c.len_utf8();
    }
    let mut joined = Vec::with_capacity(second.len());
    for piece in second {
        let low = starts.partition_point(|&start| start < piece.from);
        let high = starts.partition_point(|&start| start < piece.to).max(low);
        let sources = first.get(low..high).unwrap_or_default();
        let from = sources.iter().map(|source| source.from).min().unwrap_or(0);
        let to = sources.iter().map(|source| source.to).max().unwrap_or(from);
        joined.push(Piece {
            c: piece.c,
            from,
            to,
        });
    }
    joined
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn brings_spellings_together() {
        let table = [
            ("退貨！！！", "退货!"),
            ("我要退 货", "我要退货"),
            ("ＶＩＰ会员　卡", "vip会员卡"),
            ("  Hello,   World ", "hello, world"),
            ("哈哈哈哈哈哈", "哈哈"),
            ("100000元", "100000元"),
            ("www.example.com", "www.example.com"),
            ("sooooo good", "soo good"),
            ("“你好”——他说……", "\"你好\"-他说."),
            ("好\u{200b}的\u{fe0f}", "好的"),
            ("請問面膜過敏怎麼辦？", "请问面膜过敏怎么办?"),
            ("ｶﾞ", "ガ"),
            ("①号", "1号"),
            ("满300减50，行吗。", "满300减50,行吗."),
            ("", ""),
            ("\n\t ", ""),
        ];
        for (from, to) in table {
            assert_eq!(normalise_text(from), to, "{from}");
        }
    }

    #[test]
    fn keys_ignore_marks_but_not_decimals() {
        assert_eq!(key("怎么退货？"), key("怎么 退货"));
        assert_eq!(key("3.5折"), "3.5折");
        assert_ne!(key("c++"), key("c"));
        assert_eq!(key("？？？"), "?");
        assert_eq!(key("Where's my card?"), "wheresmycard");
    }

    #[test]
    fn spans_lead_back() {
        let original = "我想，退 貨！！！谢谢";
        let result = normalise(original);
        let at = result.text.find("退货").unwrap();
        let back = result.original(at..at + "退货".len());
        assert_eq!(original.get(back), Some("退 貨"));
        let at = result.text.find('!').unwrap();
        assert_eq!(original.get(result.original(at..at + 1)), Some("！！！"));
    }

    fn check(original: &str) {
        let once = normalise(original);
        let twice = normalise(&once.text);
        assert_eq!(once.text, twice.text, "{original:?}");
        for (at, c) in once.text.char_indices() {
            let range = once.original(at..at + c.len_utf8());
            assert!(
                original.get(range.clone()).is_some(),
                "{original:?} {range:?}"
            );
            assert!(!range.is_empty(), "{original:?} {at}");
        }
        for start in 0..once.text.len() {
            assert!(
                original
                    .get(once.original(start..once.text.len()))
                    .is_some()
            );
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn any_text_settles(original in "\\PC{0,24}") { check(&original); }

        #[test]
        fn any_characters_settle(chars in proptest::collection::vec(any::<char>(), 0..24)) {
            check(&chars.into_iter().collect::<String>());
        }

        #[test]
        fn mixed_texts_settle(original in "[退貨貨換!！。，,.\\- 　aAＡ1１…—ｶﾞﾟ가각각Iİiß\u{300}\u{301}\u{200d}\u{fe0f}😀]{0,24}") {
            check(&original);
        }
    }

    #[test]
    fn every_character_settles() {
        for c in '\0'..='\u{3ffff}' {
            let once = normalise_text(&format!("a{c}\u{301}"));
            assert_eq!(normalise_text(&once), once, "{c:?}");
        }
    }
}
