//! From a recommendation to a payment, with the shop of a trial.

use super::super::rules::{Told, Want};
use super::super::{Move, ShopTalk, Turn};
use super::{SHOP, Talker, cards, words};

/// A verified customer who was shown three masks.
fn shown() -> Talker {
    let mut talker = Talker::new(SHOP);
    talker.shop = Some(ShopTalk::default());
    talker.profile.phone = Some("13800138000".to_owned());
    talker.profile.name = Some("李明".to_owned());
    let turn = talker.say("想买保湿的面膜，干皮，300以内，没有过敏");
    assert_eq!(cards(&turn).len(), 3, "{}", words(&turn));
    talker
}

fn chips(turn: &Turn) -> Vec<String> {
    turn.moves
        .iter()
        .filter_map(|one| match one {
            Move::Options { options, .. } => Some(options.iter().map(|chip| chip.say.clone())),
            _ => None,
        })
        .flatten()
        .collect()
}

fn did(turn: &Turn, rule: &str) -> bool {
    turn.trace.steps.iter().any(|step| step.rule == rule)
}

#[test]
fn the_second_one_twice_is_ordered_with_everything_asked_once() {
    let mut talker = shown();
    let second = talker.state.active().unwrap().shown[1].clone();
    let turn = talker.say("第二个来两件");
    assert!(words(&turn).contains(&second.title), "{}", words(&turn));
    assert_eq!(
        turn.trace.asked.as_deref(),
        Some("spec"),
        "{}",
        words(&turn)
    );
    // What is sold out is not offered.
    assert_eq!(chips(&turn), ["25ml×5片", "25ml×10片"]);
    assert_eq!(talker.slot("quantity").as_deref(), Some("2"));
    let turn = talker.say("10片的");
    assert_eq!(
        turn.trace.asked.as_deref(),
        Some("address"),
        "{}",
        words(&turn)
    );
    let turn = talker.say("寄到上海那个");
    let said = words(&turn);
    assert!(did(&turn, "confirm"), "{said}");
    assert!(said.contains("× 2") && said.contains("每件256元"), "{said}");
    // The best coupon is used and told, and so is the sum.
    assert!(
        said.contains("会员生日券") && said.contains("462元"),
        "{said}"
    );
    let turn = talker.say("确认");
    assert!(did(&turn, "confirmed") && words(&turn).contains("下单成功"));
    // Choosing and ordering have both reached their ends.
    assert!(talker.state.active().is_none());
    assert!(talker.state.finished.iter().all(|over| over.reached));
    assert_eq!(talker.state.finished.len(), 2);
}

#[test]
fn corrections_before_confirming_change_what_they_name_and_nothing_else() {
    let mut talker = shown();
    talker.say("就要第一个，要5片的，寄到浙江那个");
    let before = talker.slot("address");
    let turn = talker.say("改成三件");
    let said = words(&turn);
    assert!(did(&turn, "confirm") && said.contains("× 3"), "{said}");
    assert_eq!(talker.slot("address"), before);
    let turn = talker.say("用满199减20那张券");
    assert!(words(&turn).contains("减20元"), "{}", words(&turn));
    let turn = talker.say("算了不用券了");
    assert!(did(&turn, "confirm"), "{}", words(&turn));
    assert!(!words(&turn).contains("优惠券：满"), "{}", words(&turn));
    let turn = talker.say("换张券");
    assert_eq!(
        chips(&turn),
        ["满199减20", "会员生日券 满199减50", "不用券"]
    );
    let turn = talker.say("第一张");
    assert!(words(&turn).contains("减20元"), "{}", words(&turn));
    let turn = talker.say("地址改成江苏省苏州市姑苏区人民路88号2幢301室");
    let said = words(&turn);
    assert!(
        did(&turn, "confirm") && said.contains("苏州市姑苏区"),
        "{said}"
    );
    let turn = talker.say("规格换成10片的");
    let said = words(&turn);
    assert!(said.contains("25ml×10片") && said.contains("× 3"), "{said}");
    let turn = talker.say("确认");
    assert!(did(&turn, "confirmed"), "{}", words(&turn));
}

#[test]
fn in_the_middle_something_cheaper_another_one_or_nothing_at_all() {
    let mut talker = shown();
    talker.say("就要第一个，两件");
    let turn = talker.say("换个便宜点的");
    assert!(
        did(&turn, "reconsidered") && !cards(&turn).is_empty(),
        "{}",
        words(&turn)
    );
    let cheaper = cards(&turn)[0].clone();
    let turn = talker.say("就要第一个");
    assert!(words(&turn).contains(&cheaper.title), "{}", words(&turn));
    talker.say("5片的");
    let turn = talker.say("第一个地址");
    assert!(did(&turn, "confirm"), "{}", words(&turn));
    // Another of the things shown keeps the address.
    let others = talker.state.running[0].shown.clone();
    if let Some(other) = others.get(1) {
        let turn = talker.say("还是要第二个吧");
        assert!(words(&turn).contains(&other.title), "{}", words(&turn));
        let turn = talker.say("5片");
        assert!(did(&turn, "confirm"), "{}", words(&turn));
    }
    let turn = talker.say("算了不要了");
    assert!(did(&turn, "task_cancelled"), "{}", words(&turn));
    assert!(!did(&turn, "confirmed"));
    // What was recommended is still on the table.
    let turn = talker.say("换一款");
    assert!(did(&turn, "others"), "{}", words(&turn));
}

#[test]
fn a_new_address_is_asked_for_whole_and_bears_the_name_of_the_customer() {
    let mut talker = shown();
    talker.say("就要第一个，5片的");
    let turn = talker.say("新地址");
    assert!(!did(&turn, "confirm"), "{}", words(&turn));
    let turn = talker.say("文三路90号3幢502室");
    assert_eq!(
        turn.trace.asked.as_deref(),
        Some("address"),
        "{}",
        words(&turn)
    );
    let turn = talker.say("浙江省杭州市西湖区文三路90号3幢502室");
    assert!(did(&turn, "confirm"), "{}", words(&turn));
    let turn = talker.say("确认");
    assert!(did(&turn, "confirmed"), "{}", words(&turn));
}

#[test]
fn more_than_there_are_is_said_with_ways_on() {
    let mut talker = shown();
    talker.say("就要第一个，5片的，寄到浙江那个");
    let turn = talker.say("要八件");
    assert!(words(&turn).contains("只剩5件"), "{}", words(&turn));
    assert!(chips(&turn).contains(&"改成5件".to_owned()));
    assert!(chips(&turn).contains(&"换一款".to_owned()));
    let turn = talker.say("改成5件");
    assert!(
        did(&turn, "confirm") && words(&turn).contains("× 5"),
        "{}",
        words(&turn)
    );
}

#[test]
fn what_changed_between_telling_and_confirming_is_told_and_confirmed_anew() {
    for (code, word) in [
        ("order.price_changed", "价格有变化"),
        ("coupon.not_usable", "用不了"),
    ] {
        let mut talker = shown();
        let turn = talker.say("就要第一个，5片的，寄到浙江那个");
        assert!(did(&turn, "confirm"), "{}", words(&turn));
        talker.shop.as_mut().unwrap().told.push((
            Want::Confirm {
                token: "create_order".to_owned(),
            },
            Told::Refused {
                code: code.to_owned(),
                field: String::new(),
            },
        ));
        let turn = talker.say("确认");
        assert!(
            !did(&turn, "confirmed") && did(&turn, "confirm"),
            "{}",
            words(&turn)
        );
        assert!(words(&turn).contains(word), "{}", words(&turn));
        talker.shop.as_mut().unwrap().told.clear();
        let turn = talker.say("好的");
        assert!(did(&turn, "confirmed"), "{}", words(&turn));
    }
}

#[test]
fn a_price_that_is_not_the_one_shown_is_said() {
    let mut talker = shown();
    // Of the trial's shop everything costs 128; one size is known by then.
    let running = talker.state.running.last_mut().unwrap();
    running.shown[0].offer_price = Some(9_900);
    talker.shop.as_mut().unwrap().told.push((
        Want::Read {
            tool: "list_specs".to_owned(),
            arguments: serde_json::json!({"product_id": running.shown[0].key}),
        },
        Told::Read(serde_json::json!({"items": [{"id": "s5", "label": "25ml×5片"}]})),
    ));
    let turn = talker.say("就要第一个，寄到浙江那个");
    let turn = if did(&turn, "confirm") {
        turn
    } else {
        talker.say("第一个")
    };
    assert!(
        words(&turn).contains("现在每件128元，刚才是99元"),
        "{}",
        words(&turn)
    );
}

#[test]
fn who_is_not_known_is_asked_for_all_and_the_staff_orders() {
    let mut talker = Talker::new(SHOP);
    talker.say("想买保湿的面膜，干皮，300以内，没有过敏");
    let turn = talker.say("第一个来两盒");
    assert!(words(&turn).contains("还没有登录"), "{}", words(&turn));
    assert_eq!(
        turn.trace.asked.as_deref(),
        Some("address"),
        "{}",
        words(&turn)
    );
    let turn = talker.say("浙江省杭州市西湖区文三路90号3幢502室");
    assert_eq!(
        turn.trace.asked.as_deref(),
        Some("name"),
        "{}",
        words(&turn)
    );
    let turn = talker.say("我叫李明，电话13800138000");
    assert!(did(&turn, "confirm"), "{}", words(&turn));
    let turn = talker.say("确认");
    let kept = turn.moves.iter().any(|one| {
        matches!(one, Move::Record { task, rows, .. }
            if task == "order_goods" && rows.iter().any(|row| row.key == "product"))
    });
    assert!(kept, "{}", words(&turn));
}

#[test]
fn a_named_product_is_ordered_without_being_recommended_first() {
    let mut talker = shown();
    talker.state = super::State::default();
    let turn = talker.say("帮我下单黑茶紧致面膜，两盒");
    assert_eq!(
        turn.trace.asked.as_deref(),
        Some("spec"),
        "{}",
        words(&turn)
    );
    assert_eq!(talker.slot("product").as_deref(), Some("黑茶紧致面膜"));
    assert_eq!(talker.slot("quantity").as_deref(), Some("2"));
}
