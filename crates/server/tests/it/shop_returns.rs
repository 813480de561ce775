//! A return told in the talk: which of the goods, with a picture, on both databases.

use serde_json::{Value, json};
use shanying_commerce::orders::OrderStatus;
use shanying_testkit::databases;

use crate::shop_talk::{TASKS, enter, heard, hello, notice, order, put, talk};
use crate::world::{Socket, World};

const HOUR_MS: i64 = 3_600_000;
/// A picture of one pixel.
const PNG: &[u8] = &[
    137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0,
    0, 0, 144, 119, 83, 222, 0, 0, 0, 12, 73, 68, 65, 84, 120, 156, 99, 248, 223, 224, 0, 0, 4, 65,
    1, 192, 12, 209, 237, 145, 0, 0, 0, 0, 73, 69, 78, 68, 174, 66, 96, 130,
];

/// Uploads the picture as the widget does and sends it.
async fn show(world: &World, hello: &Value, welcome: &Value, visitor: &mut Socket, id: &str) {
    let mut form =
        b"--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"leak.png\"\r\n\r\n"
            .to_vec();
    form.extend_from_slice(PNG);
    form.extend_from_slice(b"\r\n--b--\r\n");
    let secret = welcome["visitor_secret"].as_str().unwrap();
    let file = world
        .nobody()
        .with("x-channel-token", hello["channel_token"].as_str().unwrap())
        .with("authorization", &format!("Visitor {secret}"))
        .send(
            "POST",
            "/widget/v1/files",
            "multipart/form-data; boundary=b",
            form,
        )
        .await
        .ok();
    let content = json!({"type": "image", "file_id": file["id"]});
    let sent = json!({"client_id": id, "content": content});
    assert_eq!(visitor.ask("send", sent).await["t"], "ack");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_return_names_its_goods_and_keeps_the_picture() {
    for database in databases() {
        let world = World::start(&database).await;
        let boss = world.administrator().await;
        let tasks: Vec<Value> = serde_json::from_str(TASKS).unwrap();
        for task in tasks {
            let path = format!("/api/v1/dialogue/tasks/{}", task["key"].as_str().unwrap());
            boss.put(&path, task).await.ok();
        }
        let made = world.clock.now_ms() - 90 * HOUR_MS;
        let mut two = order("202611190003", "烟酰胺精华", OrderStatus::Delivered, made);
        let mut mask = two.items[0].clone();
        mask.sku_id = "mask-1".to_owned();
        mask.title = "补水面膜".to_owned();
        mask.quantity = 2;
        mask.refundable = 2;
        two.items.push(mask);
        put(&world, two).await;
        let hello = hello(&boss).await;
        let (mut visitor, welcome) = enter(&world, &hello).await;

        let which = talk(
            &mut visitor,
            "a",
            "我要退货,订单号202611190003,收到就漏液了",
        )
        .await;
        assert!(which.contains("哪一件"), "{which}");
        let asked = talk(&mut visitor, "b", "面膜那个").await;
        assert!(asked.contains("照片"), "{asked}");
        // It waits for pictures: one is kept, a second one too.
        show(&world, &hello, &welcome, &mut visitor, "c").await;
        let told = heard(&mut visitor).await;
        assert!(told.contains("补水面膜"), "{told}");
        show(&world, &hello, &welcome, &mut visitor, "d").await;
        heard(&mut visitor).await;
        talk(&mut visitor, "e", "确认").await;

        let customers = boss.get("/api/v1/customers").await.ok();
        let id = customers["items"][0]["id"].as_str().unwrap().to_owned();
        let waiting = boss.get("/api/v1/approvals").await.ok();
        let path = format!("/api/v1/customers/{id}/orders/202611190003");
        let order = boss.get(&path).await.ok();
        let asked = match waiting["items"][0]["asked"].clone() {
            Value::Null => order["refunds"][0].clone(),
            asked => asked,
        };
        assert_eq!(
            asked["items"],
            json!([{"sku_id": "mask-1", "quantity": 2}]),
            "{asked}"
        );
        assert_eq!(
            asked["evidence"].as_array().map(Vec::len),
            Some(2),
            "{asked}"
        );

        // Outside a task a picture is no answer, and it is said so.
        let (mut other, welcome) =
            enter(&world, &json!({"channel_token": hello["channel_token"]})).await;
        talk(&mut other, "f", "我要退货,收到就漏液了").await;
        show(&world, &hello, &welcome, &mut other, "g").await;
        notice(&mut other, "bot.unsupported_content").await;
        world.server.stop().await;
    }
}
