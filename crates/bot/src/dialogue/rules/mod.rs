//! One turn of a talk: from what was said and where it stands to what is said and where it stands
//! then. Pure; no word of any trade.
//!
//! Rule codes of the trace: `task_started` `task_suspended` `task_resumed` `task_cancelled`
//! `task_done` · `carried` `filled` `corrected` `denied` `any` `kept` · `asked` `clarified`
//! `offered_person` `reminded` `confirm` `what_to_change` · `recommended` `nothing_fits` `chosen`
//! `cheaper` `others` `which_one` · `looked_up` `previewed` `confirmed` `waits_for_person` `refused`
//! `no_order` · `ordered_from` `reconsidered` `listed` `took_only` · `answered_aside`
//! `left_to_answers` `to_person`; those of flows stand in `flow.rs`.

mod aids;
mod asking;
mod bought;
mod edges;
mod ending;
mod flow;
mod goods;
mod hearing;
mod labelled;
mod listed;
mod ordering;
mod remembering;
mod shop;
mod starting;
mod taking;
mod told;
mod tools;
mod values;
mod wording;
mod words;

use std::collections::BTreeMap;

use jiff::civil::DateTime;

pub use flow::Answers;
pub use goods::{Choice, Goods, Wishes};
pub use hearing::{Answer, AttributeWords, Ear, Heard};
pub use remembering::Recollection;
pub use shop::{ShopTalk, Told, Want};
pub(crate) use told::UNDER_WAY;
pub(crate) use tools::refers;
#[cfg(test)]
pub(crate) use values::worded;
pub(crate) use values::worded_all;
pub(crate) use words::asks;
pub use words::{Acts, Ordinal};

use self::taking::Change;
use self::wording::Voice;
use super::model::{
    FactSeen, Filled, Given, Move, Origin, Row, Running, Sense, SlotKind, SlotSpec, Stage, State,
    Task, Trace,
};

/// What is known beside the talk.
pub struct World<'a> {
    /// The customer's language.
    pub locale: &'a str,
    /// Their local time.
    pub now: DateTime,
    /// The same moment on the server's clock.
    pub now_ms: i64,
    /// What is sold, if anything is.
    pub goods: Option<&'a dyn Goods>,
    /// The shop, for a customer whose identity is proven.
    pub shop: Option<&'a ShopTalk>,
    /// The knowledge base.
    pub answers: Option<&'a dyn Answers>,
    /// What is known of a verified customer.
    pub profile: &'a Profile,
    /// The title of the page that they look at.
    pub page: Option<&'a Heard>,
    /// What earlier talks told of the customer and of those for whom they buy.
    pub remembered: &'a [Recollection],
}

/// What is known of a verified customer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    /// Name.
    pub name: Option<String>,
    /// Phone.
    pub phone: Option<String>,
    /// Grade, such as 金卡.
    pub level: Option<String>,
    /// Tags.
    pub tags: Vec<String>,
    /// Further things that are known, by name.
    pub attributes: BTreeMap<String, String>,
    /// Whether their identity is proven.
    pub verified: bool,
}

/// What a turn comes to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Turn {
    /// Where the talk stands now.
    pub state: State,
    /// Whether the talk has to do with the message at all.
    pub engaged: bool,
    /// Whether what the knowledge base says is said too, before the moves.
    pub keeps_answer: bool,
    /// What is said and done, in order.
    pub moves: Vec<Move>,
    /// Why.
    pub trace: Trace,
    /// What must be asked of the shop first; the turn is void then.
    pub wants: Option<Want>,
}

/// Goes on with the talk.
#[must_use]
pub fn turn(state: &State, heard: &Heard, tasks: &[Task], world: &World<'_>) -> Turn {
    let mut state = state.clone();
    // A task that was taken away is not gone on with.
    state.running.retain(|running| {
        tasks
            .iter()
            .any(|task| task.key == running.task && task.enabled)
    });
    state.turn += 1;
    let mut talk = Talk {
        voice: Voice {
            locale: world.locale,
            turn: state.turn,
        },
        heard,
        tasks,
        world,
        turn: Turn {
            state,
            engaged: true,
            ..Turn::default()
        },
        lead: String::new(),
    };
    talk.turn.trace.before = talk.rows();
    talk.run();
    talk.turn.trace.task = talk.turn.state.active().map(|running| running.task.clone());
    talk.turn.trace.after = talk.rows();
    talk.turn
}

/// A turn that is being made.
struct Talk<'a> {
    voice: Voice<'a>,
    heard: &'a Heard,
    tasks: &'a [Task],
    world: &'a World<'a>,
    turn: Turn,
    /// Said before the next question.
    lead: String,
}

/// What taking the facts of a message came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Taken {
    /// Something new was told.
    any: bool,
    /// Something was told at all, be it again.
    heard: bool,
}

impl<'a> Talk<'a> {
    fn run(&mut self) {
        if matches!(self.heard.answer, Answer::Person | Answer::Calm) {
            self.turn.keeps_answer = true;
            self.turn.engaged = self.active().is_some();
            if self.turn.engaged {
                self.take();
                self.step("to_person", "");
            }
            return;
        }
        let started = self.start();
        if self.active().is_none() {
            self.turn.engaged = false;
            return;
        }
        self.hear_whom();
        if !started && self.gives_up() {
            return self.cancel();
        }
        if !started && (self.wants_other_address() || self.reconsiders()) {
            return;
        }
        let taken = self.take();
        if started || !self.handles_stage(taken) {
            self.respond(started, taken);
        }
    }

    /// `算了` alone; with a new fact beside it the customer goes on.
    fn gives_up(&self) -> bool {
        let Some((task, running)) = self.current() else {
            return false;
        };
        self.heard.acts.cancel
            && taking::facts(task, running, self.heard)
                .iter()
                .all(|fact| fact.denied)
    }

    fn respond(&mut self, started: bool, taken: Taken) {
        // A single question that started the task is what the task answers.
        let itself = started && self.task().is_some_and(tools::is_tool) && !self.heard.is_several();
        let aside = matches!(self.heard.answer, Answer::Given { .. })
            && self.heard.acts.asks
            && !self.heard.acts.any
            && !itself;
        if aside && !started {
            self.turn.keeps_answer = true;
            self.step("answered_aside", "");
            if !taken.any {
                return self.remind();
            }
        } else if aside {
            self.turn.keeps_answer = true;
            self.step("answered_aside", "");
        }
        if !started && !taken.heard && !self.tries_again() {
            let shown = self
                .active()
                .is_some_and(|running| running.stage == Stage::Shown);
            if shown {
                // What was wanted is on the table; the rest is for the knowledge base.
                self.turn.engaged = false;
                self.turn.keeps_answer = true;
                return;
            }
            return match self.heard.answer {
                Answer::Chat => {
                    self.turn.keeps_answer = true;
                    self.remind();
                }
                Answer::Given { .. } | Answer::Suggested if self.heard.acts.asks => {
                    self.turn.keeps_answer = true;
                    self.step("answered_aside", "");
                    self.remind();
                }
                Answer::Given { score, .. } if score >= SURE_ANSWER => {
                    self.turn.keeps_answer = true;
                    self.step("answered_aside", "");
                    self.remind();
                }
                _ => {
                    if !self.takes_named_order() {
                        self.unclear();
                    }
                }
            };
        }
        if let Some(running) = self.active_mut() {
            running.misses = 0;
            running.asides = 0;
        }
        self.proceed();
    }

    /// `再试一次` when the shop did not answer: all is known, or it was asked what there is to choose
    /// from.
    fn tries_again(&self) -> bool {
        self.current().is_some_and(|(task, running)| {
            let shops = tools::is_tool(task) || self.tool_now().is_some();
            let again = self.says_again() || (self.heard.acts.yes && running.asked.is_none());
            shops && again
        })
    }

    /// Whether the message is what the chip beside a silent shop says.
    fn says_again(&self) -> bool {
        let words = ["再试", "try again"];
        words.iter().any(|words| self.heard.text.contains(words))
    }

    /// Takes every fact of the message into the task that is talked about.
    fn take(&mut self) -> Taken {
        let (heard, voice) = (self.heard, self.voice);
        let turn = self.turn.state.turn;
        let Some(task) = self.task() else {
            return Taken::default();
        };
        let Some(running) = self.turn.state.running.last_mut() else {
            return Taken::default();
        };
        let facts = taking::facts(task, running, heard);
        let mut taken = Taken {
            any: false,
            heard: !facts.is_empty(),
        };
        let awaited = running.asked.as_ref().and_then(|asked| asked.slot.clone());
        let mut changed = Vec::new();
        let trace = &mut self.turn.trace;
        for slot in &task.slots {
            let own: Vec<&taking::Fact> =
                facts.iter().filter(|fact| fact.slot == slot.key).collect();
            if own.is_empty() {
                continue;
            }
            for fact in &own {
                trace.facts.push(FactSeen {
                    slot: slot.key.clone(),
                    value: values::worded(&fact.given, "zh-CN"),
                    denied: fact.denied,
                });
            }
            // `500以上的有什么不同吗` asks about a value and does not change what was told.
            let settled = running.slots.contains_key(&slot.key);
            if heard.acts.asks
                && settled
                && !heard.acts.replaces
                && awaited.as_deref() != Some(&slot.key)
            {
                trace.step("kept", &slot.key);
                continue;
            }
            match taking::put(slot, &own, running, heard.acts.replaces, turn) {
                Change::Filled => {
                    taken.any = true;
                    trace.step("filled", &slot.key);
                }
                Change::Replaced => {
                    taken.any = true;
                    trace.step("corrected", &slot.key);
                    let value = running
                        .slots
                        .get(&slot.key)
                        .map(|filled| worded_all(filled, voice.locale));
                    if let Some(value) = value {
                        changed.push((slot.label.name(voice.locale), value));
                    }
                    for reset in &slot.resets {
                        if !facts.iter().any(|fact| &fact.slot == reset) {
                            running.slots.remove(reset);
                        }
                    }
                }
                Change::Same if own.iter().any(|fact| fact.denied) => {
                    taken.any = true;
                    trace.step("denied", &slot.key);
                }
                Change::Same => {}
            }
        }
        if !changed.is_empty() {
            self.lead = voice.changed(&changed);
        }
        let mut all = taken;
        if self.settle_open(&facts) {
            all = Taken {
                any: true,
                heard: true,
            };
        }
        if self.names_product() {
            all = Taken {
                any: true,
                heard: true,
            };
        }
        // What was told of a change holds for what was known then.
        if all.any
            && let Some(running) = self.active_mut()
        {
            running.token = None;
        }
        all
    }

    /// `都行`, `预算不限`, `没有过敏`: slots that are left open.
    fn settle_open(&mut self, facts: &[taking::Fact]) -> bool {
        let (acts, turn) = (self.heard.acts, self.turn.state.turn);
        let Some(task) = self.task() else {
            return false;
        };
        let Some(running) = self.turn.state.running.last_mut() else {
            return false;
        };
        let awaited = running.asked.as_ref().and_then(|asked| asked.slot.clone());
        let told = |key: &str| facts.iter().any(|fact| fact.slot == key && !fact.denied);
        let spoken: Vec<&str> = task
            .slots
            .iter()
            .filter(|slot| acts.any && !told(&slot.key))
            .filter(|slot| {
                let label = slot.label.name(self.voice.locale).to_lowercase();
                self.heard.text.contains(label.as_str())
                    || slot
                        .words
                        .iter()
                        .any(|word| self.heard.text.contains(word.as_str()))
            })
            .map(|slot| slot.key.as_str())
            .collect();
        let mut keys: Vec<String> = spoken.iter().map(|key| (*key).to_owned()).collect();
        // `不过敏` says so without having been asked.
        keys.extend(
            task.slots
                .iter()
                .filter(|slot| guards_health(slot) && !told(&slot.key))
                .filter(|slot| {
                    slot.words
                        .iter()
                        .any(|word| words::lacks(&self.heard.text, word))
                })
                .map(|slot| slot.key.clone()),
        );
        if keys.is_empty()
            && let Some(slot) = awaited.as_deref().and_then(|key| task.slot(key))
            && !told(&slot.key)
        {
            let none = guards_health(slot) || matches!(slot.kind, SlotKind::Pictures { .. });
            let refuses = none && (acts.none || acts.no);
            let unseen = matches!(slot.kind, SlotKind::Pictures { .. })
                && words::has_no_picture(&self.heard.text);
            if acts.any || acts.skip || acts.unsure || refuses || unseen {
                keys.push(slot.key.clone());
            }
        }
        let mut settled = false;
        for key in keys {
            if !task.slot(&key).is_some_and(|slot| slot.may_skip) {
                continue;
            }
            // What somebody must avoid is not given up by a word that may mean something else.
            let guards = task.slot(&key).is_some_and(guards_health);
            if guards
                && running
                    .slots
                    .get(&key)
                    .is_some_and(|filled| !filled.is_any())
            {
                continue;
            }
            let open = Filled {
                values: Vec::new(),
                origin: Origin::Said,
                turn,
            };
            running.slots.insert(key.clone(), open);
            self.turn.trace.step("any", &key);
            settled = true;
        }
        settled
    }

    fn active(&self) -> Option<&Running> {
        self.turn.state.running.last()
    }

    fn active_mut(&mut self) -> Option<&mut Running> {
        self.turn.state.running.last_mut()
    }

    /// The task that is talked about; it belongs to the caller, so that the state may change.
    fn task(&self) -> Option<&'a Task> {
        let key = &self.active()?.task;
        self.tasks.iter().find(|task| task.key == *key)
    }

    fn current(&self) -> Option<(&'a Task, &Running)> {
        Some((self.task()?, self.active()?))
    }

    fn step(&mut self, rule: &str, about: &str) {
        self.turn.trace.step(rule, about);
    }

    fn say(&mut self, text: String) {
        if !text.is_empty() {
            self.turn.moves.push(Move::Say(text));
        }
    }

    fn rows(&self) -> Vec<Row> {
        self.current()
            .map(|(task, running)| rows(task, running, self.world.locale))
            .unwrap_or_default()
    }
}

/// From this score an answer is given in the middle of a task, though the message is no question.
const SURE_ANSWER: f64 = 0.85;

/// Whether a slot holds what somebody must avoid.
fn guards_health(slot: &SlotSpec) -> bool {
    matches!(
        slot.kind,
        SlotKind::Attribute {
            sense: Sense::Avoid,
            ..
        }
    )
}

/// Whether what a slot depends on holds.
pub(crate) fn is_needed(slot: &SlotSpec, running: &Running) -> bool {
    slot.when.iter().all(|condition| {
        let values = running.slots.get(&condition.slot);
        values.is_some_and(|filled| {
            filled.values.iter().any(|given| match given {
                Given::YesNo { value } => {
                    let word = if *value { "yes" } else { "no" };
                    condition.is.iter().any(|one| one == word)
                }
                Given::Word { value } => condition.is.contains(value),
                // Of an address: whether it is one that the shop knows.
                Given::Text { value } => {
                    condition.is.contains(value) || condition.is.iter().any(|one| one == "typed")
                }
                Given::Known { .. } => condition.is.iter().any(|one| one == "known"),
                Given::Number { value } => condition.is.contains(&value.to_string()),
                Given::Money { .. } | Given::Time { .. } => false,
            })
        })
    })
}

/// What a task was told, in the order of its slots.
pub(crate) fn rows(task: &Task, running: &Running, locale: &str) -> Vec<Row> {
    let separator = if locale == "en" { ", " } else { "、" };
    task.slots
        .iter()
        .filter_map(|slot| {
            let filled = running
                .slots
                .get(&slot.key)
                // No picture is not any picture.
                .filter(|filled| {
                    !matches!(slot.kind, SlotKind::Pictures { .. }) || !filled.is_any()
                })
                .map(|filled| worded_all(filled, locale));
            let denied = running.denied.get(&slot.key).map(|words| {
                let words = words.join(separator);
                if locale == "en" {
                    format!("not {words}")
                } else {
                    format!("不要{words}")
                }
            });
            let value = match (filled, denied) {
                (None, None) => return None,
                (Some(value), None) | (None, Some(value)) => value,
                (Some(value), Some(denied)) => format!("{value}{separator}{denied}"),
            };
            Some(Row {
                key: slot.key.clone(),
                label: slot.label.name(locale).to_owned(),
                value,
            })
        })
        .collect()
}
