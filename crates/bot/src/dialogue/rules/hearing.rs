//! What is heard in a message: facts for slots, what the words do, which tasks they start.

use std::collections::BTreeMap;

use jiff::civil::DateTime;
use shanying_language::extract::{Catalogue, CatalogueBuilder, Kind, Slot, recognise};
use shanying_language::normalise::normalise_text;

use super::words::{Acts, acts, leaves_open};
use crate::dialogue::model::{Listed, Sense, SlotKind, Task, ValueWords};

/// What the knowledge base makes of the message.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Answer {
    /// It has an answer; the score, and whether the question is an entry's own.
    Given {
        /// 0 to 1.
        score: f64,
        /// Word by word.
        exact: bool,
    },
    /// It would ask back.
    Suggested,
    /// Small talk.
    Chat,
    /// A person comes, whatever the talk is about.
    Person,
    /// It stays calm.
    Calm,
    /// Nothing.
    #[default]
    Nothing,
}

/// A message as the rules see it.
#[derive(Clone, Debug, Default)]
pub struct Heard {
    /// Normalised.
    pub text: String,
    /// As it was typed.
    pub original: String,
    /// Facts in it, by the ear's kinds; spans are bytes of `text`.
    pub facts: Vec<Slot>,
    /// What the words do.
    pub acts: Acts,
    /// Tasks that it may start, the likeliest first.
    pub triggers: Vec<(String, f64)>,
    /// What the knowledge base makes of it.
    pub answer: Answer,
    /// A picture, in a message of its own.
    pub picture: Option<Listed>,
}

/// The words of all tasks, ready to be found.
#[derive(Debug, Default)]
pub struct Ear {
    catalogue: Catalogue,
    /// Words of the choices of each flow. They are everyday words (`好了` `没成功`), and of words
    /// that overlap the longest wins: they are listened for only where the flow is talked about.
    flows: BTreeMap<String, Catalogue>,
}

/// Words of one attribute from the catalogue of products.
pub type AttributeWords = BTreeMap<String, Vec<ValueWords>>;

/// Kind of the values of an attribute.
pub(super) fn attribute_kind(attribute: &str) -> String {
    format!("attribute/{attribute}")
}

/// Kind of words that tell what is to be avoided without any denial.
pub(super) fn condition_kind(attribute: &str) -> String {
    format!("condition/{attribute}")
}

/// Kind of the options of a choice.
pub(super) fn choice_kind(task: &str, slot: &str) -> String {
    format!("choice/{task}/{slot}")
}

/// A denial reaches over a comma only to more of the same sort: `不要香精，控油` wishes for what
/// comes second.
fn keep_to_their_clause(text: &str, facts: &mut [Slot]) {
    const CUES: &[&str] = &[
        "不", "别", "没", "无", "除", "免", "忌", "戒", "避", "拒", "厌", "非", "no", "without",
        "过敏",
    ];
    let marks = [',', '.', ';', '!', '?', '\n'];
    for place in 1..facts.len() {
        let kinds = facts.get(place - 1).zip(facts.get(place));
        let same = kinds.is_some_and(|(before, fact)| before.kind == fact.kind);
        let Some(fact) = facts.get_mut(place).filter(|fact| fact.negated && !same) else {
            continue;
        };
        let (before, rest) = (text.get(..fact.span.start), text.get(fact.span.end..));
        let before = before
            .unwrap_or_default()
            .rsplit(marks)
            .next()
            .unwrap_or_default();
        let rest = rest
            .unwrap_or_default()
            .split(marks)
            .next()
            .unwrap_or_default();
        fact.negated = CUES
            .iter()
            .any(|cue| before.contains(cue) || rest.contains(cue));
    }
}

/// Words behind a thing that is wished for.
const ENOUGH: &[&str] = &[
    "就好",
    "就行",
    "就可以",
    "就够",
    "即可",
    "为主",
    "也行",
    "也可以",
    "is fine",
    "will do",
];

fn add_to(builder: &mut CatalogueBuilder, kind: &str, values: &[ValueWords]) {
    for value in values {
        builder.add(kind, &value.value, value.words.iter().map(String::as_str));
    }
}

/// All facts of a text by the words of a catalogue.
fn facts(text: &str, now: DateTime, catalogue: &Catalogue) -> Vec<Slot> {
    let mut facts = recognise(text, now, catalogue);
    for fact in &mut facts {
        let rest = text.get(fact.span.end..).unwrap_or_default();
        // `不要美白的,补水就好`: what is good enough is wished for.
        fact.negated &= !ENOUGH.iter().any(|word| rest.starts_with(word));
    }
    keep_to_their_clause(text, &mut facts);
    facts
}

impl Ear {
    /// Learns the words of tasks and of what is sold.
    #[must_use]
    pub fn new(tasks: &[Task], sold: &AttributeWords) -> Self {
        let mut builder = Catalogue::builder();
        let mut add = |kind: &str, values: &[ValueWords]| add_to(&mut builder, kind, values);
        let mut flows = BTreeMap::new();
        let sort = |attribute: &str, value: &ValueWords| {
            if value.always {
                condition_kind(attribute)
            } else {
                attribute_kind(attribute)
            }
        };
        for (attribute, values) in sold {
            for value in values {
                add(&sort(attribute, value), std::slice::from_ref(value));
            }
        }
        for task in tasks {
            let mut own = task.nodes().map(|_| Catalogue::builder());
            for slot in &task.slots {
                match &slot.kind {
                    SlotKind::Attribute {
                        attribute, values, ..
                    } => {
                        for value in values {
                            add(&sort(attribute, value), std::slice::from_ref(value));
                        }
                    }
                    SlotKind::Choice { options, .. } => {
                        let kind = choice_kind(&task.key, &slot.key);
                        match &mut own {
                            Some(own) => add_to(own, &kind, options),
                            None => add(&kind, options),
                        }
                    }
                    _ => {}
                }
            }
            if let Some(own) = own {
                flows.insert(task.key.clone(), own.build());
            }
        }
        Self {
            catalogue: builder.build(),
            flows,
        }
    }

    /// Reads a message. `awaited` is what was asked for: a bare number answers a question about
    /// money.
    #[must_use]
    pub fn hear(&self, original: &str, now: DateTime, awaited: Option<&SlotKind>) -> Heard {
        let text = normalise_text(original);
        let mut facts = facts(&text, now, &self.catalogue);
        facts
            .retain(|fact| !matches!(fact.kind, Kind::Entry(_)) || !leaves_open(&text, &fact.span));
        let money = |facts: &[Slot]| facts.iter().any(|fact| fact.kind == Kind::Money);
        if matches!(awaited, Some(SlotKind::Money)) && !money(&facts) {
            facts.extend(self.as_money(&text, now));
        }
        Heard {
            acts: acts(&text),
            original: original.trim().to_owned(),
            text,
            facts,
            ..Heard::default()
        }
    }

    /// Listens for the choices of a flow too.
    pub fn hear_flow(&self, heard: &mut Heard, flow: &str, now: DateTime) {
        let Some(own) = self.flows.get(flow) else {
            return;
        };
        let choices = facts(&heard.text, now, own).into_iter();
        heard
            .facts
            .extend(choices.filter(|fact| matches!(fact.kind, Kind::Entry(_))));
        heard.facts.sort_by_key(|fact| fact.span.start);
    }

    /// The amounts in an answer to "how much", where `三百` needs no unit.
    fn as_money(&self, text: &str, now: DateTime) -> Vec<Slot> {
        const LEAD: &str = "价格不超过";
        const PLAIN: &str = "价格";
        let read = |lead: &str| {
            let facts = recognise(&format!("{lead}{text}"), now, &self.catalogue);
            facts
                .into_iter()
                .filter(|fact| fact.kind == Kind::Money && !fact.corrected)
                .filter(|fact| fact.span.end > lead.len())
                .map(|mut fact| {
                    fact.span =
                        fact.span.start.saturating_sub(lead.len())..fact.span.end - lead.len();
                    fact
                })
                .collect::<Vec<_>>()
        };
        let plain = read(PLAIN);
        if plain.is_empty() { read(LEAD) } else { plain }
    }
}

impl Heard {
    /// Whether it has more than one clause.
    pub(super) fn is_several(&self) -> bool {
        self.text
            .split([',', '.', ';', '!', '?', '\n'])
            .filter(|clause| !clause.trim().is_empty())
            .count()
            > 1
    }

    /// Whether a fact of this slot stands in it, wished for or not.
    pub(super) fn names(&self, task: &Task, slot: &str) -> bool {
        let Some(spec) = task.slot(slot) else {
            return false;
        };
        self.facts
            .iter()
            .any(|fact| match (&fact.kind, &spec.kind) {
                (
                    Kind::Entry(kind),
                    SlotKind::Attribute {
                        attribute, sense, ..
                    },
                ) => {
                    *kind == condition_kind(attribute)
                        || *kind == attribute_kind(attribute)
                            && (*sense == Sense::Want || fact.negated)
                }
                (Kind::Entry(kind), SlotKind::Choice { .. }) => {
                    *kind == choice_kind(&task.key, slot)
                }
                (Kind::Money, SlotKind::Money)
                | (Kind::Time, SlotKind::Time { .. })
                | (Kind::Phone, SlotKind::Phone)
                | (Kind::Order, SlotKind::Order { .. }) => true,
                _ => false,
            })
    }

    /// How sure the words that a task wants together make it: of its cues the surest that fits.
    pub(crate) fn cued(&self, task: &Task) -> f64 {
        let has = |word: &String| match word
            .strip_prefix('{')
            .and_then(|word| word.strip_suffix('}'))
        {
            Some(slot) => self.names(task, slot),
            None => self.text.contains(&normalise_text(word)),
        };
        task.cues
            .iter()
            .filter(|cue| cue.all.iter().all(|group| group.iter().any(has)))
            .filter(|cue| !cue.none.iter().any(has))
            .map(|cue| cue.sure)
            .fold(0.0, f64::max)
    }
}
