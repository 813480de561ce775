//! Selling from facts, on the demo shop's own catalogue.

use super::*;

const NOW: i64 = 1_790_000_000_000;

fn shop() -> Shelf {
    let lexicon = Lexicon::parse(include_str!("../../../../demo/shop/lexicon.json")).unwrap();
    let rows: Vec<Row> =
        serde_json::from_str(include_str!("../../../../demo/shop/products.json")).unwrap();
    let empty = Shelf::new(lexicon.clone(), Vec::new());
    let products = rows.into_iter().map(|row| empty.product_of(row)).collect();
    Shelf::new(lexicon, products)
}

fn names(selection: &Selection) -> Vec<&str> {
    selection
        .items
        .iter()
        .map(|item| item.product.id.as_str())
        .collect()
}

#[test]
fn wishes_are_read_from_a_sentence() {
    let shelf = shop();
    let wishes = shelf.wishes(
        "受天气影响最近皮肤有些干想买一款有保湿补水功效的面膜，价格300元以内吧，对了我对化学剂过敏，不要含有化学剂的面膜。",
    );
    let has = |attribute: &str, value: &str, kind| {
        wishes.iter().any(|wish| {
            wish.attribute == attribute
                && wish.value == WishValue::Word(value.to_owned())
                && wish.kind == kind
        })
    };
    assert!(has("suits", "干性", WishKind::Must), "{wishes:#?}");
    assert!(has("effect", "保湿", WishKind::Must), "{wishes:#?}");
    assert!(has("effect", "补水", WishKind::Must), "{wishes:#?}");
    assert!(has("category", "面膜", WishKind::Must), "{wishes:#?}");
    assert!(
        has("excludes", "化学剂过敏", WishKind::MustNot),
        "{wishes:#?}"
    );
    assert!(
        wishes.iter().any(|wish| wish.value
            == WishValue::Money {
                min: None,
                max: Some(30000),
                about: false
            }),
        "{wishes:#?}"
    );
}

#[test]
fn what_guards_health_is_never_relaxed() {
    let shelf = shop();
    let wishes = [
        Wish::word("category", "面膜", WishKind::Must),
        Wish::word("effect", "美白", WishKind::Must),
        Wish::word("excludes", "酒精过敏", WishKind::MustNot),
    ];
    let selection = shelf.select(&wishes, NOW, 3);
    assert_eq!(names(&selection), Vec::<&str>::new());
    assert_eq!(selection.barred.len(), 1);
    let relax = selection.relax.unwrap();
    assert_eq!(relax.wishes.first().unwrap().attribute, "effect");
    assert!(relax.items.iter().all(|item| item.product.id != "p01"));
}

#[test]
fn budgets_are_compared_with_the_price_valid_now() {
    let shelf = shop();
    let budget = |most| Wish {
        attribute: "price".to_owned(),
        value: WishValue::Money {
            min: None,
            max: Some(most),
            about: false,
        },
        kind: WishKind::Must,
        said: String::new(),
    };
    let wishes = [
        Wish::word("category", "面膜", WishKind::Must),
        Wish::word("effect", "美白", WishKind::Must),
        budget(30000),
    ];
    let selection = shelf.select(&wishes, NOW, 3);
    assert_eq!(names(&selection), ["p01"]);
    assert_eq!(selection.items.first().unwrap().offer_minor, Some(28800));
    let wishes = [wishes[0].clone(), wishes[1].clone(), budget(20000)];
    let selection = shelf.select(&wishes, NOW, 3);
    let relax = selection.relax.unwrap();
    assert_eq!(relax.wishes.len(), 1);
}

#[test]
fn facts_answer_questions() {
    let shelf = shop();
    let table = [
        ("酒精过敏能用吗", "p01", Verdict::No),
        ("孕妇可以用吗", "p01", Verdict::No),
        ("孕妇可以用吗", "p03", Verdict::Unknown),
        ("孕期能用吗", "p22", Verdict::Yes),
        ("这个含酒精吗", "p17", Verdict::Yes),
        ("油皮能用吗", "p03", Verdict::Yes),
        ("多少钱", "p03", Verdict::Value),
        ("和大马士革玫瑰保湿水有什么区别", "p16", Verdict::Table),
        ("最便宜的补水面膜", "p16", Verdict::Products),
        ("有没有300以内不含酒精的", "p16", Verdict::Products),
    ];
    for (text, focus, verdict) in table {
        let answer = shelf.ask(text, Some(focus), NOW);
        let answer = answer.unwrap_or_else(|| panic!("{text}"));
        assert_eq!(answer.verdict, verdict, "{text}: {answer:#?}");
        assert!(!answer.text.is_empty(), "{text}");
    }
}
