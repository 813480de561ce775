//! A softmax over the names of a floor, learnt step by step.
//!
//! `score(name) = bias + Σ row · words(name) + vector · meaning(name)` for each piece; a text's score
//! is the smooth maximum `ln Σ exp` over its pieces, so that one clause that names the thing is
//! enough, whatever else is talked about. Steps follow the slope of the cross-entropy and grow
//! shorter weight by weight (Adagrad).
#![expect(
    clippy::indexing_slicing,
    reason = "the inner loops of training; sizes are fixed where the tables are made"
)]

use super::words::Row;
use crate::classify::kernel;
use crate::embed::DIMENSIONS;

/// Biases move by this part of it.
const BIAS_PART: f32 = 0.05;
/// What is off by less is not moved.
const LEAST_ERROR: f32 = 2e-3;

/// A piece as it is weighed.
#[derive(Debug, Clone)]
pub(super) struct Seen {
    pub row: Row,
    /// Empty without an encoder.
    pub vector: Vec<f32>,
}

#[derive(Debug, Clone)]
pub(super) struct Voice {
    pub names: usize,
    /// Columns of the tables: names, filled up.
    width: usize,
    pub words: Vec<f32>,
    pub meaning: Vec<f32>,
    pub bias: Vec<f32>,
}

/// Sums of squared slopes of a voice while it learns.
#[derive(Debug)]
pub(super) struct Slopes {
    words: Vec<f32>,
    meaning: Vec<f32>,
    /// The length of a step.
    step: f32,
}

/// Room for a text's scores, used again and again.
#[derive(Debug, Default)]
pub(super) struct Room {
    pieces: Vec<f32>,
    pub scores: Vec<f32>,
    errors: Vec<(usize, f32)>,
}

impl Voice {
    pub fn new(terms: usize, dense: bool, names: usize) -> Self {
        let width = names.next_multiple_of(kernel::LANES).max(kernel::LANES);
        let dimensions = if dense { DIMENSIONS } else { 0 };
        Self {
            names,
            width,
            words: vec![0.0; terms * width],
            meaning: vec![0.0; dimensions * width],
            bias: vec![0.0; width],
        }
    }

    /// Learning that begins: `first` is what sums begin with, the greater the more careful.
    pub fn slopes(&self, step: f32, first: f32) -> Slopes {
        Slopes {
            words: vec![first; self.words.len()],
            meaning: vec![first; self.meaning.len()],
            step,
        }
    }

    /// The scores of a text's pieces and, in `room.scores`, of the text.
    pub fn weigh(&self, pieces: &[&Seen], room: &mut Room) {
        let width = self.width;
        room.pieces.clear();
        for _ in pieces {
            room.pieces.extend_from_slice(&self.bias);
        }
        let rows: Vec<&[(u32, f32)]> = pieces.iter().map(|piece| piece.row.as_slice()).collect();
        kernel::gather(&self.words, &rows, width, &mut room.pieces);
        if !self.meaning.is_empty() {
            let vectors: Vec<&[f32]> = pieces.iter().map(|piece| piece.vector.as_slice()).collect();
            kernel::multiply(&self.meaning, &vectors, width, &mut room.pieces);
        }
        room.scores.clear();
        room.scores.resize(self.names, f32::NEG_INFINITY);
        for scores in room.pieces.chunks(width) {
            for (highest, score) in room.scores.iter_mut().zip(scores) {
                *highest = highest.max(*score);
            }
        }
        for (name, score) in room.scores.iter_mut().enumerate() {
            let sum: f32 = room
                .pieces
                .chunks(width)
                .map(|scores| (scores[name] - *score).exp())
                .sum();
            *score += sum.ln();
        }
    }

    /// One step towards the name that is right.
    pub fn take(&mut self, pieces: &[&Seen], right: usize, slopes: &mut Slopes, room: &mut Room) {
        self.weigh(pieces, room);
        let scores = room.scores.clone();
        let mut shares = scores.clone();
        super::log_softmax(&mut shares);
        let width = self.width;
        for (at, piece) in pieces.iter().enumerate() {
            room.errors.clear();
            for name in 0..self.names {
                let target = f32::from(u8::from(name == right));
                let error = shares[name].exp() - target;
                if error.abs() < LEAST_ERROR {
                    continue;
                }
                // What this piece has to do with the text's score.
                let own = (room.pieces[at * width + name] - scores[name]).exp();
                if (error * own).abs() >= LEAST_ERROR {
                    room.errors.push((name, error * own));
                }
            }
            if room.errors.is_empty() {
                continue;
            }
            for &(name, error) in &room.errors {
                self.bias[name] -= slopes.step * BIAS_PART * error;
            }
            for &(term, weight) in &piece.row {
                let from = term as usize * width;
                let row = &mut self.words[from..from + width];
                let sums = &mut slopes.words[from..from + width];
                step(row, sums, &room.errors, weight, slopes.step);
            }
            for (dimension, &value) in piece.vector.iter().enumerate() {
                let from = dimension * width;
                let row = &mut self.meaning[from..from + width];
                let sums = &mut slopes.meaning[from..from + width];
                step(row, sums, &room.errors, value, slopes.step);
            }
        }
    }

    pub fn bytes(&self) -> usize {
        let numbers = self.words.len() + self.meaning.len() + self.bias.len();
        numbers * size_of::<f32>()
    }
}

/// Moves the weights of one feature against the errors.
fn step(row: &mut [f32], sums: &mut [f32], errors: &[(usize, f32)], value: f32, length: f32) {
    for &(name, error) in errors {
        let slope = error * value;
        sums[name] += slope * slope;
        row[name] -= length * slope / sums[name].sqrt();
    }
}
