//! Measures: which slot does `300-400元` fill, and which of the slot's values is it?

use std::ops::Range;

use super::super::measures::{Measure, measures};
use super::super::reading::Reading;
use super::super::schema::{SlotSpec, Source, ValueWords};
use super::super::units::Unit;
use super::Turn;
use super::ground::Evidence;

/// A value of a slot with its bounds.
#[derive(Debug, Clone)]
pub(super) struct Bounded {
    value: String,
    low: Option<f64>,
    high: Option<f64>,
}

pub(super) fn bounds_of(spec: &SlotSpec) -> Vec<Bounded> {
    let Source::Measure { values, .. } = &spec.source else {
        return Vec::new();
    };
    values.iter().filter_map(bounded).collect()
}

fn bounded(value: &ValueWords) -> Option<Bounded> {
    let reading = Reading::new(&value.value);
    let measure = measures(&reading).into_iter().next()?;
    Some(Bounded {
        value: value.value.clone(),
        low: measure.low,
        high: measure.high,
    })
}

/// A slot that a measure may fill.
struct Candidate {
    home: (usize, usize),
    value: String,
    /// How near the slot's words stand.
    said: f64,
}

/// What one unit of nearness to the slot's own words is worth beside the domain's.
const SAID: f64 = 3.0;

impl Turn<'_> {
    pub(super) fn measured(&mut self) {
        let hits = self.hits;
        let free = |range: &Range<usize>| {
            !hits
                .iter()
                .any(|hit| hit.range.start < range.end && range.start < hit.range.end)
        };
        let found: Vec<(Measure, Vec<Candidate>)> = self
            .measures
            .iter()
            .filter(|measure| free(&measure.range))
            .map(|measure| (measure.clone(), self.candidates(measure)))
            .collect();
        // What can only be of one domain speaks for that domain to its neighbours.
        for (measure, candidates) in &found {
            let Some(first) = candidates.first() else {
                continue;
            };
            if candidates.iter().all(|other| other.home.0 == first.home.0) {
                self.evidence.push(Evidence {
                    range: measure.range.clone(),
                    domain: first.home.0,
                    weight: 1.0,
                });
            }
        }
        for (measure, candidates) in found {
            let best = candidates
                .into_iter()
                .map(|candidate| {
                    let domain = self.domain_score(candidate.home.0, &measure.range);
                    (SAID * candidate.said + domain, candidate)
                })
                .max_by(|a, b| a.0.total_cmp(&b.0));
            let Some((_, candidate)) = best else { continue };
            let Some(spec) = self.filler.spec(candidate.home) else {
                continue;
            };
            self.state_fact(
                candidate.home.0,
                &spec.name,
                &candidate.value,
                &measure.range,
            );
        }
    }

    fn candidates(&self, measure: &Measure) -> Vec<Candidate> {
        let mut found = Vec::new();
        for (number, domain) in self.filler.schema.domains.iter().enumerate() {
            for (at, slot) in domain.slots.iter().enumerate() {
                let Source::Measure { unit, .. } = &slot.source else {
                    continue;
                };
                let bare = measure.unit == Unit::Plain;
                if *unit != measure.unit && !bare {
                    continue;
                }
                let said = self.said_near(slot, &measure.range);
                if bare && (said < 0.5 || measure.low.is_some_and(|low| low < 2.0)) {
                    continue;
                }
                let listed = self.value_for((number, at), measure);
                let value = listed.or_else(|| (said >= 0.5 && !bare).then(|| written(measure)));
                found.extend(value.map(|value| Candidate {
                    home: (number, at),
                    value,
                    said,
                }));
            }
        }
        found
    }

    /// How near a word of the slot stands: 1 just before, falling with the distance, less behind.
    fn said_near(&self, slot: &SlotSpec, range: &Range<usize>) -> f64 {
        let mut best: f64 = 0.0;
        for word in &slot.words {
            let length = word.chars().count();
            for place in self.reading.places(word) {
                let (between, factor) = if place + length <= range.start {
                    (self.reading.text(place + length..range.start), 1.0)
                } else if place >= range.end {
                    (self.reading.text(range.end..place), 0.7)
                } else {
                    continue;
                };
                let marks = between
                    .chars()
                    .filter(|c| matches!(c, ',' | '.' | '?' | '!' | ';'))
                    .count();
                let distance = 0.15 * between.chars().count() as f64 + 0.7 * marks as f64;
                best = best.max(factor / (1.0 + distance));
            }
        }
        best
    }

    /// The slot's value with the bounds of a measure. A single number stands for the value that
    /// begins there (评分4.5 for 4.5分以上) when none equals it.
    fn value_for(&self, home: (usize, usize), measure: &Measure) -> Option<String> {
        let values = self.filler.bounds.get(home.0)?.get(home.1)?;
        let single = measure.low == measure.high;
        let equal = |a: Option<f64>, b: Option<f64>| match (a, b) {
            (Some(a), Some(b)) => (a - b).abs() < 1e-6,
            (None, None) => true,
            _ => false,
        };
        let low = |value: &&Bounded| equal(value.low, measure.low);
        let high = |value: &&Bounded| equal(value.high, measure.high);
        let found = values.iter().find(|value| low(value) && high(value));
        let found = found.or_else(|| {
            let begins = |value: &&Bounded| low(value) && value.high.is_none();
            values.iter().find(|value| single && begins(value))
        });
        let found = found.or_else(|| {
            let open = measure.high.is_none() && measure.low.is_some();
            values.iter().find(|value| open && low(value))
        });
        found.map(|value| value.value.clone())
    }

    /// Values that are said in words: 免费.
    pub(super) fn worded(&mut self) {
        let filler = self.filler;
        for (number, domain) in filler.schema.domains.iter().enumerate() {
            for slot in &domain.slots {
                let Source::Measure { values, .. } = &slot.source else {
                    continue;
                };
                let known = self
                    .filled
                    .iter()
                    .any(|fact| fact.domain == domain.name && fact.slot == slot.name);
                let Some((value, range)) = self.value_in_words(values).filter(|_| !known) else {
                    continue;
                };
                if self.domain_at(&range).is_none_or(|best| best == number) {
                    self.state_fact(number, &slot.name, &value, &range);
                }
            }
        }
    }

    /// The longest wording of a value that the text holds outside names.
    fn value_in_words(&self, values: &[ValueWords]) -> Option<(String, Range<usize>)> {
        let mut best: Option<(String, Range<usize>)> = None;
        for value in values {
            for word in &value.words {
                let length = word.chars().count();
                if best
                    .as_ref()
                    .is_some_and(|(_, range)| range.len() >= length)
                {
                    continue;
                }
                let place = self.reading.places(word).find(|&place| {
                    // 有没有门票 asks.
                    let asks = word.starts_with('没') && self.reading.before(place) == '有';
                    !asks && !self.hits.iter().any(|hit| hit.range.contains(&place))
                });
                if let Some(place) = place {
                    best = Some((value.value.clone(), place..place + length));
                }
            }
        }
        best
    }
}

/// A measure in the form of listed values, for one that is not listed.
fn written(measure: &Measure) -> String {
    let unit = match measure.unit {
        Unit::Money => "元",
        Unit::Points => "分",
        Unit::Hours => "小时",
        _ => "",
    };
    match (measure.low, measure.high) {
        (Some(low), Some(high)) if low == high => format!("{low}{unit}"),
        (Some(low), Some(high)) if measure.unit == Unit::Hours => {
            format!("{low}{unit} - {high}{unit}")
        }
        (Some(low), Some(high)) => format!("{low}-{high}{unit}"),
        (Some(low), None) => format!("{low}{unit}以上"),
        (None, Some(high)) => format!("{high}{unit}以下"),
        (None, None) => String::new(),
    }
}
