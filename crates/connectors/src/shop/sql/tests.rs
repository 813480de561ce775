//! The mapping of a database against a real SQLite file and, where there is one, a real PostgreSQL.

use std::time::Duration;

use shanying_commerce::connections::{Sealed, Workshop as _};
use shanying_commerce::connectors::{
    Breaker, Change, OrderFilter, ReadKind, Shop, Touched, VerifiedCustomer,
};
use shanying_commerce::coupons::CouponState;
use shanying_commerce::refunds::RefundState;
use shanying_kernel::Clock;
use shanying_outbound::{Client, Guard, Tls};
use shanying_storage::foreign::{Foreign, ForeignAddress, ForeignFault, ForeignQuery};
use shanying_testkit::{Database, ForeignShop, databases};

use crate::shop::ShopWorkshop;

const MAPPING: &str = include_str!("../../../../../docs/examples/shop.sql.toml");
/// 2026-11-20, when the clock of the tests stands.
const NOW_MS: i64 = 1_795_140_000_000;

fn customer(user_id: &str) -> VerifiedCustomer {
    VerifiedCustomer {
        customer_id: format!("cus_{user_id}"),
        user_id: user_id.to_owned(),
        level: None,
    }
}

fn workshop(shop: &ForeignShop, clock: &Clock) -> ShopWorkshop {
    let client = Client::new(Guard::default(), Tls::new(None).unwrap());
    let address = ForeignAddress::parse(&shop.address);
    ShopWorkshop::new(client, clock.clone(), address)
}

fn open(shop: &ForeignShop, mapping: &str, clock: &Clock) -> std::sync::Arc<dyn Shop> {
    let workshop = workshop(shop, clock);
    let sealed = workshop.seal(mapping, &Sealed::default()).unwrap();
    workshop.open(&sealed, false).unwrap().shop
}

fn all() -> OrderFilter {
    OrderFilter {
        limit: 10,
        ..OrderFilter::default()
    }
}

/// Money as numbers and as texts, times as texts and as seconds, one order of somebody else.
async fn filled(database: &Database) -> ForeignShop {
    let shop = ForeignShop::make(database).await;
    for statement in [
        "CREATE TABLE shop_orders (order_no TEXT PRIMARY KEY, buyer_id BIGINT, state TEXT, created TEXT, \
         paid_time TEXT, total NUMERIC(10, 2), freight NUMERIC(10, 2), discount NUMERIC(10, 2), receiver TEXT, \
         province TEXT, city TEXT, district TEXT, note TEXT)",
        "CREATE TABLE shop_lines (order_no TEXT, line BIGINT, sku TEXT, product TEXT, name TEXT, spec TEXT, \
         count BIGINT, price NUMERIC(10, 2))",
        "CREATE TABLE shop_parcels (order_no TEXT, number TEXT, carrier TEXT, state TEXT, sent TEXT)",
        "CREATE TABLE shop_traces (number TEXT, at BIGINT, words TEXT, place TEXT)",
        "CREATE TABLE shop_refunds (number TEXT, order_no TEXT, buyer_id BIGINT, kind TEXT, state TEXT, \
         amount NUMERIC(10, 2), asked TEXT, words TEXT)",
        "CREATE TABLE shop_coupons (code TEXT, buyer_id BIGINT, name TEXT, least NUMERIC(10, 2), \
         off NUMERIC(10, 2), begins TEXT, ends TEXT, used BIGINT)",
        "CREATE TABLE shop_buyers (buyer_id BIGINT, points BIGINT)",
        "INSERT INTO shop_orders VALUES \
         ('A1', 7, 'sent', '2026-11-18 08:00:00', '2026-11-18T08:01:00Z', 288.50, 0, 20, '林知夏', '浙江', '杭州', '西湖区', '放门口'), \
         ('A2', 7, 'paid', '2026-11-19 08:00:00', NULL, 59, 6, 0, '林知夏', '浙江', '杭州', '西湖区', ''), \
         ('B1', 8, 'paid', '2026-11-19 09:00:00', NULL, 99, 0, 0, '陈皮', '上海', '上海', '徐汇区', '')",
        "INSERT INTO shop_lines VALUES ('A1', 1, 'm1', 'p1', '面膜', '10 片', 1, 308.50), \
         ('A2', 1, 'h1', 'p2', '护手霜', '', 1, 53), ('B1', 1, 'x', 'x', '别人的', '', 1, 99)",
        "INSERT INTO shop_parcels VALUES ('A1', '78123', '中通快递', 'moving', '2026-11-18T12:00:00Z')",
        "INSERT INTO shop_traces VALUES ('78123', 1795010000, '已揽收', '杭州'), ('78123', 1795050000, '到达上海', '上海')",
        "INSERT INTO shop_refunds VALUES ('R1', 'A1', 7, 'money', 'open', 20, '2026-11-19T10:00:00Z', '漏液'), \
         ('R2', 'B1', 8, 'money', 'open', 99, '2026-11-19T10:00:00Z', '')",
        "INSERT INTO shop_coupons VALUES ('c1', 7, '满 200 减 20', 200, 20, '2026-11-01', '2026-12-01', 0), \
         ('c2', 7, '旧券', 0, 5, '2026-10-01', '2026-11-01', 0), ('c3', 8, '别人的', 0, 5, '2026-10-01', '2027-11-01', 0)",
        "INSERT INTO shop_buyers VALUES (7, 1280), (8, 5)",
    ] {
        shop.run(statement).await;
    }
    shop
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_is_read_as_a_shop_and_nobody_gets_anothers() {
    for database in databases() {
        let foreign = filled(&database).await;
        let clock = Clock::manual(NOW_MS);
        let shop = open(&foreign, MAPPING, &clock);
        shop.ready().await.unwrap();
        let can = shop.capabilities();
        assert_eq!(can.reads.len(), 5);
        assert!(can.reads.contains(&ReadKind::Points) && can.changes.is_empty());
        let who = customer("7");
        let page = shop.orders(&who, all()).await.unwrap();
        let numbers: Vec<&str> = page.items.iter().map(|order| order.no.as_str()).collect();
        assert_eq!(numbers, ["A2", "A1"]);
        assert_eq!(page.items[1].amount.paid.amount, 28_850);
        assert_eq!(page.items[0].amount.shipping.amount, 600);
        assert_eq!(page.items[1].items[0].title, "面膜");
        assert_eq!(page.items[1].receiver.name, "林**");
        let first = OrderFilter {
            limit: 1,
            ..OrderFilter::default()
        };
        let one = shop.orders(&who, first).await.unwrap();
        let next = OrderFilter {
            limit: 1,
            cursor: one.next,
            status: None,
        };
        assert_eq!(shop.orders(&who, next).await.unwrap().items[0].no, "A1");
        let order = shop.order(&who, "A1").await.unwrap();
        assert_eq!(order.shipments[0].tracking_no, "78123");
        assert_eq!(order.shipments[0].traces[0].text, "到达上海");
        assert_eq!(order.refunds[0].no, "R1");
        assert_eq!(order.refunds[0].state, RefundState::SellerReview);
        for no in [
            "B1",
            "none",
            "' OR '1'='1",
            "A1'; DROP TABLE shop_orders; --",
        ] {
            assert_eq!(
                shop.order(&who, no).await.unwrap_err().code,
                "not_found.order",
                "{no}"
            );
            assert_eq!(
                shop.shipments(&who, no).await.unwrap_err().code,
                "not_found.order"
            );
        }
        // A number that is none finds nothing, and is no fault of the line.
        assert!(
            shop.orders(&customer("7 OR 1=1"), all())
                .await
                .unwrap()
                .items
                .is_empty()
        );
        let coupons = shop.coupons(&who).await.unwrap();
        let states: Vec<CouponState> = coupons.iter().map(|coupon| coupon.state).collect();
        assert_eq!(states, [CouponState::Usable, CouponState::Expired]);
        assert_eq!(shop.points(&who).await.unwrap().balance, 1280);
        assert_eq!(shop.refunds(&who).await.unwrap().len(), 1);
        let cancel = Change::CancelOrder {
            order_no: "A2".to_owned(),
            reason: String::new(),
        };
        assert_eq!(
            shop.preview(&who, &cancel).await.unwrap_err().code,
            "shop.unsupported"
        );
        foreign.drop().await;
    }
}

/// A statement that forgets to ask whose an order is gives everything; it is not believed.
#[tokio::test(flavor = "multi_thread")]
async fn a_careless_statement_shows_nothing_of_anybody_else() {
    for database in databases() {
        let foreign = filled(&database).await;
        let careless = MAPPING.replace("buyer_id = :user_id AND order_no = :no", "order_no = :no");
        let careless = careless.replace("WHERE buyer_id = :user_id", "WHERE 1 = 1");
        let shop = open(&foreign, &careless, &Clock::manual(NOW_MS));
        let who = customer("7");
        assert_eq!(shop.orders(&who, all()).await.unwrap().items.len(), 2);
        assert_eq!(
            shop.order(&who, "B1").await.unwrap_err().code,
            "not_found.order"
        );
        assert_eq!(shop.refunds(&who).await.unwrap().len(), 1);
        assert_eq!(shop.coupons(&who).await.unwrap().len(), 2);
        assert_eq!(shop.points(&who).await.unwrap().balance, 1280);
        foreign.drop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_statements_are_told_by_name_before_they_are_used() {
    for database in databases() {
        let foreign = filled(&database).await;
        let clock = Clock::manual(NOW_MS);
        for (from, to, part) in [
            ("FROM shop_refunds", "FROM nowhere", "refunds.list: "),
            (
                "total AS paid",
                "total AS price_paid",
                "orders.list: it gives no column paid",
            ),
            (
                "AND order_no = :no\"\"\"",
                "AND order_no = :number\"\"\"",
                "orders.one: there is no :number here",
            ),
            (
                "FROM shop_buyers WHERE",
                "FROM shop_buyers; DELETE FROM shop_buyers WHERE",
                "points.balance: one statement",
            ),
            (
                "SELECT buyer_id AS customer, points AS balance FROM shop_buyers WHERE buyer_id = :user_id",
                "DELETE FROM shop_buyers RETURNING buyer_id AS customer, points AS balance",
                "points.balance: ",
            ),
        ] {
            let mapping = MAPPING.replace(from, to);
            assert_ne!(mapping, MAPPING, "{from}");
            let error = open(&foreign, &mapping, &clock).ready().await.unwrap_err();
            assert_eq!(error.code, "shop.mapping");
            assert!(error.message.contains(part), "{part}: {}", error.message);
        }
        assert_eq!(foreign.count("SELECT COUNT(*) FROM shop_buyers").await, 2);
        foreign.drop().await;
    }
}

/// What a statement cannot say it cannot do either: functions that write are refused by the
/// transaction, and a statement that takes too long is broken off.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_written_and_nothing_is_waited_for() {
    for database in databases() {
        let foreign = filled(&database).await;
        let address = ForeignAddress::parse(&foreign.address).unwrap();
        let door = Foreign::new(&address).unwrap();
        let ask = async |text: &str| {
            let query = ForeignQuery {
                text,
                values: &[],
                most: 5,
                within: Duration::from_millis(300),
            };
            door.rows(&query).await
        };
        let writing: &[&str] = match database {
            Database::Sqlite => &[
                "INSERT INTO shop_buyers VALUES (9, 9) RETURNING buyer_id",
                "DELETE FROM shop_buyers",
            ],
            Database::Postgres(_) => {
                foreign.run("CREATE SEQUENCE counter").await;
                foreign
                    .run("CREATE FUNCTION sweep() RETURNS BIGINT LANGUAGE sql AS 'DELETE FROM shop_buyers; SELECT 1::bigint'")
                    .await;
                &[
                    "WITH gone AS (DELETE FROM shop_buyers RETURNING 1) SELECT * FROM gone",
                    "SELECT sweep()",
                    "SELECT nextval('counter')",
                    "SELECT set_config('transaction_read_only', 'off', false), sweep()",
                ]
            }
        };
        for text in writing {
            let refused = ask(text).await;
            assert!(
                matches!(refused, Err(ForeignFault::Statement(_))),
                "{text}: {refused:?}"
            );
        }
        assert_eq!(foreign.count("SELECT COUNT(*) FROM shop_buyers").await, 2);
        let slow = match database {
            Database::Sqlite => {
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) AS c FROM n"
            }
            Database::Postgres(_) => "SELECT 1 FROM pg_sleep(30)",
        };
        let began = std::time::Instant::now();
        assert_eq!(ask(slow).await, Err(ForeignFault::TimedOut));
        assert!(began.elapsed() < Duration::from_secs(10));
        // And it can be asked again at once.
        assert_eq!(
            ask("SELECT points FROM shop_buyers ORDER BY points")
                .await
                .unwrap()
                .len(),
            2
        );
        foreign.drop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_it_told_is_given_while_it_fails_and_dropped_when_it_changed() {
    for database in databases() {
        let foreign = filled(&database).await;
        let clock = Clock::manual(NOW_MS);
        let shop = open(&foreign, MAPPING, &clock);
        let who = customer("7");
        shop.order(&who, "A1").await.unwrap();
        shop.order(&who, "A2").await.unwrap();
        foreign
            .run("UPDATE shop_orders SET state = 'done' WHERE order_no = 'A1'")
            .await;
        let status = async || shop.order(&who, "A1").await.unwrap().status.code();
        assert_eq!(status().await, "shipped");
        let touched = |no: &str| Touched {
            order_no: Some(no.to_owned()),
            ..Touched::default()
        };
        assert_eq!(shop.forget(&touched("B1")), 0);
        assert_eq!(status().await, "shipped");
        let asked = shop.health().unwrap().asked;
        assert!(shop.forget(&touched("A1")) > 0);
        assert_eq!(status().await, "completed");
        shop.order(&who, "A2").await.unwrap();
        // Of the other order nothing was asked again but the customer's refunds, which named A1.
        assert!(shop.health().unwrap().asked - asked <= 6);
        clock.advance(31_000);
        foreign.run("DROP TABLE shop_orders").await;
        for _ in 0..6 {
            assert!(shop.order(&who, "A1").await.unwrap().source.stale);
        }
        let health = shop.health().unwrap();
        assert_eq!(health.breaker, Breaker::Open);
        assert!(health.last_fault.is_some());
        foreign.drop().await;
    }
}
