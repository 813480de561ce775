//! Which question a text asks.

use shanying_language::extract::{Kind, Value, recognise};
use shanying_language::normalise::normalise_text;

use crate::products::model::{Product, Wish, WishKind, WishValue, attribute};
use crate::products::safety::{self, Fit};
use crate::products::shelf::{PRODUCT, Shelf};

/// A question that facts may answer.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Asked {
    /// May somebody of this condition use it?
    MayUse(String),
    /// May somebody of this age use it?
    OfAge(f64),
    /// Is this in it?
    Contains(String),
    /// Has it this value?
    Has(String, String),
    /// What is its value?
    Value(String),
    /// Is there an offer?
    Offer,
    /// How do these differ?
    Differ,
    /// Which meet these wishes?
    Which(Vec<Wish>, Order),
}

/// In which order products are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    Best,
    Cheapest,
    Dearest,
}

/// A question with the products that it names.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Question {
    pub(super) asked: Asked,
    pub(super) products: Vec<String>,
}

/// Sizes and amounts.
pub(super) const SPEC: &str = "spec";
const WHETHER: &str = "吗|么|嘛|能不能|可不可以|可以不|能不|行不行|行不|会不会|有没有|是不是|含不含|适不适合|好不好|敢不敢|?\
    |can |is it|does it|is this|does this|are there";
const MAY: &str = "能|可以|适合|多大|合适";
/// Conditions that only tell an age.
const OF_AGES: &[&str] = &["儿童", "婴幼儿", "青少年", "老年人", "老人"];
const DIFFER: &str = "区别|不同|不一样|差别|对比|比较一下|比一比|哪个好|哪款好|哪个更|哪款更|difference|compare\
    | vs |相比|差在哪";
const LISTING: &str = "有没有|有哪些|哪些|哪款|哪几款|哪一款|什么|推荐|有啥|有什么|有适合|找一|想要|想买|which\
    |do you have|any |recommend|有不含|有无|有没";
const CHEAPEST: &str = "最便宜|价格最低|最低价|最实惠|便宜点|cheapest|lowest price|最划算";
const DEAREST: &str = "最贵|价格最高|most expensive";
const OFFERS: &str = "活动|打折|优惠|折扣|促销|降价|on sale|discount";
const INSIDE: &str = "含|有没有|里面有|里有|添加|加了|成分有|带|contain|有";
/// What is asked for with which words; the longest word that stands in the text decides.
const VALUES: &[(&str, &str)] = &[
    (
        attribute::PRICE,
        "多少钱|什么价|价格|价钱|怎么卖|几块|多少元|贵不贵|卖多少|售价|原价|how much\
        |price|cost|学费|几钱|啥价|价多少|价是多少|价几|保费|房费|费用|收费|租金|门票|团费",
    ),
    (
        attribute::INGREDIENT,
        "成分|配方|含什么|含有什么|有什么成分|用的什么|配料|什么材质|什么做的|面料|用料|材质|馅料|ingredients\
        |made of",
    ),
    (
        attribute::EXCLUDES,
        "谁不能用|什么人不能用|哪些人不能用|什么人不能|不适合谁|不适合什么|不适合哪|禁忌|有什么忌\
        |哪些人不|什么人不|谁不能|哪些人要避开|谁不适合|who should not|who can't\
        |慎用人群",
    ),
    (
        attribute::SUITS,
        "适合谁|适合什么|适合哪|什么肤质|哪些人能用|什么人能用|哪种人|什么人用|适用|给谁用\
        |suitable for|什么人可以|什么人适合|啥样的人|什么样的人|什么人住|哪种人|啥人|哪些人适合|谁能用|谁可以用|谁适合|适合几|面向谁|面向什么|给什么人|谁能|谁可以",
    ),
    (
        attribute::EFFECT,
        "什么功效|功效|什么作用|有什么用|什么效果|作用|干什么用|干嘛用|干嘛的\
        |what does it do|管什么|功能",
    ),
    (
        "usage",
        "怎么用|用法|一天吃|每天吃|一次吃|每次吃|一天喝|每天喝|如何用|如何使用|怎么使用|使用方法|一周几次|一天几次|多久用一次|几次|怎么敷\
        |怎么涂|how to use|how often",
    ),
    (
        SPEC,
        "规格|多大|多少毫升|多少ml|多少克|几片|多少片|容量|净含量|多重|多少g|几节|多少课时\
        |多少节|课时|size|how big",
    ),
    (
        attribute::AGE,
        "几岁|多大年龄|多大的孩子|多大孩子|年龄|多大可以|what age|how old",
    ),
    (attribute::CATEGORY, "什么类型|哪一类|属于什么"),
];

impl Shelf {
    /// Which question a text asks; none when it asks nothing that facts could answer.
    pub(super) fn question(&self, text: &str, focus: Option<&str>) -> Option<Question> {
        let plain = normalise_text(text);
        let has = |words: &str| words.split('|').any(|word| plain.contains(word));
        let mut products = self.named(text);
        if products.is_empty() || (products.len() == 1 && has(DIFFER)) {
            let focus = focus.filter(|id| !products.iter().any(|own| own == id));
            products.splice(0..0, focus.map(str::to_owned));
        }
        let made = |asked| {
            Some(Question {
                asked,
                products: products.clone(),
            })
        };
        if has(DIFFER) && products.len() > 1 {
            return made(Asked::Differ);
        }
        let wishes = self.wishes(text);
        let order = if has(CHEAPEST) {
            Order::Cheapest
        } else if has(DEAREST) {
            Order::Dearest
        } else {
            Order::Best
        };
        if order != Order::Best && !wishes.is_empty() {
            return made(Asked::Which(wishes, order));
        }
        let about_category = wishes
            .iter()
            .any(|wish| wish.attribute == attribute::CATEGORY);
        let about_price = wishes.iter().any(|wish| wish.attribute == attribute::PRICE);
        let own_name = products.iter().any(|id| self.names(text, id));
        // 有孕妇能用的防晒吗, 哺乳期能用的精华有吗
        let whether_any = plain.contains('有') && plain.contains('吗') && about_category;
        let listing = (has(LISTING) || whether_any)
            && (products.is_empty() || about_price || (about_category && !own_name));
        if listing && !wishes.is_empty() && (about_category || about_price || products.is_empty()) {
            return made(Asked::Which(wishes, order));
        }
        let product = self.get(products.first()?)?;
        let asked = self.of_one(product, text, &plain, &wishes)?;
        made(asked)
    }

    /// A question about one product.
    fn of_one(&self, product: &Product, text: &str, plain: &str, wishes: &[Wish]) -> Option<Asked> {
        let has = |words: &str| words.split('|').any(|word| plain.contains(word));
        let word = |wish: &Wish| match &wish.value {
            WishValue::Word(word) => Some(word.clone()),
            WishValue::Money { .. } | WishValue::Number { .. } => None,
        };
        let value = VALUES
            .iter()
            .filter_map(|(id, words)| {
                let longest = words
                    .split('|')
                    .filter(|word| plain.contains(word))
                    .map(|word| word.len())
                    .max()?;
                Some((longest, *id))
            })
            .max_by_key(|(length, _)| *length)
            .map(|(_, id)| id);
        let mut conditions: Vec<String> = wishes
            .iter()
            .filter(|wish| wish.attribute == attribute::EXCLUDES)
            .filter_map(word)
            .collect();
        let age = wishes.iter().find_map(|wish| match wish.value {
            WishValue::Number { min, max } if wish.attribute == attribute::AGE => min.or(max),
            _ => None,
        });
        // 8岁的孩子 is a child of that age and no other condition.
        conditions.retain(|word| age.is_none() || !OF_AGES.contains(&word.as_str()));
        // Of several the one that bars counts.
        let condition = conditions.into_iter().min_by_key(|word| {
            match safety::fit(product, &self.condition(word)) {
                Fit::Barred(_) => 0,
                Fit::Careful(_) => 1,
                Fit::Unknown | Fit::NotListed => 2,
                Fit::Fine(_) => 3,
            }
        });
        if let Some(age) = age
            && condition.is_none()
            && (has(WHETHER) || has(MAY))
        {
            return Some(Asked::OfAge(age));
        }
        if let Some(condition) = condition {
            return Some(Asked::MayUse(condition));
        }
        let known = |id: &'static str| wishes.iter().filter(move |wish| wish.attribute == id);
        if has(WHETHER) || value.is_none() {
            if let Some(substance) = known(attribute::INGREDIENT).find_map(word) {
                return Some(Asked::Contains(substance));
            }
            if let Some(people) = known(attribute::SUITS).find_map(word) {
                return Some(Asked::MayUse(people));
            }
            if has(WHETHER)
                && value.is_none_or(|id| id == attribute::EFFECT)
                && let Some(effect) = known(attribute::EFFECT).find_map(word)
            {
                return Some(Asked::Has(attribute::EFFECT.to_owned(), effect));
            }
        }
        if let Some(id) = self
            .own_attribute(plain)
            .or_else(|| labelled(product, plain))
        {
            return Some(Asked::Value(id));
        }
        if let Some(id) = value {
            return Some(Asked::Value(id.to_owned()));
        }
        if has(OFFERS) {
            return Some(Asked::Offer);
        }
        has(INSIDE)
            .then(|| self.substance_asked(text))
            .flatten()
            .map(Asked::Contains)
    }

    /// An attribute of the tenant's own that the text names.
    fn own_attribute(&self, plain: &str) -> Option<String> {
        let general = super::super::lexicon::Lexicon::general();
        self.vocabulary()
            .attributes
            .iter()
            .filter(|known| general.attribute(&known.id).is_none())
            .filter(|known| {
                let labels = self
                    .lexicon()
                    .attribute(&known.id)
                    .map(|own| own.labels.as_slice());
                std::iter::once(&known.zh)
                    .chain(labels.unwrap_or_default())
                    .any(|label| !label.is_empty() && plain.contains(&normalise_text(label)))
            })
            .map(|known| known.id.clone())
            .next()
    }

    /// A substance that no list knows: `含不含硅油`, `里面有咖啡因吗`.
    fn substance_asked(&self, text: &str) -> Option<String> {
        let plain = normalise_text(text);
        let mut rest = None;
        for lead in [
            "含不含",
            "有没有含",
            "有没有添加",
            "有没有加",
            "含有",
            "里面有",
            "里有",
            "添加了",
            "加了",
            "含",
        ] {
            if let Some((_, behind)) = plain.split_once(lead) {
                rest = Some(behind.to_owned());
                break;
            }
        }
        let rest = rest?;
        let word: String = rest.chars().take_while(|c| c.is_alphanumeric()).collect();
        let word = ["吗", "么", "呢", "啊", "嘛", "成分", "的"]
            .iter()
            .fold(word.as_str(), |word, end| {
                word.strip_suffix(end).unwrap_or(word)
            });
        let fits = (2..=8).contains(&word.chars().count()) && !word.contains("什么");
        fits.then(|| self.meanings().value(attribute::INGREDIENT, word))
    }

    /// Products that a text names, in the order in which they stand.
    pub(crate) fn named(&self, text: &str) -> Vec<String> {
        let now = jiff::civil::DateTime::default();
        let mut ids: Vec<String> = Vec::new();
        for slot in recognise(text, now, self.vocabulary().catalogue()) {
            if let (Kind::Entry(kind), Value::Text(id)) = (slot.kind, slot.value)
                && kind == PRODUCT
                && !ids.contains(&id)
            {
                ids.push(id);
            }
        }
        ids
    }

    fn names(&self, text: &str, id: &str) -> bool {
        self.named(text).iter().any(|own| own == id)
    }
}

/// A label of the product's own that the text names: `保险期间：30年`.
fn labelled(product: &Product, plain: &str) -> Option<String> {
    let general = super::super::lexicon::Lexicon::general();
    let labels = product.facts.iter().map(|fact| fact.attribute.as_str());
    labels
        .filter(|label| label.chars().count() > 1 && plain.contains(&normalise_text(label)))
        .find(|label| general.attribute(label).is_none())
        .map(str::to_owned)
}

impl Asked {
    /// Wishes of a list without those that only said "not sure".
    pub(super) fn firm(wishes: &[Wish]) -> Vec<Wish> {
        wishes
            .iter()
            .filter(|wish| wish.kind != WishKind::Prefer || wish.attribute != attribute::NAME)
            .cloned()
            .collect()
    }
}
