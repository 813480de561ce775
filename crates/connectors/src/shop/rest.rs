//! The port on a mapping.

use std::time::Duration;

use serde_json::Value;
use shanying_commerce::connectors::{
    Capabilities, Change, ChangeKind, Fact, OrderFilter, Outcome, Preview, ReadKind, Shop, Source,
    VerifiedCustomer, Write, unsupported,
};
use shanying_commerce::money::Money;
use shanying_commerce::orders::{Amounts, Order, OrderItem, OrderStatus, Receiver, RefundStatus};
use shanying_kernel::{Clock, Error, Page, Result, Time};
use shanying_outbound::{Client, HeaderName, HeaderValue, Method};
use shanying_storage::BoxFuture;

use super::client::{Asked, ShopClient, malformed};
use super::mapping::{ChangeMapping, Mapping, Places, address, body};
use super::memory::Memory;

const PAGES_MOST: usize = 1000;

/// A shop behind HTTP.
pub struct RestShop {
    mapping: Mapping,
    client: ShopClient,
    headers: Vec<(HeaderName, HeaderValue)>,
    memory: Memory,
    clock: Clock,
}

/// An answer, and since when it is known.
struct Told {
    value: Value,
    source: Source,
}

impl RestShop {
    /// The shop of this mapping.
    pub fn new(mapping: Mapping, client: Client, clock: Clock) -> Result<Self> {
        let wrong = |name: &str| Error::invalid("shop.mapping", format!("a wrong header: {name}"));
        let header = |(name, value): (&String, &String)| {
            let read = (name.parse::<HeaderName>(), value.parse::<HeaderValue>());
            match read {
                (Ok(name), Ok(value)) => Ok((name, value)),
                _ => Err(wrong(name)),
            }
        };
        Ok(Self {
            headers: mapping.headers.iter().map(header).collect::<Result<_>>()?,
            client: ShopClient {
                client,
                timeout: Duration::from_millis(mapping.timeout_ms),
            },
            memory: Memory::default(),
            mapping,
            clock,
        })
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.mapping.base_url)
    }

    /// Asks the shop, unless it rests. None is a 404.
    async fn call(&self, path: &str, asked: &Asked<'_>) -> Result<Option<Value>> {
        let now = self.clock.now();
        self.memory.may_ask(now)?;
        let answer = self.client.ask(&self.url(path), asked).await;
        self.memory.count(now, &answer);
        let (status, value) = answer?;
        Ok((status.as_u16() != 404).then_some(value))
    }

    /// Reads from memory, from the shop, or from an older memory if the shop fails.
    async fn read(&self, user_id: &str, path: &str) -> Result<Option<Told>> {
        let now = self.clock.now();
        let source = |at: Time, stale: bool| Source {
            connector: self.mapping.name.clone(),
            fetched_at: at,
            stale,
        };
        if let Some(kept) = self.memory.fresh(user_id, path, now) {
            return Ok(Some(Told {
                value: kept.value,
                source: source(kept.at, false),
            }));
        }
        match self.get(path).await {
            Ok(Some(value)) => {
                self.memory.keep(user_id, path, now, &value);
                Ok(Some(Told {
                    value,
                    source: source(now, false),
                }))
            }
            Ok(None) => Ok(None),
            Err(error) => match self.memory.stale(user_id, path, now) {
                Some(kept) => Ok(Some(Told {
                    value: kept.value,
                    source: source(kept.at, true),
                })),
                None => Err(error),
            },
        }
    }

    async fn get(&self, path: &str) -> Result<Option<Value>> {
        let asked = Asked {
            method: Method::GET,
            headers: &self.headers,
            body: None,
        };
        self.call(path, &asked).await
    }

    fn field<'a>(&self, from: &'a Value, name: &str) -> Option<&'a Value> {
        let pointer = self.mapping.orders.fields.get(name)?;
        from.pointer(pointer).filter(|value| !value.is_null())
    }

    fn text(&self, from: &Value, name: &str) -> String {
        self.field(from, name).map(plain).unwrap_or_default()
    }

    fn needed(&self, from: &Value, name: &str) -> Result<String> {
        let text = self.text(from, name);
        if text.is_empty() {
            return Err(malformed(format!("an order without {name}")));
        }
        Ok(text)
    }

    fn money(&self, from: &Value, name: &str, currency: &str) -> Result<Money> {
        let text = self.text(from, name);
        let text = if text.is_empty() { "0" } else { &text };
        Money::parse(text, currency).map_err(|error| malformed("no amount").because(error))
    }

    /// An order of this customer; one of anybody else is none.
    fn order_of(
        &self,
        customer: &VerifiedCustomer,
        from: &Value,
        source: &Source,
    ) -> Result<Option<Order>> {
        if self.needed(from, "customer")? != customer.user_id {
            return Ok(None);
        }
        let state = self.needed(from, "status")?;
        let status = self.mapping.orders.statuses.get(&state).copied();
        let status = status.ok_or_else(|| malformed(format!("an unknown state: {state}")))?;
        let currency = self.text(from, "currency");
        let currency = if currency.is_empty() {
            &self.mapping.currency
        } else {
            &currency
        };
        let rows = self.field(from, "items").and_then(Value::as_array);
        let rows = rows.ok_or_else(|| malformed("an order without items"))?;
        let items: Vec<OrderItem> = rows
            .iter()
            .map(|row| self.item(row, currency))
            .collect::<Result<_>>()?;
        let goods: i64 = items
            .iter()
            .map(|item| item.price.amount * item.quantity)
            .sum();
        let created = self.needed(from, "created_at")?;
        let mask = |text: String| text.chars().next().map(|first| format!("{first}**"));
        Ok(Some(Order {
            no: self.needed(from, "no")?,
            status,
            refund_status: RefundStatus::None,
            created_at: time(&created).ok_or_else(|| malformed("no time"))?,
            paid_at: time(&self.text(from, "paid_at")),
            shipped_at: None,
            delivered_at: None,
            finished_at: None,
            amount: Amounts {
                goods: Money::new(goods, currency),
                shipping: self.money(from, "shipping", currency)?,
                discount: self.money(from, "discount", currency)?,
                paid: self.money(from, "paid", currency)?,
            },
            receiver: Receiver {
                name: mask(self.text(from, "name")).unwrap_or_default(),
                phone: "****".to_owned(),
                province: self.text(from, "province"),
                city: self.text(from, "city"),
                district: String::new(),
                street: "****".to_owned(),
            },
            items,
            shipments: Vec::new(),
            refunds: Vec::new(),
            invoice: None,
            remark: self.text(from, "remark"),
            allowed: self.allowed(status),
            source: source.clone(),
        }))
    }

    fn item(&self, row: &Value, currency: &str) -> Result<OrderItem> {
        let quantity = self.needed(row, "quantity")?;
        let quantity = quantity.parse().map_err(|_| malformed("no quantity"))?;
        Ok(OrderItem {
            sku_id: self.text(row, "sku_id"),
            product_id: self.text(row, "product_id"),
            title: self.text(row, "title"),
            spec: String::new(),
            quantity,
            price: self.money(row, "price", currency)?,
            image: String::new(),
            refundable: quantity,
        })
    }

    fn allowed(&self, status: OrderStatus) -> Vec<ChangeKind> {
        let fits = self
            .mapping
            .changes
            .iter()
            .filter(|(_, change)| change.when.contains(&status));
        fits.map(|(kind, _)| *kind).collect()
    }

    async fn find(&self, customer: &VerifiedCustomer, no: &str) -> Result<Order> {
        let unknown = || Error::not_found("not_found.order", "no such order");
        let places = [("user_id", customer.user_id.clone()), ("no", no.to_owned())];
        let path = address(&self.mapping.orders.one, &places);
        let told = self
            .read(&customer.user_id, &path)
            .await?
            .ok_or_else(unknown)?;
        self.order_of(customer, &told.value, &told.source)?
            .ok_or_else(unknown)
    }

    fn change(&self, kind: ChangeKind) -> Result<&ChangeMapping> {
        self.mapping
            .changes
            .get(&kind)
            .ok_or_else(|| unsupported(kind.code()))
    }

    async fn tell(&self, customer: &VerifiedCustomer, change: &Change) -> Result<Preview> {
        let mapped = self.change(change.kind())?;
        let no = change
            .order_no()
            .ok_or_else(|| Error::field("order_no", "which order"))?;
        let order = self.find(customer, no).await?;
        if !mapped.when.contains(&order.status) {
            return Err(Error::conflict(
                "order.closed",
                "the order's state forbids it",
            ));
        }
        let back = matches!(
            change,
            Change::CancelOrder { .. } | Change::RequestRefund { .. }
        );
        Ok(Preview {
            kind: change.kind(),
            order_no: Some(order.no),
            authority: mapped.authority,
            amount: back.then_some(order.amount.paid),
            facts: if back {
                vec![Fact::new("refund.goes_back_same_way")]
            } else {
                Vec::new()
            },
        })
    }

    async fn send(&self, customer: &VerifiedCustomer, write: &Write<'_>) -> Result<Outcome> {
        let mapped = self.change(write.change.kind())?;
        let preview = match self.tell(customer, write.change).await {
            // Done before, and so not possible any more: only the key can tell.
            Err(error) if error.code == "order.closed" => None,
            told => Some(told?),
        };
        let amount = preview.as_ref().and_then(|preview| preview.amount.clone());
        let places = places(customer, write, amount.as_ref());
        let outcome = |number: Option<String>| Outcome {
            kind: write.change.kind(),
            order_no: write.change.order_no().map(str::to_owned),
            number,
            amount: amount.clone(),
            facts: Vec::new(),
        };
        if let Some(row) = self.done_before(mapped, &places, write.key).await? {
            return Ok(outcome(row.pointer(&mapped.number).map(plain)));
        }
        let mut headers = self.headers.clone();
        if let Some(name) = &mapped.key_header {
            let read = (name.parse::<HeaderName>(), write.key.parse::<HeaderValue>());
            if let (Ok(name), Ok(value)) = read {
                headers.push((name, value));
            }
        } else if preview.is_none() {
            return Err(Error::conflict(
                "order.closed",
                "the order's state forbids it",
            ));
        }
        let asked = Asked {
            method: mapped.method.parse().unwrap_or(Method::POST),
            headers: &headers,
            body: Some(body(&mapped.body, &places)),
        };
        let answer = self.call(&address(&mapped.path, &places), &asked).await;
        self.memory.forget(&customer.user_id);
        let answer = answer?.ok_or_else(|| Error::not_found("not_found.order", "no such order"))?;
        Ok(outcome(answer.pointer(&mapped.number).map(plain)))
    }

    /// The row that bears the key, if the write was done already.
    async fn done_before(
        &self,
        mapped: &ChangeMapping,
        places: &Places<'_>,
        key: &str,
    ) -> Result<Option<Value>> {
        let Some(look) = &mapped.look else {
            return Ok(None);
        };
        let Some(answer) = self.get(&address(&look.path, places)).await? else {
            return Ok(None);
        };
        let rows = answer.pointer(&look.rows).and_then(Value::as_array);
        let rows = rows.ok_or_else(|| malformed("no rows where writes are looked for"))?;
        let ours = |row: &&Value| {
            row.pointer(&look.key)
                .is_some_and(|found| plain(found) == key)
        };
        Ok(rows.iter().find(ours).cloned())
    }
}

fn places<'a>(
    customer: &VerifiedCustomer,
    write: &Write<'_>,
    amount: Option<&Money>,
) -> Vec<(&'a str, String)> {
    let reason = match write.change {
        Change::CancelOrder { reason, .. } => reason.clone(),
        Change::RequestRefund { note, reason, .. } if note.is_empty() => reason.code().to_owned(),
        Change::RequestRefund { note, .. } => note.clone(),
        _ => String::new(),
    };
    let amount = amount.map_or(0, |money| money.amount);
    vec![
        ("user_id", customer.user_id.clone()),
        ("no", write.change.order_no().unwrap_or_default().to_owned()),
        ("key", write.key.to_owned()),
        ("reason", reason),
        ("amount", format!("{}.{:02}", amount / 100, amount % 100)),
    ]
}

/// Texts, numbers and truths as text; anything else is none.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

/// RFC 3339; a time without a zone is UTC, as shops send it.
fn time(text: &str) -> Option<Time> {
    Time::parse(text).or_else(|| Time::parse(&format!("{text}Z")))
}

impl Shop for RestShop {
    fn name(&self) -> &str {
        &self.mapping.name
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities {
            reads: vec![ReadKind::Orders],
            changes: self.mapping.changes.keys().copied().collect(),
        }
    }

    /// Pages are counted from one; the cursor is the number of the page.
    fn orders<'a>(
        &'a self,
        customer: &'a VerifiedCustomer,
        filter: OrderFilter,
    ) -> BoxFuture<'a, Result<Page<Order>>> {
        Box::pin(async move {
            let asked = filter
                .cursor
                .as_deref()
                .and_then(|cursor| cursor.parse().ok());
            let page: usize = asked.unwrap_or(1).clamp(1, PAGES_MOST);
            let limit = filter.limit.clamp(1, 100);
            let places = [
                ("user_id", customer.user_id.clone()),
                ("limit", limit.to_string()),
                ("page", page.to_string()),
            ];
            let path = address(&self.mapping.orders.list, &places);
            let Some(told) = self.read(&customer.user_id, &path).await? else {
                return Ok(Page {
                    items: Vec::new(),
                    next: None,
                });
            };
            let rows = told
                .value
                .pointer(&self.mapping.orders.rows)
                .and_then(Value::as_array);
            let rows = rows.ok_or_else(|| malformed("no rows of orders"))?;
            let mut items = Vec::new();
            for row in rows {
                items.extend(self.order_of(customer, row, &told.source)?);
            }
            if let Some(status) = filter.status {
                items.retain(|order| order.status == status);
            }
            let more = rows.len() >= limit && page < PAGES_MOST;
            Ok(Page {
                items,
                next: more.then(|| (page + 1).to_string()),
            })
        })
    }

    fn order<'a>(
        &'a self,
        customer: &'a VerifiedCustomer,
        no: &'a str,
    ) -> BoxFuture<'a, Result<Order>> {
        Box::pin(self.find(customer, no))
    }

    fn preview<'a>(
        &'a self,
        customer: &'a VerifiedCustomer,
        change: &'a Change,
    ) -> BoxFuture<'a, Result<Preview>> {
        Box::pin(self.tell(customer, change))
    }

    fn apply<'a>(
        &'a self,
        customer: &'a VerifiedCustomer,
        write: Write<'a>,
    ) -> BoxFuture<'a, Result<Outcome>> {
        Box::pin(async move {
            // Whether it may be is asked of the shop as it is now, not of the memory.
            self.memory.forget(&customer.user_id);
            self.send(customer, &write).await
        })
    }
}
