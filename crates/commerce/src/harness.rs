//! A shop with two customers, for the tests of this crate.

use std::collections::BTreeMap;
use std::sync::Arc;

use shanying_kernel::{Error, Result, Time};
use shanying_storage::BoxFuture;
use shanying_testkit::{Database, TestApp};

use crate::catalogue::{self, CatalogueItem};
use crate::connectors::{Commerce, Customers, Shop, VerifiedCustomer};
use crate::money::Money;
use crate::orders::{self, Address, Amounts, NewOrder, OrderItem, OrderStatus};
use crate::shipments::{self, NewShipment, Shipment, ShipmentState, Trace};
use crate::shop::OwnShop;

pub(crate) const DAY_MS: i64 = 86_400_000;

/// Knows `cus_lin` (金卡), `cus_chen` and the anonymous `cus_guest`.
struct TwoCustomers;

impl Customers for TwoCustomers {
    fn verified<'a>(&'a self, customer_id: &'a str) -> BoxFuture<'a, Result<VerifiedCustomer>> {
        Box::pin(async move {
            match customer_id {
                "cus_lin" => Ok(customer("cus_lin", "u1", "金卡")),
                "cus_chen" => Ok(customer("cus_chen", "u2", "普通")),
                "cus_guest" => Err(Error::conflict("customer.not_verified", "a guest")),
                _ => Err(Error::not_found("not_found.customer", "no such customer")),
            }
        })
    }

    fn names(&self, ids: Vec<String>) -> BoxFuture<'_, Result<BTreeMap<String, String>>> {
        let name = |id: String| (id == "cus_lin").then(|| (id, "林知夏".to_owned()));
        Box::pin(async move { Ok(ids.into_iter().filter_map(name).collect()) })
    }
}

pub(crate) fn customer(id: &str, user_id: &str, level: &str) -> VerifiedCustomer {
    VerifiedCustomer {
        customer_id: id.to_owned(),
        user_id: user_id.to_owned(),
        level: Some(level.to_owned()),
    }
}

pub(crate) fn lin() -> VerifiedCustomer {
    customer("cus_lin", "u1", "金卡")
}

pub(crate) fn chen() -> VerifiedCustomer {
    customer("cus_chen", "u2", "普通")
}

pub(crate) async fn start(database: &Database) -> TestApp {
    start_with(database, None).await
}

/// With another shop than the tenant's own.
pub(crate) async fn start_with(database: &Database, shop: Option<Arc<dyn Shop>>) -> TestApp {
    TestApp::start(database, crate::routes(), async |builder| {
        let own: Arc<dyn Shop> = Arc::new(OwnShop::new(builder.db()));
        let commerce = Commerce {
            shop: shop.unwrap_or(own),
            customers: Arc::new(TwoCustomers),
        };
        Ok(crate::parts(builder.part(commerce)))
    })
    .await
}

fn yuan(amount: i64) -> Money {
    Money::new(amount * 100, "CNY")
}

/// Two masks of 100 and a cream of 59; 20 off, no carriage.
pub(crate) fn order(no: &str, user_id: &str, status: OrderStatus, created: i64) -> NewOrder {
    let item = |sku: &str, title: &str, quantity: i64, price: i64| OrderItem {
        sku_id: sku.to_owned(),
        product_id: sku.to_owned(),
        title: title.to_owned(),
        spec: String::new(),
        quantity,
        price: yuan(price),
        image: String::new(),
        refundable: quantity,
    };
    let sent = matches!(
        status,
        OrderStatus::Shipped | OrderStatus::Delivered | OrderStatus::Completed
    );
    let came = matches!(status, OrderStatus::Delivered | OrderStatus::Completed);
    NewOrder {
        no: no.to_owned(),
        user_id: user_id.to_owned(),
        status,
        created_at: Time(created),
        paid_at: (status != OrderStatus::PendingPayment).then_some(Time(created)),
        shipped_at: sent.then_some(Time(created)),
        delivered_at: came.then_some(Time(created)),
        finished_at: None,
        amount: Amounts {
            goods: yuan(259),
            shipping: yuan(0),
            discount: yuan(20),
            paid: yuan(239),
        },
        receiver: Address {
            name: "林知夏".to_owned(),
            phone: "13812345678".to_owned(),
            province: "上海市".to_owned(),
            city: "上海".to_owned(),
            district: "徐汇区".to_owned(),
            street: "漕溪北路 1 号".to_owned(),
        },
        items: vec![item("mask", "面膜", 2, 100), item("cream", "护手霜", 1, 59)],
        remark: String::new(),
    }
}

/// Writes the order; one that was sent has a parcel.
pub(crate) async fn put(app: &TestApp, order: NewOrder) {
    let written = app.tenant.db().write(move |tx| {
        Box::pin(async move {
            let order_id = orders::insert(tx, &order).await?;
            let Some(shipped_at) = order.shipped_at else {
                return Ok(());
            };
            let trace = |hours: i64, text: &str, state| Trace {
                time: Time(shipped_at.ms() + hours * 3_600_000),
                text: text.to_owned(),
                location: "杭州".to_owned(),
                state,
            };
            let shipment = Shipment {
                carrier_code: "zhongtong".to_owned(),
                carrier_name: "中通快递".to_owned(),
                tracking_no: "78123".to_owned(),
                state: ShipmentState::InTransit,
                traces: vec![
                    trace(0, "已收取快件", ShipmentState::PickedUp),
                    trace(2, "已到达杭州转运中心", ShipmentState::InTransit),
                ],
                eta: None,
                signed_by: String::new(),
                shipped_at,
            };
            shipments::insert(tx, &NewShipment { order_id, shipment }).await
        })
    });
    written.await.unwrap();
}

/// Today's price of the masks.
pub(crate) async fn price(app: &TestApp, amount: i64) {
    let item = CatalogueItem {
        sku_id: "mask".to_owned(),
        product_id: "mask".to_owned(),
        title: "面膜".to_owned(),
        spec: String::new(),
        image: String::new(),
        price: yuan(amount),
        stock: Some(5),
    };
    let written = app
        .tenant
        .db()
        .write(move |tx| Box::pin(async move { catalogue::put(tx, &item).await }));
    written.await.unwrap();
}
