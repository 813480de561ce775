//! The arithmetic of universal-sentence-encoder-multilingual v3: token embeddings; three branches
//! that look at 2, 3 and 5 neighbouring tokens, each two residual convolutions; a layer norm; the
//! sum of the tokens, projected; and a small densely connected head with tanh.
#![expect(
    clippy::indexing_slicing,
    reason = "numeric code over buffers that are sized here"
)]

use std::io::{Read, Seek};
use std::sync::Mutex;

use super::LoadError;
use super::gemm::Matrix;
use super::npz::Npz;
use super::projection::{Kept, PROJECTED, Projection};
use super::rows::{
    Bytes, FINER, ZERO, add, largest, layer_norm, rectify_and_add, rest_to_bytes, scale_for, tanh,
    to_bytes, to_length_one, wide,
};
use super::table::{Table, WIDTH};

/// Width of a convolution branch.
pub(super) const BRANCH: usize = 256;
/// Tokens seen by each branch and how many of them stand before the token.
const ORDERS: [(usize, usize); 3] = [(2, 0), (3, 1), (5, 2)];
/// Zero rows around a sentence: the widest window looks two tokens both ways.
const MARGIN: usize = 2;
const FEATURES: usize = WIDTH + ORDERS.len() * BRANCH;
/// The parts of [`Rich::layers`]: the pieces' embeddings and the three branches.
pub const LAYERS: [usize; 4] = [WIDTH, BRANCH, BRANCH, BRANCH];
/// Tokens of a batch: enough to stream each weight once for many, small enough for the cache.
const TOKENS: usize = 384;

/// What the model makes of a text.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Rich {
    /// The sentence vector, length one.
    pub vector: Vec<f32>,
    /// The layers below it, which keep more of the wording: means over the pieces of the text,
    /// each of the parts [`LAYERS`] of length one.
    pub layers: Vec<f32>,
}

#[derive(Debug)]
struct Branch {
    first: Matrix,
    first_bias: Vec<f32>,
    second: Matrix,
    second_bias: Vec<f32>,
}

/// All weights of the model.
#[derive(Debug)]
pub(super) struct Network {
    table: Table,
    projection: Projection,
    branches: Vec<Branch>,
    norm: [Vec<f32>; 2],
    pool: Matrix,
    pool_bias: Vec<f32>,
    d0: Matrix,
    d1: Matrix,
    d2: Matrix,
    d3: Matrix,
    p1: Matrix,
    p3: Matrix,
    epsilon: f32,
}

impl Network {
    pub fn load<R: Read + Seek>(npz: &mut Npz<R>) -> Result<Self, LoadError> {
        let epsilon = npz.array("eps")?.floats()?;
        let epsilon = epsilon.first().copied().unwrap_or(1e-12);
        let mut branches = Vec::new();
        for (order, _) in ORDERS {
            branches.push(Branch {
                first: matrix(npz, &format!("w1_{order}"), order * BRANCH, BRANCH)?,
                first_bias: vector(npz, &format!("b1_{order}"), BRANCH)?,
                second: matrix(npz, &format!("w2_{order}"), order * BRANCH, BRANCH)?,
                second_bias: vector(npz, &format!("b2_{order}"), BRANCH)?,
            });
        }
        Ok(Self {
            table: Table::load(npz)?,
            projection: projection(npz, epsilon)?,
            branches,
            norm: [
                vector(npz, "ln_g", FEATURES)?,
                vector(npz, "ln_b", FEATURES)?,
            ],
            pool: matrix(npz, "cnn_W", FEATURES, 512)?,
            pool_bias: vector(npz, "cnn_b", 512)?,
            d0: matrix(npz, "d0", 512, 320)?,
            d1: matrix(npz, "d1", 320, 320)?,
            d2: matrix(npz, "d2", 320, 512)?,
            d3: matrix(npz, "d3", 512, 512)?,
            p1: matrix(npz, "p1", 512, 320)?,
            p3: matrix(npz, "p3", 320, 512)?,
            epsilon,
        })
    }

    /// Rows of the embedding table.
    pub fn vocabulary(&self) -> usize {
        self.table.rows()
    }

    /// Bytes held by the weights.
    pub fn bytes(&self) -> usize {
        let matrices = [
            &self.pool, &self.d0, &self.d1, &self.d2, &self.d3, &self.p1, &self.p3,
        ];
        let branches = self
            .branches
            .iter()
            .flat_map(|b| [&b.first, &b.second])
            .chain(&self.projection.matrices);
        self.table.bytes()
            + matrices
                .into_iter()
                .chain(branches)
                .map(Matrix::bytes)
                .sum::<usize>()
    }

    /// The vectors of sentences given as piece ids (each with its begin and end mark), with the
    /// layers below them.
    pub fn encode(&self, sentences: &[Vec<u32>]) -> Vec<Rich> {
        let mut vectors = Vec::with_capacity(sentences.len());
        let mut rest = sentences;
        while !rest.is_empty() {
            let mut tokens = 0;
            let count = rest
                .iter()
                .take_while(|sentence| {
                    tokens += sentence.len();
                    tokens <= TOKENS
                })
                .count()
                .max(1);
            let (batch, later) = rest.split_at(count);
            self.encode_batch(batch, &mut vectors);
            rest = later;
        }
        vectors
    }

    fn encode_batch(&self, batch: &[Vec<u32>], vectors: &mut Vec<Rich>) {
        let ids: Vec<u32> = batch.iter().flatten().copied().collect();
        let mut projected = vec![0f32; ids.len() * PROJECTED];
        self.projection.of(&self.table, &ids, &mut projected);
        let branches: Vec<Vec<f32>> = (0..ORDERS.len())
            .map(|i| self.convolve(i, batch, &projected))
            .collect();
        let mut sums = vec![0f32; batch.len() * FEATURES];
        wide(|| {
            let mut row = [0f32; FEATURES];
            let mut at = 0;
            for (sum, sentence) in sums.chunks_exact_mut(FEATURES).zip(batch) {
                for &id in sentence {
                    let (embedding, rest) = row.split_at_mut(WIDTH);
                    if let Some(embedding) = embedding.first_chunk_mut() {
                        self.table.row(id, embedding);
                    }
                    for (to, from) in rest.chunks_exact_mut(BRANCH).zip(&branches) {
                        to.copy_from_slice(&from[at..at + BRANCH]);
                    }
                    layer_norm(&mut row, &self.norm, self.epsilon);
                    add(sum, &row);
                    at += BRANCH;
                }
            }
        });
        self.head(batch, &sums, vectors);
    }

    /// The two convolutions of one branch over all tokens of a batch. Rounding to bytes takes one
    /// scale a sentence, because the windows of a sentence overlap.
    fn convolve(&self, i: usize, batch: &[Vec<u32>], projected: &[f32]) -> Vec<f32> {
        let branch = &self.branches[i];
        let (_, left) = ORDERS[i];
        let tokens = projected.len() / PROJECTED;
        let mut x = vec![0f32; tokens * BRANCH];
        for (to, from) in x
            .chunks_exact_mut(BRANCH)
            .zip(projected.chunks_exact(PROJECTED))
        {
            to.copy_from_slice(&from[i * BRANCH..][..BRANCH]);
        }
        let mut padded = Padded::new(batch, left);
        let mut flat = vec![0f32; tokens * BRANCH];
        let layers = [
            (&branch.first, &branch.first_bias),
            (&branch.second, &branch.second_bias),
        ];
        for (matrix, bias) in layers {
            padded.fill(&x);
            matrix.multiply(padded.rows(), &mut flat);
            wide(|| rectify_and_add(&flat, bias, &mut x));
        }
        x
    }

    /// The sums of each sentence's tokens, projected (summing first is the same and cheaper),
    /// then the densely connected head.
    fn head(&self, batch: &[Vec<u32>], sums: &[f32], vectors: &mut Vec<Rich>) {
        let mut mean = product(&self.pool, sums);
        for (row, sentence) in mean.chunks_exact_mut(512).zip(batch) {
            let length = sentence.len() as f32;
            for (value, bias) in row.iter_mut().zip(&self.pool_bias) {
                *value = (*value + length * bias) / length.sqrt();
            }
        }
        let y0 = rectified(product(&self.d0, &mean));
        let mut y1 = product(&self.p1, &mean);
        add(&mut y1, &product(&self.d1, &y0));
        let y1 = rectified(y1);
        let y2 = rectified(product(&self.d2, &y1));
        let mut z = product(&self.p3, &y1);
        add(&mut z, &product(&self.d3, &y2));
        wide(|| {
            for (row, sum) in z.chunks_exact(512).zip(sums.chunks_exact(FEATURES)) {
                let mut vector = row.to_vec();
                vector.iter_mut().for_each(|value| *value = tanh(*value));
                to_length_one(&mut vector, self.epsilon);
                let mut layers = sum.to_vec();
                let mut rest = layers.as_mut_slice();
                for width in LAYERS {
                    let (layer, later) = rest.split_at_mut(width);
                    to_length_one(layer, self.epsilon);
                    rest = later;
                }
                vectors.push(Rich { vector, layers });
            }
        });
    }
}

/// The tokens of a batch in bytes, with rows of zeros around each sentence.
struct Padded<'a> {
    batch: &'a [Vec<u32>],
    values: Vec<u8>,
    /// Where each token's window begins.
    windows: Vec<usize>,
    scales: Vec<f32>,
}

impl<'a> Padded<'a> {
    fn new(batch: &'a [Vec<u32>], left: usize) -> Self {
        let mut windows = Vec::new();
        let mut place = MARGIN;
        for sentence in batch {
            windows.extend((place..place + sentence.len()).map(|at| (at - left) * BRANCH));
            place += sentence.len() + MARGIN;
        }
        Self {
            batch,
            values: vec![ZERO; place * BRANCH],
            scales: vec![1.0; windows.len()],
            windows,
        }
    }

    fn fill(&mut self, mut x: &[f32]) {
        let mut place = MARGIN;
        let mut scales = self.scales.as_mut_slice();
        wide(|| {
            for sentence in self.batch {
                let (own, later) = x.split_at(sentence.len() * BRANCH);
                let scale = scale_for(largest(own));
                to_bytes(own, scale, &mut self.values[place * BRANCH..][..own.len()]);
                let (own, later_scales) = std::mem::take(&mut scales).split_at_mut(sentence.len());
                own.fill(scale);
                scales = later_scales;
                x = later;
                place += sentence.len() + MARGIN;
            }
        });
    }

    fn rows(&self) -> Bytes<'_> {
        Bytes {
            values: &self.values,
            starts: &self.windows,
            scales: &self.scales,
        }
    }
}

/// Rows of floats times a matrix. Each row is rounded to bytes under its own scale, and what the
/// rounding left over is rounded and multiplied again: one byte alone would cost the sentence
/// vector half of the error that it may have.
pub(super) fn product(matrix: &Matrix, rows: &[f32]) -> Vec<f32> {
    let mut coarse = vec![ZERO; rows.len()];
    let mut fine = vec![ZERO; rows.len()];
    let mut scales = Vec::with_capacity(rows.len() / matrix.k);
    wide(|| {
        for ((row, coarse), fine) in rows
            .chunks_exact(matrix.k)
            .zip(coarse.chunks_exact_mut(matrix.k))
            .zip(fine.chunks_exact_mut(matrix.k))
        {
            let scale = scale_for(largest(row));
            to_bytes(row, scale, coarse);
            rest_to_bytes(row, scale, coarse, fine);
            scales.push(scale);
        }
    });
    let starts: Vec<usize> = (0..scales.len()).map(|row| row * matrix.k).collect();
    let fine_scales: Vec<f32> = scales.iter().map(|scale| scale / FINER).collect();
    let mut out = vec![0f32; starts.len() * matrix.n];
    let mut rest = out.clone();
    for (values, scales, out) in [
        (&coarse, &scales, &mut out),
        (&fine, &fine_scales, &mut rest),
    ] {
        let bytes = Bytes {
            values,
            starts: &starts,
            scales,
        };
        matrix.multiply(bytes, out);
    }
    add(&mut out, &rest);
    out
}

fn rectified(mut values: Vec<f32>) -> Vec<f32> {
    values.iter_mut().for_each(|value| *value = value.max(0.0));
    values
}

fn projection<R: Read + Seek>(npz: &mut Npz<R>, epsilon: f32) -> Result<Projection, LoadError> {
    let (mut bias, mut gain, mut shift) = (Vec::new(), Vec::new(), Vec::new());
    for (order, _) in ORDERS {
        bias.extend(vector(npz, &format!("proj_b{order}"), BRANCH)?);
        gain.extend(vector(npz, &format!("ln_g{order}"), BRANCH)?);
        shift.extend(vector(npz, &format!("ln_b{order}"), BRANCH)?);
    }
    Ok(Projection {
        matrices: [
            matrix(npz, "proj2", WIDTH, BRANCH)?,
            matrix(npz, "proj3", WIDTH, BRANCH)?,
            matrix(npz, "proj5", WIDTH, BRANCH)?,
        ],
        bias,
        norm: [gain, shift],
        epsilon,
        kept: Mutex::new(Kept::default()),
    })
}

fn matrix<R: Read + Seek>(
    npz: &mut Npz<R>,
    name: &str,
    k: usize,
    n: usize,
) -> Result<Matrix, LoadError> {
    Matrix::pack(&npz.array(name)?.floats()?, k, n)
}

fn vector<R: Read + Seek>(npz: &mut Npz<R>, name: &str, n: usize) -> Result<Vec<f32>, LoadError> {
    let values = npz.array(name)?.floats()?;
    if values.len() == n {
        Ok(values)
    } else {
        Err(LoadError::Format("a bias has an unknown size"))
    }
}
