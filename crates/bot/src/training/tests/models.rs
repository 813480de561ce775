//! Models: trained when something changed, swapped in one step, rolled back in one click.

use serde_json::{Value, json};
use shanying_testkit::databases;

use super::Centre;
use crate::answers::Bot;

impl Centre {
    /// Trains what changes ask for; the models, the newest first.
    pub(super) async fn learn(&self) -> Vec<Value> {
        let listeners = crate::listeners();
        let db = self.app.tenant.db();
        shanying_storage::outbox::drain(db, &listeners)
            .await
            .unwrap();
        self.app.clock.advance(6_000);
        self.work().await;
        let list = self.app.get("/training/models").await.ok();
        list["items"].as_array().unwrap().clone()
    }

    async fn a_new_process_takes_the_model_in_use(&self) {
        let bot = self.app.tenant.part::<Bot>().unwrap();
        let fresh = Bot::open(self.app.tenant.db(), None).await.unwrap();
        assert_eq!(fresh.model_id(), None);
        bot.take_model(None);
        crate::training::actions::take_active(&self.app.tenant)
            .await
            .unwrap();
        assert!(bot.model_id().is_some());
    }
}

#[tokio::test]
async fn a_model_is_trained_swapped_and_rolled_back() {
    for database in databases() {
        let centre = Centre::open(&database).await;
        for (id, text) in [
            (&centre.returns, "不想要了可以退吗"),
            (&centre.shipping, "几天能寄出来"),
        ] {
            let path = format!("/knowledge/entries/{id}/similar");
            centre.app.post(&path, json!({"text": text})).await.ok();
        }
        let first = centre.learn().await;
        assert_eq!(first.len(), 1, "many changes make one model");
        assert_eq!(
            (&first[0]["state"], &first[0]["active"]),
            (&json!("done"), &json!(true))
        );
        assert_eq!(
            (&first[0]["classes"], &first[0]["samples"]),
            (&json!(2), &json!(6))
        );
        assert_eq!(first[0]["asked_by"], "system");
        assert!(first[0]["accuracy"].is_number() && first[0]["regression"].is_null());
        let test = centre
            .app
            .post("/knowledge/test", json!({"text": "我要退货"}))
            .await
            .ok();
        assert_eq!(test["classes"][0]["entry_id"], centre.returns.as_str());
        let best = |test: &Value| test["decision"]["candidates"][0]["features"]["belief"].clone();
        let believed = centre.ask_trial("我想退货").await;
        assert!(best(&believed).as_f64().unwrap() > 0.1, "{believed}");
        assert!(believed["decision"]["in_scope"].is_number());

        // Another phrasing makes another model; a saved draft makes none.
        let path = format!("/knowledge/entries/{}", centre.returns);
        centre
            .app
            .post(&format!("{path}/similar"), json!({"text": "东西不想要了"}))
            .await
            .ok();
        // Until it is trained anew, an entry that changed is judged by its likeness alone.
        let changed = centre.ask_trial("我想退货").await;
        assert_eq!(
            changed["decision"]["candidates"][0]["entry_id"],
            centre.returns.as_str()
        );
        assert_eq!(best(&changed), 0.0);
        assert_eq!(changed["decision"]["in_scope"], Value::Null);
        let second = centre.learn().await;
        assert_eq!(
            (&second[0]["number"], &second[0]["active"]),
            (&json!(2), &json!(true))
        );
        let shown = centre.app.get(&path).await.ok();
        let mut draft = shown["draft"].clone();
        draft["agent_note"] = json!("小心");
        let body = json!({"revision": shown["revision"], "draft": draft});
        centre.app.put(&path, body).await.ok();
        assert_eq!(centre.learn().await.len(), 2);

        assert!(best(&centre.ask_trial("我想退货").await).as_f64().unwrap() > 0.1);

        // Back in one click; unknown ones are refused.
        let former = first[0]["id"].as_str().unwrap();
        let back = centre
            .app
            .post(&format!("/training/models/{former}/activate"), json!({}))
            .await
            .ok();
        assert_eq!(back["active"], true);
        let bot = centre.app.tenant.part::<Bot>().unwrap();
        assert_eq!(bot.model_id().as_deref(), Some(former));
        let odd = centre
            .app
            .post("/training/models/trm_no/activate", json!({}))
            .await;
        assert_eq!(odd.error(), "404 not_found.training_model");
        assert_eq!(
            centre
                .app
                .post("/training/models", json!({}))
                .await
                .status(),
            202
        );
        assert_eq!(centre.learn().await.len(), 3, "a person who asks gets one");

        centre.a_new_process_takes_the_model_in_use().await;
    }
}
