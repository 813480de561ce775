//! The rules at work on the demo companies' own tasks.

mod aids;
mod buying;
mod flows;
mod nodes;
mod paraphrases;
mod remembering;
mod shop;
mod simulated;
mod stand;
mod talks;

use jiff::civil::{DateTime, date};

use shanying_kernel::Time;

use super::drafts::answer as told_by_shop;
use super::{Answer, Book, Move, Profile, Recollection, Sold, State, Task, Turn, World, turn};
use crate::products::Shelf;

const SHOP: &str = include_str!("../../../../../demo/shop/tasks.json");
const SCHOOL: &str = include_str!("../../../../../demo/school/tasks.json");
const BANK: &str = include_str!("../../../../../demo/bank/tasks.json");

/// The same moment as `now`, on the server's clock.
const NOW_MS: i64 = 1_795_140_000_000;

fn now() -> DateTime {
    date(2026, 11, 20).at(10, 0, 0, 0)
}

/// A customer who talks to the rules.
struct Talker {
    book: Book,
    shelf: Shelf,
    state: State,
    profile: Profile,
    remembered: Vec<Recollection>,
    shop: Option<super::ShopTalk>,
    locale: &'static str,
}

impl Talker {
    fn new(tasks: &str) -> Self {
        let tasks: Vec<Task> = serde_json::from_str(tasks).unwrap();
        let shelf = if tasks.iter().any(|task| task.key == "buy_skincare") {
            stand::shelf()
        } else {
            Shelf::default()
        };
        Self {
            book: Book::new(tasks, None, &shelf),
            shelf,
            state: State::default(),
            profile: Profile::default(),
            remembered: Vec::new(),
            shop: None,
            locale: "zh-CN",
        }
    }

    fn say(&mut self, text: &str) -> Turn {
        self.say_beside(text, Answer::Nothing)
    }

    /// Says something of which the knowledge base makes `answer`.
    fn say_beside(&mut self, text: &str, answer: Answer) -> Turn {
        let mut heard = self.book.hear(text, &self.state, now());
        heard.answer = answer;
        let goods = Sold {
            shelf: &self.shelf,
            now_ms: NOW_MS,
        };
        // What is kept between two messages is JSON.
        let kept = serde_json::to_string(&self.state).unwrap();
        let state: State = serde_json::from_str(&kept).unwrap();
        let mut shop = self.shop.clone();
        let turn = loop {
            let world = World {
                locale: self.locale,
                now: now(),
                now_ms: NOW_MS,
                goods: Some(&goods),
                shop: shop.as_ref(),
                profile: &self.profile,
                page: None,
                remembered: &self.remembered,
                answers: None,
            };
            let turn = turn(&state, &heard, self.book.tasks(), &world);
            let Some(want) = turn.wants.clone() else {
                break turn;
            };
            let told = told_by_shop(&want, Time(NOW_MS));
            shop.get_or_insert_default().told.push((want, told));
        };
        self.state = turn.state.clone();
        turn
    }

    /// What a slot of the task that is talked about holds, in words.
    fn slot(&self, key: &str) -> Option<String> {
        let running = self.state.active()?;
        Some(super::rules::worded_all(running.slots.get(key)?, "zh-CN"))
    }
}

/// All words of a turn.
fn words(turn: &Turn) -> String {
    turn.moves
        .iter()
        .map(|one| match one {
            Move::Say(text)
            | Move::Options { text, .. }
            | Move::Aided { text, .. }
            | Move::Cards { text, .. }
            | Move::Record { text, .. } => text.clone(),
            Move::Answer { question, .. } => question.clone(),
            Move::HandOver { text, .. } => text.clone().unwrap_or_default(),
        })
        .collect::<Vec<_>>()
        .join("\n")
}

fn cards(turn: &Turn) -> Vec<super::Card> {
    turn.moves
        .iter()
        .find_map(|one| match one {
            Move::Cards { cards, .. } => Some(cards.clone()),
            _ => None,
        })
        .unwrap_or_default()
}
