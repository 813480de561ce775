//! Yardsticks: what the database and the sockets give to a program that does nothing else.

pub mod echo;
pub mod writer;
