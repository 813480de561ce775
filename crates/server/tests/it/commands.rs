//! The command line as a person types it, beside a running server and without one.

use std::path::Path;
use std::process::{Command, Output};

use shanying_testkit::databases;

use crate::world::{Folder, settings};

fn shanying(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_shanying"))
        .arg("--config")
        .arg(folder.join("test.toml"))
        .args(arguments)
        .output()
        .unwrap()
}

fn ok(folder: &Path, arguments: &[&str]) -> String {
    let output = shanying(folder, arguments);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let complained = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {said}{complained}");
    said
}

#[tokio::test(flavor = "multi_thread")]
async fn commands_work_beside_a_server_and_without_one() {
    for database in databases() {
        let folder = Folder::new();
        std::fs::write(folder.0.join("test.toml"), settings(&database, &folder.0)).unwrap();
        let file = |name: &str| folder.0.join(name).display().to_string();
        std::fs::write(file("in.csv"), "标准问,答案\n怎么退货,七天内\n").unwrap();

        // Without a server.
        let link = ok(
            &folder.0,
            &[
                "agents",
                "add",
                "--username",
                "ann",
                "--name",
                "安",
                "--roles",
                "agent,editor",
            ],
        );
        assert!(link.contains("/setup#"), "{link}");
        assert!(link.contains("No server runs"), "{link}");
        assert!(ok(&folder.0, &["import", &file("in.csv"), "--publish"]).contains("1 new"));

        // Beside one.
        let text = std::fs::read_to_string(file("test.toml")).unwrap();
        let config = shanying_server::config::Config::from_text(&text, []).unwrap();
        let server =
            shanying_server::server::Server::start(&config, shanying_kernel::Clock::system());
        let server = server.await.unwrap();
        let taken = shanying(
            &folder.0,
            &[
                "agents",
                "add",
                "--username",
                "ann",
                "--name",
                "安",
                "--roles",
                "agent",
            ],
        );
        assert!(String::from_utf8_lossy(&taken.stderr).contains("agent.username_taken"));
        let link = ok(
            &folder.0,
            &[
                "agents",
                "add",
                "--username",
                "ben",
                "--name",
                "本",
                "--roles",
                "agent",
            ],
        );
        // The port was chosen by the system: the configuration does not know it.
        let here = format!("http://{}/setup#", server.address());
        assert!(link.contains(&here), "{link}");
        let anew = ok(&folder.0, &["agents", "link", "--username", "Ben"]);
        assert!(anew.contains(&here) && anew != link, "{anew}");
        let unknown = shanying(&folder.0, &["agents", "link", "--username", "nobody"]);
        assert!(!unknown.status.success());
        ok(&folder.0, &["export", &file("out.csv")]);
        assert!(
            std::fs::read_to_string(file("out.csv"))
                .unwrap()
                .contains("怎么退货")
        );
        ok(&folder.0, &["backup", &file("backup.zip")]);
        let refused = shanying(&folder.0, &["restore", &file("backup.zip")]);
        assert!(
            !refused.status.success(),
            "a running server keeps its database"
        );
        server.stop().await;

        // A backup brings back what was lost since.
        std::fs::write(file("more.csv"), "标准问,答案\n几天发货,当天\n").unwrap();
        ok(&folder.0, &["import", &file("more.csv")]);
        ok(&folder.0, &["restore", &file("backup.zip")]);
        ok(&folder.0, &["export", &file("after.csv")]);
        let after = std::fs::read_to_string(file("after.csv")).unwrap();
        assert!(
            after.contains("怎么退货") && !after.contains("几天发货"),
            "{after}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn faulty_rows_are_told_and_nothing_is_imported() {
    let folder = Folder::new();
    let sqlite = shanying_testkit::Database::Sqlite;
    std::fs::write(folder.0.join("test.toml"), settings(&sqlite, &folder.0)).unwrap();
    let file = folder.0.join("in.csv").display().to_string();
    std::fs::write(&file, "标准问,答案\n怎么退货,七天内\n,没有问题\n").unwrap();
    let output = shanying(&folder.0, &["import", &file]);
    assert!(!output.status.success());
    let complained = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        complained.contains("row 3") && complained.contains("import.required"),
        "{complained}"
    );
}

#[test]
fn the_configuration_is_checked_and_shown_without_secrets() {
    let folder = Folder::new();
    let write = |text: &str| std::fs::write(folder.0.join("test.toml"), text).unwrap();
    write("[storage]\ndatabase = \"postgres://me:hush@host/db\"\n");
    let shown = ok(&folder.0, &["config", "print"]);
    assert!(
        shown.contains("postgres://me:***@host/db") && !shown.contains("hush"),
        "{shown}"
    );
    write("[storage]\nhouse = 1\npool_size = 0.5\n");
    let output = shanying(&folder.0, &["config", "check"]);
    let complained = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        complained.contains("storage.house") && complained.contains("storage.pool_size"),
        "{complained}"
    );
}

#[test]
fn retrieval_is_measured_on_ones_own_data() {
    let folder = Folder::new();
    std::fs::write(
        folder.0.join("test.toml"),
        "[language]\nmodels = \"nowhere\"\n",
    )
    .unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.0.join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let entries = file(
        "e.jsonl",
        "{\"id\":\"1\",\"text\":\"怎么退货\"}\n{\"id\":\"2\",\"text\":\"几天发货\"}\n",
    );
    let queries = file("q.jsonl", "{\"text\":\"如何退货\",\"gold\":[\"1\"]}\n");
    let said = ok(
        &folder.0,
        &[
            "eval",
            "retrieval",
            "--entries",
            &entries,
            "--queries",
            &queries,
            "--json",
        ],
    );
    let report: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!(report["recall_at_1"], 1.0, "{report}");
}
