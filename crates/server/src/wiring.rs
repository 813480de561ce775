//! Where the rooms meet: which parts a tenant has, who listens to what, which work runs by itself.
//!
//! | who | hears | does |
//! |---|---|---|
//! | `quality.gaps` | messages, ratings, hand-overs | notes what customers did not get |
//! | job `GroupQuestions` | enqueued by it | groups questions of one meaning |
//! | `bot.training` | knowledge, labels | asks for a model some seconds later |
//! | job `TrainModel` | enqueued by it | trains a classifier of the entries, and the bot takes it |
//! | job `MeasureAnswers` | enqueued by the training centre | asks the bot what it should know |
//! | at the start | the clock | learns to read emotions; asks for a model, trained if something changed |
//! | `desk.orders` | payments | tells the customer in their conversation |
//! | `desk.tickets` | messages left, agents' answers | opens tickets of them, knows that they are answered |
//! | jobs `CheckTicketClocks`, `CloseTicket`, `VisitCustomer`, `FileTicket` | enqueued by tickets | promised times, closing, visits, filing |
//! | every minute | the clock | closes orders that were not paid in time |
//! | hourly | the clock | forgets deliveries of the shop after a month |
//! | every 5 s | the clock | gathers questions that may be labelled |
//! | at the start and hourly | the clock | reminds of entries whose time ends; forgets quiet keys of the limits |
//!
//! Sockets, assigning, idle conversations and retention are started by the desk itself.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use shanying_bot::Bot;
use shanying_bot::wording::Writer;
use shanying_bus::Bus;
use shanying_commerce::Commerce;
use shanying_commerce::connections::Switchboard;
use shanying_commerce::connectors::{Customers, VerifiedCustomer};
use shanying_commerce::shop::OwnShop;
use shanying_connectors::llm::ChatModel;
use shanying_connectors::shop::ShopWorkshop;
use shanying_kernel::{Clock, Error, Event, Result};
use shanying_language::embed::{Encoder, LoadError};
use shanying_outbound::{Client, Guard, Tls};
use shanying_people::agents::sessions::StaffAuth;
use shanying_people::customers;
use shanying_storage::jobs::Registry;
use shanying_storage::{Blobs, BoxFuture, Db, DbAddress, DbOptions, Synchronous, jobs, outbox};
use shanying_web_kit::{Limits, RateLimit, Tenant, TenantBuilder, WebConfig};

use crate::config::{self, Config, Database, LimitNumbers};

/// Which tenant database is in use; absent means the first.
const POINTER: &str = "current";
const FIRST: &str = "default";

/// Name of the tenant database in use.
pub(crate) fn current(data: &Path) -> String {
    let name = std::fs::read_to_string(data.join(POINTER)).unwrap_or_default();
    let name = name.trim();
    if name.is_empty() {
        FIRST.to_owned()
    } else {
        name.to_owned()
    }
}

/// Makes another tenant database the one in use, from the next start on; all or nothing.
pub(crate) fn switch_to(data: &Path, name: &str) -> std::io::Result<()> {
    let draft = data.join("current.new");
    std::fs::write(&draft, name)?;
    std::fs::File::open(&draft)?.sync_all()?;
    std::fs::rename(draft, data.join(POINTER))
}

/// Where the tenant database `name` is.
pub(crate) fn address(config: &Config, name: &str) -> DbAddress {
    match &config.storage.database {
        Database::Sqlite => DbAddress::Sqlite(config.storage.data.join(format!("{name}.db"))),
        Database::Postgres(url) => DbAddress::Postgres {
            url: url.clone(),
            schema: format!("shanying_{name}"),
        },
    }
}

/// The folder of files, which all tenant databases of a data folder share: files are kept by their
/// content.
pub(crate) fn blobs(config: &Config) -> Blobs {
    Blobs::new(config.storage.data.join("files"))
}

/// Opens the tenant database `name` with its own schema brought up to date.
pub(crate) async fn open_database(
    config: &Config,
    name: &str,
    clock: Clock,
    bus: Bus,
) -> Result<Db> {
    let options = DbOptions {
        clock,
        pool_size: config.storage.pool_size,
        group_size: config.storage.group_size,
        synchronous: match config.storage.synchronous {
            config::Synchronous::Full => Synchronous::Full,
            config::Synchronous::Normal => Synchronous::Normal,
        },
    };
    let told = Arc::new(move |events: Vec<Event>| {
        for event in events {
            bus.publish(Arc::new(event));
        }
    });
    Db::open(&address(config, name), options, told).await
}

/// Opens the tenant with all its parts; nothing runs yet.
pub(crate) async fn open(config: &Config, clock: Clock) -> Result<Tenant> {
    let bus = Bus::in_process();
    let name = current(&config.storage.data);
    let db = open_database(config, &name, clock, bus.clone()).await?;
    let encoder = encoder(&config.language.models).await?;
    let web = WebConfig {
        public_url: config.server.public_url.clone(),
        trusted_proxies: config.server.trusted_proxies.clone(),
        secure_cookies: config.server.secure_cookies,
        max_upload_bytes: config.server.max_upload_bytes,
    };
    let builder = TenantBuilder::new(db, bus, blobs(config), web)
        .await?
        .authenticator(StaffAuth)
        .limits(limits(config.limits));
    let index = config
        .storage
        .data
        .join("index")
        .join(format!("{name}.index"));
    let bot = Bot::open_beside(builder.db(), encoder, Some(index)).await?;
    let roots = &config.outbound.root_certificates;
    let tls = Tls::new((!roots.as_os_str().is_empty()).then_some(roots))?;
    if let Some(model) = language_model(config, &tls)? {
        bot.wording().take(model);
    }
    let board = switchboard(config, builder.db(), &tls)?;
    let commerce = Commerce {
        shop: Arc::new(board.clone()),
        customers: Arc::new(KnownCustomers(builder.db().clone())),
    };
    let builder = shanying_commerce::parts(builder.part(bot).part(commerce).part(board));
    Ok(shanying_desk::parts(builder).build())
}

/// The language model that the configuration names, if any.
fn language_model(config: &Config, tls: &Tls) -> Result<Option<Arc<dyn Writer>>> {
    let llm = &config.llm;
    if llm.base_url.is_empty() {
        return Ok(None);
    }
    let client = Client::new(Guard::parse(&llm.allow_addresses)?, tls.clone());
    let model = ChatModel::new(client, &llm.base_url, &llm.model, llm.api_key.reveal())?;
    Ok(Some(Arc::new(model)))
}

/// The shop that the configuration names: one elsewhere, or the company's own. What was saved on the
/// page of connections takes its place at the start.
fn switchboard(config: &Config, db: &Db, tls: &Tls) -> Result<Switchboard> {
    let guard = Guard::parse(&config.commerce.allow_addresses)?;
    let client = Client::new(guard, tls.clone());
    let workshop = ShopWorkshop::new(
        client,
        db.clock().clone(),
        config.commerce.database.address(),
    );
    let file = &config.commerce.mapping;
    let mapping = (!file.as_os_str().is_empty())
        .then(|| std::fs::read_to_string(file))
        .transpose()
        .map_err(|error| {
            Error::unavailable(format!("{} cannot be read", file.display())).because(error)
        })?;
    Switchboard::new(
        Arc::new(OwnShop::new(db)),
        Arc::new(workshop),
        mapping.as_deref(),
    )
}

/// Who customers are, as `people` knows it.
struct KnownCustomers(Db);

impl Customers for KnownCustomers {
    fn verified<'a>(&'a self, customer_id: &'a str) -> BoxFuture<'a, Result<VerifiedCustomer>> {
        Box::pin(async move {
            let mut tx = self.0.read().await?;
            let customer = customers::load(&mut tx, customer_id).await?;
            match customer.user_id {
                Some(user_id) if !customer.erased => Ok(VerifiedCustomer {
                    customer_id: customer.id,
                    user_id,
                    level: customer.level,
                }),
                _ => Err(Error::conflict(
                    "customer.not_verified",
                    "nobody vouches for who this customer is",
                )),
            }
        })
    }

    fn names(&self, ids: Vec<String>) -> BoxFuture<'_, Result<BTreeMap<String, String>>> {
        Box::pin(async move {
            let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
            let briefs = customers::briefs(&mut self.0.read().await?, &ids).await?;
            let named = briefs.into_iter().map(|(id, brief)| (id, brief.name));
            Ok(named.collect())
        })
    }
}

/// The sentence encoder, if its folder is there. The bot works without, on words and characters.
async fn encoder(folder: &Path) -> Result<Option<Arc<Encoder>>> {
    let path: PathBuf = folder.to_owned();
    let loaded = tokio::task::spawn_blocking(move || Encoder::load(&path))
        .await
        .map_err(|error| Error::internal("loading the encoder broke off").because(error))?;
    match loaded {
        Ok(encoder) => Ok(Some(Arc::new(encoder))),
        Err(LoadError::NoFile(path)) => {
            tracing::warn!(
                missing = %path.display(),
                "no sentence encoder: the bot compares words and characters only"
            );
            Ok(None)
        }
        Err(error) => {
            Err(Error::unavailable("the sentence encoder cannot be loaded").because(error))
        }
    }
}

fn limits(numbers: LimitNumbers) -> Limits {
    let n = numbers;
    Limits {
        address: RateLimit::new(n.address_per_minute, n.address_burst),
        sign_in: RateLimit::new(n.sign_in_per_minute, n.sign_in_per_minute),
        customer: RateLimit::new(n.customer_per_minute, n.customer_burst),
        visitors: RateLimit::new(n.visitors_per_minute, n.visitors_burst),
        uploads: RateLimit::new(n.uploads_per_minute, n.uploads_per_minute),
        hooks: RateLimit::new(n.hooks_per_minute, n.hooks_per_minute),
    }
}

/// Starts everything that runs by itself.
pub(crate) async fn start(tenant: &Tenant) -> Result<()> {
    let mut registry = Registry::new();
    shanying_bot::jobs(tenant, &mut registry);
    shanying_desk::jobs(tenant, &mut registry);
    shanying_quality::jobs(tenant, &mut registry);
    let mut listeners = shanying_bot::listeners();
    listeners.extend(shanying_desk::listeners());
    listeners.extend(shanying_quality::listeners());
    outbox::start(tenant.db(), tenant.tasks(), listeners);
    jobs::start(tenant.db(), tenant.tasks(), registry);
    shanying_bot::start(tenant)?;
    shanying_commerce::start(tenant).await?;
    shanying_quality::start(tenant);
    shanying_desk::start(tenant).await?;
    remind(tenant).await;
    let hourly = tenant.clone();
    tenant.tasks().every(Duration::from_secs(3600), move || {
        let tenant = hourly.clone();
        async move {
            tenant.limits().tidy();
            remind(&tenant).await;
        }
    });
    Ok(())
}

async fn remind(tenant: &Tenant) {
    if let Err(error) = shanying_bot::knowledge::remind_expiring(tenant).await {
        tracing::error!(?error, "nobody was reminded of expiring entries");
    }
}
