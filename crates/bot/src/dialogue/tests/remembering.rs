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
    assert_eq!(
        talker.slot("skin").as_deref(),
        Some("干性"),
        "{}",
        words(&turn)
    );
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

/// What is recommended to who asks like this and denies to be allergic.
fn sold(talker: &mut Talker, first: &str) -> Vec<String> {
    let mut turn = talker.say(first);
    for answer in ["没有过敏", "干性", "都行"] {
        if !cards(&turn).is_empty() {
            break;
        }
        turn = talker.say(answer);
    }
    let shown = cards(&turn).into_iter();
    shown.map(|card| card.product_id).collect()
}

#[test]
fn what_holds_a_known_allergen_is_never_recommended() {
    const ASKS: &str = "我想买一款美白的面膜300元左右就行";
    let bars = |memories: &[(&str, &str, bool)], first: &str| {
        let shown = sold(&mut knows(memories), first);
        !shown.contains(&"p01".to_owned())
    };
    // The mask holds alcohol.
    assert!(!bars(&[], ASKS));
    assert!(bars(&[("", "酒精", true)], ASKS));
    assert!(bars(
        &[("", "酒精", true)],
        "我想给我妈买一款美白的面膜300元左右就行"
    ));
    // 孩子 may be the son.
    assert!(bars(
        &[("儿子", "酒精", true)],
        "我想给孩子买一款美白的面膜300元左右就行"
    ));
    assert!(!bars(&[("儿子", "酒精", true)], ASKS));
    // What nothing holds narrows nothing.
    assert!(!bars(&[("", "猫毛", true)], ASKS));
}
