//! What reviews are about, without anybody saying it: groups of like sentence vectors (spherical
//! k-means: Dhillon, Modha 2001).

/// Groups; fewer where there are few texts.
const GROUPS: usize = 12;
/// A group for so many texts at least.
const TEXTS_A_GROUP: usize = 200;
const ROUNDS: usize = 8;
/// Texts that are looked at while grouping.
const LOOKED_AT: usize = 6_000;

/// The directions of the groups; none without an encoder.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Topics {
    centres: Vec<Vec<f32>>,
}

impl Topics {
    /// Groups the given vectors; empty ones are passed over.
    pub fn learn<'a>(vectors: impl Iterator<Item = &'a [f32]>) -> Self {
        let all: Vec<&[f32]> = vectors.filter(|vector| !vector.is_empty()).collect();
        let looked_at: Vec<&[f32]> = all
            .iter()
            .step_by(all.len().div_ceil(LOOKED_AT).max(1))
            .copied()
            .collect();
        let groups = GROUPS.min(all.len() / TEXTS_A_GROUP);
        let mut topics = Self {
            centres: first_centres(&looked_at, groups),
        };
        for _ in 0..ROUNDS {
            let mut sums: Vec<Vec<f32>> = topics
                .centres
                .iter()
                .map(|centre| vec![0.0; centre.len()])
                .collect();
            for vector in &looked_at {
                let sum = topics
                    .of(vector)
                    .and_then(|group| sums.get_mut(group as usize));
                for (sum, value) in sum.into_iter().flatten().zip(*vector) {
                    *sum += value;
                }
            }
            for (centre, sum) in topics.centres.iter_mut().zip(sums) {
                let length = dot(&sum, &sum).sqrt();
                if length > 0.0 {
                    *centre = sum.into_iter().map(|value| value / length).collect();
                }
            }
        }
        topics
    }

    /// The group of a vector; none when there are no groups or it is empty.
    pub fn of(&self, vector: &[f32]) -> Option<u32> {
        if vector.is_empty() {
            return None;
        }
        let near = self
            .centres
            .iter()
            .map(|centre| dot(centre, vector))
            .zip(0..);
        near.max_by(|a, b| a.0.total_cmp(&b.0))
            .map(|(_, group)| group)
    }

    pub fn bytes(&self) -> usize {
        self.centres.iter().map(|centre| 4 * centre.len()).sum()
    }
}

/// Each next centre is the text least like all centres before: no chance, and none near another.
fn first_centres(vectors: &[&[f32]], groups: usize) -> Vec<Vec<f32>> {
    let mut centres: Vec<Vec<f32>> = Vec::new();
    let mut nearest = vec![f32::MIN; vectors.len()];
    while centres.len() < groups {
        let next = match centres.last() {
            None => vectors.first(),
            Some(last) => {
                for (nearest, vector) in nearest.iter_mut().zip(vectors) {
                    *nearest = nearest.max(dot(last, vector));
                }
                let least = nearest
                    .iter()
                    .zip(vectors)
                    .min_by(|a, b| a.0.total_cmp(b.0));
                least.map(|(_, vector)| vector)
            }
        };
        let Some(next) = next else { break };
        centres.push(next.to_vec());
    }
    centres
}

fn dot(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn like_vectors_share_a_group() {
        let vectors: Vec<[f32; 2]> = (0..TEXTS_A_GROUP * 2)
            .map(|at| {
                let angle = (at % 2) as f32 * 1.5 + (at % 7) as f32 * 0.02;
                [angle.cos(), angle.sin()]
            })
            .collect();
        let topics = Topics::learn(vectors.iter().map(|vector| vector.as_slice()));
        assert_eq!(topics.centres.len(), 2);
        let group = |angle: f32| topics.of(&[angle.cos(), angle.sin()]);
        assert_eq!(group(0.0), group(0.1));
        assert_ne!(group(0.0), group(1.5));
        assert_eq!(Topics::learn(std::iter::empty()).of(&[1.0]), None);
        assert_eq!(topics.of(&[]), None);
    }
}
