//! Attributes with listed values, and features. A feature is stated when something that has it is
//! searched (`找一家有健身房的酒店`) and asked for when the thing is known (`这家酒店有健身房吗`).

use std::ops::Range;

use super::super::catalogue::Hit;
use super::super::schema::Source;
use super::super::scope::denied;
use super::super::units::Unit;
use super::Turn;

impl Turn<'_> {
    /// A surface that is a name and a feature as well (酒吧) is the feature where features are
    /// searched.
    pub(super) fn settle_names(&mut self) {
        let mut named = std::mem::take(&mut self.named);
        named.retain(|(hit, _)| {
            !hit.entries.iter().any(|&entry| {
                self.filler.home(entry).is_some_and(|home| {
                    let spec = self.filler.spec(home);
                    spec.is_some_and(|spec| matches!(spec.source, Source::Feature { .. }))
                        && self.seeks(home.0, &hit.range)
                })
            })
        });
        self.named = named;
    }

    pub(super) fn listed(&mut self) {
        let hits = self.hits;
        for hit in hits {
            if self.named.iter().any(|(name, _)| *name == hit) {
                continue;
            }
            self.listed_hit(hit);
        }
    }

    fn listed_hit(&mut self, hit: &Hit) {
        let filler = self.filler;
        for &entry in &hit.entries {
            let Some(home) = filler.home(entry) else {
                continue;
            };
            let Some(spec) = filler.spec(home) else {
                continue;
            };
            let value = self.value(entry);
            match &spec.source {
                Source::Listed if self.is_wanted(hit, &value) => {
                    self.state_fact(home.0, &spec.name, &value, &hit.range);
                    return;
                }
                Source::Feature { yes } if self.seeks(home.0, &hit.range) => {
                    let slot = format!("{}-{value}", spec.name);
                    self.state_fact(home.0, &slot, yes, &hit.range);
                    return;
                }
                _ => {}
            }
        }
    }

    /// False for a listed value that is denied, and for one that only echoes a name that was told
    /// or offered (`想吃烤肉了，千岛炭火烤肉的电话`) or remarks on it.
    fn is_wanted(&self, hit: &Hit, value: &str) -> bool {
        if denied(&self.reading, &hit.range) {
            return false;
        }
        let sentence = self.sentence(&hit.range);
        let schema = &self.filler.schema;
        if self.measures_in(&sentence)
            || self.says(&schema.searching, &sentence)
            || self.says(&schema.choosing, &sentence)
        {
            return true;
        }
        let echoes = self
            .state
            .named
            .iter()
            .flatten()
            .any(|name| name.contains(value))
            || self
                .named
                .iter()
                .any(|(_, entry)| self.value(*entry).contains(value));
        let remarks =
            self.says(&schema.pointing, &sentence) && !self.says(&schema.wishing, &sentence);
        !echoes && !remarks
    }

    /// True when a measure with a unit stands in a stretch.
    fn measures_in(&self, stretch: &Range<usize>) -> bool {
        self.measures.iter().any(|measure| {
            stretch.contains(&measure.range.start)
                && !matches!(measure.unit, Unit::Pieces | Unit::Plain)
        })
    }

    /// True when the sentence around looks for something with the feature; false when it asks
    /// whether a thing that is known has it.
    fn seeks(&self, domain: usize, range: &Range<usize>) -> bool {
        let schema = &self.filler.schema;
        let sentence = self.sentence(range);
        if self.describes(domain, range) || self.says(&schema.choosing, &sentence) {
            return true;
        }
        let seeks =
            self.says(&schema.searching, &sentence) || self.says(&schema.wishing, &sentence);
        let others = self.measures_in(&sentence);
        if self.says(&schema.pointing, &self.clause(range)) {
            return seeks && others;
        }
        seeks || others
    }

    /// True for an attribute before its noun: `提供会议室服务的酒店`.
    fn describes(&self, domain: usize, range: &Range<usize>) -> bool {
        let clause = self.clause(range);
        self.evidence.iter().any(|evidence| {
            evidence.domain == domain
                && evidence.range.start >= range.end
                && evidence.range.end <= clause.end
                && self
                    .reading
                    .text(range.end..evidence.range.start)
                    .contains('的')
        })
    }
}
