//! Second look at the best candidates of a search: what a pair of texts has in common and what
//! not ([`pair`]), and a ranker that learns from judged texts how much each sign counts
//! ([`Ranker`]).
//!
//! A candidate's merit is `Σ weight · sign`; the weights are those under which the right
//! candidates are likeliest when the candidates of a text compete (softmax over merits, the
//! listwise loss of ListNet, Cao et al. 2007), held near 0 by a ridge. Signs are scaled to the
//! same spread first, so that one ridge serves all. Whether the winner is right at all is a
//! second, smaller question, answered by a logistic regression on how far it leads.

mod pair;
mod ranker;

pub use pair::{PAIR_SIGNS, Prepared, Rarity, pair};
pub use ranker::{Judged, Ranker};
