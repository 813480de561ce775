//! Fills the slots of a [`Schema`] from one turn of a conversation: which facts did this person
//! just state? What is only asked about is not stated.
//!
//! Every value in the text (a name, a listed word, a measure) is a candidate. Which domain it
//! belongs to is decided by [`Turn::domain_score`]: words that speak for a domain, weighed by how
//! near they stand; whether it is a fact at all, by the words around (`listed.rs`).

mod ground;
mod listed;
mod measured;
mod ways;

use std::ops::Range;

use super::catalogue::{Catalogue, Hit};
use super::measures::{Measure, measures};
use super::reading::Reading;
use super::schema::{Schema, SlotSpec, Source};
use ground::Evidence;
use measured::Bounded;

/// A fact that was stated.
#[derive(Debug, Clone, PartialEq)]
pub struct Filled {
    pub domain: String,
    pub slot: String,
    pub value: String,
    /// Bytes of the original text; empty when the fact is carried on from earlier turns.
    pub span: Range<usize>,
}

/// What earlier turns left behind.
#[derive(Debug, Clone, Default)]
pub struct Conversation {
    /// The domain that is being talked about.
    focus: Option<usize>,
    /// For each domain, the name that was last told or offered.
    named: Vec<Option<String>>,
    /// The last way that was asked about: domain, slot, value.
    way: Vec<(usize, String, String)>,
}

/// Fills slots; cheap to share.
#[derive(Debug, Clone, Default)]
pub struct Filler {
    schema: Schema,
    catalogue: Catalogue,
    /// For each catalogue entry: its domain and slot in the schema.
    homes: Vec<Option<(usize, usize)>>,
    /// For each domain and slot: the values with their bounds.
    bounds: Vec<Vec<Vec<Bounded>>>,
}

impl Filler {
    pub fn new(schema: Schema, catalogue: Catalogue) -> Self {
        let homes = catalogue
            .entries()
            .iter()
            .map(|entry| home(&schema, &entry.kind))
            .collect();
        let bounds = schema
            .domains
            .iter()
            .map(|domain| domain.slots.iter().map(measured::bounds_of).collect())
            .collect();
        Self {
            schema,
            catalogue,
            homes,
            bounds,
        }
    }

    /// Bytes of the dictionary, roughly.
    pub fn bytes(&self) -> usize {
        self.catalogue.bytes()
    }

    /// The facts of one turn. `before` is what was said to the person.
    pub fn fill(&self, before: &str, text: &str, state: &mut Conversation) -> Vec<Filled> {
        state.named.resize(self.schema.domains.len(), None);
        let offered = self.note_offers(before, state);
        let reading = Reading::new(text);
        let found = self.catalogue.find_with_typos(&reading);
        let hits = self.meant(&reading, found.into_iter().map(|(hit, _)| hit).collect());
        let named: Vec<(&Hit, usize)> = hits
            .iter()
            .filter_map(|hit| self.name_of(hit).map(|entry| (hit, entry)))
            .collect();
        let evidence = self.evidence(&reading, &hits, &named);
        let mut turn = Turn {
            filler: self,
            measures: measures(&reading),
            reading,
            hits: &hits,
            named,
            evidence,
            offered,
            state,
            filled: Vec::new(),
        };
        turn.settle_names();
        if !turn.ways() {
            turn.names();
        }
        turn.listed();
        turn.measured();
        turn.worded();
        turn.remember();
        turn.filled
    }

    /// Remembers the names in what was said to the person; tells the domain of the last one.
    fn note_offers(&self, before: &str, state: &mut Conversation) -> Option<usize> {
        let reading = Reading::new(before);
        let mut last = None;
        for hit in self.meant(&reading, self.catalogue.find(&reading)) {
            let Some(entry) = self.name_of(&hit) else {
                continue;
            };
            let Some(home) = self.home(entry) else {
                continue;
            };
            last = Some(home.0);
            if let Some(named) = state.named.get_mut(home.0) {
                *named = self.catalogue.entries().get(entry).map(|e| e.value.clone());
            }
        }
        last
    }

    /// What of the catalogue stands in a text, but for words that only sound like it: 租车 inside
    /// 出租车, which is a word of the schema.
    fn meant(&self, reading: &Reading, mut hits: Vec<Hit>) -> Vec<Hit> {
        let words = self.schema.domains.iter().flat_map(|domain| &domain.words);
        for (word, _) in words {
            let length = word.chars().count();
            for place in reading.places(word) {
                hits.retain(|hit| {
                    hit.range.len() >= length
                        || hit.range.start < place
                        || hit.range.end > place + length
                });
            }
        }
        hits
    }

    fn spec(&self, home: (usize, usize)) -> Option<&SlotSpec> {
        self.schema.domains.get(home.0)?.slots.get(home.1)
    }

    fn home(&self, entry: usize) -> Option<(usize, usize)> {
        self.homes.get(entry).copied().flatten()
    }

    fn name_of(&self, hit: &Hit) -> Option<usize> {
        hit.entries.iter().copied().find(|&entry| {
            self.home(entry)
                .and_then(|home| self.spec(home))
                .is_some_and(|spec| matches!(spec.source, Source::Name))
        })
    }
}

fn home(schema: &Schema, kind: &str) -> Option<(usize, usize)> {
    let (domain, slot) = kind.split_once('/')?;
    let number = schema
        .domains
        .iter()
        .position(|known| known.name == domain)?;
    let slots = &schema.domains.get(number)?.slots;
    Some((number, slots.iter().position(|known| known.name == slot)?))
}

/// The work on one turn.
struct Turn<'a> {
    filler: &'a Filler,
    reading: Reading,
    measures: Vec<Measure>,
    hits: &'a [Hit],
    /// The hits that are names, with the entry that is meant.
    named: Vec<(&'a Hit, usize)>,
    evidence: Vec<Evidence>,
    /// The domain of the name that was last said to the person.
    offered: Option<usize>,
    state: &'a mut Conversation,
    filled: Vec<Filled>,
}

impl Turn<'_> {
    fn state_fact(&mut self, domain: usize, slot: &str, value: &str, range: &Range<usize>) {
        let Some(spec) = self.filler.schema.domains.get(domain) else {
            return;
        };
        let fact = Filled {
            domain: spec.name.clone(),
            slot: slot.to_owned(),
            value: value.to_owned(),
            span: self.reading.original(range),
        };
        let known = self.filled.iter().any(|known| {
            (&known.domain, &known.slot, &known.value) == (&fact.domain, &fact.slot, &fact.value)
        });
        if !known {
            self.filled.push(fact);
        }
    }

    fn value(&self, entry: usize) -> String {
        self.filler
            .catalogue
            .entries()
            .get(entry)
            .map_or_else(String::new, |entry| entry.value.clone())
    }

    fn names(&mut self) {
        for (hit, entry) in self.named.clone() {
            let Some(home) = self.filler.home(entry) else {
                continue;
            };
            let Some(spec) = self.filler.spec(home) else {
                continue;
            };
            let value = self.value(entry);
            self.state_fact(home.0, &spec.name, &value, &hit.range);
        }
    }

    fn remember(&mut self) {
        for (_, entry) in &self.named {
            let value = self.value(*entry);
            if let Some((domain, _)) = self.filler.home(*entry)
                && let Some(named) = self.state.named.get_mut(domain)
            {
                *named = Some(value);
            }
        }
        if let Some(last) = self.filled.last() {
            self.state.focus = self
                .filler
                .schema
                .domains
                .iter()
                .position(|domain| domain.name == last.domain);
        }
    }
}
