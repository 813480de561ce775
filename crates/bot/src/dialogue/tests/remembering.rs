//! What earlier talks told is used, and nothing is sold against it.

use super::super::Recalled;
use super::{SHOP, Talker, cards, now, words};

fn knows(memories: &[(&str, &str, bool)]) -> Talker {
    let mut talker = Talker::new(SHOP);
    let memories: Vec<Recalled> = memories
        .iter()
        .map(|(whose, words, is_allergen)| Recalled {
            whose: (*whose).to_owned(),
            words: (*words).to_owned(),
            is_allergen: *is_allergen,
        })
        .collect();
    talker.remembered = talker.book.recall(&memories, &talker.shelf, now());
    talker
}

#[test]
fn a_known_skin_is_not_asked_for_again() {
    let mut talker = knows(&[("", "干皮", false)]);
    let turn = talker.say("我想买一款补水的面膜");
    assert_eq!(talker.slot("skin").as_deref(), Some("干性"), "{}", words(&turn));
    assert_ne!(turn.trace.asked.as_deref(), Some("skin"));
    // What they say now holds.
    talker.say("我现在是油皮");
    assert_eq!(talker.slot("skin").as_deref(), Some("油性"));
}

#[test]
fn it_holds_for_whom_it_was_told() {
    let mut talker = knows(&[("", "干皮", false), ("妈妈", "油皮", false)]);
    talker.say("给我妈推荐一款补水的面膜");
    assert_eq!(talker.slot("skin").as_deref(), Some("油性"));
    let mut talker = knows(&[("", "干皮", false)]);
    talker.say("我想买一款补水的面膜");
    assert_eq!(talker.slot("skin").as_deref(), Some("干性"));
    talker.say("是送给朋友的");
    assert_eq!(talker.slot("skin"), None);
    let mut talker = knows(&[("妈妈", "油皮", false)]);
    talker.say("我想买一款补水的面膜");
    assert_eq!(talker.slot("skin"), None);
}

#[test]
fn what_holds_a_known_allergen_is_never_recommended() {
    let asks = "推荐一款美白的面膜，干皮用，300以内，没有别的过敏";
    let mut talker = Talker::new(SHOP);
    let shown = cards(&talker.say(asks));
    assert!(shown.iter().any(|card| card.product_id == "p01"), "{shown:?}");
    // The mask holds alcohol.
    let mut talker = knows(&[("", "酒精", true)]);
    let turn = talker.say(asks);
    let shown = cards(&turn);
    assert!(
        shown.iter().all(|card| card.product_id != "p01"),
        "{}",
        words(&turn)
    );
    // What nothing holds narrows nothing.
    let mut talker = knows(&[("", "猫毛", true)]);
    assert!(talker.remembered.is_empty());
    let shown = cards(&talker.say(asks));
    assert!(shown.iter().any(|card| card.product_id == "p01"), "{shown:?}");
}
