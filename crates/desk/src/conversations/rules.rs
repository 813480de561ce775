//! Decisions about conversations. No database, no clock of their own, no async.

use shanying_bot::Reply;
use shanying_kernel::{Error, Result};

use super::model::{AttachedEntry, Content, Owner, QuestionRef, TransferReason};

/// What happens to a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Turn {
    /// A person is asked for.
    AskPerson,
    /// An agent takes it, is given it, or answers a message left.
    AgentTakes,
    /// The agent gives it to the bot.
    ReturnToBot,
    /// The agent is gone, or passes it to a group.
    BackToQueue,
    /// The customer stops waiting.
    GiveUp,
    /// The customer leaves a message instead.
    LeaveMessage,
    /// Somebody ends it, or nobody speaks any more.
    Close,
}

/// The owner state machine: who owns the conversation after `turn`, or why it cannot happen.
pub(crate) fn next_owner(owner: Owner, turn: Turn) -> Result<Owner> {
    use Owner::{Agent, Bot, Closed, LeftMessage, Queue};
    Ok(match (owner, turn) {
        (Bot, Turn::AskPerson) => Queue,
        (Bot | Queue | LeftMessage | Agent, Turn::AgentTakes) => Agent,
        (Agent, Turn::ReturnToBot) | (Queue, Turn::GiveUp | Turn::ReturnToBot) => Bot,
        (Agent, Turn::BackToQueue) => Queue,
        (Bot | Queue, Turn::LeaveMessage) => LeftMessage,
        (Bot | Queue | Agent | LeftMessage, Turn::Close) => Closed,
        (Closed, _) => return Err(over()),
        _ => {
            return Err(Error::conflict(
                "conversation.wrong_state",
                format!("{turn:?} is not possible while {owner:?} owns the conversation"),
            ));
        }
    })
}

/// The conversation has ended.
pub(crate) fn over() -> Error {
    Error::conflict("conversation.closed", "the conversation is over")
}

/// What the bot remembers of a conversation when it decides what to do.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Memory {
    pub unknowns: i64,
    pub abuses: i64,
    pub veileds: i64,
    pub paused_until_ms: Option<i64>,
}

/// The tenant's limits for the bot.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Patience {
    pub unknowns_before_handover: i64,
    pub abuse_limit: i64,
    pub abuse_pause_ms: i64,
    /// How often the bot may ask back before a person comes.
    pub asks_at_most: i64,
}

/// What the bot does with a message.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Plan {
    /// What it says, if anything. Said after the hand-over is written.
    pub says: Option<Content>,
    /// A person is needed.
    pub hand_over: Option<TransferReason>,
    /// The entry that needed a person.
    pub attached: Option<AttachedEntry>,
    /// What it remembers afterwards.
    pub unknowns: i64,
    pub abuses: i64,
    pub veileds: i64,
    pub paused_until_ms: Option<i64>,
}

impl Plan {
    /// Whether the bot did not get on, compared with what it remembered before.
    pub(crate) fn is_failure(&self, before: &Memory) -> bool {
        self.unknowns > before.unknowns || self.veileds > before.veileds
    }
}

/// From the bot's reply to what happens: pure, so that every policy is a row of the table below.
pub(crate) fn plan(reply: Reply, memory: Memory, patience: Patience, now_ms: i64) -> Plan {
    let mut plan = Plan {
        says: None,
        hand_over: None,
        attached: None,
        unknowns: memory.unknowns,
        abuses: memory.abuses,
        veileds: memory.veileds,
        paused_until_ms: memory.paused_until_ms,
    };
    let paused = memory.paused_until_ms.is_some_and(|until| until > now_ms);
    if paused && !matches!(reply, Reply::HandoverWords | Reply::ToPerson { .. }) {
        return plan;
    }
    plan.paused_until_ms = None;
    match reply {
        Reply::Answer {
            entry_id,
            question,
            blocks,
            related,
        } => {
            plan.unknowns = 0;
            let related = related.into_iter().map(QuestionRef::from).collect();
            let entry_id = Some(entry_id);
            plan.says = Some(Content::Answer {
                entry_id,
                question,
                blocks,
                related,
            });
        }
        Reply::Suggestions(items) => {
            let items = items.into_iter().map(QuestionRef::from).collect();
            plan.says = Some(Content::Suggestions { items });
        }
        Reply::SmallTalk { text } => plan.says = Some(Content::Text { text }),
        Reply::ToPerson {
            entry_id,
            question,
            agent_note,
        } => {
            plan.attached = Some(AttachedEntry {
                entry_id,
                question,
                agent_note,
            });
            plan.hand_over = Some(TransferReason::Entry);
        }
        Reply::HandoverWords => plan.hand_over = Some(TransferReason::Words),
        Reply::Anger => plan.hand_over = Some(TransferReason::Anger),
        Reply::Veiled => {
            plan.veileds += 1;
            if plan.veileds > patience.asks_at_most {
                plan.hand_over = Some(TransferReason::Veiled);
            } else {
                plan.says = Some(Content::notice("bot.ask_wish"));
            }
        }
        Reply::Abuse { text } => {
            plan.abuses += 1;
            if plan.abuses > patience.abuse_limit {
                plan.abuses = 0;
                plan.paused_until_ms = Some(now_ms + patience.abuse_pause_ms);
                let seconds = patience.abuse_pause_ms / 1000;
                plan.says = Some(Content::notice_with(
                    "bot.paused",
                    [("seconds", seconds.into())],
                ));
            } else {
                plan.says = Some(Content::Text { text });
            }
        }
        Reply::Unknown => {
            plan.unknowns += 1;
            let most = patience.asks_at_most + 1;
            if plan.unknowns >= patience.unknowns_before_handover.min(most) {
                plan.hand_over = Some(TransferReason::Unknown);
            } else {
                plan.says = Some(Content::notice("bot.unknown"));
            }
        }
    }
    plan
}

impl From<shanying_bot::EntryRef> for QuestionRef {
    fn from(entry: shanying_bot::EntryRef) -> Self {
        Self {
            entry_id: entry.entry_id,
            question: entry.question,
        }
    }
}

/// How long somebody at `position` will wait: no time while that many places are free, else from the
/// gaps between the last accepted ones; nothing when fewer than three were accepted lately, because
/// a guess would not be honest.
pub(crate) fn estimate_wait(
    accepted_at_ms: &[i64],
    position: i64,
    free_places: i64,
    now_ms: i64,
) -> Option<i64> {
    if free_places >= position {
        return Some(1);
    }
    let oldest = *accepted_at_ms.iter().min()?;
    let count = i64::try_from(accepted_at_ms.len()).ok()?;
    if count < 3 {
        return None;
    }
    Some(((now_ms - oldest) / count * position / 1000).max(1))
}

#[cfg(test)]
mod tests {
    use shanying_bot::Reply;

    use super::{Memory, Owner, Patience, TransferReason, Turn, estimate_wait, next_owner, plan};
    use crate::conversations::model::Content;

    #[test]
    fn the_owner_state_machine() {
        use Owner::{Agent, Bot, Closed, LeftMessage, Queue};
        let table = [
            (Bot, Turn::AskPerson, Some(Queue)),
            (Queue, Turn::AskPerson, None),
            (Agent, Turn::AskPerson, None),
            (Queue, Turn::AgentTakes, Some(Agent)),
            (Bot, Turn::AgentTakes, Some(Agent)),
            (LeftMessage, Turn::AgentTakes, Some(Agent)),
            (Agent, Turn::AgentTakes, Some(Agent)),
            (Agent, Turn::ReturnToBot, Some(Bot)),
            (Bot, Turn::ReturnToBot, None),
            (Agent, Turn::BackToQueue, Some(Queue)),
            (Bot, Turn::BackToQueue, None),
            (Queue, Turn::GiveUp, Some(Bot)),
            (Agent, Turn::GiveUp, None),
            (Queue, Turn::LeaveMessage, Some(LeftMessage)),
            (Bot, Turn::LeaveMessage, Some(LeftMessage)),
            (Agent, Turn::LeaveMessage, None),
            (Agent, Turn::Close, Some(Closed)),
            (LeftMessage, Turn::Close, Some(Closed)),
            (Closed, Turn::Close, None),
            (Closed, Turn::AgentTakes, None),
        ];
        for (owner, turn, expected) in table {
            assert_eq!(next_owner(owner, turn).ok(), expected, "{owner:?} {turn:?}");
        }
    }

    const PATIENCE: Patience = Patience {
        unknowns_before_handover: 2,
        abuse_limit: 1,
        abuse_pause_ms: 60_000,
        asks_at_most: 1,
    };

    #[test]
    fn the_policy_bounds_how_often_the_bot_asks_back() {
        for (asks_at_most, unknowns_before_handover, wanted) in
            [(0, 2, 1), (1, 2, 2), (1, 5, 2), (2, 5, 3), (2, 1, 1)]
        {
            let patience = Patience {
                asks_at_most,
                unknowns_before_handover,
                ..PATIENCE
            };
            let mut memory = Memory::default();
            let mut said = 0;
            loop {
                said += 1;
                let plan = plan(Reply::Unknown, memory, patience, 0);
                assert!(plan.is_failure(&memory));
                if plan.hand_over.is_some() {
                    break;
                }
                memory.unknowns = plan.unknowns;
            }
            assert_eq!(said, wanted, "{asks_at_most} {unknowns_before_handover}");
        }
    }

    #[test]
    fn unknown_twice_brings_a_person() {
        let first = plan(Reply::Unknown, Memory::default(), PATIENCE, 0);
        assert_eq!(first.says, Some(Content::notice("bot.unknown")));
        assert_eq!((first.hand_over, first.unknowns), (None, 1));
        let memory = Memory {
            unknowns: 1,
            ..Memory::default()
        };
        let second = plan(Reply::Unknown, memory, PATIENCE, 0);
        assert_eq!(
            (second.says, second.hand_over),
            (None, Some(TransferReason::Unknown))
        );
        let answer = Reply::Answer {
            entry_id: "e".into(),
            question: "q".into(),
            blocks: vec![],
            related: vec![],
        };
        assert_eq!(plan(answer, memory, PATIENCE, 0).unknowns, 0);
    }

    #[test]
    fn a_veiled_demand_is_asked_for_once() {
        let first = plan(Reply::Veiled, Memory::default(), PATIENCE, 0);
        assert_eq!(first.says, Some(Content::notice("bot.ask_wish")));
        assert_eq!(
            (first.hand_over, first.veileds, first.unknowns),
            (None, 1, 0)
        );
        let memory = Memory {
            veileds: first.veileds,
            ..Memory::default()
        };
        let second = plan(Reply::Veiled, memory, PATIENCE, 0);
        assert_eq!(
            (second.says, second.hand_over),
            (None, Some(TransferReason::Veiled))
        );
    }

    #[test]
    fn abuse_is_answered_calmly_then_pauses_the_talk_but_never_bars_the_way_to_a_person() {
        let abuse = || Reply::Abuse {
            text: "calm".into(),
        };
        let first = plan(abuse(), Memory::default(), PATIENCE, 0);
        assert_eq!(
            first.says,
            Some(Content::Text {
                text: "calm".into()
            })
        );
        let memory = Memory {
            abuses: 1,
            ..Memory::default()
        };
        let second = plan(abuse(), memory, PATIENCE, 1_000);
        assert_eq!(second.paused_until_ms, Some(61_000));
        let paused = Memory {
            paused_until_ms: Some(61_000),
            ..Memory::default()
        };
        assert_eq!(plan(Reply::Unknown, paused, PATIENCE, 2_000).says, None);
        let words = plan(Reply::HandoverWords, paused, PATIENCE, 2_000);
        assert_eq!(words.hand_over, Some(TransferReason::Words));
        assert!(
            plan(Reply::Unknown, paused, PATIENCE, 61_000)
                .says
                .is_some()
        );
    }

    #[test]
    fn waits_are_estimated_only_from_experience() {
        assert_eq!(estimate_wait(&[0, 10_000], 1, 0, 20_000), None);
        assert_eq!(estimate_wait(&[0, 10_000, 20_000], 2, 0, 30_000), Some(20));
        // A quiet half hour says nothing about the wait while somebody is free.
        assert_eq!(estimate_wait(&[0, 1, 2], 1, 1, 1_800_000), Some(1));
        assert_eq!(estimate_wait(&[0, 1, 2], 2, 1, 1_800_000), Some(1200));
    }
}
