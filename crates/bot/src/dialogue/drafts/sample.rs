//! A shop for trials: three orders that nobody made, two sizes of everything, two addresses. Whatever is confirmed there is done at once and
//! nowhere.

use serde_json::{Value, json};
use shanying_commerce::connectors::{Authority, ChangeKind, Fact, Outcome, Preview, Source};
use shanying_commerce::coupons::{Coupon, CouponState};
use shanying_commerce::money::Money;
use shanying_commerce::orders::{Amounts, Order, OrderItem, OrderStatus, Receiver, RefundStatus};
use shanying_commerce::shipments::{Shipment, ShipmentState, Trace};
use shanying_commerce::tools::WriteState;
use shanying_kernel::Time;

use super::trial::NO_NUMBER;
use crate::dialogue::rules::{Told, Want};

const HOUR_MS: i64 = 3_600_000;
const CURRENCY: &str = "CNY";
/// What everything costs there.
const PRICE: i64 = 12_800;
/// How many there are of everything.
const STOCK: i64 = 5;

/// A coupon that takes `value` off from 199 yuan on.
fn coupon((id, title): (&str, &str), value: i64, state: CouponState, now: Time) -> Coupon {
    Coupon {
        id: id.to_owned(),
        title: title.to_owned(),
        threshold: Money::new(19_900, CURRENCY),
        value: Money::new(value, CURRENCY),
        valid_from: now,
        valid_to: Time(now.0 + 30 * 24 * HOUR_MS),
        state,
    }
}

/// What the shop of a trial tells.
pub(in crate::dialogue) fn answer(want: &Want, now: Time) -> Told {
    match want {
        Want::Orders => Told::Orders(orders(now)),
        Want::Read { tool, arguments } => {
            let no = arguments.get("order_no").and_then(|no| no.as_str());
            let orders = orders(now);
            let order = orders.iter().find(|order| Some(order.no.as_str()) == no);
            match (tool.as_str(), order) {
                ("get_order", Some(order)) => Told::Read(json!(order)),
                ("track_order", Some(order)) => Told::Read(json!({"items": order.shipments})),
                ("list_order_goods", Some(order)) => Told::Read(json!({"items": order
                    .items
                    .iter()
                    .map(|item| json!({"id": item.sku_id, "label": item.title}))
                    .collect::<Vec<_>>()})),
                ("get_order" | "track_order" | "list_order_goods", None) => Told::Refused {
                    code: "not_found.order".to_owned(),
                    field: String::new(),
                },
                ("list_orders", _) => Told::Read(json!({"items": orders})),
                ("list_specs", _) => Told::Read(json!({"items": [
                    {"id": "s5", "label": "25ml×5片", "price": {"amount": PRICE}, "stock": 40},
                    {"id": "s10", "label": "25ml×10片", "price": {"amount": 2 * PRICE}, "stock": 40},
                    {"id": "s1", "label": "单片试用装", "price": {"amount": 990}, "stock": 0},
                ]})),
                ("list_addresses", _) => Told::Read(json!({"items": [
                    {"id": "a1", "label": "林** 138****8000 浙江省杭州市西湖区****"},
                    {"id": "a2", "label": "林** 138****8000 上海市徐汇区****"},
                ]})),
                ("list_coupons", _) => Told::Read(json!({"items": [
                    coupon(("c20", "满199减20"), 2_000, CouponState::Usable, now),
                    coupon(("c50", "会员生日券 满199减50"), 5_000, CouponState::Usable, now),
                    coupon(("c9", "去年的券"), 900, CouponState::Expired, now),
                ]})),
                ("get_points", _) => Told::Read(json!({"balance": 1280, "moves": []})),
                _ => Told::Read(json!({"items": []})),
            }
        }
        Want::Preview { tool, arguments } if tool == "create_order" => buys(arguments),
        Want::Preview { tool, arguments } => {
            let sum = arguments.get("amount").and_then(serde_json::Value::as_i64);
            Told::Preview {
                token: tool.clone(),
                preview: Preview {
                    kind: kind(tool),
                    order_no: None,
                    authority: Authority::Alone,
                    amount: sum.map(|sum| Money::new(sum, CURRENCY)),
                    facts: Vec::new(),
                },
            }
        }
        Want::Confirm { token } => Told::Written {
            state: WriteState::Done,
            outcome: Some(Outcome {
                kind: kind(token),
                order_no: None,
                number: Some(NO_NUMBER.to_owned()),
                amount: None,
                facts: Vec::new(),
            }),
        },
    }
}

/// What an order would come to: as many of it, two coupons, no carriage.
fn buys(arguments: &Value) -> Told {
    let text = |name: &str| arguments.get(name).and_then(Value::as_str);
    let refused = |field: &str| Told::Refused {
        code: "invalid.field".to_owned(),
        field: field.to_owned(),
    };
    let receiver = arguments.get("receiver");
    let part = |name: &str| receiver.and_then(|to| to.get(name)).and_then(Value::as_str);
    let parts = ["province", "city", "district", "street", "name", "phone"];
    if let Some(missing) = parts.iter().find(|name| part(name).is_none())
        && text("address_id").is_none()
    {
        return refused(missing);
    }
    let count = arguments
        .get("quantity")
        .and_then(Value::as_i64)
        .unwrap_or(1);
    if count > STOCK {
        return Told::Refused {
            code: "order.out_of_stock".to_owned(),
            field: STOCK.to_string(),
        };
    }
    let (size, price) = match text("sku_id") {
        Some("s10") => ("25ml×10片", 2 * PRICE),
        _ => ("25ml×5片", PRICE),
    };
    let goods = price * count;
    let coupon = match text("coupon_id") {
        Some("none") => None,
        Some("c20") => Some(("满199减20", 2_000)),
        _ => Some(("会员生日券 满199减50", 5_000)),
    }
    .filter(|_| goods >= 19_900);
    let (city, district) = (part("city").unwrap_or("杭州市"), part("district"));
    let mut facts = vec![
        Fact::new("order.line")
            .with("title", "试聊商品")
            .with("spec", size)
            .with("quantity", count)
            .with("price", price),
        Fact::new("order.goes_to")
            .with("name", "林**")
            .with("phone", "138****8000")
            .with("city", city)
            .with("district", district.unwrap_or("西湖区")),
    ];
    if let Some((title, value)) = coupon {
        let fact = Fact::new("order.coupon").with("title", title);
        facts.push(fact.with("value", value));
    }
    facts.push(Fact::new("order.carriage").with("amount", 0));
    let total = goods - coupon.map_or(0, |(_, value)| value);
    Told::Preview {
        token: "create_order".to_owned(),
        preview: Preview {
            kind: ChangeKind::CreateOrder,
            order_no: None,
            authority: Authority::Alone,
            amount: Some(Money::new(total, CURRENCY)),
            facts,
        },
    }
}

fn kind(tool: &str) -> ChangeKind {
    ChangeKind::parse(tool).unwrap_or(ChangeKind::UrgeShipment)
}

fn orders(now: Time) -> Vec<Order> {
    use ChangeKind::{
        CancelOrder, ChangeAddress, ProtectPrice, RequestInvoice, RequestRefund, UrgeShipment,
    };
    vec![
        order(
            ("20260000000001", OrderStatus::Paid, 5),
            ("玻尿酸补水面膜", 12_800),
            &[ChangeAddress, CancelOrder, UrgeShipment],
            now,
        ),
        order(
            ("20260000000002", OrderStatus::Shipped, 40),
            ("氨基酸洁面乳", 8_900),
            &[UrgeShipment, RequestInvoice, ProtectPrice],
            now,
        ),
        order(
            ("20260000000003", OrderStatus::Delivered, 120),
            ("烟酰胺精华液", 23_900),
            &[RequestRefund, RequestInvoice, ProtectPrice],
            now,
        ),
    ]
}

fn order(
    (no, status, hours): (&str, OrderStatus, i64),
    (title, price): (&str, i64),
    allowed: &[ChangeKind],
    now: Time,
) -> Order {
    let made = Time(now.0 - hours * HOUR_MS);
    let sent = (status != OrderStatus::Paid).then_some(Time(made.0 + 8 * HOUR_MS));
    let money = |minor| Money::new(minor, CURRENCY);
    Order {
        no: no.to_owned(),
        status,
        refund_status: RefundStatus::None,
        created_at: made,
        paid_at: Some(made),
        shipped_at: sent,
        delivered_at: None,
        finished_at: None,
        amount: Amounts {
            goods: money(price),
            shipping: money(0),
            discount: money(0),
            paid: money(price),
        },
        receiver: Receiver {
            name: "林**".to_owned(),
            phone: "138****8000".to_owned(),
            province: "浙江省".to_owned(),
            city: "杭州市".to_owned(),
            district: "西湖区".to_owned(),
            street: "***".to_owned(),
        },
        items: vec![OrderItem {
            sku_id: no.to_owned(),
            product_id: no.to_owned(),
            title: title.to_owned(),
            spec: String::new(),
            quantity: 1,
            price: money(price),
            image: String::new(),
            refundable: 1,
        }],
        shipments: sent.map(|sent| parcel(sent, now)).into_iter().collect(),
        refunds: Vec::new(),
        invoice: None,
        remark: String::new(),
        allowed: allowed.to_vec(),
        source: Source {
            connector: "trial".to_owned(),
            fetched_at: now,
            stale: false,
        },
    }
}

fn parcel(sent: Time, now: Time) -> Shipment {
    Shipment {
        carrier_code: "shunfeng".to_owned(),
        carrier_name: "顺丰速运".to_owned(),
        tracking_no: "SF0000000001".to_owned(),
        state: ShipmentState::InTransit,
        traces: vec![Trace {
            time: Time(now.0 - 3 * HOUR_MS),
            text: "快件已到达杭州转运中心".to_owned(),
            location: "杭州".to_owned(),
            state: ShipmentState::InTransit,
        }],
        eta: Some(Time(now.0 + 20 * HOUR_MS)),
        signed_by: String::new(),
        shipped_at: sent,
    }
}
