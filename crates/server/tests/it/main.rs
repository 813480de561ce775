//! Walks across the rooms: the whole program over real HTTP and WebSockets, on both databases.

mod codes;
mod commands;
mod doors;
mod walk;
mod world;
