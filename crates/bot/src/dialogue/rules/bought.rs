//! What the shop tells of a purchase, in words of both languages.

use serde_json::Value;
use shanying_commerce::connectors::{Fact, Outcome};

use super::told::both;
use super::values::plain_money;
use super::wording::Voice;
use crate::dialogue::model::OptionChip;

/// A sentence of a purchase; none for codes that are for the staff.
pub(super) fn fact(voice: Voice<'_>, fact: &Fact) -> Option<String> {
    let text = |name: &str| match fact.params.get(name) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    };
    Some(match fact.code.as_str() {
        "order.line" => {
            let (title, spec, count) = (text("title"), text("spec"), text("quantity"));
            let price = fact.params.get("price").and_then(Value::as_i64);
            let price = plain_money(price.unwrap_or(0));
            let spec = match (spec.is_empty(), voice.english()) {
                (true, _) => String::new(),
                (false, false) => format!("（{spec}）"),
                (false, true) => format!(" ({spec})"),
            };
            both(
                voice,
                &format!("商品：{title}{spec} × {count}，每件{price}元"),
                &format!("{title}{spec} × {count}, ¥{price} each"),
            )
        }
        "order.coupon" => {
            let value = fact.params.get("value").and_then(Value::as_i64);
            let (title, value) = (text("title"), plain_money(value.unwrap_or(0)));
            both(
                voice,
                &format!("优惠券：{title}，减{value}元"),
                &format!("Coupon: {title}, ¥{value} off"),
            )
        }
        "order.carriage" => match fact.params.get("amount").and_then(Value::as_i64) {
            Some(0) => both(voice, "运费：包邮", "Carriage: free"),
            sum => {
                let sum = plain_money(sum.unwrap_or(0));
                both(
                    voice,
                    &format!("运费：{sum}元"),
                    &format!("Carriage: ¥{sum}"),
                )
            }
        },
        "order.pay_at" => {
            let (minutes, url) = (text("minutes"), text("url"));
            // Where no chip can be clicked, the address itself is needed.
            let url = if url.starts_with("http") {
                format!(" {url} ")
            } else {
                String::new()
            };
            both(
                voice,
                &format!("请在{minutes}分钟内付款{url}，付好后我会在这里告诉您"),
                &format!(
                    "Please pay within {minutes} minutes{url}; I will tell you here when it is paid"
                ),
            )
        }
        "order.paid_elsewhere" => both(
            voice,
            "同事会联系您付款",
            "A colleague will contact you about the payment",
        ),
        _ => return None,
    })
}

/// A click that leads to where an order is paid.
pub(super) fn payment(voice: Voice<'_>, outcome: &Outcome) -> Option<OptionChip> {
    let fact = outcome
        .facts
        .iter()
        .find(|fact| fact.code == "order.pay_at")?;
    let url = fact.params.get("url").and_then(Value::as_str)?;
    Some(voice.pay(url))
}

/// Whether a refusal means that something changed since it was told.
pub(super) fn changes(code: &str) -> bool {
    matches!(code, "order.price_changed" | "coupon.not_usable")
}
