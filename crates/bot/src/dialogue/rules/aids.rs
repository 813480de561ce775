//! Cards beside the words of a talk: for what is asked, for all that is missing, for what is to be
//! confirmed, and for what was looked up.

use shanying_commerce::orders::Order;
use shanying_commerce::refunds::Refund;

use super::shop::{Told, Want};
use super::told;
use super::tools::{fitting, refers};
use super::wording::Voice;
use super::{Talk, is_needed};
use crate::dialogue::model::{
    Action, Aid, Field, GoodsLine, Input, OptionChip, OrderCard, RefundCard, RefundMark, SlotKind,
    SlotSpec, SummaryRow,
};

/// A form is worth it from so many things on.
const FIELDS: usize = 2;

impl Talk<'_> {
    /// Cards for the question after this slot, and the form of all that is missing.
    pub(super) fn aids(&mut self, slot: &SlotSpec) -> Vec<Aid> {
        let eased = match &slot.kind {
            SlotKind::Order { .. } => !self.orders_of(slot).is_empty(),
            kind => matches!(
                kind,
                SlotKind::Time { .. }
                    | SlotKind::Address { .. }
                    | SlotKind::Count { .. }
                    | SlotKind::Phone
            ),
        };
        let ask = eased.then(|| Aid::Ask {
            field: self.field(slot),
        });
        ask.into_iter().chain(self.form()).collect()
    }

    /// All that is still missing, when that is more than one thing. What is sold is asked for by what
    /// narrows most, and a flow asks along its way.
    fn form(&mut self) -> Option<Aid> {
        let (task, running) = self.current()?;
        if matches!(task.action, Action::Recommend { .. } | Action::Flow { .. }) {
            return None;
        }
        let missing =
            |slot: &&SlotSpec| !running.slots.contains_key(&slot.key) && is_needed(slot, running);
        let asked = |slot: &&SlotSpec| slot.required || !slot.ask.is_empty();
        // A picture is sent as a message, and a list of the shop may wait for what the form asks.
        let later = |slot: &SlotSpec| match &slot.kind {
            SlotKind::Pictures { .. } => true,
            SlotKind::Listed { arguments, .. } => arguments
                .values()
                .filter_map(|template| refers(template))
                .any(|(key, _)| !running.slots.contains_key(key)),
            _ => false,
        };
        let slots: Vec<&SlotSpec> = task
            .slots
            .iter()
            .filter(missing)
            .filter(asked)
            .filter(|slot| !later(slot))
            .collect();
        let fits = |slot: &SlotSpec| {
            !matches!(
                slot.kind,
                SlotKind::Attribute { .. } | SlotKind::Product | SlotKind::Listed { .. }
            )
        };
        if slots.iter().filter(|slot| slot.required).count() < FIELDS
            || !slots.iter().all(|slot| fits(slot))
        {
            return None;
        }
        let title = task.name.name(self.voice.locale).to_owned();
        let orders = slots
            .iter()
            .any(|slot| matches!(slot.kind, SlotKind::Order { .. }));
        if orders && self.world.shop.is_some() {
            self.ask_shop(Want::Orders)?;
        }
        Some(Aid::Form {
            task: task.key.clone(),
            title,
            fields: slots.into_iter().map(|slot| self.field(slot)).collect(),
        })
    }

    fn field(&self, slot: &SlotSpec) -> Field {
        let input = match &slot.kind {
            SlotKind::Order { .. } => Input::Order {
                orders: self.orders_of(slot),
            },
            SlotKind::Choice { many, .. } | SlotKind::Attribute { many, .. } => Input::Choice {
                options: self.choices(slot),
                many: *many,
            },
            SlotKind::YesNo => Input::Choice {
                options: self.choices(slot),
                many: false,
            },
            SlotKind::Time { future } => Input::Time { future: *future },
            SlotKind::Address { .. } => Input::Address {},
            SlotKind::Count { min, max, .. } => Input::Count {
                min: *min,
                max: *max,
            },
            SlotKind::Digits { length } => Input::Digits { length: *length },
            SlotKind::Phone => Input::Phone {},
            SlotKind::Money => Input::Money {},
            SlotKind::Name => Input::Name {},
            SlotKind::Text
            | SlotKind::Product
            | SlotKind::Listed { .. }
            | SlotKind::Pictures { .. } => Input::Text {},
        };
        Field {
            key: slot.key.clone(),
            label: slot.label.name(self.voice.locale).to_owned(),
            required: slot.required,
            input,
        }
    }

    /// The values to choose from; in a form, what does not matter is left empty.
    fn choices(&self, slot: &SlotSpec) -> Vec<OptionChip> {
        let mut options = self.options(slot);
        options.retain(|chip| *chip != self.voice.any());
        options
    }

    /// The orders to choose from, where the shop has told them in this turn.
    fn orders_of(&self, slot: &SlotSpec) -> Vec<OrderCard> {
        let told = self.world.shop.and_then(|shop| shop.answer(&Want::Orders));
        match (&slot.kind, told) {
            (SlotKind::Order { allows }, Some(Told::Orders(orders))) => fitting(orders, allows)
                .into_iter()
                .map(|order| order_card(self.voice, order))
                .collect(),
            _ => Vec::new(),
        }
    }

    /// The order that a tool was asked about, where the shop has told it in this turn.
    pub(super) fn known_order(&self, no: &str) -> Option<&Order> {
        match self.world.shop?.answer(&Want::Orders)? {
            Told::Orders(orders) => orders.iter().find(|order| order.no == no),
            _ => None,
        }
    }

    /// What is to be confirmed, with a way to change each of the things that were told.
    pub(super) fn summary(&self, lead: &str, notes: Vec<String>) -> Aid {
        let (before, after) = self.voice.confirm_words();
        Aid::Summary {
            lead: format!("{lead}{before}"),
            rows: self
                .rows()
                .into_iter()
                .map(|row| SummaryRow {
                    change: self.voice.change_chip(&row.label).say,
                    label: row.label,
                    value: row.value,
                })
                .collect(),
            notes,
            tail: after.to_owned(),
        }
    }
}

pub(super) fn order_card(voice: Voice<'_>, order: &Order) -> OrderCard {
    OrderCard {
        no: order.no.clone(),
        status: order.status,
        state: told::status(voice, order.status).to_owned(),
        made_at: order.created_at,
        paid: order.amount.paid.clone(),
        goods: order
            .items
            .iter()
            .map(|item| GoodsLine {
                title: item.title.clone(),
                spec: item.spec.clone(),
                quantity: item.quantity,
                image: Some(item.image.clone()).filter(|image| !image.is_empty()),
            })
            .collect(),
    }
}

pub(super) fn refund_card(voice: Voice<'_>, refund: &Refund) -> RefundCard {
    RefundCard {
        no: refund.no.clone(),
        order_no: refund.order_no.clone(),
        amount: refund.amount.clone(),
        status: refund.state,
        state: told::refund_state(voice, refund.state),
        steps: refund
            .timeline
            .iter()
            .map(|step| RefundMark {
                at: step.at,
                state: told::refund_state(voice, step.state),
            })
            .collect(),
    }
}
