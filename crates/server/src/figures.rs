//! Figures of this process as Prometheus reads them: what the rooms count with `metrics`, kept in
//! memory and written as text when asked. A few dozen series need no more than this.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use metrics::{
    Counter, Gauge, Histogram, HistogramFn, Key, KeyName, Metadata, Recorder, SharedString, Unit,
};

/// Upper bounds of the histograms, in seconds; one more takes the rest.
const BOUNDS: [f64; 12] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0,
];

static SHELF: OnceLock<Arc<Shelf>> = OnceLock::new();

/// Begins to count. Twice is once.
pub(crate) fn start() {
    SHELF.get_or_init(|| {
        let shelf = Arc::new(Shelf::default());
        if let Err(error) = metrics::set_global_recorder(Hand(shelf.clone())) {
            tracing::error!(%error, "there will be no figures");
        }
        shelf
    });
}

/// Everything that was counted so far.
pub(crate) fn render() -> String {
    SHELF.get().map(|shelf| shelf.render()).unwrap_or_default()
}

/// Series by name and labels.
type Series<T> = Mutex<BTreeMap<(String, String), Arc<T>>>;

#[derive(Default)]
struct Shelf {
    counters: Series<AtomicU64>,
    /// The bits of a floating-point number, as `metrics` keeps gauges.
    gauges: Series<AtomicU64>,
    histograms: Series<Buckets>,
}

#[derive(Default)]
struct Buckets {
    counts: [AtomicU64; BOUNDS.len() + 1],
    /// The bits of the sum.
    sum: AtomicU64,
}

impl HistogramFn for Buckets {
    fn record(&self, value: f64) {
        let place = BOUNDS.iter().position(|bound| value <= *bound);
        if let Some(count) = self.counts.get(place.unwrap_or(BOUNDS.len())) {
            count.fetch_add(1, Ordering::Relaxed);
        }
        let add = |bits| Some((f64::from_bits(bits) + value).to_bits());
        // The closure never declines, so this cannot fail.
        let _ = self
            .sum
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, add);
    }
}

/// What `metrics` holds.
struct Hand(Arc<Shelf>);

impl Recorder for Hand {
    fn describe_counter(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn describe_gauge(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn describe_histogram(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn register_counter(&self, key: &Key, _: &Metadata<'_>) -> Counter {
        Counter::from_arc(series(&self.0.counters, key))
    }

    fn register_gauge(&self, key: &Key, _: &Metadata<'_>) -> Gauge {
        Gauge::from_arc(series(&self.0.gauges, key))
    }

    fn register_histogram(&self, key: &Key, _: &Metadata<'_>) -> Histogram {
        Histogram::from_arc(series(&self.0.histograms, key))
    }
}

fn locked<T>(series: &Series<T>) -> MutexGuard<'_, BTreeMap<(String, String), Arc<T>>> {
    series.lock().unwrap_or_else(PoisonError::into_inner)
}

fn series<T: Default>(all: &Series<T>, key: &Key) -> Arc<T> {
    let mut labels: Vec<String> = key
        .labels()
        .map(|label| format!("{}=\"{}\"", label.key(), escaped(label.value())))
        .collect();
    labels.sort();
    locked(all)
        .entry((key.name().to_owned(), labels.join(",")))
        .or_default()
        .clone()
}

fn escaped(value: &str) -> String {
    value
        .replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace('\n', "\\n")
}

impl Shelf {
    fn render(&self) -> String {
        let mut text = String::new();
        plain(&mut text, "counter", &self.counters, |bits| {
            bits.to_string()
        });
        plain(&mut text, "gauge", &self.gauges, |bits| {
            f64::from_bits(bits).to_string()
        });
        let mut last = String::new();
        for ((name, labels), buckets) in locked(&self.histograms).iter() {
            heading(&mut text, &mut last, name, "histogram");
            histogram(&mut text, name, labels, buckets);
        }
        text
    }
}

/// The type of a name, once, before its first series.
fn heading(text: &mut String, last: &mut String, name: &str, kind: &str) {
    if last != name {
        let _ = writeln!(text, "# TYPE {name} {kind}");
        name.clone_into(last);
    }
}

fn plain(text: &mut String, kind: &str, all: &Series<AtomicU64>, shown: fn(u64) -> String) {
    let mut last = String::new();
    for ((name, labels), value) in locked(all).iter() {
        heading(text, &mut last, name, kind);
        let braces = if labels.is_empty() {
            String::new()
        } else {
            format!("{{{labels}}}")
        };
        let _ = writeln!(
            text,
            "{name}{braces} {}",
            shown(value.load(Ordering::Relaxed))
        );
    }
}

fn histogram(text: &mut String, name: &str, labels: &str, buckets: &Buckets) {
    let comma = if labels.is_empty() { "" } else { "," };
    let braces = if labels.is_empty() {
        String::new()
    } else {
        format!("{{{labels}}}")
    };
    let bounds = BOUNDS.iter().map(f64::to_string).chain(["+Inf".to_owned()]);
    let mut total = 0;
    for (bound, count) in bounds.zip(&buckets.counts) {
        total += count.load(Ordering::Relaxed);
        let _ = writeln!(
            text,
            "{name}_bucket{{{labels}{comma}le=\"{bound}\"}} {total}"
        );
    }
    let sum = f64::from_bits(buckets.sum.load(Ordering::Relaxed));
    let _ = writeln!(
        text,
        "{name}_sum{braces} {sum}\n{name}_count{braces} {total}"
    );
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Hand, Shelf};

    #[test]
    fn series_are_written_as_prometheus_reads_them() {
        let shelf = Arc::new(Shelf::default());
        metrics::with_local_recorder(&Hand(shelf.clone()), || {
            metrics::counter!("asked_total", "route" => "/a\"b").increment(2);
            metrics::gauge!("open").set(1.5);
            metrics::histogram!("took_seconds").record(0.002);
            metrics::histogram!("took_seconds").record(60.0);
        });
        let text = shelf.render();
        for line in [
            "# TYPE asked_total counter\nasked_total{route=\"/a\\\"b\"} 2\n",
            "# TYPE open gauge\nopen 1.5\n",
            "took_seconds_bucket{le=\"0.001\"} 0\ntook_seconds_bucket{le=\"0.0025\"} 1\n",
            "took_seconds_bucket{le=\"+Inf\"} 2\ntook_seconds_sum 60.002\ntook_seconds_count 2\n",
        ] {
            assert!(text.contains(line), "{text}");
        }
    }
}
