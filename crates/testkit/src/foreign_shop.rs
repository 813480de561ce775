//! A shop's own database, with tables that are not ours, on each kind of database.

use std::sync::Arc;

use shanying_kernel::{Clock, new_id};
use shanying_storage::{Db, DbAddress, DbOptions, sql};

use crate::database::{Database, Folder};

/// Somebody else's database of one test.
pub struct ForeignShop {
    /// As the configuration names it.
    pub address: String,
    db: Db,
    schema: Option<String>,
    _folder: Folder,
}

impl ForeignShop {
    /// Without any table of a shop.
    ///
    /// # Panics
    /// When it cannot be made.
    pub async fn make(database: &Database) -> Self {
        let folder = Folder::new();
        let place = match database {
            Database::Sqlite => DbAddress::Sqlite(folder.0.join("shop.db")),
            Database::Postgres(url) => DbAddress::Postgres {
                url: url.clone(),
                schema: new_id("foreign"),
            },
        };
        let (address, schema) = match &place {
            DbAddress::Sqlite(path) => (format!("sqlite:{}", path.display()), None),
            DbAddress::Postgres { url, schema } => {
                let joint = if url.contains('?') { '&' } else { '?' };
                let address = format!("{url}{joint}options[search_path]={schema}");
                (address, Some(schema.clone()))
            }
        };
        let options = DbOptions {
            clock: Clock::system(),
            pool_size: 2,
            ..DbOptions::default()
        };
        match Db::open(&place, options, Arc::new(|_| {})).await {
            Ok(db) => Self {
                address,
                db,
                schema,
                _folder: folder,
            },
            Err(error) => panic!("{place:?} cannot be opened: {error:?}"),
        }
    }

    /// Runs a statement there.
    ///
    /// # Panics
    /// When it fails.
    pub async fn run(&self, text: &str) {
        let owned = text.to_owned();
        let done = self
            .db
            .write(move |tx| Box::pin(async move { sql(owned).run(tx).await }));
        if let Err(error) = done.await {
            panic!("{text}: {error:?}");
        }
    }

    /// The number that a statement gives.
    ///
    /// # Panics
    /// When it fails.
    pub async fn count(&self, text: &str) -> i64 {
        let told = async {
            let mut tx = self.db.read().await?;
            sql(text.to_owned()).one(&mut tx).await?.count()
        };
        match told.await {
            Ok(count) => count,
            Err(error) => panic!("{text}: {error:?}"),
        }
    }

    /// Closes it and takes its schema away.
    pub async fn drop(self) {
        if let Some(schema) = &self.schema {
            self.run(&format!("DROP SCHEMA {schema} CASCADE")).await;
        }
        self.db.close().await;
    }
}
