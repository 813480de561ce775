//! The audit log: every administrative change, who made it, and from where.

use serde::Serialize;
use serde_json::{Map, Value, json};
use shanying_kernel::{Actor, Cursor, Page, Result, Time, new_id};
use shanying_storage::{Row, Tx, sql};

use crate::auth::Caller;

/// One line to be written.
#[derive(Clone, Debug)]
pub struct Entry {
    actor: Actor,
    action: &'static str,
    target: String,
    detail: Value,
    address: Option<String>,
}

/// One line as it is read.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct AuditLine {
    /// `aud_…`.
    pub id: String,
    /// When.
    pub at: Time,
    /// Who.
    pub actor: Actor,
    /// Past tense with its room, such as `settings.changed`.
    pub action: String,
    /// What it was done to.
    pub target: String,
    /// What changed; secrets never stand here.
    #[schema(value_type = Object)]
    pub detail: Value,
    /// Where the call came from.
    pub address: Option<String>,
}

impl Entry {
    /// `caller` did `action` to `target`.
    #[must_use]
    pub fn new(caller: &Caller, action: &'static str, target: &str) -> Self {
        Self {
            actor: caller.actor.clone(),
            action,
            target: target.to_owned(),
            detail: json!({}),
            address: Some(caller.address.clone()),
        }
    }

    /// `actor` did `action` to `target`, through no request of their own.
    #[must_use]
    pub fn by(actor: &Actor, action: &'static str, target: &str) -> Self {
        Self {
            actor: actor.clone(),
            action,
            target: target.to_owned(),
            detail: json!({}),
            address: None,
        }
    }

    /// The server did `action` to `target` on its own account.
    #[must_use]
    pub fn by_system(action: &'static str, target: &str) -> Self {
        Self {
            actor: Actor::system(),
            action,
            target: target.to_owned(),
            detail: json!({}),
            address: None,
        }
    }

    /// Adds facts.
    #[must_use]
    pub fn detail(mut self, detail: Value) -> Self {
        self.detail = detail;
        self
    }

    /// Adds the fields that differ between `before` and `after`, each as `[before, after]`.
    pub fn change<T: Serialize>(self, before: &T, after: &T) -> Result<Self> {
        let detail = differences(
            &serde_json::to_value(before)?,
            &serde_json::to_value(after)?,
        );
        Ok(self.detail(detail))
    }
}

fn differences(before: &Value, after: &Value) -> Value {
    let (Value::Object(before), Value::Object(after)) = (before, after) else {
        return json!({"before": before, "after": after});
    };
    let mut changed = Map::new();
    for (name, value) in after {
        let old = before.get(name).unwrap_or(&Value::Null);
        if old != value {
            changed.insert(name.clone(), json!([old, value]));
        }
    }
    Value::Object(changed)
}

/// Writes a line in the transaction of the change itself.
pub async fn record(tx: &mut Tx, entry: Entry) -> Result<()> {
    let now = tx.now_ms();
    let kind = serde_json::to_value(entry.actor.kind)?;
    sql("INSERT INTO audit_log (id, at, actor_kind, actor_id, actor_name, action, target, detail, address) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)")
        .bind(new_id("aud"))
        .bind(now)
        .bind(kind.as_str().unwrap_or("system"))
        .bind(entry.actor.id)
        .bind(entry.actor.name)
        .bind(entry.action)
        .bind(entry.target)
        .bind(&entry.detail)
        .bind(entry.address)
        .run(tx)
        .await?;
    Ok(())
}

/// A page of the log, newest first; `actor` matches an id or a part of a name, `action` its start.
pub async fn list(
    tx: &mut Tx,
    actor: Option<&str>,
    action: Option<&str>,
    cursor: Option<Cursor>,
    limit: usize,
) -> Result<Page<AuditLine>> {
    let name = tx.dialect().contains("actor_name", 2);
    let before = cursor.unwrap_or(Cursor {
        key: i64::MAX,
        id: String::new(),
    });
    let rows = sql(format!(
        "SELECT * FROM audit_log WHERE ($1 = '' OR actor_id = $1 OR {name}) \
         AND ($3 = '' OR action LIKE $4) AND (at < $5 OR (at = $5 AND id < $6)) \
         ORDER BY at DESC, id DESC LIMIT $7"
    ))
    .bind(actor.unwrap_or(""))
    .bind(shanying_storage::Dialect::like_pattern(actor.unwrap_or("")))
    .bind(action.unwrap_or(""))
    .bind(format!("{}%", action.unwrap_or("")))
    .bind(before.key)
    .bind(before.id)
    .bind(limit + 1)
    .all(tx)
    .await?;
    let lines = rows.iter().map(line).collect::<Result<Vec<_>>>()?;
    Ok(Page::cut(lines, limit, |line| Cursor {
        key: line.at.0,
        id: line.id.clone(),
    }))
}

fn line(row: &Row) -> Result<AuditLine> {
    Ok(AuditLine {
        id: row.text("id")?,
        at: row.time("at")?,
        actor: Actor {
            kind: serde_json::from_value(Value::String(row.text("actor_kind")?))?,
            id: row.text_or_null("actor_id")?,
            name: row.text_or_null("actor_name")?,
        },
        action: row.text("action")?,
        target: row.text("target")?,
        detail: row.json("detail")?,
        address: row.text_or_null("address")?,
    })
}
