//! Entries and their phrasings in numbered slots. A slot that is given back is used again, so
//! numbers stay small; vectors of all slots stand in one block, and their signs in another, which
//! a search of many slots runs through instead.

use std::collections::HashMap;
use std::sync::Arc;

use super::Phrasing;
use super::bits::Bits;
use crate::embed::{DIMENSIONS, QuantVec, dot};

/// One phrasing.
#[derive(Debug, Clone)]
pub(super) struct Slot {
    pub text: Box<str>,
    pub weight: f32,
    /// The entry that it belongs to.
    pub entry: u32,
}

#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub id: Arc<str>,
    pub slots: Vec<u32>,
    /// The direction of the mean of the phrasings' vectors; `None` for a single phrasing, whose
    /// own vector it would be.
    pub mean: Option<QuantVec>,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Shelf {
    entries: Vec<Option<Entry>>,
    free_entries: Vec<usize>,
    by_id: HashMap<Arc<str>, usize>,
    pub(super) slots: Vec<Option<Slot>>,
    pub(super) free_slots: Vec<u32>,
    /// [`DIMENSIONS`] bytes for each slot; empty as long as there are no vectors.
    pub(super) vectors: Vec<i8>,
    pub(super) scales: Vec<f32>,
    pub(super) bits: Bits,
}

impl Shelf {
    pub fn entries(&self) -> usize {
        self.by_id.len()
    }

    pub fn phrasings(&self) -> usize {
        self.slots.len() - self.free_slots.len()
    }

    /// Highest slot number in use, plus one.
    pub fn reach(&self) -> usize {
        self.slots.len()
    }

    pub fn bytes(&self) -> usize {
        let texts: usize = self
            .slots
            .iter()
            .flatten()
            .map(|slot| slot.text.len())
            .sum();
        let means = self.iter().filter(|entry| entry.mean.is_some()).count();
        texts
            + self.slots.capacity() * size_of::<Option<Slot>>()
            + self.scales.capacity() * 4
            + self.vectors.capacity()
            + self.bits.bytes()
            + means * DIMENSIONS
            // An id with its counts, a list of slots, a place in the map.
            + self.entries.capacity() * (size_of::<Option<Entry>>() + 32 + 16 + 28)
    }

    pub fn entry(&self, at: u32) -> Option<&Entry> {
        self.entries.get(at as usize)?.as_ref()
    }

    pub fn iter(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().flatten()
    }

    pub fn slot(&self, slot: u32) -> Option<&Slot> {
        self.slots.get(slot as usize)?.as_ref()
    }

    pub fn has(&self, id: &str) -> bool {
        self.by_id.contains_key(id)
    }

    /// Gives a phrasing that belongs to nobody yet to an open entry; `None` when there is none.
    pub fn claim(&mut self, slot: u32, entry: usize) -> Option<()> {
        let held = self.slots.get_mut(slot as usize)?.as_mut()?;
        if held.entry != u32::MAX {
            return None;
        }
        held.entry = u32::try_from(entry).ok()?;
        self.entries.get_mut(entry)?.as_mut()?.slots.push(slot);
        Some(())
    }

    /// Makes room for an entry that is not there.
    pub fn open(&mut self, id: &str) -> usize {
        let at = self.free_entries.pop().unwrap_or_else(|| {
            self.entries.push(None);
            self.entries.len() - 1
        });
        let id: Arc<str> = id.into();
        if let Some(place) = self.entries.get_mut(at) {
            *place = Some(Entry {
                id: Arc::clone(&id),
                slots: Vec::new(),
                mean: None,
            });
        }
        self.by_id.insert(id, at);
        at
    }

    /// Adds a phrasing to an open entry.
    pub fn put(&mut self, entry: usize, phrasing: &Phrasing, vector: Option<&QuantVec>) -> u32 {
        let slot = self.free_slots.pop().unwrap_or_else(|| {
            self.slots.push(None);
            u32::try_from(self.slots.len() - 1).unwrap_or(u32::MAX)
        });
        let at = slot as usize;
        if let Some(place) = self.slots.get_mut(at) {
            *place = Some(Slot {
                text: phrasing.text.as_str().into(),
                weight: phrasing.weight,
                entry: u32::try_from(entry).unwrap_or(u32::MAX),
            });
        }
        if let Some(vector) = vector {
            self.scales
                .resize(self.slots.len().max(self.scales.len()), 0.0);
            self.vectors.resize(self.scales.len() * DIMENSIONS, 0);
            let row = self.vectors.get_mut(at * DIMENSIONS..(at + 1) * DIMENSIONS);
            if let (Some(row), Some(scale)) = (row, self.scales.get_mut(at))
                && vector.values.len() == DIMENSIONS
            {
                row.copy_from_slice(&vector.values);
                self.bits.set(at, &vector.values);
                *scale = vector.scale;
            }
        }
        if let Some(Some(entry)) = self.entries.get_mut(entry) {
            entry.slots.push(slot);
        }
        slot
    }

    /// Finishes an entry after its last phrasing.
    pub fn close(&mut self, entry: usize) {
        let open = self.entries.get(entry).and_then(Option::as_ref);
        let Some(open) = open.filter(|open| open.slots.len() > 1) else {
            return;
        };
        let mut sum = vec![0f32; DIMENSIONS];
        let mut any = false;
        for &slot in &open.slots {
            let Some((row, scale)) = self.vector(slot) else {
                continue;
            };
            any = true;
            for (sum, value) in sum.iter_mut().zip(row) {
                *sum += f32::from(*value) * scale;
            }
        }
        let norm = sum.iter().map(|value| value * value).sum::<f32>().sqrt();
        let mean = (any && norm > 0.0).then(|| {
            sum.iter_mut().for_each(|value| *value /= norm);
            QuantVec::quantise(&sum)
        });
        if let Some(Some(entry)) = self.entries.get_mut(entry) {
            entry.mean = mean;
        }
    }

    /// Takes an entry out; the slots it held with their texts.
    pub fn remove(&mut self, id: &str) -> Option<Vec<(u32, Box<str>)>> {
        let at = self.by_id.remove(id)?;
        let entry = self.entries.get_mut(at)?.take()?;
        self.free_entries.push(at);
        let mut freed = Vec::with_capacity(entry.slots.len());
        for slot in entry.slots {
            let Some(held) = self.slots.get_mut(slot as usize).and_then(Option::take) else {
                continue;
            };
            if let Some(scale) = self.scales.get_mut(slot as usize) {
                *scale = 0.0;
            }
            self.free_slots.push(slot);
            freed.push((slot, held.text));
        }
        Some(freed)
    }

    fn vector(&self, slot: u32) -> Option<(&[i8], f32)> {
        let at = slot as usize;
        let scale = self.scales.get(at).copied().filter(|&scale| scale > 0.0)?;
        Some((
            self.vectors.get(at * DIMENSIONS..(at + 1) * DIMENSIONS)?,
            scale,
        ))
    }

    /// The cosine of two slots; 0 when one has no vector.
    pub fn cosine(&self, a: u32, b: u32) -> f32 {
        match (self.vector(a), self.vector(b)) {
            (Some((a, a_scale)), Some((b, b_scale))) => dot(a, b) as f32 * a_scale * b_scale,
            _ => 0.0,
        }
    }

    /// The cosine of the query with one slot; 0 where there is no vector.
    pub fn cosine_with(&self, slot: u32, query: &QuantVec) -> f32 {
        self.vector(slot).map_or(0.0, |(row, scale)| {
            dot(row, &query.values) as f32 * scale * query.scale
        })
    }

    /// The cosine of the query with every slot.
    pub fn cosines(&self, query: &QuantVec) -> Vec<f32> {
        let slots = 0..u32::try_from(self.reach()).unwrap_or(u32::MAX);
        slots.map(|slot| self.cosine_with(slot, query)).collect()
    }

    /// About the cosine of the query with every slot, from the signs of the vectors alone; 0
    /// where there is no vector.
    pub fn estimates(&self, query: &QuantVec) -> Vec<f32> {
        let mut estimates = self.bits.estimates(query, self.reach());
        for (estimate, scale) in estimates.iter_mut().zip(&self.scales) {
            if *scale == 0.0 {
                *estimate = 0.0;
            }
        }
        if let Some(without) = estimates.get_mut(self.scales.len()..) {
            without.fill(0.0);
        }
        estimates
    }
}
