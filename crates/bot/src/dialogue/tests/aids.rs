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
    assert!(order.is_none() || order.as_ref().unwrap().no == number);
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
    let turn = talker.say("13800138000");
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
