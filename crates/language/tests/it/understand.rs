//! A question to entries: phrasings, keywords and a classifier make one score.

use shanying_language::classify::Options;
use shanying_language::index::{Index, IndexOptions, Phrasing};
use shanying_language::understand::{learn, search};

const ENTRIES: [(&str, [&str; 4]); 3] = [
    (
        "return",
        ["怎么退货", "东西想退掉", "申请退货的办法", "不想要了能退吗"],
    ),
    (
        "invoice",
        ["怎么开发票", "要一张发票", "发票在哪里开", "能开专票吗"],
    ),
    (
        "ship",
        ["包裹到哪了", "什么时候发货", "物流怎么不动", "快递几天能到"],
    ),
];

fn index() -> Index {
    let mut index = Index::new(None, IndexOptions::default());
    for (id, texts) in ENTRIES {
        index.upsert(id, &texts.map(Phrasing::new));
    }
    index
}

#[test]
fn a_keyword_lifts_its_entry_and_shows() {
    let mut index = index();
    let score = |index: &Index| {
        let hits = index.search("双十一的单子能退吗", 3, |_| true);
        hits.into_iter().find(|hit| hit.entry_id == "ship").unwrap()
    };
    let before = score(&index);
    index.set_keywords("ship", &["双十一", "大促"]);
    let after = score(&index);
    assert_eq!(
        (before.features.keywords, after.features.keywords),
        (0.0, 1.0)
    );
    assert!(after.score > before.score);
    index.remove("ship");
    index.upsert("ship", &ENTRIES[2].1.map(Phrasing::new));
    assert_eq!(score(&index).features.keywords, 0.0);
}

#[test]
fn a_classifier_lifts_what_it_believes() {
    let index = index();
    let phrasings: Vec<(&str, &str)> = ENTRIES
        .iter()
        .flat_map(|(id, texts)| texts.iter().map(move |text| (*text, *id)))
        .collect();
    let classifier = learn(&phrasings, None, &Options::default(), |_, _| {}).unwrap();
    let question = "退掉可以吗";
    let alone = search(&index, None, question, 3, |_| true);
    let both = search(&index, Some(&classifier), question, 3, |_| true);
    assert_eq!(both[0].entry_id, "return");
    assert!(both[0].features.belief > 1.0 / 3.0 && alone[0].features.belief == 0.0);
    assert!(both[0].score > alone[0].score);
    let hidden = search(&index, Some(&classifier), question, 3, |id| id != "return");
    assert!(hidden.iter().all(|hit| hit.entry_id != "return"));
}

#[test]
fn one_phrasing_each_teaches_nothing() {
    let phrasings = ENTRIES.map(|(id, texts)| (texts[0], id));
    assert!(learn(&phrasings, None, &Options::default(), |_, _| {}).is_none());
}
