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
        ..LabelName::default()
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

const THINGS: [&str; 8] = [
    "冰箱", "空调", "手机", "衬衫", "牛奶", "沙发", "轮胎", "口罩",
];
const MATTERS: [(&str, [&str; 5]); 8] = [
    (
        "退款未到",
        [
            "钱怎么还没退回来",
            "退的钱没收到",
            "说好退我钱呢",
            "款项没到账",
            "退款还要等几天",
        ],
    ),
    (
        "催促发货",
        [
            "怎么还不发货",
            "什么时候寄出来",
            "三天了没动静还没发",
            "快点给我发出来",
            "还在备货吗",
        ],
    ),
    (
        "开具发票",
        [
            "麻烦开张票",
            "发票什么时候寄",
            "要报销的单据",
            "税号写错了重开",
            "能开专票吗",
        ],
    ),
    (
        "修改地址",
        [
            "地址填错了",
            "换个收货的地方",
            "送到我妈家去",
            "改成公司收",
            "门牌号少写了",
        ],
    ),
    (
        "包裹破损",
        [
            "箱子压烂了",
            "外包装破了个洞",
            "收到的时候已经碎了",
            "盒子都瘪了",
            "摔坏了",
        ],
    ),
    (
        "重复扣款",
        [
            "扣了我两次钱",
            "同一单付了两遍",
            "银行卡被多扣一笔",
            "怎么扣了双份",
            "多收了一次",
        ],
    ),
    (
        "少件漏件",
        [
            "少了一个配件",
            "说好三个只来两个",
            "里面缺东西",
            "没给全",
            "漏寄了一样",
        ],
    ),
    (
        "态度投诉",
        [
            "你们客服说话真冲",
            "态度太差了",
            "骂人是什么意思",
            "爱理不理的",
            "我要投诉那个人",
        ],
    ),
];

fn leaf(thing: &str, matter: &str) -> LabelName {
    LabelName {
        id: format!("{thing}/{matter}"),
        text: format!("{thing} {matter}"),
        path: vec!["商城".into(), thing.into(), matter.into()],
        ..LabelName::default()
    }
}

fn tree() -> Vec<LabelName> {
    let leaves = THINGS
        .iter()
        .flat_map(|thing| MATTERS.iter().map(move |(matter, _)| leaf(thing, matter)));
    leaves.collect()
}

/// Texts of every leaf but those of one thing with one matter.
fn history(but: &str) -> Vec<FiledText> {
    let mut rows = Vec::new();
    for (at, thing) in THINGS.iter().enumerate() {
        for (matter, said) in &MATTERS {
            for (number, words) in said.iter().enumerate() {
                let text = match (at + number) % 3 {
                    0 => format!("在吗，我买的{thing}。{words}"),
                    1 => format!("{words}\n就是那个{thing}"),
                    _ => format!("{thing}{words}，谢谢"),
                };
                rows.push(row(&text, &format!("{thing}/{matter}")));
            }
        }
    }
    rows.retain(|row| row.labels.iter().all(|label| label != but));
    rows
}

#[test]
fn a_leaf_without_any_text_is_found_by_what_its_names_mean_elsewhere() {
    let filing = Filing::train(
        &history("冰箱/重复扣款"),
        &tree(),
        &[],
        None,
        1,
        &mut |_, _| {},
    );
    for (text, label) in [
        ("你好，冰箱那单银行卡被扣了两次", "冰箱/重复扣款"),
        ("昨天到的轮胎。少了一个\n配件没有", "轮胎/少件漏件"),
    ] {
        let found = filing.rank(text, 3);
        assert_eq!(found.first().unwrap().label, label, "{found:?}");
        assert_eq!(found.len(), 3);
    }
}

#[test]
fn corrections_are_learnt_without_training_anew() {
    let rows = history("");
    let filing = Filing::train(&rows, &tree(), &[], None, 1, &mut |_, _| {});
    let text = "那个会制冷的大家伙嗡嗡响个不停";
    let right = "冰箱/态度投诉";
    let before = filing.judged().len();
    let fresh: Vec<FiledText> = (0..4).map(|_| row(text, right)).collect();
    let filing = filing
        .with(&fresh, &rows[..4], 1)
        .expect("a tree learns further");
    assert_eq!(filing.rank(text, 1).first().unwrap().label, right);
    assert_eq!(
        filing.judged().len(),
        before + fresh.len(),
        "what was made of them before is judged"
    );
    let names = TOPICS.map(|(label, text)| name(label, text));
    let plain = Filing::train(&[], &names, &[], None, 0, &mut |_, _| {});
    assert!(plain.with(&fresh, &[], 1).is_none());
}
