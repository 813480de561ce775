//! Checks of what people type into fields, alike in every room of this crate.

use shanying_kernel::{Error, Result};

/// Longest name of anything.
pub(crate) const NAME_MAX: usize = 100;

/// Trims `value`; refuses NUL and more than `max` characters.
pub(crate) fn optional(field: &str, value: &str, max: usize) -> Result<String> {
    let value = value.trim();
    if value.contains('\0') {
        return Err(Error::invalid("invalid.nul", "text must not contain NUL").with("field", field));
    }
    if value.chars().count() > max {
        return Err(Error::invalid(
            "invalid.too_long",
            format!("{field} is longer than {max} characters"),
        )
        .with("field", field)
        .with("max", max));
    }
    Ok(value.to_owned())
}

/// Like [`optional`], and refuses an empty value.
pub(crate) fn required(field: &str, value: &str, max: usize) -> Result<String> {
    let value = optional(field, value, max)?;
    if value.is_empty() {
        return Err(Error::field(field, format!("{field} must not be empty")));
    }
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::{optional, required};

    #[test]
    fn fields_are_trimmed_and_bounded_in_characters() {
        assert_eq!(required("name", " 王小明 ", 3).unwrap(), "王小明");
        assert_eq!(
            required("name", "王小明啊", 3).unwrap_err().code,
            "invalid.too_long"
        );
        assert_eq!(required("name", "  ", 3).unwrap_err().code, "invalid.field");
        assert_eq!(optional("name", "a\0", 3).unwrap_err().code, "invalid.nul");
        assert_eq!(optional("name", " ", 3).unwrap(), "");
    }
}
