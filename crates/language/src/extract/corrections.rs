//! What a person takes back in the same breath: `不是红色,是蓝色`, `改成L码`,
//! `三件,等等,说错了,是两件`. The fact that no longer holds is marked; the new one stands.

use std::ops::Range;

use super::reading::Reading;
use super::slot::{Kind, Slot};

/// Words that take back what was said last.
const TAKEN_BACK: &[&str] = &[
    "说错了",
    "说错",
    "打错了",
    "打错",
    "写错了",
    "不对",
    "错了",
    "更正",
    "纠正一下",
    "应该是",
    "还是要",
    "还是换",
    "改成",
    "改为",
    "换成",
    "换为",
    "改到",
    "改要",
    "改一下",
    "i mean",
    "sorry,",
    "correction",
    "actually",
    "make that",
    "change it to",
    "instead",
    "不是不是",
    "搞错了",
    "弄错了",
];

/// Marks earlier facts of the same kind as taken back, and denied ones that are replaced at once.
pub(super) fn mark_corrections(reading: &Reading, places: &[Range<usize>], slots: &mut [Slot]) {
    for later in 1..slots.len() {
        let Some(range) = places.get(later) else {
            continue;
        };
        let Some(earlier) = last_of_kind(slots, later) else {
            continue;
        };
        let Some(before) = places.get(earlier) else {
            continue;
        };
        let between = reading.text(before.end.min(range.start)..range.start);
        let taken = TAKEN_BACK.iter().any(|word| between.contains(word));
        let replaced = slots.get(earlier).is_some_and(|slot| slot.negated)
            && slots.get(later).is_some_and(|slot| !slot.negated)
            && (between.contains('是') || between.contains('要') || between.contains("but"))
            && reading
                .one_before(before.start, &["不是", "不要", "不要了", "not"])
                .is_some();
        if (taken || replaced)
            && let Some(slot) = slots.get_mut(earlier)
        {
            slot.corrected = true;
        }
    }
}

fn last_of_kind(slots: &[Slot], later: usize) -> Option<usize> {
    let kind = &slots.get(later)?.kind;
    (0..later).rev().find(|&earlier| {
        slots
            .get(earlier)
            .is_some_and(|slot| alike(&slot.kind, kind))
    })
}

/// One kind may replace another where both count the same thing.
fn alike(a: &Kind, b: &Kind) -> bool {
    a == b
}
