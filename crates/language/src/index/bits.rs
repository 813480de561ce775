//! A first look at many vectors: of each only the signs, 64 bytes.
//!
//! The vectors of the encoder end in a tanh and are nearly binary, so the signs `b` of a vector
//! `x` say most of it: `q · x ≈ (q · b) / |x|₁`, and `|x|₁` hardly differs between texts. The
//! question keeps four bits a value: with `q ≈ Σ 2^(p-1) s_p`, each `s_p` a row of ±1, the
//! product is four counts of differing bits (the idea of RaBitQ, Gao and Long 2024). On 96,000
//! questions the ten nearest stand among the first hundred so estimated 99.9 times of 100.

#![expect(
    clippy::indexing_slicing,
    clippy::needless_range_loop,
    reason = "fixed sizes; counted loops become wide instructions, zipped ones do not"
)]

use crate::embed::{DIMENSIONS, QuantVec};

/// 64-bit words of a row of signs.
const WORDS: usize = DIMENSIONS / 64;
/// Rows that stand together, word by word, so that they are counted side by side.
const ROWS: usize = 8;
/// Bits of a value of the question.
const PLANES: usize = 4;
/// The mean of 1 / |x|₁ over vectors of texts; the spread is two in a hundred.
const INVERSE_SUM: f32 = 0.0529;

type Block = [[u64; ROWS]; WORDS];

/// Signs of the vectors of all slots.
#[derive(Debug, Clone, Default)]
pub(super) struct Bits {
    blocks: Vec<Block>,
}

impl Bits {
    pub fn bytes(&self) -> usize {
        self.blocks.capacity() * size_of::<Block>()
    }

    /// Sets the signs of a slot.
    pub fn set(&mut self, slot: usize, values: &[i8]) {
        let (block, row) = (slot / ROWS, slot % ROWS);
        if self.blocks.len() <= block {
            self.blocks.resize(block + 1, [[0; ROWS]; WORDS]);
        }
        let Some(block) = self.blocks.get_mut(block) else {
            return;
        };
        for (word, values) in block.iter_mut().zip(values.chunks(64)) {
            if let Some(word) = word.get_mut(row) {
                *word = word_of(values.iter().map(|&value| value >= 0));
            }
        }
    }

    /// About the cosine of the question with each slot up to `reach`; numbers without meaning for
    /// slots that were never set.
    pub fn estimates(&self, query: &QuantVec, reach: usize) -> Vec<f32> {
        let planes = planes(query);
        let mut estimates = vec![0f32; reach.next_multiple_of(ROWS)];
        let step = INVERSE_SUM * query.scale * 16.0;
        let (places, _) = estimates.as_chunks_mut::<ROWS>();
        count(&self.blocks, &planes, step, places);
        estimates.truncate(reach);
        estimates
    }
}

/// The values of the question in sixteenths of 256, as four rows of bits.
fn planes(query: &QuantVec) -> [[u64; WORDS]; PLANES] {
    let mut planes = [[0; WORDS]; PLANES];
    for (p, plane) in planes.iter_mut().enumerate() {
        for (word, values) in plane.iter_mut().zip(query.values.chunks(64)) {
            let sixteenth = |value: i8| (i16::from(value) + 128) >> 4;
            *word = word_of(values.iter().map(|&value| sixteenth(value) >> p & 1 == 1));
        }
    }
    planes
}

fn word_of(bits: impl Iterator<Item = bool>) -> u64 {
    bits.enumerate()
        .fold(0, |word, (at, bit)| word | u64::from(bit) << at)
}

/// Counts with the widest instructions that there are; the loops are the same.
fn count(blocks: &[Block], planes: &[[u64; WORDS]; PLANES], step: f32, to: &mut [[f32; ROWS]]) {
    #[cfg(target_arch = "x86_64")]
    {
        if is_x86_feature_detected!("avx512vpopcntdq")
            && is_x86_feature_detected!("avx512dq")
            && is_x86_feature_detected!("avx512vl")
        {
            #[expect(unsafe_code, reason = "the features were detected just above")]
            return unsafe { count512(blocks, planes, step, to) };
        }
        if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("popcnt") {
            #[expect(unsafe_code, reason = "the features were detected just above")]
            return unsafe { count256(blocks, planes, step, to) };
        }
    }
    count_plain(blocks, planes, step, to);
}

/// One register holds a word of eight rows.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512dq,avx512vl,avx512vpopcntdq")]
fn count512(blocks: &[Block], planes: &[[u64; WORDS]; PLANES], step: f32, to: &mut [[f32; ROWS]]) {
    use std::arch::x86_64::*;
    let most = _mm256_set1_ps((DIMENSIONS * 15 / 2) as f32 * step);
    let step = _mm256_set1_ps(-step);
    for at in 0..blocks.len().min(to.len()) {
        let mut sums = [_mm512_setzero_si512(); PLANES];
        for w in 0..WORDS {
            #[expect(unsafe_code, reason = "loads 64 bytes from 8 words of 8")]
            let word = unsafe { _mm512_loadu_si512(blocks[at][w].as_ptr().cast()) };
            for p in 0..PLANES {
                let differing =
                    _mm512_xor_si512(word, _mm512_set1_epi64(planes[p][w].cast_signed()));
                sums[p] = _mm512_add_epi64(sums[p], _mm512_popcnt_epi64(differing));
            }
        }
        let [one, two, four, eight] = sums;
        let low = _mm512_add_epi64(one, _mm512_slli_epi64::<1>(two));
        let high = _mm512_add_epi64(four, _mm512_slli_epi64::<1>(eight));
        let weighed = _mm512_add_epi64(low, _mm512_slli_epi64::<2>(high));
        let weighed = _mm256_cvtepi32_ps(_mm512_cvtepi64_epi32(weighed));
        let estimates = _mm256_add_ps(most, _mm256_mul_ps(weighed, step));
        #[expect(unsafe_code, reason = "stores 8 numbers into 8")]
        unsafe {
            _mm256_storeu_ps(to[at].as_mut_ptr(), estimates);
        }
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,popcnt")]
fn count256(blocks: &[Block], planes: &[[u64; WORDS]; PLANES], step: f32, to: &mut [[f32; ROWS]]) {
    count_plain(blocks, planes, step, to);
}

#[inline(always)]
fn count_plain(
    blocks: &[Block],
    planes: &[[u64; WORDS]; PLANES],
    step: f32,
    to: &mut [[f32; ROWS]],
) {
    const MOST: f32 = (DIMENSIONS * 15 / 2) as f32;
    let size = blocks.len().min(to.len());
    let (blocks, to) = (&blocks[..size], &mut to[..size]);
    for at in 0..size {
        let mut differing = [[0u64; ROWS]; PLANES];
        for word in 0..WORDS {
            for p in 0..PLANES {
                for row in 0..ROWS {
                    let bits = blocks[at][word][row] ^ planes[p][word];
                    differing[p][row] += u64::from(bits.count_ones());
                }
            }
        }
        for row in 0..ROWS {
            let mut weighed = 0;
            for p in 0..PLANES {
                weighed += differing[p][row] << p;
            }
            to[at][row] = MOST * step - weighed as f32 * step;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vector(seed: f32) -> QuantVec {
        let raw: Vec<f32> = (0..DIMENSIONS)
            .map(|i| {
                ((i as f32 * 1.7 + seed) * seed).sin().signum() * 0.04
                    + (i as f32 * seed).cos() * 0.01
            })
            .collect();
        let norm = raw.iter().map(|v| v * v).sum::<f32>().sqrt();
        QuantVec::quantise(&raw.iter().map(|v| v / norm).collect::<Vec<_>>())
    }

    #[test]
    fn estimates_are_near_the_cosines() {
        let vectors: Vec<QuantVec> = (0..21).map(|i| vector(0.3 + i as f32 * 0.017)).collect();
        let mut bits = Bits::default();
        for (slot, vector) in vectors.iter().enumerate() {
            bits.set(slot, &vector.values);
        }
        let query = vector(0.371);
        let estimates = bits.estimates(&query, 21);
        assert_eq!(estimates.len(), 21);
        for (vector, estimate) in vectors.iter().zip(&estimates) {
            let exact = query.dot(vector);
            assert!((exact - estimate).abs() < 0.15, "{exact} {estimate}");
        }
        let planes = planes(&query);
        let step = INVERSE_SUM * query.scale * 16.0;
        let mut plain = [[0.0; ROWS]; 3];
        count_plain(&bits.blocks, &planes, step, &mut plain);
        assert_eq!(plain.as_flattened()[..21], estimates);
        #[cfg(target_arch = "x86_64")]
        if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("popcnt") {
            let mut by256 = [[0.0; ROWS]; 3];
            #[expect(unsafe_code, reason = "the features were detected just above")]
            unsafe {
                count256(&bits.blocks, &planes, step, &mut by256);
            }
            assert_eq!(plain, by256);
        }
    }

    #[test]
    fn slots_beyond_the_last_are_nothing() {
        assert_eq!(Bits::default().estimates(&vector(0.5), 3), [0.0; 3]);
    }
}
