//! Flows as customers go through them.

use serde_json::{Value, json};

use super::super::checks::{Beside, faults};
use super::super::{Answer, Move};
use super::{BANK, SCHOOL, SHOP, Talker, Task, Turn, words};

/// A repair: what is broken decides the way, a fault that stays goes round, and a person comes at
/// the end of patience.
fn repair() -> Value {
    let choice = |key: &str, values: &[&str], ask: &str| {
        let options: Vec<Value> = values.iter().map(|value| json!({"value": value})).collect();
        json!({"key": key, "label": {"zh-CN": [key]}, "required": true, "may_skip": false,
               "kind": {"type": "choice", "options": options}, "ask": {"zh-CN": [ask]}})
    };
    let when = |slot: &str, value: &str| json!([{"about": {"type": "slot", "slot": slot}, "values": [value]}]);
    let outcome = |value: &str| json!([{"about": {"type": "outcome"}, "values": [value]}]);
    json!([{
        "key": "repair", "name": {"zh-CN": ["维修引导"]}, "triggers": [],
        "cues": [{"all": [["维修", "坏了"]], "sure": 0.96}],
        "slots": [
            choice("device", &["洗衣机", "冰箱"], "是什么机器？"),
            choice("works", &["好了", "还不行"], "现在好了吗？"),
            {"key": "phone", "label": {"zh-CN": ["电话"]}, "required": true, "may_skip": false,
             "kind": {"type": "phone"}, "ask": {"zh-CN": ["留个电话？"]}, "why": {"zh-CN": ["要打给您，"]}},
            {"key": "note", "label": {"zh-CN": ["备注"]}, "kind": {"type": "text"}},
        ],
        "action": {"type": "flow", "nodes": [
            {"key": "start", "kind": {"type": "start"}, "edges": [{"to": "device"}]},
            {"key": "device", "kind": {"type": "ask", "slot": "device", "retries": 1},
             "edges": [{"to": "washer", "when": when("device", "洗衣机")},
                       {"to": "person", "when": outcome("missed")}, {"to": "fridge"}]},
            {"key": "washer", "kind": {"type": "say", "text": {"zh-CN": ["请拔掉{device}的插头。"]}},
             "edges": [{"to": "works"}]},
            {"key": "fridge", "kind": {"type": "say", "text": {"zh-CN": ["请看看冰箱的灯。"]}},
             "edges": [{"to": "set"}]},
            {"key": "set", "kind": {"type": "set", "slot": "note", "value": "{device}的灯"},
             "edges": [{"to": "works"}]},
            {"key": "works", "kind": {"type": "ask", "slot": "works"},
             "edges": [{"to": "end", "when": when("works", "好了")}, {"to": "again"}]},
            {"key": "again", "kind": {"type": "branch"}, "edges": [
                {"to": "washer", "when": [
                    {"about": {"type": "slot", "slot": "device"}, "values": ["洗衣机"]},
                    {"about": {"type": "slot", "slot": "phone"}, "compare": "is_not", "values": ["13800138000"]}]},
                {"to": "phone"}]},
            {"key": "phone", "kind": {"type": "ask", "slot": "phone"}, "edges": [{"to": "check"}]},
            {"key": "check", "kind": {"type": "confirm"}, "edges": [{"to": "record"}]},
            {"key": "record", "kind": {"type": "record", "text": {"zh-CN": ["登记好了，编号{number}。"]}},
             "edges": [{"to": "end"}]},
            {"key": "person", "kind": {"type": "hand_over", "group": "售后", "text": {"zh-CN": ["请同事来。"]}}},
            {"key": "end", "kind": {"type": "end", "text": {"zh-CN": ["祝您生活愉快。"]}}},
        ]},
    }])
}

fn talker(tasks: &Value) -> Talker {
    Talker::new(&tasks.to_string())
}

fn path(talker: &Talker) -> Vec<String> {
    let running = talker.state.active().unwrap();
    running.path.iter().map(|one| one.node.clone()).collect()
}

fn did(turn: &Turn, rule: &str) -> bool {
    turn.trace.steps.iter().any(|step| step.rule == rule)
}

#[test]
fn a_flow_says_asks_branches_and_passes_over_what_was_told() {
    let mut talker = talker(&repair());
    let turn = talker.say("我的机器坏了");
    assert_eq!(turn.trace.asked.as_deref(), Some("device"), "{turn:?}");
    let turn = talker.say("洗衣机");
    assert_eq!(words(&turn), "请拔掉洗衣机的插头。\n现在好了吗？");
    let turn = talker.say("好了");
    assert_eq!(words(&turn), "祝您生活愉快。");
    assert!(talker.state.finished[0].reached);
    assert_eq!(
        talker.state.finished[0].path,
        ["start", "device", "washer", "works", "end"]
    );
    // All in the first sentence: nothing is asked for again, and the phone waits for its node.
    let mut talker = self::talker(&repair());
    let turn = talker.say("冰箱坏了,我的电话13900139000");
    assert_eq!(words(&turn), "请看看冰箱的灯。\n现在好了吗？");
    assert_eq!(talker.slot("note").as_deref(), Some("冰箱的灯"));
    let turn = talker.say("还不行");
    assert!(did(&turn, "confirm"), "{turn:?}");
    let turn = talker.say("确认");
    assert!(matches!(
        &turn.moves[..],
        [Move::Record { text, .. }, Move::Say(_)] if text.contains("{number}")
    ));
}

#[test]
fn a_loop_asks_anew() {
    let mut talker = talker(&repair());
    talker.say("洗衣机坏了");
    for _ in 0..3 {
        let turn = talker.say("还不行");
        assert_eq!(words(&turn), "请拔掉洗衣机的插头。\n现在好了吗？");
    }
    talker.say("我的电话是13800138000");
    let turn = talker.say("还不行");
    assert!(did(&turn, "confirm"), "{turn:?}");
}

#[test]
fn a_correction_goes_back_only_as_far_as_it_must() {
    let mut talker = talker(&repair());
    talker.say("冰箱坏了");
    talker.say("还不行");
    let turn = talker.say("13900139000");
    assert!(did(&turn, "confirm"));
    // The phone decides nothing on the way: it is read back once more.
    let turn = talker.say("电话改成13700137000");
    assert!(
        did(&turn, "confirm") && !did(&turn, "went_back"),
        "{turn:?}"
    );
    // The machine decides the way: the other way is gone from there on.
    let turn = talker.say("不是冰箱,是洗衣机");
    assert!(did(&turn, "went_back"), "{turn:?}");
    assert!(
        words(&turn).contains("请拔掉洗衣机的插头"),
        "{}",
        words(&turn)
    );
    assert!(path(&talker).starts_with(&["start", "device", "washer"].map(str::to_owned)));
}

#[test]
fn off_the_script_is_no_dead_end() {
    let mut talker = talker(&repair());
    talker.say("机器坏了");
    let known = Answer::Given {
        score: 0.9,
        exact: false,
    };
    let turn = talker.say_beside("上门要多少钱?", known);
    assert!(turn.keeps_answer);
    assert_eq!(turn.trace.asked.as_deref(), Some("device"));
    let turn = talker.say("呃这个嘛");
    assert!(did(&turn, "clarified"));
    // The second time its own way is taken.
    let turn = talker.say("哎不好说");
    assert!(matches!(
        &turn.moves[..],
        [Move::HandOver { group: Some(group), done: true, .. }] if group == "售后"
    ));
    let mut talker = self::talker(&repair());
    talker.say("洗衣机坏了");
    let turn = talker.say("算了");
    assert!(did(&turn, "task_cancelled"));
}

#[test]
fn a_flow_that_goes_round_by_itself_or_nowhere_brings_a_person() {
    let mut round = repair();
    let nodes = round[0]["action"]["nodes"].as_array_mut().unwrap();
    nodes[2]["edges"] = json!([{"to": "washer"}]);
    let turn = talker(&round).say("洗衣机坏了");
    assert!(did(&turn, "too_long"));
    assert!(matches!(
        turn.moves.last(),
        Some(Move::HandOver { done: false, .. })
    ));
    let mut nowhere = repair();
    let nodes = nowhere[0]["action"]["nodes"].as_array_mut().unwrap();
    nodes[2]["edges"] = json!([{"to": "gone"}]);
    let mut talker = talker(&nowhere);
    let turn = talker.say("洗衣机坏了");
    assert!(did(&turn, "no_way"));
    assert!(talker.state.active().is_none());
}

#[test]
fn another_task_comes_first_and_the_flow_goes_on() {
    let mut both = repair();
    both[0]["action"]["nodes"][2] = json!({
        "key": "washer", "kind": {"type": "call", "task": "visit", "back": true},
        "edges": [{"to": "works", "when": [{"about": {"type": "outcome"}, "values": ["done"]}]},
                  {"to": "person"}],
    });
    both.as_array_mut().unwrap().push(json!({
        "key": "visit", "name": {"zh-CN": ["上门"]}, "triggers": ["约上门"],
        "slots": [{"key": "phone", "label": {"zh-CN": ["电话"]}, "required": true, "may_skip": false,
                   "kind": {"type": "phone"}, "ask": {"zh-CN": ["上门前打哪个电话？"]}}],
        "action": {"type": "record"}, "done": {"zh-CN": ["约好了。"]},
    }));
    let mut talker = talker(&both);
    let turn = talker.say("洗衣机坏了");
    assert!(words(&turn).contains("上门前打哪个电话？"), "{turn:?}");
    let turn = talker.say("13900139000");
    assert_eq!(words(&turn), "约好了。\n现在好了吗？", "{turn:?}");
    assert_eq!(path(&talker), ["start", "device", "washer", "works"]);
    // Given up, the other way is taken.
    let mut talker = self::talker(&both);
    talker.say("洗衣机坏了");
    let turn = talker.say("算了");
    assert!(
        matches!(turn.moves.last(), Some(Move::HandOver { done: true, .. })),
        "{turn:?}"
    );
}

/// The nodes that a message led through.
fn reached(turn: &Turn) -> Vec<&str> {
    let steps = turn.trace.steps.iter().filter(|step| step.rule == "node");
    let about = steps.map(|step| step.about.split_once('/').map_or("", |(_, key)| key));
    about.collect()
}

#[test]
fn the_flows_of_the_demo_companies_have_no_fault_of_their_own() {
    for text in [SHOP, SCHOOL, BANK] {
        let tasks: Vec<Task> = serde_json::from_str(text).unwrap();
        let flows: Vec<&Task> = tasks.iter().filter(|task| task.nodes().is_some()).collect();
        assert!(!flows.is_empty());
        let beside = Beside {
            tasks: &tasks,
            ..Beside::default()
        };
        for flow in flows {
            // Entries and groups are the companies' own, and not here.
            let elsewhere = ["node.unknown_entry", "node.unknown_group"];
            let mut found = faults(flow, &beside);
            found.retain(|fault| !elsewhere.contains(&fault.code));
            assert_eq!(found, [], "{}", flow.key);
        }
    }
}

#[test]
fn the_shop_guides_through_a_mask_and_through_a_return() {
    let mut talker = Talker::new(SHOP);
    let turn = talker.say("教我敷面膜吧");
    assert_eq!(reached(&turn), ["start", "clean", "apply", "feel"]);
    let turn = talker.say("有点刺痛");
    assert_eq!(reached(&turn), ["tingle", "rinse", "feel"], "{turn:?}");
    let turn = talker.say("好多了,现在挺舒服");
    assert_eq!(reached(&turn), ["after", "end"], "{turn:?}");
    let mut talker = Talker::new(SHOP);
    talker.say("教我敷面膜");
    talker.say("红肿了");
    let turn = talker.say("玉竹美白补水面膜");
    assert!(
        matches!(
            turn.moves.last(),
            Some(Move::HandOver { group: Some(_), .. })
        ),
        "{turn:?}"
    );

    let mut talker = Talker::new(SHOP);
    let turn = talker.say("我收到的东西有问题,怎么办");
    assert_eq!(turn.trace.asked.as_deref(), Some("trouble"), "{turn:?}");
    let turn = talker.say("瓶子破了");
    assert_eq!(turn.trace.task.as_deref(), Some("return_goods"), "{turn:?}");
    let turn = talker.say("算了");
    assert_eq!(reached(&turn), ["bye"], "{turn:?}");
    assert!(talker.state.active().is_none());
}

#[test]
fn the_school_advises_and_books_what_it_advised() {
    let mut talker = Talker::new(SCHOOL);
    let turn = talker.say("我家孩子四年级,不知道该学什么");
    assert_eq!(turn.trace.asked.as_deref(), Some("nature"), "{turn:?}");
    let turn = talker.say("他很好动,坐不住");
    assert!(words(&turn).contains("表达或音乐"), "{turn:?}");
    assert_eq!(turn.trace.asked.as_deref(), Some("wants"), "{turn:?}");
    let turn = talker.say("好的");
    assert_eq!(turn.trace.task.as_deref(), Some("trial_lesson"), "{turn:?}");
    let mut talker = Talker::new(SCHOOL);
    talker.say("不知道孩子该学什么");
    talker.say("很文静");
    talker.say("我再考虑一下");
    let turn = talker.say("13912345678");
    assert_eq!(reached(&turn), ["note", "bye"], "{turn:?}");
}

#[test]
fn the_bank_stops_a_payment_and_goes_round_once_when_a_card_does_not_work() {
    let mut talker = Talker::new(BANK);
    let turn = talker.say("我好像被骗了,钱已经转了");
    assert!(
        matches!(
            turn.moves.last(),
            Some(Move::HandOver { group: Some(_), .. })
        ),
        "{turn:?}"
    );
    let mut talker = Talker::new(BANK);
    talker.say("有个警察让我转到安全账户,是不是诈骗");
    let turn = talker.say("还没转");
    assert_eq!(reached(&turn), ["trick", "police", "end"], "{turn:?}");
    let mut talker = Talker::new(BANK);
    talker.say("教我激活新卡");
    let turn = talker.say("手机银行");
    assert_eq!(reached(&turn), ["app", "works"], "{turn:?}");
    let turn = talker.say("没成功");
    assert_eq!(reached(&turn), ["count", "way"], "{turn:?}");
    let turn = talker.say("那用微信吧");
    assert_eq!(reached(&turn), ["wechat", "works"], "{turn:?}");
    let turn = talker.say("还是不行");
    assert_eq!(reached(&turn), ["person"], "{turn:?}");
}
