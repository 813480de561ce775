//! Cards beside the words: what they show and take stands in the words too.

use super::super::{Aid, Input, Move, ShopTalk};
use super::{SHOP, Talker, words};

fn known() -> Talker {
    let mut talker = Talker::new(SHOP);
    talker.shop = Some(ShopTalk::default());
    talker.profile.phone = Some("13800138000".to_owned());
    talker
}

fn aids(turn: &super::Turn) -> Vec<Aid> {
    let of = |one: &Move| match one {
        Move::Aided { aids, .. } => aids.clone(),
        _ => Vec::new(),
    };
    turn.moves.iter().flat_map(of).collect()
}

#[test]
fn orders_are_shown_to_choose_from_and_stand_in_the_options_too() {
    let mut talker = known();
    let turn = talker.say("我的快递到哪了?");
    let [Aid::Ask { field }] = &aids(&turn)[..] else {
        panic!("{:?}", turn.moves)
    };
    let Input::Order { orders } = &field.input else {
        panic!("{field:?}")
    };
    assert_eq!(orders.len(), 2);
    assert_eq!(orders[0].goods[0].title, "玻尿酸补水面膜");
    assert_eq!(orders[0].state, "待发货");
    let Some(Move::Aided { options, .. }) = turn.moves.first() else {
        panic!("{:?}", turn.moves)
    };
    let typed: Vec<&str> = options.iter().map(|chip| chip.say.as_str()).collect();
    let clicked: Vec<&str> = orders.iter().map(|order| order.no.as_str()).collect();
    assert_eq!(typed, clicked);
    // The chosen one: where it is, station by station.
    let number = orders[1].no.clone();
    let turn = talker.say(&number);
    let [
        Aid::Parcels {
            parcels,
            order,
            lead,
        },
    ] = &aids(&turn)[..]
    else {
        panic!("{:?}", turn.moves)
    };
    let text = words(&turn);
    assert!(!parcels[0].parcel.traces.is_empty());
    assert!(text.contains(&parcels[0].parcel.tracking_no), "{text}");
    assert!(text.contains(&parcels[0].state), "{text}");
    assert!(text.contains(&parcels[0].parcel.traces[0].text), "{text}");
    assert!(!lead.contains(&parcels[0].parcel.tracking_no), "{lead}");
    assert_eq!(order.as_ref().map(|order| &order.no), Some(&number));
}

#[test]
fn a_form_tells_all_at_once_and_the_talk_goes_on_with_what_is_missing() {
    let mut talker = Talker::new(SHOP);
    let turn = talker.say("我要退换货");
    assert_eq!(talker.slot("kind").as_deref(), Some("换货"));
    let form = aids(&turn).into_iter().find_map(|aid| match aid {
        Aid::Form { task, fields, .. } => Some((task, fields)),
        _ => None,
    });
    let (task, fields) = form.unwrap_or_else(|| panic!("{:?}", turn.moves));
    assert_eq!(task, "return_goods");
    let keys: Vec<&str> = fields.iter().map(|field| field.key.as_str()).collect();
    assert_eq!(keys, ["order", "reason", "note", "phone"]);
    // As the form says it; words of the description are no facts.
    let label = |key: &str| &fields.iter().find(|field| field.key == key).unwrap().label;
    let said = format!(
        "{}：20261118000123\n{}：破损漏液\n{}：瓶口裂开了,不想退款,寄到时已经漏光",
        label("order"),
        label("reason"),
        label("note"),
    );
    let turn = talker.say(&said);
    assert_eq!(talker.slot("kind").as_deref(), Some("换货"));
    assert_eq!(talker.slot("order").as_deref(), Some("20261118000123"));
    assert_eq!(talker.slot("reason").as_deref(), Some("破损漏液"));
    assert_eq!(
        talker.slot("note").as_deref(),
        Some("瓶口裂开了,不想退款,寄到时已经漏光")
    );
    assert_eq!(
        turn.trace.asked.as_deref(),
        Some("phone"),
        "{}",
        words(&turn)
    );
    // The form comes once; the phone has a field of its own.
    let [Aid::Ask { field }] = &aids(&turn)[..] else {
        panic!("{:?}", turn.moves)
    };
    assert_eq!(field.input, Input::Phone {});
    talker.say("13800138000");
    let turn = talker.say("没有照片");
    let [
        Aid::Summary {
            rows, lead, tail, ..
        },
    ] = &aids(&turn)[..]
    else {
        panic!("{:?}", turn.moves)
    };
    let text = words(&turn);
    for row in rows {
        assert!(
            text.contains(&row.label) && text.contains(&row.value),
            "{text}"
        );
    }
    assert!(
        text.starts_with(lead.as_str()) && text.ends_with(tail.as_str()),
        "{text}"
    );
    // One thing is changed and all is told anew.
    let change = rows
        .iter()
        .find(|row| row.value == "破损漏液")
        .unwrap()
        .change
        .clone();
    let turn = talker.say(&change);
    assert_eq!(
        turn.trace.asked.as_deref(),
        Some("reason"),
        "{}",
        words(&turn)
    );
    let turn = talker.say("发错或少件");
    assert!(
        matches!(&aids(&turn)[..], [Aid::Summary { rows, .. }] if rows.iter().any(|row| row.value == "发错或少件")),
        "{:?}",
        turn.moves
    );
}

/// A task with one slot of each kind that a card takes; the labels in both languages.
const KINDS: &str = r#"[{
  "key": "visit", "name": {"zh-CN": ["上门"], "en": ["visit"]}, "triggers": ["我要上门"],
  "cues": [{"all": [["我要上门", "visit please"]]}], "action": {"type": "record"}, "confirm": true,
  "slots": [
    {"key": "time", "label": {"zh-CN": ["上门时间"], "en": ["time"]}, "kind": {"type": "time", "future": true}, "required": true},
    {"key": "address", "label": {"zh-CN": ["地址"], "en": ["address"]}, "kind": {"type": "address"}, "required": true},
    {"key": "people", "label": {"zh-CN": ["人数"], "en": ["people"]}, "kind": {"type": "count", "min": 1, "max": 9}, "required": true},
    {"key": "phone", "label": {"zh-CN": ["电话"], "en": ["phone"]}, "kind": {"type": "phone"}, "required": true},
    {"key": "card", "label": {"zh-CN": ["卡号后四位"], "en": ["last four digits"]}, "kind": {"type": "digits", "length": 4}, "required": true},
    {"key": "name", "label": {"zh-CN": ["称呼"], "en": ["name"]}, "kind": {"type": "name"}, "required": true},
    {"key": "home", "label": {"zh-CN": ["在家吗"], "en": ["at home"]}, "kind": {"type": "yes_no"}, "required": true},
    {"key": "budget", "label": {"zh-CN": ["预算"], "en": ["budget"]}, "kind": {"type": "money"}, "required": true},
    {"key": "note", "label": {"zh-CN": ["备注"], "en": ["note"]}, "kind": {"type": "text"}, "required": true}
  ]
}]"#;

/// What the widget's cards say for the customer, as `web/widget/src/answers.ts` words it.
const ANSWERS: &[(&str, &str, &str)] = &[
    ("time", "2026年11月25日 14:00", "2026-11-25 14:00"),
    (
        "address",
        "浙江省杭州市西湖区文三路90号",
        "浙江省杭州市西湖区文三路90号",
    ),
    ("people", "3", "3"),
    ("phone", "13800138000", "13800138000"),
    ("card", "8371", "8371"),
    ("name", "李明", "李明"),
    ("home", "是", "Yes"),
    ("budget", "200元", "¥200"),
    ("note", "门铃坏了请敲门", "Please knock"),
];

#[test]
fn what_the_cards_say_is_understood_one_by_one_and_all_at_once() {
    for locale in ["zh-CN", "en"] {
        let english = locale == "en";
        let start = if english {
            "visit please"
        } else {
            "我要上门"
        };
        let mut one = Talker::new(KINDS);
        one.locale = locale;
        let mut form = Talker::new(KINDS);
        form.locale = locale;
        let turn = one.say(start);
        form.say(start);
        let fields = aids(&turn).into_iter().find_map(|aid| match aid {
            Aid::Form { fields, .. } => Some(fields),
            _ => None,
        });
        let fields = fields.unwrap_or_else(|| panic!("{:?}", turn.moves));
        let mut lines = Vec::new();
        for (key, zh, en) in ANSWERS {
            let said = if english { en } else { zh };
            let asked = one.state.active().and_then(|running| running.asked.clone());
            assert_eq!(asked.and_then(|asked| asked.slot).as_deref(), Some(*key));
            one.say(said);
            assert!(one.slot(key).is_some(), "{locale} {key}: {said}");
            let field = fields.iter().find(|field| field.key == *key).unwrap();
            let colon = if english { ": " } else { "：" };
            lines.push(format!("{}{colon}{said}", field.label));
        }
        form.say(&lines.join("\n"));
        for (key, ..) in ANSWERS {
            assert_eq!(form.slot(key), one.slot(key), "{locale} {key}");
        }
        assert!(
            one.slot("time").unwrap().contains("14:00"),
            "{:?}",
            one.slot("time")
        );
    }
}
