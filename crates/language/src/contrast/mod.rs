//! What parts two questions that look alike: opposites (`油性`, `干性`), numbers of one unit (`7天`,
//! `15天`), and one word in the place of another (`染发后能用吗`, `怀孕能用吗`). Vectors see the
//! likeness of such questions and not the difference, because what is opposite is said in the same
//! surroundings.
//!
//! - [`Gist`]: a question made ready for comparing; cheap, and made once a text.
//! - A *side* is a place on an axis: of the opposites in `opposites.txt`, or a number on the axis of
//!   its unit. Two questions on different sides of one axis differ.
//! - [`Gist::contrast`]: what parts two questions, if anything does. It says nothing of how alike they
//!   are otherwise; ask it of questions that are.
//! - [`disagreements`]: where two answers to one question contradict one another.

mod answers;
mod sides;
mod words;

use crate::embed::Encoder;
use crate::normalise::normalise_text;
use crate::segment::Segmenter;

pub use answers::{Disagreement, Matter, disagreements};
pub use sides::Side;

/// The sides of a normalised text.
pub(crate) fn sides(text: &str) -> Vec<Side> {
    sides::sides(text)
}

/// A question made ready for comparing.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Gist {
    /// Sorted by axis; one side an axis.
    sides: Vec<Side>,
    /// Words that carry the matter, in their order.
    words: Vec<String>,
}

/// What parts two questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Contrast {
    /// They stand on different sides: opposites, or different numbers of one unit.
    Side,
    /// In the place of a word stands another one of another meaning.
    Word,
}

impl Gist {
    /// Reads a question.
    pub fn new(text: &str, segmenter: &Segmenter) -> Self {
        let text = normalise_text(text);
        Self {
            sides: sides::sides(&text),
            words: words::content(&text, segmenter),
        }
    }

    /// On which sides it stands, by axis.
    pub fn sides(&self) -> &[Side] {
        &self.sides
    }

    /// What parts the two. `encoder` tells whether two words mean nearly the same; without it only
    /// words that are known as synonyms do.
    pub fn contrast(&self, other: &Self, encoder: Option<&Encoder>) -> Option<Contrast> {
        if sides::differ(&self.sides, &other.sides) {
            return Some(Contrast::Side);
        }
        words::exchanged(&self.words, &other.words)
            .is_some_and(|(a, b)| !words::are_near(a, b, encoder))
            .then_some(Contrast::Word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contrast(a: &str, b: &str) -> Option<Contrast> {
        let segmenter = Segmenter::default();
        Gist::new(a, &segmenter).contrast(&Gist::new(b, &segmenter), None)
    }

    #[test]
    fn opposites_and_numbers_part() {
        let table = [
            ("油性皮肤怎么护理", "干性皮肤怎么护理"),
            ("怎么退货", "怎么换货"),
            ("优惠券能用吗", "优惠券不能用"),
            ("7天内能退吗", "15天内能退吗"),
            ("一年期利率", "三年期利率"),
            ("how do i activate my card", "how do i deactivate my card"),
            ("iPhone 14 有货吗", "iPhone 15 有货吗"),
        ];
        for (a, b) in table {
            assert_eq!(contrast(a, b), Some(Contrast::Side), "{a} / {b}");
            assert_eq!(contrast(b, a), Some(Contrast::Side), "{b} / {a}");
        }
    }

    #[test]
    fn an_exchanged_word_parts() {
        let table = [
            ("上海门店在哪", "杭州门店在哪"),
            ("怎么修改地址", "怎么修改电话"),
            ("英语课多少钱", "数学课多少钱"),
        ];
        for (a, b) in table {
            assert_eq!(contrast(a, b), Some(Contrast::Word), "{a} / {b}");
        }
    }

    #[test]
    fn rewordings_are_not_parted() {
        let table = [
            ("怎么修改地址", "如何更改地址"),
            ("快递费多少钱", "运费是多少"),
            ("请问可以退货吗", "能退货吗"),
            ("能不能用优惠券", "优惠券可以用吗"),
            ("退货还是换货好", "怎么退货"),
            ("三十天内能退吗", "30天内可以退吗"),
            ("等一下怎么操作", "怎么操作"),
            ("how do i close my account", "close account please"),
        ];
        for (a, b) in table {
            assert_eq!(contrast(a, b), None, "{a} / {b}");
        }
    }
}
