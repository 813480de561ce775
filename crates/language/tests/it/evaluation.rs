//! The evaluation counts what it says.

use shanying_language::evaluate::{
    EntryRow, IntentRow, Progress, QueryRow, intent_as_retrieval, retrieval,
};
use shanying_language::index::{Index, IndexOptions};

fn empty() -> Index {
    Index::new(None, IndexOptions::default())
}

#[test]
fn counts_ranks_and_leaves_out_what_is_excluded() {
    let entries: Vec<EntryRow> = [
        ("1", "怎么退货"),
        ("2", "怎么退货款"),
        ("3", "开发票"),
        ("3", "要一张发票"),
    ]
    .map(|(id, text)| EntryRow {
        id: id.into(),
        text: text.into(),
    })
    .into();
    let query = |text: &str, gold: &str, exclude: Option<&str>| QueryRow {
        text: text.into(),
        gold: vec![gold.into()],
        exclude: exclude.map(Into::into),
    };
    let queries = [
        query("怎么退货", "1", None),
        query("怎么退货", "2", Some("1")),
        query("怎么退货", "2", None),
        query("发票", "none", None),
    ];
    let mut steps = Vec::new();
    let report = retrieval(empty(), &entries, &queries, |step| steps.push(step));
    assert_eq!(
        (report.entries, report.phrasings, report.queries),
        (3, 4, 4)
    );
    assert_eq!(
        (report.recall_at_1, report.recall_at_3, report.recall_at_10),
        (0.5, 0.75, 0.75)
    );
    assert!((report.mrr_10 - 2.5 / 4.0).abs() < 1e-9);
    assert!(
        report.speed.p99_ms >= report.speed.p50_ms
            && report.speed.queries_per_second_one_thread > 0.0
    );
    assert!(report.speed.model_bytes > 0);
    assert_eq!(steps, [Progress::Learned(3, 3), Progress::Asked(4, 4)]);
    assert!(serde_json::to_value(&report).unwrap()["recall_at_1"].is_number());
}

#[test]
fn intents_are_entries() {
    let row = |text: &str, intent: &str| IntentRow {
        text: text.into(),
        intent: intent.into(),
    };
    let train = [
        row("where is my card", "arrival"),
        row("card lost", "lost"),
        row("lost it", "lost"),
    ];
    let test = [
        row("I lost my card", "lost"),
        row("where is the card", "arrival"),
    ];
    let report = intent_as_retrieval(empty(), &train, &test, |_| {});
    assert_eq!(
        (report.entries, report.phrasings, report.recall_at_1),
        (2, 3, 1.0)
    );
    assert_eq!(
        intent_as_retrieval(empty(), &[], &[], |_| {}).recall_at_1,
        0.0
    );
}
