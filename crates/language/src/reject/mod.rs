//! Knows when a text belongs to none of the classes: small talk, another shop's business, noise.
//!
//! The greatest probability alone is a poor guard (it loses fifteen points of recall on CLINC150).
//! A gate looks at many [`signals`] of a reading at once: how sure the classifier is and by what
//! margin, how far its experts agree, how near the nearest training texts are and whether they
//! agree, and, where examples of out-of-scope texts were given, what the class trained on them
//! says. A logistic regression turns them into the probability that the text is in scope; the
//! threshold is the one that serves best on texts that were not learnt from, while at most
//! [`GateOptions::lost`] of the texts in scope are turned away for it.
//!
//! Without any out-of-scope text the other side is simulated: every held-out text is read again
//! as if its own class did not exist.

mod gate;
mod signals;
mod storage;

pub use gate::{Gate, GateOptions};

use crate::classify::{Classifier, Options, Reading};
use crate::embed::Encoder;

/// The label of the class that is trained on out-of-scope texts. No class of a tenant begins so.
const OUTSIDE: &str = "\u{0}outside";

/// A classifier with a gate before it.
#[derive(Debug, Clone)]
pub struct Guarded {
    classifier: Classifier,
    /// The number of [`OUTSIDE`] among the classes.
    outside: Option<usize>,
    gate: Gate,
}

/// Labelled texts to learn from. All but `train` may be empty.
#[derive(Debug, Clone, Copy, Default)]
pub struct Lessons<'a> {
    pub train: &'a [(String, String)],
    /// Texts of no class.
    pub outside: &'a [String],
    /// Further labelled texts, which only the gate learns from.
    pub dev: &'a [(String, String)],
    /// Further texts of no class, which only the gate learns from.
    pub outside_dev: &'a [String],
}

/// What is thought of a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict<'a> {
    /// All labels with their probabilities, were the text in scope; the likeliest first.
    pub ranked: Vec<(&'a str, f32)>,
    /// The probability that the text belongs to any class.
    pub in_scope: f32,
    /// `in_scope` reaches the threshold.
    pub accepted: bool,
}

impl Guarded {
    /// Trains the classifier and its gate.
    pub fn train(
        lessons: Lessons<'_>,
        encoder: Option<&Encoder>,
        options: &Options,
        gate: &GateOptions,
        progress: impl FnMut(usize, usize),
    ) -> Self {
        Self::train_and_measure(lessons, encoder, options, gate, progress).0
    }

    /// [`Self::train`], and beside it the share of texts in scope whose class came first when they
    /// were left out of the training.
    pub fn train_and_measure(
        lessons: Lessons<'_>,
        encoder: Option<&Encoder>,
        options: &Options,
        gate: &GateOptions,
        progress: impl FnMut(usize, usize),
    ) -> (Self, f64) {
        let outside_rows = lessons.outside.iter().map(|text| (text.as_str(), OUTSIDE));
        let rows: Vec<(&str, &str)> = lessons
            .train
            .iter()
            .map(|(text, label)| (text.as_str(), label.as_str()))
            .chain(outside_rows)
            .collect();
        let (classifier, held_out) = Classifier::train_and_read(&rows, encoder, options, progress);
        let outside = classifier
            .labels()
            .iter()
            .position(|label| label == OUTSIDE);
        let class_of = |label: &str| classifier.labels().iter().position(|known| known == label);
        let mut samples = Vec::new();
        let (mut inside, mut right) = (0usize, 0usize);
        for (row, reading) in &held_out {
            let class = rows.get(*row).and_then(|(_, label)| class_of(label));
            let sample = gate::Sample::new(reading, class, outside, false);
            inside += usize::from(sample.is_inside());
            right += usize::from(sample.is_right());
            samples.push(sample);
            if lessons.outside.is_empty() && lessons.outside_dev.is_empty() {
                samples.extend(class.map(|class| gate::Sample::without_its_class(reading, class)));
            }
        }
        let texts: Vec<&str> = lessons.dev.iter().map(|(text, _)| text.as_str()).collect();
        for (reading, (_, label)) in classifier
            .read_many(&texts, encoder)
            .iter()
            .zip(lessons.dev)
        {
            if let Some(class) = class_of(label) {
                samples.push(gate::Sample::new(reading, Some(class), outside, true));
            }
        }
        for reading in classifier.read_many(lessons.outside_dev, encoder) {
            samples.push(gate::Sample::new(&reading, None, outside, true));
        }
        let gate = Gate::fit(&samples, gate, options.seed);
        let guarded = Self {
            classifier,
            outside,
            gate,
        };
        (guarded, right as f64 / inside.max(1) as f64)
    }

    /// What is thought of a text.
    pub fn judge(&self, text: &str, encoder: Option<&Encoder>) -> Verdict<'_> {
        self.judge_reading(&self.classifier.read(text, encoder))
    }

    /// What is thought of a reading of [`Self::classifier`].
    pub fn judge_reading(&self, reading: &Reading) -> Verdict<'_> {
        let in_scope = self
            .gate
            .in_scope(&signals::of(reading, self.outside, None));
        let mut ranked = self.classifier.ranked(&reading.probabilities);
        ranked.retain(|(label, _)| *label != OUTSIDE);
        let sum: f32 = ranked.iter().map(|(_, probability)| probability).sum();
        ranked
            .iter_mut()
            .for_each(|(_, probability)| *probability /= sum.max(1e-9));
        Verdict {
            ranked,
            in_scope,
            accepted: in_scope >= self.gate.threshold(),
        }
    }

    /// The classes with their probabilities, the likeliest first; the share of what is outside is
    /// left out of the list and not given to the others.
    pub fn beliefs(&self, reading: &Reading) -> Vec<(&str, f32)> {
        let mut beliefs = self.classifier.ranked(&reading.probabilities);
        beliefs.retain(|(label, _)| *label != OUTSIDE);
        beliefs
    }

    pub fn classifier(&self) -> &Classifier {
        &self.classifier
    }

    pub fn gate(&self) -> &Gate {
        &self.gate
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs
            .iter()
            .map(|(text, label)| ((*text).to_owned(), (*label).to_owned()))
            .collect()
    }

    fn shop() -> Vec<(String, String)> {
        let mut all = Vec::new();
        for (label, words) in [
            ("退货", ["退货", "退掉", "退回去"]),
            ("发票", ["发票", "开票", "抬头"]),
            ("物流", ["快递", "物流", "到哪"]),
        ] {
            for word in words {
                for frame in ["我要{}", "{}怎么弄", "请问{}多久", "帮我{}一下"] {
                    all.push((frame.replace("{}", word), label.to_owned()));
                }
            }
        }
        all
    }

    #[test]
    fn turns_away_what_is_outside() {
        let outside: Vec<String> = [
            "今天天气好吗",
            "讲个笑话",
            "你几岁了",
            "唱首歌",
            "股票涨了没",
            "周末去爬山",
            "吃饭了没",
            "你是谁呀",
        ]
        .map(str::to_owned)
        .into();
        let train = shop();
        for outside in [outside.as_slice(), &[]] {
            let lessons = Lessons {
                train: &train,
                outside,
                ..Lessons::default()
            };
            let guarded = Guarded::train(
                lessons,
                None,
                &Options::default(),
                &GateOptions::default(),
                |_, _| {},
            );
            let inside = guarded.judge("请问发票怎么弄", None);
            assert!(inside.accepted, "{inside:?}");
            assert_eq!(inside.ranked[0].0, "发票");
            assert_eq!(inside.ranked.len(), 3);
            let other = guarded.judge("月亮上有兔子", None);
            assert!(other.in_scope < inside.in_scope, "{other:?}");
            assert!((other.ranked.iter().map(|(_, p)| p).sum::<f32>() - 1.0).abs() < 1e-3);
        }
    }

    #[test]
    fn dev_texts_of_unknown_classes_are_passed_over() {
        let (train, dev) = (
            rows(&[("a b", "x"), ("c d", "y")]),
            rows(&[("q", "none"), ("a", "x")]),
        );
        let lessons = Lessons {
            train: &train,
            dev: &dev,
            ..Lessons::default()
        };
        let guarded = Guarded::train(
            lessons,
            None,
            &Options::default(),
            &GateOptions::default(),
            |_, _| {},
        );
        assert_eq!(guarded.judge("a b", None).ranked[0].0, "x");
    }
}
