//! What the shop told, in words of both languages.

use jiff::SignedDuration;
use jiff::civil::DateTime;
use serde::de::DeserializeOwned;
use serde_json::Value;
use shanying_commerce::connectors::{ChangeKind, Fact, Outcome};
use shanying_commerce::coupons::{Coupon, Points};
use shanying_commerce::money::Money;
use shanying_commerce::orders::{Order, OrderStatus};
use shanying_commerce::refunds::{Refund, RefundState};
use shanying_commerce::shipments::{Shipment, ShipmentState};
use shanying_kernel::Time;

use super::aids::{order_card, refund_card};
use super::bought;
use super::values::plain_money;
use super::wording::Voice;
use crate::dialogue::model::{Aid, OptionChip, ParcelCard};

/// A parcel of which nothing was heard for longer is late.
const SILENT_HOURS: i64 = 48;
/// Letters that a name shares with an order's goods, at least.
const SHARED: usize = 2;

pub(super) fn both(voice: Voice<'_>, zh: &str, en: &str) -> String {
    if voice.english() { en } else { zh }.to_owned()
}

fn money(amount: &Money) -> String {
    plain_money(amount.amount)
}

pub(super) fn status(voice: Voice<'_>, status: OrderStatus) -> &'static str {
    let (zh, en) = match status {
        OrderStatus::PendingPayment => ("待付款", "to be paid"),
        OrderStatus::Paid => ("待发货", "being packed"),
        OrderStatus::PartiallyShipped => ("部分发货", "partly sent"),
        OrderStatus::Shipped => ("运输中", "on its way"),
        OrderStatus::Delivered => ("已签收", "delivered"),
        OrderStatus::Completed => ("已完成", "completed"),
        OrderStatus::Cancelled => ("已取消", "cancelled"),
        OrderStatus::Closed => ("已关闭", "closed"),
    };
    if voice.english() { en } else { zh }
}

/// An order in a few words: what, how far, what it cost.
pub(super) fn order_label(voice: Voice<'_>, order: &Order) -> String {
    let title = order
        .items
        .first()
        .map_or_else(String::new, |item| item.title.clone());
    let count = order.items.len();
    let what = match (count > 1, voice.english()) {
        (false, _) => title,
        (true, false) => format!("{title}等{count}件"),
        (true, true) => format!("{title} and {} more", count - 1),
    };
    let tail: String = order.no.chars().rev().take(4).collect();
    let tail: String = tail.chars().rev().collect();
    let (status, paid) = (status(voice, order.status), money(&order.amount.paid));
    format!("{what} · {status} · ¥{paid} · …{tail}")
}

/// Orders that are neither over nor with the customer.
pub(crate) const UNDER_WAY: &str = "under_way";

/// Whether the shop allows a change of an order; everything when none is named.
pub(super) fn allows(order: &Order, what: &str) -> bool {
    match what {
        "" => true,
        UNDER_WAY => matches!(
            order.status,
            OrderStatus::Paid | OrderStatus::PartiallyShipped | OrderStatus::Shipped
        ),
        change => order.allowed.iter().any(|kind| kind.code() == change),
    }
}

/// Whether a message names what an order holds: two letters together of its goods.
pub(super) fn is_named(order: &Order, text: &str) -> bool {
    order.items.iter().any(|item| {
        let letters: Vec<char> = item.title.to_lowercase().chars().collect();
        letters.windows(SHARED).any(|pair| {
            pair.iter().all(|c| c.is_alphanumeric() && !c.is_ascii())
                && text.contains(&pair.iter().collect::<String>())
        })
    })
}

/// A sentence of the shop; none for codes that are for the staff.
pub(super) fn fact(voice: Voice<'_>, fact: &Fact) -> Option<String> {
    let text = |name: &str| match fact.params.get(name) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    };
    Some(match fact.code.as_str() {
        "order.goes_to" => {
            let (province, city) = (text("province"), text("city"));
            let same = province.trim_end_matches('市') == city.trim_end_matches('市');
            let city = if same {
                city
            } else {
                format!("{province}{city}")
            };
            let place = format!("{city}{}", text("district"));
            let (name, phone) = (text("name"), text("phone"));
            both(
                voice,
                &format!("寄给{name}（{phone}），{place}"),
                &format!("Goes to {name} ({phone}), {place}"),
            )
        }
        "order.address_changes_once" => both(
            voice,
            "每个订单只能改一次地址",
            "The address of an order can be changed once",
        ),
        "refund.goes_back_same_way" => {
            both(voice, "退款原路退回", "The money goes back the way it came")
        }
        "refund.send_back_first" => both(
            voice,
            "请先把商品寄回，仓库签收后处理",
            "Please send the goods back first; it goes on when they arrive",
        ),
        "refund.is_looked_at" | "compensation.is_looked_at" => return None,
        "order.warehouse_is_asked" => both(
            voice,
            "会请仓库尽快发货",
            "The warehouse will be asked to hurry",
        ),
        "order.carrier_is_asked" => both(
            voice,
            "会请快递尽快派送",
            "The carrier will be asked to hurry",
        ),
        "compensation.coupon" => both(voice, "以优惠券发放", "Given as a coupon"),
        "compensation.points" => {
            let points = text("points");
            both(
                voice,
                &format!("以积分发放，共{points}分"),
                &format!("Given as {points} points"),
            )
        }
        _ => return bought::fact(voice, fact),
    })
}

/// What the customer gets, before it is done.
pub(super) fn amount(voice: Voice<'_>, kind: ChangeKind, amount: &Money) -> String {
    let sum = money(amount);
    let (zh, en) = match kind {
        ChangeKind::RequestInvoice => ("开票金额", "Amount of the invoice"),
        ChangeKind::Compensate => ("补偿金额", "Compensation"),
        ChangeKind::ProtectPrice => ("退回差价", "Difference paid back"),
        ChangeKind::CreateOrder => ("合计应付", "To be paid"),
        _ => ("退款金额", "Refund"),
    };
    if voice.english() {
        format!("{en}: ¥{sum}")
    } else {
        format!("{zh}：{sum}元")
    }
}

/// What was done: the task's own words, or words for what it is.
pub(super) fn done(voice: Voice<'_>, own: &str, outcome: &Outcome) -> String {
    let (number, sum) = (
        outcome.number.clone().unwrap_or_default(),
        outcome.amount.as_ref().map(money).unwrap_or_default(),
    );
    let words = if own.is_empty() {
        match (number.is_empty(), voice.english()) {
            (true, false) => "办好了。",
            (true, true) => "Done.",
            (false, false) => "办好了，编号{number}。",
            (false, true) => "Done; its number is {number}.",
        }
    } else {
        own
    };
    let mut text = words.replace("{number}", &number).replace("{amount}", &sum);
    for fact in &outcome.facts {
        if let Some(sentence) = self::fact(voice, fact) {
            text.push_str(&sentence);
            text.push_str(if voice.english() { ". " } else { "。" });
        }
    }
    text
}

/// Whether a parameter is a part of an address.
pub(super) fn is_place(field: &str) -> bool {
    ["province", "city", "district", "street", "receiver"].contains(&field)
}

/// Whether it may work a little later.
pub(super) fn passes(code: &str) -> bool {
    matches!(
        code,
        "shop.timeout"
            | "shop.failed"
            | "shop.malformed"
            | "tool.in_progress"
            | "shop.open_circuit"
    )
}

/// Why the shop says no.
pub(super) fn reason(voice: Voice<'_>, code: &str, field: &str) -> String {
    let (zh, en) = match code {
        "order.already_shipped" => (
            "这个订单已经发货，改不了了。可以在派件前联系快递转寄，或者请同事帮您。",
            "This order has been sent already. The carrier may redirect it, or a colleague can help.",
        ),
        "order.closed" => ("这个订单已经结束了。", "This order is over."),
        "order.delivered" => (
            "这个订单已经签收了。",
            "This order has been delivered already.",
        ),
        "order.not_paid" => ("这个订单还没有付款。", "This order has not been paid yet."),
        "order.not_shipped" => ("这个订单还没有发货。", "This order has not been sent yet."),
        "order.address_changed_before" => (
            "这个订单的地址已经改过一次，不能再改了。",
            "The address of this order was changed before and cannot be changed again.",
        ),
        "order.urged_before" => (
            "刚才已经催过了，正在处理，请再等等。",
            "It was urged a short while ago and is being seen to.",
        ),
        "refund.too_late" => (
            "已经过了可以申请售后的时间。",
            "The time for returns is over.",
        ),
        "refund.nothing_left" => (
            "这个订单的商品已经全部申请过售后了。",
            "Everything of this order was asked back already.",
        ),
        "refund.not_received" => (
            "还没收到货时不能申请退换，可以先取消订单。",
            "Returns begin when the goods have arrived; until then the order can be cancelled.",
        ),
        "price.not_lower" => (
            "查了一下，现在的价格没有比您买的时候低，不用补差价。",
            "The price is not lower than what you paid.",
        ),
        "price.too_late" => (
            "已经过了价格保护的时间。",
            "The time of price protection is over.",
        ),
        "invoice.made_before" => (
            "这个订单已经开过发票了。",
            "An invoice was made for this order already.",
        ),
        "invoice.too_late" => (
            "已经过了可以开发票的时间。",
            "The time for invoices is over.",
        ),
        "order.price_changed" => (
            "刚刚价格有变化，没有按原来的价格下单，新的合计是：",
            "The price has just changed, so nothing was ordered; it comes to this now: ",
        ),
        "coupon.not_usable" => (
            "这张优惠券用不了了（过期、用过或没到门槛），已帮您换成最划算的算法：",
            "This coupon cannot be used any more; this is the best without it: ",
        ),
        "not_found.product" => (
            "这款商品现在没有在卖，要不要换一款？",
            "This is not sold at the moment; shall we look at another?",
        ),
        "invalid.field" if field == "quantity" => {
            ("这个件数下不了单。", "This number cannot be ordered. ")
        }
        "not_found.order" => (
            "您名下没有这个订单，请核对一下订单号。",
            "You have no such order; please check its number. ",
        ),
        "invalid.field" if is_place(field) => (
            "地址还不完整，请写上省、市、区和街道门牌。",
            "The address is not complete: province, city, district and street, please. ",
        ),
        "invalid.field" if field == "phone" => (
            "这个电话号码好像不对。",
            "This telephone number does not look right. ",
        ),
        "invalid.field" if field == "email" => (
            "这个邮箱好像不对，请检查一下。",
            "This e-mail address does not look right.",
        ),
        code if passes(code) => (
            "店铺系统暂时没有回应，已填的内容都留着，稍后再试一次就行。",
            "The shop does not answer at the moment. What you told me is kept; please try again.",
        ),
        _ => (
            "这件事我这里办不了，可以请同事帮您看看。",
            "I cannot do this here; a colleague can have a look.",
        ),
    };
    both(voice, zh, en)
}

fn read<T: DeserializeOwned>(value: &Value, list: &str) -> Vec<T> {
    let items = value.get(list).cloned().unwrap_or(Value::Null);
    serde_json::from_value(items).unwrap_or_default()
}

/// What was looked up: in words, what may be asked next, and on a card.
#[derive(Default)]
pub(super) struct Looked {
    pub text: String,
    pub options: Vec<OptionChip>,
    pub aid: Option<Aid>,
}

impl Looked {
    fn plain(text: String) -> Self {
        Self {
            text,
            ..Self::default()
        }
    }
}

/// Puts what a tool gave into words; `order` is the one that it was asked about, where it is known.
pub(super) fn looked_up(
    voice: Voice<'_>,
    tool: &str,
    (value, order): (&Value, Option<&Order>),
    here: Here,
) -> Looked {
    match tool {
        "track_order" => parcels(voice, (&read(value, "items"), order), here),
        "list_coupons" => Looked::plain(coupons(voice, &read(value, "items"))),
        "list_refunds" => refunds(voice, &read(value, "items")),
        "get_points" => Looked::plain(points(voice, value)),
        "get_order" => orders(voice, std::slice::from_ref(value)),
        "list_orders" => {
            let items = value.get("items").and_then(Value::as_array);
            orders(voice, items.map_or(&[], Vec::as_slice))
        }
        _ => Looked::plain(value.to_string()),
    }
}

fn orders(voice: Voice<'_>, values: &[Value]) -> Looked {
    let orders: Vec<Order> = values
        .iter()
        .filter_map(|value| serde_json::from_value(value.clone()).ok())
        .collect();
    if orders.is_empty() {
        return Looked::plain(both(voice, "没有查到订单。", "There are no orders."));
    }
    let lines: Vec<String> = orders
        .iter()
        .map(|order| order_label(voice, order))
        .collect();
    Looked {
        text: lines.join("\n"),
        options: Vec::new(),
        aid: Some(Aid::Orders {
            lead: both(voice, "帮您查到了：", "Here is what I found:"),
            orders: orders
                .iter()
                .map(|order| order_card(voice, order))
                .collect(),
        }),
    }
}

fn coupons(voice: Voice<'_>, coupons: &[Coupon]) -> String {
    let usable: Vec<String> = coupons
        .iter()
        .filter(|coupon| coupon.state.code() == "usable")
        .map(|coupon| format!("{} ¥{}", coupon.title, money(&coupon.value)))
        .collect();
    if usable.is_empty() {
        return both(
            voice,
            "您目前没有可以用的优惠券。",
            "You have no coupons at the moment.",
        );
    }
    let list = usable.join("\n");
    both(
        voice,
        &format!("您有{}张优惠券可以用：\n{list}", usable.len()),
        &format!("You have {} coupons:\n{list}", usable.len()),
    )
}

fn points(voice: Voice<'_>, value: &Value) -> String {
    let balance =
        serde_json::from_value::<Points>(value.clone()).map_or(0, |points| points.balance);
    both(
        voice,
        &format!("您现在有{balance}积分。"),
        &format!("You have {balance} points."),
    )
}

/// Refunds that are told at once.
const REFUNDS: usize = 5;

fn refunds(voice: Voice<'_>, refunds: &[Refund]) -> Looked {
    let shown = || refunds.iter().take(REFUNDS);
    let lines: Vec<String> = shown()
        .map(|refund| {
            let state = refund_state(voice, refund.state);
            format!("{} · ¥{} · {state}", refund.no, money(&refund.amount))
        })
        .collect();
    if lines.is_empty() {
        return Looked::plain(both(
            voice,
            "您最近没有退款或退换货。",
            "There are no refunds or returns.",
        ));
    }
    Looked {
        text: lines.join("\n"),
        options: Vec::new(),
        aid: Some(Aid::Refunds {
            lead: both(voice, "您的售后进度：", "This is how far your returns are:"),
            refunds: shown().map(|refund| refund_card(voice, refund)).collect(),
        }),
    }
}

pub(super) fn refund_state(voice: Voice<'_>, state: RefundState) -> String {
    let (zh, en) = match state.code() {
        "applied" => ("已申请", "asked for"),
        "seller_review" => ("审核中", "looked at"),
        "wait_buyer_return" => ("等您寄回", "to be sent back"),
        "returning" => ("寄回途中", "on its way back"),
        "received" => ("仓库已收到", "received"),
        "refunding" => ("退款中", "being paid back"),
        "refunded" => ("已退款", "paid back"),
        "rejected" => ("未通过", "refused"),
        "closed" => ("已关闭", "closed"),
        other => (other, other),
    };
    both(voice, zh, en)
}

fn parcels(
    voice: Voice<'_>,
    (parcels, order): (&[Shipment], Option<&Order>),
    here: Here,
) -> Looked {
    let order = order.map(|order| order_card(voice, order));
    if parcels.is_empty() {
        let text = both(
            voice,
            "这个订单还没有发货，仓库正在准备。着急的话我可以帮您催一下。",
            "This order has not been sent yet; the warehouse is at it. Shall I ask them to hurry?",
        );
        return Looked {
            aid: order.map(|order| Aid::Parcels {
                lead: text.clone(),
                order: Some(order),
                parcels: Vec::new(),
            }),
            text,
            options: vec![urge(voice)],
        };
    }
    let mut options = Vec::new();
    let (mut lines, mut notes) = (Vec::new(), Vec::new());
    for parcel in parcels {
        let state = parcel_state(voice, parcel.state);
        let mut line = format!("{} {}：{state}", parcel.carrier_name, parcel.tracking_no);
        if let Some(trace) = parcel.traces.first() {
            line.push_str(&format!("\n{} {}", here.moment(trace.time), trace.text));
        }
        let note = outlook(voice, parcel, here);
        if let Some((note, late)) = note {
            line.push('\n');
            line.push_str(&note);
            if late {
                notes.push(note);
                options = vec![urge(voice), voice.person()];
            }
        }
        lines.push(line);
    }
    let lead = if notes.is_empty() {
        both(voice, "包裹到这里了：", "This is where it is:")
    } else {
        notes.join("\n")
    };
    let card = |parcel: &Shipment| ParcelCard {
        parcel: parcel.clone(),
        state: parcel_state(voice, parcel.state),
    };
    Looked {
        text: lines.join("\n"),
        options,
        aid: Some(Aid::Parcels {
            lead,
            order,
            parcels: parcels.iter().map(card).collect(),
        }),
    }
}

/// What is to be expected of a parcel, and whether it is late.
fn outlook(voice: Voice<'_>, parcel: &Shipment, here: Here) -> Option<(String, bool)> {
    let over = matches!(
        parcel.state,
        ShipmentState::Delivered | ShipmentState::Returned | ShipmentState::Refused
    );
    let last = parcel
        .traces
        .first()
        .map_or(parcel.shipped_at, |trace| trace.time);
    let silent = here.hours_since(last) >= SILENT_HOURS;
    if parcel.state == ShipmentState::Exception || silent && !over {
        let text = both(
            voice,
            "这个包裹有一阵子没有新消息了，可能在中转站延误。要不要我帮您催一下快递？",
            "Nothing was heard of it for a while; it may be delayed. Shall I ask the carrier to hurry?",
        );
        return Some((text, true));
    }
    let day = here.day(parcel.eta.filter(|_| !over)?);
    let text = both(
        voice,
        &format!("预计{day}送到。"),
        &format!("It should arrive on {day}."),
    );
    Some((text, false))
}

fn urge(voice: Voice<'_>) -> OptionChip {
    OptionChip::plain(&both(voice, "帮我催一下", "Please hurry it"))
}

fn parcel_state(voice: Voice<'_>, state: ShipmentState) -> String {
    let (zh, en) = match state {
        ShipmentState::Created => ("快递单已打印，等快递取件", "waiting for the carrier"),
        ShipmentState::PickedUp => ("快递已取件", "picked up"),
        ShipmentState::InTransit => ("运输中", "on its way"),
        ShipmentState::OutForDelivery => ("正在派送", "out for delivery"),
        ShipmentState::Delivered => ("已签收", "delivered"),
        ShipmentState::Exception => ("运输异常", "something is wrong"),
        ShipmentState::Returning => ("退回途中", "on its way back"),
        ShipmentState::Returned => ("已退回", "back at the shop"),
        ShipmentState::Customs => ("清关中", "at customs"),
        ShipmentState::Refused => ("已拒收", "not accepted"),
    };
    both(voice, zh, en)
}

/// The customer's local time beside the server's, so that times of the shop are read in it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Here {
    pub now: DateTime,
    pub now_ms: i64,
}

impl Here {
    fn at(self, time: Time) -> DateTime {
        let since = SignedDuration::from_millis(time.0.saturating_sub(self.now_ms));
        self.now.checked_add(since).unwrap_or(self.now)
    }

    fn moment(self, time: Time) -> String {
        self.at(time).strftime("%m-%d %H:%M").to_string()
    }

    fn day(self, time: Time) -> String {
        self.at(time).strftime("%m-%d").to_string()
    }

    fn hours_since(self, time: Time) -> i64 {
        (self.now_ms - time.0) / 3_600_000
    }
}
