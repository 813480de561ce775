import type { AnswerChannel, EntryDraft } from "../api/types";
import { MAX_QUESTION } from "./similar";

export const CHANNELS: AnswerChannel[] = ["default", "web", "wechat", "phone"];

export function emptyDraft(categoryId: string | null = null): EntryDraft {
  return {
    category_id: categoryId,
    question: "",
    similar: [],
    keywords: [],
    answers: [{ channel: "default", markdown: "" }],
    importance: "normal",
    audience: "everyone",
    handling: "answer",
    agent_note: "",
    valid_from: null,
    valid_to: null,
    related: [],
  };
}

/** A copy without what typing leaves behind: blank lines, spaces at the ends, empty channel answers. */
export function cleanDraft(draft: EntryDraft): EntryDraft {
  const answers = draft.answers
    .map((answer) => ({ channel: answer.channel, markdown: answer.markdown.trim() }))
    .filter((answer) => answer.channel === "default" || answer.markdown !== "");
  return {
    ...draft,
    question: draft.question.trim(),
    similar: draft.similar.map((line) => line.trim()).filter((line) => line !== ""),
    keywords: draft.keywords.map((word) => word.trim()).filter((word) => word !== ""),
    answers: answers.length > 0 ? answers : [{ channel: "default", markdown: "" }],
    agent_note: draft.agent_note.trim(),
    related: [...draft.related],
  };
}

/** Two drafts that would be stored alike. */
export function sameDraft(a: EntryDraft, b: EntryDraft): boolean {
  const flat = (draft: EntryDraft): string => JSON.stringify(Object.entries(cleanDraft(draft)).sort());
  return flat(a) === flat(b);
}

export type Fault = "question" | "questionLong" | "answer" | "answerLong" | "dates";

/** The longest answer in Markdown that the server takes. */
export const MAX_ANSWER = 20_000;

/** What keeps the draft from being saved (`question…`, lengths, dates) or published (`answer`). */
export function draftFaults(draft: EntryDraft, publishing: boolean): Fault[] {
  const clean = cleanDraft(draft);
  const faults: Fault[] = [];
  if (clean.question === "") faults.push("question");
  if ([...clean.question].length > MAX_QUESTION) faults.push("questionLong");
  const main = clean.answers.find((answer) => answer.channel === "default");
  if (publishing && clean.handling === "answer" && !main?.markdown) faults.push("answer");
  if (clean.answers.some((answer) => answer.markdown.length > MAX_ANSWER)) faults.push("answerLong");
  if (clean.valid_from && clean.valid_to && Date.parse(clean.valid_from) >= Date.parse(clean.valid_to)) {
    faults.push("dates");
  }
  return faults;
}

export interface Section {
  key: "question" | "similar" | "keywords" | "settings" | "agent_note" | `answer.${AnswerChannel}`;
  text: string;
}

/** The draft as texts to compare; `words` gives readable names for settings. */
export function sections(draft: EntryDraft, words: (draft: EntryDraft) => string[]): Section[] {
  const answer = (channel: AnswerChannel): string =>
    draft.answers.find((one) => one.channel === channel)?.markdown ?? "";
  return [
    { key: "question", text: draft.question },
    { key: "similar", text: draft.similar.join("\n") },
    { key: "keywords", text: draft.keywords.join("\n") },
    ...CHANNELS.map((channel): Section => ({ key: `answer.${channel}`, text: answer(channel) })),
    { key: "agent_note", text: draft.agent_note },
    { key: "settings", text: words(draft).join("\n") },
  ];
}
