//! Promised times: which clocks run, stand still, are kept or missed, and what happens then.
//!
//! - The first reply runs from the beginning, whatever the status; the next reply from the word of
//!   the customer that waits for one. Only the resolution stands still in statuses that say so: a
//!   customer who was never answered is not helped by 挂起.
//! - A clock that was missed goes on until it is met, so that what comes after is counted, too.

use shanying_kernel::Time;

use super::calendar::WorkTime;
use crate::tickets::model::{
    Clock, ClockKind, ClockState, ClockView, Escalation, Policy, Priority,
};

/// A clock warns when so much of its time has passed.
const WARN_PERCENT: i64 = 80;

/// Keeps the promises of one ticket.
pub(crate) struct Keeper<'a> {
    pub work: &'a WorkTime,
    pub policy: &'a Policy,
    pub priority: Priority,
    pub now: Time,
}

/// What the ticket does now, as far as its clocks mind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Happened {
    /// It was opened; whether a customer waits for an answer.
    Opened { for_customer: bool },
    /// A person said something to the customer.
    Answered,
    /// The customer said something.
    CustomerSpoke,
    /// It is worked at, or the status stops the clock.
    Status { pauses: bool },
    /// It is done.
    Done,
    /// The priority or the policy changed.
    Retargeted,
}

/// An escalation that is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Step {
    pub clock: ClockKind,
    /// Under which it is remembered.
    pub name: String,
    pub what: Escalation,
}

impl Keeper<'_> {
    /// The clocks after something happened.
    pub(crate) fn after(&self, clocks: &mut Vec<Clock>, happened: Happened) {
        match happened {
            Happened::Opened { for_customer } => {
                if for_customer {
                    self.start(clocks, ClockKind::FirstReply);
                }
                self.start(clocks, ClockKind::Resolve);
            }
            Happened::Answered => {
                self.meet(clocks, &[ClockKind::FirstReply, ClockKind::NextReply]);
            }
            Happened::CustomerSpoke => {
                let waits =
                    |clock: &Clock| clock.kind != ClockKind::Resolve && clock.met_at.is_none();
                if !clocks.iter().any(waits) {
                    self.start(clocks, ClockKind::NextReply);
                }
            }
            Happened::Status { pauses } => {
                let resolve = clocks.iter_mut().find(|one| one.kind == ClockKind::Resolve);
                match resolve {
                    Some(clock) if pauses => self.pause(clock),
                    Some(clock) => {
                        clock.met_at = None;
                        self.resume(clock);
                    }
                    None => {}
                }
            }
            Happened::Done => {
                let all = [
                    ClockKind::FirstReply,
                    ClockKind::NextReply,
                    ClockKind::Resolve,
                ];
                self.meet(clocks, &all);
            }
            Happened::Retargeted => clocks.iter_mut().for_each(|clock| self.retarget(clock)),
        }
    }

    fn start(&self, clocks: &mut Vec<Clock>, kind: ClockKind) {
        clocks.retain(|clock| clock.kind != kind);
        let target_ms = self.policy.target_ms(self.priority, kind);
        if target_ms <= 0 {
            return;
        }
        let mut clock = Clock {
            kind,
            started_at: self.now,
            target_ms,
            used_ms: 0,
            since: None,
            due_at: None,
            met_at: None,
            missed_at: None,
            steps: Vec::new(),
        };
        self.resume(&mut clock);
        clocks.push(clock);
    }

    /// Working time that has passed.
    pub(crate) fn used(&self, clock: &Clock) -> i64 {
        let running = clock
            .since
            .map_or(0, |since| self.work.between(since, self.now));
        clock.used_ms + running
    }

    fn pause(&self, clock: &mut Clock) {
        self.note_missed(clock);
        clock.used_ms = self.used(clock);
        (clock.since, clock.due_at) = (None, None);
    }

    fn resume(&self, clock: &mut Clock) {
        if clock.since.is_none() {
            clock.since = Some(self.now);
            clock.due_at = self.work.after(self.now, clock.target_ms - clock.used_ms);
        }
    }

    fn meet(&self, clocks: &mut [Clock], kinds: &[ClockKind]) {
        let unmet = clocks
            .iter_mut()
            .filter(|clock| kinds.contains(&clock.kind) && clock.met_at.is_none());
        for clock in unmet {
            self.pause(clock);
            clock.met_at = Some(self.now);
        }
    }

    fn retarget(&self, clock: &mut Clock) {
        let target_ms = self.policy.target_ms(self.priority, clock.kind);
        if clock.met_at.is_some() || target_ms <= 0 || target_ms == clock.target_ms {
            return;
        }
        let runs = clock.since.is_some();
        self.pause(clock);
        clock.target_ms = target_ms;
        if runs {
            self.resume(clock);
        }
    }

    /// Writes down that the time ran out, if it has.
    pub(crate) fn note_missed(&self, clock: &mut Clock) {
        if let Some(due) = clock.due_at
            && clock.missed_at.is_none()
            && due <= self.now
        {
            clock.missed_at = Some(due);
        }
    }

    /// When a step of the escalation is due; none while the clock does not run, or when the time
    /// that it should come before is shorter than that.
    fn moment(&self, clock: &Clock, step: &Escalation) -> Option<Time> {
        let at_used = clock.target_ms + step.minutes * 60_000;
        if at_used <= 0 || clock.met_at.is_some() {
            return None;
        }
        self.work.after(clock.since?, at_used - clock.used_ms)
    }

    fn steps<'a>(&'a self, clock: &'a Clock) -> impl Iterator<Item = (String, &'a Escalation)> {
        self.policy
            .escalations
            .iter()
            .enumerate()
            .filter(|(_, step)| step.clock == clock.kind)
            .map(|(at, step)| (format!("{at}:{}", step.minutes), step))
            .filter(|(name, _)| !clock.steps.contains(name))
    }

    /// What is due and was not done.
    pub(crate) fn due(&self, clocks: &[Clock]) -> Vec<Step> {
        let mut due = Vec::new();
        for clock in clocks {
            for (name, step) in self.steps(clock) {
                if self.moment(clock, step).is_some_and(|at| at <= self.now) {
                    due.push(Step {
                        clock: clock.kind,
                        name,
                        what: step.clone(),
                    });
                }
            }
        }
        due
    }

    /// When to look next: the next step, or the next promise that runs out.
    pub(crate) fn next_moment(&self, clocks: &[Clock]) -> Option<Time> {
        let mut moments = Vec::new();
        for clock in clocks.iter().filter(|clock| clock.met_at.is_none()) {
            if clock.missed_at.is_none() {
                moments.extend(clock.due_at);
            }
            moments.extend(
                self.steps(clock)
                    .filter_map(|(_, step)| self.moment(clock, step)),
            );
        }
        moments.into_iter().min()
    }

    /// As the staff sees it.
    pub(crate) fn view(&self, clock: &Clock) -> ClockView {
        let state = match (clock.met_at, clock.missed_at) {
            (_, Some(_)) => ClockState::Missed,
            _ if clock.is_overdue(self.now) => ClockState::Missed,
            (Some(_), None) => ClockState::Met,
            (None, None) if clock.since.is_none() => ClockState::Paused,
            (None, None) => ClockState::Running,
        };
        ClockView {
            kind: clock.kind,
            state,
            target_ms: clock.target_ms,
            used_ms: self.used(clock),
            due_at: clock.due_at,
            warn_at: self.warn_at(clock),
            met_at: clock.met_at,
            missed_at: clock.missed_at,
        }
    }

    fn warn_at(&self, clock: &Clock) -> Option<Time> {
        let at_used = clock.target_ms * WARN_PERCENT / 100;
        self.work.after(clock.since?, at_used - clock.used_ms)
    }

    /// What lists sort by: when the next promise runs out, when that is a warning, and whether one
    /// that still counts was missed.
    pub(crate) fn pressing(&self, clocks: &[Clock]) -> (Option<Time>, Option<Time>, bool) {
        let running = clocks.iter().filter(|clock| clock.met_at.is_none());
        let next = running
            .clone()
            .filter(|one| one.due_at.is_some())
            .min_by_key(|one| one.due_at);
        let late = running.clone().any(|one| one.missed_at.is_some());
        (
            next.and_then(|clock| clock.due_at),
            next.and_then(|clock| self.warn_at(clock)),
            late,
        )
    }
}

impl Clock {
    fn is_overdue(&self, now: Time) -> bool {
        self.met_at.is_none() && self.due_at.is_some_and(|due| due <= now)
    }
}

#[cfg(test)]
mod tests {
    use shanying_kernel::Time;

    use super::{Happened, Keeper, WorkTime};
    use crate::service::Hours;
    use crate::service::rules::zone;
    use crate::tickets::model::{
        Clock, ClockKind, ClockState, Escalation, Policy, Priority, Target,
    };

    const MINUTE: i64 = 60_000;

    fn work() -> WorkTime {
        let week = Hours {
            days: vec![1, 2, 3, 4, 5],
            from: "09:00".into(),
            to: "18:00".into(),
        };
        WorkTime::new(&[week], &[], zone("Asia/Shanghai"))
    }

    fn policy() -> Policy {
        let target = |priority, first, next, resolve| Target {
            priority,
            first_reply_minutes: first,
            next_reply_minutes: next,
            resolve_minutes: resolve,
        };
        let step = |clock, minutes, raise_priority| Escalation {
            clock,
            minutes,
            raise_priority,
            tell_supervisors: false,
            group_id: String::new(),
        };
        Policy {
            key: "p".into(),
            name: String::new(),
            calendar: String::new(),
            targets: vec![
                target(Priority::Normal, 60, 120, 600),
                target(Priority::High, 30, 60, 300),
            ],
            escalations: vec![
                step(ClockKind::FirstReply, -90, false),
                step(ClockKind::Resolve, -60, false),
                step(ClockKind::Resolve, 0, true),
                step(ClockKind::Resolve, 30, true),
            ],
        }
    }

    /// One ticket whose clocks are asked at chosen instants.
    struct Case {
        work: WorkTime,
        policy: Policy,
        clocks: Vec<Clock>,
        priority: Priority,
    }

    impl Case {
        fn opened(at: &str) -> Self {
            let mut case = Self {
                work: work(),
                policy: policy(),
                clocks: Vec::new(),
                priority: Priority::Normal,
            };
            case.at(at, Happened::Opened { for_customer: true });
            case
        }

        fn keeper(&self, at: &str) -> Keeper<'_> {
            Keeper {
                work: &self.work,
                policy: &self.policy,
                priority: self.priority,
                now: Time::parse(&format!("{at}:00+08:00")).expect("a time"),
            }
        }

        fn at(&mut self, at: &str, happened: Happened) {
            let mut clocks = std::mem::take(&mut self.clocks);
            self.keeper(at).after(&mut clocks, happened);
            self.clocks = clocks;
        }

        fn states(&self, at: &str) -> Vec<(ClockKind, ClockState, i64)> {
            let keeper = self.keeper(at);
            let views = self.clocks.iter().map(|clock| keeper.view(clock));
            views
                .map(|view| (view.kind, view.state, view.used_ms / MINUTE))
                .collect()
        }

        fn steps(&self, at: &str) -> Vec<(ClockKind, i64)> {
            let due = self.keeper(at).due(&self.clocks);
            due.into_iter()
                .map(|step| (step.clock, step.what.minutes))
                .collect()
        }
    }

    #[test]
    fn replies_meet_their_clocks_and_a_customers_word_begins_the_next() {
        use ClockKind::{FirstReply, NextReply, Resolve};
        use ClockState::{Met, Missed, Running};
        let mut case = Case::opened("2026-11-20T17:30");
        assert_eq!(
            case.states("2026-11-23T09:10"),
            [(FirstReply, Running, 40), (Resolve, Running, 40)],
            "over the weekend"
        );
        // The customer says more before anybody answered: it is still the first reply that is due.
        case.at("2026-11-23T09:12", Happened::CustomerSpoke);
        assert_eq!(case.clocks.len(), 2);
        case.at("2026-11-23T09:20", Happened::Answered);
        assert_eq!(case.states("2026-11-23T12:00")[0], (FirstReply, Met, 50));
        case.at("2026-11-23T10:00", Happened::CustomerSpoke);
        case.at("2026-11-23T10:30", Happened::CustomerSpoke);
        let next = case.states("2026-11-23T11:00")[2];
        assert_eq!(
            next,
            (NextReply, Running, 60),
            "from the first word that waits"
        );
        case.at("2026-11-23T12:30", Happened::Answered);
        assert_eq!(case.states("2026-11-23T13:00")[2], (NextReply, Missed, 150));
        case.at("2026-11-24T09:00", Happened::CustomerSpoke);
        assert_eq!(case.states("2026-11-24T09:05")[2], (NextReply, Running, 5));
    }

    #[test]
    fn statuses_stop_the_resolution_alone_and_opening_again_goes_on() {
        use ClockKind::{FirstReply, Resolve};
        use ClockState::{Met, Missed, Paused, Running};
        let mut case = Case::opened("2026-11-20T09:00");
        case.at("2026-11-20T10:00", Happened::Status { pauses: true });
        assert_eq!(
            case.states("2026-11-20T15:00"),
            [(FirstReply, Missed, 360), (Resolve, Paused, 60)]
        );
        // A second status that pauses changes nothing.
        case.at("2026-11-20T16:00", Happened::Status { pauses: true });
        case.at("2026-11-20T17:00", Happened::Status { pauses: false });
        assert_eq!(case.states("2026-11-20T17:30")[1], (Resolve, Running, 90));
        // 600 minutes less 60: the rest of Friday is 60, so 480 on Monday.
        let due = case.clocks[1].due_at;
        assert_eq!(due, Time::parse("2026-11-23T17:00:00+08:00"));
        case.at("2026-11-20T18:00", Happened::Done);
        assert_eq!(case.states("2026-11-25T12:00")[1], (Resolve, Met, 120));
        case.at("2026-11-23T09:00", Happened::Status { pauses: false });
        assert_eq!(case.states("2026-11-23T10:00")[1], (Resolve, Running, 180));
        case.at("2026-11-24T17:00", Happened::Done);
        assert_eq!(case.states("2026-11-24T18:00")[1], (Resolve, Missed, 1140));
    }

    #[test]
    fn another_priority_promises_another_time_and_keeps_what_passed() {
        let mut case = Case::opened("2026-11-20T09:00");
        case.priority = Priority::High;
        case.at("2026-11-20T09:20", Happened::Retargeted);
        let first = &case.clocks[0];
        assert_eq!(
            (first.target_ms, first.due_at),
            (30 * MINUTE, Time::parse("2026-11-20T09:30:00+08:00"))
        );
        // Nothing is promised for this one: what was promised stays.
        case.priority = Priority::Urgent;
        case.at("2026-11-20T09:21", Happened::Retargeted);
        assert_eq!(case.clocks[0].target_ms, 30 * MINUTE);
        let empty = Keeper {
            priority: Priority::Urgent,
            ..case.keeper("2026-11-20T09:00")
        };
        let mut none = Vec::new();
        empty.after(&mut none, Happened::Opened { for_customer: true });
        assert!(none.is_empty());
    }

    #[test]
    fn escalations_come_in_time_once_and_not_while_the_clock_stands() {
        use ClockKind::Resolve;
        let mut case = Case::opened("2026-11-20T09:00");
        // Ten hours: until Monday 10:00; the step an hour before comes at nine.
        let table = [
            ("2026-11-20T17:59", vec![]),
            ("2026-11-23T09:00", vec![(Resolve, -60)]),
            ("2026-11-23T10:00", vec![(Resolve, -60), (Resolve, 0)]),
            (
                "2026-11-23T10:30",
                vec![(Resolve, -60), (Resolve, 0), (Resolve, 30)],
            ),
        ];
        for (at, due) in table {
            assert_eq!(case.steps(at), due, "{at}");
        }
        let next = |case: &Case, at: &str| case.keeper(at).next_moment(&case.clocks);
        assert_eq!(
            next(&case, "2026-11-20T09:00"),
            Time::parse("2026-11-20T10:00:00+08:00")
        );
        let done: Vec<String> = case
            .keeper("2026-11-23T09:00")
            .due(&case.clocks)
            .into_iter()
            .map(|step| step.name)
            .collect();
        case.clocks[1].steps = done;
        assert_eq!(case.steps("2026-11-23T09:30"), []);
        case.at("2026-11-23T09:30", Happened::Status { pauses: true });
        assert_eq!(case.steps("2026-11-27T12:00"), [], "it stands");
        case.at("2026-11-27T12:00", Happened::Status { pauses: false });
        assert_eq!(case.steps("2026-11-27T12:29"), []);
        assert_eq!(case.steps("2026-11-27T12:30"), [(Resolve, 0)]);
        case.at("2026-11-27T12:30", Happened::Done);
        assert_eq!(case.steps("2026-12-27T12:30"), []);
        assert_eq!(next(&case, "2026-12-27T12:30"), None);
    }
}
