//! Makes shops out of mappings, and takes the secrets out of their texts.

use std::sync::Arc;

use shanying_commerce::connections::{Opened, Sealed, ShopKind, Workshop};
use shanying_kernel::{Clock, Error, Result};
use shanying_outbound::Client;
use shanying_storage::foreign::{Foreign, ForeignAddress};
use toml::{Table, Value};

use super::mapping::Mapping;
use super::rest::RestShop;
use super::sql::{SqlMapping, SqlShop};

/// Stands where a secret was.
const HIDDEN: &str = "***";

/// Knows how shops are reached.
pub struct ShopWorkshop {
    client: Client,
    clock: Clock,
    database: Option<ForeignAddress>,
}

fn wrong(message: impl Into<std::borrow::Cow<'static, str>>) -> Error {
    Error::invalid("shop.mapping", message)
}

fn table(text: &str) -> Result<Table> {
    text.parse()
        .map_err(|error| wrong(format!("the mapping cannot be read: {error}")))
}

impl ShopWorkshop {
    /// Shops are asked by this client, or in this database.
    #[must_use]
    pub fn new(client: Client, clock: Clock, database: Option<ForeignAddress>) -> Self {
        Self {
            client,
            clock,
            database,
        }
    }

    fn open_database(&self, text: &str, watched: bool) -> Result<Opened> {
        let mapping = SqlMapping::parse(text)?;
        let missing = || wrong("the configuration names no database: [commerce] database");
        let address = self.database.as_ref().ok_or_else(missing)?;
        let foreign = Foreign::new(address).map_err(|fault| wrong(fault.to_string()))?;
        let shop = SqlShop::new(mapping, foreign, self.clock.clone()).watched(watched);
        Ok(Opened {
            kind: ShopKind::Sql,
            shop: Arc::new(shop),
        })
    }
}

/// The headers of a mapping, each a plain text.
fn headers(table: &Table) -> Result<Vec<(String, String)>> {
    let Some(headers) = table.get("headers") else {
        return Ok(Vec::new());
    };
    let headers = headers
        .as_table()
        .ok_or_else(|| wrong("headers are names with texts"))?;
    let text = |(name, value): (&String, &Value)| {
        let value = value
            .as_str()
            .ok_or_else(|| wrong(format!("the header {name} is no text")))?;
        Ok((name.clone(), value.to_owned()))
    };
    headers.iter().map(text).collect()
}

/// The text with `***` for `secret` in the lines of its headers.
fn without(text: &str, secret: &str) -> String {
    let mut inside = false;
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        let bare = line.trim_start();
        if bare.starts_with('[') {
            inside = bare.starts_with("[headers]");
        }
        let is_header = inside || bare.starts_with("headers");
        lines.push(if is_header {
            line.replace(secret, HIDDEN)
        } else {
            line.to_owned()
        });
    }
    lines.join("\n")
}

impl Workshop for ShopWorkshop {
    fn seal(&self, text: &str, before: &Sealed) -> Result<Sealed> {
        let mut sealed = Sealed {
            text: text.to_owned(),
            ..Sealed::default()
        };
        for (name, value) in headers(&table(text)?)? {
            let secret = if value == HIDDEN {
                let kept = before.secrets.get(&name).cloned();
                kept.ok_or_else(|| wrong(format!("the header {name} has no value")))?
            } else {
                sealed.text = without(&sealed.text, &value);
                value
            };
            sealed.secrets.insert(name, secret);
        }
        let hidden = headers(&table(&sealed.text)?)?;
        if let Some((name, _)) = hidden.iter().find(|(_, value)| value != HIDDEN) {
            return Err(wrong(format!(
                "write the header {name} on one line as a plain text"
            )));
        }
        Ok(sealed)
    }

    fn open(&self, sealed: &Sealed, watched: bool) -> Result<Opened> {
        let kind = table(&sealed.text)?;
        if kind.get("kind").and_then(Value::as_str) == Some("sql") {
            return self.open_database(&sealed.text, watched);
        }
        let mut mapping = Mapping::parse(&sealed.text)?;
        for (name, value) in &mut mapping.headers {
            let secret = sealed.secrets.get(name);
            *value = secret
                .ok_or_else(|| wrong(format!("the header {name} has no value")))?
                .clone();
        }
        let shop = RestShop::new(mapping, self.client.clone(), self.clock.clone())?;
        let shop = if watched { shop.watched() } else { shop };
        Ok(Opened {
            kind: ShopKind::Rest,
            shop: Arc::new(shop),
        })
    }

    fn has_database(&self) -> bool {
        self.database.is_some()
    }
}
