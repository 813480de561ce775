//! Words of units, and what one of each is in the base unit.

use super::reading::Reading;

/// What a measure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Yuan unless the currency says otherwise.
    Money,
    /// Points of a rating.
    Points,
    /// Hours.
    Hours,
    /// Grams.
    Grams,
    /// Millilitres.
    Millilitres,
    /// Centimetres.
    Centimetres,
    /// Per cent.
    Percent,
    /// Years of age.
    Years,
    /// Pieces of something; the counting word stands beside.
    Pieces,
    /// A bare number.
    Plain,
}

/// A unit as it stands in a text: the word, what it counts, how many base units it is.
pub(crate) type UnitWord = (&'static str, Unit, f64);

/// Words of units with what they mean in the base unit.
const UNITS: &[UnitWord] = &[
    ("元", Unit::Money, 1.0),
    ("元钱", Unit::Money, 1.0),
    ("块", Unit::Money, 1.0),
    ("块钱", Unit::Money, 1.0),
    ("圆", Unit::Money, 1.0),
    ("rmb", Unit::Money, 1.0),
    ("人民币", Unit::Money, 1.0),
    ("元人民币", Unit::Money, 1.0),
    ("yuan", Unit::Money, 1.0),
    ("cny", Unit::Money, 1.0),
    ("$", Unit::Money, 1.0),
    ("€", Unit::Money, 1.0),
    ("£", Unit::Money, 1.0),
    ("美元", Unit::Money, 1.0),
    ("美金", Unit::Money, 1.0),
    ("美刀", Unit::Money, 1.0),
    ("欧元", Unit::Money, 1.0),
    ("英镑", Unit::Money, 1.0),
    ("港币", Unit::Money, 1.0),
    ("港元", Unit::Money, 1.0),
    ("日元", Unit::Money, 1.0),
    ("dollars", Unit::Money, 1.0),
    ("dollar", Unit::Money, 1.0),
    ("usd", Unit::Money, 1.0),
    ("bucks", Unit::Money, 1.0),
    ("euros", Unit::Money, 1.0),
    ("euro", Unit::Money, 1.0),
    ("eur", Unit::Money, 1.0),
    ("pounds", Unit::Money, 1.0),
    ("hkd", Unit::Money, 1.0),
    ("jpy", Unit::Money, 1.0),
    ("毛", Unit::Money, 0.1),
    ("毛钱", Unit::Money, 0.1),
    ("角", Unit::Money, 0.1),
    ("分钱", Unit::Money, 0.01),
    ("分", Unit::Points, 1.0),
    ("星", Unit::Points, 1.0),
    ("星级", Unit::Points, 1.0),
    ("小时", Unit::Hours, 1.0),
    ("个小时", Unit::Hours, 1.0),
    ("钟头", Unit::Hours, 1.0),
    ("个钟头", Unit::Hours, 1.0),
    ("hours", Unit::Hours, 1.0),
    ("hour", Unit::Hours, 1.0),
    ("分钟", Unit::Hours, 1.0 / 60.0),
    ("minutes", Unit::Hours, 1.0 / 60.0),
    ("天", Unit::Hours, 24.0),
    ("日", Unit::Hours, 24.0),
    ("days", Unit::Hours, 24.0),
    ("day", Unit::Hours, 24.0),
    ("周", Unit::Hours, 168.0),
    ("个星期", Unit::Hours, 168.0),
    ("星期", Unit::Hours, 168.0),
    ("weeks", Unit::Hours, 168.0),
    ("个月", Unit::Hours, 720.0),
    ("斤", Unit::Grams, 500.0),
    ("公斤", Unit::Grams, 1000.0),
    ("千克", Unit::Grams, 1000.0),
    ("kg", Unit::Grams, 1000.0),
    ("克", Unit::Grams, 1.0),
    ("g", Unit::Grams, 1.0),
    ("两重", Unit::Grams, 50.0),
    ("毫升", Unit::Millilitres, 1.0),
    ("ml", Unit::Millilitres, 1.0),
    ("升", Unit::Millilitres, 1000.0),
    ("厘米", Unit::Centimetres, 1.0),
    ("cm", Unit::Centimetres, 1.0),
    ("公分", Unit::Centimetres, 1.0),
    ("米", Unit::Centimetres, 100.0),
    ("%", Unit::Percent, 1.0),
    ("个点", Unit::Percent, 1.0),
    ("percent", Unit::Percent, 1.0),
    ("岁", Unit::Years, 1.0),
    ("周岁", Unit::Years, 1.0),
    ("years old", Unit::Years, 1.0),
];

/// Counting words; what they count stands behind them.
const PIECES: &[&str] = &[
    "件", "个", "条", "双", "盒", "瓶", "包", "袋", "箱", "支", "只", "套", "份", "本", "台", "部",
    "张", "片", "罐", "桶", "颗", "块儿", "把", "辆", "杯", "碗", "粒", "对", "打", "组", "单",
    "pieces", "piece", "pcs", "items", "item", "boxes", "box", "bottles", "bottle", "pairs",
    "pair",
];

/// The longest unit word at a place.
pub(crate) fn unit_at(reading: &Reading, place: usize) -> Option<UnitWord> {
    let mut best: Option<UnitWord> = None;
    for &(word, unit, factor) in UNITS {
        let longer = best.is_none_or(|(known, _, _)| known.len() < word.len());
        if longer && reading.has(place, word) && whole_word(reading, place, word) {
            best = Some((word, unit, factor));
        }
    }
    if best.is_none()
        && let Some((word, _)) = reading.one_of(place, PIECES)
        && whole_word(reading, place, word)
    {
        best = Some((word, Unit::Pieces, 1.0));
    }
    best
}

/// `5g` is a weight and `5gb` is not.
fn whole_word(reading: &Reading, place: usize, word: &str) -> bool {
    !word.ends_with(|c: char| c.is_ascii_alphabetic())
        || !reading
            .at(place + word.chars().count())
            .is_ascii_alphanumeric()
}
