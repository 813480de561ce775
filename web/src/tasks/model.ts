/** What the editor does to a task: pure, so that the outline and the picture share it. */
import type { SlotKind, Task, TaskAction, TaskPhrases, TaskSlot } from "../api/types";

export const kinds = ["choice", "attribute", "money", "time", "count", "digits", "phone", "name", "address", "order", "product", "listed", "pictures", "yes_no", "text"] as const;
export type KindName = (typeof kinds)[number];

/** Lines of a text, without the empty ones. */
export function lines(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
}

/** Words of a line: parted by commas of either language. */
export function words(text: string): string[] {
  return text
    .split(/[、,，]/)
    .map((word) => word.trim())
    .filter(Boolean);
}

export function phrases(zh: string[] = [], en: string[] = []): TaskPhrases {
  return { "zh-CN": zh, en };
}

export function phrase(text: TaskPhrases | undefined, locale: string): string {
  const zh = text?.["zh-CN"]?.[0] ?? "";
  return (locale === "en" ? text?.en?.[0] : zh) || zh;
}

/** A kind with what it needs. */
export function blankKind(type: KindName): SlotKind {
  switch (type) {
    case "choice":
      return { type, options: [], many: false };
    case "attribute":
      return { type, attribute: "category", values: [], many: false, sense: "want" };
    case "time":
      return { type, future: true };
    case "count":
      return { type, min: 1, max: null, units: [] };
    case "digits":
      return { type, length: 4 };
    case "order":
      return { type, allows: "" };
    case "address":
      return { type, known: true };
    case "pictures":
      return { type, most: 3 };
    case "listed":
      return { type, tool: "", arguments: {} };
    default:
      return { type };
  }
}

export function blankSlot(key: string): TaskSlot {
  return {
    key,
    label: phrases(),
    kind: { type: "text" },
    required: true,
    may_skip: true,
    ask: phrases(),
    why: phrases(),
    words: [],
    weight: 1,
    carry: [],
    resets: [],
    when: [],
  };
}

export function blankTask(key: string, name: string): Task {
  return {
    key,
    name: phrases([name]),
    goal: "",
    enabled: true,
    triggers: [],
    cues: [],
    slots: [],
    confirm: true,
    action: { type: "record" },
    opening: phrases(),
    done: phrases(),
  };
}

export function blankAction(type: TaskAction["type"]): TaskAction {
  if (type === "recommend") return { type, show: 3, next: "" };
  if (type === "flow") return { type, nodes: [] };
  return type === "tool" ? { type, tool: "", arguments: {} } : { type };
}

/** A key that nobody has: `slot`, `slot_2`. */
export function freeKey(base: string, taken: string[]): string {
  if (!taken.includes(base)) return base;
  let number = 2;
  while (taken.includes(`${base}_${number}`)) number += 1;
  return `${base}_${number}`;
}

export function isKey(text: string): boolean {
  return /^[a-z0-9_]{1,40}$/.test(text);
}

/** The slot is called otherwise from now on, wherever it is named. */
export function renameSlot(task: Task, from: string, to: string): void {
  for (const slot of task.slots) {
    if (slot.key === from) slot.key = to;
    slot.resets = slot.resets.map((key) => (key === from ? to : key));
    for (const condition of slot.when) if (condition.slot === from) condition.slot = to;
  }
  for (const cue of task.cues) {
    const named = (word: string) => (word === `{${from}}` ? `{${to}}` : word);
    cue.all = cue.all.map((group) => group.map(named));
    cue.none = cue.none.map(named);
  }
  // `{slot}`, `{slot.part}` and `{slot|otherwise}`.
  const named = new RegExp(`\\{${from}(?=[.|}])`, "g");
  const renamed = <T>(value: T): T => JSON.parse(JSON.stringify(value).replace(named, `{${to}`)) as T;
  for (const { kind } of task.slots) if (kind.type === "listed") kind.arguments = renamed(kind.arguments);
  if (task.action.type === "tool") task.action.arguments = renamed(task.action.arguments);
  if (task.action.type !== "flow") return;
  for (const node of task.action.nodes) {
    node.kind = renamed(node.kind);
    if ("slot" in node.kind && node.kind.slot === from) node.kind.slot = to;
    for (const test of node.edges.flatMap((edge) => edge.when)) if (test.about.type === "slot" && test.about.slot === from) test.about.slot = to;
  }
}

/** A copy of the slot right behind it. */
export function copySlot(task: Task, key: string): string {
  const at = task.slots.findIndex((slot) => slot.key === key);
  const slot = task.slots[at];
  if (!slot) return key;
  const copy = structuredCopy(slot);
  copy.key = freeKey(slot.key, task.slots.map((one) => one.key));
  task.slots.splice(at + 1, 0, copy);
  return copy.key;
}

/** The slot and all that names it. */
export function removeSlot(task: Task, key: string): void {
  task.slots = task.slots.filter((slot) => slot.key !== key);
  for (const slot of task.slots) {
    slot.resets = slot.resets.filter((one) => one !== key);
    slot.when = slot.when.filter((one) => one.slot !== key);
  }
  for (const cue of task.cues) {
    cue.all = cue.all.map((group) => group.filter((word) => word !== `{${key}}`)).filter((group) => group.length > 0);
    cue.none = cue.none.filter((word) => word !== `{${key}}`);
  }
  task.cues = task.cues.filter((cue) => cue.all.length > 0);
}

/** One place up (-1) or down (1). */
export function moveSlot(task: Task, key: string, by: -1 | 1): void {
  const at = task.slots.findIndex((slot) => slot.key === key);
  const [slot] = task.slots.slice(at, at + 1);
  if (!slot || at + by < 0 || at + by >= task.slots.length) return;
  task.slots.splice(at, 1);
  task.slots.splice(at + by, 0, slot);
}

/** Values that another slot can have, for conditions; null when they are free words. */
export function possibleValues(slot: TaskSlot | undefined): string[] | null {
  if (slot?.kind.type === "choice") return slot.kind.options.map((one) => one.value);
  if (slot?.kind.type === "yes_no") return ["yes", "no"];
  if (slot?.kind.type === "address") return ["typed", "known"];
  return null;
}

/** What may be put for a parameter: each slot, and the parts of an address. */
export function references(task: Task): string[] {
  return task.slots.flatMap((slot) =>
    slot.kind.type === "address" ? ["province", "city", "district", "street", ...(slot.kind.known ? ["id"] : [])].map((part) => `{${slot.key}.${part}}`) : [`{${slot.key}}`],
  );
}

/** A deep copy of plain data, reactive or not. */
export function structuredCopy<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
