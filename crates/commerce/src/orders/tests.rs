//! Orders through HTTP, on every database.

use shanying_testkit::databases;
use shanying_web_kit::Permission;

use super::OrderStatus;
use crate::harness::{DAY_MS, order, put, start};

#[tokio::test]
async fn a_customer_has_only_their_own_orders_and_no_address_is_shown() {
    for database in databases() {
        let app = start(&database).await;
        let now = app.clock.now_ms();
        for n in 0..3 {
            let status = if n == 0 {
                OrderStatus::Shipped
            } else {
                OrderStatus::Paid
            };
            put(
                &app,
                order(&format!("A{n}"), "u1", status, now - n * DAY_MS),
            )
            .await;
        }
        put(&app, order("B1", "u2", OrderStatus::Paid, now)).await;
        let page = app.get("/customers/cus_lin/orders?limit=2").await.ok();
        let numbers = |page: &serde_json::Value| -> Vec<String> {
            let items = page["items"].as_array().unwrap();
            items
                .iter()
                .map(|item| item["no"].as_str().unwrap().to_owned())
                .collect()
        };
        assert_eq!(numbers(&page), ["A0", "A1"]);
        let first = &page["items"][0];
        assert_eq!(first["amount"]["paid"]["amount"], 23_900);
        assert_eq!(first["receiver"]["phone"], "138****5678");
        assert_eq!(first["receiver"]["street"], "****");
        assert_eq!(
            first["shipments"][0]["traces"][0]["text"],
            "已到达杭州转运中心"
        );
        assert_eq!(first["refund_status"], "none");
        let allowed = first["allowed"].as_array().unwrap();
        assert!(allowed.iter().any(|kind| kind == "urge_shipment"));
        assert!(allowed.iter().all(|kind| kind != "cancel_order"));
        let next = page["next"].as_str().unwrap();
        let rest = app
            .get(&format!("/customers/cus_lin/orders?cursor={next}"))
            .await
            .ok();
        assert_eq!(numbers(&rest), ["A2"]);
        let paid = app.get("/customers/cus_lin/orders?status=paid").await.ok();
        assert_eq!(numbers(&paid), ["A1", "A2"]);
        for (path, error) in [
            ("/customers/cus_lin/orders/B1", "404 not_found.order"),
            ("/customers/cus_lin/orders/none", "404 not_found.order"),
            ("/customers/cus_guest/orders", "409 customer.not_verified"),
            ("/customers/cus_none/orders", "404 not_found.customer"),
        ] {
            assert_eq!(app.get(path).await.error(), error, "{path}");
        }
        let refused = app
            .get("/customers/cus_lin/orders")
            .may(&[Permission::ViewKnowledge]);
        assert_eq!(refused.await.error(), "403 forbidden.permission");
        let benefits = app.get("/customers/cus_lin/benefits").await.ok();
        assert_eq!(benefits["points"]["balance"], 0);
    }
}
