//! One simulated customer and their talk.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use jiff::civil::DateTime;
use rand::rngs::StdRng;
use rand::seq::{IndexedRandom as _, SliceRandom as _};
use shanying_kernel::Time;

use super::Count;
use super::script::{Script, Scripts, Told, chance, one};
use crate::dialogue::drafts::answer as told_by_shop;
use crate::dialogue::rules::{Answer, Profile, ShopTalk, World, turn};
use crate::dialogue::{Action, Book, Card, Given, Move, Running, Sold, Stage, State, Task, Turn};
use crate::products::Shelf;

/// Messages after which a talk is held to be stuck.
const PATIENCE: usize = 30;

/// What a customer is like.
#[derive(Clone, Copy, Debug, Default)]
struct Habits {
    /// Tells facts in the first sentence, in so many of a hundred cases each.
    early: u32,
    /// Tells another fact along with an answer.
    together: bool,
    corrects: bool,
    digresses: bool,
    /// Would rather not tell, once.
    refuses: bool,
    /// Something else comes between.
    second_matter: bool,
    /// Changes one fact at the end.
    changes_mind: bool,
}

pub(super) struct Customer<'a> {
    book: &'a Book,
    shelf: &'a Shelf,
    scripts: &'a Scripts,
    script: &'a Script,
    task: &'a Task,
    now: DateTime,
    habits: Habits,
    /// What they want, by slot.
    goal: BTreeMap<String, Told>,
    told: BTreeSet<String>,
    state: State,
    count: Count,
    /// Signed in at the shop.
    known: bool,
    /// Cards of the last message, if it had any.
    cards: Vec<Card>,
    ended: bool,
}

impl<'a> Customer<'a> {
    pub(super) fn new(
        book: &'a Book,
        shelf: &'a Shelf,
        scripts: &'a Scripts,
        key: &str,
        now: DateTime,
        rng: &mut StdRng,
    ) -> Option<Self> {
        let script = scripts.get(key)?;
        let task = book.tasks().iter().find(|task| task.key == key)?;
        let known = chance(rng, script.signed_in);
        let goal = draw_goal(script, known, rng);
        let habits = Habits {
            early: *[0, 0, 40, 70, 100].choose(rng).unwrap_or(&0),
            together: chance(rng, 30),
            corrects: chance(rng, 30),
            digresses: chance(rng, 40),
            refuses: chance(rng, 15),
            second_matter: chance(rng, 15) && script.other.is_some(),
            changes_mind: chance(rng, 15),
        };
        Some(Self {
            book,
            shelf,
            scripts,
            script,
            task,
            now,
            habits,
            goal,
            told: BTreeSet::new(),
            state: State::default(),
            count: Count::default(),
            known,
            cards: Vec::new(),
            ended: false,
        })
    }

    /// Talks until the task is over.
    pub(super) fn talk(mut self, rng: &mut StdRng) -> Count {
        let opening = self.opening(rng);
        let mut minimum = usize::from(self.habits.refuses);
        let mut asked_for = 0;
        let mut turn = self.say(&opening, Answer::Nothing);
        if self
            .state
            .active()
            .is_none_or(|running| running.task != self.task.key)
            && !self.ended
        {
            return self.count;
        }
        self.hear_opened();
        let mut refused = BTreeSet::new();
        for _ in 0..PATIENCE {
            if self.ended {
                break;
            }
            self.moves_on(rng);
            let Some(slot) = turn.trace.asked.clone() else {
                match self.finish(rng) {
                    Some(next) => {
                        turn = next;
                        continue;
                    }
                    None => break,
                }
            };
            let new = turn
                .trace
                .steps
                .iter()
                .any(|step| matches!(step.rule.as_str(), "asked" | "clarified"));
            if new {
                asked_for += 1;
            }
            if self.told.contains(&slot) {
                self.count.re_asked += 1;
            }
            if self.habits.digresses && chance(rng, 50) {
                self.habits.digresses = false;
                turn = self.digress(&slot, rng);
                continue;
            }
            if self.habits.second_matter && chance(rng, 50) {
                self.habits.second_matter = false;
                turn = self.second_matter(&slot, rng);
                continue;
            }
            let may_skip = self.task.slot(&slot).is_some_and(|spec| spec.may_skip);
            if self.habits.refuses && !may_skip && refused.insert(slot.clone()) {
                self.habits.refuses = false;
                let words = one(rng, &["不想说", "这个不方便", "一定要说吗"]);
                turn = self.say(words, Answer::Nothing);
                continue;
            }
            minimum += 1;
            turn = self.answer(&slot, rng);
        }
        self.count.dead_end |= !self.ended;
        self.count.over = asked_for_over(asked_for, minimum);
        self.count.success = self.ended && self.count.success;
        self.count
    }

    fn opening(&mut self, rng: &mut StdRng) -> String {
        let mut text = self.script.open.choose(rng).cloned().unwrap_or_default();
        let mut facts = Vec::new();
        for (slot, told) in &self.goal {
            let hole = format!("{{{slot}}}");
            if text.contains(&hole) {
                text = text.replace(&hole, &told.words);
                self.told.insert(slot.clone());
            } else if chance(rng, self.habits.early)
                && !told.is_open
                && Some(slot) != self.script.opened.as_ref()
            {
                facts.push(told.words.clone());
                self.told.insert(slot.clone());
            }
        }
        facts.shuffle(rng);
        facts.insert(0, text);
        facts.join(one(rng, &["，", "，", ",", "，另外"]))
    }

    /// What a first sentence tells by the way is the goal from then on.
    fn hear_opened(&mut self) {
        let Some(slot) = &self.script.opened else {
            return;
        };
        let heard = self
            .state
            .active()
            .and_then(|running| running.slots.get(slot)?.values.first().cloned());
        if let (Some(value), Some(goal)) = (heard, self.goal.get_mut(slot)) {
            goal.value = Some(value);
            self.told.insert(slot.clone());
        }
    }

    fn answer(&mut self, slot: &str, rng: &mut StdRng) -> Turn {
        let Some(told) = self.goal.get(slot).cloned() else {
            return self.say("跳过", Answer::Nothing);
        };
        let facts = self.script.slots.get(slot);
        if self.habits.corrects && !told.is_open && chance(rng, 60) && told.value.is_some() {
            self.habits.corrects = false;
            if let Some(facts) = facts {
                let wrong = facts.draw(rng, Some(&told));
                self.say(&wrong.words, Answer::Nothing);
                if !self.ended {
                    self.told.insert(slot.to_owned());
                    return self.correct(slot, &told, rng);
                }
            }
        }
        let mut words = vec![told.words.clone()];
        self.told.insert(slot.to_owned());
        if self.habits.together {
            let more: Vec<(String, Told)> = self
                .goal
                .iter()
                .filter(|(key, one)| {
                    !self.told.contains(*key)
                        && !one.is_open
                        && Some(*key) != self.script.opened.as_ref()
                })
                .map(|(key, one)| (key.clone(), one.clone()))
                .collect();
            if let Some((key, one)) = more.choose(rng) {
                words.push(one.words.clone());
                self.told.insert(key.clone());
            }
        }
        let text = words.join("，");
        self.say(&text, Answer::Nothing)
    }

    /// Takes back what was just said; nothing else may change.
    fn correct(&mut self, slot: &str, told: &Told, rng: &mut StdRng) -> Turn {
        let before = self.slots();
        let lead = one(rng, &["说错了，是", "不对，应该是", "改成", "哦不，"]);
        let turn = self.say(&format!("{lead}{}", told.words), Answer::Nothing);
        self.count.corrections += 1;
        let after = if self.ended {
            before.clone()
        } else {
            self.slots()
        };
        let others = before.iter().any(|(key, value)| {
            let reset = self
                .task
                .slot(slot)
                .is_some_and(|spec| spec.resets.contains(key));
            key != slot && !reset && after.get(key) != Some(value)
        });
        let right = self.ended || after.get(slot).is_some_and(|values| same(values, told));
        self.count.wrong += usize::from(others || !right);
        turn
    }

    fn digress(&mut self, slot: &str, rng: &mut StdRng) -> Turn {
        let aside = self.script.asides.choose(rng).cloned().unwrap_or_default();
        let known = Answer::Given {
            score: 0.9,
            exact: false,
        };
        let turn = self.say(&aside, known);
        self.count.digressions += 1;
        let resumed = turn.keeps_answer && turn.trace.asked.as_deref() == Some(slot);
        self.count.resumed += usize::from(resumed);
        turn
    }

    /// Starts another task, gives it up, and expects the first to go on.
    fn second_matter(&mut self, slot: &str, rng: &mut StdRng) -> Turn {
        let other = self
            .script
            .other
            .as_ref()
            .and_then(|key| Some((key, self.scripts.get(key)?)));
        let Some((key, script)) = other else {
            return self.say("在吗", Answer::Nothing);
        };
        let mut text = script.open.choose(rng).cloned().unwrap_or_default();
        for (slot, facts) in &script.slots {
            text = text.replace(&format!("{{{slot}}}"), &facts.draw(rng, None).words);
        }
        let started = self.say(&format!("等下，{text}"), Answer::Nothing);
        self.count.digressions += 1;
        let begun = started.trace.task.as_ref() == Some(key);
        let turn = self.say(
            one(rng, &["算了", "算了，先不弄了", "先不办了"]),
            Answer::Nothing,
        );
        let back = turn.trace.task.as_ref() == Some(&self.task.key);
        self.count.resumed +=
            usize::from(begun && back && turn.trace.asked.as_deref() == Some(slot));
        turn
    }

    /// Nothing was asked for: things are shown, or all is to be confirmed, or nothing fits.
    fn finish(&mut self, rng: &mut StdRng) -> Option<Turn> {
        let stage = self.state.active()?.stage;
        if stage == Stage::Gathering {
            return None;
        }
        if std::mem::take(&mut self.habits.changes_mind) {
            let slots: Vec<String> = self
                .goal
                .iter()
                .filter(|(slot, told)| {
                    self.told.contains(*slot)
                        && told.value.is_some()
                        && *slot != "category"
                        && *slot != "avoid"
                })
                .map(|(slot, _)| slot.clone())
                .collect();
            if let Some(slot) = slots.choose(rng).cloned()
                && let Some(facts) = self.script.slots.get(&slot)
            {
                let other = facts.draw(rng, self.goal.get(&slot));
                self.goal.insert(slot.clone(), other.clone());
                return Some(self.correct(&slot, &other, rng));
            }
        }
        self.count.success = self.is_right();
        self.tell_wrong();
        match stage {
            Stage::Confirming => Some(self.say(
                one(rng, &["确认", "没问题", "对的", "好的"]),
                Answer::Nothing,
            )),
            _ if self.cards.is_empty() => {
                // Nothing fits, and the bot has said what could be given up: that is an end.
                self.ended = true;
                None
            }
            _ => {
                let words = one(rng, &["就要第一个", "第一款", "要第1个", "就买第一个"]);
                Some(self.say(words, Answer::Nothing))
            }
        }
    }

    /// What was chosen is ordered: another task, with facts and wishes of its own.
    fn moves_on(&mut self, rng: &mut StdRng) {
        let Some(running) = self.state.active() else {
            return;
        };
        let leads = matches!(&self.task.action, Action::Recommend { next, .. }
            if *next == running.task && running.task != self.task.key);
        let task = self
            .book
            .tasks()
            .iter()
            .find(|task| task.key == running.task);
        if let (true, Some(task)) = (leads, task)
            && let Some(script) = self.scripts.get(&task.key)
        {
            (self.task, self.script) = (task, script);
            self.goal = draw_goal(script, self.known, rng);
            self.told.clear();
            // What was chosen need not be told.
            let settled: Vec<String> = running.slots.keys().cloned().collect();
            self.goal.retain(|slot, _| !settled.contains(slot));
            self.habits.corrects = chance(rng, 30);
            self.habits.changes_mind = chance(rng, 30);
            self.habits.second_matter = false;
        }
    }

    /// Whether the task knows what the customer told, and nothing else.
    fn is_right(&self) -> bool {
        self.wrong(&self.slots()).next().is_none()
    }

    /// What was told and is held otherwise, or not at all.
    fn wrong<'b>(
        &'b self,
        slots: &'b BTreeMap<String, Vec<Given>>,
    ) -> impl Iterator<Item = (&'b String, &'b Told, Option<&'b Vec<Given>>)> {
        self.told.iter().filter_map(|slot| {
            let told = self.goal.get(slot)?;
            let held = slots.get(slot);
            let right = held.is_some_and(|values| same(values, told));
            (!right).then_some((slot, told, held))
        })
    }

    /// Notes for people what is held wrongly at the end.
    fn tell_wrong(&mut self) {
        let slots = self.slots();
        let notes: Vec<String> = self
            .wrong(&slots)
            .map(|(slot, told, held)| format!("{slot}: {held:?}, not {:?}", told.value))
            .collect();
        self.count.log.extend(notes);
    }

    fn slots(&self) -> BTreeMap<String, Vec<Given>> {
        let own = |running: &&Running| running.task == self.task.key;
        self.state
            .running
            .iter()
            .rev()
            .find(own)
            .map(|running| {
                running
                    .slots
                    .iter()
                    .map(|(key, filled)| (key.clone(), filled.values.clone()))
                    .collect()
            })
            .unwrap_or_default()
    }

    fn say(&mut self, text: &str, answer: Answer) -> Turn {
        let begun = Instant::now();
        let mut heard = self.book.hear(text, &self.state, self.now);
        heard.answer = answer;
        let goods = Sold {
            shelf: self.shelf,
            now_ms: 0,
        };
        let profile = if self.known {
            Profile {
                name: Some("林知夏".to_owned()),
                phone: Some("13900008631".to_owned()),
                ..Profile::default()
            }
        } else {
            Profile::default()
        };
        let mut shop = self.known.then(ShopTalk::default);
        let right = self.is_right();
        let turn = loop {
            let world = World {
                locale: "zh-CN",
                now: self.now,
                now_ms: goods.now_ms,
                shop: shop.as_ref(),
                goods: Some(&goods),
                profile: &profile,
                page: None,
                remembered: &[],
                answers: None,
            };
            let turn = turn(&self.state, &heard, self.book.tasks(), &world);
            let Some(want) = turn.wants.clone() else {
                break turn;
            };
            let told = told_by_shop(&want, Time(goods.now_ms));
            shop.get_or_insert_default().told.push((want, told));
        };
        let elapsed = u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX);
        self.count.turns_us.push(elapsed);
        self.state = turn.state.clone();
        self.cards.clear();
        let steps: Vec<&str> = turn
            .trace
            .steps
            .iter()
            .map(|step| step.rule.as_str())
            .collect();
        self.ended |= steps.contains(&"confirmed");
        self.count.log.push(format!("{text} → {}", steps.join(" ")));
        for one in &turn.moves {
            match one {
                Move::Cards { cards, .. } => self.cards.clone_from(cards),
                Move::Record { task, .. } => self.ended |= *task == self.task.key,
                Move::HandOver { done, .. } => {
                    self.ended = true;
                    let filled = self.state.finished.last().map_or(0, |over| over.rows.len());
                    self.count.success = *done && (right || filled > 0);
                }
                Move::Say(_) | Move::Options { .. } | Move::Aided { .. } | Move::Answer { .. } => {}
            }
        }
        turn
    }
}

/// Whether the values of a slot are what was told.
fn same(values: &[Given], told: &Told) -> bool {
    match &told.value {
        Some(Given::Known { label, .. }) => {
            matches!(values, [Given::Known { label: held, .. }] if held == label)
        }
        // 左右 makes no other fact of an amount.
        Some(Given::Money { min, max, .. }) => {
            matches!(values, [Given::Money { min: low, max: high, .. }] if (low, high) == (min, max))
        }
        Some(value) => values.len() == 1 && values.first() == Some(value),
        None if told.is_open => values.is_empty(),
        None => !values.is_empty(),
    }
}

/// What a customer wants, by chance.
fn draw_goal(script: &Script, known: bool, rng: &mut StdRng) -> BTreeMap<String, Told> {
    let mut goal = BTreeMap::new();
    for (slot, facts) in &script.slots {
        if facts.unknown && known || facts.listed && !known {
            continue;
        }
        let open = !facts.open.is_empty() && chance(rng, 20);
        let told = if open {
            facts.leave_open(rng)
        } else {
            facts.draw(rng, None)
        };
        goal.insert(slot.clone(), told);
    }
    goal
}

fn asked_for_over(asked: usize, minimum: usize) -> usize {
    asked.saturating_sub(minimum)
}
