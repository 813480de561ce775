//! Customers through HTTP and the room's door, on every database.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;
use shanying_kernel::Result;
use shanying_testkit::{Database, TestApp, databases};
use shanying_web_kit::Permission;

use super::{
    Customer, NewCustomer, SignIn, SignedIn, VerifiedIdentity, briefs, count_conversation, create,
    erase, export, load, record_consent, set_contact,
};

const YEAR_MS: i64 = 365 * 24 * 3600 * 1000;

async fn start(database: &Database) -> TestApp {
    TestApp::start(database, crate::routes(), async |builder| Ok(builder)).await
}

async fn sign_in(app: &TestApp, secret: Option<&str>, user_id: Option<&str>) -> Result<SignedIn> {
    let sign_in = SignIn {
        channel_id: "chn_1".to_owned(),
        secret: secret.map(str::to_owned),
        identity: user_id.map(|user_id| VerifiedIdentity {
            user_id: user_id.to_owned(),
            name: Some("林知夏".to_owned()),
            phone: Some("13812345678".to_owned()),
            ..VerifiedIdentity::default()
        }),
        locale: "zh-CN".to_owned(),
    };
    let db = app.tenant.db();
    db.write(move |tx| Box::pin(async move { super::sign_in(tx, sign_in).await }))
        .await
}

async fn make(app: &TestApp, new: NewCustomer) -> Customer {
    let made = app
        .tenant
        .db()
        .write(move |tx| Box::pin(async move { create(tx, new).await }));
    made.await.unwrap()
}

#[tokio::test]
async fn a_device_is_recognised_for_a_year() {
    for database in databases() {
        let app = start(&database).await;
        let first = sign_in(&app, None, None).await.unwrap();
        assert!(first.customer.name.starts_with("访客") && !first.customer.verified);
        let secret = first.new_secret.unwrap();
        for _ in 0..2 {
            app.clock.advance(YEAR_MS - 1);
            let again = sign_in(&app, Some(&secret), None).await.unwrap();
            assert_eq!(again.customer.id, first.customer.id);
            assert_eq!(
                (again.device_id, again.new_secret),
                (first.device_id.clone(), None)
            );
        }
        app.clock.advance(YEAR_MS);
        let error = sign_in(&app, Some(&secret), None).await.unwrap_err();
        assert_eq!(error.code, "visitor.bad_secret");
        let error = sign_in(&app, Some("forged"), None).await.unwrap_err();
        assert_eq!(error.code, "visitor.bad_secret");
    }
}

#[tokio::test]
async fn a_proven_customer_has_one_history_over_all_devices() {
    for database in databases() {
        let app = start(&database).await;
        let phone = sign_in(&app, None, Some("u1")).await.unwrap();
        let id = phone.customer.id.clone();
        assert_eq!(phone.customer.phone.as_deref(), Some("138****5678"));
        let laptop = sign_in(&app, None, None).await.unwrap();
        let (guest, secret) = (laptop.customer.id.clone(), laptop.new_secret.unwrap());
        let former = guest.clone();
        let counted = app.tenant.db().write(move |tx| {
            Box::pin(async move {
                set_contact(tx, &former, Some("小林"), None, Some("lin@example.com")).await?;
                record_consent(tx, &former, "v1", "10.0.0.1").await?;
                count_conversation(tx, &former).await
            })
        });
        counted.await.unwrap();
        let merged = sign_in(&app, Some(&secret), Some("u1")).await.unwrap();
        assert_eq!(merged.customer.id, id);
        assert_eq!(merged.merged_from, Some(guest.clone()));
        assert_eq!(merged.customer.name, "林知夏");
        assert_eq!(merged.customer.email.as_deref(), Some("l***@example.com"));
        assert_eq!(merged.customer.conversations, 1);
        assert_eq!(merged.customer.consent.unwrap().version, "v1");
        let later = sign_in(&app, Some(&secret), None).await.unwrap();
        assert_eq!(
            (later.customer.id.clone(), later.merged_from),
            (id.clone(), None)
        );
        // Somebody else on the same browser: nothing is mixed.
        let other = sign_in(&app, Some(&secret), Some("u2")).await.unwrap();
        assert!(other.customer.id != id && other.merged_from.is_none());
        let list = app.get("/customers").await.ok();
        assert_eq!(list["items"].as_array().unwrap().len(), 2);
        let known = id.clone();
        let mut tx = app.tenant.db().read().await.unwrap();
        let found = briefs(&mut tx, &[&known, "cus_none"]).await.unwrap();
        assert!(found.len() == 1 && found[&id].verified);
    }
}

#[tokio::test]
async fn concurrent_first_visits_make_one_customer() {
    for database in databases() {
        let app = start(&database).await;
        let visit = || sign_in(&app, None, Some("u9"));
        let (a, b, c, d) = tokio::join!(visit(), visit(), visit(), visit());
        let ids: BTreeSet<String> = [a, b, c, d].map(|v| v.unwrap().customer.id).into();
        assert_eq!(ids.len(), 1);
    }
}

#[tokio::test]
async fn staff_find_and_change_customers() {
    for database in databases() {
        let app = start(&database).await;
        let new = NewCustomer {
            name: "林知夏".to_owned(),
            user_id: Some("u1".to_owned()),
            phone: Some("13812345678".to_owned()),
            email: Some("lin@example.com".to_owned()),
            attributes: BTreeMap::from([("skin".to_owned(), "混合性".to_owned())]),
            tags: vec!["老客".to_owned()],
            ..NewCustomer::default()
        };
        let id = make(&app, new).await.id;
        make(
            &app,
            NewCustomer {
                name: "50%_off".to_owned(),
                ..NewCustomer::default()
            },
        )
        .await;
        for (q, found) in [
            ("%E7%9F%A5", 1),
            ("5678", 1),
            ("13812345678", 1),
            ("678", 0),
            ("u1", 1),
            ("LIN@example.com", 1),
            ("lin", 0),
            ("%25_", 1),
            ("", 2),
            ("'%20OR%201=1--", 0),
        ] {
            let list = app.get(&format!("/customers?q={q}")).await.ok();
            assert_eq!(list["items"].as_array().unwrap().len(), found, "{q}");
        }
        let page = app.get("/customers?limit=1").await.ok();
        let next = page["next"].as_str().unwrap();
        let rest = app
            .get(&format!("/customers?limit=1&cursor={next}"))
            .await
            .ok();
        assert!(rest["next"].is_null() && rest["items"][0]["id"] != page["items"][0]["id"]);

        let path = format!("/customers/{id}");
        let patch = json!({"level": "金卡", "tags": ["油皮", "油皮"], "phone": "13987654321", "note": "慢"});
        let changed = app.patch(&path, patch).await.ok();
        assert_eq!(
            (changed["tags"].clone(), changed["phone"].clone()),
            (json!(["油皮"]), json!("139****4321"))
        );
        assert_eq!(app.get(&path).await.ok(), changed);
        let contact = app.get(&format!("{path}/contact")).await.ok();
        assert_eq!(
            contact,
            json!({"phone": "13987654321", "email": "lin@example.com"})
        );
        let audit = app.get("/audit?action=customer.").await.ok();
        assert_eq!(audit["items"].as_array().unwrap().len(), 2);
        assert!(!audit.to_string().contains("13987654321"));
        assert_eq!(
            app.get("/customers/tags").await.ok()["items"]
                .as_array()
                .unwrap()
                .len(),
            2
        );

        for (patch, error) in [
            (json!({"phone": "139****4321"}), "400 invalid.field"),
            (json!({"email": "nothing"}), "400 invalid.field"),
            (json!({"name": ""}), "400 invalid.field"),
            (json!({"name": "名".repeat(101)}), "400 invalid.too_long"),
            (json!({"attributes": {"a": "\u{0}"}}), "400 invalid.nul"),
            (json!({"user_id": "u2"}), "400 invalid.json"),
        ] {
            assert_eq!(
                app.patch(&path, patch.clone()).await.error(),
                error,
                "{patch}"
            );
        }
        let look = app
            .get(&format!("{path}/contact"))
            .may(&[Permission::ViewCustomers])
            .await;
        assert_eq!(look.error(), "403 forbidden.permission");
        assert_eq!(
            app.get("/customers/cus_none").await.error(),
            "404 not_found.customer"
        );
    }
}

#[tokio::test]
async fn an_erased_customer_is_nobody() {
    for database in databases() {
        let app = start(&database).await;
        let known = sign_in(&app, None, Some("u1")).await.unwrap();
        let (id, secret) = (known.customer.id.clone(), known.new_secret.unwrap());
        let target = id.clone();
        let facts = app.tenant.db().write(move |tx| {
            Box::pin(async move {
                record_consent(tx, &target, "v1", "10.0.0.1").await?;
                let facts = export(tx, &target).await?;
                erase(tx, &target).await?;
                erase(tx, &target).await?;
                Ok(facts)
            })
        });
        let facts = facts.await.unwrap();
        assert_eq!(facts["phone"], "13812345678");
        assert_eq!(facts["consents"][0]["address"], "10.0.0.1");
        assert_eq!(facts["devices"].as_array().unwrap().len(), 1);
        let mut tx = app.tenant.db().read().await.unwrap();
        let gone = load(&mut tx, &id).await.unwrap();
        assert!(gone.erased && !gone.verified && gone.phone.is_none() && gone.consent.is_none());
        drop(tx);
        let error = sign_in(&app, Some(&secret), None).await.unwrap_err();
        assert_eq!(error.code, "visitor.bad_secret");
        let patch = app
            .patch(&format!("/customers/{id}"), json!({"note": "x"}))
            .await;
        assert_eq!(patch.error(), "409 customer.erased");
        let anew = sign_in(&app, None, Some("u1")).await.unwrap();
        assert_ne!(anew.customer.id, id);
    }
}

#[tokio::test]
async fn the_company_is_a_section() {
    for database in databases() {
        let app = start(&database).await;
        assert_eq!(app.get("/settings/company").await.ok()["locale"], "zh-CN");
        let body = json!({"name": "清禾美肤", "time_zone": "Asia/Shanghai", "locale": "en"});
        assert_eq!(app.put("/settings/company", body.clone()).await.ok(), body);
        let bad = json!({"name": "x", "time_zone": "Mars/North", "locale": "en"});
        assert_eq!(
            app.put("/settings/company", bad).await.error(),
            "400 invalid.field"
        );
    }
}
