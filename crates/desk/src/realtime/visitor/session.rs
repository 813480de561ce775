//! The protocol of a visitor, whatever carries its frames.

use serde::Deserialize;
use serde_json::{Value as Json, json};
use shanying_bot::Bot;
use shanying_kernel::{Error, Result, Time};
use shanying_web_kit::files;
use shanying_web_kit::{Frame, Seat, Tenant};

use super::hello::{self, Caller, Hello, Place};
use super::{consent, welcome};
use crate::conversations::actions::{self, Contact, Incoming, Visitor};
use crate::conversations::model::{Feedback, Owner, Page, Rating};
use crate::conversations::store::{self, Part};
use crate::handovers::Place as PersonPlace;
use crate::realtime::{frames, topics};
use crate::routing;

/// What a visitor sends after the hello.
#[derive(Debug, Deserialize)]
#[serde(tag = "t", content = "d", rename_all = "snake_case")]
enum Inbound {
    Hello(Box<Hello>),
    Send {
        client_id: String,
        content: Sent,
    },
    Choose {
        client_id: String,
        entry_id: String,
        question: String,
    },
    Transfer {
        #[serde(default)]
        place: Option<PersonPlace>,
    },
    CancelQueue {},
    LeaveMessage {
        client_id: String,
        text: String,
        #[serde(default)]
        contact: Contact,
    },
    Feedback {
        message_id: String,
        helpful: bool,
    },
    Rate {
        score: i64,
        #[serde(default)]
        tags: Vec<String>,
        #[serde(default)]
        solved: Option<bool>,
        #[serde(default)]
        comment: String,
    },
    End {},
    Consent {
        version: String,
    },
    Suggest {
        text: String,
    },
    History {
        #[serde(default)]
        before: Option<Place>,
    },
    Typing {
        active: bool,
        #[serde(default)]
        text: Option<String>,
    },
    Read {
        seq: i64,
    },
    Page(Page),
    Ping {},
}

impl Inbound {
    /// Whether it tells something about the customer that would be kept or shown to an agent.
    fn tells(&self) -> bool {
        matches!(
            self,
            Self::Send { .. }
                | Self::Choose { .. }
                | Self::Transfer { .. }
                | Self::LeaveMessage { .. }
                | Self::Typing { .. }
                | Self::Page(_)
        )
    }
}

#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Sent {
    Text { text: String },
    Image { file_id: String },
    File { file_id: String },
}

/// A visitor who was let in.
struct Inside {
    visitor: Visitor,
    /// Whether the channel shows the agent what is being typed.
    preview_typing: bool,
    /// The version of the consent text that the customer agreed to, as far as this session knows.
    agreed: Option<String>,
    address: String,
}

/// One connection of a visitor.
pub(crate) struct VisitorSession {
    tenant: Tenant,
    caller: Caller,
    inside: Option<Inside>,
}

impl VisitorSession {
    pub(crate) fn new(tenant: Tenant, caller: Caller) -> Self {
        Self {
            tenant,
            caller,
            inside: None,
        }
    }

    /// Whose session this is, once they were let in.
    pub(crate) fn customer_id(&self) -> Option<&str> {
        self.inside
            .as_ref()
            .map(|inside| inside.visitor.customer_id.as_str())
    }

    /// Heeds one frame; what it returns goes back to this visitor alone.
    pub(crate) async fn heed(&mut self, text: &str, seat: &mut Seat) -> Option<Frame> {
        let raw: Json = match serde_json::from_str(text) {
            Ok(raw) => raw,
            Err(error) => {
                let refused = Error::invalid("invalid.json", error.to_string());
                return Some(frames::error(&Json::Null, &refused));
            }
        };
        let reference = raw.get("ref").cloned().unwrap_or(Json::Null);
        let with_data = match raw {
            Json::Object(mut map) => {
                map.remove("ref");
                map.entry("d").or_insert_with(|| json!({}));
                Json::Object(map)
            }
            other => other,
        };
        let inbound = serde_json::from_value::<Inbound>(with_data)
            .map_err(|error| Error::invalid("invalid.json", error.to_string()));
        let answered = match inbound {
            Ok(inbound) => self.obey(inbound, &reference, seat).await,
            Err(error) => Err(error),
        };
        match answered {
            Ok(frame) => frame,
            Err(error) => {
                if matches!(
                    error.kind,
                    shanying_kernel::ErrorKind::Internal | shanying_kernel::ErrorKind::Unavailable
                ) {
                    tracing::error!(?error, "a visitor's frame failed");
                }
                Some(frames::error(&reference, &error))
            }
        }
    }

    async fn obey(
        &mut self,
        inbound: Inbound,
        reference: &Json,
        seat: &mut Seat,
    ) -> Result<Option<Frame>> {
        if let Inbound::Hello(hello) = inbound {
            return self.hello(*hello, seat).await.map(Some);
        }
        if matches!(inbound, Inbound::Ping {}) {
            return Ok(Some(frames::frame("pong", &json!({}))));
        }
        let inside = self.inside.as_mut().ok_or_else(|| {
            Error::unauthenticated("visitor.hello_first", "the first frame is hello")
        })?;
        let quiet = matches!(
            inbound,
            Inbound::Typing { .. } | Inbound::Read { .. } | Inbound::Page(_)
        );
        let limited = self
            .tenant
            .limits()
            .customer
            .count(&inside.visitor.customer_id);
        if quiet && limited.is_err() {
            return Ok(None);
        }
        limited?;
        if inbound.tells() {
            let id = &inside.visitor.customer_id;
            let agreed = consent::check(&self.tenant, id, &mut inside.agreed).await;
            if quiet && agreed.is_err() {
                return Ok(None);
            }
            agreed?;
        }
        let data = if quiet {
            hint(&self.tenant, inside, inbound).await?;
            return Ok(None);
        } else {
            act(&self.tenant, inside, inbound).await?
        };
        Ok(Some(frames::ack(reference, &data)))
    }

    async fn hello(&mut self, hello: Hello, seat: &mut Seat) -> Result<Frame> {
        let (channel, signed_in) = hello::sign_in(&self.tenant, &self.caller, &hello).await?;
        if let Some(former) = &self.inside {
            seat.leave(&topics::customer(&former.visitor.customer_id));
        }
        // In the topic first, then the snapshot: what happens between is told twice, never lost.
        seat.join(&topics::customer(&signed_in.customer.id));
        let visitor = Visitor {
            customer_id: signed_in.customer.id.clone(),
            name: signed_in.customer.name.clone(),
            verified: signed_in.customer.verified,
            channel_id: channel.id.clone(),
            locale: hello::locale(&hello).to_owned(),
            page: hello.page,
        };
        let welcome = welcome::welcome(
            &self.tenant,
            &channel,
            &signed_in,
            visitor.audience(),
            hello.after.as_ref(),
        )
        .await?;
        self.inside = Some(Inside {
            visitor,
            preview_typing: channel.settings.preview_typing,
            agreed: signed_in.customer.consent.map(|consent| consent.version),
            address: self.caller.address.clone(),
        });
        Ok(frames::frame("welcome", &welcome))
    }
}

/// Frames that are acknowledged.
async fn act(tenant: &Tenant, inside: &mut Inside, inbound: Inbound) -> Result<Json> {
    let visitor = &inside.visitor;
    match inbound {
        Inbound::Send { client_id, content } => {
            let incoming = incoming(tenant, visitor, content).await?;
            let message = actions::receive(tenant, visitor, client_id, incoming).await?;
            Ok(json!({"message": message}))
        }
        Inbound::Choose {
            client_id,
            entry_id,
            question,
        } => {
            let incoming = Incoming::Choice { entry_id, question };
            let message = actions::receive(tenant, visitor, client_id, incoming).await?;
            Ok(json!({"message": message}))
        }
        Inbound::Transfer { place } => {
            let place = place.unwrap_or(PersonPlace::Other);
            actions::ask_person(tenant, visitor, place).await?;
            routing::wake(tenant);
            Ok(json!({}))
        }
        Inbound::CancelQueue {} => {
            actions::give_up_waiting(tenant, visitor).await?;
            Ok(json!({}))
        }
        Inbound::LeaveMessage {
            client_id,
            text,
            contact,
        } => {
            let message = actions::leave_message(tenant, visitor, client_id, text, contact).await?;
            Ok(json!({"message": message}))
        }
        Inbound::Feedback {
            message_id,
            helpful,
        } => {
            let feedback = if helpful {
                Feedback::Helpful
            } else {
                Feedback::NotHelpful
            };
            actions::feedback(tenant, visitor, message_id, feedback).await?;
            Ok(json!({}))
        }
        Inbound::Rate {
            score,
            tags,
            solved,
            comment,
        } => {
            let rating = Rating {
                score,
                tags,
                solved,
                comment,
                at: Time(0),
            };
            actions::rate(tenant, visitor, rating).await?;
            Ok(json!({}))
        }
        Inbound::End {} => {
            actions::end(tenant, visitor).await?;
            Ok(json!({}))
        }
        Inbound::Suggest { text } => {
            let short: String = text.chars().take(60).collect();
            let items = tenant.part::<Bot>()?.suggest(&short, visitor.audience(), 5);
            Ok(json!({"items": items}))
        }
        other => remember(tenant, inside, other).await,
    }
}

/// Frames about what was before.
async fn remember(tenant: &Tenant, inside: &mut Inside, inbound: Inbound) -> Result<Json> {
    match inbound {
        Inbound::Consent { version } => {
            let (id, address) = (&inside.visitor.customer_id, &inside.address);
            inside.agreed = Some(consent::record(tenant, id, address, &version).await?);
            Ok(json!({}))
        }
        Inbound::History { before } => history(tenant, &inside.visitor, before).await,
        _ => Err(Error::invalid("invalid.json", "this frame is not answered")),
    }
}

/// Frames that nobody waits for.
async fn hint(tenant: &Tenant, inside: &Inside, inbound: Inbound) -> Result<()> {
    match inbound {
        Inbound::Typing { active, text } => typing(tenant, inside, active, text).await,
        Inbound::Read { seq } => actions::mark_read_by_customer(tenant, &inside.visitor, seq).await,
        Inbound::Page(page) if page.url.len() <= 2000 && page.title.chars().count() <= 300 => {
            actions::move_page(tenant, &inside.visitor, page).await
        }
        _ => Ok(()),
    }
}

async fn incoming(tenant: &Tenant, visitor: &Visitor, content: Sent) -> Result<Incoming> {
    let (id, is_picture) = match content {
        Sent::Text { text } => return Ok(Incoming::Text(text)),
        Sent::Image { file_id } => (file_id, true),
        Sent::File { file_id } => (file_id, false),
    };
    let mut tx = tenant.db().read().await?;
    let row = files::store::load(&mut tx, &id).await?;
    let own = row.owner_kind == "customer"
        && row.owner_id.as_deref() == Some(visitor.customer_id.as_str());
    if !own {
        return Err(Error::not_found("not_found.file", "no such file"));
    }
    let info = row.info(tenant.signer(), tenant.clock().now_ms())?;
    let is_picture = is_picture && info.mime.starts_with("image/");
    Ok(if is_picture {
        Incoming::Picture(info)
    } else {
        Incoming::File(info)
    })
}

/// Tells the agent that the customer types; what they type only where the channel allows it, which
/// the customer is told.
async fn typing(
    tenant: &Tenant,
    inside: &Inside,
    active: bool,
    text: Option<String>,
) -> Result<()> {
    let mut tx = tenant.db().read().await?;
    let open = store::open_of_customer(&mut tx, &inside.visitor.customer_id, "").await?;
    let Some(row) = open.filter(|row| row.owner == Owner::Agent) else {
        return Ok(());
    };
    let text = text.filter(|_| inside.preview_typing && active);
    let text = text.map(|text| text.chars().take(500).collect::<String>());
    let data = json!({"conversation_id": row.id, "text": text, "active": active});
    let frame = frames::frame("typing", &data);
    if let Some(agent_id) = &row.agent_id {
        tenant.hub().send(&topics::agent(agent_id), &frame);
    }
    tenant.hub().send(&topics::watchers(&row.id), &frame);
    Ok(())
}

/// Older messages, across the customer's earlier conversations.
async fn history(tenant: &Tenant, visitor: &Visitor, before: Option<Place>) -> Result<Json> {
    let mut tx = tenant.db().read().await?;
    let row = match &before {
        Some(place) => Some(store::load(&mut tx, &place.conversation_id).await?),
        None => store::latest_of_customer(&mut tx, &visitor.customer_id).await?,
    };
    let Some(row) = row else {
        return Ok(json!({"messages": [], "has_more": false}));
    };
    if row.customer_id != visitor.customer_id {
        return Err(Error::not_found(
            "not_found.conversation",
            "no such conversation",
        ));
    }
    let seq = before.map_or(i64::MAX, |place| place.seq);
    let (mut messages, mut more) =
        store::messages(&mut tx, &row.id, Part::Before(seq), false, 30).await?;
    let mut oldest = row;
    while !more {
        let former =
            store::previous_of_customer(&mut tx, &visitor.customer_id, oldest.created_at).await?;
        let Some(former) = former else { break };
        if messages.len() >= 30 {
            more = true;
            break;
        }
        oldest = store::load(&mut tx, &former).await?;
        let part = Part::Before(i64::MAX);
        let (older, has_more) = store::messages(&mut tx, &former, part, false, 30).await?;
        messages.splice(0..0, older);
        more = has_more;
    }
    let messages = welcome::for_customer(tenant, messages)?;
    Ok(json!({"messages": messages, "has_more": more}))
}
