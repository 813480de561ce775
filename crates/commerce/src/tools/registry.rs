//! The one registry.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use shanying_kernel::{Error, Result};
use utoipa::{PartialSchema, ToSchema};

use super::goods;
use super::model::Risk;
use crate::connectors::{Capabilities, Change, ChangeKind, CompensationForm, ReadKind};
use crate::money::Money;
use crate::orders::{Address, OrderStatus};
use crate::purchases::Purchase;
use crate::refunds::{RefundItem, RefundKind, RefundReason};

/// A tool.
#[derive(Clone, Copy, Debug)]
pub struct Tool {
    /// Stable name.
    pub name: &'static str,
    /// In Chinese.
    pub title_zh: &'static str,
    /// In English.
    pub title_en: &'static str,
    /// For whoever chooses a tool, a language model too.
    pub description: &'static str,
    /// What it may cause.
    pub risk: Risk,
    /// What of the shop it needs.
    needs: Needs,
    schema: fn() -> Value,
    parse: fn(Value, &str) -> Result<Asked>,
}

#[derive(Clone, Copy, Debug)]
enum Needs {
    Read(ReadKind),
    Change(ChangeKind),
}

/// What a call asks for, once its parameters are understood.
pub(super) enum Asked {
    Orders {
        status: Option<OrderStatus>,
        limit: usize,
    },
    Order(String),
    Goods(String),
    Shipments(String),
    Refunds,
    Coupons,
    Points,
    Specs(String),
    Addresses,
    Quote(Purchase),
    Change(Change),
}

impl Tool {
    /// JSON Schema (2020-12) of the parameters; nothing else is taken.
    #[must_use]
    pub fn parameters(&self) -> Value {
        (self.schema)()
    }

    /// Whether the shop can do what the tool needs.
    pub(super) fn is_possible(&self, shop: &Capabilities) -> bool {
        match self.needs {
            Needs::Read(kind) => shop.reads.contains(&kind),
            Needs::Change(kind) => shop.changes.contains(&kind),
        }
    }

    /// Understands the parameters; `currency` is that of amounts.
    pub(super) fn asked(&self, arguments: Value, currency: &str) -> Result<Asked> {
        (self.parse)(arguments, currency)
    }
}

/// The tool of this name, or `not_found.tool`.
pub(super) fn find(name: &str) -> Result<&'static Tool> {
    tools()
        .iter()
        .find(|tool| tool.name == name)
        .ok_or_else(|| Error::not_found("not_found.tool", "no such tool"))
}

fn parse<T: DeserializeOwned>(arguments: Value) -> Result<T> {
    serde_json::from_value(arguments)
        .map_err(|error| Error::invalid("invalid.arguments", error.to_string()))
}

fn schema<T: PartialSchema>() -> Value {
    let mut schema = serde_json::to_value(T::schema()).unwrap_or_else(|_| json!({}));
    if let Some(object) = schema.as_object_mut() {
        object.insert("additionalProperties".to_owned(), Value::Bool(false));
        object.entry("properties").or_insert_with(|| json!({}));
    }
    schema
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Nothing {}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ListOrders {
    /// 订单状态，不填则全部
    #[schema(inline)]
    status: Option<OrderStatus>,
    /// 最多几单，1 到 50
    #[schema(minimum = 1, maximum = 50)]
    limit: Option<usize>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct OfOrder {
    /// 订单号
    order_no: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ChangeAddress {
    /// 订单号
    order_no: String,
    /// 新的收货人和地址
    #[schema(inline)]
    receiver: Address,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CancelOrder {
    /// 订单号
    order_no: String,
    /// 取消原因
    #[serde(default)]
    reason: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RequestRefund {
    /// 订单号
    order_no: String,
    /// 仅退款、退货退款或换货
    #[schema(inline)]
    kind: RefundKind,
    /// 退哪几件，不填则全部
    #[serde(default)]
    #[schema(inline)]
    items: Vec<RefundItem>,
    /// 退哪一项：list_order_goods 给的编号，可代替 items
    #[serde(default)]
    goods: String,
    /// 原因
    #[schema(inline)]
    reason: RefundReason,
    /// 顾客的说明
    #[serde(default)]
    note: String,
    /// 凭证图片的文件编号
    #[serde(default)]
    evidence: Vec<String>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RequestInvoice {
    /// 订单号
    order_no: String,
    /// 发票抬头
    title: String,
    /// 税号（公司抬头）
    tax_no: Option<String>,
    /// 接收邮箱
    email: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Compensate {
    /// 为哪一单
    order_no: Option<String>,
    /// 金额，单位为分
    #[schema(minimum = 1)]
    amount: i64,
    /// 券或积分
    #[schema(inline)]
    form: CompensationForm,
    /// 为什么补偿
    reason: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct OfProduct {
    /// 店铺的商品编号
    product_id: String,
}

/// An address whose parts may come one by one; the shop says what is missing.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
struct NewReceiver {
    /// 收货人
    name: String,
    /// 电话
    phone: String,
    /// 省
    province: String,
    /// 市
    city: String,
    /// 区县
    district: String,
    /// 街道门牌
    street: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Buy {
    /// 店铺的商品编号
    product_id: String,
    /// 规格编号，只有一种规格时不填
    sku_id: Option<String>,
    /// 件数，不填为 1
    #[schema(minimum = 1)]
    quantity: Option<i64>,
    /// 用过的收货地址的编号
    address_id: Option<String>,
    /// 新的收货人和地址，没有 address_id 时用
    #[schema(inline)]
    receiver: Option<NewReceiver>,
    /// 优惠券编号；不填用最划算的一张，none 为不用券
    coupon_id: Option<String>,
}

fn purchase(asked: Buy) -> Purchase {
    let receiver = asked.receiver.filter(|_| asked.address_id.is_none());
    Purchase {
        product_id: asked.product_id,
        sku_id: asked.sku_id,
        quantity: asked.quantity.unwrap_or(1),
        address_id: asked.address_id,
        receiver: receiver.map(|to| Address {
            name: to.name,
            phone: to.phone,
            province: to.province,
            city: to.city,
            district: to.district,
            street: to.street,
        }),
        coupon_id: asked.coupon_id,
        total: None,
    }
}

/// Every tool.
#[must_use]
pub fn tools() -> &'static [Tool] {
    TOOLS
}

const TOOLS: &[Tool] = &[
    Tool {
        name: "list_orders",
        title_zh: "查订单列表",
        title_en: "List orders",
        description: "列出当前顾客的订单，最近的在前。",
        risk: Risk::Read,
        needs: Needs::Read(ReadKind::Orders),
        schema: schema::<ListOrders>,
        parse: |arguments, _| {
            let asked: ListOrders = parse(arguments)?;
            let limit = asked.limit.unwrap_or(10).clamp(1, 50);
            Ok(Asked::Orders {
                status: asked.status,
                limit,
            })
        },
    },
    Tool {
        name: "get_order",
        title_zh: "查订单",
        title_en: "Look up an order",
        description: "按订单号查当前顾客的一笔订单，含商品、金额、物流和售后。",
        risk: Risk::Read,
        needs: Needs::Read(ReadKind::Orders),
        schema: schema::<OfOrder>,
        parse: |arguments, _| Ok(Asked::Order(parse::<OfOrder>(arguments)?.order_no)),
    },
    Tool {
        name: "list_order_goods",
        title_zh: "查订单里的商品",
        title_en: "List the goods of an order",
        description: "列出一笔订单里还能退换的商品，编号可用于申请退换。",
        risk: Risk::Read,
        needs: Needs::Read(ReadKind::Orders),
        schema: schema::<OfOrder>,
        parse: |arguments, _| Ok(Asked::Goods(parse::<OfOrder>(arguments)?.order_no)),
    },
    Tool {
        name: "track_order",
        title_zh: "查物流",
        title_en: "Track parcels",
        description: "查一笔订单的包裹到了哪里，含每一条物流记录。",
        risk: Risk::Read,
        needs: Needs::Read(ReadKind::Shipments),
        schema: schema::<OfOrder>,
        parse: |arguments, _| Ok(Asked::Shipments(parse::<OfOrder>(arguments)?.order_no)),
    },
    Tool {
        name: "list_refunds",
        title_zh: "查售后",
        title_en: "List refunds",
        description: "列出当前顾客的退款、退货和换货。",
        risk: Risk::Read,
        needs: Needs::Read(ReadKind::Refunds),
        schema: schema::<Nothing>,
        parse: |arguments, _| parse::<Nothing>(arguments).map(|Nothing {}| Asked::Refunds),
    },
    Tool {
        name: "list_coupons",
        title_zh: "查优惠券",
        title_en: "List coupons",
        description: "列出当前顾客的优惠券和有效期。",
        risk: Risk::Read,
        needs: Needs::Read(ReadKind::Coupons),
        schema: schema::<Nothing>,
        parse: |arguments, _| parse::<Nothing>(arguments).map(|Nothing {}| Asked::Coupons),
    },
    Tool {
        name: "get_points",
        title_zh: "查积分",
        title_en: "Look up points",
        description: "查当前顾客的积分余额和最近的变动。",
        risk: Risk::Read,
        needs: Needs::Read(ReadKind::Points),
        schema: schema::<Nothing>,
        parse: |arguments, _| parse::<Nothing>(arguments).map(|Nothing {}| Asked::Points),
    },
    Tool {
        name: "change_address",
        title_zh: "改收货地址",
        title_en: "Change the address",
        description: "发货前修改一笔订单的收货人和地址，每单一次。",
        risk: Risk::Alone,
        needs: Needs::Change(ChangeKind::ChangeAddress),
        schema: schema::<ChangeAddress>,
        parse: |arguments, _| {
            let ChangeAddress { order_no, receiver } = parse(arguments)?;
            Ok(Asked::Change(Change::ChangeAddress { order_no, receiver }))
        },
    },
    Tool {
        name: "cancel_order",
        title_zh: "取消订单",
        title_en: "Cancel an order",
        description: "取消一笔还没发货的订单，已付的钱原路退回。",
        risk: Risk::Alone,
        needs: Needs::Change(ChangeKind::CancelOrder),
        schema: schema::<CancelOrder>,
        parse: |arguments, _| {
            let CancelOrder { order_no, reason } = parse(arguments)?;
            Ok(Asked::Change(Change::CancelOrder { order_no, reason }))
        },
    },
    Tool {
        name: "request_refund",
        title_zh: "申请退换",
        title_en: "Ask for a refund or an exchange",
        description: "申请仅退款、退货退款或换货；需要审核时转给有权限的人。",
        risk: Risk::Authority,
        needs: Needs::Change(ChangeKind::RequestRefund),
        schema: schema::<RequestRefund>,
        parse: |arguments, _| {
            let asked: RequestRefund = parse(arguments)?;
            let items = match asked.items {
                items if items.is_empty() => goods::chosen(&asked.goods)?,
                items => items,
            };
            Ok(Asked::Change(Change::RequestRefund {
                order_no: asked.order_no,
                refund: asked.kind,
                items,
                reason: asked.reason,
                note: asked.note,
                evidence: asked.evidence,
            }))
        },
    },
    Tool {
        name: "urge_shipment",
        title_zh: "催发货、催派送",
        title_en: "Urge the shipment",
        description: "催仓库发货，或催快递派送。",
        risk: Risk::Alone,
        needs: Needs::Change(ChangeKind::UrgeShipment),
        schema: schema::<OfOrder>,
        parse: |arguments, _| {
            let OfOrder { order_no } = parse(arguments)?;
            Ok(Asked::Change(Change::UrgeShipment { order_no }))
        },
    },
    Tool {
        name: "request_invoice",
        title_zh: "申请发票",
        title_en: "Ask for an invoice",
        description: "为一笔订单申请电子普通发票，发到邮箱。",
        risk: Risk::Alone,
        needs: Needs::Change(ChangeKind::RequestInvoice),
        schema: schema::<RequestInvoice>,
        parse: |arguments, _| {
            let asked: RequestInvoice = parse(arguments)?;
            Ok(Asked::Change(Change::RequestInvoice {
                order_no: asked.order_no,
                title: asked.title,
                tax_no: asked.tax_no,
                email: asked.email,
            }))
        },
    },
    Tool {
        name: "protect_price",
        title_zh: "申请价保",
        title_en: "Ask for price protection",
        description: "付款后降价的，退回差价。",
        risk: Risk::Alone,
        needs: Needs::Change(ChangeKind::ProtectPrice),
        schema: schema::<OfOrder>,
        parse: |arguments, _| {
            let OfOrder { order_no } = parse(arguments)?;
            Ok(Asked::Change(Change::ProtectPrice { order_no }))
        },
    },
    Tool {
        name: "compensate",
        title_zh: "补偿",
        title_en: "Compensate",
        description: "以券或积分补偿顾客；等级额度以内直接入账，超出的转给有权限的人。",
        risk: Risk::Authority,
        needs: Needs::Change(ChangeKind::Compensate),
        schema: schema::<Compensate>,
        parse: |arguments, currency| {
            let asked: Compensate = parse(arguments)?;
            Ok(Asked::Change(Change::Compensate {
                order_no: asked.order_no,
                amount: Money::new(asked.amount, currency),
                form: asked.form,
                reason: asked.reason,
            }))
        },
    },
    Tool {
        name: "list_specs",
        title_zh: "查规格和库存",
        title_en: "Sizes and stock",
        description: "列出一款商品的规格、现价和库存。",
        risk: Risk::Read,
        needs: Needs::Read(ReadKind::Purchases),
        schema: schema::<OfProduct>,
        parse: |arguments, _| Ok(Asked::Specs(parse::<OfProduct>(arguments)?.product_id)),
    },
    Tool {
        name: "list_addresses",
        title_zh: "查收货地址",
        title_en: "List addresses",
        description: "列出当前顾客用过的收货地址，已脱敏。",
        risk: Risk::Read,
        needs: Needs::Read(ReadKind::Purchases),
        schema: schema::<Nothing>,
        parse: |arguments, _| parse::<Nothing>(arguments).map(|Nothing {}| Asked::Addresses),
    },
    Tool {
        name: "quote_order",
        title_zh: "试算订单",
        title_en: "Quote an order",
        description: "按现价试算要付多少：商品、优惠券、运费、合计。",
        risk: Risk::Read,
        needs: Needs::Read(ReadKind::Purchases),
        schema: schema::<Buy>,
        parse: |arguments, _| Ok(Asked::Quote(purchase(parse(arguments)?))),
    },
    Tool {
        name: "create_order",
        title_zh: "下单",
        title_en: "Place an order",
        description: "为当前顾客下单，返回付款链接；价格有变时不会下单。",
        risk: Risk::Alone,
        needs: Needs::Change(ChangeKind::CreateOrder),
        schema: schema::<Buy>,
        parse: |arguments, _| {
            let purchase = purchase(parse(arguments)?);
            Ok(Asked::Change(Change::CreateOrder { purchase }))
        },
    },
];
