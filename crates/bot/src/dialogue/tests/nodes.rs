//! What the nodes of a flow do, and what their conditions look at.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::super::{Move, Profile, ShopTalk};
use super::{Talker, words};

fn flow(slots: &Value, nodes: &Value) -> Talker {
    let task = json!({
        "key": "f", "name": {"zh-CN": ["流程"]}, "triggers": [],
        "cues": [{"all": [["开始"]], "sure": 0.97}], "slots": slots,
        "action": {"type": "flow", "nodes": nodes},
    });
    Talker::new(&json!([task]).to_string())
}

fn end(key: &str) -> Value {
    json!({"key": key, "kind": {"type": "end", "text": {"zh-CN": [key]}}})
}

/// Where a condition leads for a gold customer on Friday the 20th at ten.
fn leads(when: &Value) -> String {
    let slots = json!([
        {"key": "n", "label": {"zh-CN": ["数量"]}, "kind": {"type": "count"}, "words": ["件"]},
        {"key": "sum", "label": {"zh-CN": ["金额"]}, "kind": {"type": "money"}},
    ]);
    let mut talker = flow(
        &slots,
        &json!([
            {"key": "start", "kind": {"type": "start"}, "edges": [{"to": "b"}]},
            {"key": "b", "kind": {"type": "branch"}, "edges": [{"to": "holds", "when": [when]}, {"to": "else"}]},
            end("holds"), end("else"),
        ]),
    );
    talker.profile = Profile {
        level: Some("金卡".to_owned()),
        tags: vec!["老客".to_owned()],
        attributes: BTreeMap::from([("城市".to_owned(), "上海".to_owned())]),
        verified: true,
        ..Profile::default()
    };
    let turn = talker.say("开始,3件,预算200元");
    words(&turn)
}

#[test]
fn conditions_look_at_what_was_told_the_customer_and_the_clock() {
    let test = |about: Value, compare: &str, values: &[&str]| {
        leads(&json!({"about": about, "compare": compare, "values": values}))
    };
    let slot = |key: &str| json!({"type": "slot", "slot": key});
    let about = |name: &str| json!({"type": name});
    for (subject, compare, values, holds) in [
        (slot("n"), "is", &["3"][..], true),
        (slot("n"), "is_not", &["3"], false),
        (slot("n"), "at_least", &["4"], false),
        (slot("sum"), "at_most", &["200"], true),
        (slot("sum"), "at_most", &["199.5"], false),
        (slot("sum"), "known", &[], true),
        (about("level"), "is", &["银卡", "金卡"], true),
        (about("tag"), "is", &["新客"], false),
        (
            json!({"type": "attribute", "name": "城市"}),
            "is",
            &["上海"],
            true,
        ),
        (
            json!({"type": "attribute", "name": "生日"}),
            "known",
            &[],
            false,
        ),
        (about("verified"), "is", &["yes"], true),
        (about("hour"), "at_least", &["10"], true),
        (about("hour"), "at_most", &["9"], false),
        (about("weekday"), "is", &["5"], true),
    ] {
        let found = test(subject.clone(), compare, values);
        let expected = if holds { "holds" } else { "else" };
        assert!(
            found.ends_with(expected),
            "{subject} {compare} {values:?}: {found}"
        );
    }
}

fn parcel(edges: &Value) -> Talker {
    flow(
        &json!([{"key": "order", "label": {"zh-CN": ["订单"]}, "kind": {"type": "order"},
                 "required": true, "may_skip": false, "ask": {"zh-CN": ["哪个订单？"]}}]),
        &json!([
            {"key": "start", "kind": {"type": "start"}, "edges": [{"to": "order"}]},
            {"key": "order", "kind": {"type": "ask", "slot": "order"}, "edges": [{"to": "urge"}]},
            {"key": "urge", "kind": {"type": "tool", "tool": "urge_shipment", "arguments": {"order_no": "{order}"}},
             "edges": edges},
            end("unknown"), end("done"),
        ]),
    )
}

#[test]
fn a_tool_is_told_first_done_once_and_leads_on() {
    let mut talker = parcel(&json!([{"to": "done"}]));
    talker.shop = Some(ShopTalk::default());
    talker.say("开始");
    let turn = talker.say("20260000000001");
    assert!(
        turn.trace.steps.iter().any(|step| step.rule == "previewed"),
        "{turn:?}"
    );
    assert!(talker.state.active().is_some());
    let turn = talker.say("确认");
    assert!(
        turn.trace.steps.iter().any(|step| step.rule == "confirmed"),
        "{turn:?}"
    );
    assert!(words(&turn).ends_with("done"), "{turn:?}");
    assert!(talker.state.finished[0].reached);
}

#[test]
fn without_a_shop_a_tool_has_a_way_of_its_own_or_brings_a_person() {
    let outcome = json!([{"about": {"type": "outcome"}, "values": ["unavailable"]}]);
    let mut talker = parcel(&json!([{"to": "unknown", "when": outcome}, {"to": "done"}]));
    talker.say("开始");
    let turn = talker.say("单号20260000000001");
    assert!(words(&turn).ends_with("unknown"), "{turn:?}");
    let mut talker = parcel(&json!([{"to": "done"}]));
    talker.say("开始");
    let turn = talker.say("单号20260000000001");
    assert!(
        matches!(turn.moves.last(), Some(Move::HandOver { done: true, .. })),
        "{turn:?}"
    );
}

#[test]
fn what_was_registered_is_registered_anew_when_it_is_corrected() {
    let mut talker = flow(
        &json!([
            {"key": "phone", "label": {"zh-CN": ["电话"]}, "kind": {"type": "phone"}, "required": true,
             "ask": {"zh-CN": ["电话？"]}, "words": ["电话"]},
            {"key": "note", "label": {"zh-CN": ["留言"]}, "kind": {"type": "text"}, "required": true,
             "ask": {"zh-CN": ["还有什么要说的？"]}},
        ]),
        &json!([
            {"key": "start", "kind": {"type": "start"}, "edges": [{"to": "phone"}]},
            {"key": "phone", "kind": {"type": "ask", "slot": "phone"}, "edges": [{"to": "record"}]},
            {"key": "record", "kind": {"type": "record"}, "edges": [{"to": "note"}]},
            {"key": "note", "kind": {"type": "ask", "slot": "note"}, "edges": [{"to": "bye"}]},
            end("bye"),
        ]),
    );
    talker.say("开始");
    let records = |turn: &super::Turn| {
        let phones = turn.moves.iter().filter_map(|one| match one {
            Move::Record { rows, .. } => rows.first().map(|row| row.value.clone()),
            _ => None,
        });
        phones.collect::<Vec<_>>()
    };
    assert_eq!(records(&talker.say("13900139000")), ["13900139000"]);
    let turn = talker.say("电话改成13700137000");
    assert_eq!(records(&turn), ["13700137000"], "{turn:?}");
    // What is told afterwards concerns it no more.
    let turn = talker.say("送到门口就行");
    assert!(
        records(&turn).is_empty() && words(&turn).ends_with("bye"),
        "{turn:?}"
    );
}
