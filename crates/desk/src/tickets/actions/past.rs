//! Tickets of the last days, for the demo companies: played through the same actions as live ones,
//! under a clock that stands where it happened.

use shanying_kernel::{Actor, Result};
use shanying_storage::Tx;

use super::{answer, change, comment, open_by_staff, urge};
use crate::tickets::model::{NewTicket, TicketPatch};
use crate::tickets::store;

/// Something that happened to a ticket.
#[derive(Clone, Debug)]
pub enum PastStep {
    /// Somebody of the staff said something.
    Said {
        /// Who.
        actor: Actor,
        /// What.
        text: String,
        /// To the customer.
        public: bool,
    },
    /// Somebody of the staff changed facts.
    Changed {
        /// Who.
        actor: Actor,
        /// What.
        patch: Box<TicketPatch>,
    },
    /// The customer answered.
    Answered {
        /// What.
        text: String,
    },
    /// The customer pressed.
    Urged,
}

/// Opens a ticket; its id.
pub async fn open_past(tx: &mut Tx, new: NewTicket) -> Result<String> {
    Ok(open_by_staff(tx, new).await?.id)
}

/// Lets something happen to a ticket.
pub async fn play(tx: &mut Tx, ticket_id: &str, step: PastStep) -> Result<()> {
    let mut row = store::load_for_update(tx, ticket_id).await?;
    let customer = row.customer_id.clone().unwrap_or_default();
    match step {
        PastStep::Said {
            actor,
            text,
            public,
        } => comment(tx, &actor, &mut row, &text, public)
            .await
            .map(|_| ()),
        PastStep::Changed { actor, patch } => change(tx, &actor, &mut row, *patch).await,
        PastStep::Answered { text } => answer(tx, &customer, ticket_id, &text).await,
        PastStep::Urged => urge(tx, &customer, ticket_id).await,
    }
}
