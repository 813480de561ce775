//! Lists of tickets and how long they are.

use std::collections::HashMap;

use shanying_kernel::{Cursor, Result};
use shanying_storage::{Dialect, Query, Tx, Value, sql};

use super::ticket;
use crate::tickets::model::{Category, Priority, TicketRow};
use crate::tickets::rules::Looker;

/// What runs out within so long is pressing.
const SOON_MS: i64 = 4 * 3_600_000;

/// Which list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = TicketView)]
pub(crate) enum View {
    /// Open ones that the caller works at.
    Mine,
    /// Open ones of the caller's groups, and of none, that nobody works at.
    Unassigned,
    /// Open ones whose promise was missed or will be within hours; the most pressing first.
    Due,
    /// Open ones that the caller watches.
    Watched,
    /// Open ones.
    Open,
    /// Done ones.
    Done,
    /// Every one.
    #[default]
    All,
}

/// Which tickets a list shows.
#[derive(Clone, Debug, Default)]
pub(crate) struct Filter {
    pub view: View,
    pub looker: Looker,
    pub kind: String,
    pub status: String,
    pub category: Option<Category>,
    pub priority: Option<Priority>,
    pub group_id: String,
    pub agent_id: String,
    pub customer_id: String,
    pub conversation_id: String,
    pub leaf_ids: Vec<String>,
    pub text: String,
}

/// Conditions with their parameters, numbered as they come.
#[derive(Default)]
struct Conditions {
    text: Vec<String>,
    values: Vec<Value>,
}

impl Conditions {
    fn bind(&mut self, value: impl Into<Value>) -> usize {
        self.values.push(value.into());
        self.values.len()
    }

    fn and(&mut self, condition: String) {
        self.text.push(condition);
    }

    fn equal(&mut self, column: &str, value: &str) {
        if !value.is_empty() {
            let at = self.bind(value);
            self.and(format!("{column} = ${at}"));
        }
    }

    /// `column IN (…)`; an empty list holds nothing.
    fn among(&mut self, column: &str, values: &[String]) -> String {
        if values.is_empty() {
            return "1 = 0".to_owned();
        }
        let places: Vec<String> = values
            .iter()
            .map(|value| format!("${}", self.bind(value)))
            .collect();
        format!("{column} IN ({})", places.join(", "))
    }

    fn query(self, head: &str, tail: &str) -> Query {
        let all = if self.text.is_empty() {
            "1 = 1".to_owned()
        } else {
            self.text.join(" AND ")
        };
        let mut query = sql(format!("{head} WHERE {all}{tail}"));
        for value in self.values {
            query = query.bind(value);
        }
        query
    }
}

fn visible(conditions: &mut Conditions, looker: &Looker) {
    if looker.sees_all {
        return;
    }
    let Some(me) = &looker.agent_id else {
        return conditions.and("1 = 0".to_owned());
    };
    let ours = conditions.among("group_id", &looker.groups);
    let at = conditions.bind(me);
    conditions.and(format!(
        "(group_id IS NULL OR {ours} OR agent_id = ${at} OR opener_id = ${at} \
         OR id IN (SELECT ticket_id FROM ticket_watchers WHERE agent_id = ${at}))"
    ));
}

fn of_view(conditions: &mut Conditions, view: View, looker: &Looker, now: i64) {
    let open = "category NOT IN ('resolved', 'closed')";
    let me = looker.agent_id.clone().unwrap_or_default();
    match view {
        View::All => {}
        View::Open => conditions.and(open.to_owned()),
        View::Done => conditions.and("category IN ('resolved', 'closed')".to_owned()),
        View::Mine => {
            let at = conditions.bind(me);
            conditions.and(format!("{open} AND agent_id = ${at}"));
        }
        View::Unassigned => {
            let ours = conditions.among("group_id", &looker.groups);
            let any = if looker.sees_all && looker.groups.is_empty() {
                "1 = 1".to_owned()
            } else {
                format!("(group_id IS NULL OR {ours})")
            };
            conditions.and(format!("{open} AND agent_id IS NULL AND {any}"));
        }
        View::Watched => {
            let at = conditions.bind(me);
            conditions.and(format!(
                "{open} AND id IN (SELECT ticket_id FROM ticket_watchers WHERE agent_id = ${at})"
            ));
        }
        View::Due => {
            let at = conditions.bind(now + SOON_MS);
            conditions.and(format!("{open} AND (late = 1 OR due_at <= ${at})"));
        }
    }
}

fn conditions(filter: &Filter, dialect: Dialect, now: i64) -> Conditions {
    let mut found = Conditions::default();
    visible(&mut found, &filter.looker);
    of_view(&mut found, filter.view, &filter.looker, now);
    found.equal("type", &filter.kind);
    found.equal("status", &filter.status);
    found.equal("group_id", &filter.group_id);
    found.equal("agent_id", &filter.agent_id);
    found.equal("customer_id", &filter.customer_id);
    found.equal("conversation_id", &filter.conversation_id);
    found.equal("category", filter.category.map_or("", Category::code));
    if let Some(priority) = filter.priority {
        let at = found.bind(priority.rank());
        found.and(format!("priority = ${at}"));
    }
    if !filter.leaf_ids.is_empty() {
        let among = found.among("leaf_id", &filter.leaf_ids);
        found.and(among);
    }
    let text = filter.text.trim();
    if !text.is_empty() {
        let number = text
            .trim_start_matches(['T', 't', '#'])
            .parse::<i64>()
            .unwrap_or(-1);
        let at = found.bind(Dialect::like_pattern(text));
        let n = found.bind(number);
        let (subject, order) = (
            dialect.contains("subject", at),
            dialect.contains("order_no", at),
        );
        found.and(format!("({subject} OR {order} OR number = ${n})"));
    }
    found
}

/// Tickets with the newest change first; pressing ones by when they run out.
pub(crate) async fn list(
    tx: &mut Tx,
    filter: &Filter,
    cursor: Option<Cursor>,
    limit: usize,
) -> Result<Vec<TicketRow>> {
    let mut found = conditions(filter, tx.dialect(), tx.now_ms());
    let (key, compare, order) = if filter.view == View::Due {
        ("COALESCE(due_at, 0)", ">", "ASC")
    } else {
        ("updated_at", "<", "DESC")
    };
    if let Some(after) = cursor {
        let (at, id) = (found.bind(after.key), found.bind(after.id));
        found.and(format!(
            "({key} {compare} ${at} OR ({key} = ${at} AND id {compare} ${id}))"
        ));
    }
    let most = found.bind(limit);
    let tail = format!(" ORDER BY {key} {order}, id {order} LIMIT ${most}");
    let rows = found.query("SELECT * FROM tickets", &tail).all(tx).await?;
    rows.iter().map(ticket).collect()
}

/// How many tickets a list has.
pub(crate) async fn count(tx: &mut Tx, filter: &Filter) -> Result<i64> {
    let found = conditions(filter, tx.dialect(), tx.now_ms());
    found
        .query("SELECT COUNT(*) FROM tickets", "")
        .one(tx)
        .await?
        .count()
}

/// How many open tickets each agent works at.
pub(crate) async fn open_by_agent(tx: &mut Tx) -> Result<HashMap<String, i64>> {
    let rows = sql("SELECT agent_id, COUNT(*) AS open FROM tickets \
         WHERE category NOT IN ('resolved', 'closed') AND agent_id IS NOT NULL GROUP BY agent_id")
    .all(tx)
    .await?;
    rows.iter()
        .map(|row| Ok((row.text("agent_id")?, row.int("open")?)))
        .collect()
}

/// Types and statuses that tickets have, each pair once.
pub(crate) async fn in_use(tx: &mut Tx) -> Result<Vec<(String, String, Category)>> {
    let rows = sql("SELECT DISTINCT type, status, category FROM tickets")
        .all(tx)
        .await?;
    rows.iter()
        .map(|row| {
            let category = super::parsed(row.text("category")?)?;
            Ok((row.text("type")?, row.text("status")?, category))
        })
        .collect()
}
