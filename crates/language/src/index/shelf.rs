//! Entries and their phrasings in numbered slots. A slot that is given back is used again, so
//! numbers stay small; vectors of all slots stand in one block, which a search runs through.

use std::collections::HashMap;

use super::Phrasing;
use crate::embed::{DIMENSIONS, QuantVec, dot};

/// One phrasing.
#[derive(Debug, Clone)]
pub(super) struct Slot {
    pub text: String,
    pub weight: f32,
}

#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub id: String,
    pub slots: Vec<u32>,
    /// The direction of the mean of the phrasings' vectors.
    pub mean: Option<QuantVec>,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Shelf {
    entries: Vec<Option<Entry>>,
    free_entries: Vec<usize>,
    by_id: HashMap<String, usize>,
    slots: Vec<Option<Slot>>,
    free_slots: Vec<u32>,
    /// [`DIMENSIONS`] bytes for each slot; empty as long as there are no vectors.
    vectors: Vec<i8>,
    scales: Vec<f32>,
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
            .map(|slot| slot.text.len() + 64)
            .sum();
        texts + self.vectors.len() + self.entries.len() * (DIMENSIONS + 128)
    }

    pub fn iter(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().flatten()
    }

    pub fn slot(&self, slot: u32) -> Option<&Slot> {
        self.slots.get(slot as usize)?.as_ref()
    }

    /// Makes room for an entry that is not there.
    pub fn open(&mut self, id: &str) -> usize {
        let at = self.free_entries.pop().unwrap_or_else(|| {
            self.entries.push(None);
            self.entries.len() - 1
        });
        if let Some(place) = self.entries.get_mut(at) {
            *place = Some(Entry {
                id: id.to_owned(),
                slots: Vec::new(),
                mean: None,
            });
        }
        self.by_id.insert(id.to_owned(), at);
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
                text: phrasing.text.clone(),
                weight: phrasing.weight,
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
        let Some(Some(open)) = self.entries.get(entry) else {
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
    pub fn remove(&mut self, id: &str) -> Option<Vec<(u32, String)>> {
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

    /// The cosine of the query with every slot; 0 where there is no vector.
    pub fn cosines(&self, query: &QuantVec) -> Vec<f32> {
        let rows = self.vectors.as_chunks::<DIMENSIONS>().0;
        let mut cosines: Vec<f32> = rows
            .iter()
            .zip(&self.scales)
            .map(|(row, scale)| {
                if *scale == 0.0 {
                    0.0
                } else {
                    dot(row, &query.values) as f32 * scale * query.scale
                }
            })
            .collect();
        cosines.resize(self.slots.len(), 0.0);
        cosines
    }
}
