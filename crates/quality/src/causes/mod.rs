//! Causes: why questions were not answered well, so that each gets the remedy that helps.
//!
//! | cause | decided by | remedy |
//! |---|---|---|
//! | no such knowledge | a label *missing*; else the bot did not know and no entry is near | make an entry |
//! | knowledge exists, not recognised | a label naming an entry; else an entry is near | add a similar question |
//! | recognised, not helped | an answer was given, and the customer said no, asked again or wanted a person | improve the answer |
//! | no matter of knowledge | a label small talk, person or skip | nothing |
//!
//! Customers rarely rate, so the signals of [`gaps`](crate::gaps) speak for them; a label of the
//! training centre overrules every guess. Near means a score from the bot's line of suggesting.

mod actions;
mod http;
mod model;
mod rules;

pub use http::routes;

#[cfg(test)]
mod tests;
