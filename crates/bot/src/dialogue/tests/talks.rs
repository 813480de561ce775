//! Talks as customers lead them.

use super::super::{Action, Answer, Move};
use super::{BANK, SCHOOL, SHOP, Talker, cards, words};

const KNOWN: Answer = Answer::Given {
    score: 0.9,
    exact: false,
};

fn asked(turn: &super::Turn) -> Option<&str> {
    turn.trace.asked.as_deref()
}

#[test]
fn the_seed_talk_sells_after_one_question() {
    let mut talker = Talker::new(SHOP);
    let first = talker.say("我想买一款面膜?");
    assert_eq!(asked(&first), Some("effect"), "{}", words(&first));
    let second = talker.say(
        "受天气影响最近皮肤有些干想买一款有保湿补水功效的面膜,价格300元以内吧,对了我对化学剂过敏,不要含有化学剂的面膜",
    );
    let shown = cards(&second);
    assert!(!shown.is_empty(), "{}", words(&second));
    assert!(shown.iter().all(|card| card.product_id != "p01"), "alcohol");
    assert_eq!(asked(&second), None);
    assert!(words(&second).contains("活动价"), "{}", words(&second));
}

#[test]
fn one_fact_brings_the_next_question_and_four_a_recommendation() {
    let mut talker = Talker::new(SHOP);
    talker.say("我想买一款面膜");
    let turn = talker.say("补水的");
    assert_eq!(asked(&turn), Some("skin"), "{}", words(&turn));
    let mut talker = Talker::new(SHOP);
    talker.say("我想买一款面膜");
    let turn = talker.say("我皮肤干,要润养修复功效,300元以内,有化学剂过敏");
    assert!(!cards(&turn).is_empty(), "{}", words(&turn));
}

#[test]
fn a_price_that_was_told_is_never_asked_for() {
    let mut talker = Talker::new(SHOP);
    let mut turn = talker.say("我想买一款美白的面膜300元左右就行");
    for answer in ["没有过敏", "干性", "都行"] {
        assert_ne!(asked(&turn), Some("budget"));
        if !cards(&turn).is_empty() {
            break;
        }
        turn = talker.say(answer);
    }
    let shown = cards(&turn);
    assert_eq!(shown[0].title, "玉竹美白补水面膜");
    assert!(words(&turn).contains("288") && words(&turn).contains("328"));
}

#[test]
fn allergies_are_never_given_up() {
    let mut talker = Talker::new(SHOP);
    let turn = talker.say("我想买美白的面膜,酒精过敏,预算300");
    let turn = if cards(&turn).is_empty() {
        talker.say("干性")
    } else {
        turn
    };
    assert!(cards(&turn).is_empty());
    assert!(
        turn.trace
            .steps
            .iter()
            .any(|step| step.rule == "nothing_fits")
    );
    let turn = talker.say("过敏不限");
    assert!(cards(&turn).iter().all(|card| card.product_id != "p01"));
}

#[test]
fn corrections_change_what_was_told_and_nothing_else() {
    let mut talker = Talker::new(SHOP);
    talker.say("想买补水的面膜,干皮,300以内");
    let turn = talker.say("改成200以内");
    assert_eq!(
        talker.slot("budget").as_deref(),
        Some("200元以内"),
        "{:?}",
        turn.trace
    );
    assert_eq!(talker.slot("skin").as_deref(), Some("干性"));
    talker.say("不是干性,是油性");
    assert_eq!(talker.slot("skin").as_deref(), Some("油性"));
    talker.say("不要补水的,要舒缓的");
    assert_eq!(talker.slot("effect").as_deref(), Some("舒缓"));
}

#[test]
fn a_question_is_answered_and_the_task_goes_on() {
    let mut talker = Talker::new(SHOP);
    talker.say("我想买一款面膜");
    let turn = talker.say_beside("你们几天能发货?", KNOWN);
    assert!(turn.keeps_answer);
    assert_eq!(asked(&turn), Some("effect"));
    let turn = talker.say_beside("补水的,对了运费怎么算", KNOWN);
    assert!(turn.keeps_answer);
    assert_eq!(asked(&turn), Some("skin"));
    assert_eq!(talker.slot("effect").as_deref(), Some("补水"));
    // An entry that happens to fit a mere answer is not given.
    let turn = talker.say_beside("敏感肌", KNOWN);
    assert!(!turn.keeps_answer);
    assert_eq!(talker.slot("skin").as_deref(), Some("敏感肌"));
}

#[test]
fn a_second_task_comes_between_and_the_first_goes_on() {
    let mut talker = Talker::new(SHOP);
    talker.say("我想买一款面膜");
    let turn = talker.say("等下,我要退货");
    assert_eq!(turn.trace.task.as_deref(), Some("return_goods"));
    assert_eq!(asked(&turn), Some("order"));
    talker.say("订单号20261118000123,漏液了");
    assert_eq!(asked(&talker.say("13812345678")), Some("pictures"));
    let turn = talker.say("没有照片");
    assert!(words(&turn).contains("20261118000123"), "{}", words(&turn));
    let turn = talker.say("确认");
    assert!(
        turn.moves
            .iter()
            .any(|one| matches!(one, Move::Record { rows, .. } if rows.len() == 4))
    );
    assert_eq!(asked(&turn), Some("effect"));
    assert_eq!(turn.trace.task.as_deref(), Some("buy_skincare"));
}

#[test]
fn giving_up_is_heard_and_counting_is_not() {
    let mut talker = Talker::new(SHOP);
    talker.say("我想买一款面膜");
    let turn = talker.say("我算了一下,预算200");
    assert_eq!(turn.trace.task.as_deref(), Some("buy_skincare"));
    let turn = talker.say("算了,不买了");
    assert_eq!(turn.trace.task, None);
    assert!(talker.state.running.is_empty());
}

#[test]
fn what_is_not_understood_is_asked_with_options_once_then_a_person_is_offered() {
    let mut talker = Talker::new(SCHOOL);
    talker.say("我想预约试听");
    let first = talker.say("呃那个啥");
    assert!(
        matches!(&first.moves[..], [Move::Options { options, .. } | Move::Aided { options, .. }] if options.len() > 3)
    );
    let second = talker.say("哇哇哇");
    assert!(
        matches!(&second.moves[..], [Move::Options { options, .. } | Move::Aided { options, .. }] if options.iter().any(|chip| chip.say == "转人工"))
    );
    let third = talker.say("嘟嘟嘟");
    assert!(matches!(
        third.moves[..],
        [Move::HandOver { done: false, .. }]
    ));
}

#[test]
fn after_things_are_shown_one_is_taken_or_something_else_wanted() {
    let buy = || {
        let mut talker = Talker::new(SHOP);
        let turn = talker.say("想买保湿的面膜,干皮,300以内,没有过敏");
        let turn = if cards(&turn).is_empty() {
            talker.say("没有过敏")
        } else {
            turn
        };
        (talker, cards(&turn))
    };
    let (mut talker, shown) = buy();
    assert_eq!(shown.len(), 3);
    let turn = talker.say("第二个");
    assert!(words(&turn).contains(&shown[1].title));
    assert_eq!(talker.state.active().unwrap().task, "order_goods");
    let (mut talker, shown) = buy();
    let turn = talker.say("换个便宜点的");
    let least = shown
        .iter()
        .filter_map(|card| card.offer_price)
        .min()
        .unwrap();
    assert!(
        cards(&turn)
            .iter()
            .all(|card| card.offer_price.or(card.price).unwrap() < least),
        "{}",
        words(&turn)
    );
    let (mut talker, shown) = buy();
    let turn = talker.say("还有别的吗");
    assert!(
        cards(&turn)
            .iter()
            .all(|card| shown.iter().all(|old| old.product_id != card.product_id))
    );
    let (mut talker, shown) = buy();
    let turn = talker.say(&shown[2].say);
    assert!(words(&turn).contains(&shown[2].title));
}

#[test]
fn a_school_books_a_lesson_and_takes_what_comes_unasked() {
    let mut talker = Talker::new(SCHOOL);
    let turn = talker.say("想给三年级的孩子约一节编程试听,周六上午");
    assert_eq!(asked(&turn), Some("phone"), "{}", words(&turn));
    let turn = talker.say("13912345678");
    assert!(
        words(&turn).contains("三年级") && words(&turn).contains("编程"),
        "{}",
        words(&turn)
    );
    let turn = talker.say("等等,改成四年级");
    assert!(words(&turn).contains("四年级"), "{}", words(&turn));
    let turn = talker.say("确认");
    assert!(
        turn.moves
            .iter()
            .any(|one| matches!(one, Move::Record { .. }))
    );
}

#[test]
fn a_required_number_that_nobody_wants_to_tell_is_explained() {
    let mut talker = Talker::new(SCHOOL);
    talker.say("想给三年级的孩子约一节编程试听,周六上午");
    let turn = talker.say("不想说");
    assert!(words(&turn).contains("老师要提前一天"), "{}", words(&turn));
    assert!(talker.slot("phone").is_none());
}

#[test]
fn a_bank_hands_a_lost_card_over_with_all_facts() {
    let mut talker = Talker::new(BANK);
    let turn = talker.say("我的信用卡丢了,帮我挂失");
    assert_eq!(asked(&turn), Some("digits"), "{}", words(&turn));
    let turn = talker.say("8821");
    assert_eq!(asked(&turn), Some("name"));
    let turn = talker.say("李明");
    assert!(matches!(
        turn.moves[..],
        [Move::HandOver { done: true, .. }]
    ));
    assert_eq!(talker.state.finished[0].rows.len(), 3);
    let mut talker = Talker::new(BANK);
    let turn = talker.say("我想把8000块账单分12期");
    assert_eq!(asked(&turn), Some("phone"), "{}", words(&turn));
}

#[test]
fn what_is_known_of_a_customer_is_not_asked_for() {
    let mut talker = Talker::new(SHOP);
    talker.profile.phone = Some("13800138000".to_owned());
    let turn = talker.say("我要退货,订单号20261118000123,不喜欢");
    assert!(words(&turn).contains("13800138000"), "{}", words(&turn));
}

#[test]
fn english_is_spoken_with_those_who_speak_it() {
    let mut talker = Talker::new(SHOP);
    talker.locale = "en";
    let turn = talker.say("I want to buy a face mask");
    assert!(words(&turn).contains("skin"), "{}", words(&turn));
}

#[test]
fn demo_tasks_are_whole() {
    for text in [SHOP, SCHOOL, BANK] {
        let tasks: Vec<super::Task> = serde_json::from_str(text).unwrap();
        for task in tasks {
            for slot in task.slots.iter().filter(|slot| slot.required) {
                assert!(
                    !slot.ask.zh.is_empty() && !slot.ask.en.is_empty(),
                    "{}",
                    slot.key
                );
            }
            let shows = matches!(task.action, Action::Recommend { .. });
            assert!(shows || task.nodes().is_some() || !task.done.is_empty());
        }
    }
}

#[test]
fn the_way_back_is_told_once_and_then_in_few_words() {
    let known = Answer::Given {
        score: 0.9,
        exact: false,
    };
    let mut talker = Talker::new(SHOP);
    talker.say("想买面膜");
    let turn = talker.say_beside("运费怎么算?", known);
    assert!(words(&turn).contains("选购护肤品"), "{}", words(&turn));
    talker.say("补水的");
    let turn = talker.say_beside("几天发货?", known);
    let brief = words(&turn);
    assert!(
        brief.starts_with('那') && brief.ends_with("呢？"),
        "{brief}"
    );
    // After several in a row it is told again.
    let turn = talker.say_beside("能开发票吗?", known);
    assert!(words(&turn).contains("选购护肤品"), "{}", words(&turn));
}
