//! The heavy loops of training: rows times a matrix, the gradient of that matrix, and sparse rows
//! times a matrix. Written once in plain Rust and compiled for what the processor can do; the
//! compiler makes the vectors.
#![expect(
    clippy::indexing_slicing,
    reason = "numeric code over buffers whose sizes are asserted at the door"
)]

/// Columns are padded to a multiple of this.
pub(super) const LANES: usize = 16;
/// Rows or features that share one pass over a strip of columns.
const BLOCK: usize = 8;
/// Features that are gone through before the next strip, so that their weights stay in the cache.
const DEPTH: usize = 128;
/// Rows whose errors stay in the cache while all features go over them.
const ROWS: usize = 64;

/// Calls the plain function compiled for the best instructions at hand.
macro_rules! dispatch {
    ($plain:ident, $avx512:ident, $avx2:ident, ($($name:ident: $kind:ty),*)) => {
        #[cfg(target_arch = "x86_64")]
        #[target_feature(enable = "avx512f,fma")]
        fn $avx512($($name: $kind),*) { $plain::<true>($($name),*) }
        #[cfg(target_arch = "x86_64")]
        #[target_feature(enable = "avx2,fma")]
        fn $avx2($($name: $kind),*) { $plain::<true>($($name),*) }
    };
}

dispatch!(multiply_plain, multiply_avx512, multiply_avx2,
    (weights: &[f32], rows: &[&[f32]], width: usize, out: &mut [f32]));
dispatch!(gradient_plain, gradient_avx512, gradient_avx2,
    (rows: &[&[f32]], errors: &[f32], width: usize, out: &mut [f32]));
dispatch!(gather_plain, gather_avx512, gather_avx2,
    (weights: &[f32], rows: &[&[(u32, f32)]], width: usize, out: &mut [f32]));

/// Adds `rows · weights` to `out`; the matrix has `width` columns, `out` a row for each row.
pub(crate) fn multiply(weights: &[f32], rows: &[&[f32]], width: usize, out: &mut [f32]) {
    assert!(width.is_multiple_of(LANES) && out.len() == rows.len() * width);
    assert!(rows.iter().all(|row| row.len() * width == weights.len()));
    #[cfg(target_arch = "x86_64")]
    {
        if is_x86_feature_detected!("avx512f") {
            #[expect(unsafe_code, reason = "the feature was detected just above")]
            return unsafe { multiply_avx512(weights, rows, width, out) };
        }
        if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
            #[expect(unsafe_code, reason = "the feature was detected just above")]
            return unsafe { multiply_avx2(weights, rows, width, out) };
        }
    }
    multiply_plain::<false>(weights, rows, width, out);
}

/// Sets `out` to `rowsᵀ · errors`: a row of `width` for each feature.
pub(crate) fn gradient(rows: &[&[f32]], errors: &[f32], width: usize, out: &mut [f32]) {
    assert!(width.is_multiple_of(LANES) && errors.len() == rows.len() * width);
    assert!(rows.iter().all(|row| row.len() * width == out.len()));
    #[cfg(target_arch = "x86_64")]
    {
        if is_x86_feature_detected!("avx512f") {
            #[expect(unsafe_code, reason = "the feature was detected just above")]
            return unsafe { gradient_avx512(rows, errors, width, out) };
        }
        if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
            #[expect(unsafe_code, reason = "the feature was detected just above")]
            return unsafe { gradient_avx2(rows, errors, width, out) };
        }
    }
    gradient_plain::<false>(rows, errors, width, out);
}

/// Adds to each row of `out` what its list names: rows of `weights` times a value. Rows that the
/// matrix has not are passed over.
pub(crate) fn gather(weights: &[f32], rows: &[&[(u32, f32)]], width: usize, out: &mut [f32]) {
    assert!(width > 0 && out.len() == rows.len() * width);
    #[cfg(target_arch = "x86_64")]
    {
        if is_x86_feature_detected!("avx512f") {
            #[expect(unsafe_code, reason = "the feature was detected just above")]
            return unsafe { gather_avx512(weights, rows, width, out) };
        }
        if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
            #[expect(unsafe_code, reason = "the feature was detected just above")]
            return unsafe { gather_avx2(weights, rows, width, out) };
        }
    }
    gather_plain::<false>(weights, rows, width, out);
}

#[inline(always)]
fn fused<const FMA: bool>(a: f32, b: f32, sum: f32) -> f32 {
    if FMA { a.mul_add(b, sum) } else { a * b + sum }
}

#[inline(always)]
fn multiply_plain<const FMA: bool>(
    weights: &[f32],
    rows: &[&[f32]],
    width: usize,
    out: &mut [f32],
) {
    if let [row] = rows {
        for (value, weights) in row.iter().zip(weights.chunks_exact(width)) {
            for (out, weight) in out.iter_mut().zip(weights) {
                *out = fused::<FMA>(*value, *weight, *out);
            }
        }
        return;
    }
    for (part, weights) in weights.chunks(DEPTH * width).enumerate() {
        let depth = weights.len() / width;
        for (rows, out) in rows.chunks(BLOCK).zip(out.chunks_mut(BLOCK * width)) {
            // A short last block computes one of its rows again instead of needing another loop.
            let rows: [&[f32]; BLOCK] = std::array::from_fn(|at| {
                &rows[at.min(rows.len() - 1)][part * DEPTH..part * DEPTH + depth]
            });
            for strip in (0..width).step_by(LANES) {
                let mut sums = [[0f32; LANES]; BLOCK];
                for at in 0..depth {
                    let Some(weights) = weights[at * width + strip..].first_chunk::<LANES>() else {
                        continue;
                    };
                    for (sum, row) in sums.iter_mut().zip(&rows) {
                        for (sum, weight) in sum.iter_mut().zip(weights) {
                            *sum = fused::<FMA>(row[at], *weight, *sum);
                        }
                    }
                }
                for (out, sums) in out.chunks_exact_mut(width).zip(&sums) {
                    for (out, sum) in out[strip..strip + LANES].iter_mut().zip(sums) {
                        *out += sum;
                    }
                }
            }
        }
    }
}

#[inline(always)]
fn gradient_plain<const FMA: bool>(rows: &[&[f32]], errors: &[f32], width: usize, out: &mut [f32]) {
    out.fill(0.0);
    for (rows, errors) in rows.chunks(ROWS).zip(errors.chunks(ROWS * width)) {
        for (block, out) in out.chunks_mut(BLOCK * width).enumerate() {
            let first = block * BLOCK;
            for strip in (0..width).step_by(LANES) {
                let mut sums = [[0f32; LANES]; BLOCK];
                for (row, errors) in rows.iter().zip(errors.chunks_exact(width)) {
                    let Some(errors) = errors[strip..].first_chunk::<LANES>() else {
                        continue;
                    };
                    let values =
                        row[first..]
                            .first_chunk::<BLOCK>()
                            .copied()
                            .unwrap_or_else(|| {
                                std::array::from_fn(|at| {
                                    row.get(first + at).copied().unwrap_or(0.0)
                                })
                            });
                    for (sum, value) in sums.iter_mut().zip(values) {
                        for (sum, error) in sum.iter_mut().zip(errors) {
                            *sum = fused::<FMA>(value, *error, *sum);
                        }
                    }
                }
                for (out, sums) in out.chunks_exact_mut(width).zip(&sums) {
                    for (out, sum) in out[strip..strip + LANES].iter_mut().zip(sums) {
                        *out += sum;
                    }
                }
            }
        }
    }
}

#[inline(always)]
fn gather_plain<const FMA: bool>(
    weights: &[f32],
    rows: &[&[(u32, f32)]],
    width: usize,
    out: &mut [f32],
) {
    for (row, out) in rows.iter().zip(out.chunks_exact_mut(width)) {
        for (at, value) in *row {
            let from = *at as usize * width;
            let Some(weights) = weights.get(from..from + width) else {
                continue;
            };
            for (out, weight) in out.iter_mut().zip(weights) {
                *out = fused::<FMA>(*value, *weight, *out);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(count: usize, seed: f32) -> Vec<f32> {
        (0..count).map(|at| (at as f32 * seed).sin()).collect()
    }

    #[test]
    fn both_loops_agree_with_the_definition() {
        let width = 2 * LANES;
        for (count, features) in [(1, 1), (3, 7), (8, 8), (9, 5), (17, 300)] {
            let store = values(count * features, 0.7);
            let rows: Vec<&[f32]> = store.chunks_exact(features).collect();
            let weights = values(features * width, 0.3);
            let mut out = vec![1f32; count * width];
            multiply(&weights, &rows, width, &mut out);
            let errors = values(count * width, 0.9);
            let mut slope = vec![9f32; features * width];
            gradient(&rows, &errors, width, &mut slope);
            for column in 0..width {
                for (r, row) in rows.iter().enumerate() {
                    let sum: f32 = (0..features)
                        .map(|f| row[f] * weights[f * width + column])
                        .sum();
                    assert!((out[r * width + column] - 1.0 - sum).abs() < 1e-3);
                }
                for f in 0..features {
                    let sum: f32 = rows
                        .iter()
                        .enumerate()
                        .map(|(r, row)| row[f] * errors[r * width + column])
                        .sum();
                    assert!((slope[f * width + column] - sum).abs() < 1e-3);
                }
            }
        }
    }
}
