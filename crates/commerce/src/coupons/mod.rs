//! What a customer holds: coupons and points.

mod model;
pub(crate) mod store;

pub use model::{Coupon, CouponState, NewCoupon, PointMove, Points};
pub use store::{insert, insert_points};
