//! A message left that an agent answers in the conversation itself: its ticket knows.

use shanying_kernel::{Result, Time};
use shanying_storage::Tx;

use super::change::set_category;
use super::{Office, announce, tick};
use crate::conversations::model::{Sender, SenderKind};
use crate::tickets::model::{Category, Origin};
use crate::tickets::rules::clocks::Happened;
use crate::tickets::store;

/// An agent spoke in a conversation: tickets that it became by itself are answered, and belong to the
/// agent where they belonged to nobody.
pub(crate) async fn served(tx: &mut Tx, conversation_id: &str, sender: &Sender) -> Result<()> {
    let Some(agent_id) = sender
        .id
        .as_ref()
        .filter(|_| sender.kind == SenderKind::Agent)
    else {
        return Ok(());
    };
    for found in store::of_conversation(tx, conversation_id).await? {
        let born = matches!(found.origin, Origin::LeftMessage | Origin::Overflow);
        if !born || found.category.is_done() {
            continue;
        }
        let mut row = store::load_for_update(tx, &found.id).await?;
        let office = Office::load(tx).await?;
        let mut happened = vec![Happened::Answered];
        if row.category == Category::New
            && let Some(open) = office.settings.first(Category::Open)
        {
            set_category(&mut row, &open.key, Category::Open, Time(tx.now_ms()));
            happened.push(Happened::Status {
                pauses: open.pauses,
            });
        }
        row.agent_id.get_or_insert_with(|| agent_id.clone());
        row.customer_spoke_at = None;
        tick(tx, &office, &mut row, &happened).await?;
        store::save(tx, &mut row).await?;
        let actor = shanying_kernel::Actor {
            kind: shanying_kernel::ActorKind::Agent,
            id: Some(agent_id.clone()),
            name: sender.name.clone(),
        };
        announce(tx, &row, "ticket.answered", &actor, false).await?;
    }
    Ok(())
}
