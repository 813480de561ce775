//! The training texts themselves: the nearest of a new text vote for their labels. Texts that
//! people filed later stand beside them and count for more.

use super::words::Row;

/// Words in more texts than this, and than one text in [`COMMON_PART`], do not look for
/// neighbours: they bring many and tell little.
const COMMON: usize = 2_000;
const COMMON_PART: usize = 50;

/// Texts by word.
#[derive(Debug, Default)]
pub(super) struct Texts {
    /// Where each word's texts begin, and the end.
    pub starts: Vec<u32>,
    /// A text and the word's weight in it; sorted by word, then by text.
    pub postings: Vec<(u32, f32)>,
    /// The labels of each text.
    pub labels: Vec<Vec<u32>>,
    /// Texts that were filed by people after training.
    pub later: Vec<(Row, Vec<u32>)>,
}

impl Texts {
    pub fn learn(rows: &[Row], labels: Vec<Vec<u32>>) -> Self {
        let words = rows.iter().flatten().map(|entry| entry.0 as usize + 1);
        let mut starts = vec![0u32; words.max().unwrap_or(0) + 1];
        for (word, _) in rows.iter().flatten() {
            if let Some(count) = starts.get_mut(*word as usize + 1) {
                *count += 1;
            }
        }
        let mut end = 0;
        for start in &mut starts {
            end += *start;
            *start = end;
        }
        let mut next = starts.clone();
        let mut postings = vec![(0, 0.0); end as usize];
        for (text, row) in rows.iter().enumerate() {
            for &(word, weight) in row {
                let Some(place) = next.get_mut(word as usize) else {
                    continue;
                };
                if let Some(posting) = postings.get_mut(*place as usize) {
                    *posting = (text as u32, weight);
                }
                *place += 1;
            }
        }
        Self {
            starts,
            postings,
            labels,
            later: Vec::new(),
        }
    }

    /// Takes in a text that a person filed; a text filed again forgets what it was filed under.
    pub fn learn_later(&mut self, row: Row, labels: Vec<u32>) {
        self.later.retain(|(known, _)| *known != row);
        self.later.push((row, labels));
    }

    /// The `count` likest texts but `without`, likest first; likeness is the cosine of rows, of
    /// words that are not too common. `likeness` is room for one number a text, all 0.
    pub fn nearest(
        &self,
        row: &Row,
        count: usize,
        without: Option<u32>,
        likeness: &mut Vec<f32>,
    ) -> Vec<(u32, f32)> {
        likeness.resize(self.labels.len(), 0.0);
        let mut touched = Vec::new();
        let mut add = |postings: &[(u32, f32)], weight: f32| {
            for &(text, other) in postings {
                if let Some(sum) = likeness.get_mut(text as usize) {
                    if *sum == 0.0 {
                        touched.push(text);
                    }
                    *sum += weight * other;
                }
            }
        };
        let most = COMMON.max(self.labels.len() / COMMON_PART);
        let rare = |word: u32| self.postings(word).len() <= most;
        let any_rare = row.iter().any(|&(word, _)| rare(word));
        for &(word, weight) in row {
            if rare(word) || !any_rare {
                add(self.postings(word), weight);
            }
        }
        let mut best: Vec<(u32, f32)> = Vec::with_capacity(4 * count + 1);
        let mut least = 0.0;
        for text in touched {
            let Some(sum) = likeness.get_mut(text as usize) else {
                continue;
            };
            let alike = std::mem::take(sum);
            if alike > least && Some(text) != without {
                best.push((text, alike));
            }
            if best.len() > 4 * count {
                keep_best(&mut best, count);
                least = best.iter().map(|near| near.1).fold(f32::INFINITY, f32::min);
            }
        }
        keep_best(&mut best, count);
        best.sort_by(likest);
        best
    }

    fn postings(&self, word: u32) -> &[(u32, f32)] {
        let at = word as usize;
        let (Some(&from), Some(&to)) = (self.starts.get(at), self.starts.get(at + 1)) else {
            return &[];
        };
        self.postings
            .get(from as usize..to as usize)
            .unwrap_or_default()
    }

    pub fn bytes(&self) -> usize {
        let later: usize = self.later.iter().map(|(row, _)| row.len() * 8 + 64).sum();
        let labels: usize = self.labels.iter().map(|own| own.len() * 4 + 24).sum();
        self.starts.len() * 4 + self.postings.len() * 8 + labels + later
    }

    /// Renumbers labels from `at` on.
    pub fn insert_label(&mut self, at: u32) {
        let later = self.later.iter_mut().flat_map(|(_, own)| own);
        for label in self.labels.iter_mut().flatten().chain(later) {
            *label += u32::from(*label >= at);
        }
    }
}

/// The cosine of two rows.
pub(super) fn cosine(a: &Row, b: &Row) -> f32 {
    let (mut a, mut b) = (a.iter().peekable(), b.iter().peekable());
    let mut sum = 0.0;
    while let (Some(&&(left, x)), Some(&&(right, y))) = (a.peek(), b.peek()) {
        if left == right {
            sum += x * y;
        }
        if left <= right {
            a.next();
        }
        if right <= left {
            b.next();
        }
    }
    sum
}

fn likest(a: &(u32, f32), b: &(u32, f32)) -> std::cmp::Ordering {
    b.1.total_cmp(&a.1).then(a.0.cmp(&b.0))
}

pub(super) fn keep_best(best: &mut Vec<(u32, f32)>, count: usize) {
    if best.len() > count && count > 0 {
        best.select_nth_unstable_by(count - 1, likest);
    }
    best.truncate(count);
}
