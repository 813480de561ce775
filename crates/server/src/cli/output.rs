//! What commands say: results on standard output, complaints and progress on standard error.

use std::io::Write as _;

use indicatif::{ProgressBar, ProgressStyle};

/// One line of a result. A reader who has gone away is no error.
pub(super) fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}

/// One line to the person at the terminal.
pub(super) fn complain(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}

/// A bar for `total` steps; hidden when nobody watches.
pub(super) fn bar(total: usize) -> ProgressBar {
    let bar = ProgressBar::new(u64::try_from(total).unwrap_or(u64::MAX));
    if let Ok(style) = ProgressStyle::with_template("{msg:16} {wide_bar} {pos}/{len}") {
        bar.set_style(style);
    }
    bar
}

/// Moves a bar to `done` of `total` steps of `part`.
pub(super) fn advance(bar: &ProgressBar, part: &str, done: usize, total: usize) {
    bar.set_length(u64::try_from(total).unwrap_or(u64::MAX));
    bar.set_position(u64::try_from(done).unwrap_or(u64::MAX));
    bar.set_message(part.to_owned());
}
