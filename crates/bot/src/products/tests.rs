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

pub(super) mod through_http {
    use serde_json::{Value, json};
    use shanying_testkit::{TestApp, databases};

    use crate::answers::Bot;

    pub(in crate::products) async fn app(database: &shanying_testkit::Database) -> TestApp {
        TestApp::start(database, crate::routes(), async |builder| {
            let bot = Bot::open(builder.db(), None).await?;
            Ok(builder.part(bot))
        })
        .await
    }

    const TEXT: &str = "这款产品叫美白补水面膜，适合干性、油性肤质，酒精过敏的人不能用，孕妇慎用。\
        成分：玻尿酸、酒精、甘油。原价328，活动价288，规格：25ml×10片。";

    async fn ask(app: &TestApp, text: &str, id: Option<&str>) -> Value {
        app.post("/products/ask", json!({"text": text, "product_id": id}))
            .await
            .ok()
    }

    #[tokio::test]
    async fn a_description_is_all_the_work() {
        for database in databases() {
            let app = app(&database).await;
            let draft = app
                .post("/products/describe", json!({"text": TEXT}))
                .await
                .ok();
            assert_eq!(draft["name"], "美白补水面膜");
            assert_eq!(draft["price_minor"], 32800);
            assert_eq!(draft["offers"][0]["price_minor"], 28800);
            let made = app.post("/products", draft.clone()).await.ok();
            assert_eq!(made["state"], "draft");
            let id = made["id"].as_str().unwrap().to_owned();
            // Nobody is told of a draft.
            let answer = ask(&app, "酒精过敏能用吗", Some(&id)).await;
            assert_eq!(answer["verdict"], Value::Null);

            let path = format!("/products/{id}");
            let confirm = format!("{path}/confirm");
            let done = app.post(&confirm, json!({"revision": 1})).await.ok();
            assert_eq!(done["state"], "confirmed");
            assert!(
                done["draft"]["facts"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .all(|fact| fact["confirmed"] == true)
            );
            for (text, verdict) in [
                ("酒精过敏能用吗", "no"),
                ("孕妇可以用吗", "careful"),
                ("哺乳期能用吗", "unknown"),
                ("里面有香精吗", "not_listed"),
                ("含酒精吗", "yes"),
                ("多少钱", "value"),
            ] {
                let answer = ask(&app, text, Some(&id)).await;
                assert_eq!(answer["verdict"], verdict, "{text}: {answer}");
            }
            let price = ask(&app, "多少钱", Some(&id)).await;
            assert_eq!(price["text"], "美白补水面膜原价328元，现在活动价288元。");

            let stale = json!({"revision": 1, "draft": draft});
            assert_eq!(
                app.put(&path, stale).await.error(),
                "409 products.revision_conflict"
            );
            let versions = app.get(&format!("{path}/versions")).await.ok();
            assert_eq!(versions["items"].as_array().unwrap().len(), 1);
            let list = app.get("/products?q=补水&state=confirmed").await.ok();
            assert_eq!(list["items"][0]["offer_minor"], 28800);
            app.post(&format!("{path}/withdraw"), json!({})).await.ok();
            let answer = ask(&app, "多少钱", Some(&id)).await;
            assert_eq!(answer["verdict"], Value::Null);
        }
    }

    #[tokio::test]
    async fn corrections_teach_but_warnings_are_not_unlearned() {
        for database in databases() {
            let app = app(&database).await;
            let taught = json!({"phrase": "喝饱水", "attribute": "effect", "value": "补水"});
            app.post("/products/taught", taught).await.ok();
            let text = json!({"text": "清泉喷雾，一喷就喝饱水。"});
            let draft = app.post("/products/describe", text).await.ok();
            let facts = draft["facts"].as_array().unwrap();
            assert!(
                facts
                    .iter()
                    .any(|fact| fact["attribute"] == "effect" && fact["value"]["word"] == "补水"),
                "{draft}"
            );
            for phrase in ["孕妇", "酒精过敏的人不能用"] {
                let taught = json!({"phrase": phrase, "attribute": "", "value": ""});
                assert_eq!(
                    app.post("/products/taught", taught).await.error(),
                    "400 products.warning_kept"
                );
            }
        }
    }

    #[tokio::test]
    async fn catalogues_are_imported_and_kept_by_their_key() {
        for database in databases() {
            let app = app(&database).await;
            let table = "商品编号,名称,类目,功效,禁忌人群,成分,原价,活动价,描述\n\
                A1,清泉面膜,面膜,补水、保湿,孕妇,甘油、玻尿酸,128,99,不含酒精。\n\
                A2,白泥面膜,面膜,清洁,,,89.5,,油皮适用。\n";
            for (created, updated) in [(2, 0), (0, 2)] {
                let report = app
                    .ask(axum::http::Method::POST, "/products/import")
                    .form("catalogue.csv", table.as_bytes(), &[("confirm", "true")])
                    .await
                    .ok();
                assert_eq!(
                    report,
                    json!({"ok": true, "rows": 2, "created": created, "updated": updated, "errors": []})
                );
            }
            let answer = ask(&app, "最便宜的面膜", None).await;
            assert_eq!(answer["verdict"], "products");
            assert_eq!(answer["text"], "白泥面膜，89.5元");
            let answer = ask(&app, "清泉面膜含酒精吗", None).await;
            assert_eq!(answer["verdict"], "no");
            let schemas = app.get("/products/schemas").await.ok();
            assert_eq!(schemas["items"][0]["products"], 2);
        }
    }
}
