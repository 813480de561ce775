//! Tasks that end at the shop, with the orders of a trial.

use super::super::{Answer, Move, ShopTalk};
use super::{SHOP, Talker, words};

/// A verified customer with a paid order, one on its way and one that came.
fn known() -> Talker {
    let mut talker = Talker::new(SHOP);
    talker.shop = Some(ShopTalk::default());
    talker.profile.phone = Some("13800138000".to_owned());
    talker.profile.name = Some("李明".to_owned());
    talker
}

fn chips(turn: &super::Turn) -> Vec<String> {
    turn.moves
        .iter()
        .filter_map(|one| match one {
            Move::Options { options, .. } | Move::Aided { options, .. } => {
                Some(options.iter().map(|chip| chip.say.clone()))
            }
            _ => None,
        })
        .flatten()
        .collect()
}

fn did(turn: &super::Turn, rule: &str) -> bool {
    turn.trace.steps.iter().any(|step| step.rule == rule)
}

#[test]
fn a_parcel_is_found_by_its_place_or_by_what_is_in_it() {
    let exact = Answer::Given {
        score: 1.0,
        exact: true,
    };
    let mut talker = known();
    let turn = talker.say_beside("我的快递到哪了?", exact);
    assert_eq!(chips(&turn).len(), 2, "{}", words(&turn));
    assert!(!turn.keeps_answer);
    let turn = talker.say("第二个");
    assert!(words(&turn).contains("杭州转运中心"), "{}", words(&turn));
    assert!(did(&turn, "looked_up") && talker.state.active().is_none());
    let mut talker = known();
    let turn = talker.say_beside("我买的洁面到哪了", exact);
    assert!(words(&turn).contains("杭州转运中心"), "{}", words(&turn));
    // The one that has not been sent can be urged from there.
    let mut talker = known();
    talker.say("帮我查一下我的快递");
    let turn = talker.say("20260000000001");
    assert!(words(&turn).contains("还没有发货"), "{}", words(&turn));
    let turn = talker.say("帮我催一下");
    assert!(did(&turn, "previewed"), "{}", words(&turn));
    let turn = talker.say("确认");
    assert!(did(&turn, "confirmed"), "{}", words(&turn));
}

#[test]
fn who_is_not_known_gets_the_knowledge_base_and_writes_are_kept_for_the_staff() {
    let mut talker = Talker::new(SHOP);
    let turn = talker.say("我的快递到哪了?");
    assert!(!turn.engaged);
    talker.say("帮我取消订单,订单号20261118000123");
    let turn = talker.say("确认");
    assert!(
        turn.moves
            .iter()
            .any(|one| matches!(one, Move::Record { .. })),
        "{}",
        words(&turn)
    );
}

#[test]
fn an_address_is_changed_after_it_was_told_and_confirmed() {
    let mut talker = known();
    let turn = talker.say("帮我改地址,改到浙江省杭州市西湖区文三路90号3幢502室");
    assert!(did(&turn, "previewed"), "{}", words(&turn));
    assert!(words(&turn).contains("文三路90号"), "{}", words(&turn));
    // What is told anew is previewed anew before it can be confirmed.
    let turn = talker.say("电话改成13900139000");
    assert!(did(&turn, "previewed") && !did(&turn, "confirmed"));
    assert!(words(&turn).contains("13900139000"), "{}", words(&turn));
    let turn = talker.say("确认");
    assert!(did(&turn, "confirmed"), "{}", words(&turn));
    assert!(words(&turn).contains("改好了"), "{}", words(&turn));
}

#[test]
fn a_compensation_needs_its_reason_and_its_amount() {
    let mut talker = known();
    talker.say("给我补偿");
    talker.say("20260000000003");
    let turn = talker.say("收到就漏液了");
    assert_eq!(
        turn.trace.asked.as_deref(),
        Some("amount"),
        "{}",
        words(&turn)
    );
    talker.say("20元");
    let turn = talker.say("积分");
    assert!(words(&turn).contains("20元"), "{}", words(&turn));
    let turn = talker.say("确认");
    assert!(did(&turn, "confirmed"), "{}", words(&turn));
}

#[test]
fn a_question_before_confirming_is_answered_and_the_task_goes_on() {
    let mut talker = known();
    talker.say("帮我取消订单");
    let turn = talker.say_beside(
        "退款多久到账?",
        Answer::Given {
            score: 0.9,
            exact: false,
        },
    );
    assert!(
        turn.keeps_answer && did(&turn, "confirm"),
        "{}",
        words(&turn)
    );
    let turn = talker.say("确认");
    assert!(did(&turn, "confirmed"), "{}", words(&turn));
}

#[test]
fn a_complaint_is_recorded_and_a_question_about_complaints_is_none() {
    let mut talker = known();
    let turn = known().say("投诉电话多少");
    assert!(turn.trace.task.is_none(), "{}", words(&turn));
    let turn = talker.say("帮我登记投诉,快递把盒子摔坏了");
    assert_eq!(
        turn.trace.asked.as_deref(),
        Some("what"),
        "{}",
        words(&turn)
    );
    talker.say("纸箱湿透了,里面的瓶子碎了两个");
    let turn = talker.say("确认");
    assert!(
        turn.moves
            .iter()
            .any(|one| matches!(one, Move::Record { task, .. } if task == "complain")),
        "{}",
        words(&turn)
    );
}
