//! Greetings, thanks, farewells: what is said beside the matter, answered from a list that is the
//! section `small_talk` of the settings. A topic fits only when its pattern is (nearly) the whole
//! message; `你好，怎么退货` is a question, not a greeting.

mod http;
mod model;
mod rules;

pub use http::routes;
pub use model::{SmallTalk, Topic};
pub(crate) use rules::Patterns;
