//! Conversations for the staff.

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use shanying_bot::dialogue::{self, Dialogue};
use shanying_bot::{Decision, answers};
use shanying_kernel::{Cursor, Error, Page, Result};
use shanying_storage::Tx;
use shanying_web_kit::{
    Allowed, ApiResult, Caller, Grant, JsonBody, Limit, PathOf, Permission, QueryOf, Router,
    Tenant, may,
};
use utoipa_axum::routes;

mod supervise;

use super::actions::{self, AgentSays, Destination};
use super::model::{Conversation, ConversationRow, Message, Owner};
use super::store::{self, Filter, Part};
use super::views;

/// The routes of this room.
pub fn routes() -> Router {
    Router::new()
        .routes(routes!(list_conversations))
        .routes(routes!(count_conversations))
        .routes(routes!(show_conversation))
        .routes(routes!(list_messages, send_message))
        .routes(routes!(accept_conversation))
        .routes(routes!(assign_conversation))
        .routes(routes!(transfer_conversation))
        .routes(routes!(return_conversation_to_bot))
        .routes(routes!(invite_rating))
        .routes(routes!(close_conversation))
        .routes(routes!(mark_conversation_read))
        .routes(routes!(show_decision))
        .routes(routes!(show_dialogue))
        .merge(supervise::routes())
}

/// Serving customers or reading everything is enough to look.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Look;

impl Grant for Look {
    const PERMISSIONS: &'static [Permission] = &[
        Permission::ServeConversations,
        Permission::ViewAllConversations,
    ];
}

/// Which list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
enum View {
    Mine,
    Queue,
    Bot,
    Closed,
    LeftMessages,
    All,
}

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct ListQuery {
    /// Which list; `all` unless told.
    #[param(inline)]
    view: Option<View>,
    /// Words in a message, a subject or a name.
    q: Option<String>,
    group: Option<String>,
    channel: Option<String>,
    agent: Option<String>,
    customer: Option<String>,
    cursor: Option<String>,
    #[serde(default)]
    #[param(value_type = Option<i64>)]
    limit: Limit,
}

/// A page of conversations: newest activity first, the queue by who waits longest.
#[utoipa::path(get, path = "/conversations", tag = "conversations", params(ListQuery),
    responses((status = 200, body = Page<Conversation>)))]
async fn list_conversations(
    State(tenant): State<Tenant>,
    allowed: Allowed<Look>,
    QueryOf(query): QueryOf<ListQuery>,
) -> ApiResult<Json<Page<Conversation>>> {
    let me = allowed.caller.staff.as_ref().map(|staff| staff.id.clone());
    let view = query.view.unwrap_or(View::All);
    let filter = Filter {
        owner: match view {
            View::Mine => Some(Owner::Agent),
            View::Queue => Some(Owner::Queue),
            View::Bot => Some(Owner::Bot),
            View::Closed => Some(Owner::Closed),
            View::LeftMessages => Some(Owner::LeftMessage),
            View::All => None,
        },
        agent_id: if view == View::Mine {
            me.clone()
        } else {
            query.agent
        },
        group_id: query.group,
        channel_id: query.channel,
        customer_id: query.customer,
        with_helped: view == View::Mine,
        visible_to: me.filter(|_| !allowed.caller.may(Permission::ViewAllConversations)),
        text: query.q.unwrap_or_default().trim().to_owned(),
    };
    let by_wait = filter.owner == Some(Owner::Queue);
    let cursor = query.cursor.as_deref().and_then(Cursor::parse);
    let mut tx = tenant.db().read().await?;
    let limit = query.limit.get();
    let rows = store::list(&mut tx, &filter, cursor, limit + 1).await?;
    let page = Page::cut(rows, limit, |row| Cursor {
        key: if by_wait {
            row.queue_rank.unwrap_or_default()
        } else {
            row.last_at.0
        },
        id: row.id.clone(),
    });
    let items = views::conversations(&tenant, &mut tx, page.items).await?;
    Ok(Json(Page {
        items,
        next: page.next,
    }))
}

/// How many conversations each list has.
#[derive(Clone, Copy, Debug, Default, Serialize, utoipa::ToSchema)]
pub(crate) struct ConversationCounts {
    mine: i64,
    queue: i64,
    bot: i64,
    left_messages: i64,
}

/// Counts for `agent_id`.
pub(crate) async fn counts(tx: &mut Tx, agent_id: Option<&str>) -> Result<ConversationCounts> {
    let mine = match agent_id {
        Some(agent_id) => store::count(tx, Owner::Agent, Some(agent_id)).await?,
        None => 0,
    };
    Ok(ConversationCounts {
        mine,
        queue: store::count(tx, Owner::Queue, None).await?,
        bot: store::count(tx, Owner::Bot, None).await?,
        left_messages: store::count(tx, Owner::LeftMessage, None).await?,
    })
}

/// How many conversations each list has.
#[utoipa::path(get, path = "/conversations/counts", tag = "conversations",
    responses((status = 200, body = ConversationCounts)))]
async fn count_conversations(
    State(tenant): State<Tenant>,
    allowed: Allowed<Look>,
) -> ApiResult<Json<ConversationCounts>> {
    let mut tx = tenant.db().read().await?;
    let me = allowed.caller.staff.as_ref().map(|staff| staff.id.as_str());
    Ok(Json(counts(&mut tx, me).await?))
}

/// The conversation, if this caller may see it: their own, an unowned one, or any with the
/// permission. Others do not exist for them.
pub(crate) async fn visible(tx: &mut Tx, caller: &Caller, id: &str) -> Result<ConversationRow> {
    let row = store::load(tx, id).await?;
    let me = caller.staff.as_ref().map(|staff| staff.id.as_str());
    let helps = me.is_some_and(|me| row.helpers.iter().any(|helper| helper == me));
    let served =
        me.is_some() && (row.agent_id.as_deref() == me || row.last_agent_id.as_deref() == me);
    let own = served || helps;
    let unowned = !matches!(row.owner, Owner::Agent);
    if own || unowned || caller.may(Permission::ViewAllConversations) {
        return Ok(row);
    }
    Err(Error::not_found(
        "not_found.conversation",
        "no such conversation",
    ))
}

/// One conversation.
#[utoipa::path(get, path = "/conversations/{id}", tag = "conversations",
    params(("id" = String, Path)), responses((status = 200, body = Conversation)))]
async fn show_conversation(
    State(tenant): State<Tenant>,
    allowed: Allowed<Look>,
    PathOf(id): PathOf<String>,
) -> ApiResult<Json<Conversation>> {
    show(&tenant, &allowed.caller, &id).await
}

pub(super) async fn show(
    tenant: &Tenant,
    caller: &Caller,
    id: &str,
) -> ApiResult<Json<Conversation>> {
    let mut tx = tenant.db().read().await?;
    let row = visible(&mut tx, caller, id).await?;
    Ok(Json(views::conversation(tenant, &mut tx, row).await?))
}

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct MessagesQuery {
    /// The last messages before this place.
    before_seq: Option<i64>,
    /// The first messages after this place.
    after_seq: Option<i64>,
    #[serde(default)]
    #[param(value_type = Option<i64>)]
    limit: Limit,
}

/// Messages in ascending order.
#[derive(Serialize, utoipa::ToSchema)]
struct MessageList {
    items: Vec<Message>,
    /// Whether there are more in the direction asked.
    has_more: bool,
}

/// Messages of a conversation; the last ones unless told.
#[utoipa::path(get, path = "/conversations/{id}/messages", tag = "conversations",
    params(("id" = String, Path), MessagesQuery), responses((status = 200, body = MessageList)))]
async fn list_messages(
    State(tenant): State<Tenant>,
    allowed: Allowed<Look>,
    PathOf(id): PathOf<String>,
    QueryOf(query): QueryOf<MessagesQuery>,
) -> ApiResult<Json<MessageList>> {
    let mut tx = tenant.db().read().await?;
    visible(&mut tx, &allowed.caller, &id).await?;
    let part = match query.after_seq {
        Some(seq) => Part::After(seq),
        None => Part::Before(query.before_seq.unwrap_or(i64::MAX)),
    };
    let (mut items, has_more) =
        store::messages(&mut tx, &id, part, true, query.limit.get()).await?;
    let now = tenant.clock().now_ms();
    for message in &mut items {
        views::sign_files(message, tenant.signer(), now)?;
    }
    Ok(Json(MessageList { items, has_more }))
}

/// A message to send.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct NewMessage {
    /// The sender's own mark, so that sending twice is once.
    client_id: String,
    content: AgentSays,
}

/// Sends a message to the customer, or writes a note for the staff.
#[utoipa::path(post, path = "/conversations/{id}/messages", tag = "conversations",
    params(("id" = String, Path)), request_body = NewMessage, responses((status = 200, body = Message)))]
async fn send_message(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::ServeConversations>,
    PathOf(id): PathOf<String>,
    JsonBody(body): JsonBody<NewMessage>,
) -> ApiResult<Json<Message>> {
    let sent = actions::send(&tenant, &allowed.caller, id, body.client_id, body.content).await?;
    Ok(Json(sent))
}

/// Takes a conversation from the queue, the bot or the messages left.
#[utoipa::path(post, path = "/conversations/{id}/accept", tag = "conversations",
    params(("id" = String, Path)), responses((status = 200, body = Conversation)))]
async fn accept_conversation(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::ServeConversations>,
    PathOf(id): PathOf<String>,
) -> ApiResult<Json<Conversation>> {
    let me = allowed.caller.agent_id()?.to_owned();
    actions::accept(&tenant, &allowed.caller, me, id.clone(), false).await?;
    show(&tenant, &allowed.caller, &id).await
}

/// To whom.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct Assignment {
    agent_id: String,
}

/// Gives any open conversation to an agent.
#[utoipa::path(post, path = "/conversations/{id}/assign", tag = "conversations",
    params(("id" = String, Path)), request_body = Assignment, responses((status = 200, body = Conversation)))]
async fn assign_conversation(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::SuperviseConversations>,
    PathOf(id): PathOf<String>,
    JsonBody(body): JsonBody<Assignment>,
) -> ApiResult<Json<Conversation>> {
    let (caller, to) = (&allowed.caller, body.agent_id);
    actions::accept(&tenant, caller, to, id.clone(), true).await?;
    show(&tenant, &allowed.caller, &id).await
}

/// To an agent or to a group, with a note for them.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct Transfer {
    agent_id: Option<String>,
    group_id: Option<String>,
    #[serde(default)]
    note: String,
}

/// Passes a conversation on.
#[utoipa::path(post, path = "/conversations/{id}/transfer", tag = "conversations",
    params(("id" = String, Path)), request_body = Transfer, responses((status = 200, body = Conversation)))]
async fn transfer_conversation(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::ServeConversations>,
    PathOf(id): PathOf<String>,
    JsonBody(body): JsonBody<Transfer>,
) -> ApiResult<Json<Conversation>> {
    let to = match (body.agent_id, body.group_id) {
        (Some(agent_id), None) => Destination::Agent(agent_id),
        (None, Some(group_id)) => Destination::Group(group_id),
        _ => return Err(Error::field("agent_id", "name an agent or a group, not both").into()),
    };
    actions::transfer(&tenant, &allowed.caller, id.clone(), to, body.note).await?;
    // Shown once more to who passed it on, even if it is no longer theirs to read.
    let mut tx = tenant.db().read().await?;
    let row = store::load(&mut tx, &id).await?;
    Ok(Json(views::conversation(&tenant, &mut tx, row).await?))
}

/// Gives a conversation back to the bot.
#[utoipa::path(post, path = "/conversations/{id}/return-to-bot", tag = "conversations",
    params(("id" = String, Path)), responses((status = 200, body = Conversation)))]
async fn return_conversation_to_bot(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::ServeConversations>,
    PathOf(id): PathOf<String>,
) -> ApiResult<Json<Conversation>> {
    actions::return_to_bot(&tenant, &allowed.caller, id.clone()).await?;
    show(&tenant, &allowed.caller, &id).await
}

/// Asks the customer for a rating.
#[utoipa::path(post, path = "/conversations/{id}/invite-rating", tag = "conversations",
    params(("id" = String, Path)), responses((status = 200, body = Conversation)))]
async fn invite_rating(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::ServeConversations>,
    PathOf(id): PathOf<String>,
) -> ApiResult<Json<Conversation>> {
    actions::invite_rating(&tenant, &allowed.caller, id.clone()).await?;
    show(&tenant, &allowed.caller, &id).await
}

/// Ends a conversation: one's own, an unowned one, or any with the permission to supervise.
#[utoipa::path(post, path = "/conversations/{id}/close", tag = "conversations",
    params(("id" = String, Path)), responses((status = 200, body = Conversation)))]
async fn close_conversation(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::ServeConversations>,
    PathOf(id): PathOf<String>,
) -> ApiResult<Json<Conversation>> {
    let mut tx = tenant.db().read().await?;
    let row = visible(&mut tx, &allowed.caller, &id).await?;
    drop(tx);
    let mine = row.agent_id.as_deref() == Some(allowed.caller.agent_id()?);
    if row.owner == Owner::Agent && !mine {
        allowed.caller.require(Permission::SuperviseConversations)?;
    }
    actions::close(&tenant, id.clone(), "agent").await?;
    show(&tenant, &allowed.caller, &id).await
}

/// How far.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct ReadMark {
    seq: i64,
}

/// Marks messages as read by the agent who serves.
#[utoipa::path(post, path = "/conversations/{id}/read", tag = "conversations",
    params(("id" = String, Path)), request_body = ReadMark, responses((status = 204)))]
async fn mark_conversation_read(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::ServeConversations>,
    PathOf(id): PathOf<String>,
    JsonBody(body): JsonBody<ReadMark>,
) -> ApiResult<axum::http::StatusCode> {
    actions::mark_read(&tenant, &allowed.caller, id, body.seq).await?;
    Ok(axum::http::StatusCode::NO_CONTENT)
}

/// Why the bot answered as it did.
#[utoipa::path(get, path = "/decisions/{id}", tag = "conversations",
    params(("id" = String, Path)), responses((status = 200, body = Decision)))]
async fn show_decision(
    State(tenant): State<Tenant>,
    allowed: Allowed<Look>,
    PathOf(id): PathOf<String>,
) -> ApiResult<Json<Decision>> {
    let mut tx = tenant.db().read().await?;
    let decision = answers::load(&mut tx, &id).await?;
    visible(&mut tx, &allowed.caller, &decision.conversation_id).await?;
    Ok(Json(decision))
}

/// Tasks of a conversation: what the customer told, so that nobody asks again.
#[utoipa::path(get, path = "/conversations/{id}/dialogue", tag = "conversations",
    params(("id" = String, Path)), responses((status = 200, body = Dialogue)))]
async fn show_dialogue(
    State(tenant): State<Tenant>,
    allowed: Allowed<Look>,
    PathOf(id): PathOf<String>,
) -> ApiResult<Json<Dialogue>> {
    let mut tx = tenant.db().read().await?;
    let row = visible(&mut tx, &allowed.caller, &id).await?;
    let shown = dialogue::show(&tenant, &mut tx, &id, &row.locale).await?;
    Ok(Json(shown))
}
