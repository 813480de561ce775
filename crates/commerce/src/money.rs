//! Money: whole minor units of a currency, never a fraction.

use serde::{Deserialize, Serialize};
use shanying_kernel::{Error, Result};
use utoipa::ToSchema;

/// An amount, such as 288.00 yuan as `{"amount": 28800, "currency": "CNY"}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Money {
    /// Minor units (分, cents).
    pub amount: i64,
    /// ISO 4217, three capital letters.
    pub currency: String,
}

impl Money {
    /// So many minor units of `currency`.
    #[must_use]
    pub fn new(amount: i64, currency: &str) -> Self {
        Self {
            amount,
            currency: currency.to_owned(),
        }
    }

    /// Reads a decimal such as `288`, `288.5` or `-3.00` of a currency with two places. More places
    /// than two are refused unless they are zeros.
    pub fn parse(text: &str, currency: &str) -> Result<Self> {
        let wrong = || Error::invalid("invalid.money", "not an amount of money");
        let text = text.trim();
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || whole.len() > 15 || !plain(whole) || !plain(part) {
            return Err(wrong());
        }
        let mut places = part.bytes().map(|byte| i64::from(byte - b'0'));
        let cents = 10 * places.next().unwrap_or(0) + places.next().unwrap_or(0);
        if places.any(|digit| digit != 0) {
            return Err(wrong());
        }
        let amount = 100 * whole.parse::<i64>().map_err(|_| wrong())? + cents;
        Ok(Self::new(if negative { -amount } else { amount }, currency))
    }
}

#[cfg(test)]
mod tests {
    use super::Money;

    #[test]
    fn decimals_become_minor_units() {
        for (text, amount) in [
            ("288", 28800),
            ("288.5", 28850),
            ("0.05", 5),
            ("-3.00", -300),
            ("19.9000", 1990),
        ] {
            assert_eq!(Money::parse(text, "CNY").unwrap().amount, amount, "{text}");
        }
        for text in ["", ".5", "1.005", "1e3", "NaN", "1,000", "9999999999999999"] {
            assert!(Money::parse(text, "CNY").is_err(), "{text}");
        }
    }
}
