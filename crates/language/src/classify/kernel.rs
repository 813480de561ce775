//! The heavy loops of training: rows times a matrix, the gradient of that matrix, and sparse rows
//! times a matrix. Written once in plain Rust and compiled for what the processor can do; the
//! compiler makes the vectors.
#![expect(
    clippy::indexing_slicing,
    clippy::needless_range_loop,
    reason = "numeric code over buffers whose sizes are asserted at the door; counted loops alone are \
              built for the wider registers throughout"
)]

/// Columns are padded to a multiple of this.
pub(crate) const LANES: usize = 16;
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

/// `sum += factor · values`. Counted loops: iterators that are zipped are functions of their own,
/// which the compiler does not always build for the wider registers.
#[inline(always)]
fn add<const FMA: bool>(sum: &mut [f32; LANES], factor: f32, values: &[f32; LANES]) {
    for lane in 0..LANES {
        sum[lane] = fused::<FMA>(factor, values[lane], sum[lane]);
    }
}

/// The lanes of a row of `width` that begin at a place.
#[inline(always)]
fn lanes(of: &[f32], from: usize) -> Option<&[f32; LANES]> {
    of.get(from..)?.first_chunk::<LANES>()
}

/// Adds sums to lanes of a row.
#[inline(always)]
fn add_to(out: &mut [f32], from: usize, sums: &[f32; LANES]) {
    let Some(out) = out
        .get_mut(from..)
        .and_then(|out| out.first_chunk_mut::<LANES>())
    else {
        return;
    };
    for lane in 0..LANES {
        out[lane] += sums[lane];
    }
}

#[inline(always)]
fn multiply_plain<const FMA: bool>(
    weights: &[f32],
    rows: &[&[f32]],
    width: usize,
    out: &mut [f32],
) {
    let features = weights.len() / width;
    if let [row] = rows {
        for at in 0..features {
            for strip in (0..width).step_by(LANES) {
                let (Some(weights), Some(out)) = (
                    lanes(weights, at * width + strip),
                    out.get_mut(strip..).and_then(|out| out.first_chunk_mut()),
                ) else {
                    continue;
                };
                add::<FMA>(out, row[at], weights);
            }
        }
        return;
    }
    for first in (0..features).step_by(DEPTH) {
        let depth = DEPTH.min(features - first);
        for block in (0..rows.len()).step_by(BLOCK) {
            let count = BLOCK.min(rows.len() - block);
            // A short last block computes one of its rows again instead of needing another loop.
            let mut block_rows: [&[f32]; BLOCK] = [&[]; BLOCK];
            for at in 0..BLOCK {
                block_rows[at] = &rows[block + at.min(count - 1)][first..first + depth];
            }
            for strip in (0..width).step_by(LANES) {
                let mut sums = [[0f32; LANES]; BLOCK];
                for at in 0..depth {
                    let Some(weights) = lanes(weights, (first + at) * width + strip) else {
                        continue;
                    };
                    for row in 0..BLOCK {
                        add::<FMA>(&mut sums[row], block_rows[row][at], weights);
                    }
                }
                for row in 0..count {
                    add_to(out, (block + row) * width + strip, &sums[row]);
                }
            }
        }
    }
}

#[inline(always)]
fn gradient_plain<const FMA: bool>(rows: &[&[f32]], errors: &[f32], width: usize, out: &mut [f32]) {
    out.fill(0.0);
    let features = out.len() / width;
    for first_row in (0..rows.len()).step_by(ROWS) {
        let last_row = rows.len().min(first_row + ROWS);
        for first in (0..features).step_by(BLOCK) {
            let count = BLOCK.min(features - first);
            for strip in (0..width).step_by(LANES) {
                let mut sums = [[0f32; LANES]; BLOCK];
                for row in first_row..last_row {
                    let Some(errors) = lanes(errors, row * width + strip) else {
                        continue;
                    };
                    let values = rows[row];
                    if let Some(values) = values.get(first..).and_then(|v| v.first_chunk::<BLOCK>())
                    {
                        for at in 0..BLOCK {
                            add::<FMA>(&mut sums[at], values[at], errors);
                        }
                    } else {
                        for at in 0..count {
                            add::<FMA>(&mut sums[at], values[first + at], errors);
                        }
                    }
                }
                for at in 0..count {
                    add_to(out, (first + at) * width + strip, &sums[at]);
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
    for row in 0..rows.len() {
        for entry in rows[row] {
            let from = entry.0 as usize * width;
            if from + width > weights.len() {
                continue;
            }
            for at in 0..width {
                let place = row * width + at;
                out[place] = fused::<FMA>(entry.1, weights[from + at], out[place]);
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
