//! Rows of floats times a matrix of 8-bit weights, the one heavy loop of the encoder.
//!
//! The weights of the model are whole numbers in -127..=127 times one scale a matrix, so they are
//! kept as bytes (a quarter of the memory) and widened inside the loop, where one widening serves
//! up to twelve rows. The AVX-512 and AVX2 loops and the portable one compute the same sums in
//! the same order of `k`.
#![expect(
    clippy::indexing_slicing,
    reason = "kernel over blocks whose sizes are asserted above"
)]

use super::LoadError;

/// Columns that are stored together and computed together.
pub(super) const PANEL: usize = 32;
/// Rows that one pass over a panel serves.
const ROWS: usize = 12;

/// A matrix of `k` rows and `n` columns (`n` a multiple of [`PANEL`]).
#[derive(Debug)]
pub(super) struct Matrix {
    pub k: usize,
    pub n: usize,
    scale: f32,
    /// Panel after panel; within a panel `k` rows of [`PANEL`] weights.
    weights: Vec<i8>,
}

impl Matrix {
    /// Finds the scale that makes the values whole numbers and packs them; row-major input.
    pub fn pack(values: &[f32], k: usize, n: usize) -> Result<Self, LoadError> {
        let largest = values
            .iter()
            .fold(0f32, |largest, value| largest.max(value.abs()));
        if values.len() != k * n || !n.is_multiple_of(PANEL) || largest == 0.0 {
            return Err(LoadError::Format("a weight matrix has an unknown shape"));
        }
        let scale = largest / 127.0;
        let mut weights = Vec::with_capacity(k * n);
        for panel in (0..n).step_by(PANEL) {
            for row in values.chunks_exact(n) {
                for value in &row[panel..panel + PANEL] {
                    let whole = value / scale;
                    if (whole - whole.round()).abs() > 0.05 {
                        return Err(LoadError::Format("a weight matrix is not of 8-bit values"));
                    }
                    weights.push(whole.round() as i8);
                }
            }
        }
        Ok(Self {
            k,
            n,
            scale,
            weights,
        })
    }

    /// Bytes held.
    pub fn bytes(&self) -> usize {
        self.weights.len()
    }

    /// `out[r] = x[starts[r]..starts[r] + k] · W`, rows of `n` one after another in `out`.
    pub fn multiply(&self, x: &[f32], starts: &[usize], out: &mut [f32]) {
        assert_eq!(
            out.len(),
            starts.len() * self.n,
            "one output row for each input row"
        );
        assert!(
            starts.iter().all(|start| start + self.k <= x.len()),
            "rows lie within the input"
        );
        let level = level();
        for (p, panel) in self.weights.chunks_exact(self.k * PANEL).enumerate() {
            for (block, rows) in starts.chunks(ROWS).enumerate() {
                let mut sums = [[0f32; PANEL]; ROWS];
                level.run(x, rows, panel, &mut sums);
                for (r, sum) in sums.iter().take(rows.len()).enumerate() {
                    let at = (block * ROWS + r) * self.n + p * PANEL;
                    for (to, value) in out[at..at + PANEL].iter_mut().zip(sum) {
                        *to = value * self.scale;
                    }
                }
            }
        }
    }
}

/// What the processor can do, asked once for each product (the answer is cached by `std`).
#[derive(Debug, Clone, Copy)]
enum Level {
    #[cfg(target_arch = "x86_64")]
    Avx512,
    #[cfg(target_arch = "x86_64")]
    Avx2,
    Portable,
}

fn level() -> Level {
    #[cfg(target_arch = "x86_64")]
    {
        if is_x86_feature_detected!("avx512f") {
            return Level::Avx512;
        }
        if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
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
    fn run(self, x: &[f32], rows: &[usize], panel: &[i8], sums: &mut [[f32; PANEL]; ROWS]) {
        match self {
            #[cfg(target_arch = "x86_64")]
            Self::Avx512 => unsafe { x86::avx512(x, rows, panel, sums) },
            #[cfg(target_arch = "x86_64")]
            Self::Avx2 => unsafe { x86::avx2(x, rows, panel, sums) },
            Self::Portable => portable(x, rows, panel, sums),
        }
    }
}

fn portable(x: &[f32], rows: &[usize], panel: &[i8], sums: &mut [[f32; PANEL]; ROWS]) {
    let (weights, _) = panel.as_chunks::<PANEL>();
    for (k, weights) in weights.iter().enumerate() {
        let wide = weights.map(f32::from);
        for (sum, start) in sums.iter_mut().zip(rows) {
            let value = x[start + k];
            for (to, weight) in sum.iter_mut().zip(&wide) {
                *to += value * weight;
            }
        }
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::*;

    use super::{PANEL, ROWS};

    macro_rules! by_rows {
        ($kernel:ident, $x:ident, $rows:ident, $panel:ident, $sums:ident) => {
            match $rows.len() {
                1 => $kernel::<1>($x, $rows, $panel, $sums),
                2 => $kernel::<2>($x, $rows, $panel, $sums),
                3 => $kernel::<3>($x, $rows, $panel, $sums),
                4 => $kernel::<4>($x, $rows, $panel, $sums),
                5 => $kernel::<5>($x, $rows, $panel, $sums),
                6 => $kernel::<6>($x, $rows, $panel, $sums),
                7 => $kernel::<7>($x, $rows, $panel, $sums),
                8 => $kernel::<8>($x, $rows, $panel, $sums),
                9 => $kernel::<9>($x, $rows, $panel, $sums),
                10 => $kernel::<10>($x, $rows, $panel, $sums),
                11 => $kernel::<11>($x, $rows, $panel, $sums),
                _ => $kernel::<ROWS>($x, $rows, $panel, $sums),
            }
        };
    }

    /// # Safety
    /// Needs AVX-512F; every `start + panel.len() / PANEL` lies within `x`.
    #[target_feature(enable = "avx512f")]
    #[expect(unsafe_code, reason = "loads by pointer")]
    pub unsafe fn avx512(x: &[f32], rows: &[usize], panel: &[i8], sums: &mut [[f32; PANEL]; ROWS]) {
        unsafe { by_rows!(kernel512, x, rows, panel, sums) }
    }

    #[target_feature(enable = "avx512f")]
    #[expect(unsafe_code, reason = "loads by pointer within the asserted sizes")]
    unsafe fn kernel512<const R: usize>(
        x: &[f32],
        rows: &[usize],
        panel: &[i8],
        sums: &mut [[f32; PANEL]; ROWS],
    ) {
        let k = panel.len() / PANEL;
        let starts: [*const f32; R] = std::array::from_fn(|r| unsafe { x.as_ptr().add(rows[r]) });
        let mut low = [_mm512_setzero_ps(); R];
        let mut high = [_mm512_setzero_ps(); R];
        let mut weights = panel.as_ptr();
        for at in 0..k {
            unsafe {
                let w0 = _mm512_cvtepi32_ps(_mm512_cvtepi8_epi32(_mm_loadu_si128(weights.cast())));
                let w1 = _mm512_cvtepi32_ps(_mm512_cvtepi8_epi32(_mm_loadu_si128(
                    weights.add(16).cast(),
                )));
                weights = weights.add(PANEL);
                for r in 0..R {
                    let value = _mm512_set1_ps(*starts[r].add(at));
                    low[r] = _mm512_fmadd_ps(value, w0, low[r]);
                    high[r] = _mm512_fmadd_ps(value, w1, high[r]);
                }
            }
        }
        for r in 0..R {
            unsafe {
                _mm512_storeu_ps(sums[r].as_mut_ptr(), low[r]);
                _mm512_storeu_ps(sums[r].as_mut_ptr().add(16), high[r]);
            }
        }
    }

    /// # Safety
    /// Needs AVX2 and FMA; every `start + panel.len() / PANEL` lies within `x`.
    #[target_feature(enable = "avx2,fma")]
    #[expect(unsafe_code, reason = "loads by pointer")]
    pub unsafe fn avx2(x: &[f32], rows: &[usize], panel: &[i8], sums: &mut [[f32; PANEL]; ROWS]) {
        // Sixteen registers hold six rows of two; a block is done in two halves of the panel and
        // two halves of the rows.
        for half in 0..2 {
            for first in (0..rows.len()).step_by(6) {
                let some = &rows[first..rows.len().min(first + 6)];
                let to = &mut sums[first..];
                unsafe {
                    match some.len() {
                        1 => kernel256::<1>(x, some, panel, half, to),
                        2 => kernel256::<2>(x, some, panel, half, to),
                        3 => kernel256::<3>(x, some, panel, half, to),
                        4 => kernel256::<4>(x, some, panel, half, to),
                        5 => kernel256::<5>(x, some, panel, half, to),
                        _ => kernel256::<6>(x, some, panel, half, to),
                    }
                }
            }
        }
    }

    #[target_feature(enable = "avx2,fma")]
    #[expect(unsafe_code, reason = "loads by pointer within the asserted sizes")]
    unsafe fn kernel256<const R: usize>(
        x: &[f32],
        rows: &[usize],
        panel: &[i8],
        half: usize,
        sums: &mut [[f32; PANEL]],
    ) {
        let k = panel.len() / PANEL;
        let starts: [*const f32; R] = std::array::from_fn(|r| unsafe { x.as_ptr().add(rows[r]) });
        let mut low = [_mm256_setzero_ps(); R];
        let mut high = [_mm256_setzero_ps(); R];
        let mut weights = unsafe { panel.as_ptr().add(half * 16) };
        for at in 0..k {
            unsafe {
                let bytes = _mm_loadu_si128(weights.cast());
                let w0 = _mm256_cvtepi32_ps(_mm256_cvtepi8_epi32(bytes));
                let w1 = _mm256_cvtepi32_ps(_mm256_cvtepi8_epi32(_mm_srli_si128::<8>(bytes)));
                weights = weights.wrapping_add(PANEL);
                for r in 0..R {
                    let value = _mm256_set1_ps(*starts[r].add(at));
                    low[r] = _mm256_fmadd_ps(value, w0, low[r]);
                    high[r] = _mm256_fmadd_ps(value, w1, high[r]);
                }
            }
        }
        for r in 0..R {
            unsafe {
                _mm256_storeu_ps(sums[r].as_mut_ptr().add(half * 16), low[r]);
                _mm256_storeu_ps(sums[r].as_mut_ptr().add(half * 16 + 8), high[r]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_levels_agree_with_the_plain_product() {
        let (k, n) = (70, 64);
        let weights: Vec<f32> = (0..k * n)
            .map(|i| ((i * 37 % 255) as f32 - 127.0) * 0.013)
            .collect();
        let matrix = Matrix::pack(&weights, k, n).unwrap();
        let x: Vec<f32> = (0..200).map(|i| (i as f32 * 0.7).sin()).collect();
        for count in [1, 5, 7, 12, 13, 30] {
            let starts: Vec<usize> = (0..count).map(|r| r * 4).collect();
            let mut out = vec![0.0; count * n];
            matrix.multiply(&x, &starts, &mut out);
            for (r, start) in starts.iter().enumerate() {
                for column in 0..n {
                    let plain: f32 = (0..k).map(|i| x[start + i] * weights[i * n + column]).sum();
                    assert!(
                        (out[r * n + column] - plain).abs() < 1e-3,
                        "{count} {r} {column}"
                    );
                }
            }
            let panel = &matrix.weights[..k * PANEL];
            for rows in starts.chunks(ROWS) {
                let mut wanted = [[0.0; PANEL]; ROWS];
                portable(&x, rows, panel, &mut wanted);
                for level in levels() {
                    let mut sums = [[0.0; PANEL]; ROWS];
                    level.run(&x, rows, panel, &mut sums);
                    for (a, b) in sums.iter().flatten().zip(wanted.iter().flatten()) {
                        assert!((a - b).abs() < 1e-2, "{level:?} {count}");
                    }
                }
            }
        }
    }

    fn levels() -> Vec<Level> {
        let mut levels = vec![Level::Portable];
        #[cfg(target_arch = "x86_64")]
        {
            if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
                levels.push(Level::Avx2);
            }
            if is_x86_feature_detected!("avx512f") {
                levels.push(Level::Avx512);
            }
        }
        levels
    }

    #[test]
    fn other_shapes_and_other_values_are_refused() {
        assert!(Matrix::pack(&[1.0; 30], 1, 30).is_err());
        assert!(Matrix::pack(&[0.0; 32], 1, 32).is_err());
        let mut uneven = [1.0; 32];
        uneven[3] = 0.5;
        assert!(Matrix::pack(&uneven, 1, 32).is_err());
    }
}
