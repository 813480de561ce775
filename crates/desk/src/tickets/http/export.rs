//! Tickets as a table for spreadsheets.

use std::collections::{BTreeMap, BTreeSet};

use axum::body::Bytes;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use jiff::tz::TimeZone;
use serde_json::json;
use shanying_bot::knowledge::write_csv;
use shanying_kernel::{Result, Time};
use shanying_people::company::CompanySettings;
use shanying_people::customers::mask_text;
use shanying_web_kit::{Allowed, ApiResult, ErrorBody, QueryOf, Router, Tenant, audit};
use utoipa_axum::routes;

use super::Look;
use super::desk::TicketQuery;
use crate::tickets::model::{TicketRow, TicketSettings, TicketSummary};
use crate::tickets::{store, views};

/// Rows of a table.
const ROWS_MAX: usize = 10_000;

const COLUMNS: [&str; 17] = [
    "编号",
    "类型",
    "状态",
    "优先级",
    "主题",
    "描述",
    "客户",
    "处理人",
    "技能组",
    "分类",
    "订单",
    "来源",
    "催单次数",
    "已超时",
    "建立时间",
    "解决时间",
    "关闭时间",
];

pub(super) fn routes() -> Router {
    Router::new().routes(routes!(export_tickets))
}

/// The tickets of a list as CSV, at most 10,000; personal data masked.
#[utoipa::path(get, path = "/tickets/export", tag = "tickets", params(TicketQuery),
    responses((status = 200, description = "The table"), (status = 403, body = ErrorBody)))]
async fn export_tickets(
    State(tenant): State<Tenant>,
    allowed: Allowed<Look>,
    QueryOf(query): QueryOf<TicketQuery>,
) -> ApiResult<Response> {
    let settings = tenant.settings::<TicketSettings>().await?;
    let company = tenant.settings::<CompanySettings>().await?;
    let zone = crate::service::rules::zone(&company.time_zone);
    let mut tx = tenant.db().read().await?;
    let filter = query.filter(&mut tx, &allowed.caller).await?;
    let rows = store::list(&mut tx, &filter, None, ROWS_MAX).await?;
    let summaries = views::summaries(&mut tx, rows.clone()).await?;
    drop(tx);
    let count = rows.len();
    let entry = audit::Entry::new(&allowed.caller, "ticket.exported", "tickets");
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move { audit::record(tx, entry.detail(json!({"count": count}))).await })
        })
        .await?;
    let bytes = table(&settings, &zone, &rows, &summaries)?;
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"tickets.csv\"",
        ),
    ];
    Ok((headers, Bytes::from(bytes)).into_response())
}

fn table(
    settings: &TicketSettings,
    zone: &TimeZone,
    rows: &[TicketRow],
    summaries: &[TicketSummary],
) -> Result<Vec<u8>> {
    let names: BTreeMap<(&str, &str), &str> = settings
        .types
        .iter()
        .flat_map(|kind| {
            let fields = kind.fields.iter();
            fields.map(|field| ((kind.key.as_str(), field.key.as_str()), field.name.as_str()))
        })
        .collect();
    let name = |row: &TicketRow, key: &String| -> String {
        let known = names.get(&(row.kind.as_str(), key.as_str()));
        known.map_or_else(|| key.clone(), |name| (*name).to_owned())
    };
    let extra: BTreeSet<String> = rows
        .iter()
        .flat_map(|row| row.fields.keys().map(|key| name(row, key)))
        .collect();
    let mut columns: Vec<&str> = COLUMNS.to_vec();
    columns.extend(extra.iter().map(String::as_str));
    let lines: Vec<Vec<String>> = rows
        .iter()
        .zip(summaries)
        .map(|(row, summary)| {
            let mut line = line(settings, zone, row, summary);
            let values: BTreeMap<String, &String> = row
                .fields
                .iter()
                .map(|(key, value)| (name(row, key), value))
                .collect();
            let value = |column: &String| values.get(column).map(|value| mask_text(value));
            line.extend(extra.iter().map(|column| value(column).unwrap_or_default()));
            line
        })
        .collect();
    write_csv(&columns, &lines)
}

fn line(
    settings: &TicketSettings,
    zone: &TimeZone,
    row: &TicketRow,
    summary: &TicketSummary,
) -> Vec<String> {
    let named = |name: Option<&String>, key: &str| match name {
        Some(name) if !name.is_empty() => name.clone(),
        _ => key.to_owned(),
    };
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let local = |time: Option<Time>| -> String {
        time.map(|time| {
            crate::service::rules::local(zone, time)
                .to_string()
                .replace('T', " ")
        })
        .map(|text| text.chars().take(16).collect())
        .unwrap_or_default()
    };
    vec![
        format!("T{}", row.number),
        named(settings.kind(&row.kind).map(|kind| &kind.name), &row.kind),
        named(
            settings.status(&row.status).map(|status| &status.name),
            &row.status,
        ),
        store::code(&row.priority).unwrap_or_default(),
        summary.subject.clone(),
        mask_text(&row.description),
        text(&summary.customer_name),
        text(&summary.agent_name),
        text(&summary.group_name),
        summary.leaf_path.join(" / "),
        text(&row.order_no),
        store::code(&row.origin).unwrap_or_default(),
        row.urges.to_string(),
        if row.late { "1" } else { "0" }.to_owned(),
        local(Some(row.created_at)),
        local(row.resolved_at),
        local(row.closed_at),
    ]
}
