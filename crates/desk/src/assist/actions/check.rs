//! What should not go out like this, before it does.

use std::sync::Arc;

use shanying_bot::Audience;
use shanying_commerce::tools;
use shanying_kernel::{Error, Result};
use shanying_people::customers;
use shanying_web_kit::Tenant;
use shanying_web_kit::markdown::plain;

use super::look::MESSAGES;
use super::reading::Reader;
use crate::assist::memory::Memory;
use crate::assist::model::{AssistSettings, Risk};
use crate::assist::rules::{self, Ground, Known, Talk};
use crate::conversations::actions::House;
use crate::conversations::model::ConversationRow;
use crate::conversations::store::{self as conversations, Part};

/// Entries that a reply is held against: what the customer asked, and what the reply speaks of.
const ASKED_FROM: f64 = 0.5;
const SAID_FROM: f64 = 0.5;
const ENTRIES: usize = 2;
/// Entries that a reply is searched in for what is internal.
const SEARCHED: usize = 12;

/// What should not go out like this; nothing when nobody wants to know.
pub(crate) async fn check(
    tenant: &Tenant,
    row: ConversationRow,
    said: String,
) -> Result<Vec<Risk>> {
    let settings = tenant.settings::<AssistSettings>().await?;
    if !settings.check_before_sending || said.trim().is_empty() {
        return Ok(Vec::new());
    }
    let mut tx = tenant.db().read().await?;
    let part = Part::Before(i64::MAX);
    let (messages, _) = conversations::messages(&mut tx, &row.id, part, false, MESSAGES).await?;
    let brief = customers::brief(&mut tx, &row.customer_id).await?;
    drop(tx);
    let allowance = tools::allowance(tenant, &row.customer_id, brief.level.as_deref()).await?;
    let house = House::of(tenant).await?;
    let reader = Reader {
        bot: Arc::clone(&house.bot),
        memory: tenant.part::<Memory>()?,
        settings: house.bot_settings,
        now_ms: tenant.clock().now_ms(),
    };
    tokio::task::spawn_blocking(move || {
        let talk = Talk::read(&messages);
        let known = known(&reader, &talk, &said);
        let ground = Ground {
            settings: &settings,
            known: &known,
            left: allowance.left,
            customer: &talk.all,
            segmenter: &reader.memory.segmenter,
        };
        rules::risks(&said, &ground)
    })
    .await
    .map_err(|error| Error::internal("checking a reply broke off").because(error))
}

fn known(reader: &Reader, talk: &Talk, said: &str) -> Vec<Known> {
    let taught = reader.taught(&talk.words());
    let asked = reader.meant(talk, &taught).into_iter();
    let asked = asked
        .filter(|one| one.score >= ASKED_FROM)
        .take(ENTRIES)
        .filter_map(|one| reader.bot.for_agents(&one.entry_id));
    // Of entries for agents alone a reply may repeat a part, however little their question fits.
    let spoken = reader.bot.search(said, SEARCHED).into_iter().enumerate();
    let spoken = spoken
        .filter(|(place, hit)| {
            hit.audience == Audience::Agents || (*place < ENTRIES && hit.score >= SAID_FROM)
        })
        .map(|(_, hit)| hit);
    let mut known: Vec<Known> = Vec::new();
    for hit in asked.chain(spoken) {
        if known.iter().all(|own| own.entry != hit.entry) {
            known.push(Known {
                answer: plain(&hit.blocks),
                internal: hit.audience == Audience::Agents,
                entry: hit.entry,
            });
        }
    }
    known
}
