//! The ways of filing, and which one serves the labelled texts better.

use std::cmp::Reverse;
use std::sync::Arc;

use super::{Filed, FiledText, Floors, LabelName, Matching, Profiles};
use crate::embed::Encoder;

/// Texts a label, on average, from which on profiles are tried.
const FOR_PROFILES: usize = 3;
/// Texts beyond which matching is not tried beside profiles: it would compare with each of them.
const FOR_MATCHING: usize = 20_000;
/// When fewer than one text in so many is kept back, what was learnt without them stays.
const SMALL_PART: usize = 20;

/// Scores of first hits, and whether they were right.
pub(super) type Judged = Vec<(f32, bool)>;

#[derive(Debug)]
pub(super) enum Way {
    Floors(Box<Floors>),
    Matching(Box<Matching>),
    Profiles(Box<Profiles>),
}

/// What all ways learn from.
#[derive(Debug)]
pub(super) struct Lessons<'a> {
    pub rows: &'a [FiledText],
    /// The part of `rows` that leaves out what is kept back for judging.
    pub kept: &'a [FiledText],
    pub judges: &'a [FiledText],
    pub names: &'a [LabelName],
    pub encoder: Option<Arc<Encoder>>,
    pub seed: u64,
}

impl Lessons<'_> {
    /// Tries the ways that suit the number of texts, takes the one that is right more often, and
    /// learns it again from all texts when many were kept back.
    pub fn best(&self, progress: &mut dyn FnMut(usize, usize)) -> (Way, Judged) {
        let plan = Floors::plan(self.names);
        if !plan.is_empty() {
            return self.floors(&plan, progress);
        }
        let (way, judged) = if !self.suits_profiles() {
            self.matching(progress)
        } else if self.rows.len() > FOR_MATCHING {
            self.profiles(progress)
        } else {
            let tried = [self.matching(progress), self.profiles(progress)];
            let right = |judged: &Judged| judged.iter().filter(|(_, right)| *right).count();
            let best = tried
                .into_iter()
                .min_by_key(|(_, judged)| Reverse(right(judged)));
            match best {
                Some(best) => best,
                None => self.matching(progress),
            }
        };
        (self.with_all(way, progress), judged)
    }

    /// Learns again from all texts what was learnt from the kept ones, when that is worth it.
    fn with_all(&self, way: Way, progress: &mut dyn FnMut(usize, usize)) -> Way {
        let kept_back = self.rows.len() - self.kept.len();
        match way {
            Way::Matching(known) if kept_back > 0 => {
                let matching = self.train_matching(self.rows, progress);
                Way::Matching(Box::new(matching.taught_by(&known)))
            }
            Way::Profiles(known) if kept_back * SMALL_PART > self.rows.len() => {
                let mut profiles = self.train_profiles(self.rows, progress);
                profiles.take_sureness(&known);
                Way::Profiles(Box::new(profiles))
            }
            enough => enough,
        }
    }

    /// The tree from the kept texts; the judges are learnt after they have judged.
    fn floors(&self, plan: &[usize], progress: &mut dyn FnMut(usize, usize)) -> (Way, Judged) {
        let encoder = self.encoder.clone();
        let mut floors = Floors::train(self.kept, self.names, plan, encoder, self.seed, progress);
        floors.calibrate(self.judges);
        let judged = judge(self.judges, |text| floors.rank(text, 1));
        if self.rows.len() > self.kept.len() {
            floors.learn(self.judges, &[], self.seed);
        }
        (Way::Floors(Box::new(floors)), judged)
    }

    fn suits_profiles(&self) -> bool {
        let labels = self.rows.iter().flat_map(|row| &row.labels);
        let marks = labels.clone().count();
        let distinct: std::collections::HashSet<&String> = labels.collect();
        marks >= distinct.len() * FOR_PROFILES && !distinct.is_empty()
    }

    fn matching(&self, progress: &mut dyn FnMut(usize, usize)) -> (Way, Judged) {
        let mut matching = self.train_matching(self.kept, progress);
        let learnt = matching.learn(&matching.judge(self.judges));
        let way = Way::Matching(Box::new(matching));
        let judged = learnt.unwrap_or_else(|| way.judge(self.judges));
        (way, judged)
    }

    fn profiles(&self, progress: &mut dyn FnMut(usize, usize)) -> (Way, Judged) {
        let mut profiles = self.train_profiles(self.kept, progress);
        profiles.calibrate(self.judges);
        let way = Way::Profiles(Box::new(profiles));
        let judged = way.judge(self.judges);
        (way, judged)
    }

    fn train_matching(
        &self,
        rows: &[FiledText],
        progress: &mut dyn FnMut(usize, usize),
    ) -> Matching {
        Matching::train(rows, self.names, self.encoder.clone(), self.seed, progress)
    }

    /// Names are texts of their labels.
    fn train_profiles(
        &self,
        rows: &[FiledText],
        progress: &mut dyn FnMut(usize, usize),
    ) -> Profiles {
        let mut rows = rows.to_vec();
        rows.extend(self.names.iter().map(|name| FiledText {
            text: name.text.clone(),
            labels: vec![name.id.clone()],
        }));
        Profiles::train(&rows, self.encoder.clone(), self.seed, progress)
    }
}

impl Way {
    pub fn judge(&self, judges: &[FiledText]) -> Judged {
        judge(judges, |text| self.rank(text, 1))
    }

    pub fn rank(&self, text: &str, k: usize) -> Vec<Filed> {
        match self {
            Self::Floors(floors) => floors.rank(text, k),
            Self::Matching(matching) => matching.rank(text, k),
            Self::Profiles(profiles) => profiles.rank(text, k),
        }
    }

    pub fn labels(&self) -> usize {
        match self {
            Self::Floors(floors) => floors.labels(),
            Self::Matching(matching) => matching.labels(),
            Self::Profiles(profiles) => profiles.labels(),
        }
    }

    pub fn bytes(&self) -> usize {
        match self {
            Self::Floors(floors) => floors.bytes(),
            Self::Matching(matching) => matching.bytes(),
            Self::Profiles(profiles) => profiles.bytes(),
        }
    }
}

/// Scores of first hits, and whether they are right.
fn judge(judges: &[FiledText], rank: impl Fn(&str) -> Vec<Filed>) -> Judged {
    let first = |row: &FiledText| {
        let first = rank(&row.text).into_iter().next()?;
        Some((first.score, row.labels.contains(&first.label)))
    };
    judges.iter().filter_map(first).collect()
}
