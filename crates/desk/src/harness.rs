//! A running desk for the tests of its rooms: one channel, one published entry, agents at will.

use std::sync::Arc;

use serde_json::{Value as Json, json};
use shanying_bot::wording::Writer;
use shanying_bot::{Bot, knowledge};
use shanying_people::agents::{self, AgentState, NewAgent, Role};
use shanying_people::customers::IdentityMode;
use shanying_testkit::{Database, TestApp};
use shanying_web_kit::Seat;

use crate::channels::{self, ChannelSettings};
use crate::realtime::visitor::hello::Caller;
use crate::realtime::visitor::session::VisitorSession;

pub(crate) const SECRET: &str = "identity-secret";

pub(crate) struct Desk {
    pub app: TestApp,
}

/// A customer at the widget.
pub(crate) struct Widget {
    session: VisitorSession,
    seat: Seat,
    serial: u32,
    pub welcome: Json,
}

impl Desk {
    pub(crate) async fn open(database: &Database) -> Self {
        Self::open_with(database, None).await
    }

    /// A desk whose bot has its sentences worded.
    pub(crate) async fn open_with(database: &Database, writer: Option<Arc<dyn Writer>>) -> Self {
        let routes = crate::routes()
            .merge(shanying_bot::routes())
            .merge(shanying_people::routes())
            .nest("/widget/v1", crate::widget_routes());
        let app = TestApp::start(database, routes, async |builder| {
            let bot = Bot::open(builder.db(), None).await?;
            if let Some(writer) = writer {
                bot.wording().take(writer);
            }
            Ok(crate::parts(builder.part(bot)))
        })
        .await;
        for (token, mode) in [
            ("web", IdentityMode::WhenGiven),
            ("strict", IdentityMode::Required),
        ] {
            app.tenant
                .db()
                .write(move |tx| {
                    Box::pin(async move {
                        let identity = (mode, Some(SECRET.to_owned()));
                        let settings = ChannelSettings::default();
                        channels::create_with_token(tx, token, token, identity, settings).await
                    })
                })
                .await
                .expect("a channel");
        }
        let desk = Self { app };
        desk.publish("怎么申请退货", &["我要退货", "退货流程是什么"], json!({}))
            .await;
        desk.publish("什么时候发货", &["多久发货", "下单几天能发出"], json!({}))
            .await;
        crate::realtime::fanout::start(&desk.app.tenant);
        desk
    }

    /// Publishes an entry; `more` overrides fields of its draft.
    pub(crate) async fn publish(&self, question: &str, similar: &[&str], more: Json) -> String {
        let mut draft = json!({
            "category_id": null, "question": question, "similar": similar,
            "answers": [{"channel": "default", "markdown": format!("**{question}**的回答")}],
            "importance": "normal", "audience": "everyone", "handling": "answer",
            "agent_note": "", "valid_from": null, "valid_to": null, "related": [],
        });
        for (field, value) in more.as_object().cloned().unwrap_or_default() {
            draft[field] = value;
        }
        let draft = serde_json::from_value(draft).expect("a draft");
        let (tenant, caller) = (&self.app.tenant, editor());
        let entry = knowledge::create(tenant, &caller, draft)
            .await
            .expect("a draft");
        let id = entry.summary.id;
        knowledge::publish(tenant, &caller, &id, Some(entry.revision))
            .await
            .expect("published");
        id
    }

    /// An agent who is online and connected.
    pub(crate) async fn agent(&self, username: &str, max_chats: i64) -> String {
        let username = username.to_owned();
        self.app
            .tenant
            .db()
            .write(move |tx| {
                Box::pin(async move {
                    let new = NewAgent {
                        name: username.clone(),
                        nickname: username.clone(),
                        username,
                        roles: vec![Role::Agent],
                        groups: vec![],
                        max_chats,
                        password_hash: None,
                    };
                    let agent = agents::create(tx, new).await?;
                    agents::connected(tx, &agent.id).await?;
                    agents::set_state(tx, &agent.id, AgentState::Online, None).await?;
                    Ok(agent.id)
                })
            })
            .await
            .expect("an agent")
    }

    /// A new customer.
    pub(crate) async fn customer(&self) -> Widget {
        self.widget(json!({"channel_token": "web"}))
            .await
            .expect("let in")
    }

    /// Somebody who says hello; the refusal's code if they are not let in.
    pub(crate) async fn widget(&self, hello: Json) -> Result<Widget, String> {
        let caller = Caller {
            address: "127.0.0.1".to_owned(),
            origin: None,
            own_origin: "http://localhost".to_owned(),
        };
        let mut widget = Widget {
            session: VisitorSession::new(self.app.tenant.clone(), caller),
            seat: self.app.tenant.hub().seat(),
            serial: 0,
            welcome: Json::Null,
        };
        let answer = widget.frame("hello", hello).await;
        if answer["t"] == "welcome" {
            widget.welcome = answer["d"].clone();
            return Ok(widget);
        }
        Err(answer["d"]["code"].as_str().unwrap_or_default().to_owned())
    }

    /// One round of assigning.
    pub(crate) async fn assign(&self) {
        crate::routing::round(&self.app.tenant)
            .await
            .expect("a round");
    }

    pub(crate) async fn messages(&self, conversation_id: &str) -> Vec<Json> {
        let path = format!("/conversations/{conversation_id}/messages?limit=200");
        self.app.get(&path).await.ok()["items"]
            .as_array()
            .cloned()
            .unwrap_or_default()
    }

    pub(crate) async fn conversation(&self, id: &str) -> Json {
        self.app.get(&format!("/conversations/{id}")).await.ok()
    }
}

impl Widget {
    /// Sends a frame and returns what comes back at once.
    pub(crate) async fn frame(&mut self, kind: &str, data: Json) -> Json {
        self.raw(&json!({"t": kind, "ref": "r", "d": data}).to_string())
            .await
    }

    /// Sends anything.
    pub(crate) async fn raw(&mut self, text: &str) -> Json {
        match self.session.heed(text, &mut self.seat).await {
            Some(frame) => serde_json::from_str(&frame).expect("a frame"),
            None => Json::Null,
        }
    }

    /// Says something; returns the conversation's id.
    pub(crate) async fn say(&mut self, text: &str) -> String {
        self.serial += 1;
        let client_id = format!("c{}", self.serial);
        let content = json!({"type": "text", "text": text});
        let ack = self
            .frame("send", json!({"client_id": client_id, "content": content}))
            .await;
        assert_eq!(ack["t"], "ack", "{ack}");
        ack["d"]["message"]["conversation_id"]
            .as_str()
            .expect("an id")
            .to_owned()
    }

    /// Waits for the next pushed frame of this kind.
    pub(crate) async fn told(&mut self, kind: &str) -> Json {
        let wait = std::time::Duration::from_secs(5);
        loop {
            let frame = tokio::time::timeout(wait, self.seat.next()).await;
            let frame = frame
                .unwrap_or_else(|_| panic!("no {kind} came"))
                .expect("a seat");
            let frame: Json = serde_json::from_str(&frame).expect("json");
            if frame["t"] == kind {
                return frame["d"].clone();
            }
        }
    }
}

fn editor() -> shanying_web_kit::Caller {
    shanying_web_kit::Caller {
        actor: shanying_kernel::Actor::system(),
        permissions: shanying_web_kit::Permission::ALL.iter().copied().collect(),
        staff: None,
        address: "local".to_owned(),
    }
}

/// The codes or texts of messages, for short comparisons.
pub(crate) fn gist(messages: &[Json]) -> Vec<String> {
    messages
        .iter()
        .map(|message| {
            let who = message["sender"]["kind"].as_str().unwrap_or_default();
            let content = &message["content"];
            let what = match content["type"].as_str().unwrap_or_default() {
                "text" | "note" => content["text"].as_str().unwrap_or_default(),
                "notice" => content["code"].as_str().unwrap_or_default(),
                "answer" => content["question"].as_str().unwrap_or_default(),
                other => other,
            };
            format!("{who}: {what}")
        })
        .collect()
}
