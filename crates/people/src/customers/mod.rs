//! Customers: who they are, how a device is recognised, what they agreed to, how they are erased.
//!
//! - A device carries an opaque secret that slides a year; of it only a hash is kept. Without a
//!   proof of identity its customer is anonymous (访客 and four digits).
//! - A proven identity ([`identity`]) finds or makes the customer by the company's own number, and
//!   the device moves there; what the anonymous customer had left goes along ([`sign_in`]).
//! - Phones, e-mail addresses and the like leave this room masked ([`mask_text`] is for previews);
//!   the full contact has its own door, whose use is audited.
//! - Erasing blanks every personal column, and deletes devices and consents; the row stays, so that
//!   figures still add up. What others see differently announces `customer.changed {customer_id}`.

mod actions;
mod http;
pub mod identity;
mod masking;
mod model;
mod rules;
mod store;
#[cfg(test)]
mod tests;

pub use actions::{
    add_tags, count_conversation, create, erase, export, record_consent, set_contact, sign_in,
    touch,
};
pub use http::routes;
pub use identity::{GivenIdentity, IdentityMode, VerifiedIdentity};
pub use masking::{mask_email, mask_phone, mask_text};
pub use model::{Brief, Consent, Contact, Customer, NewCustomer, SignIn, SignedIn};
pub use store::devices::of_secret;
pub use store::{brief, briefs, by_user_id, hold, list, load, merged_into, own_phone};
