//! Bytes as hexadecimal text.

/// Lower-case hex.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or_default();
    bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
        .collect()
}

/// The bytes of hex in either case; nothing for other text.
#[must_use]
pub fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits = text
        .chars()
        .map(|digit| {
            digit
                .to_digit(16)
                .and_then(|value| u8::try_from(value).ok())
        })
        .collect::<Option<Vec<u8>>>()?;
    let (pairs, rest) = digits.as_chunks::<2>();
    rest.is_empty()
        .then(|| pairs.iter().map(|[high, low]| high << 4 | low).collect())
}

#[cfg(test)]
mod tests {
    use super::{hex, unhex};

    #[test]
    fn bytes_survive_and_other_text_is_refused() {
        let bytes: Vec<u8> = (0..=255).collect();
        assert_eq!(hex(&[0, 10, 255]), "000aff");
        assert_eq!(unhex(&hex(&bytes)), Some(bytes));
        assert_eq!(unhex("0AfF"), Some(vec![10, 255]));
        for wrong in ["0", "0g", "一二", " 00"] {
            assert_eq!(unhex(wrong), None, "{wrong}");
        }
    }
}
