//! All open questions are looked at together now and then: what was asked in words between two gaps
//! joins them, and what was put together too soon comes apart. Settled gaps stay as they are, with
//! their questions; a gap keeps its id with most of its questions.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use serde_json::json;
use shanying_bot::Bot;
use shanying_kernel::{Result, new_id};
use shanying_language::cluster::{Options, Theme, themes};
use shanying_storage::heavy;
use shanying_web_kit::Tenant;

use super::questions::{Made, read};
use crate::gaps::model::{GapStatus, Member};
use crate::gaps::{rules, store};

/// Signals that are looked at together.
const MEMBERS_MOST: usize = 5000;

/// A gap as it should be.
struct Wanted {
    id: String,
    is_new: bool,
    representative: String,
    members: Vec<Member>,
}

/// Groups all open questions anew.
pub(in crate::gaps) async fn regroup(tenant: &Tenant) -> Result<()> {
    let mut reader = tenant.db().read().await?;
    let open = [GapStatus::Open];
    let members = store::members(&mut reader, &open, MEMBERS_MOST, MEMBERS_MOST).await?;
    drop(reader);
    let bot = tenant.part::<Bot>()?;
    let (wanted, made) = heavy("regrouping", move || arrange(&bot, members)).await?;
    write(tenant, wanted, made).await
}

fn arrange(bot: &Bot, mut members: Vec<Member>) -> (Vec<Wanted>, Made) {
    // One signal stands for all of its question; the order of ids is that of time.
    members.sort_by(|a, b| a.id.cmp(&b.id));
    let mut seen = HashSet::new();
    members.retain(|one| seen.insert((one.conversation_id.clone(), one.seq)));
    let texts = members
        .iter()
        .map(|one| (one.id.as_str(), one.text.as_str(), one.vector.as_ref()));
    let (questions, made) = read(bot, texts);
    let found = themes(&questions, Options::standard(bot.encoder().is_some()));
    let holders: Vec<Vec<&str>> = found.iter().map(|theme| gaps_of(theme, &members)).collect();
    let ids = rules::heirs(&holders);
    let wanted = found
        .iter()
        .zip(ids)
        .filter_map(|(theme, id)| {
            let own = theme.members.iter().filter_map(|at| members.get(*at));
            Some(Wanted {
                is_new: id.is_none(),
                id: id.map_or_else(|| new_id("gap"), str::to_owned),
                representative: members.get(theme.representative)?.id.clone(),
                members: own.cloned().collect(),
            })
        })
        .collect();
    (wanted, made)
}

/// The gaps that a theme's questions are in.
fn gaps_of<'a>(theme: &Theme, members: &'a [Member]) -> Vec<&'a str> {
    let own = theme.members.iter().filter_map(|at| members.get(*at));
    own.map(|member| member.gap_id.as_str()).collect()
}

async fn write(tenant: &Tenant, wanted: Vec<Wanted>, made: Made) -> Result<()> {
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                store::keep_vectors(tx, made.model, &made.vectors).await?;
                // Held in one order; what was settled or went meanwhile neither gives nor takes.
                let ids: BTreeSet<&str> = wanted
                    .iter()
                    .flat_map(|one| one.members.iter().map(|member| member.gap_id.as_str()))
                    .collect();
                let mut open = HashMap::new();
                for id in ids {
                    let is_open = store::hold(tx, id).await? == Some(GapStatus::Open);
                    open.insert(id.to_owned(), is_open);
                }
                let is_open = |id: &str| open.get(id).copied().unwrap_or(false);
                let mut changed: BTreeMap<String, &str> = BTreeMap::new();
                let mut renamed = BTreeSet::new();
                for one in &wanted {
                    if !one.is_new && !is_open(&one.id) {
                        continue;
                    }
                    let moving: Vec<&Member> = one
                        .members
                        .iter()
                        .filter(|member| member.gap_id != one.id && is_open(&member.gap_id))
                        .collect();
                    if one.is_new && !moving.is_empty() {
                        store::insert_gap(tx, &one.id).await?;
                        changed.insert(one.id.clone(), "gap.opened");
                    }
                    for member in moving {
                        store::move_question(tx, member, &one.id).await?;
                        changed.entry(one.id.clone()).or_insert("gap.grew");
                        changed.entry(member.gap_id.clone()).or_insert("gap.grew");
                    }
                    let stands = one.members.iter().any(|member| {
                        member.gap_id == one.id
                            && member.representative.as_deref() == Some(&one.representative)
                    });
                    if !stands {
                        store::set_representative(tx, &one.id, &one.representative).await?;
                        renamed.insert(one.id.clone());
                    }
                }
                for gap in renamed.iter().filter(|gap| !changed.contains_key(*gap)) {
                    store::recount(tx, gap).await?;
                }
                for (gap, kind) in changed {
                    store::recount(tx, &gap).await?;
                    tx.emit(kind, json!({"gap_id": gap})).await?;
                }
                Ok(())
            })
        })
        .await
}
