//! Many phrasings: the first look at signs must not change what is found.

use std::sync::{Arc, LazyLock};

use shanying_language::index::{Hit, Index, IndexOptions, Phrasing};

use crate::encoder::ENCODER;

/// 5,760 questions, so that a search does not look at all of them.
static INDEX: LazyLock<Index> = LazyLock::new(|| filled(IndexOptions::default()));

fn filled(options: IndexOptions) -> Index {
    let things = [
        "面膜",
        "口红",
        "水光瓶",
        "精华液",
        "洗发水",
        "电饭煲",
        "耳机",
        "充电器",
        "羽绒服",
        "跑鞋",
        "书包",
        "台灯",
        "键盘",
        "显示器",
        "保温杯",
        "行李箱",
    ];
    let asked = [
        "怎么退货",
        "能不能换货",
        "什么时候发货",
        "可以开发票吗",
        "坏了怎么办",
        "有优惠券吗",
        "保修多久",
        "怎么用",
        "多少钱",
        "有没有现货",
        "支持货到付款吗",
        "用的什么快递",
        "颜色可以选吗",
        "尺寸多大",
        "是正品吗",
        "能寄到国外吗",
        "少发了一件",
        "收到的是错的",
        "过敏了怎么办",
        "想取消订单",
    ];
    let ends = [
        "",
        "，急",
        "，在线等",
        "，上周买的",
        "，给妈妈买的",
        "，第一次买",
        "，直播间下的单",
        "，用了会员价",
        "，双十一买的",
        "，朋友送的",
        "，包装破了",
        "，客服没回我",
        "，昨天付的款",
        "，刚拆封",
        "，没拆封",
        "，还没收到",
        "，已经签收",
        "，地址写错了",
    ];
    let mut entries = Vec::new();
    for thing in things {
        for asked in asked {
            for end in ends {
                let id = format!("e{}", entries.len());
                entries.push((id, [Phrasing::new(format!("{thing}{asked}{end}"))]));
            }
        }
    }
    let mut index = Index::new(Some(Arc::clone(&ENCODER)), options);
    index.upsert_many(
        entries
            .iter()
            .map(|(id, phrasings)| (id.as_str(), phrasings.as_slice())),
    );
    index
}

fn ids(hits: &[Hit]) -> Vec<&str> {
    hits.iter()
        .take(10)
        .map(|hit| hit.entry_id.as_str())
        .collect()
}

#[test]
fn the_short_list_holds_the_best() {
    let exact = filled(IndexOptions {
        exact_to: usize::MAX,
        ..IndexOptions::default()
    });
    assert!(INDEX.phrasings() > IndexOptions::default().exact_to);
    for query in [
        "我买的耳机坏了",
        "羽绒服没拆封想退掉",
        "口红 过敏",
        "how do I return the suitcase",
        "发票",
        "今天天气怎么样",
    ] {
        let hits = INDEX.search(query, 10, |_| true);
        let all = exact.search(query, 10, |_| true);
        assert_eq!(ids(&hits), ids(&all), "{query}");
        assert_eq!(hits[0].features, all[0].features, "{query}");
    }
}

#[test]
fn a_strict_filter_still_finds() {
    let hits = INDEX.search("耳机坏了怎么办", 10, |id| id == "e7");
    assert_eq!(ids(&hits), ["e7"]);
}

#[test]
fn an_equal_phrasing_is_first() {
    let hits = INDEX.search("跑鞋 保修多久，朋友送的！", 3, |_| true);
    assert_eq!(
        (hits[0].score, hits[0].best_phrasing.as_str()),
        (1.0, "跑鞋保修多久，朋友送的")
    );
    assert!(hits[1].score < 1.0);
}

#[test]
fn changes_are_seen_at_once() {
    let mut index = INDEX.clone();
    let question = "充电器 保修多久，第一次买";
    let id = index.search(question, 1, |_| true)[0].entry_id.clone();
    assert!(index.remove(&id));
    let hit = &index.search(question, 1, |_| true)[0];
    assert!(hit.entry_id != id && hit.score < 1.0);
    index.upsert("new", &[Phrasing::new(question)]);
    let hit = &index.search(question, 1, |_| true)[0];
    assert_eq!((hit.entry_id.as_str(), hit.score), ("new", 1.0));
}
