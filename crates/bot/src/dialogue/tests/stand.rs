//! The demo shop's products for tests of the rules: equal words fit, nothing else.

use serde::Deserialize;

use crate::dialogue::{Card, Choice, Goods, Wishes};

#[derive(Deserialize)]
struct Item {
    id: String,
    title: String,
    category: String,
    effects: Vec<String>,
    suits: Vec<String>,
    excludes: Vec<String>,
    ingredients: Vec<String>,
    price: i64,
    offer_price: Option<i64>,
    spec: String,
}

pub(super) struct Stand {
    items: Vec<Item>,
}

impl Item {
    fn now(&self) -> i64 {
        self.offer_price.unwrap_or(self.price)
    }

    fn has(&self, attribute: &str, value: &str) -> bool {
        match attribute {
            "category" => self.category == value,
            "effect" => self.effects.iter().any(|one| one == value),
            "suits" => self
                .suits
                .iter()
                .any(|one| one == value || one == "所有肤质"),
            _ => false,
        }
    }

    fn barred(&self, avoid: &str) -> bool {
        let words: &[&str] = match avoid {
            "酒精" => &["酒精", "乙醇"],
            "化学剂" => &["酒精", "乙醇", "水杨酸", "化学", "烟酰胺"],
            "坚果" => &["坚果", "杏仁"],
            other => &[other],
        };
        self.excludes
            .iter()
            .chain(&self.ingredients)
            .any(|one| words.iter().any(|word| one.contains(word)))
    }
}

impl Stand {
    pub(super) fn open() -> Self {
        let text = include_str!("../../../../../demo/shop/products.json");
        Self {
            items: serde_json::from_str(text).unwrap(),
        }
    }

    fn fitting(&self, wishes: &Wishes) -> Vec<&Item> {
        let mut fitting: Vec<&Item> = self
            .items
            .iter()
            .filter(|item| !wishes.passed.contains(&item.id))
            .filter(|item| {
                wishes.wants.iter().all(|(attribute, values)| {
                    values.iter().any(|value| item.has(attribute, value))
                })
            })
            .filter(|item| {
                !wishes
                    .denied
                    .iter()
                    .any(|(attribute, value)| item.has(attribute, value))
            })
            .filter(|item| !wishes.avoid.iter().any(|avoid| item.barred(avoid)))
            .filter(|item| {
                let Some((min, max, about)) = wishes.money else {
                    return true;
                };
                let slack =
                    |money: i64, share: i64| if about { money * share / 100 } else { money };
                min.is_none_or(|min| item.now() >= slack(min, 75))
                    && max.is_none_or(|max| item.now() <= slack(max, 115))
            })
            .collect();
        fitting.sort_by_key(|item| {
            let met: usize = wishes
                .wants
                .iter()
                .flat_map(|(attribute, values)| values.iter().map(move |value| (attribute, value)))
                .filter(|(attribute, value)| item.has(attribute, value))
                .count();
            std::cmp::Reverse(met)
        });
        fitting
    }
}

impl Goods for Stand {
    fn choose(&self, wishes: &Wishes, most: usize) -> Choice {
        let fitting = self.fitting(wishes);
        let spread = if fitting.len() > 1 { 0.5 } else { 0.0 };
        let narrows = ["category", "effect", "suits", "price", "avoid"]
            .iter()
            .map(|name| ((*name).to_owned(), spread))
            .collect();
        let without_money = Wishes {
            money: None,
            ..wishes.clone()
        };
        let brings = self.fitting(&without_money).len();
        Choice {
            total: fitting.len(),
            narrows,
            relax: (fitting.is_empty() && brings > 0).then(|| (vec!["price".to_owned()], brings)),
            unsure: 0,
            cards: fitting
                .iter()
                .take(most)
                .map(|item| Card {
                    product_id: item.id.clone(),
                    title: item.title.clone(),
                    price: Some(item.price),
                    offer_price: item.offer_price,
                    currency: "CNY".to_owned(),
                    spec: item.spec.clone(),
                    reasons: item.effects.clone(),
                    say: format!("就要这款：{}", item.title),
                    ..Card::default()
                })
                .collect(),
        }
    }

    fn values(&self, _: &Wishes, _: &str, _: usize) -> Vec<String> {
        Vec::new()
    }
}
