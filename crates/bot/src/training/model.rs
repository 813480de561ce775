//! Types of the training centre.

use serde::{Deserialize, Serialize};
use shanying_kernel::Time;

use crate::answers::{Candidate, EntryRef, Outcome};

/// What a question is, as a person judges it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// An entry answers it.
    Entry,
    /// A question of a matter that no entry answers.
    Missing,
    /// Small talk.
    SmallTalk,
    /// A person should take it.
    ToPerson,
    /// Says nothing worth learning.
    Skip,
}

impl Choice {
    /// Its stable name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Entry => "entry",
            Self::Missing => "missing",
            Self::SmallTalk => "small_talk",
            Self::ToPerson => "to_person",
            Self::Skip => "skip",
        }
    }
}

/// What should become of a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Expected {
    /// What it is.
    pub choice: Choice,
    /// The entry that answers it, for `entry` alone.
    pub entry_id: Option<String>,
}

/// A label with who gave it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Label {
    /// What it is; none takes the label back.
    pub choice: Option<Choice>,
    /// The entry that answers it.
    pub entry_id: Option<String>,
    /// That entry's question.
    pub entry_question: Option<String>,
    /// Who.
    pub by: String,
    /// When.
    pub at: Time,
}

/// A question of customers that is or may be labelled.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = TrainingQuestion)]
pub struct TrainingQuestion {
    /// `trq_…`.
    pub id: String,
    /// The words, personal numbers masked, at most 200 characters.
    pub text: String,
    /// The conversation that asked it last; empty when that is gone.
    pub conversation_id: String,
    /// How often it was asked.
    pub asked: i64,
    /// What the bot did the last time.
    pub outcome: Outcome,
    /// How much a label teaches, about 0 to 5; the queue is ordered by it.
    pub worth: f64,
    /// When it was asked last.
    pub last_at: Time,
    /// The label that holds, if any.
    pub label: Option<Label>,
    /// What the bot would do now; the best entries first.
    pub candidates: Vec<Candidate>,
    /// What the bot would do now.
    pub now: Option<Outcome>,
}

/// The part of the training centre in figures.
#[derive(Clone, Debug, Default, PartialEq, Serialize, utoipa::ToSchema)]
pub struct TrainingSummary {
    /// Questions that wait for a label.
    pub waiting: i64,
    /// Labelled: an entry.
    pub entry: i64,
    /// Labelled: knowledge is missing.
    pub missing: i64,
    /// Labelled: small talk.
    pub small_talk: i64,
    /// Labelled: to a person.
    pub to_person: i64,
    /// Passed over.
    pub skip: i64,
    /// Labelled by the caller since midnight UTC.
    pub mine_today: i64,
    /// Sets that guard publishing.
    pub sets: i64,
    /// Their questions.
    pub cases: i64,
}

/// A set of questions with the expected outcome.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct TrainingSet {
    /// `trs_…`.
    pub id: String,
    /// For people.
    pub name: String,
    /// Whether it guards publishing; another one was only uploaded to be measured.
    pub kept: bool,
    /// How many questions.
    pub cases: i64,
    /// When it was made.
    pub created_at: Time,
    /// By whom.
    pub created_by: String,
    /// Its last measurement.
    pub last_run: Option<Run>,
}

/// One question of a set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = TrainingCase)]
pub struct Case {
    /// `trc_…`; empty for a labelled question.
    pub id: String,
    /// The words.
    pub text: String,
    /// What should become of it.
    #[serde(flatten)]
    pub expected: Expected,
    /// The question of the expected entry.
    pub entry_question: Option<String>,
}

/// How a measurement stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WorkState {
    /// In the queue of jobs.
    Waiting,
    /// At work.
    Running,
    /// Done.
    Done,
    /// Given up; the log tells why.
    Failed,
}

/// A measurement without its details.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = TrainingRun)]
pub struct Run {
    /// `trr_…`.
    pub id: String,
    /// The set; none is the labelled questions.
    pub set_id: Option<String>,
    /// How it stands.
    pub state: WorkState,
    /// Questions asked so far.
    pub done: i64,
    /// Of so many.
    pub total: i64,
    /// The figures, when done.
    pub figures: Option<Figures>,
    /// Who asked for it.
    pub asked_by: String,
    /// When.
    pub created_at: Time,
    /// When it ended.
    pub finished_at: Option<Time>,
}

/// A measurement with all details.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = TrainingRunDetail)]
pub struct RunDetail {
    /// The measurement.
    #[serde(flatten)]
    pub run: Run,
    /// What was found, when done.
    pub report: Option<Report>,
}

/// What became of a question whose outcome is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Judgement {
    /// What was expected.
    Right,
    /// The expected entry was among the suggestions; nothing wrong was said.
    Offered,
    /// Something else was said.
    Wrong,
    /// Nothing was found.
    Missed,
}

/// A question, what was expected and what came.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = JudgedQuestion)]
pub struct Judged {
    /// The words.
    pub text: String,
    /// What it is.
    pub choice: Choice,
    /// The expected entry.
    pub wanted: Option<EntryRef>,
    /// What the bot did.
    pub outcome: Outcome,
    /// The entry that was given, or the first one that was suggested.
    pub given: Option<EntryRef>,
    /// The score of the best candidate, 0 to 1.
    pub score: f64,
    /// The question is a phrasing of the knowledge base, word by word.
    pub known: bool,
    /// How that is.
    pub judgement: Judgement,
}

/// The figures of a measurement; shares are 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = TrainingFigures)]
pub struct Figures {
    /// Questions.
    pub questions: usize,
    /// As expected.
    pub right: usize,
    /// The right entry was among the suggestions.
    pub offered: usize,
    /// Something else was said.
    pub wrong: usize,
    /// Nothing was found.
    pub missed: usize,
    /// Questions that are phrasings of the knowledge base already, which prove little.
    pub known: usize,
    /// Share that is right.
    pub accuracy: f64,
    /// Share that is right among those that are no phrasings already.
    pub accuracy_unseen: f64,
    /// Of questions of a matter (an entry, or knowledge missing): the share that got an answer.
    pub coverage: f64,
    /// Of the answers given: the share that is right.
    pub correctness: f64,
    /// Mean precision of the entries that answered something.
    pub precision: f64,
    /// Mean recall of the entries that are expected.
    pub recall: f64,
    /// Mean F1 of the entries that are expected.
    pub f1: f64,
}

/// How well one entry is recognised.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct EntryMeasure {
    /// `ent_…`.
    pub entry_id: String,
    /// Its question.
    pub question: String,
    /// Questions that it should answer.
    pub wanted: usize,
    /// Questions that it answered.
    pub given: usize,
    /// Of them, rightly.
    pub right: usize,
    /// Of what it answered, the share that is right; 0 when it answered nothing.
    pub precision: f64,
    /// Of what it should answer, the share that it did; 0 when there was nothing.
    pub recall: f64,
    /// Harmonic mean of both.
    pub f1: f64,
}

/// Two entries that are taken for one another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Confusion {
    /// What should have been given.
    pub wanted: EntryRef,
    /// What was given, or suggested first.
    pub given: EntryRef,
    /// How often.
    pub count: usize,
    /// Questions, at most five.
    pub examples: Vec<String>,
}

/// Everything that a measurement found.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = TrainingReport)]
pub struct Report {
    /// The figures.
    pub figures: Figures,
    /// By entry, the weakest first.
    pub entries: Vec<EntryMeasure>,
    /// The most confused first, at most fifty.
    pub pairs: Vec<Confusion>,
    /// Every question, those that went wrong first.
    pub cases: Vec<Judged>,
    /// Right before, and not now; against the measurement before.
    pub worse: Vec<Judged>,
    /// Not right before, and now.
    pub better: Vec<Judged>,
}

/// A question whose fate a draft would change.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct CheckedCase {
    /// As it is now.
    pub before: Judged,
    /// As it would be.
    pub after: Judged,
    /// The sets that hold it; empty for a labelled question.
    pub set: Option<String>,
}

/// What would become better or worse if a draft were published.
#[derive(Clone, Debug, Default, PartialEq, Serialize, utoipa::ToSchema)]
pub struct PublishCheck {
    /// Questions that were asked.
    pub questions: usize,
    /// Questions beyond the limit, which were not.
    pub left_out: usize,
    /// Right now, and not afterwards.
    pub worse: Vec<CheckedCase>,
    /// Not right now, and afterwards.
    pub better: Vec<CheckedCase>,
    /// Share right now.
    pub accuracy_before: f64,
    /// Share right afterwards.
    pub accuracy_after: f64,
}

/// A row of an uploaded file that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct LabelledRowError {
    /// Row of the table, the heading being 1; line of a JSONL file.
    pub row: usize,
    /// `required`, `unknown_entry`, `too_long`, `duplicate`, `malformed`.
    pub code: String,
    /// What stood there, at most 100 characters.
    pub value: String,
}

/// What came of an uploaded file.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Evaluation {
    /// The set that was made of it.
    pub set: TrainingSet,
    /// Its measurement.
    pub run: Run,
    /// Rows that were left out.
    pub left_out: Vec<LabelledRowError>,
}

/// A classifier that was trained.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct ModelVersion {
    /// `trm_…`.
    pub id: String,
    /// 1, 2, 3 …
    pub number: i64,
    /// How it stands.
    pub state: WorkState,
    /// Steps of the training done.
    pub done: i64,
    /// Of so many.
    pub total: i64,
    /// Its size.
    pub bytes: i64,
    /// Entries that it tells apart.
    pub classes: i64,
    /// Texts that it learnt from.
    pub samples: i64,
    /// Share of the texts that it had right when they were left out of the training, 0 to 1.
    pub accuracy: Option<f64>,
    /// Share of the guarding questions whose entry it puts first, 0 to 1.
    pub regression: Option<f64>,
    /// How long training took.
    pub elapsed_ms: i64,
    /// Whether it is the one in use.
    pub active: bool,
    /// Who asked for it; `system` when knowledge or labels had changed.
    pub asked_by: String,
    /// When.
    pub created_at: Time,
}

/// What came of a training.
#[derive(Clone, Debug)]
pub(super) struct Trained {
    pub(super) hash: String,
    pub(super) bytes: i64,
    pub(super) accuracy: f64,
    pub(super) regression: Option<f64>,
    pub(super) elapsed_ms: i64,
}

/// One of two entries that stand in one another's way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct TwinEntry {
    /// `ent_…`.
    pub entry_id: String,
    /// Its standard question.
    pub question: String,
    /// Its similar questions.
    pub similar: Vec<String>,
    /// Its default answer, in Markdown.
    pub answer: String,
}

/// What two answers say differently.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Difference {
    /// What it is about.
    pub matter: Contradiction,
    /// What the first answer says, in its words.
    pub first: String,
    /// What the second answer says.
    pub second: String,
}

/// What answers may contradict one another about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Contradiction {
    /// A number, a time, a price, a telephone number.
    Number,
    /// May, must, is free, or not.
    Stance,
}

/// Two entries that are asked for with nearly the same words.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct TwinPair {
    /// The one.
    pub first: TwinEntry,
    /// The other.
    pub second: TwinEntry,
    /// How well the question of the one finds the other, 0 to 1; 1 when they share a phrasing.
    pub score: f64,
    /// Phrasings that both have.
    pub shared: Vec<String>,
    /// Where the answers seem to contradict one another.
    pub differences: Vec<Difference>,
}
