//! Rows of bytes times a matrix of 8-bit weights, the one heavy loop of the encoder.
//!
//! The weights of the model are whole numbers in -127..=127 times one scale a matrix. The rows
//! come as bytes too (`rows.rs` rounds them), so a product is a sum of whole numbers: exact, and
//! the same to the bit with AVX-512 VNNI, with AVX2 and without either.
//!
//! VNNI multiplies unsigned bytes by signed ones, so a row's byte is its value plus 128, and
//! 128 × the sum of a column's weights is taken off at the end.
#![expect(
    clippy::indexing_slicing,
    reason = "kernel over blocks whose sizes are asserted above"
)]

use super::LoadError;
use super::rows::{Bytes, scaled, wide};

/// Columns that are stored together and computed together.
pub(super) const PANEL: usize = 32;
/// Neighbouring values of a row that one step takes.
const STEP: usize = 4;
/// Rows that one pass over a panel serves.
const ROWS: usize = 12;

type Sums = [[i32; PANEL]; ROWS];

/// A matrix of `k` rows and `n` columns (`k` a multiple of [`STEP`], `n` of [`PANEL`]).
#[derive(Debug)]
pub(super) struct Matrix {
    pub k: usize,
    pub n: usize,
    scale: f32,
    /// Panel after panel; within a panel `k / STEP` blocks of [`PANEL`] columns, each with its
    /// [`STEP`] weights.
    weights: Vec<i8>,
    /// For each column 128 × the sum of its weights.
    excess: Vec<i32>,
}

impl Matrix {
    /// Finds the scale that makes the values whole numbers and packs them; row-major input.
    pub fn pack(values: &[f32], k: usize, n: usize) -> Result<Self, LoadError> {
        let largest = values
            .iter()
            .fold(0f32, |largest, value| largest.max(value.abs()));
        let fits = n.is_multiple_of(PANEL) && k.is_multiple_of(STEP);
        if values.len() != k * n || !fits || largest == 0.0 {
            return Err(LoadError::Format("a weight matrix has an unknown shape"));
        }
        let scale = largest / 127.0;
        let mut weights = Vec::with_capacity(k * n);
        let mut excess = vec![0; n];
        for panel in (0..n).step_by(PANEL) {
            for first in (0..k).step_by(STEP) {
                for column in panel..panel + PANEL {
                    for row in first..first + STEP {
                        let whole = values[row * n + column] / scale;
                        if (whole - whole.round()).abs() > 0.05 {
                            return Err(LoadError::Format(
                                "a weight matrix is not of 8-bit values",
                            ));
                        }
                        let whole = whole.round() as i8;
                        weights.push(whole);
                        excess[column] += 128 * i32::from(whole);
                    }
                }
            }
        }
        Ok(Self {
            k,
            n,
            scale,
            weights,
            excess,
        })
    }

    /// Bytes held.
    pub fn bytes(&self) -> usize {
        self.weights.len() + self.excess.len() * 4
    }

    /// The products of the rows with the matrix, rows of `n` one after another in `out`.
    pub fn multiply(&self, x: Bytes<'_>, out: &mut [f32]) {
        assert_eq!(
            out.len(),
            x.starts.len() * self.n,
            "one output row for each input row"
        );
        assert!(
            x.starts.len() == x.scales.len()
                && x.starts
                    .iter()
                    .all(|start| start + self.k <= x.values.len()),
            "rows lie within the input"
        );
        let level = level();
        let mut sums: Sums = [[0; PANEL]; ROWS];
        for (p, panel) in self.weights.chunks_exact(self.k * PANEL).enumerate() {
            let excess = &self.excess[p * PANEL..][..PANEL];
            for (block, rows) in x.starts.chunks(ROWS).enumerate() {
                level.run(x.values, rows, panel, &mut sums);
                wide(|| {
                    for (r, sums) in sums[..rows.len()].iter().enumerate() {
                        let row = block * ROWS + r;
                        let at = row * self.n + p * PANEL;
                        let scale = x.scales[row] * self.scale;
                        scaled(sums, excess, scale, &mut out[at..at + PANEL]);
                    }
                });
            }
        }
    }
}

/// What the processor can do, asked once for each product (the answer is cached by `std`).
#[derive(Debug, Clone, Copy)]
enum Level {
    #[cfg(target_arch = "x86_64")]
    Vnni,
    #[cfg(target_arch = "x86_64")]
    Avx2,
    Portable,
}

fn level() -> Level {
    #[cfg(target_arch = "x86_64")]
    {
        if is_x86_feature_detected!("avx512vnni") && is_x86_feature_detected!("avx512f") {
            return Level::Vnni;
        }
        if is_x86_feature_detected!("avx2") {
            return Level::Avx2;
        }
    }
    Level::Portable
}

impl Level {
    #[expect(
        unsafe_code,
        reason = "the features were detected; sizes are asserted by `multiply`"
    )]
    fn run(self, x: &[u8], rows: &[usize], panel: &[i8], sums: &mut Sums) {
        match self {
            #[cfg(target_arch = "x86_64")]
            Self::Vnni => unsafe { x86::vnni(x, rows, panel, sums) },
            #[cfg(target_arch = "x86_64")]
            Self::Avx2 => unsafe { x86::avx2(x, rows, panel, sums) },
            Self::Portable => portable(x, rows, panel, sums),
        }
    }
}

fn portable(x: &[u8], rows: &[usize], panel: &[i8], sums: &mut Sums) {
    let (weights, _) = panel.as_chunks::<{ STEP * PANEL }>();
    for (sum, &start) in sums.iter_mut().zip(rows) {
        *sum = [0; PANEL];
        for (weights, x) in weights.iter().zip(x[start..].as_chunks::<STEP>().0) {
            let x = x.map(i16::from);
            for (sum, weights) in sum.iter_mut().zip(weights.as_chunks::<STEP>().0) {
                for (x, weight) in x.iter().zip(weights) {
                    *sum += i32::from(*x) * i32::from(*weight);
                }
            }
        }
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::*;

    use super::{PANEL, ROWS, STEP, Sums};

    /// # Safety
    /// Needs AVX-512 VNNI; every `start + panel.len() / PANEL` lies within `x`.
    #[target_feature(enable = "avx512f,avx512vnni")]
    #[expect(unsafe_code, reason = "loads by pointer")]
    pub unsafe fn vnni(x: &[u8], rows: &[usize], panel: &[i8], sums: &mut Sums) {
        unsafe {
            match rows.len() {
                1 => kernel512::<1>(x, rows, panel, sums),
                2 => kernel512::<2>(x, rows, panel, sums),
                3 => kernel512::<3>(x, rows, panel, sums),
                4 => kernel512::<4>(x, rows, panel, sums),
                5 => kernel512::<5>(x, rows, panel, sums),
                6 => kernel512::<6>(x, rows, panel, sums),
                7 => kernel512::<7>(x, rows, panel, sums),
                8 => kernel512::<8>(x, rows, panel, sums),
                9 => kernel512::<9>(x, rows, panel, sums),
                10 => kernel512::<10>(x, rows, panel, sums),
                11 => kernel512::<11>(x, rows, panel, sums),
                _ => kernel512::<ROWS>(x, rows, panel, sums),
            }
        }
    }

    /// Two registers of sixteen columns for each row stay in place over all of `k`.
    #[target_feature(enable = "avx512f,avx512vnni")]
    #[expect(unsafe_code, reason = "loads by pointer within the asserted sizes")]
    unsafe fn kernel512<const R: usize>(x: &[u8], rows: &[usize], panel: &[i8], sums: &mut Sums) {
        let steps = panel.len() / (PANEL * STEP);
        let starts: [*const u8; R] = std::array::from_fn(|r| unsafe { x.as_ptr().add(rows[r]) });
        let mut low = [_mm512_setzero_si512(); R];
        let mut high = [_mm512_setzero_si512(); R];
        let mut weights = panel.as_ptr();
        for step in 0..steps {
            unsafe {
                let w0 = _mm512_loadu_si512(weights.cast());
                let w1 = _mm512_loadu_si512(weights.add(64).cast());
                weights = weights.add(PANEL * STEP);
                for r in 0..R {
                    let four = starts[r].add(step * STEP).cast::<i32>().read_unaligned();
                    let four = _mm512_set1_epi32(four);
                    low[r] = _mm512_dpbusd_epi32(low[r], four, w0);
                    high[r] = _mm512_dpbusd_epi32(high[r], four, w1);
                }
            }
        }
        for r in 0..R {
            unsafe {
                _mm512_storeu_si512(sums[r].as_mut_ptr().cast(), low[r]);
                _mm512_storeu_si512(sums[r].as_mut_ptr().add(16).cast(), high[r]);
            }
        }
    }

    /// # Safety
    /// Needs AVX2; every `start + panel.len() / PANEL` lies within `x`.
    #[target_feature(enable = "avx2")]
    #[expect(unsafe_code, reason = "loads by pointer")]
    pub unsafe fn avx2(x: &[u8], rows: &[usize], panel: &[i8], sums: &mut Sums) {
        // Sixteen registers hold six rows of eight columns; a block is done in quarters of the
        // panel and halves of the rows.
        for columns in (0..PANEL).step_by(8) {
            for first in (0..rows.len()).step_by(6) {
                let some = &rows[first..rows.len().min(first + 6)];
                let to = &mut sums[first..];
                unsafe {
                    match some.len() {
                        1 => kernel256::<1>(x, some, panel, columns, to),
                        2 => kernel256::<2>(x, some, panel, columns, to),
                        3 => kernel256::<3>(x, some, panel, columns, to),
                        4 => kernel256::<4>(x, some, panel, columns, to),
                        5 => kernel256::<5>(x, some, panel, columns, to),
                        _ => kernel256::<6>(x, some, panel, columns, to),
                    }
                }
            }
        }
    }

    /// Widens to 16 bits, where products and their pairs cannot overflow 32; a column's sum is in
    /// two halves until the end.
    #[target_feature(enable = "avx2")]
    #[expect(unsafe_code, reason = "loads by pointer within the asserted sizes")]
    unsafe fn kernel256<const R: usize>(
        x: &[u8],
        rows: &[usize],
        panel: &[i8],
        columns: usize,
        sums: &mut [[i32; PANEL]],
    ) {
        let steps = panel.len() / (PANEL * STEP);
        let starts: [*const u8; R] = std::array::from_fn(|r| unsafe { x.as_ptr().add(rows[r]) });
        let mut low = [_mm256_setzero_si256(); R];
        let mut high = [_mm256_setzero_si256(); R];
        let mut weights = unsafe { panel.as_ptr().add(columns * STEP) };
        for step in 0..steps {
            unsafe {
                let w0 = _mm256_cvtepi8_epi16(_mm_loadu_si128(weights.cast()));
                let w1 = _mm256_cvtepi8_epi16(_mm_loadu_si128(weights.add(16).cast()));
                weights = weights.wrapping_add(PANEL * STEP);
                for r in 0..R {
                    let four = starts[r].add(step * STEP).cast::<i32>().read_unaligned();
                    let wide = _mm_cvtepu8_epi16(_mm_cvtsi32_si128(four));
                    let four = _mm256_broadcastq_epi64(wide);
                    low[r] = _mm256_add_epi32(low[r], _mm256_madd_epi16(four, w0));
                    high[r] = _mm256_add_epi32(high[r], _mm256_madd_epi16(four, w1));
                }
            }
        }
        for r in 0..R {
            // Columns 0 1 4 5 | 2 3 6 7 after the addition of neighbours.
            let pairs = _mm256_hadd_epi32(low[r], high[r]);
            let ordered = _mm256_permute4x64_epi64::<0b11_01_10_00>(pairs);
            unsafe {
                _mm256_storeu_si256(sums[r].as_mut_ptr().add(columns).cast(), ordered);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_levels_agree_with_the_plain_product() {
        let (k, n) = (72, 64);
        let weights: Vec<f32> = (0..k * n)
            .map(|i| ((i * 37 % 255) as f32 - 127.0) * 0.013)
            .collect();
        let matrix = Matrix::pack(&weights, k, n).unwrap();
        let values: Vec<u8> = (0..200).map(|i| (i * 61 % 255 + 1) as u8).collect();
        for count in [1, 5, 7, 12, 13, 30] {
            let starts: Vec<usize> = (0..count).map(|r| r * 4).collect();
            let scales: Vec<f32> = (0..count).map(|r| 0.01 + r as f32 * 0.001).collect();
            let mut out = vec![0.0; count * n];
            let rows = Bytes {
                values: &values,
                starts: &starts,
                scales: &scales,
            };
            matrix.multiply(rows, &mut out);
            for (r, start) in starts.iter().enumerate() {
                for column in 0..n {
                    let plain: f32 = (0..k)
                        .map(|i| {
                            (f32::from(values[start + i]) - 128.0)
                                * scales[r]
                                * weights[i * n + column]
                        })
                        .sum();
                    let out = out[r * n + column];
                    assert!(
                        (out - plain).abs() < 2e-3,
                        "{count} {r} {column}: {out} {plain}"
                    );
                }
            }
            let panel = &matrix.weights[..k * PANEL];
            for rows in starts.chunks(ROWS) {
                let mut wanted = [[0; PANEL]; ROWS];
                portable(&values, rows, panel, &mut wanted);
                for level in levels() {
                    let mut sums = [[0; PANEL]; ROWS];
                    level.run(&values, rows, panel, &mut sums);
                    assert_eq!(sums, wanted, "{level:?} {count}");
                }
            }
        }
    }

    #[test]
    fn the_largest_products_do_not_overflow() {
        let matrix = Matrix::pack(&[1.0; 1280 * 32], 1280, 32).unwrap();
        let values = [255; 1280];
        for level in levels() {
            let mut sums = [[0; PANEL]; ROWS];
            level.run(&values, &[0], &matrix.weights, &mut sums);
            assert_eq!(sums[0], [255 * 127 * 1280; PANEL], "{level:?}");
        }
    }

    fn levels() -> Vec<Level> {
        let mut levels = vec![Level::Portable];
        #[cfg(target_arch = "x86_64")]
        {
            if is_x86_feature_detected!("avx2") {
                levels.push(Level::Avx2);
            }
            if is_x86_feature_detected!("avx512vnni") && is_x86_feature_detected!("avx512f") {
                levels.push(Level::Vnni);
            }
        }
        levels
    }

    #[test]
    fn other_shapes_and_other_values_are_refused() {
        assert!(Matrix::pack(&[1.0; 120], 4, 30).is_err());
        assert!(Matrix::pack(&[1.0; 96], 3, 32).is_err());
        assert!(Matrix::pack(&[0.0; 128], 4, 32).is_err());
        let mut uneven = [1.0; 128];
        uneven[3] = 0.5;
        assert!(Matrix::pack(&uneven, 4, 32).is_err());
    }
}
