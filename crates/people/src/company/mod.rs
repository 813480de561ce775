//! The company itself: its name, time zone and language (settings section `company`), and the page
//! of the audit log.

mod http;
mod model;

pub use http::routes;
pub use model::{CompanySettings, Locale};
