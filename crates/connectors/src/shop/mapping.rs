//! The mapping file. `{user_id}`, `{no}`, `{limit}`, `{page}`, `{key}`, `{amount}`, `{reason}`, and
//! of a new address `{receiver_name}`, `{receiver_phone}`, `{receiver_province}`, `{receiver_city}`,
//! `{receiver_district}`, `{receiver_street}` are filled in: encoded in addresses, as they are in texts of a body. Paths into answers are JSON
//! pointers (`/shipping/city`).

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;
use shanying_commerce::connectors::{Authority, ChangeKind};
use shanying_commerce::orders::OrderStatus;
use shanying_kernel::{Error, Result};

/// A shop's REST interface.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// `rest`, or absent.
    pub kind: Option<String>,
    /// Stable name of the connector.
    pub name: String,
    /// Such as `http://shop.internal/wp-json/wc/v3`, without a slash at the end.
    pub base_url: String,
    /// Headers of every request, the shop's key among them.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// Currency of the orders, unless they tell one.
    pub currency: String,
    /// Milliseconds that an answer may take; absent: as the settings of the connection say.
    pub timeout_ms: Option<u64>,
    /// Where orders are.
    pub orders: OrdersMapping,
    /// What can be changed, and how.
    #[serde(default)]
    pub changes: BTreeMap<ChangeKind, ChangeMapping>,
}

/// Where orders are, and what they look like.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrdersMapping {
    /// Address of a page of them.
    pub list: String,
    /// Address of one.
    pub one: String,
    /// Pointer to the rows of a page; empty for the answer itself.
    #[serde(default)]
    pub rows: String,
    /// Pointers into an order by name: `no`, `customer`, `status`, `created_at`, `paid_at`,
    /// `shipped_at`, `delivered_at`, `finished_at`, `currency`, `paid`, `shipping`, `discount`,
    /// `name`, `phone`, `province`, `city`, `district`, `street`, `remark`, `items`, and of an item
    /// `sku_id`, `product_id`, `title`, `spec`, `image`, `quantity`, `price`.
    pub fields: BTreeMap<String, String>,
    /// The shop's states and ours.
    pub statuses: BTreeMap<String, OrderStatus>,
}

/// How a change is made.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangeMapping {
    /// `POST` or `PUT`.
    pub method: String,
    /// Address.
    pub path: String,
    /// What is sent.
    #[serde(default)]
    pub body: Value,
    /// Who may let it happen.
    pub authority: Authority,
    /// States of an order in which it can be.
    pub when: Vec<OrderStatus>,
    /// Header that bears the key, if the shop keeps keys itself.
    pub key_header: Option<String>,
    /// Where to look whether it was done already.
    pub look: Option<Look>,
    /// Pointer to the number of what was made.
    #[serde(default)]
    pub number: String,
}

/// Where a write leaves its key.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Look {
    /// Address.
    pub path: String,
    /// Pointer to the rows; empty for the answer itself.
    #[serde(default)]
    pub rows: String,
    /// Pointer to the key in a row.
    pub key: String,
}

impl Mapping {
    /// Reads the file.
    pub fn parse(text: &str) -> Result<Self> {
        let wrong = |error: toml::de::Error| {
            Error::invalid(
                "shop.mapping",
                format!("the mapping cannot be read: {error}"),
            )
        };
        let mapping: Self = toml::from_str(text).map_err(wrong)?;
        if mapping.kind.as_deref().is_some_and(|kind| kind != "rest") {
            return Err(Error::invalid("shop.mapping", "kind is rest or sql"));
        }
        for name in ["no", "customer", "status", "created_at", "paid", "items"] {
            if !mapping.orders.fields.contains_key(name) {
                let message = format!("the mapping lacks the field {name}");
                return Err(Error::invalid("shop.mapping", message));
            }
        }
        // Whoever cannot tell whether a write was done must not send it twice.
        for (kind, change) in &mapping.changes {
            if change.key_header.is_none() && change.look.is_none() {
                let message = format!("{}: key_header or look is needed", kind.code());
                return Err(Error::invalid("shop.mapping", message));
            }
        }
        Ok(mapping)
    }
}

/// Values for the places.
pub(super) type Places<'a> = [(&'a str, String)];

/// An address with its places filled, each byte that is not plain encoded.
pub(super) fn address(template: &str, places: &Places<'_>) -> String {
    filled(template, places, encoded)
}

/// A body with the places of its texts filled. Values stay inside their text.
pub(super) fn body(template: &Value, places: &Places<'_>) -> Value {
    match template {
        Value::String(text) => Value::String(filled(text, places, str::to_owned)),
        Value::Array(list) => list.iter().map(|value| body(value, places)).collect(),
        Value::Object(object) => object
            .iter()
            .map(|(name, value)| (name.clone(), body(value, places)))
            .collect(),
        other => other.clone(),
    }
}

/// One pass, so that a value that looks like a place is not filled again.
fn filled(template: &str, places: &Places<'_>, write: impl Fn(&str) -> String) -> String {
    let mut text = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let place = after.split_once('}').and_then(|(name, after)| {
            let (_, value) = places.iter().find(|(place, _)| *place == name)?;
            Some((value, after))
        });
        match place {
            Some((value, after)) => {
                text.push_str(&write(value));
                rest = after;
            }
            None => {
                text.push('{');
                rest = after;
            }
        }
    }
    text.push_str(rest);
    text
}

fn encoded(value: &str) -> String {
    let mut text = String::new();
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'~') {
            text.push(char::from(byte));
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{address, body};

    #[test]
    fn values_never_leave_their_place() {
        let places = [
            ("no", "1/../2?x=&{key}".to_owned()),
            ("key", "k".to_owned()),
        ];
        assert_eq!(
            address("/orders/{no}?k={key}&{odd}", &places),
            "/orders/1%2F%2E%2E%2F2%3Fx%3D%26%7Bkey%7D?k=k&{odd}"
        );
        let template = json!({"note": "no {no}", "list": [{"key": "{key}"}], "n": 1});
        let filled = body(
            &template,
            &[("no", "\"},{".to_owned()), ("key", "k".to_owned())],
        );
        assert_eq!(
            filled,
            json!({"note": "no \"},{", "list": [{"key": "k"}], "n": 1})
        );
    }
}
