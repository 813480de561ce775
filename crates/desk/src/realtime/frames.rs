//! Frames: `{"t": type, "ref"?: the client's mark, "d": data}`.

use serde::Serialize;
use serde_json::{Value as Json, json};
use shanying_kernel::Error;
use shanying_web_kit::Frame;

/// A frame of its type with its data.
pub(crate) fn frame<T: Serialize>(kind: &str, data: &T) -> Frame {
    Frame::from(json!({"t": kind, "d": data}).to_string())
}

/// The answer to the client's frame `reference`.
pub(crate) fn ack<T: Serialize>(reference: &Json, data: &T) -> Frame {
    Frame::from(json!({"t": "ack", "ref": reference, "d": data}).to_string())
}

/// The refusal of the client's frame `reference`.
pub(crate) fn error(reference: &Json, error: &Error) -> Frame {
    let data = json!({"code": error.code, "message": error.message, "params": error.params});
    Frame::from(json!({"t": "error", "ref": reference, "d": data}).to_string())
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use shanying_kernel::Error;

    #[test]
    fn frames_look_as_documented() {
        insta::assert_snapshot!(super::frame("pong", &json!({})).as_str());
        insta::assert_snapshot!(super::ack(&json!("r1"), &json!({"x": 1})).as_str());
        let refused = Error::invalid("invalid.nul", "no").with("field", "text");
        insta::assert_snapshot!(super::error(&json!("r2"), &refused).as_str());
    }
}
