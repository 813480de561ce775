//! What recognisers hand out.

use std::ops::Range;

use jiff::civil::DateTime;

/// A fact in a text.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Slot {
    pub kind: Kind,
    pub value: Value,
    /// Bytes of the original text, on character boundaries.
    pub span: Range<usize>,
    /// The person does not want it: `不要红色`, `对酒精过敏`.
    pub negated: bool,
    /// The person took it back later in the same text: `三件，说错了，是两件` marks the three.
    pub corrected: bool,
    /// How sure, 0..1: written out in full 1, guessed from what stands around less.
    pub score: f64,
}

/// What sort of fact it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A thing of the catalogue, with the catalogue's own word for its sort.
    Entry(String),
    Money,
    /// A moment, a day, a stretch of days.
    Time,
    /// How long: `两个小时`, `三天`.
    Duration,
    /// How many or how much: `两件`, `半斤`.
    Quantity,
    /// `买三送一`
    Deal,
    /// `30%`, `百分之三十`
    Percent,
    /// What is left of the price, in per cent: `八五折` is 85.
    Discount,
    Rating,
    Age,
    /// Of clothes and shoes.
    Size,
    Phone,
    Email,
    IdCard,
    BankCard,
    /// A car's.
    Plate,
    Order,
    /// A parcel's number.
    Tracking,
    /// What a trained sequence model found, with its own word for it.
    Open(String),
}

/// The value of a fact. A missing bound is open.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    Money {
        min: Option<i64>,
        max: Option<i64>,
        /// ISO 4217; the numbers are in its smallest unit.
        currency: &'static str,
        /// 左右, 大概: the bounds are not meant sharply.
        about: bool,
    },
    /// Half open; a moment has `from == to`.
    Time {
        from: Option<DateTime>,
        to: Option<DateTime>,
    },
    Amount {
        min: Option<f64>,
        max: Option<f64>,
        /// `g`, `ml`, `cm`, `h`, `%`, `years`, or the counting word as it was written.
        unit: &'static str,
        about: bool,
    },
    Deal {
        buy: f64,
        free: f64,
    },
    Text(String),
    /// What must not be shown in lists and logs, with the form that may be.
    Private {
        text: String,
        masked: String,
    },
}

impl Value {
    /// The value for lists and logs.
    pub fn shown(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Private { masked, .. } => Some(masked),
            _ => None,
        }
    }
}

/// A fact before it is weighed against what overlaps it; places are characters of the reading.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub kind: Kind,
    pub value: Value,
    pub range: Range<usize>,
    pub score: f64,
}
