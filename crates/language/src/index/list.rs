//! A sorted list of numbers that is never empty. Most terms and most keys belong to one text, so
//! a list of one number takes no memory of its own.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{BuildHasherDefault, Hasher};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum List {
    One(u32),
    Many(Vec<u32>),
}

/// Lists by a hash that is well mixed already.
pub(super) type Lists = HashMap<u64, List, BuildHasherDefault<AsItIs>>;

/// Takes the key for its own hash.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct AsItIs(u64);

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(byte);
        }
    }

    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }
}

impl List {
    pub fn numbers(&self) -> &[u32] {
        match self {
            Self::One(number) => std::slice::from_ref(number),
            Self::Many(numbers) => numbers,
        }
    }

    /// Bytes beside the list itself.
    pub fn bytes(&self) -> usize {
        match self {
            Self::One(_) => 0,
            Self::Many(numbers) => numbers.capacity() * 4,
        }
    }

    fn insert(&mut self, number: u32) {
        match self {
            Self::One(one) => {
                let mut both = vec![*one, number];
                both.sort_unstable();
                *self = Self::Many(both);
            }
            Self::Many(numbers) => {
                let place = numbers.partition_point(|&other| other < number);
                numbers.insert(place, number);
            }
        }
    }

    /// Takes a number out; true when that leaves nothing.
    fn remove(&mut self, wanted: impl Fn(u32) -> bool) -> bool {
        match self {
            Self::One(one) => wanted(*one),
            Self::Many(numbers) => {
                numbers.retain(|&number| !wanted(number));
                if let [one] = numbers.as_slice() {
                    *self = Self::One(*one);
                }
                false
            }
        }
    }
}

/// Adds a number under a key.
pub(super) fn add(lists: &mut Lists, key: u64, number: u32) {
    match lists.entry(key) {
        Entry::Occupied(mut list) => list.get_mut().insert(number),
        Entry::Vacant(place) => {
            place.insert(List::One(number));
        }
    }
}

/// Takes the wanted number out from under a key, and the list with its last number.
pub(super) fn take(lists: &mut Lists, key: u64, wanted: impl Fn(u32) -> bool) {
    if let Entry::Occupied(mut list) = lists.entry(key)
        && list.get_mut().remove(wanted)
    {
        list.remove();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_grow_shrink_and_go() {
        let mut lists = Lists::default();
        for number in [5, 1, 9] {
            add(&mut lists, 7, number);
        }
        assert_eq!(lists[&7].numbers(), [1, 5, 9]);
        take(&mut lists, 7, |number| number == 5);
        take(&mut lists, 7, |number| number == 6);
        assert_eq!(lists[&7].numbers(), [1, 9]);
        take(&mut lists, 7, |number| number == 9);
        assert_eq!(lists[&7], List::One(1));
        take(&mut lists, 7, |number| number == 2);
        assert_eq!(lists.len(), 1);
        take(&mut lists, 7, |number| number == 1);
        assert!(lists.is_empty());
    }
}
