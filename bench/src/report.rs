//! Tables, on the terminal while measuring and in the report afterwards.

use std::fmt::Write as _;

/// One table of the report.
#[derive(Debug)]
pub struct Table {
    pub title: String,
    /// What was done and how to read it.
    pub note: String,
    pub head: Vec<&'static str>,
    pub rows: Vec<Vec<String>>,
}

impl Table {
    pub fn new(title: &str, note: &str, head: &[&'static str]) -> Self {
        Self {
            title: title.to_owned(),
            note: note.to_owned(),
            head: head.to_vec(),
            rows: Vec::new(),
        }
    }

    pub fn row(&mut self, cells: &[String]) {
        self.rows.push(cells.to_vec());
    }

    pub fn markdown(&self) -> String {
        let mut text = format!("## {}\n\n{}\n\n", self.title, self.note);
        let _ = writeln!(text, "| {} |", self.head.join(" | "));
        let lines: Vec<&str> = self.head.iter().map(|_| "---").collect();
        let _ = writeln!(text, "| {} |", lines.join(" | "));
        for row in &self.rows {
            let _ = writeln!(text, "| {} |", row.join(" | "));
        }
        text
    }
}

/// The whole report, with what must be known of the machine.
pub fn document(tables: &[Table]) -> String {
    let processors = std::thread::available_parallelism().map_or(0, usize::from);
    let mut text = format!(
        "# Measurements\n\nWritten by `make bench` on a machine with {processors} processors that ran the load generator as \
         well. Absolute times differ from machine to machine; what was measured beside our program in the same run is the \
         yardstick.\n"
    );
    for table in tables {
        let _ = write!(text, "\n{}", table.markdown());
    }
    text
}
