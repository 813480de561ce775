//! The plot of the growth, both axes logarithmic.

use std::fmt::Write as _;

/// Size, then for each method the median and the 99th percentile in milliseconds.
pub type Point = (f64, [[f64; 2]; 3]);

const METHODS: [(&str, &str); 3] = [
    ("fused search, encoding included", "#1764d8"),
    ("BM25 alone", "#5f6b7a"),
    ("fused, every vector looked at", "#c2410c"),
];
const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 420.0;
const LEFT: f64 = 64.0;
const RIGHT: f64 = 24.0;
const TOP: f64 = 84.0;
const BOTTOM: f64 = 52.0;
/// Milliseconds at the ends of the upright axis, and entries at those of the other.
const TIMES: [f64; 2] = [0.03, 100.0];
const SIZES: [f64; 2] = [1e3, 1e5];

fn place(value: f64, [low, high]: [f64; 2]) -> f64 {
    (value.max(low) / low).log10() / (high / low).log10()
}

fn x(size: f64) -> f64 {
    LEFT + place(size, SIZES) * (WIDTH - LEFT - RIGHT)
}

fn y(time: f64) -> f64 {
    HEIGHT - BOTTOM - place(time, TIMES) * (HEIGHT - TOP - BOTTOM)
}

fn text(svg: &mut String, x: f64, y: f64, anchor: &str, words: &str) {
    let _ = writeln!(
        svg,
        r##"<text x="{x:.1}" y="{y:.1}" text-anchor="{anchor}">{words}</text>"##
    );
}

pub fn svg(points: &[Point]) -> String {
    let mut svg = format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="13" fill="#1f2937">
<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>
<text x="{LEFT}" y="22" font-size="15" font-weight="bold">Time of one search by phrasings in the index (ms, one thread)</text>
"##
    );
    for time in [0.1, 1.0, 10.0, 100.0] {
        let at = y(time);
        let _ = writeln!(
            svg,
            r##"<line x1="{LEFT}" y1="{at:.1}" x2="{:.1}" y2="{at:.1}" stroke="#e5e7eb"/>"##,
            WIDTH - RIGHT
        );
        text(&mut svg, LEFT - 8.0, at + 4.0, "end", &time.to_string());
    }
    for (size, label) in [(1e3, "1,000"), (1e4, "10,000"), (1e5, "100,000")] {
        text(
            &mut svg,
            x(size).min(WIDTH - RIGHT - 22.0),
            HEIGHT - BOTTOM + 20.0,
            "middle",
            label,
        );
    }
    text(
        &mut svg,
        (LEFT + WIDTH) / 2.0,
        HEIGHT - 10.0,
        "middle",
        "phrasings",
    );
    for (method, (name, colour)) in METHODS.iter().enumerate() {
        let across = LEFT + 220.0 * method as f64;
        let _ = writeln!(
            svg,
            r##"<line x1="{across}" y1="46" x2="{:.1}" y2="46" stroke="{colour}" stroke-width="3"/>"##,
            across + 22.0
        );
        text(&mut svg, across + 28.0, 50.0, "start", name);
        for (share, dash) in ["", "5 4"].iter().enumerate() {
            let line: Vec<String> = points
                .iter()
                .filter_map(|(size, times)| {
                    let time = times.get(method)?.get(share)?;
                    Some(format!("{:.1},{:.1}", x(*size), y(*time)))
                })
                .collect();
            let _ = writeln!(
                svg,
                r##"<polyline points="{}" fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}"/>"##,
                line.join(" ")
            );
        }
    }
    text(
        &mut svg,
        LEFT,
        70.0,
        "start",
        "solid: median, dashed: 99th percentile",
    );
    svg.push_str("</svg>\n");
    svg
}
