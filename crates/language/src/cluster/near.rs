//! Each question's nearest ones.

use std::collections::HashMap;

use super::Options;
use super::likeness::Sum;
use crate::embed::QuantVec;

/// Neighbours of a question along which themes are merged.
const NEIGHBOURS: usize = 16;
/// N-grams that more questions than this have are left out when neighbours are looked for.
const COMMONEST: usize = 400;

/// Pairs of near questions: the likeness without sides, the later and the earlier place.
pub(super) fn neighbours(sums: &[Sum], options: Options) -> Vec<(usize, usize)> {
    let vectors: Vec<QuantVec> = sums
        .iter()
        .map(|sum| QuantVec::quantise(sum.dense()))
        .collect();
    let mut lists: HashMap<u64, Vec<(u32, f32)>> = HashMap::new();
    let mut best: Vec<Best> = vec![Best::default(); sums.len()];
    let mut row = vec![0f32; sums.len()];
    for (at, (vector, sum)) in vectors.iter().zip(sums).enumerate() {
        row.fill(0.0);
        for (term, weight) in sum.terms() {
            let list = lists.entry(*term).or_default();
            if list.len() < COMMONEST {
                for (other, own) in list.iter() {
                    if let Some(place) = row.get_mut(*other as usize) {
                        *place += weight * own;
                    }
                }
                list.push((u32::try_from(at).unwrap_or(u32::MAX), *weight));
            }
        }
        let mut own = Best::default();
        let earlier = vectors.iter().zip(&row).zip(best.iter_mut()).take(at);
        for (place, ((other, lexical), theirs)) in earlier.enumerate() {
            let likeness = options.dense * vector.dot(other) + (1.0 - options.dense) * lexical;
            if likeness >= options.alike / 2.0 {
                own.note(likeness, place);
                theirs.note(likeness, at);
            }
        }
        if let Some(place) = best.get_mut(at) {
            *place = own;
        }
    }
    let mut edges: Vec<(usize, usize)> = best
        .into_iter()
        .enumerate()
        .flat_map(|(at, best)| {
            let near = best.near.into_iter();
            near.map(move |(_, other)| (at.max(other), at.min(other)))
        })
        .collect();
    edges.sort_unstable();
    edges.dedup();
    edges
}

/// The best few, best first; the earlier of equals.
#[derive(Debug, Clone, Default)]
struct Best {
    near: Vec<(f32, usize)>,
}

impl Best {
    fn note(&mut self, likeness: f32, place: usize) {
        if self.near.len() == NEIGHBOURS
            && self
                .near
                .last()
                .is_some_and(|(least, _)| *least >= likeness)
        {
            return;
        }
        let at = self.near.partition_point(|(known, _)| *known >= likeness);
        self.near.insert(at, (likeness, place));
        self.near.truncate(NEIGHBOURS);
    }
}
