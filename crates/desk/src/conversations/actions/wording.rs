//! Words of the bot that a language model says more warmly first: they are held in the transaction
//! of the customer's message, so no crash loses them, and said when they are worded. Whatever is said
//! before then, by anybody, says them first as they are; so their order never changes.

use shanying_bot::dialogue::{Aid, Move};
use shanying_bot::wording::{Draft, WordingSettings};
use shanying_bot::{Bot, Decision};
use shanying_kernel::{Result, Time};
use shanying_storage::Tx;
use shanying_web_kit::Tenant;

use super::say::say_held;
use crate::conversations::model::{Content, ConversationRow, Held};
use crate::conversations::store;
use crate::realtime::{frames, topics};

/// Shorter words gain nothing.
const LEAST: usize = 8;
/// After the settings' time for wording somebody else says what is held: the process that worded it
/// is gone.
const GRACE_MS: i64 = 2_000;

/// What is held back of a turn; none when it does more than speak, or says too little.
pub(super) fn held(moves: &[Move], decision: &Decision, at: Time) -> Option<Held> {
    let contents: Option<Vec<Content>> = moves.iter().cloned().map(words).collect();
    let contents = contents?;
    if !contents.iter().any(|content| draft_of(content).is_some()) {
        return None;
    }
    let told = decision.dialogue.iter().flat_map(|trace| &trace.after);
    Some(Held {
        contents,
        decision_id: decision.id.clone(),
        said: decision.question.clone(),
        facts: told
            .filter(|row| !row.value.is_empty())
            .map(|row| format!("{}：{}", row.label, row.value))
            .collect(),
        at,
    })
}

/// A step that only speaks, as it is said.
pub(super) fn words(step: Move) -> Option<Content> {
    Some(match step {
        Move::Say(text) => Content::Text { text },
        Move::Options { text, options } => Content::Options {
            text,
            options,
            aids: Vec::new(),
        },
        Move::Aided {
            text,
            options,
            aids,
        } => Content::Options {
            text,
            options,
            aids,
        },
        Move::Cards {
            text,
            cards,
            options,
        } => Content::Cards {
            text,
            cards,
            options,
        },
        Move::Answer {
            entry_id,
            question,
            blocks,
        } => Content::Answer {
            entry_id: Some(entry_id),
            question,
            blocks,
            related: Vec::new(),
        },
        Move::Record { .. } | Move::HandOver { .. } => return None,
    })
}

/// The words of a message, and what stands beside them.
fn draft_of(content: &Content) -> Option<(&String, Vec<String>)> {
    let (text, facts) = match content {
        Content::Text { text } => (text, Vec::new()),
        // What a card repeats word by word is said so.
        Content::Options { aids, .. } if aids.iter().any(Aid::speaks) => return None,
        Content::Options { text, options, .. } => (
            text,
            options.iter().map(|chip| chip.label.clone()).collect(),
        ),
        Content::Cards {
            text,
            cards,
            options,
        } => {
            let mut facts: Vec<String> = options.iter().map(|chip| chip.label.clone()).collect();
            for card in cards {
                let whole = |price: i64| format!("{}.{:02}元", price / 100, price % 100);
                facts.push(card.title.clone());
                facts.push(card.spec.clone());
                facts.extend(card.reasons.iter().cloned());
                facts.extend(card.price.map(whole));
                facts.extend(card.offer_price.map(whole));
            }
            facts.push(format!("{}款", cards.len()));
            (text, facts)
        }
        _ => return None,
    };
    (text.chars().count() >= LEAST).then_some((text, facts))
}

fn with_text(content: Content, words: String) -> Content {
    match content {
        Content::Text { .. } => Content::Text { text: words },
        Content::Options { options, aids, .. } => Content::Options {
            text: words,
            options,
            aids,
        },
        Content::Cards { cards, options, .. } => Content::Cards {
            text: words,
            cards,
            options,
        },
        other => other,
    }
}

/// Words what is held, beside whatever else happens, and says it; the customer sees that the bot
/// writes.
pub(super) fn word(tenant: &Tenant, row: ConversationRow, held: Held) {
    let typing = serde_json::json!({"who": "bot", "active": true});
    let typing = frames::frame("typing", &typing);
    tenant
        .hub()
        .send(&topics::customer(&row.customer_id), &typing);
    let own = tenant.clone();
    tenant.tasks().spawn(async move {
        let contents = worded(&own, &row, &held).await;
        let said = own
            .db()
            .write(move |tx| Box::pin(async move { release(tx, &row.id, &held, contents).await }))
            .await;
        if let Err(error) = said {
            tracing::error!(?error, "worded words could not be said yet");
        }
    });
}

async fn worded(tenant: &Tenant, row: &ConversationRow, held: &Held) -> Vec<Content> {
    let mut contents = Vec::new();
    for content in held.contents.clone() {
        let Some((text, beside)) = draft_of(&content) else {
            contents.push(content);
            continue;
        };
        let draft = Draft {
            text: text.clone(),
            facts: beside
                .into_iter()
                .chain(held.facts.iter().cloned())
                .collect(),
            said: held.said.clone(),
            locale: row.locale.clone(),
        };
        let words = match tenant.part::<Bot>() {
            Ok(bot) => bot.wording().word(tenant, &draft).await,
            Err(error) => Err(error),
        };
        contents.push(match words {
            Ok(words) => with_text(content, words.text),
            Err(error) => {
                tracing::error!(?error, "a draft could not be worded");
                content
            }
        });
    }
    contents
}

/// Says what is held if it still is.
async fn release(tx: &mut Tx, id: &str, held: &Held, contents: Vec<Content>) -> Result<()> {
    let mut row = store::load_for_update(tx, id).await?;
    if row.held.take_if(|now| now == held).is_none() {
        return Ok(());
    }
    say_held(tx, &mut row, held, contents).await?;
    store::save(tx, &row).await
}

/// Says what has been held for too long, as it is.
pub(crate) async fn release_overdue(tenant: &Tenant) -> Result<()> {
    let settings = tenant.settings::<WordingSettings>().await?;
    // A turn's messages are worded one after another.
    let patience = 3 * i64::from(settings.timeout_ms) + GRACE_MS;
    let before = tenant.clock().now_ms() - patience;
    let mut reader = tenant.db().read().await?;
    let ids = store::held(&mut reader, before).await?;
    drop(reader);
    for id in ids {
        tenant
            .db()
            .write(move |tx| {
                Box::pin(async move {
                    let row = store::load_for_update(tx, &id).await?;
                    let Some(held) = row.held else {
                        return Ok(());
                    };
                    let contents = held.contents.clone();
                    release(tx, &id, &held, contents).await
                })
            })
            .await?;
    }
    Ok(())
}
