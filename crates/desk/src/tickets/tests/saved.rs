//! Views that people save, and dispatch by what a ticket's fields say.

use serde_json::json;
use shanying_testkit::databases;
use shanying_web_kit::Permission as P;

use super::{AGENT, Floor, text};

#[tokio::test]
async fn views_are_saved_for_oneself_or_shared() {
    for database in databases() {
        let floor = Floor::open(&database).await;
        let (lin, chen) = (
            floor.desk.agent("lin", 4).await,
            floor.desk.agent("chen", 4).await,
        );
        let app = &floor.desk.app;
        let draft = |name: &str, shared: bool| json!({"name": name, "shared": shared, "query": {"view": "open", "q": "退款", "type": ""}});
        let save = |draft| app.post("/ticket-views", draft).by(&lin).may(AGENT);
        let own = save(draft(" 退款的 ", false)).await.ok();
        assert_eq!(
            (&own["name"], &own["mine"], &own["query"]),
            (
                &json!("退款的"),
                &json!(true),
                &json!({"view": "open", "q": "退款"})
            )
        );
        let shared = save(draft("大家看", true)).await.ok();
        assert_eq!(save(draft(" ", false)).await.error(), "400 invalid.field");
        let foreign = json!({"name": "x", "query": {"secret": "1"}});
        assert_eq!(save(foreign).await.error(), "400 invalid.field");

        let seen = app.get("/ticket-views").by(&chen).may(AGENT).await.ok();
        assert_eq!(seen["items"].as_array().map(Vec::len), Some(1));
        assert_eq!(seen["items"][0]["mine"], false);
        let at = |view: &serde_json::Value| format!("/ticket-views/{}", text(&view["id"]));
        let change = |path: String, by: &str| app.put(&path, draft("新名", true)).by(by).may(AGENT);
        assert_eq!(
            change(at(&shared), &chen).await.error(),
            "403 forbidden.permission"
        );
        assert_eq!(
            change(at(&own), &chen).await.error(),
            "404 not_found.ticket_view"
        );
        let changed = change(at(&own), &lin).await.ok();
        assert_eq!(
            (&changed["name"], &changed["shared"]),
            (&json!("新名"), &json!(true))
        );
        let drop = |path: String, by: &str, may: &'static [P]| app.delete(&path).by(by).may(may);
        assert_eq!(
            drop(at(&shared), &chen, AGENT).await.error(),
            "403 forbidden.permission"
        );
        const BOSS: &[P] = &[P::ServeConversations, P::ManageSettings];
        drop(at(&shared), &chen, BOSS).await.ok();
        drop(at(&own), &lin, AGENT).await.ok();
        let seen = app.get("/ticket-views").by(&lin).may(AGENT).await.ok();
        assert_eq!(seen["items"], json!([]));
        for n in 0..30 {
            save(draft(&format!("第{n}个"), false)).await.ok();
        }
        assert_eq!(
            save(draft("还要", false)).await.error(),
            "409 ticket.views_full"
        );
    }
}

#[tokio::test]
async fn money_and_places_decide_who_gets_a_ticket() {
    for database in databases() {
        let floor = Floor::open(&database).await;
        let first = floor.group("一线", &[]).await;
        let finance = floor.group("财务", &[]).await;
        let south = floor.group("华南", &[]).await;
        let mut settings = floor.desk.app.get("/settings/tickets").await.ok();
        settings["types"][0]["fields"] = json!([
            {"key": "amount", "name": "退款金额", "kind": "number"},
            {"key": "area", "name": "地区", "kind": "choice", "choices": ["广东", "北京"]},
        ]);
        settings["rules"] = json!([
            {"name": "小额", "fields": [{"field": "amount", "to": 200}], "group_id": first},
            {"name": "大额", "fields": [{"field": "amount", "from": 200}], "group_id": finance},
            {"name": "华南", "fields": [{"field": "area", "values": ["广东"]}], "group_id": south},
        ]);
        let kind = text(&settings["types"][0]["key"]);
        let app = &floor.desk.app;
        let set = |rules: serde_json::Value| {
            let mut wrong = settings.clone();
            wrong["rules"] = rules;
            app.put("/settings/tickets", wrong)
        };
        for wrong in [
            json!([{"name": "空", "fields": [{"field": "amount"}], "group_id": first}]),
            json!([{"name": "反", "fields": [{"field": "amount", "from": 9, "to": 1}], "group_id": first}]),
        ] {
            assert_eq!(set(wrong).await.error(), "400 invalid.field");
        }
        app.put("/settings/tickets", settings.clone()).await.ok();
        let opened = async |fields: serde_json::Value| {
            let body = json!({"type": kind, "subject": "钱的事", "fields": fields});
            app.post("/tickets", body).await.ok()["group_id"].clone()
        };
        assert_eq!(opened(json!({"amount": "99.5"})).await, json!(first));
        assert_eq!(
            opened(json!({"amount": "200"})).await,
            json!(first),
            "the first that holds"
        );
        assert_eq!(
            opened(json!({"amount": "5000", "area": "广东"})).await,
            json!(finance)
        );
        assert_eq!(opened(json!({"area": "广东"})).await, json!(south));
        assert_eq!(opened(json!({"area": "北京"})).await, json!(null));
        assert_eq!(opened(json!({})).await, json!(null));
    }
}
