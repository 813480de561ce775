//! `label: value`.

use super::piece::Piece;
use super::{Sheet, Stance, StatedValue};

/// Of these the value is a list.
const LISTS: &[&str] = &["effect", "suits", "excludes", "ingredient"];
const PARTS: &str = "丶|,|/|;|以及|和|及";
/// A label that says that its list is not the whole.
const PARTIAL: &str = "主要|核心|部分|关键|key";

impl Sheet<'_> {
    pub(super) fn read_labels(&mut self) {
        let chunks = self.chunks();
        for (label, value) in chunks {
            let text = label.text();
            let known = self
                .words
                .labels
                .iter()
                .find(|(own, _)| *own == text)
                .map(|(_, id)| id.clone());
            let id = match known {
                Some(id) => id,
                None if self.may_be_label(&label) && value.len() <= 16 => text,
                None => continue,
            };
            self.labelled(&id, &label, &value);
        }
    }

    /// Parts of the line with a colon: the label, and what follows up to the next one.
    fn chunks(&self) -> Vec<(Piece, Piece)> {
        let chars = self.reading.chars();
        let colons: Vec<usize> = (0..chars.len())
            .filter(|&at| {
                let time = self.reading.before(at).is_ascii_digit()
                    && self.reading.at(at + 1).is_ascii_digit();
                self.reading.at(at) == ':' && !time
            })
            .collect();
        let starts: Vec<usize> = colons
            .iter()
            .map(|&colon| {
                let mut at = colon;
                while at > 0
                    && !matches!(self.reading.before(at), ',' | ';' | '丨' | '.' | '|' | '!')
                {
                    at -= 1;
                }
                at
            })
            .collect();
        colons
            .iter()
            .enumerate()
            .map(|(place, &colon)| {
                let from = starts.get(place).copied().unwrap_or(colon);
                let limit = starts.get(place + 1).copied().unwrap_or(chars.len());
                let mut to = limit;
                for at in colon + 1..limit {
                    let ends = matches!(self.reading.at(at), ';' | '丨' | '|')
                        || (self.reading.at(at) == '.'
                            && !self.reading.at(at + 1).is_ascii_digit());
                    if ends {
                        to = at;
                        break;
                    }
                }
                (
                    Piece::of(&self.reading, from..colon),
                    Piece::of(&self.reading, colon + 1..to),
                )
            })
            .collect()
    }

    /// A label is short and has no frame in it; one of a sheet of labels is taken even if nobody
    /// knows it.
    fn may_be_label(&self, label: &Piece) -> bool {
        let latin = label.chars.iter().all(|c| c.is_ascii());
        let most = if latin { 20 } else { 6 };
        (2..=most).contains(&label.len())
            && !label.has_any("说|问|适合|适用|提醒|注意|备注|的|是|都|请|险|课|套餐|版")
    }

    fn labelled(&mut self, id: &str, label: &Piece, value: &Piece) {
        if value.is_empty() {
            return;
        }
        if matches!(id, "price" | "offer") {
            // Read with the prices.
            return;
        }
        let first = value
            .split(",")
            .into_iter()
            .next()
            .unwrap_or_else(|| value.clone());
        if id == "age" {
            for (age, place) in self.ages(&first) {
                self.state(id, age, Stance::Holds, &place, 0.95);
                self.cover(&first);
            }
            return;
        }
        if !LISTS.contains(&id) {
            self.word(id, &first, Stance::Holds, 0.9);
            self.cover(&first);
            return;
        }
        let people = if id == "excludes" { "suits" } else { id };
        let listed = id == "ingredient" && !label.has_any(PARTIAL);
        // A comma ends the list where a frame follows.
        let value = value
            .first_of("适合|适用|不能|请勿|净含量|价格|原价")
            .filter(|&(at, _)| at > 0)
            .map_or_else(|| value.clone(), |(at, _)| value.part(0, at));
        for item in value.split(PARTS) {
            let item = item.without("无|没有", "的人|的人群|人群|等|者");
            if item.is_empty() {
                continue;
            }
            let known = self.known(people, &item);
            let before = self.stated.len();
            match known.as_slice() {
                [(word, _)] if id != "ingredient" => {
                    let word = StatedValue::Word(word.clone());
                    self.state(id, word, Stance::Holds, &item, 0.95);
                }
                _ => self.word(id, &item, Stance::Holds, 0.9),
            }
            for fact in self.stated.get_mut(before..).unwrap_or_default() {
                fact.listed = listed;
            }
        }
        self.cover(&value);
    }
}
