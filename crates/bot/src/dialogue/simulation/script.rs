//! How simulated customers speak: templates of their own, as data beside a tenant's tasks. They are
//! kept apart from the words that the rules know.

use std::collections::BTreeMap;

use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{Rng as _, RngExt as _};
use serde::Deserialize;

use crate::dialogue::model::Given;

/// Scripts by the key of the task.
pub type Scripts = BTreeMap<String, Script>;

/// What customers say to a task.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Script {
    /// First sentences; `{slot}` stands for the words of a fact, which is told by them.
    pub(super) open: Vec<String>,
    /// A slot that first sentences may tell by the way; it is left to what they say.
    #[serde(default)]
    pub(super) opened: Option<String>,
    pub(super) slots: BTreeMap<String, Facts>,
    /// Questions beside the task, which the knowledge base answers.
    pub(super) asides: Vec<String>,
    /// A task that comes between.
    #[serde(default)]
    pub(super) other: Option<String>,
    /// So many of a hundred customers are signed in at the shop.
    #[serde(default)]
    pub(super) signed_in: u32,
}

/// A fact with words that told it, from a recorded talk.
#[derive(Clone, Debug)]
pub struct Said {
    /// Of which slot.
    pub slot: String,
    /// The fact.
    pub given: Given,
    /// The words.
    pub words: String,
}

impl Script {
    /// Customers who say what was said; each slot may be left open.
    #[must_use]
    pub fn of(open: Vec<String>, said: Vec<Said>, asides: Vec<String>) -> Self {
        let mut slots: BTreeMap<String, Facts> = BTreeMap::new();
        for one in said {
            let facts = slots.entry(one.slot).or_default();
            facts.said.push((one.given, one.words));
            facts.open = ["都可以", "没什么要求", "都行"].map(str::to_owned).into();
        }
        Self {
            open,
            opened: None,
            slots,
            asides,
            other: None,
            signed_in: 0,
        }
    }
}

/// What may be told to a slot.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Facts {
    /// Values with ways to say them.
    facts: BTreeMap<String, Vec<String>>,
    /// Yuan.
    money: Vec<i64>,
    /// The amount itself and no bound.
    exact: bool,
    phone: bool,
    order: bool,
    digits: usize,
    /// How many.
    count: Vec<i64>,
    /// `facts` are those of a list that the shop gives; customers who are not signed in do not
    /// meet it.
    pub(super) listed: bool,
    /// `facts` are names of things that are sold.
    named: bool,
    /// Only customers who are not signed in are asked for it.
    pub(super) unknown: bool,
    name: Vec<String>,
    address: Vec<String>,
    time: Vec<String>,
    /// What was said in recorded talks.
    #[serde(skip)]
    said: Vec<(Given, String)>,
    /// Ways to leave it open.
    pub(super) open: Vec<String>,
}

/// A fact with the words that tell it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Told {
    pub(super) words: String,
    /// None when only some value is expected.
    pub(super) value: Option<Given>,
    /// The slot is left open.
    pub(super) is_open: bool,
}

impl Facts {
    /// A fact by chance, another value than `but`.
    pub(super) fn draw(&self, rng: &mut StdRng, but: Option<&Told>) -> Told {
        for _ in 0..20 {
            let told = self.any(rng);
            if but.is_none_or(|but| but.value != told.value && !told.is_open) {
                return told;
            }
        }
        self.any(rng)
    }

    fn any(&self, rng: &mut StdRng) -> Told {
        let text = |words: String, value: String| Told {
            words,
            value: Some(Given::Text { value }),
            is_open: false,
        };
        if let Some((given, words)) = self.said.choose(rng) {
            return Told {
                words: words.clone(),
                value: Some(given.clone()),
                is_open: false,
            };
        }
        if self.phone {
            let number = format!("13{}", digits(rng, 9));
            let words =
                one(rng, &["{}", "电话{}", "打{}吧", "我手机号是{}"]).replace("{}", &number);
            return text(words, number);
        }
        if self.order {
            let number = format!("202611{}", digits(rng, 8));
            let words = one(rng, &["{}", "订单号{}", "单号是{}"]).replace("{}", &number);
            return text(words, number);
        }
        if self.digits > 0 {
            let number = digits(rng, self.digits);
            let words = one(rng, &["尾号{}", "卡号后四位{}", "末四位是{}"]).replace("{}", &number);
            return text(words, number);
        }
        if let Some(count) = self.count.choose(rng) {
            return Told {
                words: one(rng, &["{}件", "要{}盒", "来{}套"]).replace("{}", &count.to_string()),
                value: Some(Given::Number { value: *count }),
                is_open: false,
            };
        }
        if let Some(name) = self.name.choose(rng) {
            let words = one(rng, &["我叫{}", "姓名{}", "联系人{}"]).replace("{}", name);
            return text(words, name.clone());
        }
        if let Some(place) = self.address.choose(rng) {
            let words = one(rng, &["{}", "新地址是{}", "寄到{}"]).replace("{}", place);
            return text(words, place.clone());
        }
        if let Some(time) = self.time.choose(rng) {
            return Told {
                words: time.clone(),
                value: None,
                is_open: false,
            };
        }
        if let Some(yuan) = self.money.choose(rng) {
            let ways: &[&str] = if self.exact {
                &["{}块", "{}元", "金额{}元"]
            } else {
                &["{}以内", "{}块以内", "不超过{}", "预算{}", "最多{}块"]
            };
            return Told {
                words: one(rng, ways).replace("{}", &yuan.to_string()),
                value: Some(Given::Money {
                    min: None,
                    max: Some(yuan * 100),
                    about: false,
                }),
                is_open: false,
            };
        }
        let values: Vec<(&String, &Vec<String>)> = self.facts.iter().collect();
        match values.choose(rng) {
            Some((value, ways)) => Told {
                words: ways.choose(rng).cloned().unwrap_or_default(),
                value: Some(if self.listed || self.named {
                    Given::Known {
                        id: String::new(),
                        label: (*value).clone(),
                    }
                } else {
                    Given::Word {
                        value: (*value).clone(),
                    }
                }),
                is_open: false,
            },
            None => self.leave_open(rng),
        }
    }

    /// Words that leave it open.
    pub(super) fn leave_open(&self, rng: &mut StdRng) -> Told {
        Told {
            words: self.open.choose(rng).cloned().unwrap_or_default(),
            value: None,
            is_open: true,
        }
    }
}

pub(super) fn one<'a>(rng: &mut StdRng, ways: &[&'a str]) -> &'a str {
    ways.choose(rng).copied().unwrap_or_default()
}

fn digits(rng: &mut StdRng, count: usize) -> String {
    (0..count)
        .map(|_| char::from(b'0' + rng.random_range(0..10_u8)))
        .collect()
}

/// True in so many of a hundred cases.
pub(super) fn chance(rng: &mut StdRng, of_hundred: u32) -> bool {
    rng.next_u32() % 100 < of_hundred
}
