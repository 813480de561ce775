//! SentencePiece's unigram segmentation: the most probable way to cut a text into pieces of the
//! vocabulary.

use super::LoadError;
use super::charsmap::Charsmap;
use super::protobuf::fields;

pub(super) const UNKNOWN: u32 = 0;
pub(super) const BEGIN: u32 = 1;
pub(super) const END: u32 = 2;
const NO_PIECE: u32 = u32::MAX;

/// The vocabulary as a trie of characters, nodes in breadth-first order so that the children of
/// a node are neighbours, sorted. About 12 bytes a node.
#[derive(Debug)]
pub(super) struct Pieces {
    charsmap: Charsmap,
    scores: Vec<f32>,
    unknown_score: f32,
    labels: Vec<char>,
    piece_of: Vec<u32>,
    /// Children of node `n` are the nodes `first_child[n]..first_child[n + 1]`.
    first_child: Vec<u32>,
}

impl Pieces {
    /// Parses a SentencePiece model file (a `ModelProto`).
    pub fn parse(model: &[u8]) -> Result<Self, LoadError> {
        let broken = || LoadError::Format("sp.model is not a SentencePiece model");
        let mut pieces = Vec::new();
        let mut scores = Vec::new();
        let mut charsmap = None;
        for field in fields(model) {
            let field = field.ok_or_else(broken)?;
            if field.number == 1 {
                let (text, score, kind) = piece(field.bytes).ok_or_else(broken)?;
                let id = u32::try_from(scores.len()).map_err(|_| broken())?;
                scores.push(score);
                // Unknown (2) and control (3) pieces stand for no text.
                if kind != 2 && kind != 3 && !text.is_empty() {
                    pieces.push((text, id));
                }
            } else if field.number == 3 {
                for rule in fields(field.bytes) {
                    let rule = rule.ok_or_else(broken)?;
                    if rule.number == 2 {
                        charsmap = Charsmap::parse(rule.bytes);
                    }
                }
            }
        }
        let charsmap = charsmap.ok_or_else(broken)?;
        let lowest = scores.iter().copied().fold(f32::INFINITY, f32::min);
        // The marks around a text and the unknown piece have ids of their own.
        if pieces.is_empty() || scores.len() <= END as usize || !lowest.is_finite() {
            return Err(broken());
        }
        pieces.sort_unstable();
        let mut parsed = Self {
            charsmap,
            scores,
            unknown_score: lowest - 10.0,
            labels: vec!['\0'],
            piece_of: vec![NO_PIECE],
            first_child: Vec::new(),
        };
        parsed.grow(&pieces);
        parsed.labels.shrink_to_fit();
        parsed.piece_of.shrink_to_fit();
        parsed.first_child.shrink_to_fit();
        parsed.scores.shrink_to_fit();
        Ok(parsed)
    }

    /// Number of pieces, unknown and control ones included.
    pub fn len(&self) -> usize {
        self.scores.len()
    }

    /// Builds the trie level by level from the sorted pieces.
    fn grow(&mut self, pieces: &[(&str, u32)]) {
        // A node's pieces are a range of the sorted list that shares its first `depth` bytes.
        let mut level = std::collections::VecDeque::from([(0usize, pieces.len(), 0usize)]);
        while let Some((low, high, depth)) = level.pop_front() {
            self.first_child.push(index_of(self.labels.len()));
            let range = pieces.get(low..high).unwrap_or_default();
            let next_char =
                |(text, _): &(&str, u32)| text.get(depth..).and_then(|tail| tail.chars().next());
            let mut from = low
                + range
                    .iter()
                    .take_while(|piece| piece.0.len() == depth)
                    .count();
            let inner = pieces.get(from..high).unwrap_or_default();
            for group in inner.chunk_by(|a, b| next_char(a) == next_char(b)) {
                let to = from + group.len();
                if let Some((text, id)) = group.first()
                    && let Some(label) = next_char(&(*text, *id))
                {
                    let deeper = depth + label.len_utf8();
                    self.labels.push(label);
                    self.piece_of
                        .push(if text.len() == deeper { *id } else { NO_PIECE });
                    level.push_back((from, to, deeper));
                }
                from = to;
            }
        }
        self.first_child.push(index_of(self.labels.len()));
    }

    fn child(&self, node: usize, label: char) -> Option<usize> {
        let low = *self.first_child.get(node)? as usize;
        let high = *self.first_child.get(node + 1)? as usize;
        let at = self.labels.get(low..high)?.binary_search(&label).ok()?;
        Some(low + at)
    }

    /// The ids of the pieces of `text`, between the begin and end marks.
    pub fn encode(&self, text: &str) -> Vec<u32> {
        let normalised = self.charsmap.normalise(text);
        let chars: Vec<char> = normalised.chars().collect();
        let mut ids = vec![BEGIN];
        if chars.is_empty() {
            ids.push(UNKNOWN);
        }
        self.best_path(&chars, &mut ids);
        ids.push(END);
        ids
    }

    /// Viterbi from left to right: for every position the best-scored piece that ends there; the
    /// earlier start wins a tie. A character that begins no piece of length one is unknown.
    fn best_path(&self, chars: &[char], ids: &mut Vec<u32>) {
        #[derive(Clone, Copy)]
        struct Best {
            score: f32,
            from: usize,
            piece: u32,
        }
        let unreached = Best {
            score: f32::NEG_INFINITY,
            from: 0,
            piece: UNKNOWN,
        };
        let mut best = vec![unreached; chars.len() + 1];
        if let Some(start) = best.first_mut() {
            start.score = 0.0;
        }
        for from in 0..chars.len() {
            let base = best.get(from).map_or(f32::NEG_INFINITY, |best| best.score);
            let mut offer = |to: usize, piece: u32, score: f32| {
                if let Some(end) = best.get_mut(to)
                    && base + score > end.score
                {
                    *end = Best {
                        score: base + score,
                        from,
                        piece,
                    };
                }
            };
            let mut node = 0;
            let mut single = false;
            for (at, &label) in chars.iter().enumerate().skip(from) {
                let Some(next) = self.child(node, label) else {
                    break;
                };
                node = next;
                if let Some(&piece) = self.piece_of.get(node)
                    && let Some(&score) = self.scores.get(piece as usize)
                {
                    offer(at + 1, piece, score);
                    single |= at == from;
                }
            }
            if !single {
                offer(from + 1, UNKNOWN, self.unknown_score);
            }
        }
        let first = ids.len();
        let mut at = chars.len();
        while at > 0 {
            let Some(step) = best.get(at) else { break };
            ids.push(step.piece);
            at = step.from;
        }
        if let Some(found) = ids.get_mut(first..) {
            found.reverse();
        }
    }
}

/// Text, score and kind (1 when absent: a normal piece) of one piece.
fn piece(message: &[u8]) -> Option<(&str, f32, u64)> {
    let (mut text, mut score, mut kind) = ("", 0.0, 1);
    for field in fields(message) {
        let field = field?;
        match field.number {
            1 => text = std::str::from_utf8(field.bytes).ok()?,
            2 => score = f32::from_le_bytes(field.bytes.try_into().ok()?),
            3 => kind = field.integer,
            _ => {}
        }
    }
    Some((text, score, kind))
}

fn index_of(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
