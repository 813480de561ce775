//! The files of a demo company as they lie in `demo/<key>/`.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use shanying_bot::Audience;
use shanying_bot::SmallTalk;
use shanying_bot::dialogue::Task;
use shanying_bot::knowledge::{Handling, Importance};
use shanying_bot::products::{Lexicon, Row};
use shanying_desk::channels::Capability;
use shanying_desk::quick_replies::NewQuickReply;
use shanying_kernel::{Error, Result};
use shanying_people::agents::Role;

use super::Company;
use super::tickets::TicketFile;
use crate::assets;

/// Everything of one company.
pub(super) struct Files {
    pub(super) key: &'static str,
    pub(super) company: CompanyFile,
    pub(super) knowledge: KnowledgeFile,
    pub(super) customers: Vec<CustomerFile>,
    pub(super) conversations: Vec<ConversationFile>,
    pub(super) questions: Vec<QuestionFile>,
    pub(super) tasks: Vec<Task>,
    /// What it sells, and the words of its trade.
    pub(super) products: Vec<Row>,
    pub(super) lexicon: Lexicon,
    pub(super) stock: StockFile,
    /// How it works at tickets, and some of them.
    pub(super) tickets: Option<TicketFile>,
}

/// `stock.json`: how many there are, and in which other sizes. A company without it does not count.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StockFile {
    /// Of everything that is not named.
    pub(super) each: Option<i64>,
    pub(super) sizes: Vec<SizeFile>,
    /// Of these, by product.
    pub(super) left: HashMap<String, i64>,
}

/// Another size of a product.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SizeFile {
    pub(super) product: String,
    pub(super) spec: String,
    pub(super) price: i64,
}

/// `company.json`.
#[derive(Deserialize)]
pub(super) struct CompanyFile {
    pub(super) name: String,
    pub(super) bot_name: String,
    /// Of the firm's pages.
    pub(super) theme_color: String,
    pub(super) greeting: String,
    pub(super) capabilities: Vec<Capability>,
    pub(super) hot: Vec<String>,
    pub(super) consent: ConsentFile,
    pub(super) hours: Value,
    pub(super) holidays: Value,
    pub(super) rating_tags: RatingTags,
    /// What grades are due in the queue.
    pub(super) grades: Value,
    pub(super) groups: Vec<GroupFile>,
    pub(super) agents: Vec<AgentFile>,
    pub(super) quick_replies: Vec<NewQuickReply>,
    small_talk: Value,
}

impl CompanyFile {
    /// The company's small talk.
    pub(super) fn small_talk(&self) -> Result<SmallTalk> {
        Ok(serde_json::from_value(
            serde_json::json!({"topics": self.small_talk}),
        )?)
    }
}

#[derive(Deserialize)]
pub(super) struct ConsentFile {
    pub(super) version: String,
    pub(super) text: String,
}

#[derive(Deserialize)]
pub(super) struct RatingTags {
    pub(super) good: Vec<String>,
    pub(super) bad: Vec<String>,
}

#[derive(Deserialize)]
pub(super) struct GroupFile {
    pub(super) key: String,
    pub(super) name: String,
    pub(super) description: String,
}

#[derive(Clone, Deserialize)]
pub(super) struct AgentFile {
    pub(super) username: String,
    pub(super) name: String,
    pub(super) nickname: String,
    pub(super) roles: Vec<Role>,
    pub(super) groups: Vec<String>,
    pub(super) max_chats: i64,
}

/// `knowledge.json`.
#[derive(Deserialize)]
pub(super) struct KnowledgeFile {
    pub(super) categories: Vec<CategoryFile>,
    pub(super) entries: Vec<EntryFile>,
}

#[derive(Deserialize)]
pub(super) struct CategoryFile {
    pub(super) key: String,
    pub(super) name: String,
    pub(super) parent: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct EntryFile {
    pub(super) key: String,
    pub(super) category: Option<String>,
    pub(super) question: String,
    #[serde(default)]
    pub(super) similar: Vec<String>,
    #[serde(default)]
    pub(super) answer: String,
    #[serde(default)]
    pub(super) answers_by_channel: BTreeMap<String, String>,
    #[serde(default)]
    pub(super) importance: Importance,
    #[serde(default)]
    pub(super) audience: Audience,
    #[serde(default)]
    pub(super) handling: Handling,
    #[serde(default)]
    pub(super) agent_note: String,
    pub(super) valid_from: Option<String>,
    pub(super) valid_to: Option<String>,
    /// Its time ends so many days after the demo is made, so that there is always something to
    /// look after.
    pub(super) ends_in_days: Option<i64>,
    #[serde(default)]
    pub(super) related: Vec<String>,
}

/// `customers.json`.
#[derive(Deserialize)]
pub(super) struct CustomerFile {
    pub(super) user_id: String,
    pub(super) name: String,
    pub(super) phone: Option<String>,
    pub(super) email: Option<String>,
    pub(super) level: Option<String>,
    #[serde(default)]
    pub(super) tags: Vec<String>,
    pub(super) city: Option<String>,
    pub(super) skin: Option<String>,
    #[serde(default)]
    pub(super) note: String,
    pub(super) first_seen_days_ago: i64,
}

/// `conversations.json`.
#[derive(Deserialize)]
pub(super) struct ConversationFile {
    /// User id; none is an anonymous visitor.
    pub(super) customer: Option<String>,
    pub(super) days_ago: i64,
    /// `09:06`, in the company's zone.
    pub(super) time: String,
    pub(super) page: Option<PageFile>,
    /// Username.
    pub(super) agent: Option<String>,
    pub(super) group: Option<String>,
    pub(super) messages: Vec<MessageFile>,
    pub(super) rating: Option<RatingFile>,
    #[serde(default)]
    pub(super) left_message: bool,
}

#[derive(Deserialize)]
pub(super) struct PageFile {
    pub(super) url: String,
    pub(super) title: String,
}

#[derive(Deserialize)]
pub(super) struct MessageFile {
    pub(super) from: Speaker,
    /// Seconds from the beginning.
    pub(super) at_s: i64,
    pub(super) text: Option<String>,
    /// Key of the entry whose answer the bot gave.
    pub(super) entry: Option<String>,
    pub(super) feedback: Option<String>,
    /// Keys of entries that the bot asked about.
    pub(super) suggest: Option<Vec<String>>,
    #[serde(default)]
    pub(super) unknown: bool,
    /// Why a person was asked for.
    pub(super) transfer: Option<String>,
}

#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(super) enum Speaker {
    Customer,
    Bot,
    Agent,
    System,
}

#[derive(Deserialize)]
pub(super) struct RatingFile {
    pub(super) score: i64,
    #[serde(default)]
    pub(super) tags: Vec<String>,
    pub(super) solved: Option<bool>,
    #[serde(default)]
    pub(super) comment: String,
}

/// `questions.json`.
#[derive(Deserialize)]
pub(super) struct QuestionFile {
    pub(super) text: String,
    /// The entry that answers it, or none.
    pub(super) entry: Option<String>,
    /// What else it is than a question of a matter: `oos` (out of scope), `small_talk`, `anger` …
    pub(super) kind: Option<String>,
}

/// Reads all files of a company.
pub(super) fn load(company: Company) -> Result<Files> {
    let key = company.key();
    Ok(Files {
        key,
        company: read(key, "company")?,
        knowledge: read(key, "knowledge")?,
        customers: read(key, "customers")?,
        conversations: read(key, "conversations")?,
        questions: read(key, "questions")?,
        tasks: read(key, "tasks")?,
        products: read(key, "products")?,
        lexicon: read(key, "lexicon")?,
        stock: if assets::demo_text(&format!("{key}/stock.json")).is_some() {
            read(key, "stock")?
        } else {
            StockFile::default()
        },
        tickets: match assets::demo_text(&format!("{key}/tickets.json")) {
            Some(_) => Some(read(key, "tickets")?),
            None => None,
        },
    })
}

fn read<T: DeserializeOwned>(key: &str, name: &str) -> Result<T> {
    let path = format!("{key}/{name}.json");
    let text = assets::demo_text(&path)
        .ok_or_else(|| Error::internal(format!("{path} is not in this program")))?;
    serde_json::from_str(text)
        .map_err(|error| Error::internal(format!("{path} is malformed")).because(error))
}

impl KnowledgeFile {
    /// Names from the top of the tree by the key of the category.
    pub(super) fn paths(&self) -> HashMap<&str, Vec<String>> {
        let by_key: HashMap<&str, &CategoryFile> = self
            .categories
            .iter()
            .map(|category| (category.key.as_str(), category))
            .collect();
        let path = |category: &CategoryFile| {
            let mut names = vec![category.name.clone()];
            let mut above = category.parent.as_deref();
            while let Some(parent) = above.and_then(|key| by_key.get(key)) {
                names.insert(0, parent.name.clone());
                above = parent.parent.as_deref();
            }
            names
        };
        self.categories
            .iter()
            .map(|category| (category.key.as_str(), path(category)))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{Company, load};

    #[test]
    fn the_files_of_every_company_are_read() {
        for company in [Company::Shop, Company::School, Company::Bank] {
            let files = load(company).unwrap();
            assert!(files.knowledge.entries.len() >= 25);
            assert!(files.products.len() >= 8);
            let paths = files.knowledge.paths();
            for entry in &files.knowledge.entries {
                let filed = entry.category.as_deref();
                assert!(
                    filed.is_none_or(|key| paths.contains_key(key)),
                    "{}",
                    entry.key
                );
            }
            assert!(files.company.small_talk().is_ok());
        }
    }
}
