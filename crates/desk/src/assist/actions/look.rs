//! All that helps with the customer's last words.

use std::sync::Arc;
use std::time::Instant;

use shanying_bot::dialogue::{self, Beside, Forecast, State};
use shanying_bot::products::{FactValue, Recommended, Shelf, Wish, WishKind, attribute};
use shanying_bot::{Audience, Bot, Recalled};
use shanying_commerce::tools;
use shanying_kernel::{Error, Result};
use shanying_language::index::{Index, IndexOptions, Phrasing};
use shanying_people::customers::{self, Brief, mask_text};
use shanying_storage::Tx;
use shanying_web_kit::Tenant;
use shanying_web_kit::markdown::{plain, sign_pictures};

use super::reading::{Meant, Reader, Taught, facts};
use crate::assist::memory::{Memory, Remembered};
use crate::assist::model::{
    AssistSettings, Assistance, Guide, Intent, Mood, Offer, OfferItem, OfferedTask, PastCase,
    SourceKind, Step, Suggestion,
};
use crate::assist::rules::{self, Talk};
use crate::conversations::actions::House;
use crate::conversations::model::ConversationRow;
use crate::conversations::store::{self as conversations, Part};

/// Messages of a talk that are read.
pub(super) const MESSAGES: usize = 120;
/// Below this an entry or a case is no help.
const FAINT: f64 = 0.3;
const CASE_LEAST: f64 = 0.42;
/// An entry that is this likely may lead with its steps.
const GUIDES_FROM: f64 = 0.4;
/// A sentence this like a step does it.
const STEP_ALIKE: f32 = 0.55;
const CASES: usize = 3;
const INTENTS: usize = 3;
const OFFERED: usize = 2;
/// Texts of the customer that tasks hear, the last ones.
const HEARD: usize = 12;
/// Words of somebody who looks for something.
const LOOKS_FOR: [&str; 16] = [
    "推荐",
    "想买",
    "想要",
    "有没有",
    "哪款",
    "哪个好",
    "买什么",
    "换个",
    "搭配",
    "一套",
    "礼盒",
    "送人",
    "还有什么",
    "适合",
    "recommend",
    "looking for",
];

/// What was read of a conversation before anything is thought about.
struct Read {
    row: ConversationRow,
    talk: Talk,
    brief: Brief,
    state: State,
    heard_before: usize,
    memories: Vec<Recalled>,
}

/// What was thought of it.
struct Thought {
    mood: Option<Mood>,
    facts: Vec<crate::assist::model::Fact>,
    suggestions: Vec<Suggestion>,
    cases: Vec<(Remembered, f64)>,
    guide: Option<Guide>,
    tasks: Vec<OfferedTask>,
    offer: Option<Offer>,
    intents: Vec<Intent>,
}

/// All that helps with a conversation now; `typed` is what the customer is typing.
pub(crate) async fn look(
    tenant: &Tenant,
    row: ConversationRow,
    typed: Option<String>,
) -> Result<Assistance> {
    let begun = Instant::now();
    let read = read(tenant, row, typed).await?;
    let settings = tenant.settings::<AssistSettings>().await?;
    let house = House::of(tenant).await?;
    let reader = Reader {
        bot: Arc::clone(&house.bot),
        memory: tenant.part::<Memory>()?,
        settings: Arc::clone(&house.bot_settings),
        now_ms: tenant.clock().now_ms(),
    };
    let (level, customer) = (read.brief.level.clone(), read.row.customer_id.clone());
    let allowance = tools::allowance(tenant, &customer, level.as_deref()).await?;
    let local_now = house.local_now;
    let most = usize::try_from(settings.suggestions).unwrap_or(4);
    // Several texts are encoded: too long for the threads that serve requests.
    let (read, thought) = tokio::task::spawn_blocking(move || {
        let thought = think(&reader, &read, local_now, most);
        (read, thought)
    })
    .await
    .map_err(|error| Error::internal("reading a talk broke off").because(error))?;
    let Thought {
        cases,
        mut suggestions,
        ..
    } = thought;
    let mut tx = tenant.db().read().await?;
    let cases = shown(&mut tx, cases).await?;
    drop(tx);
    // What was erased meanwhile is nobody's answer any more.
    suggestions.retain(|one| {
        one.kind != SourceKind::Case || cases.iter().any(|case| case.message_id == one.reference)
    });
    for one in &mut suggestions {
        sign_pictures(&mut one.blocks, tenant.signer(), tenant.clock().now_ms())?;
    }
    Ok(Assistance {
        seq: read.talk.seq,
        words: read.talk.words(),
        intents: thought.intents,
        mood: thought.mood,
        facts: thought.facts,
        suggestions,
        cases,
        guide: thought.guide,
        tasks: thought.tasks,
        offer: thought.offer,
        allowance,
        took_ms: i64::try_from(begun.elapsed().as_millis()).unwrap_or(i64::MAX),
    })
}

async fn read(tenant: &Tenant, row: ConversationRow, typed: Option<String>) -> Result<Read> {
    let mut tx = tenant.db().read().await?;
    let part = Part::Before(i64::MAX);
    let (messages, _) = conversations::messages(&mut tx, &row.id, part, false, MESSAGES).await?;
    let brief = customers::brief(&mut tx, &row.customer_id).await?;
    let state = dialogue::state(&mut tx, &row.id).await?;
    let memories = crate::memories::recall(&mut tx, &row.customer_id).await?;
    let talk = Talk::read(&messages);
    let talk = match typed {
        Some(text) => talk.typing(&text),
        None => talk,
    };
    Ok(Read {
        heard_before: usize::try_from(state.turn).unwrap_or(0).min(talk.all.len()),
        row,
        talk,
        brief,
        state,
        memories,
    })
}

fn think(reader: &Reader, read: &Read, now: jiff::civil::DateTime, most: usize) -> Thought {
    let talk = &read.talk;
    let words = talk.words();
    let shelf = reader.bot.shelf();
    let taught = reader.taught(&words);
    let meant = reader.meant(talk, &taught);
    let mood = talk.now.last().and_then(|text| reader.mood(text));
    let tasks = forecasts(reader, read, now);
    let cases = past_cases(reader, read, &taught);
    let intents = meant.iter().take(INTENTS).filter_map(|one| {
        Some(Intent {
            entry: reader.bot.for_agents(&one.entry_id)?.entry,
            score: one.score,
        })
    });
    Thought {
        intents: intents.collect(),
        suggestions: suggestions(reader, read, &shelf, (&meant, &cases), most),
        guide: guide(reader, talk, &meant),
        offer: offer(read, &shelf, (mood.as_ref(), &tasks), reader.now_ms),
        facts: facts(&talk.all, &shelf, now),
        tasks: tasks.into_iter().map(offered).collect(),
        cases,
        mood,
    }
}

/// What the tasks make of what the customer said since the bot left.
fn forecasts(reader: &Reader, read: &Read, now: jiff::civil::DateTime) -> Vec<Forecast> {
    let new = read.talk.all.get(read.heard_before..).unwrap_or_default();
    let late = new.len().saturating_sub(HEARD);
    let beside = Beside {
        locale: read.row.locale.clone(),
        now,
        page: read.row.page.as_ref().map(|page| page.title.clone()),
        memories: read.memories.clone(),
        ..Beside::default()
    };
    let said = new.get(late..).unwrap_or_default();
    reader.bot.foresee(
        said,
        read.state.clone(),
        &beside,
        &reader.settings,
        reader.now_ms,
    )
}

fn offered(forecast: Forecast) -> OfferedTask {
    let progress = forecast.progress;
    OfferedTask {
        task: progress.task,
        name: progress.name,
        rows: progress
            .rows
            .into_iter()
            .map(|row| Step {
                text: row.label,
                done: true,
                value: row.value,
            })
            .collect(),
        missing: progress.missing,
        ask: forecast.ask,
    }
}

fn past_cases(reader: &Reader, read: &Read, taught: &Taught) -> Vec<(Remembered, f64)> {
    let talk = &read.talk;
    let mut best: Vec<(Remembered, f64)> = Vec::new();
    let together = talk.together();
    for text in [Some(talk.words()), together].into_iter().flatten() {
        for (one, score) in reader.memory.cases(&text, CASES * 2, &read.row.id) {
            let known = best
                .iter_mut()
                .find(|(case, _)| case.pair.message_id == one.pair.message_id);
            match known {
                Some((_, held)) => *held = held.max(score),
                None => best.push((one, score)),
            }
        }
    }
    for (one, score) in &mut best {
        let key = (
            SourceKind::Case.code().to_owned(),
            one.pair.message_id.clone(),
        );
        *score = (*score + taught.get(&key).copied().unwrap_or(0.0)).clamp(0.0, 1.0);
    }
    best.retain(|(_, score)| *score >= CASE_LEAST);
    best.sort_by(|a, b| b.1.total_cmp(&a.1));
    best.truncate(CASES);
    best
}

fn suggestions(
    reader: &Reader,
    read: &Read,
    shelf: &Shelf,
    (meant, cases): (&[Meant], &[(Remembered, f64)]),
    most: usize,
) -> Vec<Suggestion> {
    let audience = if read.brief.verified {
        Audience::Verified
    } else {
        Audience::Everyone
    };
    let mut found: Vec<Suggestion> = meant
        .iter()
        .filter(|one| one.score >= FAINT)
        .take(most)
        .filter_map(|one| knowledge(&reader.bot, one, audience))
        .collect();
    found.extend(fact(read, shelf, reader.now_ms));
    if let Some((one, score)) = cases.first() {
        found.push(Suggestion {
            kind: SourceKind::Case,
            reference: one.pair.message_id.clone(),
            title: mask_text(&one.pair.asked),
            text: mask_text(&one.pair.answered),
            blocks: Vec::new(),
            // What was said to somebody else has to be looked at before it is sent.
            score: score * 0.9,
            taught: 0.0,
            may_send: true,
            audience: Audience::Everyone,
            agent_note: String::new(),
            conversation_id: Some(one.conversation_id.clone()),
        });
    }
    found.sort_by(|a, b| b.score.total_cmp(&a.score));
    found.truncate(most);
    found
}

fn knowledge(bot: &Bot, one: &Meant, audience: Audience) -> Option<Suggestion> {
    let entry = bot.for_agents(&one.entry_id)?;
    Some(Suggestion {
        kind: SourceKind::Knowledge,
        reference: entry.entry.entry_id,
        title: entry.entry.question,
        text: plain(&entry.blocks).trim().to_owned(),
        blocks: entry.blocks,
        score: one.score,
        taught: one.taught,
        may_send: entry.audience <= audience,
        audience: entry.audience,
        agent_note: entry.agent_note,
        conversation_id: None,
    })
}

/// What the facts of what is sold answer, about what is named or looked at.
fn fact(read: &Read, shelf: &Shelf, now_ms: i64) -> Option<Suggestion> {
    let title = read
        .row
        .page
        .as_ref()
        .map_or("", |page| page.title.as_str());
    let looked_at = shelf
        .products()
        .find(|one| title.contains(one.name.as_str()));
    let focus = looked_at.map(|one| one.id.as_str());
    let answer = shelf.ask(&read.talk.words(), focus, now_ms)?;
    if answer.offers_person() || answer.text.is_empty() {
        return None;
    }
    // What they must avoid is not recommended, whatever was asked.
    let shunned = shunned(read, shelf);
    let barred = shelf.select(&shunned, now_ms, 0).barred;
    let recommends = answer.selection.is_some();
    if recommends
        && barred
            .iter()
            .any(|left| answer.products.contains(&left.product.id))
    {
        return None;
    }
    let first = answer.products.first().and_then(|id| shelf.get(id));
    Some(Suggestion {
        kind: SourceKind::Fact,
        reference: answer.products.join(","),
        title: first.map_or_else(String::new, |product| product.name.clone()),
        text: answer.text,
        blocks: Vec::new(),
        score: 0.75,
        taught: 0.0,
        may_send: true,
        audience: Audience::Everyone,
        agent_note: String::new(),
        conversation_id: None,
    })
}

/// What is sold that the customer is known to be allergic to must not be in what is offered.
fn shunned(read: &Read, shelf: &Shelf) -> Vec<Wish> {
    let known = read.memories.iter();
    let known = known.filter(|one| one.is_allergen && one.whose.is_empty());
    known
        .filter(|one| shelf.concerns(&one.words))
        .map(|one| {
            let condition = format!("{}过敏", one.words);
            Wish::word(attribute::EXCLUDES, &condition, WishKind::MustNot)
        })
        .collect()
}

/// The steps of the likeliest entry that has some; those for agents first.
fn guide(reader: &Reader, talk: &Talk, meant: &[Meant]) -> Option<Guide> {
    let mut found = meant
        .iter()
        .filter(|one| one.score >= GUIDES_FROM)
        .filter_map(|one| {
            let entry = reader.bot.for_agents(&one.entry_id)?;
            let steps = rules::steps_of(&entry.blocks)?;
            Some((entry.audience == Audience::Agents, entry, steps))
        })
        .collect::<Vec<_>>();
    found.sort_by_key(|(internal, _, _)| !internal);
    let (internal, entry, steps) = found.into_iter().next()?;
    let done = ticks(reader, &steps, &talk.agents);
    Some(Guide {
        reference: entry.entry.entry_id,
        title: entry.entry.question,
        internal,
        steps: steps
            .into_iter()
            .zip(done)
            .map(|(text, done)| Step {
                text,
                done,
                value: String::new(),
            })
            .collect(),
    })
}

/// Which steps the agent's words did: by their words, or by their meaning.
fn ticks(reader: &Reader, steps: &[String], agents: &[String]) -> Vec<bool> {
    let mut done: Vec<bool> = steps
        .iter()
        .map(|step| rules::covered(step, agents))
        .collect();
    if agents.is_empty() || done.iter().all(|done| *done) {
        return done;
    }
    let mut index = Index::new(reader.bot.encoder().cloned(), IndexOptions::default());
    for (place, step) in steps.iter().enumerate() {
        index.upsert(&place.to_string(), &[Phrasing::new(step)]);
    }
    let sentences = agents
        .iter()
        .flat_map(|text| text.split(['。', '！', '？', '!', '?', '；', '\n']));
    for sentence in sentences.filter(|text| text.chars().count() > 5) {
        for hit in index.search(sentence, 1, |_| true) {
            let place = hit.entry_id.parse::<usize>().ok();
            let flag = place.and_then(|place| done.get_mut(place));
            if let Some(flag) = flag.filter(|_| hit.score >= STEP_ALIKE) {
                *flag = true;
            }
        }
    }
    done
}

/// What to offer, if this is the moment.
fn offer(
    read: &Read,
    shelf: &Shelf,
    (mood, tasks): (Option<&Mood>, &[Forecast]),
    now_ms: i64,
) -> Option<Offer> {
    let feels = |name: &str| mood.is_some_and(|mood| mood.name == name);
    // Nothing is sold to somebody who is angry or let down.
    if feels("angry") || feels("disappointed") {
        return None;
    }
    let words = read.talk.words().to_lowercase();
    let looks = LOOKS_FOR.iter().any(|word| words.contains(word));
    let asked = looks || tasks.iter().any(|task| task.sells);
    let mut wishes: Vec<Wish> = Vec::new();
    for text in read.talk.all.iter().rev().chain(&read.talk.now) {
        for wish in shelf.wishes(text) {
            // What was said last of a thing holds; what guards health always does.
            let newer = wishes.iter().any(|own| {
                own.attribute == wish.attribute && (!wish.is_safety() || own.value == wish.value)
            });
            if !newer {
                wishes.push(wish);
            }
        }
    }
    if wishes.is_empty() || !(asked || feels("satisfied")) {
        return None;
    }
    for wish in shunned(read, shelf) {
        if !wishes.iter().any(|own| own.value == wish.value) {
            wishes.push(wish);
        }
    }
    let found = shelf.select(&wishes, now_ms, OFFERED);
    let items: Vec<OfferItem> = found.items.iter().map(|one| item(one, now_ms)).collect();
    (!items.is_empty()).then(|| Offer {
        why: if asked { "asked" } else { "pleased" }.to_owned(),
        wishes: wishes.into_iter().map(|wish| wish.said).collect(),
        items,
    })
}

fn item(one: &Recommended, now_ms: i64) -> OfferItem {
    let mut reasons: Vec<String> = Vec::new();
    for reason in &one.fits {
        let words = match &reason.value {
            FactValue::Word(word) if reason.said.is_empty() => word.clone(),
            FactValue::Money(_) => continue,
            _ => reason.said.clone(),
        };
        if !words.is_empty() && !reasons.contains(&words) {
            reasons.push(words);
        }
    }
    reasons.truncate(3);
    OfferItem::new(&one.product, reasons, now_ms)
}

/// Cases with what is known of their conversations; those that are gone are left out.
pub(super) async fn shown(tx: &mut Tx, cases: Vec<(Remembered, f64)>) -> Result<Vec<PastCase>> {
    let mut list = Vec::new();
    for (one, score) in cases {
        let message = match conversations::load_message(tx, &one.pair.message_id).await {
            Ok(message) => message,
            Err(error) if error.code == "not_found.message" => continue,
            Err(error) => return Err(error),
        };
        let row = conversations::load(tx, &one.conversation_id).await?;
        list.push(PastCase {
            message_id: message.id,
            number: row.number,
            asked: mask_text(&one.pair.asked),
            answered: mask_text(&one.pair.answered),
            agent_name: message.sender.name,
            rating: row.rating.map(|rating| rating.score),
            conversation_id: one.conversation_id,
            score,
        });
    }
    Ok(list)
}
