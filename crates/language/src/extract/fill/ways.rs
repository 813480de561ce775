//! Ways from here to there: the names of such a turn are the ends of a way and no wish of their
//! own. `从饭店坐地铁到酒店` means the ones that were named last; a question about the way that
//! names no end (`车牌呢？`) is about the last way.

use super::super::schema::{Domain, SlotSpec, Source};
use super::Turn;

/// An end of a way: its slot, its value, where it stands.
type End = (String, String, std::ops::Range<usize>);

impl Turn<'_> {
    /// True when the turn is about a way; its facts are stated then.
    pub(super) fn ways(&mut self) -> bool {
        let filler = self.filler;
        let found = filler
            .schema
            .domains
            .iter()
            .enumerate()
            .find(|(number, domain)| {
                has_places(domain)
                    && self
                        .evidence
                        .iter()
                        .any(|e| e.domain == *number && e.weight > 1.0)
            });
        let on = self.state.way.first().map(|(domain, _, _)| *domain);
        let Some((number, domain)) = found.or_else(|| {
            let number = on?;
            Some((number, filler.schema.domains.get(number)?))
        }) else {
            return false;
        };
        let ends = if found.is_some() {
            self.ends(domain)
        } else {
            Vec::new()
        };
        if ends.is_empty() {
            let carried = self.named.is_empty() && self.asks(domain) && on.is_some();
            if carried {
                for (_, slot, value) in self.state.way.clone() {
                    self.state_fact(number, &slot, &value, &(0..0));
                }
            }
            return carried;
        }
        self.state.way.clear();
        for (slot, value, range) in ends {
            self.state.way.push((number, slot.clone(), value.clone()));
            self.state_fact(number, &slot, &value, &range);
        }
        true
    }

    fn ends(&self, domain: &Domain) -> Vec<End> {
        let mut ends: Vec<End> = Vec::new();
        for (hit, entry) in &self.named {
            if let Some(role) = self.role(domain, &hit.range) {
                ends.push((role.name.clone(), self.value(*entry), hit.range.clone()));
            }
        }
        if ends.is_empty()
            && let [(from, from_entry), (to, to_entry)] = self.named.as_slice()
        {
            for (first, hit, entry) in [(true, from, from_entry), (false, to, to_entry)] {
                ends.extend(
                    place_slot(domain, first)
                        .map(|slot| (slot.name.clone(), self.value(*entry), hit.range.clone())),
                );
            }
        }
        if ends.len() < 2 {
            self.pointed_ends(domain, &mut ends);
        }
        ends.sort_by_key(|(_, _, range)| range.start);
        ends
    }

    /// Ends that are told by the word of their domain alone.
    fn pointed_ends(&self, domain: &Domain, ends: &mut Vec<End>) {
        for evidence in self.evidence.iter().filter(|e| e.range.len() >= 2) {
            let Some(Some(name)) = self.state.named.get(evidence.domain) else {
                continue;
            };
            let Some(role) = self.role(domain, &evidence.range) else {
                continue;
            };
            if ends
                .iter()
                .all(|(slot, value, _)| slot != &role.name && value != name)
            {
                ends.push((role.name.clone(), name.clone(), evidence.range.clone()));
            }
        }
    }

    /// The end of a way that the words around a place make of it.
    fn role<'d>(&self, domain: &'d Domain, range: &std::ops::Range<usize>) -> Option<&'d SlotSpec> {
        let mut start = range.start;
        while matches!(self.reading.before(start), ' ' | '"' | '\'') {
            start -= 1;
        }
        domain.slots.iter().find(|slot| match &slot.source {
            Source::Place { before, after, .. } => {
                before.iter().any(|word| {
                    let length = word.chars().count();
                    length <= start && self.reading.has(start - length, word)
                }) || after.iter().any(|word| self.reading.has(range.end, word))
            }
            _ => false,
        })
    }

    /// True when an attribute of the domain that is only ever asked for is spoken of.
    fn asks(&self, domain: &Domain) -> bool {
        domain.slots.iter().any(|slot| {
            matches!(slot.source, Source::Asked)
                && slot
                    .words
                    .iter()
                    .any(|word| self.reading.places(word).next().is_some())
        })
    }
}

fn has_places(domain: &Domain) -> bool {
    domain
        .slots
        .iter()
        .any(|slot| matches!(slot.source, Source::Place { .. }))
}

fn place_slot(domain: &Domain, wanted: bool) -> Option<&SlotSpec> {
    domain
        .slots
        .iter()
        .find(|slot| matches!(slot.source, Source::Place { first, .. } if first == wanted))
}
