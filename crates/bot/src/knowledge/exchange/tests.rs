//! Tables through HTTP on both databases.

use serde_json::json;
use shanying_testkit::databases;

use crate::answers::Reply;
use crate::knowledge::Audience;
use crate::knowledge::tests::{app, ask, id};

#[tokio::test]
async fn tables_come_in_whole_or_not_at_all() {
    for database in databases() {
        let app = app(&database).await;
        let bad = "编号,标准问,相似问,答案,分类,可见范围,失效时间\n\
                   k1,怎么退货,如何退货|退货流程,七天内,售后/退货,所有人,2027-01-01\n\
                   k2,,x,答,,谁,明天\n\
                   k1,怎么换货,,答,a//b,,\n";
        let preview = app.post("/knowledge/import/inspect", json!(null));
        let preview = preview.form("k.csv", bad.as_bytes(), &[]).await.ok();
        assert_eq!(preview["mapping"]["question"], "标准问");
        assert_eq!(preview["rows"], 3);
        let import = async |text: &str, publish: &str| {
            let ask = app.post("/knowledge/import", json!(null));
            ask.form("k.csv", text.as_bytes(), &[("publish", publish)])
                .await
                .ok()
        };
        let report = import(bad, "true").await;
        assert_eq!(report["ok"], false);
        let faults: Vec<_> = report["errors"]
            .as_array()
            .unwrap()
            .iter()
            .map(|e| {
                (
                    e["row"].as_u64().unwrap(),
                    e["column"].as_str().unwrap().to_owned(),
                    e["code"].as_str().unwrap().to_owned(),
                )
            })
            .collect();
        for (row, column, code) in [
            (3, "标准问", "import.required"),
            (3, "可见范围", "import.choice"),
            (3, "失效时间", "import.date"),
            (4, "编号", "import.duplicate"),
            (4, "分类", "import.category"),
        ] {
            let wanted = (row, column.to_owned(), code.to_owned());
            assert!(faults.contains(&wanted), "{wanted:?} in {faults:?}");
        }
        assert_eq!(app.get("/knowledge/entries").await.ok()["items"], json!([]));
        assert_eq!(
            app.get("/knowledge/categories").await.ok()["items"],
            json!([])
        );

        let good = "编号,标准问,相似问,答案,分类\nk1,怎么退货,如何退货|退货流程,七天内,售后/退货\n\
                    ,怎么换货,,可以换,售后\n";
        let report = import(good, "true").await;
        assert_eq!(
            (&report["ok"], &report["created"]),
            (&json!(true), &json!(2)),
            "{report}"
        );
        assert!(matches!(
            ask(&app, "退货流程", Audience::Everyone),
            Reply::Answer { .. }
        ));
        let report = import(
            "key,问题,答案\nk1,退货怎么办,十五天\n,怎么换货,不能换\n",
            "true",
        )
        .await;
        assert_eq!(
            (&report["updated"], &report["created"]),
            (&json!(2), &json!(0)),
            "{report}"
        );
        // The column of similar questions was missing, so they stayed.
        let Reply::Answer { blocks, .. } = ask(&app, "退货流程", Audience::Everyone) else {
            panic!("not answered");
        };
        assert!(format!("{blocks:?}").contains("十五天"));

        for format in ["csv", "xlsx"] {
            let table = app.get(&format!("/knowledge/export?format={format}")).await;
            let ask = app.post("/knowledge/import", json!(null));
            let report = ask
                .form("again", table.bytes(), &[("publish", "true")])
                .await
                .ok();
            assert_eq!(
                (&report["ok"], &report["updated"]),
                (&json!(true), &json!(2)),
                "{report}"
            );
        }
        // Nothing changed, so nothing was published anew.
        let list = app.get("/knowledge/entries?q=k1").await.ok();
        let path = format!("/knowledge/entries/{}", id(&list["items"][0]));
        assert_eq!(app.get(&path).await.ok()["published_version"], 2);
        let ask = app.post("/knowledge/import", json!(null));
        assert_eq!(
            ask.form("x", b"\x00\xff\xff", &[]).await.error(),
            "400 import.unreadable"
        );
    }
}
