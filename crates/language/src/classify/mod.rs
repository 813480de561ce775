//! Puts a text into one of the classes that somebody gave examples of: intents, domains, moods.
//!
//! Two simple experts look at a text ([`Expert`]): a softmax regression over the sentence vector,
//! the layers below it, and characters, words and sounds; and the nearest training texts together
//! with the means of the classes. They err on different texts, so their scores are added with weights that are
//! learnt on texts which the experts have not seen (folds of the training texts); the same weights
//! make the sum of the scores honest probabilities ([`calibration`]).
//!
//! Works from one example a class, without an encoder on characters, words and sounds alone.
//! The same seed and texts give the same model.
//!
//! - [`features`]: a text as sparse and dense numbers, for any linear model
//! - [`linear`]: the trainer
//! - [`Classifier`]: what the rest of the server uses

pub mod calibration;
mod classifier;
pub(crate) mod columns;
mod curvature;
pub(crate) mod descent;
mod experts;
pub mod features;
pub(crate) mod kernel;
pub mod linear;
mod neighbours;
mod parallel;
mod repair;
mod storage;

pub use classifier::{Classifier, Options, Reading, Reason};
pub use experts::Expert;
pub use neighbours::Neighbourhood;
pub use storage::StorageError;

pub(crate) use parallel::{parallel, share};
