//! The index as its users see it: changes, equal phrasings, filters, vectors handed in.

use std::sync::Arc;
use std::time::Instant;

use shanying_language::embed::QuantVec;
use shanying_language::index::{Index, IndexOptions, Phrasing};
use shanying_language::segment::Segmenter;

use crate::encoder::ENCODER;

pub fn phrasings(texts: &[&str]) -> Vec<Phrasing> {
    texts.iter().map(|&text| Phrasing::new(text)).collect()
}

fn small(dense: bool) -> Index {
    let encoder = dense.then(|| Arc::clone(&ENCODER));
    let mut index = Index::new(encoder, IndexOptions::default());
    index.upsert(
        "return",
        &phrasings(&["怎么退货", "我想退掉买的东西", "退货流程是什么"]),
    );
    index.upsert("invoice", &phrasings(&["怎么开发票", "可以开电子发票吗"]));
    index.upsert("ship", &phrasings(&["什么时候发货", "下单多久能寄出"]));
    index
}

fn first(index: &Index, query: &str) -> Option<String> {
    index
        .search(query, 3, |_| true)
        .into_iter()
        .next()
        .map(|hit| hit.entry_id)
}

#[test]
fn finds_with_and_without_the_encoder() {
    for dense in [true, false] {
        let index = small(dense);
        for (query, entry) in [
            ("我要退货", "return"),
            ("帮我开一张發票", "invoice"),
            ("啥时候能发货呀", "ship"),
        ] {
            let hits = index.search(query, 10, |_| true);
            assert_eq!(hits[0].entry_id, entry, "{query} {dense}");
            assert!(hits.windows(2).all(|two| two[0].score >= two[1].score));
            assert!(hits.iter().all(|hit| (0.0..=1.0).contains(&hit.score)));
        }
        let unrelated = index.search("今天天气怎么样", 1, |_| true);
        assert!(unrelated.iter().all(|hit| hit.score < 0.3), "{unrelated:?}");
    }
}

#[test]
fn an_equal_phrasing_scores_one() {
    for dense in [true, false] {
        let index = small(dense);
        for query in ["怎么退货", "怎麼退貨？？", "怎么 退货。"] {
            let hits = index.search(query, 2, |_| true);
            assert_eq!(
                (hits[0].entry_id.as_str(), hits[0].score),
                ("return", 1.0),
                "{query}"
            );
            assert_eq!(hits[0].best_phrasing, "怎么退货");
            assert!(hits[0].features.equal && !hits[1].features.equal);
        }
    }
}

#[test]
fn a_change_is_in_the_next_search() {
    let mut index = small(true);
    assert_ne!(first(&index, "可以加盟吗").as_deref(), Some("join"));
    index.upsert("join", &phrasings(&["怎么加盟你们", "代理合作找谁"]));
    assert_eq!(first(&index, "可以加盟吗").as_deref(), Some("join"));
    index.upsert("join", &phrasings(&["会员怎么升级"]));
    assert_eq!(
        index
            .search("怎么加盟你们", 5, |_| true)
            .iter()
            .filter(|h| h.score == 1.0)
            .count(),
        0
    );
    assert_eq!((index.len(), index.phrasings()), (4, 8));
    assert!(index.remove("join") && !index.remove("join"));
    assert_eq!((index.len(), index.phrasings()), (3, 7));
    assert!(
        index
            .search("会员怎么升级", 5, |_| true)
            .iter()
            .all(|hit| hit.entry_id != "join")
    );
}

#[test]
fn many_changes_leave_the_index_as_if_made_anew() {
    let mut index = small(true);
    for round in 0..20 {
        let name = format!("e{}", round % 5);
        index.upsert(
            &name,
            &phrasings(&["临时的问题", "另一个说法", "第三个说法"]),
        );
        if round % 3 == 0 {
            index.remove(&name);
        }
    }
    for name in ["e0", "e1", "e2", "e3", "e4"] {
        index.remove(name);
    }
    let fresh = small(true);
    for query in ["怎么退货呢", "发票", "寄出"] {
        let plain = |index: &Index| -> Vec<(String, i32)> {
            let hits = index.search(query, 5, |_| true);
            hits.into_iter()
                .map(|hit| (hit.entry_id, (hit.score * 1e4) as i32))
                .collect()
        };
        assert_eq!(plain(&index), plain(&fresh), "{query}");
    }
}

#[test]
fn filters_and_odd_input() {
    let index = small(true);
    let hits = index.search("怎么退货", 5, |id| id != "return");
    assert!(!hits.is_empty() && hits.iter().all(|hit| hit.entry_id != "return"));
    assert!(index.search("怎么退货", 0, |_| true).is_empty());
    for nothing in ["", "   ", "？？！", "\u{200b}"] {
        assert!(index.search(nothing, 3, |_| true).is_empty(), "{nothing:?}");
    }
    assert!(!index.search(&"退货".repeat(20_000), 3, |_| true).is_empty());
    let mut index = index;
    index.upsert("empty", &[]);
    index.upsert("marks", &phrasings(&["！！！"]));
    assert!(
        index
            .search("退货", 10, |_| true)
            .iter()
            .all(|hit| hit.entry_id != "empty")
    );
    assert!(
        Index::new(None, IndexOptions::default())
            .search("退货", 3, |_| true)
            .is_empty()
    );
}

#[test]
fn vectors_that_are_handed_in_are_used() {
    let texts = ["怎么退货", "我想退掉买的东西"];
    let mut index = Index::new(Some(Arc::clone(&ENCODER)), IndexOptions::default());
    // A vector of another text proves that it was not made anew.
    let other = ENCODER.encode_quantised("今天天气怎么样");
    let short = QuantVec {
        scale: 1.0,
        values: Box::from([1i8; 3]),
    };
    index.upsert_with_vectors("a", &phrasings(&texts), &[Some(other.clone()), Some(short)]);
    let hit = &index.search("怎么退货", 1, |_| true)[0];
    let wanted = index.embed_query("怎么退货").unwrap().dot(&other);
    assert!((hit.features.dense_best - wanted).abs() < 0.01, "{hit:?}");
    let hit = &index.search("我想退掉买的东西", 1, |_| true)[0];
    assert!(hit.features.dense_best > 0.98, "{hit:?}");
}

#[test]
fn weights_and_own_words_count() {
    let mut index = Index::new(None, IndexOptions::default());
    index.upsert(
        "low",
        &[Phrasing {
            text: "退货怎么弄".into(),
            weight: 0.5,
        }],
    );
    index.upsert("high", &phrasings(&["退货怎么做"]));
    assert_eq!(first(&index, "退货怎么办").as_deref(), Some("high"));
    let segmenter = Segmenter::with_words(&["小云瓶"]);
    let mut index = Index::new(
        None,
        IndexOptions {
            segmenter,
            ..IndexOptions::default()
        },
    );
    index.upsert("product", &phrasings(&["小云瓶适合什么肤质"]));
    assert!(index.search("小云瓶", 1, |_| true)[0].features.bm25_words > 0.5);
}

#[test]
fn alike_questions_are_told_from_others() {
    for dense in [true, false] {
        let index = small(dense);
        assert_eq!(index.similarity("怎么退货？", "怎麼退貨"), 1.0);
        let near = index.similarity("东西不喜欢怎么退货", "怎么办理退货");
        assert!(near > index.similarity("东西不喜欢怎么退货", "你们几点上班") + 0.2);
    }
}

#[test]
fn changing_one_entry_among_thousands_is_quick() {
    let mut index = Index::new(None, IndexOptions::default());
    for n in 0..5_000 {
        let text = format!("关于第{n}号商品的退货和发票的问题怎么办理");
        index.upsert(&format!("e{n}"), &phrasings(&[&text]));
    }
    let began = Instant::now();
    for n in 0..100 {
        index.upsert(&format!("e{n}"), &phrasings(&["换了一个说法的退货问题"]));
    }
    let each_ms = began.elapsed().as_secs_f64() * 1e3 / 100.0;
    assert!(each_ms < 10.0, "{each_ms} ms a change");
}
