//! Tickets over HTTP: for the staff here, for customers in `widget`.

mod desk;
mod export;
mod saved;
mod sections;
pub(crate) mod widget;
mod work;

use shanying_kernel::Result;
use shanying_people::agents;
use shanying_storage::Tx;
use shanying_web_kit::{Caller, Grant, Permission, Router};

use super::model::TicketRow;
use super::rules::{self, Looker};
use super::store;

/// The routes of this room.
pub fn routes() -> Router {
    Router::new()
        .merge(desk::routes())
        .merge(work::routes())
        .merge(export::routes())
        .merge(sections::routes())
        .merge(saved::routes())
}

/// Serving customers or reading everything is enough to look.
#[derive(Clone, Copy, Debug)]
struct Look;

impl Grant for Look {
    const PERMISSIONS: &'static [Permission] = &[
        Permission::ServeConversations,
        Permission::ViewAllConversations,
    ];
}

/// The caller, as far as tickets mind.
async fn looker(tx: &mut Tx, caller: &Caller) -> Result<Looker> {
    let agent_id = caller.staff.as_ref().map(|staff| staff.id.clone());
    let agent = match &agent_id {
        Some(id) => agents::find(tx, id).await?,
        None => None,
    };
    Ok(Looker {
        groups: agent.map(|agent| agent.groups).unwrap_or_default(),
        sees_all: caller.may(Permission::ViewAllConversations),
        agent_id,
    })
}

/// The error unless the caller sees the ticket; those of others do not exist for them.
async fn visible(tx: &mut Tx, caller: &Caller, row: TicketRow) -> Result<TicketRow> {
    let looker = looker(tx, caller).await?;
    let watches = match &looker.agent_id {
        Some(me) => store::watched_by(tx, &row.id, me).await?,
        None => false,
    };
    if rules::is_visible(&looker, &row, watches) {
        Ok(row)
    } else {
        Err(store::unknown())
    }
}

/// The number of a ticket, if it is there and the caller sees it.
pub(crate) async fn number_for(tx: &mut Tx, caller: &Caller, id: &str) -> Result<Option<i64>> {
    let row = match store::load(tx, id).await {
        Ok(row) => row,
        Err(error) if error.code == "not_found.ticket" => return Ok(None),
        Err(error) => return Err(error),
    };
    let number = row.number;
    Ok(visible(tx, caller, row).await.ok().map(|_| number))
}

/// The ticket, held, if the caller sees it.
async fn held(tx: &mut Tx, caller: &Caller, id: &str) -> Result<TicketRow> {
    let row = store::load_for_update(tx, id).await?;
    visible(tx, caller, row).await
}
