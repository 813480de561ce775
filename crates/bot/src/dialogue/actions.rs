//! The tenant's tasks in memory, and the bot's part of a turn.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Instant;

use shanying_kernel::Result;
use shanying_language::embed::Encoder;
use shanying_language::index::{Index, IndexOptions, Phrasing};
use shanying_storage::{Db, Tx};
use shanying_web_kit::markdown::Block;
use shanying_web_kit::{Caller, Tenant};

use super::model::{Listed, Move, SlotKind, State, Task};
use super::rules::{
    Answer, Answers, Ear, Heard, Profile, Recollection, ShopTalk, Want, World, turn,
};
use super::sold::{self, Sold};
use super::{drafts, shop, store};
use crate::answers::{Bot, BotSettings, Outcome, Question, Verdict};
use crate::products::Shelf;

/// Example utterances that are looked at.
const EXAMPLES: usize = 4;

/// The tasks, ready to be talked about.
pub struct Book {
    tasks: Vec<Task>,
    ear: Ear,
    /// Example utterances, one entry a task.
    examples: Arc<Index>,
}

impl Book {
    pub(crate) async fn open(
        tx: &mut Tx,
        encoder: Option<Arc<Encoder>>,
        shelf: &Shelf,
    ) -> Result<Self> {
        Ok(Self::new(store::tasks(tx).await?, encoder, shelf))
    }

    /// A book of these tasks, with the words of what is sold.
    #[must_use]
    pub fn new(tasks: Vec<Task>, encoder: Option<Arc<Encoder>>, shelf: &Shelf) -> Self {
        let mut examples = Index::new(encoder, IndexOptions::default());
        for task in tasks.iter().filter(|task| task.enabled) {
            let phrasings: Vec<Phrasing> = task.triggers.iter().map(Phrasing::new).collect();
            if !phrasings.is_empty() {
                examples.upsert(&task.key, &phrasings);
            }
        }
        Self {
            ear: Ear::new(&tasks, &sold::words(shelf)),
            tasks,
            examples: Arc::new(examples),
        }
    }

    /// The same tasks when something else is sold.
    #[must_use]
    pub(crate) fn with_words(&self, shelf: &Shelf) -> Self {
        Self {
            ear: Ear::new(&self.tasks, &sold::words(shelf)),
            tasks: self.tasks.clone(),
            examples: Arc::clone(&self.examples),
        }
    }

    /// The tasks.
    #[must_use]
    pub fn tasks(&self) -> &[Task] {
        &self.tasks
    }

    fn is_empty(&self) -> bool {
        self.tasks.iter().all(|task| !task.enabled)
    }

    /// Reads a message where a talk stands so.
    #[must_use]
    pub fn hear(&self, text: &str, state: &State, now: jiff::civil::DateTime) -> Heard {
        let mut heard = self.ear.hear(text, now, self.awaited(state));
        let mut triggers: Vec<(String, f64)> = self
            .tasks
            .iter()
            .filter(|task| task.enabled)
            .map(|task| (task.key.clone(), heard.cued(task)))
            .filter(|(_, sure)| *sure > 0.0)
            .collect();
        for hit in self.examples.search(text, EXAMPLES, |_| true) {
            let score = f64::from(hit.score);
            match triggers.iter_mut().find(|(key, _)| *key == hit.entry_id) {
                Some((_, sure)) => *sure = sure.max(score),
                None => triggers.push((hit.entry_id, score)),
            }
        }
        triggers.sort_by(|a, b| b.1.total_cmp(&a.1));
        let likely = triggers.first().map(|(key, _)| key.as_str());
        let active = state.active().map(|running| running.task.as_str());
        let talked: BTreeSet<&str> = likely.into_iter().chain(active).collect();
        for key in talked {
            self.ear.hear_flow(&mut heard, key, now);
        }
        heard.triggers = triggers;
        heard
    }

    /// Reads what earlier talks told, by the words of what is sold. An allergy to what nothing of it
    /// holds narrows nothing.
    #[must_use]
    pub fn recall(
        &self,
        memories: &[Recalled],
        shelf: &Shelf,
        now: jiff::civil::DateTime,
    ) -> Vec<Recollection> {
        let mut all: Vec<Recollection> = Vec::new();
        for one in memories {
            if one.is_allergen && !shelf.concerns(&one.words) {
                continue;
            }
            let place = all.iter().position(|own| own.whose == one.whose);
            let mut own = place.map_or_else(
                || Recollection {
                    whose: one.whose.clone(),
                    ..Recollection::default()
                },
                |place| all.swap_remove(place),
            );
            let words = if one.is_allergen {
                own.avoid.push(one.words.clone());
                format!("对{}过敏", one.words)
            } else {
                one.words.clone()
            };
            own.heard.push(self.ear.hear(&words, now, None));
            all.push(own);
        }
        all
    }

    fn awaited(&self, state: &State) -> Option<&SlotKind> {
        let running = state.active()?;
        let slot = running.asked.as_ref()?.slot.as_deref()?;
        let task = self.tasks.iter().find(|task| task.key == running.task)?;
        Some(&task.slot(slot)?.kind)
    }
}

/// What an earlier talk told of a customer, or of somebody of their household.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recalled {
    /// Of whom; empty for the customer themselves.
    pub whose: String,
    /// The fact in short words, or the substance of an allergy.
    pub words: String,
    /// Whether it is a substance that they must avoid.
    pub is_allergen: bool,
}

/// What the desk knows beside a message.
#[derive(Clone, Debug, Default)]
pub struct Beside {
    /// The customer's language.
    pub locale: String,
    /// The customer's local time.
    pub now: jiff::civil::DateTime,
    /// Of a verified customer: name and phone.
    pub profile: Profile,
    /// What earlier talks told.
    pub memories: Vec<Recalled>,
    /// Title of the page that they look at.
    pub page: Option<String>,
    /// Who is served, if their identity is proven; the shop is asked in their name.
    pub customer_id: Option<String>,
    /// In which conversation.
    pub conversation_id: Option<String>,
    /// What the shop told in this turn.
    pub shop: Option<ShopTalk>,
    /// The message is this picture, its file and its name, and has no words.
    pub picture: Option<Listed>,
}

/// The bot's part in a talk about tasks.
#[derive(Clone, Debug)]
pub struct Talk {
    /// Where it stands now.
    pub state: State,
    /// What is said and done, after the reply if that is kept.
    pub moves: Vec<Move>,
    /// Whether the reply of the knowledge base is said.
    pub keeps_reply: bool,
    /// What must be asked of the shop first; all else is void then.
    pub wants: Option<Want>,
}

impl Bot {
    /// [`Self::converse`] with the shop asked for whatever a turn lacks, in the name of the customer
    /// who is served.
    pub async fn converse_with_shop(
        &self,
        tenant: &Tenant,
        (question, settings): (&Question, &BotSettings),
        verdict: Verdict,
        state: &State,
        mut beside: Beside,
    ) -> (Verdict, Option<Talk>) {
        if let Some(customer_id) = &beside.customer_id {
            beside.shop = shop::open(tenant, customer_id).await;
        }
        let mut asked = 0;
        loop {
            let (after, talk) = self.converse(question, verdict.clone(), state, &beside, settings);
            let want = talk.as_ref().and_then(|talk| talk.wants.clone());
            let (Some(want), Some(customer_id)) = (want, &beside.customer_id) else {
                return (after, talk);
            };
            let told = if asked < shop::QUESTIONS {
                let who = (customer_id.as_str(), beside.conversation_id.as_deref());
                shop::ask(tenant, who, &want).await
            } else {
                shop::silent()
            };
            asked += 1;
            if let Some(shop) = &mut beside.shop {
                shop.told.push((want, told));
            }
        }
    }

    /// Whether a picture that comes now belongs to the task that is talked about: it was asked for,
    /// or is one more.
    #[must_use]
    pub fn takes_pictures(&self, state: &State) -> bool {
        let book = self.inner.tasks.load();
        let Some(running) = state.active() else {
            return false;
        };
        let task = book.tasks.iter().find(|task| task.key == running.task);
        let asked = running.asked.as_ref().and_then(|asked| asked.slot.as_ref());
        task.into_iter().flat_map(|task| &task.slots).any(|slot| {
            matches!(slot.kind, SlotKind::Pictures { .. })
                && (asked == Some(&slot.key) || running.slots.contains_key(&slot.key))
        })
    }

    /// Lets the tasks have their say after the knowledge base had its own: from memory alone. None
    /// when no task has to do with the message.
    #[must_use]
    pub fn converse(
        &self,
        question: &Question,
        verdict: Verdict,
        state: &State,
        beside: &Beside,
        settings: &BotSettings,
    ) -> (Verdict, Option<Talk>) {
        let book = self.inner.tasks.load();
        self.converse_by(&book, (question, settings), verdict, state, beside)
    }

    /// [`Self::converse`] by other tasks than those that hold.
    pub(super) fn converse_by(
        &self,
        book: &Book,
        (question, settings): (&Question, &BotSettings),
        mut verdict: Verdict,
        state: &State,
        beside: &Beside,
    ) -> (Verdict, Option<Talk>) {
        let begun = Instant::now();
        if question.chosen.is_some() || book.is_empty() {
            return (verdict, None);
        }
        let mut heard = book.hear(&question.text, state, beside.now);
        heard.picture.clone_from(&beside.picture);
        let concerned = state.active().is_some() || !heard.triggers.is_empty();
        if !concerned {
            return (verdict, None);
        }
        if heard.acts.asks
            && let Some(aside) = question_within(&question.text)
        {
            verdict = self.decide_aside(question, &aside, verdict, settings);
        }
        heard.answer = answer(&verdict);
        let page = beside
            .page
            .as_deref()
            .map(|title| book.hear(title, &State::default(), beside.now));
        let shelf = self.shelf();
        let remembered = book.recall(&beside.memories, &shelf, beside.now);
        let goods = Sold {
            shelf: &shelf,
            now_ms: verdict.decision.created_at.0,
        };
        let world = World {
            locale: &beside.locale,
            now: beside.now,
            now_ms: verdict.decision.created_at.0,
            goods: Some(&goods),
            shop: beside.shop.as_ref(),
            answers: Some(&Entries {
                bot: self,
                question,
            }),
            profile: &beside.profile,
            page: page.as_ref(),
            remembered: &remembered,
        };
        let mut turn = turn(state, &heard, &book.tasks, &world);
        if !turn.engaged {
            // The talk goes on counting, so that a stale turn is known as such.
            let talk = state.active().is_some().then_some(Talk {
                state: turn.state,
                moves: Vec::new(),
                keeps_reply: true,
                wants: None,
            });
            return (verdict, talk);
        }
        turn.trace.elapsed_us = i64::try_from(begun.elapsed().as_micros()).unwrap_or(i64::MAX);
        verdict.decision.dialogue = Some(turn.trace);
        if !turn.keeps_answer {
            verdict.decision.outcome = Outcome::Dialogue;
            verdict.decision.entry_id = None;
            "task".clone_into(&mut verdict.decision.reason);
        }
        let talk = Talk {
            state: turn.state,
            moves: turn.moves,
            keeps_reply: turn.keeps_answer,
            wants: turn.wants,
        };
        (verdict, Some(talk))
    }

    /// `补水的,对了运费怎么算`: of a message that tells and asks, the asking part is looked up.
    fn decide_aside(
        &self,
        question: &Question,
        aside: &str,
        verdict: Verdict,
        settings: &BotSettings,
    ) -> Verdict {
        let apart = Question {
            text: aside.to_owned(),
            ..question.clone()
        };
        let mut other = self.decide(&apart, settings, verdict.decision.created_at.0);
        if other.decision.outcome != Outcome::Direct || verdict.decision.outcome == Outcome::Anger {
            return verdict;
        }
        other
            .decision
            .question
            .clone_from(&verdict.decision.question);
        other
    }

    /// Reads the tasks again; the next message sees them as they are.
    pub(super) async fn refresh_tasks(&self, db: &Db) -> Result<()> {
        let book = Book::open(
            &mut db.read().await?,
            self.encoder().cloned(),
            &self.shelf(),
        )
        .await?;
        self.inner.tasks.store(Arc::new(book));
        Ok(())
    }
}

/// The entries that whoever asks may have.
struct Entries<'a> {
    bot: &'a Bot,
    question: &'a Question,
}

impl Answers for Entries<'_> {
    fn answer(&self, entry: &str) -> Option<(String, Vec<Block>)> {
        let (channel, audience) = (&self.question.channel, self.question.audience);
        let (question, blocks, _) = self.bot.entry_content(entry, channel, audience)?;
        Some((question, blocks))
    }
}

/// The last clause of several that asks.
fn question_within(text: &str) -> Option<String> {
    let clauses: Vec<&str> = text
        .split([',', '，', '。', '；', ';', '!', '！', '\n'])
        .map(str::trim)
        .filter(|clause| !clause.is_empty())
        .collect();
    if clauses.len() < 2 {
        return None;
    }
    clauses
        .iter()
        .rev()
        .find(|clause| super::rules::asks(clause))
        .map(|clause| {
            clause
                .trim_start_matches("对了")
                .trim_start_matches("另外")
                .to_owned()
        })
}

/// What the knowledge base's verdict means to a talk.
fn answer(verdict: &Verdict) -> Answer {
    let decision = &verdict.decision;
    match decision.outcome {
        Outcome::Direct => Answer::Given {
            score: decision.candidates.first().map_or(1.0, |best| best.score),
            exact: decision.reason == "exact",
        },
        Outcome::Suggested => Answer::Suggested,
        Outcome::SmallTalk => Answer::Chat,
        // What is only read between the lines breaks off no talk.
        Outcome::Anger if decision.reason == "anger_read" => Answer::Nothing,
        Outcome::HandoverWords | Outcome::Anger => Answer::Person,
        // What a person must answer is a question beside the task like any other.
        Outcome::ToPerson => Answer::Given {
            score: decision.candidates.first().map_or(1.0, |best| best.score),
            exact: false,
        },
        Outcome::Abuse => Answer::Calm,
        Outcome::Unknown | Outcome::Veiled | Outcome::Dialogue => Answer::Nothing,
    }
}

/// The tasks that customers meet.
pub async fn tasks(tenant: &Tenant) -> Result<Vec<Task>> {
    store::tasks(&mut tenant.db().read().await?).await
}

/// Writes a task; it holds from the next message on.
pub async fn put_task(tenant: &Tenant, caller: &Caller, task: Task) -> Result<()> {
    drafts::put(tenant, caller, task, (None, String::new())).await
}

/// Takes a task away.
pub async fn remove_task(tenant: &Tenant, caller: &Caller, key: String) -> Result<()> {
    drafts::remove(tenant, caller, key).await
}
