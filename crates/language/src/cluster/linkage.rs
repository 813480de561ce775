//! Merges the two nearest themes until none are alike enough.

use std::cmp::Ordering;
use std::collections::{BTreeSet, BinaryHeap};

use super::Options;
use super::likeness::Sum;

/// Two themes that may be merged. The nearest first; of equals those that were there first.
#[derive(Debug, PartialEq)]
struct Pair {
    likeness: f32,
    first: usize,
    second: usize,
}

impl Eq for Pair {}

impl Ord for Pair {
    fn cmp(&self, other: &Self) -> Ordering {
        self.likeness
            .total_cmp(&other.likeness)
            .then_with(|| (other.first, other.second).cmp(&(self.first, self.second)))
    }
}

impl PartialOrd for Pair {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// A theme while it is being made; a merged one gets a new place.
struct Node {
    sum: Sum,
    members: Vec<usize>,
    near: BTreeSet<usize>,
}

/// The themes: places of their questions, ascending, and their sum.
pub(super) fn link(
    sums: Vec<Sum>,
    edges: &[(usize, usize)],
    options: Options,
) -> Vec<(Vec<usize>, Sum)> {
    let mut nodes: Vec<Option<Node>> = sums
        .into_iter()
        .enumerate()
        .map(|(at, sum)| {
            Some(Node {
                sum,
                members: vec![at],
                near: BTreeSet::new(),
            })
        })
        .collect();
    let mut queue = BinaryHeap::new();
    for (a, b) in edges {
        offer(&nodes, &mut queue, (*a, *b), options);
        for (own, other) in [(*a, *b), (*b, *a)] {
            if let Some(Some(node)) = nodes.get_mut(own) {
                node.near.insert(other);
            }
        }
    }
    while let Some(pair) = queue.pop() {
        let [Some(_), Some(_)] =
            [pair.first, pair.second].map(|at| nodes.get(at).and_then(Option::as_ref))
        else {
            continue;
        };
        let taken = [pair.first, pair.second].map(|at| nodes.get_mut(at).and_then(Option::take));
        let [Some(mut whole), Some(other)] = taken else {
            continue;
        };
        let place = nodes.len();
        whole.sum.add(&other.sum);
        whole.members.extend(other.members);
        whole.near.extend(other.near);
        whole
            .near
            .retain(|at| nodes.get(*at).is_some_and(Option::is_some));
        for at in &whole.near {
            if let Some(Some(node)) = nodes.get_mut(*at) {
                node.near.remove(&pair.first);
                node.near.remove(&pair.second);
                node.near.insert(place);
            }
        }
        let near: Vec<usize> = whole.near.iter().copied().collect();
        nodes.push(Some(whole));
        for at in near {
            offer(&nodes, &mut queue, (place, at), options);
        }
    }
    let left = nodes.into_iter().flatten();
    left.map(|mut node| {
        node.members.sort_unstable();
        (node.members, node.sum)
    })
    .collect()
}

fn offer(
    nodes: &[Option<Node>],
    queue: &mut BinaryHeap<Pair>,
    (first, second): (usize, usize),
    options: Options,
) {
    if let (Some(Some(a)), Some(Some(b))) = (nodes.get(first), nodes.get(second)) {
        let likeness = a.sum.likeness_from(&b.sum, options, options.alike);
        if likeness >= options.alike {
            queue.push(Pair {
                likeness,
                first,
                second,
            });
        }
    }
}
