//! The experts of a classifier: who they are, how they are trained, what they say.

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
    /// Softmax regression over all blocks at once.
    Joint,
    /// The nearest training texts.
    Neighbours,
}

impl Expert {
    /// All experts that the blocks at hand allow.
    pub(super) fn at_hand(features: &Features, examples: &[Example]) -> Vec<Self> {
        let encoded = examples
            .first()
            .is_some_and(|example| !example.vector.is_empty());
        match (encoded, features.layers() > 0, features.columns() > 0) {
            (true, true, true) => vec![Self::Vector, Self::Layers, Self::Sparse, Self::Neighbours],
            (true, false, true) => vec![Self::Vector, Self::Sparse, Self::Neighbours],
            (true, true, false) => vec![Self::Vector, Self::Layers, Self::Neighbours],
            (true, false, false) => vec![Self::Vector, Self::Neighbours],
            (false, ..) => vec![Self::Sparse],
        }
    }

    /// The weight of its scores where there is nothing to learn it from.
    pub(super) fn first_weight(self) -> f32 {
        match self {
            Self::Neighbours => 0.3,
            Self::Vector | Self::Layers | Self::Sparse | Self::Joint => 0.7,
        }
    }

    /// What it is called in an explanation.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Vector => "vector",
            Self::Layers => "layers",
            Self::Sparse => "sparse",
            Self::Joint => "joint",
            Self::Neighbours => "neighbours",
        }
    }

    fn input(self, example: &Example) -> Input<'_> {
        match self {
            Self::Vector | Self::Neighbours => Input {
                dense: &example.vector,
                sparse: &[],
            },
            Self::Layers => Input {
                dense: &example.layers,
                sparse: &[],
            },
            Self::Sparse => Input {
                dense: &[],
                sparse: &example.sparse,
            },
            Self::Joint => Input {
                dense: &example.layers,
                sparse: &example.sparse,
            },
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
        let inputs: Vec<Input<'_>> = examples
            .iter()
            .map(|example| expert.input(example))
            .collect();
        let shape = Shape {
            dense: inputs.first().map_or(0, |input| input.dense.len()),
            sparse: if matches!(expert, Expert::Sparse | Expert::Joint) {
                columns
            } else {
                0
            },
            classes,
        };
        Self::Linear(
            expert,
            Linear::train(&inputs, targets, shape, options, |_| {}),
        )
    }

    /// The scores of all classes, and the neighbourhood where this expert looks at one.
    pub fn look(&self, example: &Example, classes: usize) -> (Vec<f32>, Option<Neighbourhood>) {
        match self {
            Self::Linear(expert, model) => (model.scores(expert.input(example)), None),
            Self::Neighbours(model) => {
                let seen = model.look(&example.vector, classes);
                (seen.scores.clone(), Some(seen))
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
