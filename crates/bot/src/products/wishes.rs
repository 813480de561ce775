//! What a customer wishes, read from one text with the shelf's vocabulary.

use shanying_language::extract::{Kind, Slot, Value, recognise};
use shanying_language::normalise::normalise_text;

use super::lexicon::allergen;
use super::model::{Wish, WishKind, WishValue, attribute};
use super::shelf::{ABSENT, Shelf};

/// Words that make what follows in their clause a preference.
const SOFTLY: &[&str] = &[
    "最好",
    "尽量",
    "希望",
    "优先",
    "更喜欢",
    "偏好",
    "要是能",
    "如果能",
    "preferably",
    "ideally",
];
/// Words of an allergy; what stands before them is the substance.
const ALLERGY: &[&str] = &["过敏", "不耐受"];
/// Words that lead to the substance: `我对…过敏`, `用了…会过敏`.
const LEADS: &[&str] = &[
    "对于", "对", "用了", "用", "吃了", "吃", "碰到", "碰了", "碰",
];

impl Shelf {
    /// Wishes and conditions of a text. What was taken back in it is left out.
    #[must_use]
    pub fn wishes(&self, text: &str) -> Vec<Wish> {
        let now = jiff::civil::DateTime::default();
        let slots = recognise(text, now, self.vocabulary().catalogue());
        let mut wishes: Vec<Wish> = Vec::new();
        for slot in slots.iter().filter(|slot| !slot.corrected) {
            if let Some(wish) = self.wish(text, slot)
                && !wishes
                    .iter()
                    .any(|own| own.attribute == wish.attribute && own.value == wish.value)
            {
                wishes.push(wish);
            }
        }
        for condition in self.allergies(text) {
            let wish = Wish::word(attribute::EXCLUDES, &condition, WishKind::MustNot);
            if !wishes
                .iter()
                .any(|own| own.attribute == wish.attribute && own.value == wish.value)
            {
                wishes.push(wish);
            }
        }
        wishes
    }

    fn wish(&self, text: &str, slot: &Slot) -> Option<Wish> {
        let said = text.get(slot.span.clone()).unwrap_or_default();
        let before = text.get(..slot.span.start).unwrap_or_default();
        let behind = text.get(slot.span.end..).unwrap_or_default();
        let hard = if is_soft(before) {
            WishKind::Prefer
        } else {
            WishKind::Must
        };
        let wish = |attribute: &str, value: WishValue, kind| Wish {
            attribute: attribute.to_owned(),
            value,
            kind,
            said: said.to_owned(),
        };
        match (&slot.kind, &slot.value) {
            (
                Kind::Money,
                Value::Money {
                    min, max, about, ..
                },
            ) => {
                let value = WishValue::Money {
                    min: *min,
                    max: *max,
                    about: *about,
                };
                Some(wish(attribute::PRICE, value, WishKind::Must))
            }
            (Kind::Age, Value::Amount { min, max, .. }) => {
                let value = WishValue::Number {
                    min: *min,
                    max: *max,
                };
                Some(wish(attribute::AGE, value, hard))
            }
            (Kind::Entry(kind), Value::Text(value)) => {
                let word = WishValue::Word(value.clone());
                if let Some(id) = kind.strip_prefix(ABSENT) {
                    let absent = self.absent_value(id, value)?;
                    return Some(wish(
                        id,
                        WishValue::Word(absent.to_owned()),
                        WishKind::MustNot,
                    ));
                }
                match kind.as_str() {
                    super::shelf::PRODUCT => None,
                    attribute::INGREDIENT if ALLERGY.iter().any(|end| behind.starts_with(end)) => {
                        // Told below, as an allergy.
                        None
                    }
                    attribute::SUITS if self.meanings().is_care(value) => {
                        (!slot.negated).then(|| wish(attribute::EXCLUDES, word, WishKind::MustNot))
                    }
                    other if slot.negated => Some(wish(other, word, WishKind::MustNot)),
                    other => {
                        // `不伤肤`, `别太油` are read by the lexicon, never guessed.
                        Some(wish(other, word, hard))
                    }
                }
            }
            _ => None,
        }
    }

    /// Allergies of a text in the vocabulary's spelling: `酒精过敏`.
    pub(crate) fn allergies(&self, text: &str) -> Vec<String> {
        let text = normalise_text(text);
        let mut found = Vec::new();
        for end in ALLERGY {
            for (at, _) in text.match_indices(end) {
                let before = text.get(..at).unwrap_or_default();
                let clause = before
                    .rsplit([',', '.', ';', '!', '?', '。', '、', ' '])
                    .next()
                    .unwrap_or_default();
                found.extend(
                    self.substance(clause)
                        .map(|substance| format!("{substance}{end}")),
                );
                // 对酒精、香精过敏: what is listed before counts too.
                let mut rest = before.strip_suffix(clause).unwrap_or_default();
                while let Some(shorter) = rest.strip_suffix('、') {
                    let item = shorter
                        .rsplit([',', '.', ';', '!', '?', '。', '、', ' '])
                        .next()
                        .unwrap_or_default();
                    found.extend(
                        self.substance(item)
                            .map(|substance| format!("{substance}{end}")),
                    );
                    rest = shorter.strip_suffix(item).unwrap_or_default();
                }
            }
        }
        found.retain(|condition| allergen(condition).is_some());
        found.dedup();
        found
    }

    /// The substance at the end of a clause before 过敏; none where the skin itself is meant.
    fn substance(&self, clause: &str) -> Option<String> {
        let mut clause = clause.trim();
        for word in [
            "会", "是", "容易", "严重", "有点", "比较", "都", "很", "就", "有",
        ] {
            clause = clause.strip_suffix(word).unwrap_or(clause);
        }
        let lead = LEADS
            .iter()
            .filter_map(|lead| clause.rfind(lead).map(|at| at + lead.len()))
            .max();
        let mut word = lead.map_or(clause, |at| clause.get(at..).unwrap_or_default());
        for start in [
            "我", "她", "他", "本人", "孩子", "妈妈", "的", "有", "是", "皮肤",
        ] {
            word = word.strip_prefix(start).unwrap_or(word);
        }
        for joint in ["和", "跟", "或", "与"] {
            // 酒精和香精过敏 is read from the right; the left one by its own word below.
            word = word.rsplit(joint).next().unwrap_or(word);
        }
        let word = word.trim();
        let fits = (1..=8).contains(&word.chars().count());
        let skin = [
            "皮肤",
            "脸",
            "肤质",
            "肌",
            "皮",
            "体质",
            "容易",
            "会不会",
            "不",
            "没",
        ];
        (fits && !skin.contains(&word) && !word.contains('?'))
            .then(|| self.meanings().value(attribute::INGREDIENT, word))
    }
}

fn is_soft(before: &str) -> bool {
    let clause = before
        .rsplit(['，', ',', '。', ';', '；', '!', '！'])
        .next()
        .unwrap_or_default();
    SOFTLY.iter().any(|word| clause.contains(word))
}
