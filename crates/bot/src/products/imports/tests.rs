//! Catalogues through HTTP on a real database.

use axum::http::Method;
use serde_json::{Value as Json, json};
use shanying_testkit::{TestApp, databases};

use crate::products::tests::through_http::app;

const TABLE: &str = "商品编号,名称,原价,产地,描述\n\
    A1,清泉面膜,128,杭州,适合干性肤质，补水保湿，不含酒精。\n\
    A2,白泥面膜,89.5,,油皮适用，深层清洁。\n";

async fn inspect(app: &TestApp, table: &str, more: &[(&str, &str)]) -> Json {
    app.ask(Method::POST, "/products/import/inspect")
        .form("catalogue.csv", table.as_bytes(), more)
        .await
        .ok()
}

async fn import(app: &TestApp, table: &str) -> Json {
    app.ask(Method::POST, "/products/import")
        .form("catalogue.csv", table.as_bytes(), &[("confirm", "true")])
        .await
        .ok()
}

#[tokio::test]
async fn what_would_change_is_told_before_it_is_done() {
    for database in databases() {
        let app = app(&database).await;
        let seen = inspect(&app, TABLE, &[]).await;
        assert_eq!(
            seen["fields"],
            json!(["key", "name", "price", "产地", "description"])
        );
        assert_eq!(seen["plan"]["created"], 2, "{seen}");
        assert_eq!(seen["errors"], json!([]));
        // The description was read.
        let changes = &seen["plan"]["lines"][0]["changes"];
        let told = |field: &str| {
            let own = changes.as_array().expect("changes").iter();
            let mut own = own.filter(|one| one["field"] == field);
            own.next().map(|one| one["after"].clone())
        };
        assert_eq!(told("price"), Some(json!("12800")), "{seen}");
        assert_eq!(told("产地"), Some(json!("杭州")), "{seen}");
        assert_eq!(told("suits"), Some(json!("干性肤质")), "{seen}");
        assert_eq!(import(&app, TABLE).await["created"], 2);

        // A table of prices alone changes nothing else, and says so beforehand.
        let prices = "货号,价格,名称\nA1,118,清泉面膜\nA2,89.5,白泥面膜\nA3,20,新面膜\n";
        let columns = json!(["key", "price", "name"]).to_string();
        let seen = inspect(&app, prices, &[("columns", &columns)]).await;
        let plan = &seen["plan"];
        assert_eq!(
            (&plan["created"], &plan["updated"], &plan["unchanged"]),
            (&json!(1), &json!(1), &json!(1)),
            "{seen}"
        );
        assert_eq!(
            plan["lines"][0]["changes"],
            json!([{"field": "price", "before": "12800", "after": "11800"}])
        );
        app.ask(Method::POST, "/products/import")
            .form("p.csv", prices.as_bytes(), &[("columns", &columns)])
            .await
            .ok();
        let id = plan["lines"][0]["product_id"].as_str().expect("an id");
        let after = app.get(&format!("/products/{id}")).await.ok();
        assert_eq!(after["draft"]["price_minor"], 11_800);
        let facts = after["draft"]["facts"].as_array().expect("facts");
        assert!(
            facts.iter().any(|fact| fact["attribute"] == "产地"),
            "{after}"
        );
        assert!(
            facts.iter().any(|fact| fact["attribute"] == "suits"),
            "{after}"
        );
    }
}

#[tokio::test]
async fn every_fault_is_told_with_its_row_and_nothing_is_done() {
    for database in databases() {
        let app = app(&database).await;
        let faulty = "商品编号,名称,原价,图片\nA1,清泉面膜,很贵,/p/1.png\nA2,,12,/p/2.png\n\
            A3,白泥面膜,12,javascript:1\nA4,甲,1,\nA4,乙,2,\n";
        let seen = inspect(&app, faulty, &[]).await;
        let report = import(&app, faulty).await;
        assert_eq!(report["ok"], false);
        assert_eq!(report["errors"], seen["errors"]);
        let told: Vec<(u64, &str, &str)> = report["errors"]
            .as_array()
            .expect("faults")
            .iter()
            .filter_map(|one| {
                Some((
                    one["row"].as_u64()?,
                    one["column"].as_str()?,
                    one["code"].as_str()?,
                ))
            })
            .collect();
        assert_eq!(
            told,
            [
                (2, "原价", "import.price"),
                (3, "名称", "import.required"),
                (4, "图片", "import.address"),
                (6, "商品编号", "import.duplicate"),
            ]
        );
        let list = app.get("/products?state=draft").await.ok();
        assert_eq!(list["items"], json!([]));
        let wrong = app
            .ask(Method::POST, "/products/import/inspect")
            .form("c.csv", TABLE.as_bytes(), &[("columns", "[\"key\"]")])
            .await;
        assert_eq!(wrong.error(), "400 invalid.field");
    }
}

/// A thousand lines with descriptions are a matter of seconds, also where each is known already.
#[tokio::test]
async fn a_thousand_lines_take_seconds() {
    for database in databases() {
        let app = app(&database).await;
        let mut table = "商品编号,名称,原价,描述\n".to_owned();
        for number in 0..1000 {
            table.push_str(&format!(
                "K{number},面膜第{number}号,{},适合干性肤质，补水保湿，不含酒精，30岁左右女性适用。\n",
                100 + number
            ));
        }
        let begun = std::time::Instant::now();
        assert_eq!(import(&app, &table).await["created"], 1000);
        let seen = inspect(&app, &table, &[]).await;
        assert_eq!(seen["plan"]["unchanged"], 1000, "{}", seen["plan"]);
        let seconds = begun.elapsed().as_secs();
        assert!(seconds < 60, "{seconds} s in a build without optimisation");
    }
}
