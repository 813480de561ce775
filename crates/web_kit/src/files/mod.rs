//! Uploaded files. A row authorises, the content lies among the blobs, and a signed address that
//! expires lets a browser fetch it without a session.
//!
//! Pictures are decoded and written anew, so nothing rides along; SVG and HTML are refused.

mod actions;
pub mod http;
mod model;
mod rules;
pub mod store;

pub use actions::{Upload, keep};
pub use model::{FileInfo, FileRow, address};
