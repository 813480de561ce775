//! What helps agents, through the widget's frames and the staff's requests, on both databases.

mod replay;
mod talks;
