//! Types of tasks, of where a talk stands, and of what is said.

mod aids;
mod flow;
mod moves;
mod state;
mod task;

pub use aids::{
    Aid, Field, GoodsLine, Input, OrderCard, ParcelCard, RefundCard, RefundMark, SummaryRow,
};
pub use flow::{About, Compare, Edge, Node, NodeKind, Place, Test};
pub use moves::{Asked, Card, FactSeen, Move, OptionChip, Row, Step, Trace, Weighed};
pub use state::{Filled, Finished, Given, Listed, Origin, Passed, Running, Stage, State};
pub use task::{
    Action, Carry, Condition, Cue, Phrases, Sense, SlotKind, SlotSpec, Task, ValueWords,
};
