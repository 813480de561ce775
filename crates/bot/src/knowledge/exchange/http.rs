//! Import and export over HTTP.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Multipart, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use jiff::tz::TimeZone;
use serde::Deserialize;
use shanying_kernel::{Error, Result};
use shanying_people::company::CompanySettings;
use shanying_web_kit::files::http::read_field;
use shanying_web_kit::{Allowed, ApiResult, ErrorBody, QueryOf, Router, Tenant, may};
use utoipa_axum::routes;

use super::mapping::{self, Mapping};
use super::model::{ImportPreview, ImportReport};
use super::tables::{self, Table};
use super::{actions, cells};
use crate::knowledge::{categories, store};

/// Bytes of a body with a table; the file itself is held to the server's limit for uploads.
const BODY_MAX: usize = 64 << 20;
/// Rows shown before an import.
const SAMPLE: usize = 5;

/// The routes of imports and exports.
pub(in crate::knowledge) fn routes() -> Router {
    Router::new()
        .routes(routes!(inspect_import))
        .routes(routes!(import_table))
        .layer(DefaultBodyLimit::max(BODY_MAX))
        .routes(routes!(export_table))
}

/// What a form brought.
#[derive(Default)]
struct Form {
    file: Option<Vec<u8>>,
    mapping: Option<Mapping>,
    publish: bool,
}

/// The form of an import.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "describes the form in the OpenAPI document")]
struct ImportForm {
    /// XLSX or CSV.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
    /// Headings by field, as JSON; guessed when missing.
    mapping: Option<String>,
    /// `true` publishes every entry.
    publish: Option<String>,
}

async fn read_form(mut form: Multipart, max_bytes: usize) -> Result<Form> {
    let malformed = |error: axum::extract::multipart::MultipartError| {
        Error::invalid("invalid.multipart", error.body_text())
    };
    let mut found = Form::default();
    while let Some(field) = form.next_field().await.map_err(malformed)? {
        match field.name().unwrap_or("").to_owned().as_str() {
            "file" => found.file = Some(read_field(field, max_bytes).await?),
            "mapping" => {
                let text = read_field(field, 64 << 10).await?;
                let mapping = serde_json::from_slice(&text)
                    .map_err(|_| Error::field("mapping", "not a mapping of fields to headings"))?;
                found.mapping = Some(mapping);
            }
            "publish" => match read_field(field, 16).await?.as_slice() {
                b"true" => found.publish = true,
                b"false" => found.publish = false,
                _ => return Err(Error::field("publish", "true or false")),
            },
            other => return Err(Error::field("form", format!("no such field: {other}"))),
        }
    }
    Ok(found)
}

async fn read_table(file: Option<Vec<u8>>) -> Result<Table> {
    let file = file.ok_or_else(|| Error::field("file", "the form has no field named file"))?;
    tokio::task::spawn_blocking(move || tables::read(&file))
        .await
        .map_err(|error| Error::internal("reading a table failed").because(error))?
}

async fn zone(tenant: &Tenant) -> Result<TimeZone> {
    let company = tenant.settings::<CompanySettings>().await?;
    TimeZone::get(&company.time_zone)
        .map_err(|error| Error::internal("the company's time zone is unknown").because(error))
}

fn max_bytes(tenant: &Tenant) -> usize {
    tenant.web().max_upload_bytes
}

/// Looks at a table: its headings, its first rows, and which column each field is likely in.
#[utoipa::path(post, path = "/knowledge/import/inspect", tag = "knowledge",
    request_body(content = ImportForm, content_type = "multipart/form-data"),
    responses((status = 200, body = ImportPreview), (status = 400, body = ErrorBody), (status = 403, body = ErrorBody)))]
async fn inspect_import(
    State(tenant): State<Tenant>,
    _: Allowed<may::EditKnowledge>,
    form: Multipart,
) -> ApiResult<Json<ImportPreview>> {
    let table = read_table(read_form(form, max_bytes(&tenant)).await?.file).await?;
    Ok(Json(ImportPreview {
        mapping: mapping::guess(&table.columns),
        rows: table.rows.len(),
        sample: table
            .rows
            .into_iter()
            .take(SAMPLE)
            .map(|(_, row)| row)
            .collect(),
        columns: table.columns,
    }))
}

/// Imports a table, all rows or none.
#[utoipa::path(post, path = "/knowledge/import", tag = "knowledge",
    request_body(content = ImportForm, content_type = "multipart/form-data"),
    responses((status = 200, body = ImportReport), (status = 400, body = ErrorBody), (status = 403, body = ErrorBody)))]
async fn import_table(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::EditKnowledge>,
    form: Multipart,
) -> ApiResult<Json<ImportReport>> {
    let form = read_form(form, max_bytes(&tenant)).await?;
    let table = read_table(form.file).await?;
    let mapping = form
        .mapping
        .unwrap_or_else(|| mapping::guess(&table.columns));
    let places = mapping::places(&mapping, &table.columns)?;
    let (rows, errors) = cells::rows(&table, &places, &zone(&tenant).await?);
    let mut report = actions::import(&tenant, &allowed.caller, rows, errors, form.publish).await?;
    // Faults of fields are told by the heading that people see.
    for error in &mut report.errors {
        let heading = mapping.iter().find_map(|(field, heading)| {
            let name = serde_json::to_value(field).ok()?;
            (name.as_str() == error.column.as_deref()).then(|| heading.clone())?
        });
        error.column = heading.or_else(|| error.column.take());
    }
    Ok(Json(report))
}

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct ExportQuery {
    /// `xlsx` or `csv`.
    format: Option<String>,
}

/// Every entry in use as a table that can be imported again.
#[utoipa::path(get, path = "/knowledge/export", tag = "knowledge", params(ExportQuery),
    responses((status = 200, description = "The table"), (status = 400, body = ErrorBody), (status = 403, body = ErrorBody)))]
async fn export_table(
    State(tenant): State<Tenant>,
    _: Allowed<may::EditKnowledge>,
    QueryOf(query): QueryOf<ExportQuery>,
) -> ApiResult<Response> {
    let (mime, name) = match query.format.as_deref().unwrap_or("xlsx") {
        "xlsx" => (
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "knowledge.xlsx",
        ),
        "csv" => ("text/csv; charset=utf-8", "knowledge.csv"),
        _ => return Err(Error::field("format", "xlsx or csv").into()),
    };
    let zone = zone(&tenant).await?;
    let mut tx = tenant.db().read().await?;
    let paths = categories::paths(&store::list_categories(&mut tx).await?);
    let entries = store::all(&mut tx).await?;
    drop(tx);
    let bytes = tokio::task::spawn_blocking(move || {
        let rows: Vec<Vec<String>> = entries
            .iter()
            .map(|entry| {
                let category = entry.draft.category_id.as_ref();
                let path = category
                    .and_then(|id| paths.get(id))
                    .map_or("", String::as_str);
                cells::written(entry.key.as_deref(), &entry.draft, path, &zone)
            })
            .collect();
        let columns = cells::headings();
        if name == "knowledge.csv" {
            tables::write_csv(&columns, &rows)
        } else {
            tables::write_workbook(&columns, &rows)
        }
    })
    .await
    .map_err(|error| Error::internal("writing a table failed").because(error))??;
    let disposition = format!("attachment; filename=\"{name}\"");
    let headers = [
        (header::CONTENT_TYPE, mime.to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    Ok((headers, Bytes::from(bytes)).into_response())
}
