//! The report of `shanying eval sentiment` has the documented fields at its top.

use shanying_language::evaluate::{SentimentRow, sentiment};

#[test]
fn the_report_is_one_flat_object() {
    let rows: Vec<SentimentRow> = serde_json::from_str(
        r#"[{"text":"很好","label":1,"domain":"酒店"},{"text":"很差","label":0,"domain":"酒店"}]"#,
    )
    .unwrap();
    let report = sentiment(&rows, &rows, None, 1, |_| {});
    let json = serde_json::to_value(report).unwrap();
    for field in [
        "accuracy",
        "macro_f1",
        "ece",
        "per_class",
        "confused",
        "train_seconds",
        "p99_ms",
    ] {
        assert!(json.get(field).is_some(), "{field}");
    }
    assert_eq!(json["accuracy"], 1.0);
}
