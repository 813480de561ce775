//! Values in words, and values in free text that no recogniser of the language knows: names,
//! addresses, ends of card numbers.

use jiff::civil::DateTime;
use shanying_language::extract::part_of_day;

use crate::dialogue::model::{Filled, Given};

/// A value in words.
pub(crate) fn worded(given: &Given, locale: &str) -> String {
    let english = locale == "en";
    match given {
        Given::Word { value } | Given::Text { value } | Given::Known { label: value, .. } => {
            value.clone()
        }
        Given::Number { value } => value.to_string(),
        Given::YesNo { value } => match (value, english) {
            (true, false) => "是",
            (false, false) => "否",
            (true, true) => "yes",
            (false, true) => "no",
        }
        .to_owned(),
        Given::Money { min, max, about } => money(*min, *max, *about, english),
        Given::Time { from, to } => time(*from, *to, english),
    }
}

/// All values of a slot in words; "any" where anything will do.
pub(crate) fn worded_all(filled: &Filled, locale: &str) -> String {
    let english = locale == "en";
    if filled.is_any() {
        return if english { "any" } else { "不限" }.to_owned();
    }
    let values: Vec<String> = filled
        .values
        .iter()
        .map(|one| worded(one, locale))
        .collect();
    values.join(if english { ", " } else { "、" })
}

/// An amount of the smallest unit in words: `288`, `99.5`.
pub(crate) fn plain_money(minor: i64) -> String {
    if minor % 100 == 0 {
        (minor / 100).to_string()
    } else {
        format!("{}.{:02}", minor / 100, minor % 100)
    }
}

fn money(min: Option<i64>, max: Option<i64>, about: bool, english: bool) -> String {
    match (min, max) {
        (Some(low), Some(high)) if about || low == high => {
            let middle = plain_money(i64::midpoint(low, high));
            if english {
                format!("about ¥{middle}")
            } else {
                format!("{middle}元左右")
            }
        }
        (Some(low), Some(high)) => {
            let (low, high) = (plain_money(low), plain_money(high));
            if english {
                format!("¥{low}–{high}")
            } else {
                format!("{low}–{high}元")
            }
        }
        (None, Some(high)) => {
            let high = plain_money(high);
            if english {
                format!("up to ¥{high}")
            } else {
                format!("{high}元以内")
            }
        }
        (Some(low), None) => {
            let low = plain_money(low);
            if english {
                format!("from ¥{low}")
            } else {
                format!("{low}元以上")
            }
        }
        (None, None) => if english { "any" } else { "不限" }.to_owned(),
    }
}

fn time(from: Option<DateTime>, to: Option<DateTime>, english: bool) -> String {
    // With the day of the week, so that a day taken wrongly is noticed when it is read back.
    let day = |at: DateTime| {
        if english {
            at.strftime("%a %Y-%m-%d").to_string()
        } else {
            let of_week = usize::from(at.weekday().to_monday_zero_offset().unsigned_abs());
            let of_week = "一二三四五六日".chars().nth(of_week).unwrap_or_default();
            format!("{}月{}日（周{of_week}）", at.month(), at.day())
        }
    };
    let moment = |at: DateTime| {
        if at.hour() == 0 && at.minute() == 0 {
            day(at)
        } else {
            format!("{} {:02}:{:02}", day(at), at.hour(), at.minute())
        }
    };
    match (from, to) {
        (Some(from), Some(to)) if from == to => moment(from),
        (Some(from), Some(to)) => {
            let whole_day = from.hour() == 0 && to.hour() == 0;
            // Half open: a whole day ends where the next begins.
            let days = (to.date() - from.date()).get_days();
            let ends = i64::from(days) * 24 + i64::from(to.hour());
            let full = from.minute() == 0 && to.minute() == 0;
            let part = part_of_day(i64::from(from.hour()), ends, english).filter(|_| full);
            if whole_day && days <= 1 {
                day(from)
            } else if let Some(part) = part {
                let space = if english { " " } else { "" };
                format!("{}{space}{part}", day(from))
            } else if from.date() == to.date() {
                format!("{}–{:02}:{:02}", moment(from), to.hour(), to.minute())
            } else {
                format!("{}–{}", moment(from), moment(to))
            }
        }
        (Some(from), None) => {
            if english {
                format!("from {}", moment(from))
            } else {
                format!("{}起", moment(from))
            }
        }
        (None, Some(to)) => {
            if english {
                format!("until {}", moment(to))
            } else {
                format!("{}前", moment(to))
            }
        }
        (None, None) => String::new(),
    }
}

/// A run of exactly so many digits.
pub(super) fn digits(text: &str, length: usize) -> Option<String> {
    text.split(|c: char| !c.is_ascii_digit())
        .find(|run| run.len() == length)
        .map(str::to_owned)
}

/// First characters of the family names that nearly everybody has.
const FAMILIES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋\
    蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝\
    龚邵万钱严覃武戴莫孔向汤欧司诸上";

/// The name in `张三收`, `由李小明签收`: a part of the text by itself.
fn receiver(text: &str) -> Option<String> {
    let parts = text.split(|c: char| c.is_whitespace() || ",.;!?:\n".contains(c));
    parts
        .filter_map(|part| {
            let ends = ["签收", "收货", "收件", "收"];
            let name = ends.iter().find_map(|end| part.strip_suffix(end))?;
            let name = name.trim_start_matches(['由', '给', '让', '请']);
            let fits = (2..=4).contains(&name.chars().count())
                && name.chars().next().is_some_and(|c| FAMILIES.contains(c))
                && !name.contains(['没', '不', '未', '已', '都', '也', '还']);
            fits.then(|| name.to_owned())
        })
        .next()
}

/// The name in `我叫李明`, `姓王`, `王女士`, `张三收`; the whole of a short answer when a name was asked for.
pub(super) fn name(text: &str, awaited: bool) -> Option<String> {
    const BEFORE: &[&str] = &[
        "我叫",
        "名字是",
        "名字叫",
        "姓名是",
        "姓名:",
        "姓名",
        "收货人是",
        "收货人:",
        "收件人是",
        "收件人",
        "收货人",
        "联系人是",
        "联系人",
        "我姓",
        "免贵姓",
        "my name is",
        "name is",
        "i am called",
    ];
    const TITLES: &[&str] = &["先生", "女士", "小姐", "老师", "太太", "阿姨"];
    let end = |c: char| matches!(c, ',' | '.' | ';' | '!' | '?' | ':' | '\n');
    for lead in BEFORE {
        if let Some((_, rest)) = text.split_once(lead) {
            let found: String = rest
                .trim_start_matches([':', ' ', '是', '叫'])
                .chars()
                .take_while(|c| {
                    !(end(*c) || c.is_ascii_digit() || c.is_whitespace() && !lead.is_ascii())
                })
                .collect();
            let cut = found
                .split(['电', '手', '地'])
                .next()
                .unwrap_or_default()
                .trim();
            if (1..=20).contains(&cut.chars().count()) {
                return Some(cut.to_owned());
            }
        }
    }
    for title in TITLES {
        if let Some((before, _)) = text.split_once(title) {
            let family: Vec<char> = before
                .chars()
                .rev()
                .take_while(|c| c.is_alphabetic())
                .take(1)
                .collect();
            if let Some(family) = family.first().filter(|c| !"的个位这那".contains(**c)) {
                return Some(format!("{family}{title}"));
            }
        }
    }
    if let Some(name) = receiver(text) {
        return Some(name);
    }
    if !awaited {
        return None;
    }
    let plain: String = text
        .split(end)
        .map(str::trim)
        .find(|part| !part.is_empty() && !part.chars().any(|c| c.is_ascii_digit()))?
        .trim_start_matches("叫")
        .trim_start_matches("是")
        .to_owned();
    let length = plain.chars().count();
    let latin = plain.is_ascii();
    (if latin {
        (2..=40).contains(&length)
    } else {
        (1..=4).contains(&length)
    })
    .then_some(plain)
}

/// The stretch of a text that reads like an address: two words of places and a number, or the whole
/// answer when an address was asked for.
pub(super) fn address(text: &str, awaited: bool) -> Option<String> {
    const PLACES: &[char] = &[
        '省', '市', '区', '县', '镇', '乡', '路', '街', '巷', '弄', '村', '号', '栋', '幢', '楼',
        '室',
    ];
    const LEADS: &[&str] = &[
        "新地址是",
        "地址改成",
        "地址改为",
        "地址换成",
        "地址是",
        "地址:",
        "寄到",
        "送到",
        "寄往",
        "改到",
        "改成",
        "改为",
        "换成",
        "新地址",
        "地址",
    ];
    // `订单号` is no place.
    let rated = |part: &str| {
        let part = part.replace("单号", "");
        part.chars().filter(|c| PLACES.contains(c)).count()
    };
    let part = text
        .split([',', ';', '!', '?', '\n'])
        .max_by_key(|part| rated(part))?;
    let enough = rated(part) >= 2
        && part
            .chars()
            .any(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    let plain_answer = awaited
        && (part.chars().count() >= 6 && rated(part) >= 1 || text.is_ascii() && text.len() >= 12);
    if !(enough || plain_answer) {
        return None;
    }
    let part = if text.is_ascii() { text } else { part };
    let mut rest = part.trim();
    for word in ["另外", "还有", "然后", "对了", "应该", "其实", "就", "是"] {
        rest = rest.strip_prefix(word).unwrap_or(rest);
    }
    for lead in LEADS {
        if let Some((_, after)) = rest.split_once(lead) {
            rest = after.trim_start_matches([':', ' ', '是', '到']);
        }
    }
    let rest = rest.trim_end_matches(['吧', '.', ' ', '了']);
    (rest.chars().count() >= 4).then(|| rest.to_owned())
}

/// A part of an address as it is written in China: `province`, `city`, `district`, `street`.
/// A city of the rank of a province is both.
pub(super) fn part_of(address: &str, part: &str) -> Option<String> {
    const CITIES: &[&str] = &["北京", "上海", "天津", "重庆"];
    let text: String = address.chars().filter(|c| !c.is_whitespace()).collect();
    let direct = CITIES.iter().find(|city| text.starts_with(**city));
    let (province, rest) = match direct {
        Some(city) => {
            let rest = text.strip_prefix(city).unwrap_or_default();
            (format!("{city}市"), rest.strip_prefix('市').unwrap_or(rest))
        }
        None => cut(&text, &["自治区", "特别行政区", "省"])?,
    };
    let (city, rest) = match direct {
        Some(city) => (format!("{city}市"), rest),
        None => cut(rest, &["自治州", "地区", "市", "盟"])?,
    };
    let (district, street) = cut(rest, &["新区", "区", "县", "市", "旗"])?;
    let found = match part {
        "province" => province,
        "city" => city,
        "district" => district,
        "street" => street.to_owned(),
        _ => return None,
    };
    (!found.is_empty()).then_some(found)
}

/// The text up to the first of these ends, with it, and the rest.
fn cut<'t>(text: &'t str, ends: &[&str]) -> Option<(String, &'t str)> {
    let (at, end) = ends
        .iter()
        .filter_map(|end| Some((text.find(end)?, *end)))
        .min_by_key(|(at, end)| (at + end.len(), *at))?;
    let split = at + end.len();
    // A name has at least two letters before its end.
    (text.get(..at)?.chars().count() >= 1)
        .then(|| Some((text.get(..split)?.to_owned(), text.get(split..)?)))?
}

/// What somebody says to be allergic to, as they say it: for what no list knows.
pub(super) fn allergen(text: &str) -> Option<String> {
    let before = text.split_once("过敏")?.0;
    let part = before.rsplit([',', '.', ';', '?', '!']).next()?;
    let part = part.rsplit_once('对').map_or(part, |(_, after)| after);
    let part = part
        .trim_start_matches(['我', '有', '是', '会', '很', '也', '都'])
        .trim_end_matches([
            '会', '很', '也', '都', '容', '易', '严', '重', '有', '点', '就', '的',
        ]);
    let vague = [
        "没",
        "不",
        "皮肤",
        "容易",
        "经常",
        "换季",
        "动不动",
        "总是",
        "什么",
        "老",
        "爱",
        "一用",
        "脸",
    ];
    let length = part.chars().count();
    ((1..=8).contains(&length) && !vague.iter().any(|word| part.contains(word)))
        .then(|| part.to_owned())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{address, allergen, digits, name, part_of, time};

    #[test]
    fn times_are_read_back_with_the_day_of_the_week_and_the_part_of_the_day() {
        let at = |day: i8, hour: i8, minute: i8| Some(date(2026, 11, day).at(hour, minute, 0, 0));
        for (from, to, chinese, english) in [
            (
                at(28, 0, 0),
                at(29, 0, 0),
                "11月28日（周六）",
                "Sat 2026-11-28",
            ),
            (
                at(28, 6, 0),
                at(28, 12, 0),
                "11月28日（周六）上午",
                "Sat 2026-11-28 morning",
            ),
            (
                at(28, 18, 0),
                at(29, 0, 0),
                "11月28日（周六）晚上",
                "Sat 2026-11-28 evening",
            ),
            (
                at(29, 15, 0),
                at(29, 15, 0),
                "11月29日（周日） 15:00",
                "Sun 2026-11-29 15:00",
            ),
            (
                at(29, 15, 0),
                at(29, 17, 30),
                "11月29日（周日） 15:00–17:30",
                "Sun 2026-11-29 15:00–17:30",
            ),
            (
                None,
                at(30, 0, 0),
                "11月30日（周一）前",
                "until Mon 2026-11-30",
            ),
        ] {
            assert_eq!(time(from, to, false), chinese);
            assert_eq!(time(from, to, true), english);
        }
    }

    #[test]
    fn people_and_places_are_found_where_they_are_said() {
        assert_eq!(
            name("我叫李明,电话13800138000", false).as_deref(),
            Some("李明")
        );
        assert_eq!(name("我姓王", false).as_deref(), Some("王"));
        assert_eq!(name("叫我张女士就行", false).as_deref(), Some("张女士"));
        assert_eq!(name("李小红", true).as_deref(), Some("李小红"));
        assert_eq!(name("怎么退货", false), None);
        let whole = "两盒,寄到上海市徐汇区漕溪北路1号,张三收,电话13800138000";
        assert_eq!(name(whole, false).as_deref(), Some("张三"));
        assert_eq!(name("由欧阳小明签收", false).as_deref(), Some("欧阳小明"));
        for nobody in ["今天没人收", "什么时候签收", "谁收", "钱没收", "快递代收"]
        {
            assert_eq!(name(nobody, false), None, "{nobody}");
        }
        assert_eq!(
            address("地址改成上海市浦东新区张杨路500号3楼", false).as_deref(),
            Some("上海市浦东新区张杨路500号3楼")
        );
        assert_eq!(
            address("不对,应该是浙江省杭州市西湖区文三路90号", false).as_deref(),
            Some("浙江省杭州市西湖区文三路90号")
        );
        assert_eq!(address("我想改个地址", false), None);
        assert_eq!(address("我想改个地址", true), None);
        assert_eq!(address("订单号20261121233548", true), None);
        assert_eq!(digits("尾号是8821的那张", 4).as_deref(), Some("8821"));
    }

    #[test]
    fn addresses_are_taken_apart() {
        let parts = |text: &str| {
            ["province", "city", "district", "street"]
                .map(|part| part_of(text, part).unwrap_or_default())
                .join("|")
        };
        for (text, wanted) in [
            (
                "浙江省杭州市西湖区文三路90号3幢502室",
                "浙江省|杭州市|西湖区|文三路90号3幢502室",
            ),
            (
                "上海市浦东新区张杨路500号",
                "上海市|上海市|浦东新区|张杨路500号",
            ),
            (
                "北京朝阳区建国路88号8号楼1201室",
                "北京市|北京市|朝阳区|建国路88号8号楼1201室",
            ),
            (
                "广西壮族自治区桂林市阳朔县西街1号",
                "广西壮族自治区|桂林市|阳朔县|西街1号",
            ),
            ("江苏省昆山市前进路1号", "|||"),
            ("文三路90号", "|||"),
        ] {
            assert_eq!(parts(text), wanted, "{text}");
        }
    }

    #[test]
    fn unknown_substances_are_heard() {
        assert_eq!(allergen("我对乳胶过敏").as_deref(), Some("乳胶"));
        assert_eq!(allergen("胡萝卜素过敏").as_deref(), Some("胡萝卜素"));
        assert_eq!(allergen("我没有过敏"), None);
        assert_eq!(allergen("皮肤容易过敏"), None);
    }
}
