//! A gap becomes knowledge, or is put aside.

use serde_json::json;
use shanying_bot::Bot;
use shanying_bot::knowledge::{self, EntryDraft};
use shanying_kernel::{Error, Result};
use shanying_web_kit::{Caller, Tenant, audit};

use crate::gaps::model::{Gap, GapAction, GapStatus, NearestEntry};
use crate::gaps::{rules, store};

/// Phrasings taken at once.
const TEXTS_MOST: usize = 50;

/// What an editor decides about a gap.
#[derive(Clone, Debug)]
pub(in crate::gaps) struct Resolution {
    pub(in crate::gaps) action: GapAction,
    pub(in crate::gaps) entry_id: Option<String>,
    /// The chosen phrasings; none means the gap's own question and its latest ones.
    pub(in crate::gaps) texts: Option<Vec<String>>,
}

/// Settles a gap; the entry that it went into, if any. Knowledge is written first: should the
/// server fall between the two, the gap is still there to be settled again.
pub(in crate::gaps) async fn resolve(
    tenant: &Tenant,
    caller: &Caller,
    id: &str,
    resolution: Resolution,
) -> Result<(Gap, Option<String>)> {
    let mut reader = tenant.db().read().await?;
    let gap = store::load(&mut reader, id).await?;
    drop(reader);
    if gap.status == GapStatus::Resolved {
        return Err(already());
    }
    let entry_id = match resolution.action {
        GapAction::NewEntry => Some(new_entry(tenant, caller, &gap, resolution.texts).await?),
        GapAction::AddSimilar => {
            let entry = resolution.entry_id.ok_or_else(|| {
                Error::field("entry_id", "name the entry that takes the phrasings")
            })?;
            add_similar(tenant, caller, &entry, &gap, resolution.texts).await?;
            Some(entry)
        }
        GapAction::Ignore => None,
    };
    let (status, event) = match resolution.action {
        GapAction::Ignore => (GapStatus::Ignored, "gap.ignored"),
        _ => (GapStatus::Resolved, "gap.resolved"),
    };
    let detail = json!({"question": gap.question, "entry_id": entry_id});
    let line = audit::Entry::new(caller, event, id).detail(detail);
    let (gap_id, entry) = (id.to_owned(), entry_id.clone());
    let gap = tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                if !store::settle(tx, &gap_id, status, entry.as_deref()).await? {
                    return Err(already());
                }
                tx.emit(event, json!({"gap_id": gap_id})).await?;
                audit::record(tx, line).await?;
                store::load(tx, &gap_id).await
            })
        })
        .await?;
    let mut gaps = nearest(tenant, vec![gap]).await?;
    let gap = gaps
        .pop()
        .ok_or_else(|| Error::internal("a gap got lost on its way"))?;
    Ok((gap, entry_id))
}

fn already() -> Error {
    Error::conflict("gap.already_resolved", "this gap is resolved already")
}

/// The phrasings to take: the chosen ones, or what the gap shows.
fn texts(gap: &Gap, chosen: Option<Vec<String>>) -> Result<Vec<String>> {
    let texts = match &chosen {
        Some(chosen) => rules::phrasings(chosen.iter().map(String::as_str)),
        None => {
            let latest = gap.questions.iter().map(|question| question.text.as_str());
            rules::phrasings(std::iter::once(gap.question.as_str()).chain(latest))
        }
    };
    if texts.is_empty() || texts.len() > TEXTS_MOST {
        return Err(Error::field(
            "texts",
            format!("1 to {TEXTS_MOST} phrasings"),
        ));
    }
    Ok(texts)
}

async fn new_entry(
    tenant: &Tenant,
    caller: &Caller,
    gap: &Gap,
    chosen: Option<Vec<String>>,
) -> Result<String> {
    let mut similar = texts(gap, chosen)?;
    // `texts` gives one at least.
    let question = similar.remove(0);
    let draft = EntryDraft {
        question,
        similar,
        ..EntryDraft::default()
    };
    Ok(knowledge::create(tenant, caller, draft).await?.summary.id)
}

async fn add_similar(
    tenant: &Tenant,
    caller: &Caller,
    entry_id: &str,
    gap: &Gap,
    chosen: Option<Vec<String>>,
) -> Result<()> {
    for text in texts(gap, chosen)? {
        knowledge::add_similar(tenant, caller, entry_id, &text).await?;
    }
    Ok(())
}

/// Tells of each gap the nearest entry as the knowledge base is now.
pub(in crate::gaps) async fn nearest(tenant: &Tenant, mut gaps: Vec<Gap>) -> Result<Vec<Gap>> {
    let bot = tenant.part::<Bot>()?;
    // Each question is encoded: a page of them takes too long for the threads that serve requests.
    tokio::task::spawn_blocking(move || {
        for gap in &mut gaps {
            gap.nearest = bot
                .nearest(&gap.question)
                .map(|(entry, score)| NearestEntry {
                    entry_id: entry.entry_id,
                    question: entry.question,
                    score,
                });
        }
        gaps
    })
    .await
    .map_err(|error| Error::internal("finding the nearest entries failed").because(error))
}
