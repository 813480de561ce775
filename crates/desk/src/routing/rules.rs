//! Who comes next and who takes them: pure.

use std::collections::HashMap;

use shanying_people::agents::Candidate;

use super::model::{GradePolicy, RoutingSettings, Strategy};
use crate::conversations::model::TransferReason;

/// What is known of a customer who begins to wait.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Case<'a> {
    pub channel_id: &'a str,
    pub grade: Option<&'a str>,
    pub tags: &'a [String],
    pub page: &'a str,
    pub locale: &'a str,
    pub reason: Option<TransferReason>,
}

impl RoutingSettings {
    /// What a grade is due.
    fn grade(&self, grade: Option<&str>) -> Option<&GradePolicy> {
        let grade = grade?.trim();
        self.grades
            .iter()
            .find(|policy| policy.grade.trim() == grade)
    }

    /// Why somebody of a grade comes to a person at once, if they do. At a peak the bot serves first,
    /// but for grades that keep their way.
    pub(crate) fn person_first(
        &self,
        grade: Option<&str>,
        at_peak: bool,
    ) -> Option<TransferReason> {
        let policy = self.grade(grade);
        if policy.is_some_and(|policy| policy.person_first && (policy.keeps_at_peak || !at_peak)) {
            return Some(TransferReason::Grade);
        }
        (self.person_first && (!at_peak || self.keeps_at_peak(grade)))
            .then_some(TransferReason::Policy)
    }

    /// Whether anybody may come to a person at once.
    pub(crate) fn knows_person_first(&self) -> bool {
        self.person_first || self.grades.iter().any(|grade| grade.person_first)
    }

    /// Whether a peak changes nothing for this grade.
    pub(crate) fn keeps_at_peak(&self, grade: Option<&str>) -> bool {
        self.grade(grade).is_some_and(|policy| policy.keeps_at_peak)
    }

    /// How many conversations of this channel one agent has at once, if that is limited.
    pub(crate) fn channel_cap(&self, channel_id: &str) -> Option<i64> {
        self.channel_caps
            .iter()
            .find(|cap| cap.channel_id == channel_id)
            .map(|cap| cap.at_most)
    }

    /// Place in the queue of somebody who begins to wait now: smaller is earlier.
    pub(super) fn rank(&self, grade: Option<&str>, now_ms: i64) -> i64 {
        let head_start = self.grade(grade).map_or(0, |one| one.head_start_seconds);
        now_ms - head_start * 1000
    }

    /// The group that a case waits for; none waits for anybody.
    pub(super) fn group_for(&self, case: &Case<'_>) -> Option<&str> {
        let one_of =
            |words: &[String], word: &str| words.is_empty() || words.iter().any(|w| w == word);
        let rule = self.rules.iter().find(|rule| {
            one_of(&rule.channels, case.channel_id)
                && one_of(&rule.grades, case.grade.unwrap_or_default())
                && (rule.tags.is_empty() || rule.tags.iter().any(|tag| case.tags.contains(tag)))
                && case.page.contains(rule.page.trim())
                && (rule.locale.is_empty() || rule.locale == case.locale)
                && (rule.reasons.is_empty()
                    || case
                        .reason
                        .is_some_and(|reason| rule.reasons.contains(&reason)))
        })?;
        Some(&rule.group_id)
    }

    /// Whether somebody who waits for a group may be served by others too.
    pub(super) fn overflows(&self, waited_ms: i64) -> bool {
        self.overflow_after_seconds > 0 && waited_ms >= self.overflow_after_seconds * 1000
    }
}

/// How many more conversations of a channel an agent can take: by their own cap, and by the
/// channel's, of which they serve `served`.
pub(crate) fn room(free_places: i64, cap: Option<i64>, served: i64) -> i64 {
    let by_channel = cap.map_or(i64::MAX, |cap| cap - served);
    free_places.min(by_channel).max(0)
}

/// Of those who are free, those below the cap of the channel; `served` tells how many of its
/// conversations each has.
pub(super) fn below_cap(
    mut free: Vec<Candidate>,
    cap: Option<i64>,
    served: &HashMap<String, i64>,
) -> Vec<Candidate> {
    free.retain(|one| {
        let has = served.get(&one.id).copied().unwrap_or_default();
        room(one.max_chats - one.load, cap, has) > 0
    });
    free
}

/// Free agents in the order in which they are asked: who served the customer last, who looks after
/// them, members of the group, then by the strategy.
pub(super) fn in_order(
    mut free: Vec<Candidate>,
    strategy: Strategy,
    (last, dedicated): (Option<&str>, Option<&str>),
) -> Vec<Candidate> {
    free.sort_by(|a, b| {
        let near = |one: &Candidate| {
            let id = Some(one.id.as_str());
            (id != last, id != dedicated, one.level.is_none())
        };
        // load / max_chats, without division.
        let saturation = (a.load * b.max_chats).cmp(&(b.load * a.max_chats));
        let by_strategy = match strategy {
            Strategy::LeastSaturated => saturation,
            Strategy::SkillFirst => b.level.cmp(&a.level).then(saturation),
            Strategy::RoundRobin => a.last_assigned_at.cmp(&b.last_assigned_at),
        };
        near(a)
            .cmp(&near(b))
            .then(by_strategy)
            .then(a.last_assigned_at.cmp(&b.last_assigned_at))
            .then_with(|| a.id.cmp(&b.id))
    });
    free
}

#[cfg(test)]
mod tests {
    use std::collections::BinaryHeap;

    use shanying_people::agents::Candidate;

    use super::{
        Case, GradePolicy, HashMap, RoutingSettings, Strategy, TransferReason, below_cap, in_order,
        room,
    };
    use crate::routing::model::Rule;

    fn agent(id: &str, load: i64, max_chats: i64, level: Option<i64>, last: i64) -> Candidate {
        Candidate {
            id: id.to_owned(),
            load,
            max_chats,
            level,
            last_assigned_at: last,
        }
    }

    fn order(
        free: Vec<Candidate>,
        strategy: Strategy,
        near: (Option<&str>, Option<&str>),
    ) -> String {
        let ordered = in_order(free, strategy, near);
        let ids: Vec<String> = ordered.into_iter().map(|one| one.id).collect();
        ids.concat()
    }

    #[test]
    fn who_is_nearest_comes_first_then_the_strategy_decides() {
        let free = || {
            vec![
                agent("a", 1, 8, Some(40), 5),
                agent("b", 3, 8, Some(90), 1),
                agent("c", 1, 2, Some(90), 3),
                agent("d", 0, 8, None, 2),
            ]
        };
        for (strategy, near, expected) in [
            (Strategy::LeastSaturated, (None, None), "abcd"),
            (Strategy::SkillFirst, (None, None), "bcad"),
            (Strategy::RoundRobin, (None, None), "bcad"),
            (Strategy::LeastSaturated, (Some("c"), None), "cabd"),
            (Strategy::LeastSaturated, (None, Some("b")), "bacd"),
            (Strategy::SkillFirst, (Some("d"), Some("a")), "dabc"),
            (Strategy::RoundRobin, (Some("gone"), Some("gone")), "bcad"),
        ] {
            assert_eq!(
                order(free(), strategy, near),
                expected,
                "{strategy:?} {near:?}"
            );
        }
    }

    #[test]
    fn the_cap_of_a_channel_holds_beside_the_agents_own() {
        for (free, cap, served, expected) in [
            (3, None, 9, 3),
            (3, Some(2), 0, 2),
            (1, Some(2), 0, 1),
            (3, Some(2), 2, 0),
            (3, Some(2), 5, 0),
            (-1, None, 0, 0),
        ] {
            assert_eq!(room(free, cap, served), expected, "{free} {cap:?} {served}");
        }
        let free = || vec![agent("a", 1, 8, None, 0), agent("b", 0, 8, None, 0)];
        let served = HashMap::from([("a".to_owned(), 1)]);
        let left = |cap| {
            order(
                below_cap(free(), cap, &served),
                Strategy::RoundRobin,
                (None, None),
            )
        };
        assert_eq!(
            (left(None), left(Some(1)), left(Some(2))),
            ("ab".into(), "b".into(), "ab".into())
        );
    }

    #[test]
    fn at_a_peak_the_bot_serves_first_but_for_grades_that_keep_their_way() {
        let grade = |grade: &str, person_first, keeps_at_peak| GradePolicy {
            grade: grade.into(),
            head_start_seconds: 0,
            person_first,
            keeps_at_peak,
        };
        let mut settings = RoutingSettings {
            grades: vec![
                grade("黑金", true, true),
                grade("金卡", true, false),
                grade("银卡", false, true),
            ],
            ..RoutingSettings::default()
        };
        let (by_grade, by_policy) = (Some(TransferReason::Grade), Some(TransferReason::Policy));
        for (everybody, whose, usual, at_peak) in [
            (false, Some("黑金"), by_grade, by_grade),
            (false, Some("金卡"), by_grade, None),
            (false, Some("银卡"), None, None),
            (false, None, None, None),
            (true, Some("黑金"), by_grade, by_grade),
            (true, Some("金卡"), by_grade, None),
            (true, Some("银卡"), by_policy, by_policy),
            (true, None, by_policy, None),
        ] {
            settings.person_first = everybody;
            assert_eq!(
                settings.person_first(whose, false),
                usual,
                "{everybody} {whose:?}"
            );
            assert_eq!(
                settings.person_first(whose, true),
                at_peak,
                "{everybody} {whose:?}"
            );
        }
    }

    #[test]
    fn the_first_rule_that_holds_names_the_group() {
        let rule = |group: &str| Rule {
            group_id: group.to_owned(),
            ..Rule::default()
        };
        let settings = RoutingSettings {
            rules: vec![
                Rule {
                    grades: vec!["金卡".into()],
                    reasons: vec![TransferReason::Anger],
                    ..rule("vip-anger")
                },
                Rule {
                    grades: vec!["金卡".into(), "黑金".into()],
                    ..rule("vip")
                },
                Rule {
                    page: "/refund".into(),
                    locale: "zh-CN".into(),
                    ..rule("refunds")
                },
                Rule {
                    tags: vec!["批发".into()],
                    channels: vec!["chn_1".into()],
                    ..rule("wholesale")
                },
            ],
            ..RoutingSettings::default()
        };
        let tags = ["批发".to_owned()];
        let plain = Case {
            channel_id: "chn_1",
            locale: "zh-CN",
            page: "https://shop/item",
            ..Case::default()
        };
        let gold = Case {
            grade: Some("金卡"),
            ..plain
        };
        for (case, expected) in [
            (plain, None),
            (gold, Some("vip")),
            (
                Case {
                    reason: Some(TransferReason::Anger),
                    ..gold
                },
                Some("vip-anger"),
            ),
            (
                Case {
                    page: "https://shop/refund/1",
                    ..plain
                },
                Some("refunds"),
            ),
            (
                Case {
                    page: "https://shop/refund/1",
                    locale: "en",
                    ..plain
                },
                None,
            ),
            (
                Case {
                    tags: &tags,
                    ..plain
                },
                Some("wholesale"),
            ),
            (
                Case {
                    tags: &tags,
                    channel_id: "chn_2",
                    ..plain
                },
                None,
            ),
        ] {
            assert_eq!(settings.group_for(&case), expected, "{case:?}");
        }
    }

    /// A queue under load: customers come faster than they are served for a while. Gold ones wait
    /// much less, and nobody waits longer than first come, first served plus the head start.
    #[test]
    fn a_head_start_shortens_the_wait_of_grades_and_bounds_everybodys() {
        let settings = RoutingSettings {
            grades: vec![GradePolicy {
                grade: "金卡".into(),
                head_start_seconds: 600,
                person_first: false,
                keeps_at_peak: true,
            }],
            ..RoutingSettings::default()
        };
        let mut seed = 7_u64;
        let mut random = move || {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (seed >> 33) as f64 / f64::from(1_u32 << 31)
        };
        // 50 places, 4 minutes each: 750 an hour; 900 an hour come for two hours, then 450.
        let mut arrivals = Vec::new();
        let mut now = 0.0;
        while arrivals.len() < 10_000 {
            let an_hour = if now < 7_200_000.0 { 900.0 } else { 450.0 };
            now += -(1.0 - random()).ln() * 3_600_000.0 / an_hour;
            arrivals.push((
                now as i64,
                random() < 0.1,
                (120_000.0 + random() * 240_000.0) as i64,
            ));
        }
        let serve = |rank: &dyn Fn(i64, bool) -> i64| {
            let mut free: BinaryHeap<std::cmp::Reverse<i64>> =
                (0..50).map(|_| std::cmp::Reverse(0)).collect();
            let mut waiting: Vec<(i64, usize)> = Vec::new();
            let mut waits = vec![0_i64; arrivals.len()];
            let mut next = 0;
            while next < arrivals.len() || !waiting.is_empty() {
                let std::cmp::Reverse(at) = free.pop().expect("places");
                while next < arrivals.len() && (arrivals[next].0 <= at || waiting.is_empty()) {
                    waiting.push((rank(arrivals[next].0, arrivals[next].1), next));
                    next += 1;
                }
                waiting.sort_unstable();
                let (_, who) = waiting.remove(0);
                let begin = at.max(arrivals[who].0);
                waits[who] = begin - arrivals[who].0;
                free.push(std::cmp::Reverse(begin + arrivals[who].2));
            }
            waits
        };
        let graded = serve(&|at, gold| settings.rank(gold.then_some("金卡"), at));
        let plain = serve(&|at, _| settings.rank(None, at));
        let p90 = |gold: bool| {
            let mut waits: Vec<i64> = graded
                .iter()
                .zip(&arrivals)
                .filter(|(_, arrival)| arrival.1 == gold)
                .map(|(wait, _)| *wait)
                .collect();
            waits.sort_unstable();
            waits[waits.len() * 9 / 10]
        };
        assert!(p90(true) * 2 <= p90(false), "{} {}", p90(true), p90(false));
        let longest = |waits: &[i64]| waits.iter().copied().max().unwrap_or_default();
        assert!(longest(&graded) <= longest(&plain) + 600_000 + 360_000);
    }
}
