//! What an entry must be like, and how it changes. Pure.

use std::collections::HashSet;

use shanying_kernel::Error;
use shanying_language::normalise::key;

use super::model::{AnswerChannel, AnswerText, EntryDraft, EntryState, Handling};

/// Characters of a question.
pub(super) const QUESTION_MAX: usize = 500;
/// Similar questions of an entry.
pub(super) const SIMILAR_MAX: usize = 500;
/// Characters of an answer's Markdown.
pub(super) const MARKDOWN_MAX: usize = 20_000;
/// Keywords of an entry, and characters of one.
const KEYWORDS_MAX: usize = 20;
const KEYWORD_MAX: usize = 30;
const NOTE_MAX: usize = 2_000;
const RELATED_MAX: usize = 20;

/// One thing wrong with a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    /// The field of the draft.
    pub(super) field: &'static str,
    /// `required`, `too_long`, `too_many`, `duplicate`, `order`, `nul`.
    pub(super) code: &'static str,
    /// A sentence for developers.
    pub(super) message: &'static str,
    /// What stood there, cut to what a report shows.
    pub(super) value: String,
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        match fault.code {
            "nul" => Self::invalid("invalid.nul", "text must not contain NUL"),
            "too_long" => {
                Self::invalid("invalid.too_long", fault.message).with("field", fault.field)
            }
            code => Self::field(fault.field, fault.message).with("reason", code),
        }
    }
}

/// The draft with spaces at the ends taken away and empty similar questions left out.
pub(super) fn tidy(mut draft: EntryDraft) -> EntryDraft {
    draft.question = draft.question.trim().to_owned();
    draft.agent_note = draft.agent_note.trim().to_owned();
    draft
        .similar
        .iter_mut()
        .for_each(|text| *text = text.trim().to_owned());
    draft.similar.retain(|text| !text.is_empty());
    draft
        .keywords
        .iter_mut()
        .for_each(|word| *word = word.trim().to_owned());
    draft.keywords.retain(|word| !word.is_empty());
    draft.category_id = draft.category_id.filter(|id| !id.is_empty());
    draft
}

/// Everything wrong with a tidy draft.
pub(super) fn faults(draft: &EntryDraft) -> Vec<Fault> {
    let mut found = Vec::new();
    phrasing_faults(draft, &mut found);
    answer_faults(draft, &mut found);
    keyword_faults(draft, &mut found);
    if draft.agent_note.chars().count() > NOTE_MAX {
        found.push(fault(
            "agent_note",
            "too_long",
            "at most 2,000 characters",
            &draft.agent_note,
        ));
    }
    if draft.related.len() > RELATED_MAX {
        found.push(fault(
            "related",
            "too_many",
            "at most 20 related entries",
            "",
        ));
    }
    if let (Some(from), Some(to)) = (draft.valid_from, draft.valid_to)
        && from >= to
    {
        found.push(fault(
            "valid_to",
            "order",
            "must come after valid_from",
            &to.to_rfc3339(),
        ));
    }
    for (field, text) in [("agent_note", &draft.agent_note)]
        .into_iter()
        .chain(draft.related.iter().map(|id| ("related", id)))
    {
        found.extend(nul_fault(field, text));
    }
    found
}

fn fault(field: &'static str, code: &'static str, message: &'static str, value: &str) -> Fault {
    let value = value.chars().filter(|c| *c != '\0').take(100).collect();
    Fault {
        field,
        code,
        message,
        value,
    }
}

fn nul_fault(field: &'static str, text: &str) -> Option<Fault> {
    text.contains('\0')
        .then(|| fault(field, "nul", "text must not contain NUL", text))
}

fn phrasing_faults(draft: &EntryDraft, found: &mut Vec<Fault>) {
    let has_words = |text: &str| text.chars().any(char::is_alphanumeric);
    let is_long = |text: &str| text.chars().count() > QUESTION_MAX;
    let question = draft.question.as_str();
    found.extend(nul_fault("question", question));
    if !has_words(question) {
        found.push(fault(
            "question",
            "required",
            "the question has no words",
            question,
        ));
    }
    if is_long(question) {
        found.push(fault(
            "question",
            "too_long",
            "at most 500 characters",
            question,
        ));
    }
    if draft.similar.len() > SIMILAR_MAX {
        found.push(fault(
            "similar",
            "too_many",
            "at most 500 similar questions",
            "",
        ));
    }
    let mut seen = HashSet::from([key(question)]);
    for text in &draft.similar {
        found.extend(nul_fault("similar", text));
        if is_long(text) {
            found.push(fault(
                "similar",
                "too_long",
                "at most 500 characters each",
                text,
            ));
        } else if !has_words(text) {
            found.push(fault(
                "similar",
                "required",
                "a similar question has no words",
                text,
            ));
        } else if !seen.insert(key(text)) {
            let message = "says the same as another phrasing of the entry";
            found.push(fault("similar", "duplicate", message, text));
        }
    }
}

fn answer_faults(draft: &EntryDraft, found: &mut Vec<Fault>) {
    let mut channels = HashSet::new();
    for answer in &draft.answers {
        found.extend(nul_fault("answers", &answer.markdown));
        if answer.markdown.chars().count() > MARKDOWN_MAX {
            found.push(fault(
                "answers",
                "too_long",
                "at most 20,000 characters",
                &answer.markdown,
            ));
        }
        if !channels.insert(answer.channel.code()) {
            let channel = answer.channel.code();
            found.push(fault(
                "answers",
                "duplicate",
                "one answer a channel",
                channel,
            ));
        }
    }
}

fn keyword_faults(draft: &EntryDraft, found: &mut Vec<Fault>) {
    if draft.keywords.len() > KEYWORDS_MAX {
        found.push(fault("keywords", "too_many", "at most 20 keywords", ""));
    }
    let mut seen = HashSet::new();
    for word in &draft.keywords {
        found.extend(nul_fault("keywords", word));
        if word.chars().count() > KEYWORD_MAX {
            let message = "at most 30 characters each";
            found.push(fault("keywords", "too_long", message, word));
        } else if !word.chars().any(char::is_alphanumeric) {
            let message = "a keyword has no letters";
            found.push(fault("keywords", "required", message, word));
        } else if !seen.insert(key(word)) {
            let message = "says the same as another keyword";
            found.push(fault("keywords", "duplicate", message, word));
        }
    }
}

/// What keeps a draft from being published.
pub(super) fn publish_fault(draft: &EntryDraft) -> Option<Fault> {
    let empty = draft.default_answer().trim().is_empty();
    (empty && draft.handling == Handling::Answer).then(|| Fault {
        field: "answers",
        code: "required",
        message: "an entry that the bot answers needs an answer",
        value: String::new(),
    })
}

/// Adds a phrasing unless the entry has it already; whether it was added.
pub(super) fn add_similar(draft: &mut EntryDraft, text: &str) -> bool {
    let wanted = key(text);
    let known = key(&draft.question) == wanted || draft.similar.iter().any(|s| key(s) == wanted);
    if !known {
        draft.similar.push(text.to_owned());
    }
    !known
}

/// Puts another text in the place of the answer that [`EntryDraft::default_answer`] shows.
pub(super) fn set_default_answer(draft: &mut EntryDraft, markdown: &str) {
    let default = |answer: &AnswerText| answer.channel == AnswerChannel::Default;
    let place = draft.answers.iter().position(default).unwrap_or(0);
    if let Some(answer) = draft.answers.get_mut(place) {
        markdown.clone_into(&mut answer.markdown);
        return;
    }
    draft.answers.push(AnswerText {
        channel: AnswerChannel::Default,
        markdown: markdown.to_owned(),
    });
}

/// What decides an entry's state.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Standing {
    pub(super) archived: bool,
    pub(super) live: bool,
    pub(super) changed: bool,
    pub(super) valid_from: Option<i64>,
    pub(super) valid_to: Option<i64>,
}

/// The state at a time.
pub(super) fn state(standing: Standing, now_ms: i64) -> EntryState {
    if standing.archived {
        EntryState::Archived
    } else if !standing.live {
        EntryState::Draft
    } else if standing.valid_to.is_some_and(|to| to <= now_ms) {
        EntryState::Expired
    } else if standing.valid_from.is_some_and(|from| from > now_ms) {
        EntryState::Scheduled
    } else if standing.changed {
        EntryState::Changed
    } else {
        EntryState::Published
    }
}

#[cfg(test)]
mod tests {
    use shanying_kernel::Time;

    use super::{Standing, add_similar, faults, set_default_answer, state, tidy};
    use crate::knowledge::{AnswerChannel, AnswerText, EntryDraft, EntryState};

    fn draft() -> EntryDraft {
        EntryDraft {
            question: "怎么退货？".to_owned(),
            similar: vec!["如何退货".to_owned()],
            answers: vec![AnswerText {
                channel: AnswerChannel::Default,
                markdown: "七天内可退。".to_owned(),
            }],
            ..EntryDraft::default()
        }
    }

    #[test]
    fn every_fault_is_told() {
        assert!(faults(&draft()).is_empty());
        type Spoil = fn(&mut EntryDraft);
        let table: [(Spoil, &str, &str); 11] = [
            (
                |d| d.keywords = vec!["退货".to_owned(), "退 货".to_owned()],
                "keywords",
                "duplicate",
            ),
            (
                |d| d.keywords = vec!["词".repeat(31)],
                "keywords",
                "too_long",
            ),
            (|d| d.question = "？？".to_owned(), "question", "required"),
            (|d| d.question = "问".repeat(501), "question", "too_long"),
            (|d| d.question.push('\0'), "question", "nul"),
            (
                |d| d.similar.push("怎么 退货".to_owned()),
                "similar",
                "duplicate",
            ),
            (|d| d.similar.push("问".repeat(501)), "similar", "too_long"),
            (
                |d| d.similar = (0..501).map(|n| format!("问{n}")).collect(),
                "similar",
                "too_many",
            ),
            (
                |d| d.answers.push(d.answers[0].clone()),
                "answers",
                "duplicate",
            ),
            (
                |d| d.answers[0].markdown = "长".repeat(20_001),
                "answers",
                "too_long",
            ),
            (
                |d| (d.valid_from, d.valid_to) = (Some(Time(2)), Some(Time(2))),
                "valid_to",
                "order",
            ),
        ];
        for (spoil, field, code) in table {
            let mut bad = draft();
            spoil(&mut bad);
            let found = faults(&bad);
            assert!(
                found.iter().any(|f| f.field == field && f.code == code),
                "{found:?}"
            );
        }
    }

    #[test]
    fn drafts_are_tidied_and_phrasings_added_once() {
        let mut untidy = draft();
        untidy.question = "  怎么退货？ ".to_owned();
        untidy.similar.push("  ".to_owned());
        assert_eq!(tidy(untidy), draft());
        let mut entry = draft();
        assert!(!add_similar(&mut entry, "怎么退货!"));
        assert!(add_similar(&mut entry, "退货流程"));
        assert_eq!(entry.similar.len(), 2);
    }

    #[test]
    fn the_answer_that_is_shown_is_the_one_that_is_replaced() {
        let mut entry = draft();
        set_default_answer(&mut entry, "十五天内可退。");
        assert_eq!(entry.answers.len(), 1);
        assert_eq!(entry.default_answer(), "十五天内可退。");
        entry.answers[0].channel = AnswerChannel::Web;
        set_default_answer(&mut entry, "三十天内可退。");
        assert_eq!(entry.answers[0].markdown, "三十天内可退。");
        entry.answers.clear();
        set_default_answer(&mut entry, "可退。");
        assert_eq!(entry.default_answer(), "可退。");
    }

    #[test]
    fn the_clock_decides_what_is_current() {
        let live = Standing {
            live: true,
            valid_from: Some(10),
            valid_to: Some(20),
            ..Standing::default()
        };
        let table = [
            (Standing::default(), 15, EntryState::Draft),
            (live, 9, EntryState::Scheduled),
            (live, 10, EntryState::Published),
            (
                Standing {
                    changed: true,
                    ..live
                },
                19,
                EntryState::Changed,
            ),
            (
                Standing {
                    changed: true,
                    ..live
                },
                20,
                EntryState::Expired,
            ),
            (
                Standing {
                    archived: true,
                    ..live
                },
                15,
                EntryState::Archived,
            ),
        ];
        for (standing, now, wanted) in table {
            assert_eq!(state(standing, now), wanted, "{standing:?} at {now}");
        }
    }
}
