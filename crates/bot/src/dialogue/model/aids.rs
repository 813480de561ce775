//! Cards beside the words: they help to read what is said, or to answer it. Whatever a card shows
//! stands in the words too, and whatever it takes may be typed, so that channels without cards have
//! the same talk.

use serde::{Deserialize, Serialize};
use shanying_commerce::money::Money;
use shanying_commerce::orders::OrderStatus;
use shanying_commerce::refunds::RefundState;
use shanying_commerce::shipments::Shipment;
use shanying_kernel::Time;
use utoipa::ToSchema;

use super::moves::OptionChip;

/// A card beside the words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
#[schema(as = TalkAid)]
pub enum Aid {
    /// Answers the question; what is chosen is said in words.
    Ask {
        /// What is asked for.
        field: Field,
    },
    /// Tells all that a task still misses at once: said as lines of `label：value`.
    Form {
        /// Of which task.
        task: String,
        /// Its name.
        title: String,
        /// What is missing; at least two.
        fields: Vec<Field>,
    },
    /// All that is to be confirmed.
    Summary {
        /// The words before it.
        lead: String,
        /// What was told.
        rows: Vec<SummaryRow>,
        /// What it comes to, in the shop's words.
        notes: Vec<String>,
        /// The words after it.
        tail: String,
    },
    /// Orders that were looked up.
    Orders {
        /// The words that the card does not show.
        lead: String,
        /// The latest first.
        orders: Vec<OrderCard>,
    },
    /// Where the parcels of an order are.
    Parcels {
        /// The words that the card does not show.
        lead: String,
        /// The order, where it is known.
        order: Option<OrderCard>,
        /// Its parcels; none before it was sent.
        parcels: Vec<ParcelCard>,
    },
    /// Refunds that were looked up.
    Refunds {
        /// The words that the card does not show.
        lead: String,
        /// The latest first.
        refunds: Vec<RefundCard>,
    },
}

impl Aid {
    /// Whether it repeats the words of its message.
    #[must_use]
    pub fn speaks(&self) -> bool {
        !matches!(self, Self::Ask { .. } | Self::Form { .. })
    }
}

/// A thing to tell.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = TalkField)]
pub struct Field {
    /// Its slot.
    pub key: String,
    /// Its name; a line of a form begins with it.
    pub label: String,
    /// Whether the task needs it.
    pub required: bool,
    /// How it is told.
    pub input: Input,
}

/// How a thing is told.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
#[schema(as = TalkInput)]
pub enum Input {
    /// One of the customer's orders; its number is typed where none are known.
    Order {
        /// To choose from.
        orders: Vec<OrderCard>,
    },
    /// One of a list, or several.
    Choice {
        /// The list.
        options: Vec<OptionChip>,
        /// Whether several hold together.
        many: bool,
    },
    /// A day, with an hour if they like.
    Time {
        /// Whether it must lie ahead.
        future: bool,
    },
    /// Where something is sent.
    Address {},
    /// A number.
    Count {
        /// At least.
        min: Option<i64>,
        /// At most.
        max: Option<i64>,
    },
    /// So many digits.
    Digits {
        /// How many.
        length: usize,
    },
    /// A mobile or landline number.
    Phone {},
    /// An amount of money.
    Money {},
    /// A person's name.
    Name {},
    /// Free words.
    Text {},
}

/// A line of what is to be confirmed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = TalkSummaryRow)]
pub struct SummaryRow {
    /// What it is.
    pub label: String,
    /// Its value in words.
    pub value: String,
    /// What a click on "change" says.
    pub change: String,
}

/// An order as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = TalkOrder)]
pub struct OrderCard {
    /// The number that customers read; to choose the order is to say it.
    pub no: String,
    /// How far it is.
    pub status: OrderStatus,
    /// The same in words.
    pub state: String,
    /// When it was made.
    pub made_at: Time,
    /// What was or is to be paid.
    pub paid: Money,
    /// What was bought.
    pub goods: Vec<GoodsLine>,
}

/// A line of an order as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = TalkGoods)]
pub struct GoodsLine {
    /// Its name.
    pub title: String,
    /// Size, colour …
    pub spec: String,
    /// How many.
    pub quantity: i64,
    /// Address of its picture.
    pub image: Option<String>,
}

/// A parcel as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = TalkParcel)]
pub struct ParcelCard {
    /// The parcel with its stations.
    pub parcel: Shipment,
    /// Where it is, in words.
    pub state: String,
}

/// A refund as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = TalkRefund)]
pub struct RefundCard {
    /// The number that customers read.
    pub no: String,
    /// Of which order.
    pub order_no: String,
    /// How much; nothing at an exchange.
    pub amount: Money,
    /// How far it is.
    pub status: RefundState,
    /// The same in words.
    pub state: String,
    /// The way so far, the oldest first.
    pub steps: Vec<RefundMark>,
}

/// A step of a refund as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = TalkRefundStep)]
pub struct RefundMark {
    /// When.
    pub at: Time,
    /// How far it was then, in words.
    pub state: String,
}
