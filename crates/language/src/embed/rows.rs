//! Arithmetic on single rows: rounding to bytes, layer norms, the ends of a convolution. Written
//! once as plain loops; on x86-64 they are compiled a second and third time for wider registers.
//! The loops count instead of zipping: iterators that are zipped are not compiled along.
#![expect(
    clippy::indexing_slicing,
    clippy::needless_range_loop,
    reason = "counted loops over slices that are cut to one size"
)]

/// Rows of bytes within one buffer; a value is `(byte - 128) * scale of its row`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bytes<'a> {
    pub values: &'a [u8],
    pub starts: &'a [usize],
    pub scales: &'a [f32],
}

const LANES: usize = 32;

/// The byte of the value 0.
pub(super) const ZERO: u8 = 128;

/// Runs plain loops compiled for the widest registers that there are. What `work` calls must be
/// `inline(always)` to be compiled along.
pub(super) fn wide<R>(work: impl FnOnce() -> R) -> R {
    #[cfg(target_arch = "x86_64")]
    {
        if is_x86_feature_detected!("avx512f")
            && is_x86_feature_detected!("avx512bw")
            && is_x86_feature_detected!("avx512vl")
        {
            #[expect(unsafe_code, reason = "the features were detected just above")]
            return unsafe { wide512(work) };
        }
        if is_x86_feature_detected!("avx2") {
            #[expect(unsafe_code, reason = "the feature was detected just above")]
            return unsafe { wide256(work) };
        }
    }
    work()
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq")]
fn wide512<R>(work: impl FnOnce() -> R) -> R {
    work()
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn wide256<R>(work: impl FnOnce() -> R) -> R {
    work()
}

/// The largest absolute value.
#[inline(always)]
pub(super) fn largest(values: &[f32]) -> f32 {
    let mut lanes = [0f32; LANES];
    let whole = values.len() / LANES * LANES;
    for at in (0..whole).step_by(LANES) {
        for lane in 0..LANES {
            let value = values[at + lane].abs();
            lanes[lane] = if value > lanes[lane] {
                value
            } else {
                lanes[lane]
            };
        }
    }
    let mut most = 0f32;
    for lane in 0..LANES {
        most = most.max(lanes[lane]);
    }
    for at in whole..values.len() {
        most = most.max(values[at].abs());
    }
    most
}

/// The scale under which values of at most `largest` fit into bytes.
#[inline(always)]
pub(super) fn scale_for(largest: f32) -> f32 {
    if largest > 0.0 { largest / 127.0 } else { 1.0 }
}

/// Added to 1.5 × 2^23 a number's fraction falls off and its low byte is the whole number.
const SHIFT: f32 = 12_582_912.0 + ZERO as f32;

/// Rounds to bytes around [`ZERO`].
#[inline(always)]
pub(super) fn to_bytes(values: &[f32], scale: f32, bytes: &mut [u8]) {
    let factor = 1.0 / scale;
    let size = bytes.len().min(values.len());
    let (bytes, values) = (&mut bytes[..size], &values[..size]);
    for i in 0..size {
        bytes[i] = (values[i] * factor + SHIFT).to_bits() as u8;
    }
}

/// Steps of [`rest_to_bytes`] in one step of [`to_bytes`].
pub(super) const FINER: f32 = 254.0;

/// Rounds what [`to_bytes`] left over, in steps that are [`FINER`] times smaller.
#[inline(always)]
pub(super) fn rest_to_bytes(values: &[f32], scale: f32, coarse: &[u8], fine: &mut [u8]) {
    let factor = 1.0 / scale;
    let size = fine.len().min(values.len()).min(coarse.len());
    let (fine, coarse, values) = (&mut fine[..size], &coarse[..size], &values[..size]);
    for i in 0..size {
        let rest = values[i] * factor - (f32::from(coarse[i]) - f32::from(ZERO));
        fine[i] = (rest * FINER + SHIFT).to_bits() as u8;
    }
}

/// `to += values`
#[inline(always)]
pub(super) fn add(to: &mut [f32], values: &[f32]) {
    let size = to.len().min(values.len());
    let (to, values) = (&mut to[..size], &values[..size]);
    for i in 0..size {
        to[i] += values[i];
    }
}

/// `x = max(from + bias, 0) + x`, row by row of the bias's size.
#[inline(always)]
pub(super) fn rectify_and_add(from: &[f32], bias: &[f32], x: &mut [f32]) {
    let size = bias.len();
    for at in (0..x.len().min(from.len())).step_by(size) {
        let (from, x) = (&from[at..at + size], &mut x[at..at + size]);
        for i in 0..size {
            let value = from[i] + bias[i];
            x[i] += if value > 0.0 { value } else { 0.0 };
        }
    }
}

/// `out = (sums - excess) * scale`
#[inline(always)]
pub(super) fn scaled(sums: &[i32], excess: &[i32], scale: f32, out: &mut [f32]) {
    let size = out.len();
    let (sums, excess) = (&sums[..size], &excess[..size]);
    for i in 0..size {
        out[i] = (sums[i] - excess[i]) as f32 * scale;
    }
}

/// The hyperbolic tangent by the rational approximation of the Eigen library, a few units in the
/// last place off and without a call.
#[inline(always)]
pub(super) fn tanh(x: f32) -> f32 {
    const ODD: [f32; 7] = [
        -2.760_768_5e-16,
        2.000_188e-13,
        -8.604_672e-11,
        5.122_297e-8,
        1.485_722_4e-5,
        6.372_619e-4,
        4.893_524_6e-3,
    ];
    const EVEN: [f32; 4] = [1.198_258_4e-6, 1.185_347e-4, 2.268_434_6e-3, 4.893_525e-3];
    let x = x.clamp(-7.9, 7.9);
    let square = x * x;
    let above = ODD.iter().fold(0.0, |sum, factor| sum * square + factor);
    let below = EVEN.iter().fold(0.0, |sum, factor| sum * square + factor);
    x * above / below
}

/// Brings a row to mean 0 and variance 1, then to the layer's own spread and middle.
#[inline(always)]
pub(super) fn layer_norm(row: &mut [f32], [gain, bias]: &[Vec<f32>; 2], epsilon: f32) {
    let size = row.len();
    let (gain, bias) = (&gain[..size], &bias[..size]);
    let mean = sum(row, |value| value) / size as f32;
    let variance = sum(row, |value| (value - mean) * (value - mean)) / size as f32;
    let factor = 1.0 / (variance + epsilon).sqrt();
    for i in 0..size {
        row[i] = (row[i] - mean) * factor * gain[i] + bias[i];
    }
}

/// Brings a row to length one.
#[inline(always)]
pub(super) fn to_length_one(values: &mut [f32], epsilon: f32) {
    let factor = 1.0 / sum(values, |value| value * value).max(epsilon).sqrt();
    for i in 0..values.len() {
        values[i] *= factor;
    }
}

/// Sums in lanes, which the compiler can do side by side; their number is fixed so that all
/// machines add in the same order.
#[inline(always)]
fn sum(row: &[f32], map: impl Fn(f32) -> f32) -> f32 {
    let mut lanes = [0f32; LANES];
    let whole = row.len() / LANES * LANES;
    for at in (0..whole).step_by(LANES) {
        for lane in 0..LANES {
            lanes[lane] += map(row[at + lane]);
        }
    }
    let mut total = 0.0;
    for lane in 0..LANES {
        total += lanes[lane];
    }
    for at in whole..row.len() {
        total += map(row[at]);
    }
    total
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_the_nearest() {
        let values: Vec<f32> = (0..300).map(|i| (i as f32 * 0.37).sin() * 5.0).collect();
        let scale = scale_for(largest(&values));
        assert!((scale * 127.0 - 5.0).abs() < 0.01);
        let mut bytes = vec![0; values.len()];
        wide(|| to_bytes(&values, scale, &mut bytes));
        for (value, byte) in values.iter().zip(&bytes) {
            let back = (f32::from(*byte) - f32::from(ZERO)) * scale;
            assert!((back - value).abs() <= scale * 0.501, "{value} {byte}");
        }
        assert_eq!(scale_for(largest(&[0.0; 5])), 1.0);
    }

    #[test]
    fn the_tangent_is_near() {
        for i in -1000..1000 {
            let x = i as f32 * 0.01;
            assert!((tanh(x) - x.tanh()).abs() < 1e-6, "{x}");
        }
    }

    #[test]
    fn a_normed_row_has_its_mean_and_spread() {
        let mut row: Vec<f32> = (0..100)
            .map(|i| (i as f32 * 0.7).cos() * 3.0 + 7.0)
            .collect();
        wide(|| layer_norm(&mut row, &[vec![2.0; 100], vec![-1.0; 100]], 1e-12));
        let mean = row.iter().sum::<f32>() / 100.0;
        let variance = row.iter().map(|v| (v - mean).powi(2)).sum::<f32>() / 100.0;
        assert!((mean + 1.0).abs() < 1e-4 && (variance - 4.0).abs() < 1e-3);
    }
}
