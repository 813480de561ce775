//! How much each n-gram speaks for praise: a logistic regression over sparse rows, lowered over all
//! reviews at once.

use crate::classify::columns::Columns;
use crate::classify::descent::{DescentOptions, descend, plain};
use crate::classify::{kernel, share};

const DESCENT: DescentOptions = DescentOptions {
    steps: 40,
    tolerance: 2e-3,
    first: f64::INFINITY,
};
/// Rows that one thread goes through at a time.
const ROWS: usize = 1_024;

/// The weight of each column.
pub(super) fn learn(
    rows: &[Vec<(u32, f32)>],
    praise: &[bool],
    columns: usize,
    l2: f32,
) -> Vec<f32> {
    let rows: Vec<&[(u32, f32)]> = rows.iter().map(Vec::as_slice).collect();
    let turned = Columns::of(&rows, columns);
    let part = 1.0 / rows.len().max(1) as f32;
    let mut errors = vec![0f32; rows.len()];
    let mut losses = vec![0f64; rows.len().div_ceil(ROWS)];
    descend(vec![0.0; columns], DESCENT, plain, |weights, slope| {
        let jobs = rows.chunks(ROWS).zip(praise.chunks(ROWS));
        let jobs = jobs.zip(errors.chunks_mut(ROWS)).zip(&mut losses);
        share(jobs, |(((rows, praise), errors), loss)| {
            errors.fill(0.0);
            kernel::gather(weights, rows, 1, errors);
            *loss = 0.0;
            for (score, praise) in errors.iter_mut().zip(praise) {
                let side = if *praise { 1.0 } else { -1.0 };
                let margin = side * *score;
                *loss += f64::from((-margin.abs()).exp().ln_1p() - margin.min(0.0));
                *score = -side * part / (1.0 + margin.exp());
            }
        });
        turned.gather(&errors, 1, slope);
        let mut square = 0.0;
        for (slope, weight) in slope.iter_mut().zip(weights) {
            *slope += l2 * weight;
            square += f64::from(weight * weight);
        }
        losses.iter().sum::<f64>() * f64::from(part) + 0.5 * f64::from(l2) * square
    })
}
