//! Walks across the rooms: the whole program over real HTTP and WebSockets, on both databases.

#[cfg(test)]
mod codes;
#[cfg(test)]
mod commands;
#[cfg(test)]
mod connections;
#[cfg(test)]
mod doors;
#[cfg(test)]
mod flow_talk;
#[cfg(test)]
mod mcp;
#[cfg(test)]
mod permissions;
#[cfg(test)]
mod shop_faults;
#[cfg(test)]
mod shop_returns;
#[cfg(test)]
mod shop_talk;
#[cfg(test)]
mod sockets;
#[cfg(test)]
mod talk;
#[cfg(test)]
mod walk;
#[cfg(test)]
mod world;
