//! Crowding: some phrasings are near to everything (`你会什么`), and so come first for questions
//! that they do not answer. What a candidate has in common with the other candidates says nothing
//! for it, so the mean cosine with its nearest neighbours among them is held against it. (The
//! correction known as CSLS, Conneau et al. 2018, taken over the candidates of one question, so
//! that nothing has to be kept up to date when entries change.)

use super::search::{Found, by_rank};
use super::shelf::Shelf;

/// The best so many hits make the crowd; each hit is compared with these alone, so that asking for
/// thousands of hits costs in proportion.
pub(super) const CANDIDATES: usize = 30;
/// Neighbours that make a crowd.
const NEIGHBOURS: usize = 10;
/// Fewer candidates are no crowd.
const FEWEST: usize = 4;
/// How much crowding counts beside the cosine, for an entry with one phrasing. An entry with more
/// of them is less at the mercy of one that is near to everything.
const WEIGHT: f32 = 0.4;

/// Lowers the likeness of crowded candidates and raises that of lonely ones; their mean stays.
/// `dense` is the share of the cosine in the likeness.
pub(super) fn part(found: &mut [Found<'_>], shelf: &Shelf, dense: f32) {
    if dense == 0.0 || found.len() < FEWEST {
        return;
    }
    if found.len() > CANDIDATES {
        found.select_nth_unstable_by(CANDIDATES - 1, by_rank);
    }
    let crowding = crowding(found, shelf);
    let mean = crowding.iter().sum::<f32>() / crowding.len() as f32;
    for ((entry, features, _), crowding) in found.iter_mut().zip(crowding) {
        let weight = WEIGHT * dense / entry.slots.len() as f32;
        features.crowding = crowding;
        features.likeness = (features.likeness - weight * (crowding - mean)).clamp(0.0, 1.0);
    }
}

/// For each candidate the mean cosine of its best phrasing with those of its neighbours.
fn crowding(found: &[Found<'_>], shelf: &Shelf) -> Vec<f32> {
    let neighbours = NEIGHBOURS.min(found.len() - 1);
    let mut cosines = Vec::with_capacity(CANDIDATES);
    let mut crowding = Vec::with_capacity(found.len());
    for (at, (_, _, own)) in found.iter().enumerate() {
        cosines.clear();
        let crowd = found.iter().take(CANDIDATES).enumerate();
        let others = crowd.filter(|(other, _)| *other != at);
        cosines.extend(others.map(|(_, (_, _, slot))| shelf.cosine(*own, *slot)));
        cosines.sort_unstable_by(|a, b| b.total_cmp(a));
        crowding.push(cosines.iter().take(neighbours).sum::<f32>() / neighbours as f32);
    }
    crowding
}
