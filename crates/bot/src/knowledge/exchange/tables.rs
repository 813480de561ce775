//! Tables as bytes: XLSX (and XLS, ODS) and CSV, read and written.

use std::io::Cursor;

use calamine::{Data, Reader};
use rust_xlsxwriter::{Format, Workbook, XlsxError};
use shanying_kernel::{Error, Result};

/// Rows and columns of a table that is read.
const ROWS_MAX: usize = 20_000;
const COLUMNS_MAX: usize = 100;
/// Days from 1899-12-30, where spreadsheets begin to count, to 1970.
const EPOCH_DAYS: f64 = 25_569.0;

/// A table: headings and the rows below, each with its number, the heading being 1.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Headings.
    pub columns: Vec<String>,
    /// Rows with their numbers.
    pub rows: Vec<(usize, Vec<String>)>,
}

fn malformed(why: &'static str) -> Error {
    Error::invalid("import.unreadable", why)
}

/// Reads a table; what it is follows from its bytes.
pub fn read(bytes: &[u8]) -> Result<Table> {
    let is_workbook = bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(&[0xd0, 0xcf, 0x11]);
    let rows = if is_workbook {
        read_workbook(bytes)?
    } else {
        read_csv(bytes)?
    };
    let mut numbered = rows
        .into_iter()
        .enumerate()
        .map(|(at, row)| (at + 1, row.into_iter().map(unguarded).collect::<Vec<_>>()))
        .filter(|(_, row)| row.iter().any(|cell| !cell.is_empty()));
    let (_, columns) = numbered
        .next()
        .ok_or_else(|| malformed("the table is empty"))?;
    if columns.len() > COLUMNS_MAX {
        return Err(malformed("at most 100 columns"));
    }
    let rows: Vec<(usize, Vec<String>)> = numbered.collect();
    if rows.len() > ROWS_MAX {
        return Err(malformed("at most 20,000 rows"));
    }
    Ok(Table { columns, rows })
}

fn read_workbook(bytes: &[u8]) -> Result<Vec<Vec<String>>> {
    let unreadable =
        |error: calamine::Error| malformed("the workbook cannot be read").because(error);
    let mut book =
        calamine::open_workbook_auto_from_rs(Cursor::new(bytes.to_vec())).map_err(unreadable)?;
    let sheet = book
        .worksheet_range_at(0)
        .ok_or_else(|| malformed("the workbook has no sheet"))?
        .map_err(unreadable)?;
    // Rows above the first used one count, so that numbers are those that people see.
    let above = sheet
        .start()
        .map_or(0, |(row, _)| row as usize)
        .min(ROWS_MAX);
    let blank = std::iter::repeat_with(Vec::new).take(above);
    Ok(blank
        .chain(sheet.rows().map(|row| row.iter().map(cell_text).collect()))
        .collect())
}

fn cell_text(cell: &Data) -> String {
    match cell {
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => {
            text.trim().to_owned()
        }
        Data::Int(number) => number.to_string(),
        Data::Float(number) => number.to_string(),
        Data::Bool(value) => value.to_string(),
        Data::DateTime(date) if date.is_datetime() => serial_date(date.as_f64()),
        Data::DateTime(date) => date.as_f64().to_string(),
        Data::Error(_) | Data::Empty => String::new(),
    }
}

/// A spreadsheet's date as `2026-12-31 18:00:00`, or `2026-12-31` at midnight.
fn serial_date(serial: f64) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "seconds of a spreadsheet's calendar"
    )]
    let seconds = ((serial - EPOCH_DAYS) * 86_400.0).round() as i64;
    let Ok(instant) = jiff::Timestamp::from_second(seconds) else {
        return String::new();
    };
    let time = instant.to_zoned(jiff::tz::TimeZone::UTC).datetime();
    if seconds % 86_400 == 0 {
        time.date().to_string()
    } else {
        time.strftime("%Y-%m-%d %H:%M:%S").to_string()
    }
}

/// UTF-8, or else the Chinese encodings that spreadsheets save as.
fn decode(bytes: &[u8]) -> Result<String> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(text.to_owned());
    }
    let (text, _, faulty) = encoding_rs::GB18030.decode(bytes);
    if faulty {
        return Err(malformed("neither UTF-8 nor GBK text, nor a workbook"));
    }
    Ok(text.into_owned())
}

fn read_csv(bytes: &[u8]) -> Result<Vec<Vec<String>>> {
    let text = decode(bytes)?;
    let first = text.lines().next().unwrap_or("");
    let count = |mark: char| first.chars().filter(|c| *c == mark).count();
    let delimiter = match (count('\t'), count(';'), count(',')) {
        (tabs, semicolons, commas) if tabs > commas && tabs >= semicolons => b'\t',
        (_, semicolons, commas) if semicolons > commas => b';',
        _ => b',',
    };
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| malformed("malformed CSV").because(error))?;
        rows.push(record.iter().map(|cell| cell.trim().to_owned()).collect());
        if rows.len() > ROWS_MAX + 1 {
            break;
        }
    }
    Ok(rows)
}

/// A cell that would be read as a formula, made harmless, and back.
fn guarded(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

fn unguarded(cell: String) -> String {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@']) => rest.to_owned(),
        _ => cell,
    }
}

/// Writes CSV in UTF-8 with a byte order mark, which spreadsheets need to show Chinese.
pub fn write_csv(columns: &[&str], rows: &[Vec<String>]) -> Result<Vec<u8>> {
    let failed = |error: csv::Error| Error::internal("writing CSV failed").because(error);
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(b"\xef\xbb\xbf".to_vec());
    writer.write_record(columns).map_err(failed)?;
    for row in rows {
        writer
            .write_record(row.iter().map(|cell| guarded(cell)))
            .map_err(failed)?;
    }
    writer
        .into_inner()
        .map_err(|error| Error::internal("writing CSV failed").because(error.to_string()))
}

/// Writes a workbook with one sheet; every cell is text, so none is a formula.
pub(super) fn write_workbook(columns: &[&str], rows: &[Vec<String>]) -> Result<Vec<u8>> {
    let write = || -> std::result::Result<Vec<u8>, XlsxError> {
        let mut book = Workbook::new();
        let (bold, wrapped) = (Format::new().set_bold(), Format::new().set_text_wrap());
        let sheet = book.add_worksheet().set_name("知识")?;
        sheet.set_freeze_panes(1, 0)?;
        for (at, heading) in (0u16..).zip(columns) {
            sheet.write_string_with_format(0, at, *heading, &bold)?;
            sheet.set_column_width(at, if at < 5 { 30.0 } else { 14.0 })?;
        }
        for (at, row) in (1u32..).zip(rows) {
            for (column, cell) in (0u16..).zip(row).filter(|(_, cell)| !cell.is_empty()) {
                sheet.write_string_with_format(at, column, cell, &wrapped)?;
            }
        }
        book.save_to_buffer()
    };
    write().map_err(|error| Error::internal("writing a workbook failed").because(error))
}

#[cfg(test)]
mod tests {
    use super::{read, serial_date, write_csv, write_workbook};

    #[test]
    fn both_forms_are_read_as_they_were_written() {
        let rows = vec![
            vec!["怎么退货".to_owned(), "第一行\n第二行".to_owned()],
            vec!["=1+1".to_owned(), "逗号,引号\"".to_owned()],
        ];
        for bytes in [
            write_csv(&["标准问", "答案"], &rows).unwrap(),
            write_workbook(&["标准问", "答案"], &rows).unwrap(),
        ] {
            let table = read(&bytes).unwrap();
            assert_eq!(table.columns, ["标准问", "答案"]);
            let cells: Vec<_> = table.rows.into_iter().map(|(_, row)| row).collect();
            assert_eq!(cells, rows);
        }
    }

    #[test]
    fn encodings_and_delimiters_are_found() {
        let (gbk, _, _) = encoding_rs::GBK.encode("标准问;答案\n怎么退货;可以\n");
        assert_eq!(
            read(&gbk).unwrap().rows,
            [(2, vec!["怎么退货".to_owned(), "可以".to_owned()])]
        );
        assert_eq!(
            read("a\tb,c\n1\t2".as_bytes()).unwrap().columns,
            ["a\tb", "c"]
        );
        assert_eq!(read("a\tb\n1\t2".as_bytes()).unwrap().columns, ["a", "b"]);
        assert!(read(b"").is_err());
        assert!(read(b"PK\x03\x04 no workbook").is_err());
        assert!(read(&[0xff, 0xff, 0xff, 0x00]).is_err());
    }

    #[test]
    fn dates_of_spreadsheets_are_dates() {
        assert_eq!(serial_date(46_387.0), "2026-12-31");
        assert_eq!(serial_date(46_387.75), "2026-12-31 18:00:00");
    }
}
