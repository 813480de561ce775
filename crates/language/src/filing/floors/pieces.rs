//! A text in the pieces that may each tell what it is about: sentences, and the clauses of them.

use crate::normalise::normalise_text;

/// Pieces of a text that are read at most; what it is about is said by then.
const PIECES: usize = 16;
/// Bytes of a text that are read.
const READ: usize = 6_000;
/// A clause of fewer characters says nothing by itself.
const SHORTEST: usize = 2;
const STOPS: &[char] = &['。', '！', '？', '!', '?', '；', ';', '\n', '\r'];
const BREAKS: &[char] = &[
    '，', ',', '、', '：', ':', '“', '”', '"', '…', ' ', '\t', '　', '（', '）', '(', ')',
];

/// The normalised pieces of a text, each once: sentences first, then clauses that are not whole
/// sentences. Never empty.
pub(super) struct Pieces {
    pub texts: Vec<String>,
    /// So many of them are sentences.
    pub sentences: usize,
}

impl Pieces {
    pub fn of(text: &str) -> Self {
        let read = text
            .get(..text.floor_char_boundary(READ))
            .unwrap_or_default();
        let mut texts: Vec<String> = Vec::new();
        for sentence in read.split(STOPS) {
            keep(&mut texts, sentence);
        }
        let sentences = texts.len();
        for clause in read
            .split(STOPS)
            .flat_map(|sentence| sentence.split(BREAKS))
        {
            keep(&mut texts, clause);
        }
        if texts.is_empty() {
            texts.push(normalise_text(read.trim()));
        }
        Self {
            sentences: sentences.clamp(1, texts.len()),
            texts,
        }
    }
}

fn keep(texts: &mut Vec<String>, piece: &str) {
    let piece = normalise_text(piece.trim());
    let long = piece.chars().filter(|c| c.is_alphanumeric()).count() >= SHORTEST;
    if long && texts.len() < PIECES && !texts.contains(&piece) {
        texts.push(piece);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_come_first_and_nothing_twice() {
        let pieces = Pieces::of("你好。我买的壶，摸上面没反应了！\n你好");
        assert_eq!(pieces.sentences, 2);
        assert_eq!(
            pieces.texts,
            [
                "你好",
                "我买的壶,摸上面没反应了",
                "我买的壶",
                "摸上面没反应了"
            ]
        );
        assert_eq!(Pieces::of("？").texts.len(), 1);
    }
}
