//! The routes of this room.

use shanying_web_kit::Router;

/// The routes of this room.
pub fn routes() -> Router {
    Router::new()
}
