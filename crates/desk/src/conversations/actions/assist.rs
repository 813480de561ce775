//! Colleagues help: an agent invites one into a conversation, they consult aside by notes, and the
//! agent may pass it on to them.

use serde_json::json;
use shanying_kernel::{Error, Result};
use shanying_people::agents;
use shanying_web_kit::{Caller, Permission, Tenant, audit};

use super::agent::{is_mine, not_yours};
use super::say::{Said, announce, say};
use crate::conversations::model::{Content, Owner};
use crate::conversations::rules;
use crate::conversations::store;

/// More would be a meeting.
const HELPERS_MAX: usize = 5;
const QUESTION_MAX: usize = 500;

/// Invites a colleague to read along and to consult by notes.
pub(crate) async fn invite(
    tenant: &Tenant,
    caller: &Caller,
    id: String,
    (helper, question): (String, String),
) -> Result<()> {
    let question = question.trim().to_owned();
    if question.chars().count() > QUESTION_MAX {
        return Err(Error::field("question", "at most 500 characters"));
    }
    let caller = caller.clone();
    let me = caller.agent_id()?.to_owned();
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let mut row = store::load_for_update(tx, &id).await?;
                let supervises = caller.may(Permission::SuperviseConversations);
                match row.owner {
                    Owner::Agent if is_mine(&row, &me) || supervises => {}
                    Owner::Closed => return Err(rules::over()),
                    _ => return Err(not_yours()),
                }
                let colleague = agents::load(tx, &helper).await?;
                if !colleague.is_at_work() || is_mine(&row, &helper) {
                    return Err(Error::conflict(
                        "conversation.cannot_help",
                        "this colleague is not at work, or serves it already",
                    ));
                }
                if row.helpers.contains(&helper) {
                    return Ok(());
                }
                if row.helpers.len() >= HELPERS_MAX {
                    return Err(Error::conflict(
                        "conversation.too_many_helpers",
                        "enough colleagues help already",
                    ));
                }
                row.helpers.push(helper.clone());
                let from = agents::load(tx, &me).await?;
                let notice = Content::notice_with(
                    "assist.invited",
                    [
                        ("from", json!(from.name)),
                        ("to", json!(colleague.name)),
                        ("to_id", json!(helper)),
                        ("question", json!(question)),
                    ],
                );
                say(tx, &mut row, Said::by_system(notice)).await?;
                store::save(tx, &row).await?;
                let entry = audit::Entry::new(&caller, "conversation.help_asked", &id);
                audit::record(tx, entry.detail(json!({"helper": helper}))).await?;
                announce(tx, &row, "conversation.help_asked", None).await
            })
        })
        .await
}

/// A colleague no longer helps: they left, or whoever serves or supervises thanked them.
pub(crate) async fn dismiss(
    tenant: &Tenant,
    caller: &Caller,
    id: String,
    helper: String,
) -> Result<()> {
    let caller = caller.clone();
    let me = caller.agent_id()?.to_owned();
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let mut row = store::load_for_update(tx, &id).await?;
                let may = me == helper
                    || is_mine(&row, &me)
                    || caller.may(Permission::SuperviseConversations);
                if !may {
                    return Err(not_yours());
                }
                let before = row.helpers.len();
                row.helpers.retain(|one| *one != helper);
                if row.helpers.len() == before {
                    return Ok(());
                }
                if row.owner != Owner::Closed {
                    let name = agents::load(tx, &helper).await?.name;
                    let notice = Content::notice_with("assist.left", [("name", json!(name))]);
                    say(tx, &mut row, Said::by_system(notice)).await?;
                }
                store::save(tx, &row).await?;
                // Who left hears it too, to take it off their list.
                announce(tx, &row, "conversation.help_ended", Some(&helper)).await
            })
        })
        .await
}
