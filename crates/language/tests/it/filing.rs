//! Filing learns, judges itself and keeps silent where it is not sure.

use shanying_language::evaluate::{FilingData, Progress, filing};
use shanying_language::filing::{FiledText, Filing, LabelName};

fn row(text: &str, label: &str) -> FiledText {
    FiledText {
        text: text.into(),
        labels: vec![label.into()],
    }
}

fn name(id: &str, text: &str) -> LabelName {
    LabelName {
        id: id.into(),
        text: text.into(),
        code: None,
    }
}

const TOPICS: [(&str, &str); 4] = [
    ("退货", "怎么申请退货"),
    ("发票", "发票怎么开"),
    ("物流", "我的包裹到哪里了"),
    ("地址", "收货地址填错了能改吗"),
];

/// The ways each topic is asked, worded by rule so that there are enough of them.
fn worded(openings: &[&str]) -> Vec<FiledText> {
    TOPICS
        .iter()
        .flat_map(|(label, text)| {
            openings
                .iter()
                .map(move |opening| row(&format!("{opening}{text}"), label))
        })
        .collect()
}

#[test]
fn files_by_names_alone() {
    let names = TOPICS.map(|(label, text)| name(label, text));
    let filing = Filing::train(&[], &names, &[], None, 0, &mut |_, _| {});
    assert_eq!(filing.labels(), 4);
    let found = filing.rank("请问发票要怎么开呀", 3);
    assert_eq!(found.first().unwrap().label, "发票");
    assert_eq!(filing.threshold(0.9), None, "nothing was judged");
}

#[test]
fn measures_and_chooses_thresholds_on_dev_alone() {
    let train = worded(&["", "你好，", "请问一下"]);
    let mut dev = worded(&["想问", "麻烦问下", "客服，", "那个，", "打扰了", "亲，"]);
    dev.extend((0..8).map(|_| row("今天天气不错", "天气")));
    let mut test = worded(&["您好，", "帮我看下"]);
    test.push(row("今天天气真好", "天气"));
    let mut steps = Vec::new();
    let data = FilingData {
        train: &train,
        labels: &[],
        dev: &dev,
        test: &test,
    };
    let report = filing(data, None, 0, |step| steps.push(step));
    assert_eq!((report.labels, report.texts), (4, 9));
    assert!((report.p_at_1 - 8.0 / 9.0).abs() < 1e-9);
    assert!(report.hit_at_3 >= report.p_at_1 && report.hit_at_10 >= report.hit_at_5);
    assert!((0.3..0.95).contains(&report.coverage_at_90), "{report:?}");
    assert_eq!(report.precision_at_90, 1.0);
    assert!(steps.contains(&Progress::Asked(9, 9)));
    let json = serde_json::to_value(&report).unwrap();
    assert!(json["p_at_1"].is_number() && json["p99_ms"].is_number());
}

#[test]
fn without_dev_some_texts_are_kept_for_judging() {
    let openings: Vec<String> = (0..60).map(|at| format!("第{at}个人问，")).collect();
    let openings: Vec<&str> = openings.iter().map(String::as_str).collect();
    let train = worded(&openings);
    let filing = Filing::train(&train, &[], &[], None, 3, &mut |_, _| {});
    let threshold = filing.threshold(0.9).unwrap();
    let score = |text: &str| filing.rank(text, 1).first().unwrap().score;
    assert!(score("第7个人问，怎么申请退货") >= threshold);
    assert!(score("今天天气真好") < threshold);
    let again = Filing::train(&train, &[], &[], None, 3, &mut |_, _| {});
    assert_eq!(again.threshold(0.9), Some(threshold));
}
