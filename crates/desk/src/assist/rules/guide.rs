//! Steps to follow: an ordered list of an entry, ticked by what the agent said.

use std::collections::HashSet;

use shanying_language::normalise::normalise_text;
use shanying_web_kit::markdown::{Block, plain};

/// So much of a step's words in what the agent said does it.
const COVERED: f64 = 0.34;
const STEPS_MAX: usize = 12;

/// The steps of an answer: its first ordered list of at least two.
pub(crate) fn steps_of(blocks: &[Block]) -> Option<Vec<String>> {
    blocks.iter().find_map(|block| match block {
        Block::List {
            ordered: true,
            items,
        } if items.len() > 1 => {
            let steps = items.iter().take(STEPS_MAX);
            Some(steps.map(|item| plain(item).trim().to_owned()).collect())
        }
        _ => None,
    })
}

/// Whether what was said has the words of a step: pairs of neighbouring characters, or whole words
/// of other scripts.
pub(crate) fn covered(step: &str, said: &[String]) -> bool {
    let wanted = pieces(step);
    if wanted.is_empty() {
        return false;
    }
    said.iter().any(|text| {
        let has = pieces(text);
        let common = wanted.iter().filter(|piece| has.contains(*piece)).count();
        common as f64 >= COVERED * wanted.len() as f64
    })
}

fn pieces(text: &str) -> HashSet<String> {
    let text = normalise_text(text);
    let mut pieces = HashSet::new();
    for run in text.split(|c: char| !c.is_alphanumeric()) {
        if run.is_ascii() {
            if run.len() > 3 {
                pieces.insert(run.to_owned());
            }
            continue;
        }
        let characters: Vec<char> = run.chars().collect();
        pieces.extend(
            characters
                .windows(2)
                .map(|pair| pair.iter().collect::<String>()),
        );
    }
    pieces
}

#[cfg(test)]
mod tests {
    use shanying_web_kit::markdown::parse;

    use super::{covered, steps_of};

    #[test]
    fn an_ordered_list_is_a_guide_that_ticks_itself() {
        let blocks = parse("先问人\n\n1. 请顾客**停用**、清水洗净，拍照\n2. 当天审核退款\n");
        let steps = steps_of(&blocks).unwrap_or_default();
        assert_eq!(steps, ["请顾客停用、清水洗净，拍照", "当天审核退款"]);
        let said = vec!["您先停用，用清水洗干净，再拍照给我".to_owned()];
        assert!(covered(&steps[0], &said));
        assert!(!covered(&steps[1], &said));
        assert_eq!(steps_of(&parse("- 一\n- 二")), None);
    }
}
