//! An order out of a shop's JSON, and the form of such an answer without what tells of a person.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};
use shanying_commerce::connectors::{ChangeKind, Source, VerifiedCustomer};
use shanying_commerce::money::Money;
use shanying_commerce::orders::{Amounts, Order, OrderItem, OrderStatus, Receiver, RefundStatus};
use shanying_kernel::{Result, Time};

use super::client::malformed;

/// Fields whose values are shown to nobody but the customer.
const PERSONAL: [&str; 5] = ["name", "phone", "street", "remark", "email"];
const ITEM_FIELDS: [&str; 7] = [
    "sku_id",
    "product_id",
    "title",
    "spec",
    "image",
    "quantity",
    "price",
];
/// Rows of a list that a shape shows.
const SHOWN_MOST: usize = 3;

/// Reads orders by the pointers of a mapping.
pub(super) struct Reader<'a> {
    pub(super) fields: &'a BTreeMap<String, String>,
    pub(super) statuses: &'a BTreeMap<String, OrderStatus>,
    pub(super) currency: &'a str,
}

/// Texts and numbers as text; anything else is none.
pub(super) fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

/// RFC 3339; a time without a zone is UTC, as shops send it. Databases put a blank for the T, know
/// days without hours, and count seconds or milliseconds.
pub(super) fn time(text: &str) -> Option<Time> {
    let text = text.trim();
    if let Ok(number) = text.parse::<i64>() {
        let seconds = number.abs() < 100_000_000_000;
        return Some(Time(if seconds { number * 1000 } else { number }));
    }
    let text = text.replacen(' ', "T", 1);
    let zoned = format!("{text}Z");
    let day = format!("{text}T00:00:00Z");
    [text.as_str(), &zoned, &day]
        .into_iter()
        .find_map(Time::parse)
}

/// A fraction that a database or a division left is rounded to two places.
fn amount(value: &Value) -> String {
    match value {
        Value::Number(number) if !number.is_i64() => {
            let fraction = number.as_f64().unwrap_or_default();
            format!("{fraction:.2}")
        }
        other => plain(other),
    }
}

/// The first letter of a name.
pub(super) fn masked(name: &str) -> String {
    let first = name.chars().next();
    first.map(|first| format!("{first}**")).unwrap_or_default()
}

impl Reader<'_> {
    fn field<'a>(&self, from: &'a Value, name: &str) -> Option<&'a Value> {
        let pointer = self.fields.get(name)?;
        from.pointer(pointer).filter(|value| !value.is_null())
    }

    pub(super) fn text(&self, from: &Value, name: &str) -> String {
        self.field(from, name).map(plain).unwrap_or_default()
    }

    fn needed(&self, from: &Value, name: &str) -> Result<String> {
        let text = self.text(from, name);
        if text.is_empty() {
            return Err(malformed(format!("an order without {name}")));
        }
        Ok(text)
    }

    /// An amount; none is nought.
    pub(super) fn money(&self, from: &Value, name: &str, currency: &str) -> Result<Money> {
        let pointer = self.fields.get(name).cloned();
        let pointer = pointer.unwrap_or_else(|| format!("/{name}"));
        let text = from.pointer(&pointer).map(amount).unwrap_or_default();
        let text = if text.is_empty() { "0" } else { &text };
        Money::parse(text, currency).map_err(|error| malformed("no amount").because(error))
    }

    /// An order of this customer; one of anybody else is none.
    pub(super) fn order(
        &self,
        customer: &VerifiedCustomer,
        from: &Value,
        source: &Source,
        allowed: impl Fn(OrderStatus) -> Vec<ChangeKind>,
    ) -> Result<Option<Order>> {
        if self.needed(from, "customer")? != customer.user_id {
            return Ok(None);
        }
        let state = self.needed(from, "status")?;
        let status = self.statuses.get(&state).copied();
        let status = status.ok_or_else(|| malformed(format!("an unknown state: {state}")))?;
        let own = self.text(from, "currency");
        let currency = if own.is_empty() { self.currency } else { &own };
        let rows = self.field(from, "items").and_then(Value::as_array);
        let rows = rows.ok_or_else(|| malformed("an order without items"))?;
        let items: Vec<OrderItem> = rows
            .iter()
            .map(|row| self.item(row, currency))
            .collect::<Result<_>>()?;
        let goods = items.iter().map(|item| item.price.amount * item.quantity);
        let goods = goods.sum::<i64>();
        let created = self.needed(from, "created_at")?;
        Ok(Some(Order {
            no: self.needed(from, "no")?,
            status,
            refund_status: RefundStatus::None,
            created_at: time(&created).ok_or_else(|| malformed("no time"))?,
            paid_at: time(&self.text(from, "paid_at")),
            shipped_at: time(&self.text(from, "shipped_at")),
            delivered_at: time(&self.text(from, "delivered_at")),
            finished_at: time(&self.text(from, "finished_at")),
            amount: Amounts {
                goods: Money::new(goods, currency),
                shipping: self.money(from, "shipping", currency)?,
                discount: self.money(from, "discount", currency)?,
                paid: self.money(from, "paid", currency)?,
            },
            receiver: self.receiver(from),
            items,
            shipments: Vec::new(),
            refunds: Vec::new(),
            invoice: None,
            remark: self.text(from, "remark"),
            allowed: allowed(status),
            source: source.clone(),
        }))
    }

    fn receiver(&self, from: &Value) -> Receiver {
        Receiver {
            name: masked(&self.text(from, "name")),
            phone: "****".to_owned(),
            province: self.text(from, "province"),
            city: self.text(from, "city"),
            district: self.text(from, "district"),
            street: "****".to_owned(),
        }
    }

    fn item(&self, row: &Value, currency: &str) -> Result<OrderItem> {
        let quantity = self.needed(row, "quantity")?;
        let quantity = quantity.parse().map_err(|_| malformed("no quantity"))?;
        Ok(OrderItem {
            sku_id: self.text(row, "sku_id"),
            product_id: self.text(row, "product_id"),
            title: self.text(row, "title"),
            spec: self.text(row, "spec"),
            quantity,
            price: self.money(row, "price", currency)?,
            image: self.text(row, "image"),
            refundable: quantity,
        })
    }

    /// The form of an answer: values stand in it only where the mapping names a field that tells
    /// nothing of a person.
    pub(super) fn shape(&self, answer: &Value, rows: &str) -> Value {
        let mut shown = BTreeSet::new();
        let items = self.fields.get("items").cloned().unwrap_or_default();
        for (name, pointer) in self.fields {
            let whole = if ITEM_FIELDS.contains(&name.as_str()) {
                format!("{items}{pointer}")
            } else {
                pointer.clone()
            };
            if !PERSONAL.contains(&name.as_str()) {
                shown.insert(format!("{rows}{whole}"));
                shown.insert(whole);
            }
        }
        form(answer, "", &shown)
    }
}

fn form(value: &Value, path: &str, shown: &BTreeSet<String>) -> Value {
    match value {
        Value::Object(fields) => {
            let inner = |(name, value): (&String, &Value)| {
                (name.clone(), form(value, &format!("{path}/{name}"), shown))
            };
            Value::Object(fields.iter().map(inner).collect::<Map<_, _>>())
        }
        Value::Array(rows) => {
            let first = rows.iter().take(SHOWN_MOST);
            let mut list: Vec<Value> = first.map(|row| form(row, path, shown)).collect();
            if rows.len() > SHOWN_MOST {
                list.push(Value::String(format!("… {}", rows.len())));
            }
            Value::Array(list)
        }
        Value::String(_) | Value::Number(_) if !shown.contains(path) => {
            Value::String("•••".to_owned())
        }
        plain => plain.clone(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::json;

    use super::Reader;

    #[test]
    fn times_and_amounts_are_read_as_shops_write_them() {
        for (text, ms) in [
            ("2026-11-01T08:00:00Z", 1_793_520_000_000),
            ("2026-11-01 08:00:00", 1_793_520_000_000),
            ("2026-11-01T16:00:00+08:00", 1_793_520_000_000),
            ("1793520000", 1_793_520_000_000),
            ("1793520000000", 1_793_520_000_000),
            ("2026-11-01", 1_793_491_200_000),
        ] {
            assert_eq!(super::time(text).map(|time| time.0), Some(ms), "{text}");
        }
        assert_eq!(super::time("yesterday"), None);
        for (value, text) in [
            (json!(33.333_333), "33.33"),
            (json!(288.5), "288.50"),
            (json!(0.1 + 0.2), "0.30"),
            (json!(59), "59"),
            (json!("19.90"), "19.90"),
        ] {
            assert_eq!(super::amount(&value), text);
        }
    }

    #[test]
    fn a_shape_tells_nothing_of_a_person() {
        let fields = [
            ("no", "/id"),
            ("items", "/lines"),
            ("title", "/name"),
            ("name", "/ship/first"),
            ("city", "/ship/city"),
        ];
        let fields = fields.map(|(name, pointer)| (name.to_owned(), pointer.to_owned()));
        let (fields, statuses) = (BTreeMap::from(fields), BTreeMap::new());
        let reader = Reader {
            fields: &fields,
            statuses: &statuses,
            currency: "CNY",
        };
        let order = json!({"id": 7, "name": "林知夏", "ship": {"first": "林", "city": "杭州"},
            "phone": 13812345678_i64, "lines": [{"name": "面膜"}], "gift": true});
        let shape = reader.shape(&json!({"rows": [order]}), "/rows");
        assert_eq!(
            shape,
            json!({"rows": [{"id": 7, "name": "•••", "ship": {"first": "•••", "city": "杭州"},
                "phone": "•••", "lines": [{"name": "面膜"}], "gift": true}]})
        );
    }
}
