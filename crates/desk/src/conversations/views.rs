//! Conversations and messages as clients see them: names filled in, addresses of files signed.

use std::collections::HashMap;

use shanying_kernel::{Result, Time};
use shanying_people::{agents, customers, groups};
use shanying_storage::Tx;
use shanying_web_kit::Tenant;
use shanying_web_kit::markdown::sign_pictures;
use shanying_web_kit::signing::Signer;

use super::actions::may_rate;
use super::model::{
    ChannelBrief, Content, Conversation, ConversationRow, CustomerBrief, Helper, LastMessage,
    Message, Owner, QueuePlace, VisitorAgent, VisitorConversation,
};
use super::{rules, store};
use crate::channels;
use crate::handovers;
use crate::realtime::topics;
use crate::routing;
use crate::service::model::ServiceSettings;

/// As the staff sees them.
pub(crate) async fn conversations(
    tenant: &Tenant,
    tx: &mut Tx,
    rows: Vec<ConversationRow>,
) -> Result<Vec<Conversation>> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let goal = tenant
        .settings::<ServiceSettings>()
        .await?
        .first_reply_goal_seconds
        * 1000;
    let names = Names::of(tx, &rows).await?;
    let mut views = Vec::with_capacity(rows.len());
    for row in rows {
        let queue_position = match row.owner {
            Owner::Queue => Some(store::queue_position(tx, &row).await?),
            _ => None,
        };
        let online = tenant.hub().is_heard(&topics::customer(&row.customer_id));
        views.push(names.view(row, queue_position, online, goal));
    }
    Ok(views)
}

/// What rows only name by id.
struct Names {
    customers: HashMap<String, customers::Brief>,
    agents: HashMap<String, String>,
    groups: HashMap<String, String>,
    channels: HashMap<String, ChannelBrief>,
}

impl Names {
    async fn of(tx: &mut Tx, rows: &[ConversationRow]) -> Result<Self> {
        let ids: Vec<&str> = rows.iter().map(|row| row.customer_id.as_str()).collect();
        let brief = |row: channels::ChannelRow| {
            (
                row.id.clone(),
                ChannelBrief {
                    id: row.id,
                    name: row.name,
                    kind: row.kind,
                },
            )
        };
        Ok(Self {
            customers: customers::briefs(tx, &ids).await?,
            agents: agents::list(tx)
                .await?
                .into_iter()
                .map(|a| (a.id, a.nickname))
                .collect(),
            groups: groups::list(tx)
                .await?
                .into_iter()
                .map(|g| (g.id, g.name))
                .collect(),
            channels: channels::store::list(tx)
                .await?
                .into_iter()
                .map(brief)
                .collect(),
        })
    }

    fn customer(&self, row: &ConversationRow, online: bool) -> CustomerBrief {
        let brief = self.customers.get(&row.customer_id);
        CustomerBrief {
            id: row.customer_id.clone(),
            name: brief.map_or_else(String::new, |b| b.name.clone()),
            verified: brief.is_some_and(|b| b.verified),
            avatar: None,
            level: brief.and_then(|b| b.level.clone()),
            tags: brief.map(|b| b.tags.clone()).unwrap_or_default(),
            online,
        }
    }

    fn view(
        &self,
        row: ConversationRow,
        queue_position: Option<i64>,
        online: bool,
        goal_ms: i64,
    ) -> Conversation {
        let channel = self
            .channels
            .get(&row.channel_id)
            .cloned()
            .unwrap_or(ChannelBrief {
                id: row.channel_id.clone(),
                name: String::new(),
                kind: "web".to_owned(),
            });
        let waits_for_first = row.owner == Owner::Agent && row.first_reply_at.is_none();
        Conversation {
            customer: self.customer(&row, online),
            agent_name: row
                .agent_id
                .as_ref()
                .and_then(|id| self.agents.get(id).cloned()),
            helpers: row
                .helpers
                .iter()
                .map(|id| Helper {
                    agent_id: id.clone(),
                    name: self.agents.get(id).cloned().unwrap_or_default(),
                })
                .collect(),
            group_name: row
                .group_id
                .as_ref()
                .and_then(|id| self.groups.get(id).cloned()),
            first_reply_due: row
                .accepted_at
                .filter(|_| waits_for_first)
                .map(|accepted| Time(accepted.0 + goal_ms)),
            last_message: row
                .last_preview
                .zip(row.last_sender)
                .map(|(preview, sender_kind)| LastMessage {
                    preview,
                    sender_kind,
                    at: row.last_at,
                }),
            id: row.id,
            number: row.number,
            owner: row.owner,
            channel,
            agent_id: row.agent_id,
            group_id: row.group_id,
            subject: row.subject,
            last_seq: row.last_seq,
            unread: row.unread,
            agent_read_seq: row.agent_read_seq,
            customer_read_seq: row.customer_read_seq,
            waiting_since: row.waiting_since,
            queued_at: row.queued_at,
            queue_position,
            accepted_at: row.accepted_at,
            created_at: row.created_at,
            closed_at: row.closed_at,
            transfer_reason: row.transfer_reason,
            attached_entry: row.attached_entry,
            rating: row.rating,
            page: row.page,
            locale: row.locale,
        }
    }
}

/// One, as the staff sees it.
pub(crate) async fn conversation(
    tenant: &Tenant,
    tx: &mut Tx,
    row: ConversationRow,
) -> Result<Conversation> {
    conversations(tenant, tx, vec![row])
        .await?
        .pop()
        .ok_or_else(|| shanying_kernel::Error::internal("a conversation has no view"))
}

/// The place of a waiting conversation, and an honest estimate of its wait.
pub(crate) async fn queue_place(tx: &mut Tx, row: &ConversationRow) -> Result<QueuePlace> {
    let position = store::queue_position(tx, row).await?;
    let accepted = store::recently_accepted(tx).await?;
    let free_places = routing::free_places(tx, row).await?;
    Ok(QueuePlace {
        position,
        eta_seconds: rules::estimate_wait(&accepted, position, free_places, tx.now_ms()),
    })
}

/// As its customer sees it.
pub(crate) async fn for_visitor(tx: &mut Tx, row: &ConversationRow) -> Result<VisitorConversation> {
    let agent = match (&row.agent_id, row.owner) {
        (Some(id), Owner::Agent) => Some(VisitorAgent {
            name: agents::load(tx, id).await?.nickname,
            avatar: None,
        }),
        _ => None,
    };
    let queue = match row.owner {
        Owner::Queue => Some(queue_place(tx, row).await?),
        _ => None,
    };
    let person_places = match row.owner {
        Owner::Bot => handovers::places(tx, &row.id).await?,
        _ => Vec::new(),
    };
    Ok(VisitorConversation {
        person_places,
        id: row.id.clone(),
        owner: row.owner,
        agent,
        queue,
        last_seq: row.last_seq,
        agent_read_seq: row.agent_read_seq,
        can_rate: may_rate(row, Time(tx.now_ms())),
        rated: row.rating.is_some(),
    })
}

/// Signs the addresses of files anew: what is stored may have expired.
pub(crate) fn sign_files(message: &mut Message, signer: &Signer, now_ms: i64) -> Result<()> {
    match &mut message.content {
        Content::Image { file } | Content::File { file } => file.sign(signer, now_ms),
        Content::Answer { blocks, .. } => sign_pictures(blocks, signer, now_ms),
        _ => Ok(()),
    }
}

/// Without what only the staff may know.
pub(crate) fn hide_from_customer(message: &mut Message) {
    message.decision_id = None;
}
