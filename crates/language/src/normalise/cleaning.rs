//! One pass of normalising, as a list of characters that know where they came from.

use unicode_normalization::char::{canonical_combining_class, decompose_compatible};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::is_han;
use super::traditional::simplify;

/// A character of the result with its byte range in the original.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece {
    pub c: char,
    pub from: usize,
    pub to: usize,
}

/// Folds characters, then spaces, then repetitions; the order makes one pass usually final.
pub(super) fn clean(original: &str) -> Vec<Piece> {
    squeeze(join_spaces(fold(original)))
}

/// Character by character: NFKC with its neighbours, lower case, simplified, one punctuation.
fn fold(original: &str) -> Vec<Piece> {
    let mut folded = Vec::with_capacity(original.len());
    let mut chars = original.char_indices().peekable();
    while let Some((from, first)) = chars.next() {
        let mut to = from + first.len_utf8();
        if is_plain(first) && chars.peek().is_none_or(|&(_, next)| is_plain(next)) {
            emit(first.to_ascii_lowercase(), from, to, &mut folded);
            continue;
        }
        // Marks that may combine with what stands before them are folded together with it.
        while let Some(&(at, next)) = chars.peek() {
            if starts_anew(next) {
                break;
            }
            to = at + next.len_utf8();
            chars.next();
        }
        let Some(cluster) = original.get(from..to) else {
            continue;
        };
        let lowered: String = cluster.nfkc().flat_map(char::to_lowercase).collect();
        for c in lowered.nfkc() {
            emit(c, from, to, &mut folded);
        }
    }
    folded
}

fn is_plain(c: char) -> bool {
    c.is_ascii() || matches!(c, '\u{4e00}'..='\u{9fff}')
}

/// True when `c` can never merge into the character before it.
fn starts_anew(c: char) -> bool {
    if is_plain(c) {
        return true;
    }
    let mut first = None;
    decompose_compatible(c, |part| {
        first.get_or_insert(part);
    });
    let first = first.unwrap_or(c);
    canonical_combining_class(first) == 0
        && is_nfc_quick(std::iter::once(first)) == IsNormalized::Yes
}

fn emit(c: char, from: usize, to: usize, folded: &mut Vec<Piece>) {
    let c = simplify(c);
    if is_invisible(c) {
        return;
    }
    folded.push(Piece {
        c: plain_mark(c),
        from,
        to,
    });
}

/// Zero-width and control characters say nothing; white space of any kind becomes a space.
fn is_invisible(c: char) -> bool {
    (c.is_control() && !c.is_whitespace())
        || matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}'
            | '\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffc}'
            | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0000}'..='\u{e0fff}')
}

fn plain_mark(c: char) -> char {
    match c {
        _ if c.is_whitespace() => ' ',
        '。' | '｡' | '．' => '.',
        '、' | '，' => ',',
        '“' | '”' | '„' | '‟' | '「' | '」' | '『' | '』' | '〝' | '〞' | '«' | '»' => {
            '"'
        }
        '‘' | '’' | '‚' | '‛' | '`' | '´' | 'ʼ' => '\'',
        '【' | '〔' | '〖' => '[',
        '】' | '〕' | '〗' => ']',
        '《' | '〈' => '<',
        '》' | '〉' => '>',
        '—' | '–' | '‐' | '‑' | '‒' | '―' | '−' | '─' => '-',
        '～' | '〜' | '∼' => '~',
        '•' | '‧' | '・' => '·',
        c => c,
    }
}

/// Single spaces, none at the ends and none beside a Chinese character.
fn join_spaces(folded: Vec<Piece>) -> Vec<Piece> {
    let mut joined: Vec<Piece> = Vec::with_capacity(folded.len());
    let mut waiting: Option<Piece> = None;
    for piece in folded {
        if piece.c == ' ' {
            waiting = Some(match waiting {
                Some(first) => Piece {
                    to: piece.to,
                    ..first
                },
                None => piece,
            });
            continue;
        }
        if let Some(space) = waiting.take()
            && let Some(last) = joined.last()
            && !is_han(last.c)
            && !is_han(piece.c)
        {
            joined.push(space);
        }
        joined.push(piece);
    }
    joined
}

/// Cuts runs of one character: letters of a word to two once there are four (or three in
/// Chinese), marks to one. A kept character's range covers what was cut after it.
fn squeeze(joined: Vec<Piece>) -> Vec<Piece> {
    let mut squeezed: Vec<Piece> = Vec::with_capacity(joined.len());
    for run in joined.chunk_by(|a, b| a.c == b.c) {
        let Some((first, last)) = run.first().zip(run.last()) else {
            continue;
        };
        let keep = match first.c {
            c if c.is_numeric() => run.len(),
            c if is_han(c) => run.len().min(2),
            c if c.is_alphabetic() && run.len() < 4 => run.len(),
            c if c.is_alphabetic() => 2,
            _ => 1,
        };
        let kept = run.get(..keep).unwrap_or(run);
        squeezed.extend_from_slice(kept);
        if let Some(end) = squeezed.last_mut() {
            end.to = last.to;
        }
    }
    squeezed
}
