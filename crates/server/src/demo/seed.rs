//! Writes a company into an empty tenant: settings, people, the channel, knowledge, customers and
//! the conversations of the last days.

use std::collections::{BTreeMap, HashMap};

use serde_json::json;
use shanying_bot::dialogue::put_task;
use shanying_bot::knowledge::{AnswerChannel, AnswerText, ImportRow, import_rows};
use shanying_bot::products::{ProductWords, import_products, set_words};
use shanying_bot::{Bot, BotSettings};
use shanying_commerce::shop::Terms;
use shanying_desk::alerts::SupervisionSettings;
use shanying_desk::channels::{ChannelSettings, create_with_token};
use shanying_desk::quick_replies;
use shanying_desk::routing::RoutingSettings;
use shanying_desk::service::{PrivacySettings, RatingSettings, ServiceSettings};
use shanying_kernel::{Actor, ActorKind, Error, Result, Time};
use shanying_people::agents::{self, NewAgent};
use shanying_people::company::CompanySettings;
use shanying_people::customers::{self, IdentityMode, NewCustomer};
use shanying_people::groups::{self, GroupFields};
use shanying_web_kit::settings::store_at_start;
use shanying_web_kit::signing::random_token;
use shanying_web_kit::{Caller, Permission, Section, Tenant};

use super::data::{CustomerFile, EntryFile, Files};
use super::days::date;
use super::{Account, Memory, Told, past, shifts};

/// Where the demo companies are.
pub(super) const ZONE: &str = "Asia/Shanghai";
const DAY_MS: i64 = 86_400_000;
/// Letters and digits of the password; 32 of them, none that look alike.
const LETTERS: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789x";

/// Who was written, as the conversations name them.
pub(super) struct People {
    pub(super) channel_id: String,
    /// Id and the name that customers read, by username.
    pub(super) agents: HashMap<String, (String, String)>,
    /// Id and name, by the key of the group.
    pub(super) groups: HashMap<String, (String, String)>,
    /// Id and name, by user id.
    pub(super) customers: HashMap<String, (String, String)>,
}

/// Writes everything; what it returns is what a later start must know, and who was written.
pub(super) async fn seed(
    tenant: &Tenant,
    files: &Files,
    told: Told<'_>,
) -> Result<(Memory, People)> {
    told("settings", 0, 1);
    settings(tenant, files).await?;
    let memory = Memory {
        password: password(),
        identity_secret: random_token(),
        accounts: files
            .company
            .agents
            .iter()
            .map(account)
            .collect::<Result<_>>()?,
    };
    let groups = write_groups(tenant, files).await?;
    let agents = write_agents(tenant, files, &groups, &memory.password).await?;
    told("knowledge", 0, files.knowledge.entries.len());
    write_knowledge(tenant, files).await?;
    told(
        "knowledge",
        files.knowledge.entries.len(),
        files.knowledge.entries.len(),
    );
    write_products(tenant, files).await?;
    for task in &files.tasks {
        put_task(tenant, &caller(), task.clone()).await?;
    }
    let channel_id = write_channel(tenant, files, memory.identity_secret.clone()).await?;
    let customers = write_customers(tenant, files, told).await?;
    let people = People {
        channel_id,
        agents,
        groups,
        customers,
    };
    past::write(tenant, files, &people, told).await?;
    tenant
        .db()
        .write(|tx| Box::pin(async move { shifts::write(tx).await }))
        .await?;
    Ok((memory, people))
}

/// The demo itself as a caller.
pub(super) fn caller() -> Caller {
    Caller {
        actor: Actor {
            kind: ActorKind::System,
            id: None,
            name: Some("demo".to_owned()),
        },
        permissions: Permission::ALL.iter().copied().collect(),
        staff: None,
        address: "local".to_owned(),
    }
}

fn password() -> String {
    // 15 letters of 32: 75 random bits.
    let letter = |byte: u8| {
        LETTERS
            .get(usize::from(byte) % LETTERS.len())
            .copied()
            .map(char::from)
    };
    let word = || {
        random_token()
            .bytes()
            .take(5)
            .filter_map(letter)
            .collect::<String>()
    };
    format!("{}-{}-{}", word(), word(), word())
}

fn account(agent: &super::data::AgentFile) -> Result<Account> {
    Ok(Account {
        username: agent.username.clone(),
        name: agent.name.clone(),
        roles: agent
            .roles
            .iter()
            .map(|role| role.code().to_owned())
            .collect(),
    })
}

async fn keep<S: Section>(tenant: &Tenant, section: S) -> Result<()> {
    section.check()?;
    store_at_start(tenant.db(), section).await
}

async fn settings(tenant: &Tenant, files: &Files) -> Result<()> {
    let company = &files.company;
    let named = CompanySettings {
        name: company.name.clone(),
        ..CompanySettings::default()
    };
    keep(tenant, named).await?;
    let bot = BotSettings {
        name: company.bot_name.clone(),
        ..BotSettings::default()
    };
    keep(tenant, bot).await?;
    let small_talk = company.small_talk()?;
    tenant.part::<Bot>()?.set_small_talk(&small_talk);
    keep(tenant, small_talk).await?;
    // Whoever tries the demo late in the evening reaches the person that they are themselves.
    let service: ServiceSettings = serde_json::from_value(json!({
        "hours": company.hours, "holidays": company.holidays, "serve_after_hours": true,
    }))?;
    keep(tenant, service).await?;
    let grades = company.grades.as_array().into_iter().flatten();
    let grades = grades.filter_map(|one| Some(one.get("grade")?.as_str()?.to_owned()));
    let supervision = SupervisionSettings {
        vip_grades: grades.collect(),
        ..SupervisionSettings::default()
    };
    keep(tenant, supervision).await?;
    let routing: RoutingSettings = serde_json::from_value(json!({"grades": company.grades}))?;
    keep(tenant, routing).await?;
    let privacy = PrivacySettings {
        consent_text: company.consent.text.clone(),
        consent_version: company.consent.version.clone(),
        ..PrivacySettings::default()
    };
    keep(tenant, privacy).await?;
    let rating = RatingSettings {
        good_tags: company.rating_tags.good.clone(),
        bad_tags: company.rating_tags.bad.clone(),
        ..RatingSettings::default()
    };
    keep(tenant, rating).await?;
    if files.key == "shop" {
        let terms = Terms {
            payment_page: "/demo/shop/pay.html?token={token}".to_owned(),
            ..Terms::default()
        };
        keep(tenant, terms).await?;
    }
    tenant.forget_settings();
    Ok(())
}

async fn write_groups(tenant: &Tenant, files: &Files) -> Result<HashMap<String, (String, String)>> {
    let mut written = HashMap::new();
    for (sort, group) in (1_i64..).zip(&files.company.groups) {
        let fields = GroupFields {
            name: group.name.clone(),
            description: group.description.clone(),
            members: Vec::new(),
            levels: BTreeMap::new(),
            sort,
        };
        let made = tenant
            .db()
            .write(move |tx| Box::pin(async move { groups::create(tx, fields).await }))
            .await?;
        written.insert(group.key.clone(), (made.id, made.name));
    }
    Ok(written)
}

async fn write_agents(
    tenant: &Tenant,
    files: &Files,
    groups: &HashMap<String, (String, String)>,
    password: &str,
) -> Result<HashMap<String, (String, String)>> {
    let hash = agents::hash_password(password).await?;
    let mut written = HashMap::new();
    for agent in &files.company.agents {
        let group_id = |key: &String| groups.get(key).map(|(id, _)| id.clone());
        let new = NewAgent {
            username: agent.username.clone(),
            name: agent.name.clone(),
            nickname: agent.nickname.clone(),
            roles: agent.roles.clone(),
            groups: agent.groups.iter().filter_map(group_id).collect(),
            max_chats: agent.max_chats,
            password_hash: Some(hash.clone()),
        };
        let made = tenant
            .db()
            .write(move |tx| Box::pin(async move { agents::create(tx, new).await }))
            .await?;
        written.insert(agent.username.clone(), (made.id, made.nickname));
    }
    Ok(written)
}

async fn write_knowledge(tenant: &Tenant, files: &Files) -> Result<()> {
    let (paths, now) = (files.knowledge.paths(), tenant.clock().now_ms());
    let rows = (2_usize..)
        .zip(&files.knowledge.entries)
        .map(|(number, entry)| {
            let filed = entry
                .category
                .as_deref()
                .and_then(|key| paths.get(key).cloned());
            row(files.key, number, entry, filed, now)
        })
        .collect::<Result<Vec<_>>>()?;
    let report = import_rows(tenant, &caller(), rows, true).await?;
    match report.errors.first() {
        None => Ok(()),
        Some(error) => Err(Error::internal(format!(
            "the demo's knowledge is faulty: row {}, {}: {}",
            error.row, error.code, error.value
        ))),
    }
}

async fn write_products(tenant: &Tenant, files: &Files) -> Result<()> {
    let words = ProductWords {
        lexicon: files.lexicon.clone(),
        ..ProductWords::default()
    };
    set_words(tenant, &caller(), words).await?;
    let mut rows = files.products.clone();
    for row in &mut rows {
        row.image = row
            .image
            .take()
            .map(|image| format!("/demo/{}/{image}", files.key));
    }
    import_products(tenant, &caller(), rows, true).await?;
    Ok(())
}

fn row(
    key: &str,
    number: usize,
    entry: &EntryFile,
    category: Option<Vec<String>>,
    now: i64,
) -> Result<ImportRow> {
    let answer = |channel: AnswerChannel, markdown: &str| AnswerText {
        channel,
        markdown: with_pictures(key, markdown),
    };
    let last_day = match entry.ends_in_days {
        Some(days) => Some(date(days, now)?.to_string()),
        None => entry.valid_to.clone(),
    };
    let mut answers = vec![answer(AnswerChannel::Default, &entry.answer)];
    for (channel, markdown) in &entry.answers_by_channel {
        let channel: AnswerChannel = serde_json::from_value(json!(channel))?;
        answers.push(answer(channel, markdown));
    }
    Ok(ImportRow {
        row: number,
        key: Some(entry.key.clone()),
        question: entry.question.clone(),
        similar: Some(entry.similar.clone()),
        answers: Some(answers),
        category,
        audience: Some(entry.audience),
        importance: Some(entry.importance),
        handling: Some(entry.handling),
        agent_note: Some(entry.agent_note.clone()),
        valid_from: Some(day(entry.valid_from.as_deref(), 0)?),
        valid_to: Some(day(last_day.as_deref(), 1)?),
        related: Some(entry.related.clone()),
    })
}

/// Pictures of answers lie among the firm's pages.
pub(super) fn with_pictures(key: &str, markdown: &str) -> String {
    markdown.replace("](images/", &format!("](/demo/{key}/images/"))
}

/// Midnight of a date in the company's zone, `later` days on.
fn day(date: Option<&str>, later: i64) -> Result<Option<Time>> {
    let Some(date) = date else { return Ok(None) };
    let wrong = |error: jiff::Error| Error::internal(format!("{date} is no date")).because(error);
    let day: jiff::civil::Date = date.parse().map_err(wrong)?;
    let midnight = day.at(0, 0, 0, 0).in_tz(ZONE).map_err(wrong)?;
    Ok(Some(Time(
        midnight.timestamp().as_millisecond() + later * DAY_MS,
    )))
}

async fn write_channel(tenant: &Tenant, files: &Files, secret: String) -> Result<String> {
    let company = &files.company;
    let settings = ChannelSettings {
        greeting: Some(company.greeting.clone()),
        bot_name: Some(company.bot_name.clone()),
        theme_color: company.theme_color.clone(),
        hot_entries: company.hot.clone(),
        capabilities: company.capabilities.clone(),
        ..ChannelSettings::default()
    };
    let (name, token) = (company.name.clone(), format!("demo-{}", files.key));
    let replies = company.quick_replies.clone();
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                for reply in &replies {
                    quick_replies::insert(tx, None, reply).await?;
                }
                let identity = (IdentityMode::WhenGiven, Some(secret));
                let channel = create_with_token(tx, &name, &token, identity, settings).await?;
                Ok(channel.id)
            })
        })
        .await
}

async fn write_customers(
    tenant: &Tenant,
    files: &Files,
    told: Told<'_>,
) -> Result<HashMap<String, (String, String)>> {
    let (mut written, now) = (HashMap::new(), tenant.clock().now_ms());
    for (done, customer) in files.customers.iter().enumerate() {
        told("customers", done, files.customers.len());
        let (user_id, new) = (customer.user_id.clone(), new_customer(customer, now));
        let made = tenant
            .db()
            .write(move |tx| Box::pin(async move { customers::create(tx, new).await }))
            .await?;
        written.insert(user_id, (made.id, made.name));
    }
    Ok(written)
}

fn new_customer(customer: &CustomerFile, now: i64) -> NewCustomer {
    let given = [("城市", &customer.city), ("肤质", &customer.skin)];
    let attributes: BTreeMap<String, String> = given
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value.clone()?)))
        .collect();
    NewCustomer {
        name: customer.name.clone(),
        user_id: Some(customer.user_id.clone()),
        phone: customer.phone.clone(),
        email: customer.email.clone(),
        level: customer.level.clone(),
        attributes,
        tags: customer.tags.clone(),
        note: customer.note.clone(),
        locale: "zh-CN".to_owned(),
        first_seen: Some(Time(now - customer.first_seen_days_ago * DAY_MS)),
        last_seen: None,
    }
}
