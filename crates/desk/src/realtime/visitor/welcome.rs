//! The first frame that a visitor gets: who they are, what the channel offers, where they were.

use serde_json::{Value as Json, json};
use shanying_bot::{Audience, Bot, BotSettings};
use shanying_kernel::Result;
use shanying_people::company::CompanySettings;
use shanying_people::customers::SignedIn;
use shanying_storage::Tx;
use shanying_web_kit::Tenant;

use super::hello::Place;
use crate::channels::ChannelRow;
use crate::conversations::actions::House;
use crate::conversations::model::{ConversationRow, Message};
use crate::conversations::store::{self, Part};
use crate::conversations::views;
use crate::handovers;
use crate::service::model::{PrivacySettings, RatingSettings};

/// Messages that a fresh page shows at once.
const RECENT: usize = 30;
/// Messages that a returning socket may have missed; above that it reads the history.
const MISSED: usize = 200;

pub(super) async fn welcome(
    tenant: &Tenant,
    channel: &ChannelRow,
    signed_in: &SignedIn,
    audience: Audience,
    after: Option<&Place>,
) -> Result<Json> {
    let house = House::of(tenant).await?;
    let privacy = tenant.settings::<PrivacySettings>().await?;
    let mut tx = tenant.db().read().await?;
    let row = store::latest_of_customer(&mut tx, &signed_in.customer.id).await?;
    let messages = match &row {
        Some(row) => messages(tenant, &mut tx, row, after).await?,
        None => Vec::new(),
    };
    let conversation = match &row {
        Some(row) => Some(views::for_visitor(&mut tx, row).await?),
        None => None,
    };
    let unread = match &row {
        Some(row) => unread(&mut tx, row).await?,
        None => 0,
    };
    drop(tx);
    let agreed = signed_in
        .customer
        .consent
        .as_ref()
        .map(|consent| consent.version.as_str());
    Ok(json!({
        "visitor_secret": signed_in.new_secret,
        "customer": {
            "id": signed_in.customer.id,
            "name": signed_in.customer.name,
            "verified": signed_in.customer.verified,
        },
        "channel": offer(tenant, channel, audience).await?,
        "consent": {
            "required": privacy.asks(agreed),
            "version": privacy.consent_version,
            "text": privacy.consent_text,
        },
        "service": {"open": house.open, "opens_at": house.opens_at},
        "conversation": conversation,
        "messages": messages,
        "unread": unread,
    }))
}

/// What the channel looks like and can do.
async fn offer(tenant: &Tenant, channel: &ChannelRow, audience: Audience) -> Result<Json> {
    let bot = tenant.part::<Bot>()?;
    let bot_settings = tenant.settings::<BotSettings>().await?;
    let company = tenant.settings::<CompanySettings>().await?;
    let rating = tenant.settings::<RatingSettings>().await?;
    let house = House::of(tenant).await?;
    let opening = handovers::opening(tenant, &channel.id).await?;
    let settings = &channel.settings;
    Ok(json!({
        "name": channel.name,
        "bot_name": settings.bot_name.as_ref().unwrap_or(&bot_settings.name),
        "company": company.name,
        "greeting": settings.greeting,
        "capabilities": settings.capabilities,
        "hot": bot.refs(&settings.hot_entries, audience),
        "person_places": opening.shown,
        "bot_notice": opening.settings.notice.then_some(&opening.settings.notice_text),
        "preview_typing": settings.preview_typing,
        "theme_color": settings.theme_color,
        "position": settings.position,
        "elder_default": settings.elder_default,
        "locale": settings.default_locale,
        "rating_tags": {"good": rating.good_tags, "bad": rating.bad_tags},
        "ask_rating_after_close": rating.ask_after_close,
        "max_message_chars": house.service.max_message_chars,
        "max_upload_mb": house.service.max_upload_mb,
        "upload_types": house.service.upload_types,
    }))
}

async fn messages(
    tenant: &Tenant,
    tx: &mut Tx,
    row: &ConversationRow,
    after: Option<&Place>,
) -> Result<Vec<Message>> {
    let (part, limit) = match after {
        Some(place) if place.conversation_id == row.id => (Part::After(place.seq), MISSED),
        _ => (Part::Before(i64::MAX), RECENT),
    };
    let (messages, _) = store::messages(tx, &row.id, part, false, limit).await?;
    for_customer(tenant, messages)
}

/// Messages as the customer may see them.
pub(super) fn for_customer(tenant: &Tenant, mut messages: Vec<Message>) -> Result<Vec<Message>> {
    let now = tenant.clock().now_ms();
    for message in &mut messages {
        views::sign_files(message, tenant.signer(), now)?;
        views::hide_from_customer(message);
    }
    Ok(messages)
}

/// What the bot and the agents said since the customer last read.
pub(super) async fn unread(tx: &mut Tx, row: &ConversationRow) -> Result<usize> {
    use crate::conversations::model::SenderKind;
    let after = Part::After(row.customer_read_seq);
    let (messages, _) = store::messages(tx, &row.id, after, false, 100).await?;
    // What a person decided is news too, whoever tells it.
    let spoken = |message: &&Message| {
        matches!(message.sender.kind, SenderKind::Agent | SenderKind::Bot)
            || message.content.is_decision()
    };
    Ok(messages.iter().filter(spoken).count())
}
