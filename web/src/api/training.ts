/** The shapes of the training centre. */
import type { Candidate, DecisionOutcome, GapStatus, Time } from "./types";

export type Choice = "entry" | "missing" | "small_talk" | "to_person" | "skip";
export type Judgement = "right" | "offered" | "wrong" | "missed";
export type WorkState = "waiting" | "running" | "done" | "failed";

export interface EntryRef {
  entry_id: string;
  question: string;
}

export interface TrainingLabel {
  choice: Choice | null;
  entry_id: string | null;
  entry_question: string | null;
  by: string;
  at: Time;
}

export interface TrainingQuestion {
  id: string;
  text: string;
  conversation_id: string;
  asked: number;
  outcome: DecisionOutcome;
  worth: number;
  last_at: Time;
  label: TrainingLabel | null;
  candidates: Candidate[];
  now: DecisionOutcome | null;
}

export interface TrainingSummary {
  waiting: number;
  entry: number;
  missing: number;
  small_talk: number;
  to_person: number;
  skip: number;
  mine_today: number;
  sets: number;
  cases: number;
}

export interface TrainingFigures {
  questions: number;
  right: number;
  offered: number;
  wrong: number;
  missed: number;
  known: number;
  accuracy: number;
  accuracy_unseen: number;
  coverage: number;
  correctness: number;
  precision: number;
  recall: number;
  f1: number;
}

export interface TrainingRun {
  id: string;
  set_id: string | null;
  state: WorkState;
  done: number;
  total: number;
  figures: TrainingFigures | null;
  asked_by: string;
  created_at: Time;
  finished_at: Time | null;
}

export interface Judged {
  text: string;
  choice: Choice;
  wanted: EntryRef | null;
  outcome: DecisionOutcome;
  given: EntryRef | null;
  score: number;
  known: boolean;
  judgement: Judgement;
}

export interface EntryMeasure {
  entry_id: string;
  question: string;
  wanted: number;
  given: number;
  right: number;
  precision: number;
  recall: number;
  f1: number;
}

export interface Confusion {
  wanted: EntryRef;
  given: EntryRef;
  count: number;
  examples: string[];
}

export interface TrainingReport {
  figures: TrainingFigures;
  entries: EntryMeasure[];
  pairs: Confusion[];
  cases: Judged[];
  worse: Judged[];
  better: Judged[];
}

export type TrainingRunDetail = TrainingRun & { report: TrainingReport | null };

export interface TrainingSet {
  id: string;
  name: string;
  kept: boolean;
  cases: number;
  created_at: Time;
  created_by: string;
  last_run: TrainingRun | null;
}

export interface TrainingCase {
  id: string;
  text: string;
  choice: Choice;
  entry_id: string | null;
  entry_question: string | null;
}

export interface PublishCheck {
  questions: number;
  left_out: number;
  worse: { before: Judged; after: Judged; set: string | null }[];
  better: { before: Judged; after: Judged; set: string | null }[];
  accuracy_before: number;
  accuracy_after: number;
}

export interface Evaluation {
  set: TrainingSet;
  run: TrainingRun;
  left_out: { row: number; code: string; value: string }[];
}

export type Cause = "no_knowledge" | "not_recognised" | "not_helped" | "other";

export interface CauseMatter {
  gap_id: string;
  question: string;
  status: GapStatus;
  count: number;
  labelled: number;
  examples: string[];
  entry: { entry_id: string; question: string; score: number } | null;
  conversation_id: string;
  seq: number;
}

export interface CauseTree {
  days: number;
  asked: number;
  questions: number;
  branches: {
    cause: Cause;
    remedy: "new_entry" | "add_similar" | "improve_answer" | "nothing";
    count: number;
    share: number;
    labelled: number;
    matters: CauseMatter[];
  }[];
}

export interface TwinEntry {
  entry_id: string;
  question: string;
  similar: string[];
  answer: string;
}

export interface TwinPair {
  first: TwinEntry;
  second: TwinEntry;
  score: number;
  shared: string[];
  differences: { unit: string; first: string[]; second: string[] }[];
}
