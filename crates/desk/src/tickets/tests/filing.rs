//! A tree, a history, proposals, corrections.

use serde_json::{Value as Json, json};
use shanying_storage::outbox;
use shanying_testkit::databases;

use super::{Floor, text};
use crate::filing;

const TREE: &str = "一级,二级,三级\n售后,退货,质量问题\n售后,退货,七天无理由\n售后,物流,包裹丢失\n售后,物流,派送太慢\n发票,开票,电子发票\n";

fn history() -> String {
    let mut rows = "内容,分类\n".to_owned();
    let said = [
        (
            "售后/退货/质量问题",
            ["瓶子漏了", "泵头坏的", "膏体变色", "有异味", "包装破了"],
        ),
        (
            "售后/退货/七天无理由",
            ["不想要了", "买多了", "不喜欢这个味道", "换一款", "拍错了"],
        ),
        (
            "售后/物流/包裹丢失",
            [
                "快递说丢件",
                "一直没收到包裹",
                "签收了但没人收到",
                "包裹不见了",
                "驿站找不到",
            ],
        ),
        (
            "售后/物流/派送太慢",
            [
                "怎么还没送到",
                "停在中转站三天",
                "派送太慢",
                "催一下快递",
                "物流不动",
            ],
        ),
        (
            "发票/开票/电子发票",
            [
                "开发票",
                "电子票发邮箱",
                "抬头写错",
                "要增值税票",
                "发票没收到",
            ],
        ),
    ];
    for (path, words) in said {
        for word in words {
            let tails = [
                "",
                "，麻烦处理",
                "，我的订单",
                "怎么办",
                "，谢谢",
                "，很急",
                "，已经等了几天",
                "？",
                "，请回电",
                "，第二次了",
                "，你们看看",
                "，帮我查",
                "，昨天买的",
                "，在吗",
                "，请尽快",
                "！",
            ];
            for tail in tails {
                rows.push_str(&format!("\"{word}{tail}\",{path}\n"));
            }
        }
    }
    rows
}

async fn import(floor: &Floor, path: &str, table: &str) -> Json {
    let ask = floor.desk.app.ask(axum::http::Method::POST, path);
    ask.form("t.csv", table.as_bytes(), &[]).await.ok()
}

#[tokio::test]
async fn a_tree_is_imported_texts_are_filed_and_corrections_teach() {
    for database in databases() {
        let floor = Floor::open(&database).await;
        let report = import(&floor, "/ticket-categories/import", TREE).await;
        assert_eq!(
            (report["added"].as_i64(), report["kept"].as_i64()),
            (Some(10), Some(0))
        );
        let again = import(&floor, "/ticket-categories/import", TREE).await;
        assert_eq!(
            (again["added"].as_i64(), again["kept"].as_i64()),
            (Some(0), Some(5))
        );
        let top = floor.desk.app.get("/ticket-categories").await.ok();
        assert_eq!(top["items"].as_array().map(Vec::len), Some(2));
        let found = floor.desk.app.get("/ticket-categories?q=丢失").await.ok()["items"][0].clone();
        assert_eq!(found["path"], json!(["售后", "物流", "包裹丢失"]));

        let wrong = import(
            &floor,
            "/filing/history/import",
            "内容,分类\n丢了,售后/物流\n,售后/物流/包裹丢失\n",
        )
        .await;
        let codes: Vec<String> = wrong["faults"]
            .as_array()
            .expect("faults")
            .iter()
            .map(|one| text(&one["code"]))
            .collect();
        assert_eq!(codes, ["filing.unknown_leaf", "filing.no_text"]);
        let told = import(&floor, "/filing/history/import", &history()).await;
        assert_eq!(told["added"], 400);
        let nothing = floor
            .desk
            .app
            .post("/filing/propose", json!({"text": "包裹丢了"}))
            .await
            .ok();
        assert_eq!(nothing["items"], json!([]), "nothing before it has learnt");
        assert!(
            filing::train(&floor.desk.app.tenant)
                .await
                .expect("trained")
        );
        let proposed = floor
            .desk
            .app
            .post(
                "/filing/propose",
                json!({"text": "快递说我的包裹丢件了，很急"}),
            )
            .await
            .ok();
        assert_eq!(proposed["items"][0]["leaf_id"], found["id"], "{proposed}");
        let measures = floor.desk.app.get("/filing/measures").await.ok();
        assert_eq!(
            (&measures["leaves"], &measures["examples"]),
            (&json!(5), &json!(400))
        );
        assert!(
            measures["model"]["accuracy"].as_f64().expect("judged") > 0.5,
            "{measures}"
        );

        a_correction_teaches(&floor).await;
    }
}

async fn a_correction_teaches(floor: &Floor) {
    // A ticket that nobody filed is filed by the engine, if it is sure, and by a person else.
    let body = json!({"type": "question", "subject": "快递说丢件，麻烦处理", "description": "一直没收到包裹"});
    let made = floor.desk.app.post("/tickets", body).await.ok();
    let other = floor
        .desk
        .app
        .get("/ticket-categories?q=电子发票")
        .await
        .ok()["items"][0]["id"]
        .clone();
    let fixed = floor
        .desk
        .app
        .patch(
            &format!("/tickets/{}", text(&made["id"])),
            json!({"leaf_id": other}),
        )
        .await
        .ok();
    assert_eq!(
        (&fixed["leaf"]["id"], &fixed["leaf"]["by"]),
        (&other, &json!("person"))
    );
    assert_eq!(fixed["leaf_path"], json!(["发票", "开票", "电子发票"]));
    let measures = floor.desk.app.get("/filing/measures").await.ok();
    assert_eq!(
        (
            &measures["outcome"]["confirmed"],
            &measures["outcome"]["first_right"]
        ),
        (&json!(1), &json!(0))
    );
    assert_eq!(
        measures["confusions"][0]["right"],
        json!(["发票", "开票", "电子发票"])
    );
    assert_eq!(measures["examples"], 401);
    let listed = floor.desk.app.get("/tickets?leaf=").await.ok();
    assert_eq!(listed["items"].as_array().map(Vec::len), Some(1));
    let top = floor.desk.app.get("/ticket-categories").await.ok()["items"][1]["id"].clone();
    let below = floor
        .desk
        .app
        .get(&format!("/tickets?leaf={}", text(&top)))
        .await
        .ok();
    assert_eq!(
        below["items"].as_array().map(Vec::len),
        Some(1),
        "what is filed below a place counts"
    );
    let bad = floor
        .desk
        .app
        .patch(
            &format!("/tickets/{}", text(&made["id"])),
            json!({"leaf_id": text(&top)}),
        )
        .await;
    assert_eq!(bad.error(), "400 invalid.field", "only leaves");
}

#[tokio::test]
async fn what_came_from_nobody_is_filed_and_sent_to_its_group() {
    for database in databases() {
        let floor = Floor::open(&database).await;
        let lin = floor.desk.agent("lin", 4).await;
        import(&floor, "/ticket-categories/import", TREE).await;
        import(&floor, "/filing/history/import", &history()).await;
        filing::train(&floor.desk.app.tenant)
            .await
            .expect("trained");
        let group = floor.group("物流组", &[&lin]).await;
        let places = floor.desk.app.get("/ticket-categories?q=物流").await.ok();
        let logistics = places["items"][0]["parent_id"].clone();
        floor
            .set(
                "tickets",
                json!({"rules": [{"name": "物流", "categories": [logistics], "group_id": group}]}),
            )
            .await;
        floor.set("filing", json!({"percent": 60})).await;
        let mut customer = floor.desk.customer().await;
        customer
            .frame(
                "leave_message",
                json!({"client_id": "l1", "text": "快递说丢件，麻烦处理"}),
            )
            .await;
        floor.settle().await;
        outbox::drain(floor.desk.app.tenant.db(), &crate::listeners())
            .await
            .expect("heard");
        let ticket = floor.desk.app.get("/tickets").await.ok()["items"][0].clone();
        assert_eq!(ticket["leaf"]["by"], "engine", "{ticket}");
        assert_eq!(ticket["leaf_path"][1], "物流");
        assert_eq!(ticket["group_id"], json!(group));
    }
}
