//! The experts of a classifier: who they are, how they are trained, what they say.

use super::curvature::Curvature;
use super::features::{Example, Features};
use super::linear::{Input, Linear, LinearOptions, Shape};
use super::neighbours::{Neighbourhood, Neighbours};

/// One way of looking at a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expert {
    /// Softmax regression over the sentence vector, the layers below it, and characters, words and
    /// sounds, together.
    Linear,
    /// The nearest training texts, and the class whose texts lie nearest on the whole.
    Neighbours,
}

impl Expert {
    /// All experts that the features allow.
    pub(super) fn at_hand(examples: &[Example]) -> Vec<Self> {
        let first = examples.first();
        if first.is_some_and(|example| !example.vector.is_empty()) {
            vec![Self::Linear, Self::Neighbours]
        } else {
            vec![Self::Linear]
        }
    }

    /// Its voices: what each is called in an explanation, and the weight of its scores where
    /// there is nothing to learn it from.
    pub(super) fn voices(self) -> &'static [(&'static str, f32)] {
        match self {
            Self::Linear => &[("meaning", 0.9)],
            Self::Neighbours => &[("neighbours", 0.3), ("prototypes", 0.3)],
        }
    }
}

fn input(example: &Example) -> Input<'_> {
    Input {
        dense: [&example.vector, &example.layers],
        sparse: &example.sparse,
    }
}

fn shape(inputs: &[Input<'_>], features: &Features, classes: usize) -> Shape {
    Shape {
        dense: inputs
            .first()
            .map_or([0; 2], |input| input.dense.map(<[f32]>::len)),
        sparse: features.columns(),
        classes,
    }
}

/// How the loss of [`Expert::Linear`] bends over these texts; reckoned once for all its copies.
pub(super) fn curvature(examples: &[Example], features: &Features, classes: usize) -> Curvature {
    let inputs: Vec<Input<'_>> = examples.iter().map(input).collect();
    let shape = shape(&inputs, features, classes);
    Linear::curvature(&inputs, shape, &LinearOptions::default())
}

/// An expert that has learnt.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Trained {
    Linear(Linear),
    Neighbours(Neighbours),
}

impl Trained {
    /// `before` are copies of this expert that learnt from most of these texts.
    pub fn train(
        expert: Expert,
        (examples, targets): (&[&Example], &[u32]),
        features: &Features,
        classes: usize,
        curvature: &Curvature,
        before: &[&Self],
    ) -> Self {
        if expert == Expert::Neighbours {
            let vectors: Vec<&[f32]> = examples
                .iter()
                .map(|example| example.vector.as_slice())
                .collect();
            return Self::Neighbours(Neighbours::train(&vectors, targets, classes));
        }
        let inputs: Vec<Input<'_>> = examples.iter().map(|example| input(example)).collect();
        let shape = shape(&inputs, features, classes);
        let copies: Vec<&Linear> = before
            .iter()
            .filter_map(|copy| match copy {
                Self::Linear(model) => Some(model),
                Self::Neighbours(_) => None,
            })
            .collect();
        let start = Linear::mean(&copies);
        let options = LinearOptions::default();
        Self::Linear(Linear::train(
            &inputs,
            targets,
            shape,
            &options,
            curvature,
            start.as_ref(),
        ))
    }

    /// The scores of all classes by each of its voices, and the neighbourhood where this expert
    /// looks at one.
    pub fn look(
        &self,
        example: &Example,
        classes: usize,
    ) -> (Vec<Vec<f32>>, Option<Neighbourhood>) {
        match self {
            Self::Linear(model) => (vec![model.scores(input(example))], None),
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
            Self::Linear(_) => Expert::Linear,
            Self::Neighbours(_) => Expert::Neighbours,
        }
    }

    pub fn bytes(&self) -> usize {
        match self {
            Self::Linear(model) => model.bytes(),
            Self::Neighbours(model) => model.bytes(),
        }
    }
}
