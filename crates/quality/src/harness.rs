//! A company for the tests of the rooms: real desk and bot behind their public doors, customers at
//! the widget's requests.

use serde_json::{Value as Json, json};
use shanying_bot::Bot;
use shanying_people::agents::{self, AgentState, NewAgent, Role};
use shanying_storage::{jobs, outbox};
use shanying_testkit::{Database, TestApp};
use shanying_web_kit::Router;

pub(crate) struct Company {
    pub(crate) app: TestApp,
    pub(crate) jobs: jobs::Registry,
    /// The entry that answers 怎么申请退货.
    pub(crate) returns: String,
    token: String,
}

/// A customer at the widget.
pub(crate) struct Customer<'a> {
    company: &'a Company,
    session: Json,
    serial: u32,
    /// `cus_…`.
    pub(crate) id: String,
}

impl Company {
    /// Two published entries, one channel, nobody serving.
    pub(crate) async fn open(database: &Database) -> Self {
        let routes = crate::routes()
            .merge(shanying_desk::routes())
            .merge(shanying_bot::routes())
            .merge(shanying_people::routes())
            .merge(Router::new().nest("/widget/v1", shanying_desk::widget_routes()));
        let app = TestApp::start(database, routes, async |builder| {
            let bot = Bot::open(builder.db(), None).await?;
            Ok(shanying_desk::parts(builder.part(bot)))
        })
        .await;
        let mut registry = jobs::Registry::new();
        crate::jobs(&app.tenant, &mut registry);
        let channel = app.post("/channels", json!({"name": "网站"})).await.ok();
        let token = channel["token"].as_str().unwrap().to_owned();
        let mut company = Self {
            app,
            jobs: registry,
            returns: String::new(),
            token,
        };
        company.returns = company
            .publish("怎么申请退货", &["我要退货", "退货流程是什么"])
            .await;
        company
            .publish("什么时候发货", &["多久发货", "下单几天能发出"])
            .await;
        company
    }

    pub(crate) async fn publish(&self, question: &str, similar: &[&str]) -> String {
        let draft = json!({"question": question, "similar": similar,
            "answers": [{"channel": "default", "markdown": "请看**说明**。"}]});
        let entry = self.app.post("/knowledge/entries", draft).await.ok();
        let id = entry["id"].as_str().unwrap().to_owned();
        let revision = json!({"revision": entry["revision"]});
        self.app
            .post(&format!("/knowledge/entries/{id}/publish"), revision)
            .await
            .ok();
        id
    }

    pub(crate) async fn agent(&self, username: &str) -> String {
        let username = username.to_owned();
        let create = self.app.tenant.db().write(move |tx| {
            Box::pin(async move {
                let new = NewAgent {
                    name: username.clone(),
                    nickname: username.clone(),
                    username,
                    roles: vec![Role::Agent],
                    groups: vec![],
                    max_chats: 5,
                    password_hash: None,
                };
                let agent = agents::create(tx, new).await?;
                agents::connected(tx, &agent.id).await?;
                agents::set_state(tx, &agent.id, AgentState::Online, None).await?;
                Ok(agent.id)
            })
        });
        create.await.unwrap()
    }

    /// A new customer.
    pub(crate) async fn customer(&self) -> Customer<'_> {
        let hello = json!({"t": "hello", "ref": "hello", "d": {"channel_token": self.token}});
        let polled = self
            .app
            .post(
                "/widget/v1/poll",
                json!({"session": null, "frames": [hello]}),
            )
            .await
            .ok();
        let welcome = polled["frames"][0].clone();
        assert_eq!(welcome["t"], "welcome", "{welcome}");
        let id = welcome["d"]["customer"]["id"].as_str().unwrap().to_owned();
        Customer {
            company: self,
            session: polled["session"].clone(),
            serial: 0,
            id,
        }
    }

    /// Tells the listeners everything, lets a moment pass, and runs the jobs.
    pub(crate) async fn learn(&self) {
        let db = self.app.tenant.db();
        outbox::drain(db, &crate::listeners()).await.unwrap();
        self.app.clock.advance(2000);
        while jobs::run_due(db, &self.jobs).await.unwrap() > 0 {}
    }

    /// The gaps of a status, after [`Company::learn`].
    pub(crate) async fn gaps(&self, query: &str) -> Vec<Json> {
        self.learn().await;
        let page = self.app.get(&format!("/gaps?{query}")).await.ok();
        page["items"].as_array().unwrap().clone()
    }

    /// The last message of a kind of content in a conversation.
    pub(crate) async fn last(&self, conversation: &str, content: &str) -> Json {
        let path = format!("/conversations/{conversation}/messages?limit=200");
        let messages = self.app.get(&path).await.ok();
        let of_kind = messages["items"]
            .as_array()
            .unwrap()
            .iter()
            .rfind(|m| m["content"]["type"] == content);
        of_kind.unwrap().clone()
    }
}

impl Customer<'_> {
    /// Sends a frame; what comes back for it.
    pub(crate) async fn frame(&mut self, kind: &str, data: Json) -> Json {
        self.serial += 1;
        let mark = format!("r{}", self.serial);
        let frame = json!({"t": kind, "ref": mark, "d": data});
        let body = json!({"session": self.session, "frames": [frame]});
        let polled = self.company.app.post("/widget/v1/poll", body).await.ok();
        let frames = polled["frames"].as_array().unwrap();
        frames
            .iter()
            .find(|frame| frame["ref"] == mark)
            .cloned()
            .unwrap_or_default()
    }

    /// Asks; returns the conversation's id.
    pub(crate) async fn say(&mut self, text: &str) -> String {
        let client_id = format!("c{}", self.serial);
        let content = json!({"type": "text", "text": text});
        let ack = self
            .frame("send", json!({"client_id": client_id, "content": content}))
            .await;
        assert_eq!(ack["t"], "ack", "{ack}");
        ack["d"]["message"]["conversation_id"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    /// Judges the last answer of a conversation.
    pub(crate) async fn judge(&mut self, conversation: &str, helpful: bool) {
        let answer = self.company.last(conversation, "answer").await;
        let data = json!({"message_id": answer["id"], "helpful": helpful});
        assert_eq!(self.frame("feedback", data).await["t"], "ack");
    }
}
