//! The port on a mapping.

use serde_json::Value;
use shanying_commerce::connectors::{
    Capabilities, Change, ChangeKind, Exchange, Fact, Health, OrderFilter, Outcome, Patience,
    Preview, ReadKind, Shop, Source, Touched, VerifiedCustomer, Write, unsupported,
};
use shanying_commerce::money::Money;
use shanying_commerce::orders::{Order, OrderStatus};
use shanying_kernel::{Clock, Error, Page, Result};
use shanying_outbound::{Client, HeaderName, HeaderValue, Method};
use shanying_storage::BoxFuture;
use tokio::time::Instant;

use super::client::{Asked, ShopClient, malformed};
use super::mapping::{ChangeMapping, Mapping, Places, address, body};
use super::memory::{Key, Memory, Subject, Told};
use super::reading::{Reader, plain};

const PAGES_MOST: usize = 1000;

/// A shop behind HTTP.
pub struct RestShop {
    mapping: Mapping,
    client: ShopClient,
    headers: Vec<(HeaderName, HeaderValue)>,
    memory: Memory,
    clock: Clock,
    /// Whether the forms of answers are kept, for whoever writes a mapping.
    watched: bool,
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
            client: ShopClient { client },
            memory: Memory::default(),
            mapping,
            clock,
            watched: false,
        })
    }

    /// The same, which keeps the forms of answers.
    #[must_use]
    pub fn watched(mut self) -> Self {
        self.watched = true;
        self
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.mapping.base_url)
    }

    fn reader(&self) -> Reader<'_> {
        Reader {
            fields: &self.mapping.orders.fields,
            statuses: &self.mapping.orders.statuses,
            currency: &self.mapping.currency,
        }
    }

    /// Asks the shop, unless it rests. None is a 404.
    async fn call(&self, path: &str, asked: &Asked<'_>) -> Result<Option<Value>> {
        let now = self.clock.now();
        self.memory.may_ask(now)?;
        let timeout = self.memory.timeout(self.mapping.timeout_ms);
        let began = Instant::now();
        let answer = self.client.ask(&self.url(path), asked, timeout).await;
        let told = answer.as_ref().ok().filter(|_| self.watched);
        let exchange = Exchange {
            at: now,
            method: asked.method.to_string(),
            target: path.to_owned(),
            outcome: match &answer {
                Ok((status, _)) => status.as_u16().to_string(),
                Err(error) => error.code.to_owned(),
            },
            took_ms: i64::try_from(began.elapsed().as_millis()).unwrap_or(i64::MAX),
            shape: told.map(|(_, value)| self.reader().shape(value, &self.mapping.orders.rows)),
        };
        self.memory.count(exchange, &answer);
        let (status, value) = answer?;
        Ok((status.as_u16() != 404).then_some(value))
    }

    async fn read(&self, user_id: &str, subject: Subject, path: &str) -> Result<Option<Told>> {
        let key = Key {
            user_id: user_id.to_owned(),
            subject,
            address: path.to_owned(),
        };
        let (now, name) = (self.clock.now(), &self.mapping.name);
        self.memory.recall(key, now, name, self.get(path)).await
    }

    async fn get(&self, path: &str) -> Result<Option<Value>> {
        let asked = Asked {
            method: Method::GET,
            headers: &self.headers,
            body: None,
        };
        self.call(path, &asked).await
    }

    /// An order of this customer; one of anybody else is none.
    fn order_of(
        &self,
        customer: &VerifiedCustomer,
        from: &Value,
        source: &Source,
    ) -> Result<Option<Order>> {
        let allowed = |status| self.allowed(status);
        self.reader().order(customer, from, source, allowed)
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
            .read(&customer.user_id, Subject::Order(no.to_owned()), &path)
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
            // Done before, and so not possible any more, or a shop that errs about whose the order
            // is: only the key can tell whether it was done.
            Err(error) if ["order.closed", "not_found.order"].contains(&error.code) => Err(error),
            told => Ok(told?),
        };
        let amount = preview
            .as_ref()
            .ok()
            .and_then(|preview| preview.amount.clone());
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
        }
        if let Err(error) = preview
            && (mapped.key_header.is_none() || error.code == "not_found.order")
        {
            return Err(error);
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
    let mut places = vec![
        ("user_id", customer.user_id.clone()),
        ("no", write.change.order_no().unwrap_or_default().to_owned()),
        ("key", write.key.to_owned()),
        ("reason", reason),
        ("amount", format!("{}.{:02}", amount / 100, amount % 100)),
    ];
    if let Change::ChangeAddress { receiver, .. } = write.change {
        places.extend([
            ("receiver_name", receiver.name.clone()),
            ("receiver_phone", receiver.phone.clone()),
            ("receiver_province", receiver.province.clone()),
            ("receiver_city", receiver.city.clone()),
            ("receiver_district", receiver.district.clone()),
            ("receiver_street", receiver.street.clone()),
        ]);
    }
    places
}

impl Shop for RestShop {
    fn name(&self) -> String {
        self.mapping.name.clone()
    }

    fn health(&self) -> Option<Health> {
        Some(self.memory.health(self.clock.now()))
    }

    fn tune(&self, patience: &Patience) {
        self.memory.tune(patience);
    }

    fn forget(&self, touched: &Touched) -> usize {
        let reader = self.reader();
        self.memory.drop_touched(touched, |list, no| {
            let rows = list.pointer(&self.mapping.orders.rows);
            let rows = rows.and_then(Value::as_array);
            rows.is_some_and(|rows| rows.iter().any(|row| reader.text(row, "no") == no))
        })
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
            let Some(told) = self.read(&customer.user_id, Subject::Orders, &path).await? else {
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
