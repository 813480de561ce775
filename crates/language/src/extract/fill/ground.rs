//! Which domain is spoken of at a place: words of domains, names and values that only one domain
//! has, weighed by how near they stand and by how the sentence is built.

use std::ops::Range;

use super::super::catalogue::Hit;
use super::super::reading::Reading;
use super::{Filler, Turn};

/// A word that speaks for a domain.
pub(super) struct Evidence {
    pub range: Range<usize>,
    pub domain: usize,
    pub weight: f64,
}

/// What a landmark, and what a step that is over (吃完饭以后), still says about the domain.
const ASIDE: f64 = 0.2;
/// What a word before the verb of searching says about what is searched.
const BEFORE_SEARCH: f64 = 0.35;
/// The head noun after 的 says most.
const HEAD: f64 = 2.5;
/// The domain of the turn before, and that of the name offered last.
const FOCUS: f64 = 0.3;
const OFFERED: f64 = 0.2;

impl Filler {
    /// Words of domains outside names, and values that only one domain has.
    pub(super) fn evidence(
        &self,
        reading: &Reading,
        hits: &[Hit],
        named: &[(&Hit, usize)],
    ) -> Vec<Evidence> {
        let mut found = Vec::new();
        let free = |place: usize| !named.iter().any(|(hit, _)| hit.range.contains(&place));
        for (number, domain) in self.schema.domains.iter().enumerate() {
            for (word, weight) in &domain.words {
                for place in reading.places(word).filter(|&place| free(place)) {
                    let range = place..place + word.chars().count();
                    let aside = self.is_aside(reading, &range);
                    found.push(Evidence {
                        range,
                        domain: number,
                        weight: if aside { weight * ASIDE } else { *weight },
                    });
                }
            }
        }
        for hit in hits {
            let home = hit.entries.first().and_then(|&entry| self.home(entry));
            let Some(home) = home else { continue };
            let weight = if self.name_of(hit).is_some() {
                0.1
            } else {
                1.5
            };
            found.push(Evidence {
                range: hit.range.clone(),
                domain: home.0,
                weight,
            });
        }
        found
    }

    /// True for a mere landmark (酒店附近) and for a step that is over (吃完饭后).
    fn is_aside(&self, reading: &Reading, range: &Range<usize>) -> bool {
        let next = range.end + usize::from(reading.at(range.end) == '的');
        let landmark = self
            .schema
            .nearby
            .iter()
            .any(|word| reading.has(next, word));
        let over = self.schema.over.iter().any(|word| {
            let length = word.chars().count();
            (range.end..range.end + 3).any(|place| {
                reading.has(place, word)
                    && !reading
                        .text(range.end..place)
                        .contains([',', '.', '?', '!'])
            }) || (length <= range.start && reading.has(range.start - length, word))
        });
        landmark || over
    }
}

/// How much a stretch of text sets apart what stands before and behind it.
fn gap(text: &str) -> f64 {
    let marks: f64 = text
        .chars()
        .map(|c| match c {
            '.' | '?' | '!' | ';' => 1.0,
            ',' => 0.35,
            _ => 0.0,
        })
        .sum();
    1.0 + marks + 0.03 * text.chars().count() as f64
}

impl Turn<'_> {
    /// How strongly a place belongs to a domain.
    pub(super) fn domain_score(&self, domain: usize, range: &Range<usize>) -> f64 {
        let mut score = 0.0;
        if self.state.focus == Some(domain) {
            score += FOCUS;
        }
        if self.offered == Some(domain) {
            score += OFFERED;
        }
        let search = self.search_before(range);
        for evidence in self.evidence.iter().filter(|e| e.domain == domain) {
            let behind = evidence.range.start >= range.end;
            let between = if behind {
                self.reading.text(range.end..evidence.range.start)
            } else {
                self.reading
                    .text(evidence.range.end.min(range.start)..range.start)
            };
            let mut weight = evidence.weight;
            if search.is_some_and(|search| evidence.range.start < search) {
                weight *= BEFORE_SEARCH;
            }
            if behind && between.contains('的') && !between.contains(['.', '?', '!', ';']) {
                weight *= HEAD;
            }
            score += weight / gap(&between);
        }
        score
    }

    /// The last verb of searching before a place within its sentence.
    fn search_before(&self, range: &Range<usize>) -> Option<usize> {
        let sentence = self.sentence(range);
        self.filler
            .schema
            .searching
            .iter()
            .flat_map(|word| self.reading.places(word))
            .filter(|place| sentence.contains(place) && *place < range.start)
            .max()
    }

    /// The domain that a place belongs to most; none where nothing speaks for any.
    pub(super) fn domain_at(&self, range: &Range<usize>) -> Option<usize> {
        (0..self.filler.schema.domains.len())
            .map(|domain| (self.domain_score(domain, range), domain))
            .filter(|(score, _)| *score > 0.0)
            .max_by(|a, b| a.0.total_cmp(&b.0))
            .map(|(_, domain)| domain)
    }

    /// The sentence around a range, without its end mark.
    pub(super) fn sentence(&self, range: &Range<usize>) -> Range<usize> {
        self.stretch(range, |c| matches!(c, '?' | '!' | ';'))
    }

    /// The clause around a range: up to the next mark.
    pub(super) fn clause(&self, range: &Range<usize>) -> Range<usize> {
        self.stretch(range, |c| matches!(c, '?' | '!' | ';' | ','))
    }

    fn stretch(&self, range: &Range<usize>, ends: impl Fn(char) -> bool) -> Range<usize> {
        let stop = |place: usize| {
            let c = self.reading.at(place);
            ends(c) || (c == '.' && !self.reading.at(place + 1).is_ascii_digit())
        };
        let mut start = range.start;
        while start > 0 && !stop(start - 1) {
            start -= 1;
        }
        let mut end = range.end;
        while end < self.reading.len() && !stop(end) {
            end += 1;
        }
        start..end
    }

    /// True when one of the words begins inside a range.
    pub(super) fn says(&self, words: &[String], inside: &Range<usize>) -> bool {
        words.iter().any(|word| {
            self.reading
                .places(word)
                .any(|place| inside.contains(&place))
        })
    }
}
