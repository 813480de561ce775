//! Whether a delivery is the shop's, and what it says. Pure.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use shanying_kernel::{Error, Result, Time, unhex};
use shanying_web_kit::signing::{token_hash, verify_hmac};

use super::model::{HookForm, News, Signed, StoredHook, Subject};
use crate::connectors::Touched;

/// How far the shop's clock may be from ours.
pub(super) const WINDOW_MS: i64 = 5 * 60_000;
const ID_MAX: usize = 100;
const TOPIC_MAX: usize = 80;
const VALUE_MAX: usize = 100;

fn unsigned() -> Error {
    Error::unauthenticated("hook.signature", "the signature is missing or wrong")
}

fn body_wrong(message: &'static str) -> Error {
    Error::invalid("hook.body", message)
}

/// What WooCommerce sends, unsigned, when a webhook is made there: it waits for a 200.
pub(super) fn is_ping(form: HookForm, body: &[u8]) -> bool {
    let number = body.strip_prefix(b"webhook_id=");
    form == HookForm::Woocommerce
        && number.is_some_and(|number| {
            number.len() <= 20 && number.iter().all(u8::is_ascii_digit) && !number.is_empty()
        })
}

/// The delivery, if its signature holds at `now`. `header` gives a header by its name in small
/// letters.
pub(super) fn verified<'a>(
    stored: &StoredHook,
    header: impl Fn(&str) -> Option<&'a str>,
    body: &[u8],
    now: Time,
) -> Result<Signed> {
    let former = stored.former_secret.as_deref();
    let former = former.filter(|_| stored.hook.former_until.is_some_and(|until| now <= until));
    let secrets = [Some(stored.secret.as_str()), former];
    let holds = |message: &[u8], signature: &[u8]| {
        let mut secrets = secrets.iter().flatten();
        secrets.any(|secret| verify_hmac(secret.as_bytes(), message, signature))
    };
    match stored.hook.form {
        HookForm::Shanying => {
            let stamp = header("x-shanying-timestamp").ok_or_else(unsigned)?;
            let id = header("x-shanying-delivery").ok_or_else(unsigned)?;
            let signature =
                header("x-shanying-signature").and_then(|told| told.strip_prefix("sha256="));
            let signature = signature.and_then(unhex).ok_or_else(unsigned)?;
            let message = [stamp.as_bytes(), b".", id.as_bytes(), b".", body].concat();
            if !holds(&message, &signature) {
                return Err(unsigned());
            }
            let at = stamp
                .parse::<i64>()
                .ok()
                .and_then(|at| at.checked_mul(1000));
            if at.is_none_or(|at| (now.0 - at).abs() > WINDOW_MS) {
                return Err(Error::unauthenticated(
                    "hook.expired",
                    "the delivery is too old, or the shop's clock is wrong",
                ));
            }
            let topic = field(&json(body)?, "/event").ok_or_else(|| body_wrong("no event"))?;
            Ok(Signed {
                delivery_id: id_of(id)?,
                topic: cut(&topic, TOPIC_MAX),
                fingerprint: token_hash(&String::from_utf8_lossy(body)),
            })
        }
        HookForm::Woocommerce => {
            let signature =
                header("x-wc-webhook-signature").and_then(|told| STANDARD.decode(told).ok());
            if !signature.is_some_and(|signature| holds(body, &signature)) {
                return Err(unsigned());
            }
            let id =
                header("x-wc-webhook-delivery-id").ok_or_else(|| body_wrong("no delivery id"))?;
            let topic = header("x-wc-webhook-topic").ok_or_else(|| body_wrong("no topic"))?;
            Ok(Signed {
                delivery_id: id_of(id)?,
                topic: cut(topic, TOPIC_MAX),
                fingerprint: token_hash(&String::from_utf8_lossy(body)),
            })
        }
    }
}

fn id_of(id: &str) -> Result<String> {
    if id.is_empty() || id.len() > ID_MAX || !id.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(body_wrong("a delivery's number has 1 to 100 letters"));
    }
    Ok(id.to_owned())
}

fn json(body: &[u8]) -> Result<Value> {
    serde_json::from_slice(body).map_err(|_| body_wrong("the body is no JSON"))
}

fn cut(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

/// A text or number that is not empty; nought is WooCommerce's nobody.
fn field(value: &Value, pointer: &str) -> Option<String> {
    let text = match value.pointer(pointer)? {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!text.is_empty() && !text.contains('\0')).then(|| cut(&text, VALUE_MAX))
}

/// What it says; nothing if that concerns nobody here.
pub(super) fn news(form: HookForm, topic: &str, body: &[u8]) -> Result<Option<News>> {
    let body = json(body)?;
    let thing = topic.split('.').next().unwrap_or_default();
    let subject = match (form, thing) {
        (_, "order") => Subject::Order,
        (_, "product") => Subject::Product,
        (_, "customer") => Subject::Customer,
        (HookForm::Shanying, "shipment" | "parcel") => Subject::Shipment,
        (HookForm::Shanying, "refund") => Subject::Refund,
        (HookForm::Shanying, "stock") => Subject::Stock,
        (HookForm::Shanying, "coupon") => Subject::Coupon,
        _ => return Ok(None),
    };
    let names: [&str; 3] = match (form, subject) {
        (HookForm::Shanying, _) => ["/order_no", "/user_id", "/product_id"],
        (HookForm::Woocommerce, Subject::Order) => ["/id", "/customer_id", "/-"],
        (HookForm::Woocommerce, Subject::Product) => ["/-", "/-", "/id"],
        (HookForm::Woocommerce, _) => ["/-", "/id", "/-"],
    };
    let [order_no, user_id, product_id] = names.map(|name| field(&body, name));
    let known = match subject {
        Subject::Order | Subject::Shipment | Subject::Refund => order_no.is_some(),
        Subject::Product | Subject::Stock => product_id.is_some(),
        Subject::Coupon | Subject::Customer => user_id.is_some(),
    };
    if !known {
        return Err(body_wrong("it does not say what changed"));
    }
    Ok(Some(News {
        subject,
        touched: Touched {
            order_no,
            user_id,
            product_id,
        },
        status: field(&body, "/status"),
    }))
}

#[cfg(test)]
mod tests {
    use shanying_kernel::{Time, hex};
    use shanying_web_kit::signing::hmac_sha256;

    use super::{is_ping, news, verified};
    use crate::deliveries::model::{Hook, HookForm, StoredHook, Subject};

    fn stored(form: HookForm) -> StoredHook {
        StoredHook {
            hook: Hook {
                id: "hok_1".to_owned(),
                name: "x".to_owned(),
                form,
                url: String::new(),
                enabled: true,
                created_at: Time(0),
                rotated_at: Time(0),
                former_until: Some(Time(1_000_000)),
                last_at: None,
                refused: Vec::new(),
            },
            secret: "wc_secret".to_owned(),
            former_secret: Some("old".to_owned()),
        }
    }

    /// The vector of the reference: base64(HMAC-SHA-256("wc_secret", `{"id":1}`)).
    #[test]
    fn woocommerces_signature_is_understood() {
        let hook = stored(HookForm::Woocommerce);
        let ask = |signature: &'static str, body: &[u8]| {
            let header = move |name: &str| match name {
                "x-wc-webhook-signature" => Some(signature),
                "x-wc-webhook-delivery-id" => Some("d1"),
                "x-wc-webhook-topic" => Some("order.updated"),
                _ => None,
            };
            verified(&hook, header, body, Time(0))
        };
        let good = "hlMElbkJLWYXum9slTStkeWEeaQIrhf52NjjlrWgua0=";
        assert_eq!(ask(good, br#"{"id":1}"#).unwrap().topic, "order.updated");
        assert_eq!(
            ask(good, br#"{"id":2}"#).unwrap_err().code,
            "hook.signature"
        );
        assert_eq!(ask("", br#"{"id":1}"#).unwrap_err().code, "hook.signature");
        assert!(is_ping(HookForm::Woocommerce, b"webhook_id=17"));
        assert!(!is_ping(HookForm::Shanying, b"webhook_id=17"));
        assert!(!is_ping(HookForm::Woocommerce, b"webhook_id=17&x"));
    }

    #[test]
    fn ours_covers_time_number_and_body_and_the_former_secret_opens_for_a_while() {
        let hook = stored(HookForm::Shanying);
        let body = br#"{"event":"order.updated","order_no":"A1"}"#;
        let ask = |secret: &str, stamp: &str, id: &str, signed_id: &str, now: i64| {
            let message = [stamp.as_bytes(), b".", signed_id.as_bytes(), b".", body].concat();
            let mac = hmac_sha256(secret.as_bytes(), &message).unwrap();
            let signature = format!("sha256={}", hex(&mac));
            let header = |name: &str| match name {
                "x-shanying-signature" => Some(signature.as_str()),
                "x-shanying-timestamp" => Some(stamp),
                "x-shanying-delivery" => Some(id),
                _ => None,
            };
            verified(&hook, header, body, Time(now)).map_err(|error| error.code)
        };
        assert!(ask("wc_secret", "500", "d", "d", 500_000).is_ok());
        assert!(ask("wc_secret", "500", "d", "d", 800_000).is_ok());
        assert_eq!(
            ask("wc_secret", "500", "d", "d", 800_001),
            Err("hook.expired")
        );
        assert_eq!(
            ask("wc_secret", "500", "d", "d", 199_999),
            Err("hook.expired")
        );
        assert_eq!(
            ask("wc_secret", "later", "d", "d", 500_000),
            Err("hook.expired")
        );
        assert_eq!(
            ask("wc_secret", "500", "e", "d", 500_000),
            Err("hook.signature")
        );
        assert_eq!(
            ask("other", "500", "d", "d", 500_000),
            Err("hook.signature")
        );
        assert!(ask("old", "999", "d", "d", 1_000_000).is_ok());
        assert_eq!(
            ask("old", "1001", "d", "d", 1_000_001),
            Err("hook.signature")
        );
        assert_eq!(ask("wc_secret", "500", "", "", 500_000), Err("hook.body"));
    }

    #[test]
    fn what_changed_is_read_or_refused() {
        let read = |form, topic, body: &str| news(form, topic, body.as_bytes()).map_err(|e| e.code);
        let (ours, woo) = (HookForm::Shanying, HookForm::Woocommerce);
        let told = read(
            ours,
            "refund.updated",
            r#"{"order_no":"A1","user_id":7,"status":"refunded"}"#,
        );
        let told = told.unwrap().unwrap();
        assert_eq!(told.subject, Subject::Refund);
        assert_eq!(told.touched.order_no.as_deref(), Some("A1"));
        assert_eq!(told.touched.user_id.as_deref(), Some("7"));
        assert_eq!(told.status.as_deref(), Some("refunded"));
        let told = read(woo, "order.updated", r#"{"id":17,"customer_id":7}"#)
            .unwrap()
            .unwrap();
        assert_eq!(told.touched.order_no.as_deref(), Some("17"));
        let told = read(woo, "product.updated", r#"{"id":5}"#)
            .unwrap()
            .unwrap();
        assert_eq!(told.touched.product_id.as_deref(), Some("5"));
        assert_eq!(read(woo, "coupon.updated", "{}"), Ok(None));
        assert_eq!(read(ours, "weather.changed", "{}"), Ok(None));
        assert_eq!(read(ours, "stock.changed", "{}"), Err("hook.body"));
        assert_eq!(read(ours, "stock.changed", "{"), Err("hook.body"));
    }
}
