//! The port on statements.

use std::collections::BTreeMap;
use std::time::Instant;

use serde_json::{Value, json};
use shanying_commerce::connectors::{
    Capabilities, Exchange, Health, OrderFilter, Patience, ReadKind, Shop, Touched,
    VerifiedCustomer,
};
use shanying_commerce::coupons::{Coupon, Points};
use shanying_commerce::orders::{Order, RefundStatus};
use shanying_commerce::refunds::Refund;
use shanying_commerce::shipments::Shipment;
use shanying_kernel::{Clock, Error, ErrorKind, Page, Result};
use shanying_storage::BoxFuture;
use shanying_storage::foreign::{Foreign, ForeignFault, ForeignQuery};

use super::belongings::text;
use super::mapping::SqlMapping;
use crate::shop::client::malformed;
use crate::shop::memory::{Key, Memory, Subject, Told};
use crate::shop::reading::{Reader, plain};

const PAGES_MOST: usize = 1000;
pub(super) const ROWS_MOST: usize = 200;
/// Columns of an order and of its goods, which bear our names.
const ORDER_COLUMNS: [&str; 26] = [
    "no",
    "customer",
    "status",
    "created_at",
    "paid_at",
    "shipped_at",
    "delivered_at",
    "finished_at",
    "currency",
    "paid",
    "shipping",
    "discount",
    "name",
    "phone",
    "province",
    "city",
    "district",
    "street",
    "remark",
    "items",
    "sku_id",
    "product_id",
    "title",
    "spec",
    "image",
    "quantity",
];

/// A shop whose database is read.
pub(in crate::shop) struct SqlShop {
    pub(super) mapping: SqlMapping,
    fields: BTreeMap<String, String>,
    foreign: Foreign,
    memory: Memory,
    pub(super) clock: Clock,
    watched: bool,
}

/// A statement to be run, and under what its answer is remembered.
pub(super) struct Statement<'a> {
    pub(super) name: &'static str,
    pub(super) text: &'a str,
    pub(super) subject: Subject,
    pub(super) values: Vec<(&'static str, String)>,
    pub(super) most: usize,
}

fn told(fault: ForeignFault) -> Error {
    let (code, message) = match &fault {
        ForeignFault::Statement(_) => ("shop.malformed", "the shop's database refused a statement"),
        ForeignFault::Away(_) => ("shop.failed", "the shop's database cannot be reached"),
        ForeignFault::TimedOut => ("shop.timeout", "the shop's database did not answer in time"),
    };
    Error::new(ErrorKind::Unavailable, code, message).because(fault)
}

impl SqlShop {
    pub(in crate::shop) fn new(mapping: SqlMapping, foreign: Foreign, clock: Clock) -> Self {
        let own = |name: &str| (name.to_owned(), format!("/{name}"));
        let mut fields: BTreeMap<String, String> =
            ORDER_COLUMNS.iter().map(|name| own(name)).collect();
        fields.extend([own("price")]);
        Self {
            mapping,
            fields,
            foreign,
            memory: Memory::default(),
            clock,
            watched: false,
        }
    }

    pub(in crate::shop) fn watched(mut self, watched: bool) -> Self {
        self.watched = watched;
        self
    }

    pub(super) fn reader(&self) -> Reader<'_> {
        Reader {
            fields: &self.fields,
            statuses: &self.mapping.orders.statuses,
            currency: &self.mapping.currency,
        }
    }

    /// Runs a statement, unless the database rests.
    async fn run(&self, statement: &Statement<'_>) -> Result<Value> {
        let now = self.clock.now();
        self.memory.may_ask(now)?;
        let query = ForeignQuery {
            text: statement.text,
            values: &statement.values,
            most: statement.most,
            within: self.memory.timeout(self.mapping.timeout_ms),
        };
        let began = Instant::now();
        let rows = self.foreign.rows(&query).await.map_err(told);
        let rows = rows.map(|rows| Value::Array(rows.into_iter().map(Value::Object).collect()));
        let exchange = Exchange {
            at: now,
            method: "SQL".to_owned(),
            target: statement.name.to_owned(),
            outcome: match &rows {
                Ok(rows) => format!("rows {}", rows.as_array().map_or(0, Vec::len)),
                Err(error) => error.code.to_owned(),
            },
            took_ms: i64::try_from(began.elapsed().as_millis()).unwrap_or(i64::MAX),
            shape: rows
                .as_ref()
                .ok()
                .filter(|_| self.watched)
                .map(|rows| self.reader().shape(rows, "")),
        };
        self.memory.count(exchange, &rows);
        rows
    }

    /// From memory, from the database, or from an older memory if that fails.
    pub(super) async fn read(
        &self,
        customer: &VerifiedCustomer,
        statement: Statement<'_>,
    ) -> Result<Told> {
        let address = format!("{} {}", statement.name, json!(statement.values));
        let key = Key {
            user_id: customer.user_id.clone(),
            subject: statement.subject.clone(),
            address,
        };
        let ask = async { self.run(&statement).await.map(Some) };
        let name = &self.mapping.name;
        let told = self.memory.recall(key, self.clock.now(), name, ask).await?;
        told.ok_or_else(|| malformed("no rows"))
    }

    /// The orders of rows, each with its goods; rows of anybody else are none.
    async fn orders_of(&self, customer: &VerifiedCustomer, told: &Told) -> Result<Vec<Order>> {
        let mut orders = Vec::new();
        for row in told.value.as_array().into_iter().flatten() {
            // Of somebody else not even the goods are read.
            if row.get("customer").map(plain).as_deref() != Some(customer.user_id.as_str()) {
                continue;
            }
            let no = row.get("no").map(plain).unwrap_or_default();
            let items = Statement {
                name: "orders.items",
                text: &self.mapping.orders.items,
                subject: Subject::Order(no.clone()),
                values: vec![("user_id", customer.user_id.clone()), ("no", no)],
                most: ROWS_MOST,
            };
            let mut whole = row.clone();
            if let Some(fields) = whole.as_object_mut() {
                let items = self.read(customer, items).await?;
                fields.insert("items".to_owned(), items.value);
            }
            let order = self
                .reader()
                .order(customer, &whole, &told.source, |_| Vec::new())?;
            orders.extend(order);
        }
        Ok(orders)
    }

    async fn page(&self, customer: &VerifiedCustomer, filter: OrderFilter) -> Result<Page<Order>> {
        let asked = filter
            .cursor
            .as_deref()
            .and_then(|cursor| cursor.parse().ok());
        let page: usize = asked.unwrap_or(1).clamp(1, PAGES_MOST);
        let limit = filter.limit.clamp(1, 100);
        let list = Statement {
            name: "orders.list",
            text: &self.mapping.orders.list,
            subject: Subject::Orders,
            values: vec![
                ("user_id", customer.user_id.clone()),
                ("limit", limit.to_string()),
                ("offset", ((page - 1) * limit).to_string()),
            ],
            most: limit,
        };
        let told = self.read(customer, list).await?;
        let full = told
            .value
            .as_array()
            .is_some_and(|rows| rows.len() >= limit);
        let mut items = self.orders_of(customer, &told).await?;
        if let Some(status) = filter.status {
            items.retain(|order| order.status == status);
        }
        Ok(Page {
            items,
            next: (full && page < PAGES_MOST).then(|| (page + 1).to_string()),
        })
    }

    async fn bare(&self, customer: &VerifiedCustomer, no: &str) -> Result<Order> {
        let one = Statement {
            name: "orders.one",
            text: &self.mapping.orders.one,
            subject: Subject::Order(no.to_owned()),
            values: vec![("user_id", customer.user_id.clone()), ("no", no.to_owned())],
            most: 2,
        };
        let told = self.read(customer, one).await?;
        let mut found = self.orders_of(customer, &told).await?;
        found.retain(|order| order.no == no);
        let unknown = || Error::not_found("not_found.order", "no such order");
        found.pop().ok_or_else(unknown)
    }

    async fn whole(&self, customer: &VerifiedCustomer, no: &str) -> Result<Order> {
        let mut order = self.bare(customer, no).await?;
        if self.mapping.shipments.is_some() {
            order.shipments = self.parcels(customer, no).await?;
        }
        if self.mapping.refunds.is_some() {
            order.refunds = self.refunds_of(customer).await?;
            order.refunds.retain(|refund| refund.order_no == no);
            if order.refunds.iter().any(|refund| refund.state.is_open()) {
                order.refund_status = RefundStatus::InDispute;
            }
        }
        Ok(order)
    }

    /// Prepares every statement; tells the first that is wrong.
    async fn checked(&self) -> Result<()> {
        let within = self.memory.timeout(self.mapping.timeout_ms);
        for statement in self.mapping.statements() {
            let wrong = |what: String| {
                Error::invalid("shop.mapping", format!("{}: {what}", statement.name))
            };
            let columns = self
                .foreign
                .columns(statement.text, statement.places, within)
                .await;
            let columns = match columns {
                Ok(columns) => columns,
                Err(ForeignFault::Statement(what)) => return Err(wrong(what)),
                Err(fault) => return Err(told(fault)),
            };
            let missing = statement
                .columns
                .iter()
                .find(|name| !columns.iter().any(|own| own == *name));
            if let Some(name) = missing {
                return Err(wrong(format!("it gives no column {name}")));
            }
        }
        Ok(())
    }
}

impl Shop for SqlShop {
    fn name(&self) -> String {
        self.mapping.name.clone()
    }

    fn capabilities(&self) -> Capabilities {
        let mapping = &self.mapping;
        let mut reads = vec![ReadKind::Orders];
        let more = [
            (mapping.shipments.is_some(), ReadKind::Shipments),
            (mapping.refunds.is_some(), ReadKind::Refunds),
            (mapping.coupons.is_some(), ReadKind::Coupons),
            (mapping.points.is_some(), ReadKind::Points),
        ];
        reads.extend(
            more.into_iter()
                .filter(|(has, _)| *has)
                .map(|(_, kind)| kind),
        );
        Capabilities {
            reads,
            changes: Vec::new(),
        }
    }

    fn ready(&self) -> BoxFuture<'_, Result<()>> {
        Box::pin(self.checked())
    }

    fn orders<'a>(
        &'a self,
        customer: &'a VerifiedCustomer,
        filter: OrderFilter,
    ) -> BoxFuture<'a, Result<Page<Order>>> {
        Box::pin(self.page(customer, filter))
    }

    fn order<'a>(
        &'a self,
        customer: &'a VerifiedCustomer,
        no: &'a str,
    ) -> BoxFuture<'a, Result<Order>> {
        Box::pin(self.whole(customer, no))
    }

    fn shipments<'a>(
        &'a self,
        customer: &'a VerifiedCustomer,
        order_no: &'a str,
    ) -> BoxFuture<'a, Result<Vec<Shipment>>> {
        Box::pin(async move {
            self.bare(customer, order_no).await?;
            self.parcels(customer, order_no).await
        })
    }

    fn refunds<'a>(&'a self, customer: &'a VerifiedCustomer) -> BoxFuture<'a, Result<Vec<Refund>>> {
        Box::pin(self.refunds_of(customer))
    }

    fn coupons<'a>(&'a self, customer: &'a VerifiedCustomer) -> BoxFuture<'a, Result<Vec<Coupon>>> {
        Box::pin(self.coupons_of(customer))
    }

    fn points<'a>(&'a self, customer: &'a VerifiedCustomer) -> BoxFuture<'a, Result<Points>> {
        Box::pin(self.points_of(customer))
    }

    fn health(&self) -> Option<Health> {
        Some(self.memory.health(self.clock.now()))
    }

    fn tune(&self, patience: &Patience) {
        self.memory.tune(patience);
    }

    fn forget(&self, touched: &Touched) -> usize {
        self.memory.drop_touched(touched, |list, no| {
            let mut rows = list.as_array().into_iter().flatten();
            rows.any(|row| text(row, "no") == no || text(row, "order_no") == no)
        })
    }
}
