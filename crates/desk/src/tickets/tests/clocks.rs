//! Promised times by the fake clock, through a year.

use serde_json::{Value as Json, json};
use shanying_kernel::Time;
use shanying_testkit::databases;

use super::{Floor, kinds, text};

const MINUTE: i64 = 60_000;

impl Floor {
    fn go_to(&self, at: &str) {
        let to = Time::parse(&format!("{at}:00+08:00")).expect("a time").0;
        let now = self.desk.app.clock.now_ms();
        assert!(to >= now, "time goes forward");
        self.desk.app.clock.advance(to - now);
    }

    async fn escalations(&self, id: &str) -> usize {
        let ticket = self.ticket(id).await;
        kinds(&ticket)
            .iter()
            .filter(|kind| *kind == "escalated")
            .count()
    }
}

fn office() -> Json {
    json!({
        "calendars": [{
            "key": "office", "name": "工作日",
            "hours": [{"days": [1, 2, 3, 4, 5], "from": "09:00", "to": "18:00"}],
            "holidays": [
                {"date": "2027-02-05", "name": "除夕", "open": false},
                {"date": "2027-02-08", "name": "春节", "open": false},
                {"date": "2027-02-09", "name": "春节", "open": false},
                {"date": "2027-02-10", "name": "春节", "open": false},
                {"date": "2027-02-11", "name": "春节", "open": false},
                {"date": "2027-02-12", "name": "春节", "open": false},
                {"date": "2027-02-14", "name": "调休", "open": true},
            ],
        }],
        "policies": [{
            "key": "standard", "calendar": "office",
            "targets": [
                {"priority": "normal", "first_reply_minutes": 60, "next_reply_minutes": 120, "resolve_minutes": 600},
                {"priority": "high", "first_reply_minutes": 30, "next_reply_minutes": 60, "resolve_minutes": 300},
            ],
            "escalations": [
                {"clock": "first_reply", "minutes": -15},
                {"clock": "first_reply", "minutes": 0, "raise_priority": true, "tell_supervisors": true},
                {"clock": "resolve", "minutes": 60, "raise_priority": true},
            ],
        }],
    })
}

#[tokio::test]
async fn escalations_come_at_their_instants_however_late_the_jobs_run_and_only_once() {
    for database in databases() {
        let floor = Floor::open(&database).await;
        floor.set("sla", office()).await;
        let mut customer = floor.desk.customer().await;
        let conversation = customer.say("转人工").await;
        // Friday 2026-11-20, 17:30: half an hour today, half on Monday.
        floor.go_to("2026-11-20T17:30");
        let body = json!({"type": "question", "subject": "等", "conversation_id": conversation});
        let made = floor.desk.app.post("/tickets", body).await.ok();
        let id = text(&made["id"]);
        assert_eq!(made["clocks"][0]["due_at"], "2026-11-23T01:30:00.000Z");
        floor.settle().await;
        assert_eq!(floor.escalations(&id).await, 0);
        floor.go_to("2026-11-22T20:00");
        floor.settle().await;
        assert_eq!(
            floor.escalations(&id).await,
            0,
            "the weekend does not count"
        );
        floor.go_to("2026-11-23T09:15");
        floor.settle().await;
        floor.settle().await;
        assert_eq!(
            floor.escalations(&id).await,
            1,
            "a quarter of an hour before"
        );
        let lists = |view: &str| {
            let path = format!("/tickets?view={view}");
            let ask = floor.desk.app.get(&path);
            async move { ask.await.ok()["items"].as_array().map(Vec::len) }
        };
        assert_eq!(lists("due").await, Some(1));
        floor.go_to("2026-11-23T09:30");
        floor.settle().await;
        let late = floor.ticket(&id).await;
        assert_eq!(
            (&late["late"], &late["priority"]),
            (&json!(true), &json!("high"))
        );
        assert_eq!(late["clocks"][0]["missed_at"], "2026-11-23T01:30:00.000Z");
        // High: 300 minutes, of which 60 have passed, so until 13:30; an hour later it is raised.
        assert_eq!(late["clocks"][1]["due_at"], "2026-11-23T05:30:00.000Z");
        let path = format!("/tickets/{id}/comments");
        floor
            .desk
            .app
            .post(&path, json!({"text": "来了", "public": true}))
            .await
            .ok();
        // The process slept over the instant; the job does what was due.
        floor.go_to("2026-11-23T17:00");
        floor.settle().await;
        let raised = floor.ticket(&id).await;
        assert_eq!(
            (&raised["priority"], floor.escalations(&id).await),
            (&json!("urgent"), 3)
        );
        assert_eq!(raised["clocks"][1]["missed_at"], "2026-11-23T05:30:00.000Z");
        floor.settle().await;
        assert_eq!(floor.escalations(&id).await, 3);
    }
}

#[tokio::test]
async fn a_year_of_tickets_keeps_its_promises_over_holidays_and_pauses() {
    for database in databases() {
        let floor = Floor::open(&database).await;
        floor.set("sla", office()).await;
        let mut customer = floor.desk.customer().await;
        let conversation = customer.say("转人工").await;
        // Each row: opened, when the 600 working minutes (10 hours) run out if it pauses for a working
        // hour in between, by hand from the calendar.
        let table = [
            ("2026-11-23T09:00", "2026-11-24T11:00"),
            ("2027-01-29T16:00", "2027-02-01T18:00"),
            ("2027-02-04T12:00", "2027-02-14T14:00"),
            ("2027-02-14T15:00", "2027-02-15T17:00"),
            ("2027-06-30T23:00", "2027-07-02T11:00"),
            ("2027-11-19T17:00", "2027-11-23T10:00"),
        ];
        for (opened, due) in table {
            floor.go_to(opened);
            let body =
                json!({"type": "question", "subject": opened, "conversation_id": conversation});
            let id = text(&floor.desk.app.post("/tickets", body).await.ok()["id"]);
            let patch = |status: &str| {
                floor
                    .desk
                    .app
                    .patch(&format!("/tickets/{id}"), json!({"status": status}))
            };
            // An hour of working time passes while the status stands still.
            let clock = &floor.desk.app.clock;
            let begin = clock.now_ms();
            let first = Time::parse(&text(&floor.ticket(&id).await["clocks"][0]["due_at"]))
                .expect("due")
                .0;
            // Answered at once, so that no first reply is missed and nothing is raised for it.
            let comment = json!({"text": "收到", "public": true});
            floor
                .desk
                .app
                .post(&format!("/tickets/{id}/comments"), comment)
                .await
                .ok();
            patch("waiting").await.ok();
            clock.advance(first - begin);
            patch("open").await.ok();
            let resolve = floor.ticket(&id).await["clocks"][1].clone();
            let expected = Time::parse(&format!("{due}:00+08:00")).expect("a time");
            assert_eq!(resolve["due_at"], expected.to_rfc3339(), "{opened}");
            clock.advance(expected.0 - clock.now_ms() - MINUTE);
            floor.settle().await;
            assert_eq!(
                floor.ticket(&id).await["clocks"][1]["state"],
                "running",
                "{opened}"
            );
            patch("resolved").await.ok();
            assert_eq!(
                floor.ticket(&id).await["clocks"][1]["state"],
                "met",
                "{opened}"
            );
        }
    }
}

#[tokio::test]
async fn what_stays_resolved_closes_and_is_visited() {
    for database in databases() {
        let floor = Floor::open(&database).await;
        let visits = json!([{"after_type": "after_sale", "days": 3, "type": "follow_up", "subject": "回访"}]);
        floor
            .set("tickets", json!({"follow_ups": visits, "close_days": 2}))
            .await;
        let mut customer = floor.desk.customer().await;
        let conversation = customer.say("转人工").await;
        let body =
            json!({"type": "after_sale", "subject": "退货", "conversation_id": conversation});
        let id = text(&floor.desk.app.post("/tickets", body).await.ok()["id"]);
        let patch = |status: &str| {
            floor
                .desk
                .app
                .patch(&format!("/tickets/{id}"), json!({"status": status}))
        };
        patch("resolved").await.ok();
        floor.go_to("2026-11-21T10:00");
        patch("open").await.ok();
        patch("resolved").await.ok();
        floor.go_to("2026-11-22T10:30");
        floor.settle().await;
        assert_eq!(
            floor.ticket(&id).await["category"],
            "resolved",
            "two days after it was resolved the second time"
        );
        floor.go_to("2026-11-23T10:30");
        floor.settle().await;
        assert_eq!(floor.ticket(&id).await["category"], "closed");
        floor.go_to("2026-11-26T10:40");
        floor.settle().await;
        let children = floor.ticket(&id).await["children"].clone();
        assert_eq!(children.as_array().map(Vec::len), Some(1));
        let visit = floor.ticket(&text(&children[0]["id"])).await;
        assert_eq!(
            (&visit["origin"], &visit["type"], &visit["subject"]),
            (
                &json!("follow_up"),
                &json!("follow_up"),
                &json!("回访 T1001 退货")
            )
        );
        let own = floor.own(&customer, "GET", "", json!({})).await.ok();
        assert_eq!(
            own["items"].as_array().map(Vec::len),
            Some(1),
            "a visit is the company's own business"
        );
    }
}
