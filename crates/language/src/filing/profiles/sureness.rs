//! How sure is the first label, really? A logistic curve through what was judged.

/// The flattest curve.
const LEAST_SLOPE: f64 = 0.05;

/// Slope and offset of a logistic curve through judged log-odds; keeps close to the identity while
/// little is judged. A falling curve would turn the order round, which no judge can mean: then the
/// offset alone is fitted.
pub(in crate::filing) fn curve(judged: &[(f32, bool)]) -> (f32, f32) {
    let mut found = descend(judged, (1.0, 0.0), true);
    if found.0 < LEAST_SLOPE {
        found = descend(judged, (LEAST_SLOPE, 0.0), false);
    }
    (found.0 as f32, found.1 as f32)
}

/// Newton's steps from a curve (slope, offset), halved while they overshoot.
fn descend(judged: &[(f32, bool)], mut curve: (f64, f64), turns: bool) -> (f64, f64) {
    let mut misfit = Misfit::of(judged, curve);
    for _ in 0..50 {
        let (slope, offset) = misfit.step(turns);
        let tried = (0..30).find_map(|halved| {
            let part = 0.5f64.powi(halved);
            let curve = (curve.0 - part * slope, curve.1 - part * offset);
            let tried = Misfit::of(judged, curve);
            (tried.loss < misfit.loss).then_some((curve, tried))
        });
        match tried {
            Some((better, less)) => (curve, misfit) = (better, less),
            None => break,
        }
    }
    curve
}

/// How badly a curve fits, with slopes and bends of the loss by slope (1) and offset (0).
#[derive(Debug, Default)]
struct Misfit {
    loss: f64,
    slopes: [f64; 2],
    bends: [f64; 3],
}

impl Misfit {
    fn of(judged: &[(f32, bool)], (slope, offset): (f64, f64)) -> Self {
        let away = slope - 1.0;
        let mut misfit = Self {
            loss: (offset * offset + away * away) / 2.0,
            slopes: [offset, away],
            bends: [1.0, 0.0, 1.0],
        };
        for &(x, right) in judged {
            let x = f64::from(x);
            let odds = slope * x + offset;
            let p = 1.0 / (1.0 + (-odds).exp());
            let against = if right { -odds } else { odds };
            misfit.loss += against.max(0.0) + (-against.abs()).exp().ln_1p();
            let (error, spread) = (p - f64::from(u8::from(right)), p * (1.0 - p));
            misfit.slopes[0] += error;
            misfit.slopes[1] += error * x;
            misfit.bends[0] += spread;
            misfit.bends[1] += spread * x;
            misfit.bends[2] += spread * x * x;
        }
        misfit
    }

    /// Newton's step for slope and offset, or for the offset alone.
    fn step(&self, turns: bool) -> (f64, f64) {
        let [g0, g1] = self.slopes;
        let [h00, h01, h11] = self.bends;
        if !turns {
            return (0.0, g0 / h00);
        }
        let determinant = (h00 * h11 - h01 * h01).max(1e-9);
        (
            (h00 * g1 - h01 * g0) / determinant,
            (h11 * g0 - h01 * g1) / determinant,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_fits_what_was_judged() {
        let mean = |judged: &[(f32, bool)]| {
            let (slope, offset) = curve(judged);
            let sure: f32 = judged
                .iter()
                .map(|(odds, _)| crate::filing::profiles::sigmoid(slope * odds + offset))
                .sum();
            (slope, sure / judged.len() as f32)
        };
        // Right in 3 of 4 where sure, in 1 of 4 where not, far from where it says it is.
        let rising: Vec<(f32, bool)> = (0..800)
            .map(|at| {
                if at % 2 == 0 {
                    (9.0, at % 8 != 0)
                } else {
                    (6.0, at % 8 == 1)
                }
            })
            .collect();
        let (slope, sure) = mean(&rising);
        // 0.73 but for being kept close to the identity.
        assert!((0.6..0.74).contains(&slope), "{slope}");
        assert!((sure - 0.5).abs() < 0.01, "{sure}");
        // The surer, the wronger.
        let falling: Vec<(f32, bool)> = (0..800)
            .map(|at| {
                if at % 2 == 0 {
                    (-1.0, at % 8 == 0)
                } else {
                    (-4.0, at % 8 != 1)
                }
            })
            .collect();
        let (slope, sure) = mean(&falling);
        assert_eq!(slope, LEAST_SLOPE as f32);
        assert!((sure - 0.5).abs() < 0.01, "{sure}");
        assert_eq!(curve(&[]), (1.0, 0.0));
    }
}
