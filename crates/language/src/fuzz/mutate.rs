//! Changes texts and bytes.

use rand::RngExt;
use rand::rngs::StdRng;

/// What has been hard before: marks that combine, no width, other digits, other scripts, ends.
const ODD: &[&str] = &[
    "\u{0}",
    "\u{200b}",
    "\u{200d}",
    "\u{fe0f}",
    "\u{301}",
    "\u{feff}",
    "\u{202e}",
    "ﷺ",
    "㍿",
    "①",
    "Ⅷ",
    "½",
    "٣",
    "İ",
    "ß",
    "ﬁ",
    "가",
    "😀",
    "👨‍👩‍👧",
    "𠮷",
    "退貨",
    "不",
    "没",
    "三百",
    "两三",
    "半",
    "亿",
    "万万",
    "¥",
    "-",
    "~",
    "到",
    "，",
    "。",
    "\n",
    "\t",
    " ",
    "9999999999999999999999",
    "0",
    ".",
    "1.",
    ".5",
    "2月30日",
    "25:61",
    "13812345678",
    "a@b.c",
    "110101199003078515",
    "～",
    "%",
    "周",
    "下下下周",
    "\u{1f1e8}\u{1f1f3}",
    "\u{10ffff}",
    "e\u{301}\u{302}\u{303}",
    "买三送一",
    "打折",
];

/// A text after some changes.
pub(super) fn text(seeds: &[&str], random: &mut StdRng) -> String {
    let pick = |random: &mut StdRng| seeds[random.random_range(0..seeds.len())];
    let mut chars: Vec<char> = pick(random).chars().collect();
    for _ in 0..random.random_range(0..6) {
        let at = random.random_range(0..=chars.len());
        let to = random.random_range(at..=chars.len());
        match random.random_range(0..8) {
            0 => drop(chars.drain(at..to)),
            1 | 2 => insert(&mut chars, at, ODD[random.random_range(0..ODD.len())]),
            3 => insert(&mut chars, at, pick(random)),
            4 => {
                let part: Vec<char> = chars[at..to].iter().copied().take(20).collect();
                for _ in 0..random.random_range(1..12) {
                    insert(&mut chars, at, &part.iter().collect::<String>());
                }
            }
            5 => chars.insert(at, random.random()),
            6 => {
                let digit = char::from(b'0' + random.random_range(0..10));
                chars.insert(at, digit);
            }
            _ => chars[at..to].reverse(),
        }
    }
    chars.truncate(if random.random_range(0..200) == 0 {
        20_000
    } else {
        600
    });
    chars.into_iter().collect()
}

fn insert(chars: &mut Vec<char>, at: usize, what: &str) {
    chars.splice(at..at, what.chars());
}

/// Bytes after some changes; `from` on, so that a head may stay whole.
pub(super) fn bytes(seed: &[u8], from: usize, random: &mut StdRng) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..random.random_range(1..6) {
        if bytes.len() <= from {
            return bytes;
        }
        let at = random.random_range(from..bytes.len());
        match random.random_range(0..7) {
            0 => bytes.truncate(at),
            1 => bytes[at] = random.random(),
            2 => bytes[at] ^= 1 << random.random_range(0..8),
            3 => {
                // Whole numbers at their limits, as lengths and places.
                let value = [0u32, 1, 0x7fff_ffff, 0x8000_0000, u32::MAX, 0xffff, 1 << 20];
                let value = value[random.random_range(0..value.len())].to_le_bytes();
                for (byte, new) in bytes[at..].iter_mut().zip(value) {
                    *byte = new;
                }
            }
            4 => {
                let value = [f32::NAN, f32::INFINITY, -0.0, f32::MAX][random.random_range(0..4)];
                for (byte, new) in bytes[at..].iter_mut().zip(value.to_le_bytes()) {
                    *byte = new;
                }
            }
            5 => {
                let to = (at + random.random_range(0..64)).min(bytes.len());
                drop(bytes.drain(at..to));
            }
            _ => {
                let to = (at + random.random_range(0..64)).min(bytes.len());
                let part = bytes[at..to].to_vec();
                let place = random.random_range(from..=bytes.len());
                bytes.splice(place..place, part);
            }
        }
    }
    bytes
}
