//! The arithmetic of universal-sentence-encoder-multilingual v3: token embeddings; three branches
//! that look at 2, 3 and 5 neighbouring tokens, each two residual convolutions; a layer norm; the
//! sum of the tokens, projected; and a small densely connected head with tanh.
#![expect(
    clippy::indexing_slicing,
    reason = "numeric code over buffers that are sized here"
)]

use std::io::{Read, Seek};

use super::LoadError;
use super::gemm::Matrix;
use super::npz::Npz;
use super::table::{Table, WIDTH};

/// Width of a convolution branch.
const BRANCH: usize = 256;
/// Tokens seen by each branch and how many of them stand before the token.
const ORDERS: [(usize, usize); 3] = [(2, 0), (3, 1), (5, 2)];
const PROJECTED: usize = ORDERS.len() * BRANCH;
/// Zero rows around a sentence: the widest window looks two tokens both ways.
const MARGIN: usize = 2;
const FEATURES: usize = WIDTH + ORDERS.len() * BRANCH;
/// The parts of [`Rich::layers`]: the pieces' embeddings and the three branches.
pub const LAYERS: [usize; 4] = [WIDTH, BRANCH, BRANCH, BRANCH];
/// Tokens of a batch: enough to stream each weight once for many, small enough for the cache.
const TOKENS: usize = 384;

/// What the model makes of a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Rich {
    /// The sentence vector, length one.
    pub vector: Vec<f32>,
    /// The layers below it, which keep more of the wording: means over the pieces of the text,
    /// each of the parts [`LAYERS`] of length one.
    pub layers: Vec<f32>,
}

#[derive(Debug)]
struct Branch {
    project: Matrix,
    first: Matrix,
    first_bias: Vec<f32>,
    second: Matrix,
    second_bias: Vec<f32>,
}

/// All weights of the model.
#[derive(Debug)]
pub(super) struct Network {
    table: Table,
    branches: Vec<Branch>,
    /// Bias, gain and shift of the three projections, which are normalised as one row.
    project_bias: Vec<f32>,
    project_norm: [Vec<f32>; 2],
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
        let mut branches = Vec::new();
        let (mut project_bias, mut gain, mut shift) = (Vec::new(), Vec::new(), Vec::new());
        for (order, _) in ORDERS {
            project_bias.extend(vector(npz, &format!("proj_b{order}"), BRANCH)?);
            gain.extend(vector(npz, &format!("ln_g{order}"), BRANCH)?);
            shift.extend(vector(npz, &format!("ln_b{order}"), BRANCH)?);
            branches.push(Branch {
                project: matrix(npz, &format!("proj{order}"), WIDTH, BRANCH)?,
                first: matrix(npz, &format!("w1_{order}"), order * BRANCH, BRANCH)?,
                first_bias: vector(npz, &format!("b1_{order}"), BRANCH)?,
                second: matrix(npz, &format!("w2_{order}"), order * BRANCH, BRANCH)?,
                second_bias: vector(npz, &format!("b2_{order}"), BRANCH)?,
            });
        }
        Ok(Self {
            table: Table::load(npz)?,
            branches,
            project_bias,
            project_norm: [gain, shift],
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
            epsilon: npz
                .array("eps")?
                .floats()?
                .first()
                .copied()
                .unwrap_or(1e-12),
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
            .flat_map(|b| [&b.project, &b.first, &b.second]);
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
        let tokens: usize = batch.iter().map(Vec::len).sum();
        // Row of each token in the buffers that carry zero rows around the sentences.
        let mut places = Vec::with_capacity(tokens);
        let mut place = MARGIN;
        for sentence in batch {
            places.extend(place..place + sentence.len());
            place += sentence.len() + MARGIN;
        }
        let padded = place * BRANCH;

        let mut features = vec![0f32; tokens * FEATURES];
        let mut row = [0f32; WIDTH];
        for (feature, &id) in features
            .chunks_exact_mut(FEATURES)
            .zip(batch.iter().flatten())
        {
            self.table.row(id, &mut row);
            feature[..WIDTH].copy_from_slice(&row);
        }
        let starts: Vec<usize> = (0..tokens).map(|token| token * FEATURES).collect();
        let mut flat = vec![0f32; tokens * BRANCH];
        let mut projected = vec![0f32; tokens * PROJECTED];
        for (i, branch) in self.branches.iter().enumerate() {
            branch.project.multiply(&features, &starts, &mut flat);
            for (to, from) in projected
                .chunks_exact_mut(PROJECTED)
                .zip(flat.chunks_exact(BRANCH))
            {
                to[i * BRANCH..][..BRANCH].copy_from_slice(from);
            }
        }
        for row in projected.chunks_exact_mut(PROJECTED) {
            add(row, &self.project_bias);
            layer_norm(row, &self.project_norm, self.epsilon);
        }
        let mut x = vec![0f32; padded];
        let mut h = vec![0f32; padded];
        for (i, (branch, (_, left))) in self.branches.iter().zip(ORDERS).enumerate() {
            for (from, place) in projected.chunks_exact(PROJECTED).zip(&places) {
                x[place * BRANCH..][..BRANCH].copy_from_slice(&from[i * BRANCH..][..BRANCH]);
            }
            let windows: Vec<usize> = places.iter().map(|place| (place - left) * BRANCH).collect();
            branch.first.multiply(&x, &windows, &mut flat);
            for (from, place) in flat.chunks_exact(BRANCH).zip(&places) {
                let residual = &x[place * BRANCH..][..BRANCH];
                let to = &mut h[place * BRANCH..][..BRANCH];
                rectify_and_add(from, &branch.first_bias, residual, to);
            }
            branch.second.multiply(&h, &windows, &mut flat);
            for (token, (from, place)) in flat.chunks_exact(BRANCH).zip(&places).enumerate() {
                let residual = &h[place * BRANCH..][..BRANCH];
                let at = token * FEATURES + WIDTH + i * BRANCH;
                rectify_and_add(
                    from,
                    &branch.second_bias,
                    residual,
                    &mut features[at..at + BRANCH],
                );
            }
        }
        self.pool_and_head(batch, &mut features, vectors);
    }

    /// Sums each sentence's tokens before the projection (both are linear), then the head.
    fn pool_and_head(&self, batch: &[Vec<u32>], features: &mut [f32], vectors: &mut Vec<Rich>) {
        let mut sums = vec![0f32; batch.len() * FEATURES];
        let mut rows = features.chunks_exact_mut(FEATURES);
        for (sum, sentence) in sums.chunks_exact_mut(FEATURES).zip(batch) {
            for row in rows.by_ref().take(sentence.len()) {
                layer_norm(row, &self.norm, self.epsilon);
                add(sum, row);
            }
        }
        let mut mean = product(&self.pool, &sums);
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
        for (row, sum) in z.chunks_exact(512).zip(sums.chunks_exact(FEATURES)) {
            let mut vector: Vec<f32> = row.iter().map(|value| value.tanh()).collect();
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
    }
}

fn to_length_one(values: &mut [f32], epsilon: f32) {
    let square: f32 = values.iter().map(|value| value * value).sum();
    let norm = square.max(epsilon).sqrt();
    values.iter_mut().for_each(|value| *value /= norm);
}

fn product(matrix: &Matrix, rows: &[f32]) -> Vec<f32> {
    let starts: Vec<usize> = (0..rows.len() / matrix.k)
        .map(|row| row * matrix.k)
        .collect();
    let mut out = vec![0f32; starts.len() * matrix.n];
    matrix.multiply(rows, &starts, &mut out);
    out
}

fn rectified(mut values: Vec<f32>) -> Vec<f32> {
    values.iter_mut().for_each(|value| *value = value.max(0.0));
    values
}

fn add(to: &mut [f32], values: &[f32]) {
    for (to, value) in to.iter_mut().zip(values) {
        *to += value;
    }
}

/// `to = max(from + bias, 0) + residual`
fn rectify_and_add(from: &[f32], bias: &[f32], residual: &[f32], to: &mut [f32]) {
    for (((to, from), bias), residual) in to.iter_mut().zip(from).zip(bias).zip(residual) {
        *to = (from + bias).max(0.0) + residual;
    }
}

fn layer_norm(row: &mut [f32], [gain, bias]: &[Vec<f32>; 2], epsilon: f32) {
    let size = row.len() as f32;
    let mean = sum(row, |value| value) / size;
    row.iter_mut().for_each(|value| *value -= mean);
    let variance = sum(row, |value| value * value) / size;
    let factor = 1.0 / (variance + epsilon).sqrt();
    for ((value, gain), bias) in row.iter_mut().zip(gain).zip(bias) {
        *value = *value * factor * gain + bias;
    }
}

/// Sums in sixteen lanes, which the compiler can do side by side.
fn sum(row: &[f32], map: impl Fn(f32) -> f32) -> f32 {
    let mut lanes = [0f32; 16];
    for chunk in row.as_chunks::<16>().0 {
        for (lane, value) in lanes.iter_mut().zip(chunk) {
            *lane += map(*value);
        }
    }
    lanes.iter().sum()
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
