//! Imports of catalogues over HTTP.

use axum::Json;
use axum::extract::{DefaultBodyLimit, Multipart, State};
use serde::Serialize;
use shanying_kernel::{Error, Result};
use shanying_web_kit::files::http::read_field;
use shanying_web_kit::{Allowed, ApiResult, ErrorBody, Router, Tenant, may};
use utoipa_axum::routes;

use super::actions;
use super::cells::{self, Line};
use super::columns;
use super::plan::{Brought, CataloguePlan};
use crate::answers::Bot;
use crate::knowledge::tables::{self, Table};
use crate::knowledge::{ImportReport, RowError};

/// Bytes of a body with a catalogue; the file itself is held to the server's limit for uploads.
const BODY_MAX: usize = 64 << 20;
/// Rows shown before an import.
const SAMPLE: usize = 5;

/// The routes of imports.
pub(in crate::products) fn routes() -> Router {
    Router::new()
        .routes(routes!(inspect_catalogue))
        .routes(routes!(import_catalogue))
        .layer(DefaultBodyLimit::max(BODY_MAX))
}

/// The form of an import.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "describes the form in the OpenAPI document")]
struct CatalogueForm {
    /// XLSX, CSV or JSON.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
    /// What each column holds, as a JSON list: a field of a product, an attribute's id, a new
    /// attribute's name, or nothing; guessed when missing.
    columns: Option<String>,
    /// `true` confirms every product.
    confirm: Option<String>,
}

/// What a catalogue looks like, and what importing it would do.
#[derive(Serialize, utoipa::ToSchema)]
struct CatalogueInspection {
    /// The headings; none of a JSON catalogue.
    columns: Vec<String>,
    /// What each of them holds.
    fields: Vec<String>,
    /// The first rows.
    sample: Vec<Vec<String>>,
    /// Rows below the heading.
    rows: usize,
    /// What would be done with the rows that are right.
    plan: CataloguePlan,
    /// Every faulty cell; with any of them nothing can be imported.
    errors: Vec<RowError>,
}

#[derive(Default)]
struct Form {
    file: Option<Vec<u8>>,
    columns: Option<Vec<String>>,
    confirm: bool,
}

async fn read_form(mut form: Multipart, most: usize) -> Result<Form> {
    let malformed = |error: axum::extract::multipart::MultipartError| {
        Error::invalid("invalid.multipart", error.body_text())
    };
    let mut found = Form::default();
    while let Some(field) = form.next_field().await.map_err(malformed)? {
        match field.name().unwrap_or("").to_owned().as_str() {
            "file" => found.file = Some(read_field(field, most).await?),
            "columns" => {
                let text = read_field(field, 64 << 10).await?;
                let columns = serde_json::from_slice(&text)
                    .map_err(|_| Error::field("columns", "a list of fields"))?;
                found.columns = Some(columns);
            }
            "confirm" => found.confirm = read_field(field, 16).await?.as_slice() == b"true",
            other => return Err(Error::field("form", format!("no such field: {other}"))),
        }
    }
    Ok(found)
}

/// A file, read.
struct Opened {
    table: Table,
    fields: Vec<String>,
    lines: Vec<Line>,
    errors: Vec<RowError>,
    brought: Brought,
}

/// Reads a file away from the threads that serve: descriptions take their time.
async fn open(tenant: &Tenant, form: Form) -> Result<Opened> {
    let file = form
        .file
        .ok_or_else(|| Error::field("file", "the form has no field named file"))?;
    let shelf = tenant.part::<Bot>()?.shelf();
    tokio::task::spawn_blocking(move || {
        if cells::is_json(&file) {
            let mut lines = Vec::new();
            for (row, line) in (1..).zip(cells::json(&file)?) {
                let draft = cells::drafted(&shelf, line).checked()?;
                lines.push(Line { row, draft });
            }
            return Ok(Opened {
                table: Table::default(),
                fields: Vec::new(),
                lines,
                errors: Vec::new(),
                brought: Brought::default(),
            });
        }
        let table = tables::read(&file)?;
        let fields = match form.columns {
            Some(columns) => columns::checked(columns, &table)?,
            None => columns::guess(&shelf, &table),
        };
        let (lines, errors) = cells::lines(&shelf, &table, &fields);
        Ok(Opened {
            brought: Brought::columns(&fields),
            table,
            fields,
            lines,
            errors,
        })
    })
    .await
    .map_err(|error| Error::internal("reading a catalogue failed").because(error))?
}

/// Looks at a catalogue: what each column holds, every fault, and what would change.
#[utoipa::path(post, path = "/products/import/inspect", tag = "products",
    request_body(content = CatalogueForm, content_type = "multipart/form-data"),
    responses((status = 200, body = CatalogueInspection), (status = 400, body = ErrorBody)))]
async fn inspect_catalogue(
    State(tenant): State<Tenant>,
    _: Allowed<may::EditKnowledge>,
    form: Multipart,
) -> ApiResult<Json<CatalogueInspection>> {
    let form = read_form(form, tenant.web().max_upload_bytes).await?;
    let opened = open(&tenant, form).await?;
    let rows = opened.table.rows.len().max(opened.lines.len());
    let plan = actions::plan(&tenant, opened.lines, &opened.brought).await?;
    let sample = opened.table.rows.into_iter().take(SAMPLE);
    Ok(Json(CatalogueInspection {
        sample: sample.map(|(_, cells)| cells).collect(),
        columns: opened.table.columns,
        fields: opened.fields,
        rows,
        plan,
        errors: opened.errors,
    }))
}

/// Imports a catalogue, all lines or none; a line with a known key changes its product.
#[utoipa::path(post, path = "/products/import", tag = "products",
    request_body(content = CatalogueForm, content_type = "multipart/form-data"),
    responses((status = 200, body = ImportReport), (status = 400, body = ErrorBody)))]
async fn import_catalogue(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::EditKnowledge>,
    form: Multipart,
) -> ApiResult<Json<ImportReport>> {
    let form = read_form(form, tenant.web().max_upload_bytes).await?;
    let confirm = form.confirm;
    let opened = open(&tenant, form).await?;
    let rows = opened.table.rows.len().max(opened.lines.len());
    let mut report = ImportReport {
        ok: opened.errors.is_empty(),
        rows,
        created: 0,
        updated: 0,
        errors: opened.errors,
    };
    if report.ok {
        let what = (opened.lines, opened.brought);
        let done = actions::import_lines(&tenant, &allowed.caller, what, confirm).await?;
        (report.created, report.updated) = (done.created, done.updated);
    }
    Ok(Json(report))
}
