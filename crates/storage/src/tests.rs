//! The promises of this crate, on both databases.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::json;
use shanying_kernel::{Clock, Error, new_id};

use crate::{Blobs, Db, DbAddress, DbOptions, dump, jobs, outbox, sql};

struct World {
    db: Db,
    clock: Clock,
    told: Arc<parking_lot::Mutex<Vec<String>>>,
    folder: std::path::PathBuf,
}

#[expect(
    clippy::disallowed_methods,
    reason = "the test run is configured by the environment"
)]
async fn worlds() -> Vec<World> {
    let mut worlds = vec![open(None).await];
    if let Ok(url) = std::env::var("SHANYING_TEST_POSTGRES") {
        worlds.push(open(Some(url)).await);
    }
    worlds
}

async fn open(url: Option<String>) -> World {
    let folder = std::env::temp_dir().join(new_id("shanying_storage"));
    let address = match url {
        Some(url) => DbAddress::Postgres {
            url,
            schema: new_id("t"),
        },
        None => DbAddress::Sqlite(folder.join("a.db")),
    };
    let clock = Clock::manual(1_000_000);
    let options = DbOptions {
        clock: clock.clone(),
        ..DbOptions::default()
    };
    let told: Arc<parking_lot::Mutex<Vec<String>>> = Arc::default();
    let sink = told.clone();
    let on_commit = Arc::new(move |events: Vec<shanying_kernel::Event>| {
        sink.lock()
            .extend(events.into_iter().map(|event| event.kind));
    });
    let db = Db::open(&address, options, on_commit).await.expect("opens");
    World {
        db,
        clock,
        told,
        folder,
    }
}

impl Drop for World {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

async fn count(db: &Db, table: &str) -> i64 {
    let mut tx = db.read().await.expect("reader");
    let row = sql(format!("SELECT COUNT(*) FROM {table}"))
        .one(&mut tx)
        .await
        .expect("row");
    row.count().expect("count")
}

#[tokio::test]
async fn a_failed_or_panicking_transaction_leaves_no_trace_and_harms_nobody() {
    for world in worlds().await {
        let writes = (0..60).map(|n| {
            let db = world.db.clone();
            async move {
                db.write(move |tx| {
                    Box::pin(async move {
                        tx.emit("thing.done", json!({"n": n})).await?;
                        assert!(n % 10 != 7, "boom");
                        if n % 10 == 3 {
                            return Err(Error::conflict("thing.refused", "no"));
                        }
                        Ok(n)
                    })
                })
                .await
            }
        });
        let results = futures_util::future::join_all(writes).await;
        let (good, bad): (Vec<_>, Vec<_>) = results.into_iter().partition(Result::is_ok);
        assert_eq!((good.len(), bad.len()), (48, 12));
        assert_eq!(count(&world.db, "events").await, 48);
        assert_eq!(
            world.told.lock().len(),
            48,
            "only what was committed is told"
        );
        outbox::drain(&world.db, &[]).await.expect("numbered");
        let mut tx = world.db.read().await.expect("reader");
        let rows = sql("SELECT position FROM events ORDER BY position")
            .all(&mut tx)
            .await
            .expect("rows");
        let positions: Vec<i64> = rows
            .iter()
            .map(|r| r.int("position").expect("int"))
            .collect();
        assert_eq!(
            positions,
            (1..=48).collect::<Vec<i64>>(),
            "positions are gapless"
        );
    }
}

#[tokio::test]
async fn a_listener_hears_everything_once_even_after_a_failure() {
    for world in worlds().await {
        for n in 0..250 {
            world
                .db
                .write(move |tx| {
                    Box::pin(async move { tx.emit("thing.done", json!({"n": n})).await })
                })
                .await
                .expect("written");
        }
        let attempts = Arc::new(AtomicUsize::new(0));
        let seen = attempts.clone();
        let listener = outbox::Listener {
            name: "test",
            kinds: &["thing."],
            handle: Arc::new(move |tx, event| {
                let first = seen.fetch_add(1, Ordering::SeqCst) == 120;
                Box::pin(async move {
                    if first {
                        return Err(Error::internal("stumbles once"));
                    }
                    tx.enqueue("heard", event.payload.clone(), 0, None).await
                })
            }),
        };
        assert!(
            outbox::drain(&world.db, std::slice::from_ref(&listener))
                .await
                .is_err()
        );
        outbox::drain(&world.db, &[listener])
            .await
            .expect("drained");
        assert_eq!(
            count(&world.db, "jobs").await,
            250,
            "each event had its effect once"
        );
    }
}

#[tokio::test]
async fn jobs_run_once_are_retried_later_and_are_not_asked_for_twice() {
    for world in worlds().await {
        world
            .db
            .write(|tx| {
                Box::pin(async move {
                    tx.enqueue("shaky", json!({}), 0, Some("one")).await?;
                    tx.enqueue("shaky", json!({}), 0, Some("one")).await?;
                    tx.enqueue("later", json!({}), 5_000_000, None).await
                })
            })
            .await
            .expect("enqueued");
        let runs = Arc::new(AtomicUsize::new(0));
        let counted = runs.clone();
        let mut registry = jobs::Registry::new();
        registry.add("shaky", move |_| {
            let run = counted.fetch_add(1, Ordering::SeqCst);
            async move {
                if run == 0 {
                    Err(Error::unavailable("not yet"))
                } else {
                    Ok(())
                }
            }
        });
        assert_eq!(jobs::run_due(&world.db, &registry).await.expect("ran"), 1);
        assert_eq!(
            jobs::run_due(&world.db, &registry).await.expect("ran"),
            0,
            "waits first"
        );
        world.clock.advance(3_000);
        assert_eq!(jobs::run_due(&world.db, &registry).await.expect("ran"), 1);
        assert_eq!(runs.load(Ordering::SeqCst), 2);
        assert_eq!(
            count(&world.db, "jobs").await,
            1,
            "only the later one is left"
        );
    }
}

#[tokio::test]
async fn nul_is_refused_and_readers_cannot_write() {
    for world in worlds().await {
        let refused = world
            .db
            .write(|tx| Box::pin(async move { sql("SELECT $1").bind("a\0b").optional(tx).await }))
            .await;
        assert_eq!(refused.err().map(|e| e.code), Some("invalid.nul"));
    }
}

#[tokio::test]
async fn a_backup_moves_between_the_databases() {
    let sources = worlds().await;
    for source in &sources {
        source
            .db
            .write(|tx| {
                Box::pin(async move {
                    tx.emit("thing.done", json!({"text": "你好,“世界”\n"}))
                        .await?;
                    tx.enqueue("later", json!({}), 5_000_000, None).await
                })
            })
            .await
            .expect("written");
        let blobs = Blobs::new(source.folder.join("blobs"));
        let hash = blobs.put("内容".as_bytes()).await.expect("kept");
        std::fs::create_dir_all(&source.folder).expect("folder");
        let file = source.folder.join("backup.zip");
        outbox::drain(&source.db, &[]).await.expect("numbered");
        dump::backup(&source.db, &blobs, &file, &|_, _, _| {})
            .await
            .expect("backed up");
        for target in worlds().await {
            let blobs = Blobs::new(target.folder.join("restored"));
            dump::restore(&target.db, &blobs, &file, &|_, _, _| {})
                .await
                .expect("restored");
            assert_eq!(count(&target.db, "events").await, 1);
            assert_eq!(count(&target.db, "jobs").await, 1);
            assert_eq!(blobs.get(&hash).await.expect("there"), "内容".as_bytes());
            let again = dump::restore(&target.db, &blobs, &file, &|_, _, _| {}).await;
            assert_eq!(again.err().map(|e| e.code), Some("restore.not_empty"));
        }
    }
}
