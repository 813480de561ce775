//! Licence plates in running text: `京A12345`, `沪AD12345`, `粤B·1234学`.

/// The provinces' short names, simplified and traditional.
const PROVINCES: &str =
    "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼滬雲遼魯蘇贛陝閩貴粵寧瓊";
/// What the last place may hold instead of a letter or a digit.
const LAST: &str = "挂掛学學警港澳领領";

/// The places to hide: all but province, office and the last two.
pub(super) fn hidden(chars: &[char]) -> Vec<usize> {
    let mut hidden = Vec::new();
    let mut start = 0;
    while start < chars.len() {
        match body(chars, start) {
            Some(body) => {
                start = body.last().map_or(start + 1, |last| last + 1);
                hidden.extend(body.get(..body.len() - 2).unwrap_or_default());
            }
            None => start += 1,
        }
    }
    hidden
}

/// The places of the five or six characters behind province and office.
fn body(chars: &[char], start: usize) -> Option<Vec<usize>> {
    let at = |place: usize| chars.get(place).copied().map_or('\0', plain);
    if !PROVINCES.contains(at(start)) {
        return None;
    }
    let office = start + 1 + usize::from(at(start + 1) == ' ');
    if !at(office).is_ascii_uppercase() || at(office) == 'I' {
        return None;
    }
    let first = office + 1 + usize::from(matches!(at(office + 1), ' ' | '·' | '•' | '.' | '-'));
    let serial = |c: char| c.is_ascii_digit() || c.is_ascii_uppercase() && !matches!(c, 'I' | 'O');
    let mut end = (first..first + 7).find(|&place| !serial(at(place)))?;
    if end == first + 4 && LAST.contains(at(end)) {
        end += 1;
    }
    let letters = (first..end).filter(|&place| at(place).is_ascii_uppercase());
    let alone = !at(end).is_ascii_alphanumeric();
    let fits = (5..=6).contains(&(end - first)) && letters.count() <= 2;
    // Six digits in a row are no plate: with new energy one of them is a letter.
    let green = end - first == 5 || (first..end).any(|place| at(place).is_ascii_uppercase());
    (alone && fits && green).then(|| (first..end).collect())
}

/// Half width and upper case.
fn plain(c: char) -> char {
    let half = match c {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => {
            char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c)
        }
        _ => c,
    };
    half.to_ascii_uppercase()
}
