/** Tasks as YAML, for files and for eyes: what is empty or usual is left out. */
import { parse, stringify } from "yaml";
import type { Task, TaskAction, TaskSlot } from "../api/types";
import { complete } from "./flow/nodes";
import { blankSlot, blankTask } from "./model";

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === "") return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === "object" && Object.values(value).every(isEmpty);
}

/** Without what the blank one has too. */
function thin(value: object, blank: object): Record<string, unknown> {
  const usual = blank as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name, one]) => name === "key" || (!isEmpty(one) && JSON.stringify(one) !== JSON.stringify(usual[name])) || (isEmpty(one) && !isEmpty(usual[name])))
      .map(([name, one]) => [name, plain(one)]),
  );
}

/** Without empty lists and nothings inside. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, one]) => !isEmpty(one))
      .map(([name, one]) => [name, plain(one)]),
  );
}

const usualSlot = { ...blankSlot(""), required: false, kind: null };
const usualTask = { ...blankTask("", ""), name: null, confirm: false, action: null };

export function toYaml(task: Task): string {
  const whole = { ...thin({ ...task, slots: [] }, usualTask), slots: task.slots.map((slot) => thin(slot, usualSlot)) };
  return stringify(whole, { lineWidth: 120 });
}

/** An action with what was left out. */
function action(read: TaskAction): TaskAction {
  if (read.type === "tool") return { ...read, arguments: read.arguments ?? {} };
  return read.type === "flow" ? { ...read, nodes: (read.nodes ?? []).map(complete) } : read;
}

/** The task of a YAML or JSON text, with what was left out; throws what is wrong with it. */
export function fromYaml(text: string): Task {
  const read: unknown = parse(text);
  if (typeof read !== "object" || read === null || Array.isArray(read) || !("key" in read)) throw new Error("no task");
  const whole = { ...blankTask("", ""), confirm: false, ...read } as Task;
  const both = (words: unknown) => ({ "zh-CN": [], en: [], ...(words as object) });
  const given = Array.isArray(whole.slots) ? whole.slots : [];
  return {
    ...whole,
    name: both(whole.name),
    opening: both(whole.opening),
    done: both(whole.done),
    cues: (whole.cues ?? []).map((cue) => ({ ...cue, none: cue.none ?? [], sure: cue.sure ?? 0.9 })),
    action: action(whole.action),
    slots: given.map((slot): TaskSlot => {
      const one: TaskSlot = { ...blankSlot(""), ...{ required: false }, ...slot };
      const conditions = (one.when ?? []).map((condition) => ({ ...condition, is: (condition.is ?? []).map(String) }));
      return { ...one, label: both(one.label), ask: both(one.ask), why: both(one.why), when: conditions };
    }),
  };
}

/** What is wrong with a file, in one line: its place first. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split("\n")[0]?.replace(/^Failed to deserialize the JSON body into the target type: (task\.)?/u, "") ?? text;
}
