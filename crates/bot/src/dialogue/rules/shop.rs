//! What a talk needs of the shop: asked for beforehand, so that the rules stay pure.
//!
//! A turn that lacks something says what it wants and is void; whoever leads the talk asks the shop
//! and makes the turn again with what it told.

use serde_json::Value;
use shanying_commerce::connectors::{Outcome, Preview};
use shanying_commerce::orders::Order;
use shanying_commerce::tools::WriteState;

/// Something that is asked of the shop.
#[derive(Clone, Debug, PartialEq)]
pub enum Want {
    /// The customer's latest orders.
    Orders,
    /// Something is looked up.
    Read {
        /// Name of the tool.
        tool: String,
        /// Its parameters.
        arguments: Value,
    },
    /// What a change would do.
    Preview {
        /// Name of the tool.
        tool: String,
        /// Its parameters.
        arguments: Value,
    },
    /// The change is made.
    Confirm {
        /// Of the preview.
        token: String,
    },
}

/// What the shop told.
#[derive(Clone, Debug)]
pub enum Told {
    /// Orders, the latest first.
    Orders(Vec<Order>),
    /// What was looked up, as the tool gives it.
    Read(Value),
    /// What would be done.
    Preview {
        /// Confirms it.
        token: String,
        /// What the customer should know.
        preview: Preview,
    },
    /// A change that is done, or waits for a person.
    Written {
        /// How far it is.
        state: WriteState,
        /// What was done.
        outcome: Option<Outcome>,
    },
    /// It cannot be.
    Refused {
        /// Code of the reason.
        code: String,
        /// The parameter that is at fault; of `order.out_of_stock` how many are left.
        field: String,
    },
}

/// The shop as a turn sees it, for a customer whose identity is proven.
#[derive(Clone, Debug, Default)]
pub struct ShopTalk {
    /// What was asked and told in this turn.
    pub told: Vec<(Want, Told)>,
}

impl ShopTalk {
    /// What was told when this was asked.
    pub(super) fn answer(&self, want: &Want) -> Option<&Told> {
        self.told
            .iter()
            .find(|(asked, _)| asked == want)
            .map(|(_, told)| told)
    }
}
