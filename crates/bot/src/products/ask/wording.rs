//! Answers from facts in Chinese words.

use super::reply::is_listed;
use super::{FactAnswer, Verdict};
use crate::products::model::{Fact, FactValue, Polarity, Product, WishValue, attribute};
use crate::products::select::{Recommended, Selection};
use crate::products::shelf::Shelf;

/// `288元`, `99.5元`.
#[must_use]
pub fn yuan(minor: i64) -> String {
    let (whole, rest) = (minor / 100, (minor % 100).abs());
    match rest {
        0 => format!("{whole}元"),
        _ if rest % 10 == 0 => format!("{whole}.{}元", rest / 10),
        _ => format!("{whole}.{rest:02}元"),
    }
}

pub(super) fn shown(value: &FactValue) -> String {
    match value {
        FactValue::Word(word) => word.clone(),
        FactValue::Money(minor) => yuan(*minor),
        FactValue::Number { min, max } => match (min, max) {
            (Some(min), Some(max)) if min == max => format!("{min}"),
            (Some(min), Some(max)) => format!("{min}–{max}"),
            (Some(min), None) => format!("{min}以上"),
            (None, Some(max)) => format!("{max}以下"),
            (None, None) => String::new(),
        },
    }
}

fn joined(facts: &[&Fact]) -> String {
    let mut words: Vec<String> = Vec::new();
    for fact in facts {
        let word = shown(&fact.value);
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words.join("、")
}

impl Shelf {
    pub(super) fn worded(&self, answer: &FactAnswer, now_ms: i64) -> String {
        let product = answer.products.first().and_then(|id| self.get(id));
        match (answer.verdict, product) {
            (Verdict::Products | Verdict::Nothing, _) => answer
                .selection
                .as_ref()
                .map(|selection| self.listed(selection))
                .unwrap_or_default(),
            (Verdict::Table, _) => self.table_text(answer),
            (_, Some(product)) => self.of_product(answer, product, now_ms),
            (_, None) => String::new(),
        }
    }

    fn of_product(&self, answer: &FactAnswer, product: &Product, now_ms: i64) -> String {
        let name = &product.name;
        let value = answer.value.as_deref().unwrap_or_default();
        let because = answer
            .facts
            .first()
            .filter(|fact| fact.attribute != attribute::NAME && !fact.said.is_empty())
            .map(|fact| format!("商品说明里写着“{}”。", fact.said.trim_end_matches('。')))
            .unwrap_or_default();
        match (answer.attribute.as_str(), answer.verdict) {
            (attribute::DESCRIPTION, Verdict::Yes) => format!("是的，{because}"),
            (attribute::DESCRIPTION, Verdict::Value) => because,
            (attribute::DESCRIPTION, Verdict::No) => format!("很抱歉，{because}"),
            (attribute::DESCRIPTION, Verdict::Careful) => format!("请留意，{because}"),
            (attribute::AGE, Verdict::Yes) => format!("{value}可以的。{because}"),
            (attribute::AGE, Verdict::No) => format!("{value}不适合{name}。{because}"),
            (attribute::INGREDIENT, Verdict::Yes) => format!("{name}含有{value}。{because}"),
            (attribute::INGREDIENT, Verdict::No) => format!("{name}不含{value}。{because}"),
            (_, Verdict::NotListed) => format!(
                "{name}的成分表里没有{}。个人体质不同，第一次用请先在耳后试用。",
                value.trim_end_matches("过敏")
            ),
            (attribute::EXCLUDES, Verdict::Yes) => format!("可以的。{because}"),
            (attribute::EXCLUDES, Verdict::No) => {
                format!("{value}请不要用{name}。{because}")
            }
            (_, Verdict::Careful) => format!("{value}要谨慎使用{name}。{because}"),
            (attribute::OFFER, Verdict::Yes) => self.price_text(product, now_ms),
            (attribute::OFFER, Verdict::No) => format!(
                "{name}现在没有活动，{}。",
                product.price_minor.map(yuan).unwrap_or_default()
            ),
            (_, Verdict::Yes) => format!("可以，{name}有{value}的作用。"),
            (attribute::PRICE, Verdict::Value) => self.price_text(product, now_ms),
            (_, Verdict::Value) => self.value_text(answer, product),
            (attribute::EXCLUDES | attribute::INGREDIENT, _) if !value.is_empty() => {
                format!("{name}的资料里没有写到{value}，我不能替您下结论。要不要请同事帮您确认？")
            }
            _ => format!("{name}的资料里没有写到这一点。要不要请同事帮您确认？"),
        }
    }

    fn price_text(&self, product: &Product, now_ms: i64) -> String {
        match (product.price_minor, product.offer_at(now_ms)) {
            (Some(price), Some(offer)) => format!(
                "{}原价{}，现在活动价{}。",
                product.name,
                yuan(price),
                yuan(offer)
            ),
            (_, Some(price)) | (Some(price), None) => format!("{}{}。", product.name, yuan(price)),
            (None, None) => String::new(),
        }
    }

    fn value_text(&self, answer: &FactAnswer, product: &Product) -> String {
        let name = &product.name;
        let label = self
            .vocabulary()
            .attribute(&answer.attribute)
            .map_or(answer.attribute.as_str(), |known| known.zh.as_str());
        let holds: Vec<&Fact> = answer
            .facts
            .iter()
            .filter(|fact| fact.polarity == Polarity::Holds)
            .collect();
        let of = |polarity: Polarity| -> Vec<&Fact> {
            answer
                .facts
                .iter()
                .filter(|fact| fact.polarity == polarity)
                .collect()
        };
        let (lacks, careful) = (of(Polarity::Lacks), of(Polarity::Careful));
        let mut parts = Vec::new();
        match answer.attribute.as_str() {
            attribute::INGREDIENT => {
                let lead = if is_listed(&answer.facts) {
                    "成分有"
                } else {
                    "含有"
                };
                parts.extend((!holds.is_empty()).then(|| format!("{lead}{}", joined(&holds))));
                parts.extend((!lacks.is_empty()).then(|| format!("不含{}", joined(&lacks))));
            }
            attribute::EXCLUDES => {
                parts.extend((!holds.is_empty()).then(|| format!("{}不能用", joined(&holds))));
                parts.extend((!careful.is_empty()).then(|| format!("{}慎用", joined(&careful))));
            }
            attribute::SUITS => parts.push(format!("适合{}", joined(&holds))),
            attribute::EFFECT => parts.push(format!("能{}", joined(&holds))),
            _ if answer.facts.is_empty() => {
                let values: Vec<String> = answer.values.iter().map(shown).collect();
                parts.push(format!("的{label}：{}", values.join("、")));
            }
            _ => parts.push(format!("的{label}：{}", joined(&holds))),
        }
        format!("{name}{}。", parts.join("，"))
    }

    pub(super) fn cell(&self, product: &Product, id: &str, now_ms: i64) -> String {
        match id {
            attribute::NAME => product.name.clone(),
            attribute::CATEGORY => product.category.clone().unwrap_or_default(),
            attribute::PRICE => product.price_minor.map(yuan).unwrap_or_default(),
            attribute::OFFER => product.offer_at(now_ms).map(yuan).unwrap_or_default(),
            _ => {
                let facts: Vec<&Fact> = product
                    .of(id)
                    .filter(|fact| fact.polarity != Polarity::Lacks)
                    .collect();
                let lacks: Vec<&Fact> = product
                    .of(id)
                    .filter(|fact| fact.polarity == Polarity::Lacks)
                    .collect();
                let mut cell = joined(&facts);
                if !lacks.is_empty() {
                    if !cell.is_empty() {
                        cell.push('，');
                    }
                    cell.push_str("不含");
                    cell.push_str(&joined(&lacks));
                }
                cell
            }
        }
    }

    fn table_text(&self, answer: &FactAnswer) -> String {
        let mut lines = Vec::new();
        for row in &answer.table {
            let cells: Vec<&str> = row
                .cells
                .iter()
                .map(|cell| if cell.is_empty() { "未说明" } else { cell })
                .collect();
            lines.push(format!("{}：{}", row.label, cells.join(" | ")));
        }
        lines.join("\n")
    }

    fn listed(&self, selection: &Selection) -> String {
        let line = |item: &Recommended| {
            let mut line = item.product.name.clone();
            match (item.price_minor, item.offer_minor) {
                (_, Some(offer)) => line.push_str(&format!("，活动价{}", yuan(offer))),
                (Some(price), None) => line.push_str(&format!("，{}", yuan(price))),
                (None, None) => {}
            }
            line
        };
        let mut text: Vec<String> = selection.items.iter().map(line).collect();
        if let Some(relax) = &selection.relax {
            let words: Vec<String> = relax
                .wishes
                .iter()
                .map(|wish| match &wish.value {
                    WishValue::Word(word) => word.clone(),
                    WishValue::Money { .. } => "预算".to_owned(),
                    WishValue::Number { .. } => wish.said.clone(),
                })
                .collect();
            text.push(format!(
                "没有完全符合的；如果放宽{}，可以看看：",
                words.join("、")
            ));
            text.extend(relax.items.iter().take(2).map(line));
        } else if text.is_empty() {
            text.push("没有符合的商品。".to_owned());
        }
        if let Some(left) = selection.excluded_unknown.first() {
            let (name, condition) = (&left.product.name, &left.condition);
            text.push(format!(
                "{name}等{}款没有写明{condition}能不能用，所以没有推荐。",
                selection.excluded_unknown.len()
            ));
        }
        text.join("\n")
    }
}
