//! Customers who speak as people did: turns of recorded talks, each of which tells one fact, with the
//! catalogue that was talked about. For evaluation; none of it is in the program.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::DateTime;
use serde_json::json;
use shanying_bot::dialogue::simulation::{Report, Said, Script, Scripts, simulate};
use shanying_bot::dialogue::{Book, Given, Task};
use shanying_bot::products::{Lexicon, Row, Shelf};
use shanying_kernel::Result;
use shanying_language::evaluate::{SlotRecord, SlotRow};
use shanying_language::extract::{Catalogue, Kind, Value, recognise};
use shanying_language::normalise::normalise_text;

/// Questions beside the task that are asked in the talks.
const ASIDES: usize = 40;

/// A sort of thing that people looked for.
struct Trade {
    /// Of the task.
    key: &'static str,
    /// As the recorded talks call it.
    domain: &'static str,
    /// Where it has its price.
    price: &'static str,
    /// A list of words of which several may be wished for.
    list: &'static str,
    /// What one of the list is called.
    item: &'static str,
    /// One word, if it has such.
    sort: Option<&'static str>,
    open: &'static [&'static str],
}

const TRADES: &[Trade] = &[
    Trade {
        key: "find_restaurant",
        domain: "餐馆",
        price: "人均消费",
        list: "推荐菜",
        item: "想吃的菜",
        sort: None,
        open: &["你好，帮我找家餐馆吧", "我想找个餐馆吃饭", "推荐一家餐馆吧"],
    },
    Trade {
        key: "find_hotel",
        domain: "酒店",
        price: "价格",
        list: "酒店设施",
        item: "酒店设施",
        sort: Some("酒店类型"),
        open: &[
            "你好，帮我找家酒店吧",
            "我想找个酒店住下来",
            "推荐一家酒店吧",
        ],
    },
];

/// Talks with each trade.
pub(super) fn run(
    rows: &[SlotRow],
    database: &[SlotRecord],
    (dialogues, seed, now): (usize, u64, DateTime),
) -> Result<BTreeMap<&'static str, Report>> {
    let mut reports = BTreeMap::new();
    for trade in TRADES {
        let shelf = shelf(trade, database)?;
        let book = Book::new(vec![task(trade)?], None, &shelf);
        let names: Vec<String> = database
            .iter()
            .filter_map(|record| Some(normalise_text(record.get("名称")?.first()?)))
            .collect();
        let scripts = Scripts::from([(trade.key.to_owned(), script(trade, rows, &names, now))]);
        let report = simulate(&book, &shelf, &scripts, (dialogues, seed, now));
        reports.insert(trade.key, report);
    }
    Ok(reports)
}

fn shelf(trade: &Trade, database: &[SlotRecord]) -> Result<Shelf> {
    let lexicon = json!({"attributes": [
        {"id": "category", "values": [{"value": trade.domain}]},
        {"id": "type", "zh": "类型", "en": "Type", "sort": "words", "labels": ["类型"],
         "values": sorts(trade, database)},
    ]});
    let lexicon = Lexicon::parse(&lexicon.to_string())?;
    let empty = Shelf::new(lexicon.clone(), Vec::new());
    let first =
        |record: &SlotRecord, name: &str| record.get(name).and_then(|all| all.first()).cloned();
    let products = database
        .iter()
        .filter(|record| first(record, "领域").as_deref() == Some(trade.domain))
        .filter_map(|record| {
            let name = first(record, "名称")?;
            let price: Option<i64> = first(record, trade.price).and_then(|text| text.parse().ok());
            let sort = trade.sort.and_then(|sort| first(record, sort));
            Some(
                empty.product_of(Row {
                    id: name.clone(),
                    title: name,
                    category: Some(trade.domain.to_owned()),
                    effects: record.get(trade.list).cloned().unwrap_or_default(),
                    price: price.map(|yuan| yuan * 100),
                    more: sort
                        .into_iter()
                        .map(|sort| ("type".to_owned(), sort))
                        .collect(),
                    ..Row::default()
                }),
            )
        })
        .collect();
    Ok(Shelf::new(lexicon, products))
}

/// The sorts that there are; 高档 is 高档型.
fn sorts(trade: &Trade, database: &[SlotRecord]) -> Vec<serde_json::Value> {
    let records = database
        .iter()
        .filter_map(|record| record.get(trade.sort?)?.first());
    let sorts: BTreeSet<&String> = records.collect();
    let word = |sort: &String| json!({"value": sort, "synonyms": [sort.trim_end_matches('型')]});
    sorts.into_iter().map(word).collect()
}

fn task(trade: &Trade) -> Result<Task> {
    let phrases = |text: &str| json!({"zh-CN": [text]});
    let mut slots = vec![
        json!({"key": "price", "label": phrases("价格"), "kind": {"type": "money"}, "required": true,
               "words": ["价格", "消费", "预算"], "weight": 2, "ask": phrases("想要什么价位的？")}),
        json!({"key": "list", "label": phrases(trade.item), "required": true, "weight": 2,
               "kind": {"type": "attribute", "attribute": "effect", "many": true},
               "words": [trade.item], "ask": phrases("还有什么要求吗？")}),
    ];
    if trade.sort.is_some() {
        slots.push(
            json!({"key": "type", "label": phrases("类型"), "required": true, "weight": 2,
                   "kind": {"type": "attribute", "attribute": "type"},
                   "words": ["类型"], "ask": phrases("想住什么类型的？")}),
        );
    }
    Ok(serde_json::from_value(json!({
        "key": trade.key, "name": phrases(trade.domain), "triggers": trade.open,
        "cues": [{"all": [["找", "推荐", "想", "帮我"], [trade.domain]], "sure": 0.9}],
        "slots": slots, "action": {"type": "recommend", "show": 3},
    }))?)
}

/// Every turn that tells one fact by itself is a way to tell it: its value stands in the words, and
/// they neither point back at what was said before nor name a place that was found.
fn script(trade: &Trade, rows: &[SlotRow], names: &[String], now: DateTime) -> Script {
    let mut said = Vec::new();
    let mut asides = Vec::new();
    for row in rows {
        match row.informs.as_slice() {
            [] if asides.len() < ASIDES && row.user.ends_with(['？', '?']) => {
                asides.push(row.user.clone());
            }
            [[domain, slot, value]]
                if domain == trade.domain && stands_alone(&row.user, slot, value, names) =>
            {
                if let Some((slot, given)) = fact(trade, slot, value, now) {
                    said.push(Said {
                        slot: slot.to_owned(),
                        given,
                        words: row.user.clone(),
                    });
                }
            }
            _ => {}
        }
    }
    let open = trade.open.iter().map(|text| (*text).to_owned()).collect();
    Script::of(open, said, asides)
}

/// Whether a turn tells its fact to somebody who has not heard the talk.
fn stands_alone(words: &str, slot: &str, value: &str, names: &[String]) -> bool {
    const BACK: &[&str] = &[
        "这家",
        "这几家",
        "这两",
        "这3",
        "这三",
        "这些",
        "那家",
        "那这",
        "那您看看",
        "这个",
        "哪家",
        "哪个",
        "那里",
        "这里",
        "它",
        "其中",
        "还是",
        "之前",
    ];
    let plain = normalise_text(words);
    let told = slot
        .rsplit('-')
        .next()
        .filter(|_| value == "是")
        .unwrap_or(value);
    let told = normalise_text(told);
    let stands = if told.contains(|c: char| c.is_ascii_digit()) {
        told.split(|c: char| !c.is_ascii_digit())
            .filter(|number| !number.is_empty())
            .all(|number| plain.contains(number))
    } else {
        plain.contains(told.trim_end_matches('型'))
    };
    stands
        && !BACK.iter().any(|back| plain.contains(back))
        && !names.iter().any(|name| plain.contains(name.as_str()))
}

fn fact(trade: &Trade, slot: &str, value: &str, now: DateTime) -> Option<(&'static str, Given)> {
    let word = |value: &str| Given::Word {
        value: normalise_text(value),
    };
    if slot == trade.price {
        let text = normalise_text(&format!("价格{value}"));
        let money = recognise(&text, now, &Catalogue::default())
            .into_iter()
            .find_map(|slot| match (slot.kind, slot.value) {
                (
                    Kind::Money,
                    Value::Money {
                        min, max, about, ..
                    },
                ) => Some(Given::Money { min, max, about }),
                _ => None,
            })?;
        return Some(("price", money));
    }
    if Some(slot) == trade.sort {
        return Some(("type", word(value)));
    }
    if slot == trade.list {
        return Some(("list", word(value)));
    }
    let one = slot.strip_prefix(trade.list)?.strip_prefix('-')?;
    (value == "是").then(|| ("list", word(one)))
}
