//! Configuration: `config/default.toml`, then a file, then the environment. The defaults name every
//! setting, so an unknown key or a value of another type is a fault; all faults are told together.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use shanying_storage::foreign::ForeignAddress;
use toml::{Table, Value};

/// The reference of every setting.
pub const DEFAULTS: &str = include_str!("../../../config/default.toml");

const PREFIX: &str = "SHANYING__";

/// Everything that is decided before the start.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Config {
    /// How the server is reached.
    pub server: ServerSection,
    /// Where everything is kept.
    pub storage: Storage,
    /// The language engine.
    pub language: Language,
    /// Calls to the outside.
    pub outbound: OutboundSection,
    /// What words the bot's sentences.
    pub llm: LlmSection,
    /// The company's shop.
    pub commerce: CommerceSection,
    /// Rate limits.
    pub limits: LimitNumbers,
    /// The log.
    pub log: Log,
}

/// How the server is reached.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct ServerSection {
    /// Address and port.
    pub listen: SocketAddr,
    /// Such as `https://kefu.example.com`, or empty.
    pub public_url: String,
    /// Cookies only over HTTPS.
    pub secure_cookies: bool,
    /// Proxies that are believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// Bytes of a body.
    pub max_body_bytes: usize,
    /// Bytes of an upload.
    pub max_upload_bytes: usize,
    /// Patience at the end.
    pub shutdown_seconds: u64,
}

/// Where everything is kept.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Storage {
    /// The data folder.
    pub data: PathBuf,
    /// `sqlite` or the address of a PostgreSQL.
    pub database: Database,
    /// Connections.
    pub pool_size: u32,
    /// When SQLite tells that a commit is on disk.
    pub synchronous: Synchronous,
    /// Transactions of one commit.
    pub group_size: usize,
}

/// Which database.
#[derive(Clone, Deserialize, Serialize)]
#[serde(try_from = "String", into = "String")]
pub enum Database {
    /// A file in the data folder.
    Sqlite,
    /// A PostgreSQL by its address, which may hold a password.
    Postgres(String),
}

impl TryFrom<String> for Database {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        if text == "sqlite" {
            Ok(Self::Sqlite)
        } else if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            Ok(Self::Postgres(text))
        } else {
            Err("neither sqlite nor postgres://…".to_owned())
        }
    }
}

impl From<Database> for String {
    /// As it is printed: the password is hidden.
    fn from(database: Database) -> Self {
        match database {
            Database::Sqlite => "sqlite".to_owned(),
            Database::Postgres(url) => without_password(&url),
        }
    }
}

impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&String::from(self.clone()))
    }
}

fn without_password(url: &str) -> String {
    let hidden = url.split_once("://").and_then(|(scheme, rest)| {
        let (account, place) = rest.split_once('@')?;
        let (user, _) = account.split_once(':')?;
        Some(format!("{scheme}://{user}:***@{place}"))
    });
    let shown = hidden.unwrap_or_else(|| url.to_owned());
    match shown.split_once("password=") {
        Some((before, after)) => {
            let rest = after
                .split_once('&')
                .map(|(_, rest)| format!("&{rest}"))
                .unwrap_or_default();
            format!("{before}password=***{rest}")
        }
        None => shown,
    }
}

/// When SQLite tells that a commit is on disk.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Synchronous {
    /// Waits for the disk.
    Full,
    /// A power cut may lose the last commits.
    Normal,
}

/// The language engine.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Language {
    /// Folder of the sentence encoder.
    pub models: PathBuf,
}

/// Calls to the outside, whatever they are for.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct OutboundSection {
    /// PEM file with roots to trust besides those of the web; empty for none.
    pub root_certificates: PathBuf,
}

/// An OpenAI-compatible service.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct LlmSection {
    /// Such as `https://api.example.com/v1`; empty for none.
    pub base_url: String,
    /// Which model it is asked for.
    pub model: String,
    /// May be empty.
    pub api_key: Secret,
    /// Addresses and networks besides public ones that the service may have.
    pub allow_addresses: Vec<String>,
}

/// A word that is never printed.
#[derive(Clone, Deserialize, Serialize)]
#[serde(from = "String", into = "String")]
pub struct Secret(String);

impl Secret {
    /// The word itself.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<Secret> for String {
    /// As it is printed: hidden.
    fn from(secret: Secret) -> Self {
        if secret.0.is_empty() { "" } else { "***" }.to_owned()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&String::from(self.clone()))
    }
}

/// The company's shop.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct CommerceSection {
    /// File that maps the company's shop; empty for the own one.
    pub mapping: PathBuf,
    /// The shop's database that a mapping may read.
    pub database: ShopDatabase,
    /// Addresses and networks besides public ones that the shop may have.
    pub allow_addresses: Vec<String>,
}

/// A shop's database, or none. Its address may hold a password.
#[derive(Clone, Deserialize, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct ShopDatabase(Option<ForeignAddress>);

impl ShopDatabase {
    /// Where it is.
    #[must_use]
    pub fn address(&self) -> Option<ForeignAddress> {
        self.0.clone()
    }
}

impl TryFrom<String> for ShopDatabase {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        if text.is_empty() {
            return Ok(Self(None));
        }
        let address = ForeignAddress::parse(&text);
        let address = address.ok_or("neither sqlite:/path nor postgres://…")?;
        Ok(Self(Some(address)))
    }
}

impl From<ShopDatabase> for String {
    /// As it is printed: the password is hidden.
    fn from(database: ShopDatabase) -> Self {
        match database.0 {
            None => Self::new(),
            Some(ForeignAddress::Sqlite(path)) => format!("sqlite:{}", path.display()),
            Some(ForeignAddress::Postgres(url)) => without_password(&url),
        }
    }
}

impl fmt::Debug for ShopDatabase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&String::from(self.clone()))
    }
}

/// Rate limits, see `web_kit::Limits`.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
#[expect(missing_docs, reason = "config/default.toml documents each number")]
pub struct LimitNumbers {
    pub address_per_minute: u32,
    pub address_burst: u32,
    pub sign_in_per_minute: u32,
    pub visitors_per_minute: u32,
    pub visitors_burst: u32,
    pub customer_per_minute: u32,
    pub customer_burst: u32,
    pub uploads_per_minute: u32,
    pub hooks_per_minute: u32,
}

/// The log.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Log {
    /// For whom.
    pub format: LogFormat,
    /// How much.
    pub level: String,
}

/// For whom the log is written.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    /// People.
    Text,
    /// Programs.
    Json,
}

/// What is wrong with a configuration, each fault a sentence.
#[derive(Debug)]
pub struct Faults(pub Vec<String>);

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the configuration has {} fault(s):", self.0.len())?;
        self.0.iter().try_for_each(|fault| write!(f, "\n  {fault}"))
    }
}

impl std::error::Error for Faults {}

impl Config {
    /// The defaults, changed by the file and by the variables of this process.
    pub fn load(file: Option<&Path>) -> Result<Self, Faults> {
        let text = match file {
            Some(path) => std::fs::read_to_string(path)
                .map_err(|error| Faults(vec![format!("{}: {error}", path.display())]))?,
            None => String::new(),
        };
        Self::from_text(&text, std::env::vars())
    }

    /// The defaults, changed by the text of a file and by variables.
    pub fn from_text(
        text: &str,
        variables: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, Faults> {
        let broken = |error: toml::de::Error| Faults(vec![error.to_string()]);
        let mut table: Table = DEFAULTS.parse().map_err(broken)?;
        let mut faults = Vec::new();
        overlay(&mut table, text.parse().map_err(broken)?, "", &mut faults);
        for (name, value) in variables {
            if let Some(path) = name.strip_prefix(PREFIX) {
                set_variable(&mut table, &name, path, value, &mut faults);
            }
        }
        // Each section by itself, so that one fault does not hide those of the others.
        let server = section(&table, "server", &mut faults);
        let storage = section(&table, "storage", &mut faults);
        let language = section(&table, "language", &mut faults);
        let outbound = section(&table, "outbound", &mut faults);
        let llm = section(&table, "llm", &mut faults);
        let commerce = section(&table, "commerce", &mut faults);
        let limits = section(&table, "limits", &mut faults);
        let log = section(&table, "log", &mut faults);
        let (Some(server), Some(storage), Some(language)) = (server, storage, language) else {
            return Err(Faults(faults));
        };
        let (Some(commerce), Some(limits), Some(log)) = (commerce, limits, log) else {
            return Err(Faults(faults));
        };
        let (Some(outbound), Some(llm)) = (outbound, llm) else {
            return Err(Faults(faults));
        };
        let whole = Self {
            server,
            storage,
            language,
            outbound,
            llm,
            commerce,
            limits,
            log,
        };
        whole.check(&mut faults);
        if faults.is_empty() {
            Ok(whole)
        } else {
            Err(Faults(faults))
        }
    }

    fn check(&self, faults: &mut Vec<String>) {
        let mut require = |holds: bool, fault: &str| {
            if !holds {
                faults.push(fault.to_owned());
            }
        };
        let llm = &self.llm.base_url;
        require(
            llm.is_empty() || llm.starts_with("https://") || llm.starts_with("http://"),
            "llm.base_url begins with http:// or https://",
        );
        require(
            llm.is_empty() || !self.llm.model.trim().is_empty(),
            "llm.model names the model of llm.base_url",
        );
        let url = &self.server.public_url;
        let https = url.starts_with("https://");
        require(
            url.is_empty() || ((https || url.starts_with("http://")) && !url.ends_with('/')),
            "server.public_url: begins with http:// or https:// and ends without a slash",
        );
        require(
            !https || self.server.secure_cookies,
            "server.secure_cookies: must be true when public_url is https",
        );
        require(
            self.server.max_body_bytes >= 64 << 10,
            "server.max_body_bytes: at least 65536",
        );
        require(
            self.server.max_upload_bytes >= 64 << 10,
            "server.max_upload_bytes: at least 65536",
        );
        require(
            (1..=64).contains(&self.storage.pool_size),
            "storage.pool_size: 1 to 64",
        );
        require(
            (1..=4096).contains(&self.storage.group_size),
            "storage.group_size: 1 to 4096",
        );
        require(
            tracing_subscriber::EnvFilter::try_new(&self.log.level).is_ok(),
            "log.level: error, warn, info, debug or trace, perhaps by part",
        );
    }

    /// Everything as TOML, secrets hidden.
    #[must_use]
    pub fn shown(&self) -> String {
        toml::to_string_pretty(self).unwrap_or_else(|error| error.to_string())
    }
}

/// Lays `over` on the defaults; what the defaults do not know, or know as another type, is a fault.
fn overlay(table: &mut Table, over: Table, path: &str, faults: &mut Vec<String>) {
    for (key, value) in over {
        let name = if path.is_empty() {
            key.clone()
        } else {
            format!("{path}.{key}")
        };
        match (table.get_mut(&key), value) {
            (None, _) => faults.push(format!("{name}: there is no such setting")),
            (Some(Value::Table(inner)), Value::Table(value)) => {
                overlay(inner, value, &name, faults)
            }
            (Some(known), value) if known.same_type(&value) => *known = value,
            (Some(known), value) => faults.push(format!(
                "{name}: {} is expected, not {}",
                known.type_str(),
                value.type_str()
            )),
        }
    }
}

/// `SHANYING__SERVER__LISTEN` sets `server.listen`; the default's type decides how the value is read.
fn set_variable(
    table: &mut Table,
    name: &str,
    path: &str,
    value: String,
    faults: &mut Vec<String>,
) {
    let path = path.to_lowercase();
    let place = path
        .split_once("__")
        .and_then(|(section, key)| table.get_mut(section)?.as_table_mut()?.get_mut(key));
    let Some(known) = place else {
        faults.push(format!("{name}: there is no such setting"));
        return;
    };
    let read = if known.is_str() {
        Some(Value::String(value))
    } else {
        let text = format!("value = {value}");
        text.parse::<Table>()
            .ok()
            .and_then(|mut table| table.remove("value"))
    };
    match read {
        Some(read) if known.same_type(&read) => *known = read,
        _ => faults.push(format!("{name}: {} is expected", known.type_str())),
    }
}

fn section<T: for<'de> Deserialize<'de>>(
    table: &Table,
    name: &str,
    faults: &mut Vec<String>,
) -> Option<T> {
    let value = table.get(name).cloned()?;
    match value.try_into() {
        Ok(section) => Some(section),
        Err(error) => {
            let text = error.to_string();
            faults.push(format!("{name}: {}", text.trim()));
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Config;

    fn load(text: &str, variables: &[(&str, &str)]) -> Result<Config, Vec<String>> {
        let variables = variables
            .iter()
            .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()));
        Config::from_text(text, variables).map_err(|faults| faults.0)
    }

    #[test]
    fn the_defaults_hold() {
        let config = load("", &[]).unwrap();
        assert_eq!(config.server.listen.port(), 8080);
        assert!(config.server.listen.ip().is_loopback());
    }

    #[test]
    fn a_file_and_then_the_environment_change_them() {
        let file = "[server]\nlisten = \"127.0.0.1:9000\"\nsecure_cookies = true\n";
        let config = load(
            file,
            &[
                ("SHANYING__SERVER__LISTEN", "0.0.0.0:80"),
                ("SHANYING__SERVER__TRUSTED_PROXIES", "[\"10.0.0.1\"]"),
                ("SHANYING__LIMITS__ADDRESS_BURST", "7"),
                ("PATH", "/bin"),
            ],
        )
        .unwrap();
        assert_eq!(config.server.listen.to_string(), "0.0.0.0:80");
        assert!(config.server.secure_cookies);
        assert_eq!(config.server.trusted_proxies.len(), 1);
        assert_eq!(config.limits.address_burst, 7);
    }

    #[test]
    fn all_faults_are_told_together() {
        let file = "[server]\nlisten = \"nowhere\"\nport = 1\n[storage]\npool_size = \"many\"\n\
                    database = \"mysql://x\"\n[extra]\n";
        let faults = load(file, &[("SHANYING__LOG__COLOUR", "red")]).unwrap_err();
        for part in [
            "server.port",
            "storage.pool_size",
            "extra",
            "LOG__COLOUR",
            "server:",
            "storage:",
        ] {
            assert!(
                faults.iter().any(|fault| fault.contains(part)),
                "{part}: {faults:?}"
            );
        }
        let faults = load("[server]\npublic_url = \"https://x/\"\n", &[]).unwrap_err();
        assert_eq!(faults.len(), 2, "{faults:?}");
    }

    #[test]
    fn passwords_are_not_printed() {
        for url in [
            "postgres://me:hush@host/db",
            "postgres://host/db?user=me&password=hush&x=1",
        ] {
            let config = load(&format!("[storage]\ndatabase = \"{url}\"\n"), &[]).unwrap();
            assert!(config.shown().contains("***"));
            assert!(!config.shown().contains("hush"));
            assert!(!format!("{config:?}").contains("hush"));
            let config = load(&format!("[commerce]\ndatabase = \"{url}\"\n"), &[]).unwrap();
            assert!(config.shown().contains("***") && !config.shown().contains("hush"));
            assert!(!format!("{config:?}").contains("hush"));
        }
        assert!(load("[commerce]\ndatabase = \"mysql://x\"\n", &[]).is_err());
    }
}
