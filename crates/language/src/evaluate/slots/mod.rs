//! Slot filling: which facts did each turn of a dialog state? The database is the catalogue, the
//! schema is written down in `crosswoz.rs`; nothing is trained.

mod crosswoz;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use super::{Latency, Progress, Speed};
use crate::extract::{Conversation, Filled, Filler};

pub use crosswoz::Record;

/// A turn of a dialog with the facts that it states.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct SlotRow {
    pub dialog: String,
    pub turn: usize,
    #[serde(default)]
    pub prev_system: String,
    pub user: String,
    /// Domain, slot, value.
    pub informs: Vec<[String; 3]>,
    /// All that was stated up to here: `domain-slot` to values.
    #[serde(default)]
    pub state_after: BTreeMap<String, BTreeSet<String>>,
}

/// What was measured. Shares are 0..1.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
pub struct SlotReport {
    pub turns: usize,
    pub informs: usize,
    /// Over all facts: domain, slot and value must agree.
    pub precision: f64,
    pub recall: f64,
    pub f1: f64,
    /// Share of all turns whose facts are exactly right.
    pub turn_exact: f64,
    /// The same over turns that state two facts or more.
    pub multi_slot_exact: f64,
    /// Share of turns after which all that was stated so far is exactly right.
    pub joint_state: f64,
    /// Share of turns where a fact was missed; where one was made up.
    pub missed: f64,
    pub spurious: f64,
    #[serde(flatten)]
    pub speed: Speed,
}

/// One turn that went wrong, for people who look for the reason.
#[derive(Debug, Clone)]
pub struct SlotMistake<'a> {
    pub row: &'a SlotRow,
    pub missed: Vec<[String; 3]>,
    pub spurious: Vec<[String; 3]>,
}

/// Reads the turns in order with the database as catalogue.
pub fn slots<'a>(
    database: &[Record],
    rows: &'a [SlotRow],
    mut progress: impl FnMut(Progress),
    mut mistake: impl FnMut(SlotMistake<'a>),
) -> SlotReport {
    let began = Instant::now();
    let filler = Filler::new(
        crosswoz::schema(crosswoz::values_of(database, "游玩时间")),
        crosswoz::catalogue(database),
    );
    let learning = began.elapsed().as_secs_f64();
    let mut latency = Latency::default();
    let mut count = Counts::default();
    let mut dialog = "";
    let mut state = Conversation::default();
    let mut believed: BTreeSet<(String, String)> = BTreeSet::new();
    for (at, row) in rows.iter().enumerate() {
        if row.dialog != dialog || at == 0 {
            dialog = &row.dialog;
            state = Conversation::default();
            believed.clear();
        }
        let filled = latency.time(|| filler.fill(&row.prev_system, &row.user, &mut state));
        let found: BTreeSet<[String; 3]> = filled.into_iter().map(triple).collect();
        let gold: BTreeSet<[String; 3]> = row.informs.iter().cloned().collect();
        believed.extend(
            found
                .iter()
                .map(|[domain, slot, value]| (format!("{domain}-{slot}"), value.clone())),
        );
        let missed: Vec<_> = gold.difference(&found).cloned().collect();
        let spurious: Vec<_> = found.difference(&gold).cloned().collect();
        count.turn(&gold, &missed, &spurious);
        count.joint += usize::from(same_state(&believed, &row.state_after));
        if !missed.is_empty() || !spurious.is_empty() {
            mistake(SlotMistake {
                row,
                missed,
                spurious,
            });
        }
        if (at + 1) % 500 == 0 || at + 1 == rows.len() {
            progress(Progress::Asked(at + 1, rows.len()));
        }
    }
    count.report(latency.speed(learning, filler.bytes()))
}

fn triple(fact: Filled) -> [String; 3] {
    [fact.domain, fact.slot, fact.value]
}

fn same_state(
    believed: &BTreeSet<(String, String)>,
    gold: &BTreeMap<String, BTreeSet<String>>,
) -> bool {
    let size: usize = gold.values().map(BTreeSet::len).sum();
    size == believed.len()
        && believed
            .iter()
            .all(|(slot, value)| gold.get(slot).is_some_and(|values| values.contains(value)))
}

#[derive(Default)]
struct Counts {
    turns: usize,
    exact: usize,
    several: usize,
    several_exact: usize,
    joint: usize,
    turns_missed: usize,
    turns_spurious: usize,
    right: usize,
    missed: usize,
    spurious: usize,
}

impl Counts {
    fn turn(
        &mut self,
        gold: &BTreeSet<[String; 3]>,
        missed: &[[String; 3]],
        spurious: &[[String; 3]],
    ) {
        let exact = missed.is_empty() && spurious.is_empty();
        self.turns += 1;
        self.exact += usize::from(exact);
        if gold.len() >= 2 {
            self.several += 1;
            self.several_exact += usize::from(exact);
        }
        self.turns_missed += usize::from(!missed.is_empty());
        self.turns_spurious += usize::from(!spurious.is_empty());
        self.right += gold.len() - missed.len();
        self.missed += missed.len();
        self.spurious += spurious.len();
    }

    fn report(&self, speed: Speed) -> SlotReport {
        let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
        SlotReport {
            turns: self.turns,
            informs: self.right + self.missed,
            precision: share(self.right, self.right + self.spurious),
            recall: share(self.right, self.right + self.missed),
            f1: share(2 * self.right, 2 * self.right + self.missed + self.spurious),
            turn_exact: share(self.exact, self.turns),
            multi_slot_exact: share(self.several_exact, self.several),
            joint_state: share(self.joint, self.turns),
            missed: share(self.turns_missed, self.turns),
            spurious: share(self.turns_spurious, self.turns),
            speed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn database() -> Vec<Record> {
        let record = |domain: &str, facts: &[(&str, &[&str])]| -> Record {
            facts
                .iter()
                .chain(&[("领域", &[domain][..])])
                .map(|(slot, values)| {
                    let values = values.iter().map(|&value| value.to_owned()).collect();
                    ((*slot).to_owned(), values)
                })
                .collect()
        };
        vec![
            record(
                "景点",
                &[("名称", &["青石公园"]), ("游玩时间", &["1小时 - 2小时"])],
            ),
            record("景点", &[("名称", &["云上寺"]), ("游玩时间", &["3天"])]),
            record(
                "餐馆",
                &[
                    ("名称", &["老灶面馆（东门店）"]),
                    ("推荐菜", &["红油抄手", "没有"]),
                ],
            ),
            record(
                "酒店",
                &[
                    ("名称", &["白鹭大酒店"]),
                    ("酒店类型", &["经济型"]),
                    ("酒店设施", &["健身房", "租车", "叫醒服务"]),
                ],
            ),
        ]
    }

    fn filled(turns: &[(&str, &str)]) -> Vec<String> {
        let database = database();
        let filler = Filler::new(
            crosswoz::schema(crosswoz::values_of(&database, "游玩时间")),
            crosswoz::catalogue(&database),
        );
        let mut state = Conversation::default();
        let mut last = Vec::new();
        for (before, text) in turns {
            last = filler.fill(before, text, &mut state);
        }
        last.into_iter()
            .map(|fact| format!("{}-{}-{}", fact.domain, fact.slot, fact.value))
            .collect()
    }

    #[test]
    fn states_facts_of_one_turn() {
        let table: &[(&str, &[&str])] = &[
            ("找一家评分4.5分以上的酒店", &["酒店-评分-4.5分以上"]),
            ("吃完饭我想找个4分以上的景点玩", &["景点-评分-4分以上"]),
            (
                "推荐一家人均消費１００－１５０元的餐館",
                &["餐馆-人均消费-100-150元"],
            ),
            ("门票20到50之间的景点有吗", &["景点-门票-20-50元"]),
            (
                "想找个能玩1、2个小时的地方",
                &["景点-游玩时间-1小时 - 2小时"],
            ),
            ("有没有不要钱的景点推荐", &["景点-门票-免费"]),
            (
                "老灶面馆(东门店)的电话是多少",
                &["餐馆-名称-老灶面馆（东门店）"],
            ),
            ("想吃红油抄手，推荐一家餐馆", &["餐馆-推荐菜-红油抄手"]),
            ("没有问题了，谢谢", &[]),
            (
                "帮我找一家有健身房的经济型酒店",
                &["酒店-酒店类型-经济型", "酒店-酒店设施-健身房-是"],
            ),
            ("这家酒店有健身房吗", &[]),
            ("评分是多少？", &[]),
            (
                "从白鹭大酒店打车到青石公园，出租车的车牌是多少",
                &["出租-出发地-白鹭大酒店", "出租-目的地-青石公园"],
            ),
        ];
        for (text, expected) in table {
            let mut found = filled(&[("", text)]);
            found.sort();
            assert_eq!(&found, expected, "{text}");
        }
    }

    #[test]
    fn earlier_turns_are_remembered() {
        let way = ["出租-出发地-白鹭大酒店", "出租-目的地-青石公园"];
        assert_eq!(
            filled(&[
                ("", "从白鹭大酒店打车到青石公园，车型是什么"),
                ("车型是#CX。", "那车牌呢？"),
            ]),
            way
        );
        assert_eq!(
            filled(&[
                ("", "白鹭大酒店怎么样"),
                ("不错。", "周边有景点吗"),
                ("有青石公园。", "从酒店坐出租到景点吧"),
            ]),
            way
        );
    }

    #[test]
    fn counts_turns_and_facts() {
        let row = |turn, user: &str, informs: &[[&str; 3]], state: &[(&str, &[&str])]| SlotRow {
            dialog: "1".to_owned(),
            turn,
            prev_system: String::new(),
            user: user.to_owned(),
            informs: informs.iter().map(|fact| fact.map(str::to_owned)).collect(),
            state_after: state
                .iter()
                .map(|(slot, values)| {
                    let values = values.iter().map(|&value| value.to_owned()).collect();
                    ((*slot).to_owned(), values)
                })
                .collect(),
        };
        let rows = [
            row(
                0,
                "找一家评分4分以上、价格200-300元的酒店",
                &[["酒店", "评分", "4分以上"], ["酒店", "价格", "200-300元"]],
                &[("酒店-评分", &["4分以上"]), ("酒店-价格", &["200-300元"])],
            ),
            row(
                2,
                "白鹭大酒店",
                &[["酒店", "名称", "白鹭大酒店"], ["酒店", "评分", "5分"]],
                &[
                    ("酒店-评分", &["4分以上", "5分"]),
                    ("酒店-价格", &["200-300元"]),
                    ("酒店-名称", &["白鹭大酒店"]),
                ],
            ),
            row(
                4,
                "青石公园",
                &[],
                &[("酒店-评分", &["4分以上"]), ("酒店-价格", &["200-300元"])],
            ),
        ];
        let mut mistakes = Vec::new();
        let report = slots(
            &database(),
            &rows,
            |_| {},
            |mistake| {
                mistakes.push((
                    mistake.row.turn,
                    mistake.missed.len(),
                    mistake.spurious.len(),
                ));
            },
        );
        assert_eq!(mistakes, [(2, 1, 0), (4, 0, 1)]);
        let near = |a: f64, b: f64| (a - b).abs() < 1e-9;
        assert!(near(report.precision, 0.75) && near(report.recall, 0.75));
        assert!(near(report.turn_exact, 1.0 / 3.0) && near(report.multi_slot_exact, 0.5));
        assert!(near(report.missed, 1.0 / 3.0) && near(report.spurious, 1.0 / 3.0));
        assert!(near(report.joint_state, 1.0 / 3.0));
    }
}
