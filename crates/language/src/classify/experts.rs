//! The experts of a classifier: who they are, how they are trained, what they say.

use std::borrow::Cow;

use super::features::{Example, Features};
use super::linear::{Input, Linear, LinearOptions, Shape};
use super::neighbours::{Neighbourhood, Neighbours};

/// One way of looking at a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expert {
    /// Softmax regression over the sentence vector.
    Vector,
    /// Softmax regression over the layers below the vector.
    Layers,
    /// Softmax regression over characters, words and sounds.
    Sparse,
    /// Softmax regression over all of these together.
    Joint,
    /// The nearest training texts, and the class whose texts lie nearest on the whole.
    Neighbours,
}

impl Expert {
    /// All experts that the blocks at hand allow.
    pub(super) fn at_hand(features: &Features, examples: &[Example]) -> Vec<Self> {
        let encoded = examples
            .first()
            .is_some_and(|example| !example.vector.is_empty());
        match (encoded, features.layers() > 0, features.columns() > 0) {
            (true, true, true) => vec![
                Self::Vector,
                Self::Layers,
                Self::Sparse,
                Self::Joint,
                Self::Neighbours,
            ],
            (true, false, true) => vec![Self::Vector, Self::Sparse, Self::Neighbours],
            (true, true, false) => vec![Self::Vector, Self::Layers, Self::Neighbours],
            (true, false, false) => vec![Self::Vector, Self::Neighbours],
            (false, ..) => vec![Self::Sparse],
        }
    }

    /// Its voices: what each is called in an explanation, and the weight of its scores where
    /// there is nothing to learn it from.
    pub(super) fn voices(self) -> &'static [(&'static str, f32)] {
        match self {
            Self::Vector => &[("vector", 0.7)],
            Self::Layers => &[("layers", 0.7)],
            Self::Sparse => &[("sparse", 0.7)],
            Self::Joint => &[("joint", 0.7)],
            Self::Neighbours => &[("neighbours", 0.3), ("prototypes", 0.5)],
        }
    }

    fn input(self, example: &Example) -> Seen<'_> {
        let (dense, sparse): (Cow<'_, [f32]>, &[(u32, f32)]) = match self {
            Self::Vector | Self::Neighbours => (Cow::Borrowed(&example.vector), &[]),
            Self::Layers => (Cow::Borrowed(&example.layers), &[]),
            Self::Sparse => (Cow::Borrowed(&[]), &example.sparse),
            Self::Joint => {
                let both = [example.vector.as_slice(), &example.layers].concat();
                (Cow::Owned(both), &example.sparse)
            }
        };
        Seen { dense, sparse }
    }

    /// Alone, sparse features learn in large steps, for each is seen seldom. Beside the vector
    /// they would know the training texts by heart before it has learnt anything.
    fn sparse_rate(self) -> f32 {
        match self {
            Self::Joint => 0.03,
            Self::Vector | Self::Layers | Self::Sparse | Self::Neighbours => 0.5,
        }
    }

    fn is_sparse(self) -> bool {
        matches!(self, Self::Sparse | Self::Joint)
    }
}

/// What an expert looks at in a text.
struct Seen<'a> {
    dense: Cow<'a, [f32]>,
    sparse: &'a [(u32, f32)],
}

impl Seen<'_> {
    fn input(&self) -> Input<'_> {
        Input {
            dense: &self.dense,
            sparse: self.sparse,
        }
    }
}

/// An expert that has learnt.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Trained {
    Linear(Expert, Linear),
    Neighbours(Neighbours),
}

impl Trained {
    pub fn train(
        expert: Expert,
        examples: &[&Example],
        targets: &[u32],
        columns: usize,
        classes: usize,
        options: &LinearOptions,
    ) -> Self {
        if expert == Expert::Neighbours {
            let vectors: Vec<&[f32]> = examples
                .iter()
                .map(|example| example.vector.as_slice())
                .collect();
            return Self::Neighbours(Neighbours::train(&vectors, targets, classes));
        }
        let seen: Vec<Seen<'_>> = examples
            .iter()
            .map(|example| expert.input(example))
            .collect();
        let inputs: Vec<Input<'_>> = seen.iter().map(Seen::input).collect();
        let shape = Shape {
            dense: inputs.first().map_or(0, |input| input.dense.len()),
            sparse: if expert.is_sparse() { columns } else { 0 },
            classes,
        };
        let options = LinearOptions {
            sparse_rate: expert.sparse_rate(),
            ..*options
        };
        Self::Linear(
            expert,
            Linear::train(&inputs, targets, shape, &options, |_| {}),
        )
    }

    /// The scores of all classes by each of its voices, and the neighbourhood where this expert
    /// looks at one.
    pub fn look(
        &self,
        example: &Example,
        classes: usize,
    ) -> (Vec<Vec<f32>>, Option<Neighbourhood>) {
        match self {
            Self::Linear(expert, model) => {
                (vec![model.scores(expert.input(example).input())], None)
            }
            Self::Neighbours(model) => {
                let mut seen = model.look(&example.vector, classes);
                let scores = std::mem::take(&mut seen.scores);
                let prototypes = std::mem::take(&mut seen.prototypes);
                (vec![scores, prototypes], Some(seen))
            }
        }
    }

    pub fn expert(&self) -> Expert {
        match self {
            Self::Linear(expert, _) => *expert,
            Self::Neighbours(_) => Expert::Neighbours,
        }
    }

    pub fn bytes(&self) -> usize {
        match self {
            Self::Linear(_, model) => model.bytes(),
            Self::Neighbours(model) => model.bytes(),
        }
    }
}
