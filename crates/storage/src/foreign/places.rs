//! Names in a statement become numbers: `:user_id` is `$1`, wherever it stands.

use super::ForeignFault;

/// A statement whose names are numbers.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Placed {
    pub(super) text: String,
    /// The name of `$1`, of `$2` …
    pub(super) names: Vec<String>,
}

/// What stands outside of texts, names and remarks is read; a semicolon there is refused.
pub(super) fn placed(text: &str) -> Result<Placed, ForeignFault> {
    let text = text.trim().trim_end_matches(';');
    let mut made = Placed {
        text: String::new(),
        names: Vec::new(),
    };
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '\'' | '"' => quoted(rest, first),
            '-' if rest.starts_with("--") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => {
                let end = rest.find("*/");
                end.ok_or_else(|| wrong("a remark without an end"))? + 2
            }
            '$' => return Err(wrong("write values as :name; there is no $ here")),
            ';' => return Err(wrong("one statement, without a semicolon")),
            '?' => return Err(wrong("write values as :name; there is no ? here")),
            ':' if rest.starts_with("::") => 2,
            ':' => {
                let name = name(rest.get(1..).unwrap_or_default());
                if name.is_empty() {
                    return Err(wrong("a colon without a name"));
                }
                let known = made.names.iter().position(|known| known == name);
                let number = known.unwrap_or_else(|| {
                    made.names.push(name.to_owned());
                    made.names.len() - 1
                });
                made.text.push_str(&format!("${}", number + 1));
                rest = rest.get(1 + name.len()..).unwrap_or_default();
                continue;
            }
            other => other.len_utf8(),
        };
        let (before, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
        // A remark at the end would swallow the bracket that closes the statement.
        if !before.starts_with("--") && !before.starts_with("/*") {
            made.text.push_str(before);
        }
        rest = after;
    }
    if made.text.trim().is_empty() {
        return Err(wrong("a statement is empty"));
    }
    Ok(made)
}

fn wrong(what: &str) -> ForeignFault {
    ForeignFault::Statement(what.to_owned())
}

/// Bytes of a quoted part, its quotes included; a doubled quote does not end it, because the next
/// part begins with it.
fn quoted(rest: &str, quote: char) -> usize {
    let inner = rest.get(1..).unwrap_or_default();
    inner.find(quote).map_or(rest.len(), |end| end + 2)
}

fn name(rest: &str) -> &str {
    let end = rest
        .find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_')
        .unwrap_or(rest.len());
    rest.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::placed;

    #[test]
    fn names_become_numbers_outside_of_texts() {
        for (text, made, names) in [
            ("SELECT :a, :b, :a", "SELECT $1, $2, $1", vec!["a", "b"]),
            (
                "SELECT ':a', \":b\" -- :c\n, :d",
                "SELECT ':a', \":b\" \n, $1",
                vec!["d"],
            ),
            (
                "SELECT 'it''s :a' /* :b */, x::text;",
                "SELECT 'it''s :a' , x::text",
                vec![],
            ),
            (
                "SELECT '面膜：' || :no",
                "SELECT '面膜：' || $1",
                vec!["no"],
            ),
        ] {
            let told = placed(text).unwrap();
            assert_eq!(
                (told.text.as_str(), told.names),
                (made, names.iter().map(|n| (*n).to_owned()).collect())
            );
        }
        for text in [
            "SELECT 1; DELETE FROM x",
            "SELECT $1",
            "SELECT ?",
            "SELECT : a",
            "",
            "-- x",
        ] {
            assert!(placed(text).is_err(), "{text}");
        }
    }
}
