//! Measures as facts: money, quantities, durations, ages, ratings, shares; deals and sizes.

use super::measures::{Measure, measures};
use super::numbers::number_at;
use super::reading::Reading;
use super::slot::{Found, Kind, Value};
use super::units::Unit;

pub(super) fn amounts(reading: &Reading) -> Vec<Found> {
    let mut found: Vec<Found> = measures(reading)
        .into_iter()
        .filter_map(|measure| amount(reading, measure))
        .collect();
    found.extend((0..reading.len()).filter_map(|place| {
        deal_at(reading, place)
            .or_else(|| share_at(reading, place))
            .or_else(|| discount_at(reading, place))
            .or_else(|| size_at(reading, place))
            .or_else(|| months_old_at(reading, place))
    }));
    found
}

/// Words of currencies with their ISO code and decimals; what is not here is yuan.
const CURRENCIES: &[(&str, &str, i32)] = &[
    ("$", "USD", 2),
    ("美元", "USD", 2),
    ("美金", "USD", 2),
    ("美刀", "USD", 2),
    ("刀", "USD", 2),
    ("dollars", "USD", 2),
    ("dollar", "USD", 2),
    ("usd", "USD", 2),
    ("bucks", "USD", 2),
    ("€", "EUR", 2),
    ("欧元", "EUR", 2),
    ("欧", "EUR", 2),
    ("euros", "EUR", 2),
    ("euro", "EUR", 2),
    ("eur", "EUR", 2),
    ("£", "GBP", 2),
    ("英镑", "GBP", 2),
    ("pounds", "GBP", 2),
    ("港币", "HKD", 2),
    ("港元", "HKD", 2),
    ("hkd", "HKD", 2),
    ("日元", "JPY", 0),
    ("円", "JPY", 0),
    ("jpy", "JPY", 0),
];

/// Words in whose clause a bare number is a price.
const PRICE_WORDS: &[&str] = &[
    "预算", "价格", "价位", "价钱", "价", "钱", "便宜", "贵", "满", "减", "优惠", "消费", "花",
    "元", "块", "budget", "price", "cost", "spend", "cheap",
];

fn amount(reading: &Reading, measure: Measure) -> Option<Found> {
    let bounded = measure.about || measure.low != measure.high;
    let (kind, unit, score) = match measure.unit {
        Unit::Money => return money(measure, 1.0),
        Unit::Plain => {
            let told = priced(reading, &measure);
            if stands_alone(reading, &measure) {
                return money(measure, 0.5);
            }
            let enough = measure
                .low
                .or(measure.high)
                .is_some_and(|value| value >= 10.0);
            return (enough && (bounded || told))
                .then(|| money(measure, if told { 0.85 } else { 0.6 }))
                .flatten();
        }
        Unit::Points => (Kind::Rating, "points", 0.9),
        Unit::Hours => (Kind::Duration, "h", 0.9),
        Unit::Grams => (Kind::Quantity, "g", 1.0),
        Unit::Millilitres => (Kind::Quantity, "ml", 1.0),
        Unit::Centimetres => (Kind::Quantity, "cm", 1.0),
        Unit::Percent => (Kind::Percent, "%", 1.0),
        Unit::Years => (Kind::Age, "years", 0.95),
        // 一个 is more often an article than a count.
        Unit::Pieces if measure.low == Some(1.0) && measure.unit_word == "个" => {
            (Kind::Quantity, measure.unit_word, 0.3)
        }
        Unit::Pieces => (Kind::Quantity, measure.unit_word, 0.9),
    };
    Some(Found {
        kind,
        value: Value::Amount {
            min: measure.low,
            max: measure.high,
            unit,
            about: measure.about,
        },
        range: measure.range,
        score,
    })
}

fn money(measure: Measure, score: f64) -> Option<Found> {
    let (currency, decimals) = CURRENCIES
        .iter()
        .find(|(word, _, _)| *word == measure.unit_word)
        .map_or(("CNY", 2), |(_, code, decimals)| (*code, *decimals));
    let minor = |value: f64| (value * 10f64.powi(decimals)).round();
    let whole = |value: Option<f64>| value.map(|value| minor(value) as i64);
    // Beyond what any price can be, the number is something else.
    let huge = [measure.low, measure.high]
        .iter()
        .flatten()
        .any(|value| *value > 1e12);
    (!huge).then(|| Found {
        kind: Kind::Money,
        value: Value::Money {
            min: whole(measure.low),
            max: whole(measure.high),
            currency,
            about: measure.about,
        },
        range: measure.range.clone(),
        score,
    })
}

/// `一千五`, `1.5万` and nothing behind that would be counted: most likely a price.
fn stands_alone(reading: &Reading, measure: &Measure) -> bool {
    let worded = reading
        .text(measure.range.clone())
        .contains(['百', '千', '万', 'k', 'w']);
    let next = reading.at(measure.range.end);
    worded
        && measure.low.is_some_and(|low| low >= 100.0)
        && (matches!(
            next,
            '\0' | ',' | '.' | '?' | '!' | ';' | '的' | '吧' | '吗'
        ))
        && reading.before(measure.range.start) != '第'
}

fn priced(reading: &Reading, measure: &Measure) -> bool {
    let start = measure.range.start.saturating_sub(8);
    let around = format!(
        "{} {}",
        reading.text(start..measure.range.start),
        reading.text(measure.range.end..(measure.range.end + 6).min(reading.len()))
    );
    PRICE_WORDS.iter().any(|word| around.contains(word))
}

/// `买三送一`, `buy 2 get 1`.
fn deal_at(reading: &Reading, place: usize) -> Option<Found> {
    let (first, second): (&str, &[&str]) = if reading.has(place, "买") {
        ("买", &["送", "赠", "免"])
    } else if reading.has(place, "buy ") {
        ("buy ", &[" get ", " get"])
    } else {
        return None;
    };
    let count = |place: usize| {
        let number = number_at(reading, place)?;
        (number.low == number.high && number.low < 1000.0).then_some(number)
    };
    let buy = count(place + first.chars().count())?;
    let mut middle = buy.end;
    if matches!(reading.at(middle), '件' | '个' | '盒' | '瓶' | '箱' | '份') {
        middle += 1;
    }
    let (_, length) = reading.one_of(middle, second)?;
    let free = count(reading.skip_space(middle + length))?;
    Some(Found {
        kind: Kind::Deal,
        value: Value::Deal {
            buy: buy.low,
            free: free.low,
        },
        range: place..free.end,
        score: 1.0,
    })
}

fn exact(
    kind: Kind,
    value: f64,
    unit: &'static str,
    range: std::ops::Range<usize>,
    score: f64,
) -> Found {
    Found {
        kind,
        value: Value::Amount {
            min: Some(value),
            max: Some(value),
            unit,
            about: false,
        },
        range,
        score,
    }
}

/// `百分之三十`
fn share_at(reading: &Reading, place: usize) -> Option<Found> {
    if !reading.has(place, "百分之") {
        return None;
    }
    if reading.at(place + 3) == '百' {
        return Some(exact(Kind::Percent, 100.0, "%", place..place + 4, 1.0));
    }
    let number = number_at(reading, place + 3)?;
    Some(exact(
        Kind::Percent,
        number.low,
        "%",
        place..number.end,
        1.0,
    ))
}

/// `八折`, `八五折`, `7.5折`, `打对折`.
fn discount_at(reading: &Reading, place: usize) -> Option<Found> {
    let plain = |left: f64, end: usize| exact(Kind::Discount, left, "%", place..end, 1.0);
    if reading.has(place, "对折") || reading.has(place, "半价") {
        return Some(plain(50.0, place + 2));
    }
    if number_goes_on(reading, place) {
        return None;
    }
    let digit = |c: char| "零一二三四五六七八九".chars().position(|known| known == c);
    if let (Some(tens), Some(ones)) = (digit(reading.at(place)), digit(reading.at(place + 1)))
        && reading.at(place + 2) == '折'
    {
        return Some(plain((tens * 10 + ones) as f64, place + 3));
    }
    let number = number_at(reading, place)?;
    let left = if number.low < 10.0 {
        number.low * 10.0
    } else {
        number.low
    };
    (reading.at(number.end) == '折' && number.low > 0.0 && left < 100.0)
        .then(|| plain(left, number.end + 1))
}

/// True when a place lies inside a number.
fn number_goes_on(reading: &Reading, place: usize) -> bool {
    let before = reading.before(place);
    before.is_ascii_alphanumeric()
        || before == '.'
        || "零一二三四五六七八九十百千万".contains(before)
}

const SIZE_ENDS: &[&str] = &["码", "号", "尺码"];
const LETTER_SIZES: &[&str] = &[
    "xxxs", "xxs", "xs", "s", "m", "l", "xl", "xxl", "xxxl", "2xl", "3xl", "4xl", "5xl", "6xl",
];
const WORD_SIZES: &[&str] = &[
    "均码",
    "大码",
    "中码",
    "小码",
    "加大码",
    "特大码",
    "加大号",
    "特大号",
    "大号",
    "中号",
    "小号",
];

/// `M码`, `42码`, `36.5码`, `XL`, `均码`, `size 42`.
fn size_at(reading: &Reading, place: usize) -> Option<Found> {
    let found = |text: String, end: usize, score: f64| Found {
        kind: Kind::Size,
        value: Value::Text(text.to_uppercase()),
        range: place..end,
        score,
    };
    if reading.before(place).is_ascii_alphanumeric() || reading.before(place) == '.' {
        return None;
    }
    if let Some((word, length)) = reading.one_of(place, WORD_SIZES) {
        return Some(found(word.to_owned(), place + length, 0.9));
    }
    let told = ["size ", "尺码", "码数", "尺寸", "size"]
        .iter()
        .any(|word| reading.text(place.saturating_sub(6)..place).contains(word));
    let mut end = place;
    while reading.at(end).is_ascii_alphanumeric() {
        end += 1;
    }
    let word = reading.text(place..end);
    if LETTER_SIZES.contains(&word.as_str()) {
        let score = match reading.one_of(end, SIZE_ENDS) {
            Some((_, length)) => return Some(found(word, end + length, 1.0)),
            None if told => 0.9,
            None if word.len() > 1 => 0.8,
            None => return None,
        };
        return Some(found(word, end, score));
    }
    let number = number_at(reading, place)?;
    let fits = number.low == number.high
        && (15.0..=60.0).contains(&number.low)
        && (number.low * 2.0).fract() == 0.0;
    let ended = reading.at(number.end) == '码' && !reading.has(number.end, "码头");
    if !fits || !(ended || told) {
        return None;
    }
    Some(found(
        number.low.to_string(),
        number.end + usize::from(ended),
        0.95,
    ))
}

/// `孩子六个月大`
fn months_old_at(reading: &Reading, place: usize) -> Option<Found> {
    if number_goes_on(reading, place) {
        return None;
    }
    let number = number_at(reading, place)?;
    let (_, length) = reading.one_of(number.end, &["个月大", "个多月大", "月龄"])?;
    Some(exact(
        Kind::Age,
        number.low / 12.0,
        "years",
        place..number.end + length,
        0.95,
    ))
}
