/** The picture of a task: which boxes there are, how they hang together, where they stand. */
import type { Task, TaskSlot } from "../api/types";

export type BoxKind = "start" | "slot" | "optional" | "confirm" | "action";

export interface Box {
  id: string;
  kind: BoxKind;
  /** The slot that it shows. */
  slot: TaskSlot | null;
  x: number;
  y: number;
}

export interface Line {
  id: string;
  from: string;
  to: string;
  /** Values under which it is gone. */
  label: string;
  dashed: boolean;
}

export interface Picture {
  boxes: Box[];
  lines: Line[];
}

export const WIDTH = 210;
export const HEIGHT = 78;
const ACROSS = WIDTH + 70;
const DOWN = HEIGHT + 52;

/** Slots that are asked for stand one under another; what depends on a value branches off to the right. */
export function picture(task: Task): Picture {
  const asked = task.slots.filter((slot) => slot.required);
  const main = asked.filter((slot) => slot.when.length === 0);
  const branches = asked.filter((slot) => slot.when.length > 0);
  const rank = new Map<string, number>();
  const lane = new Map<string, number>();
  const lines: Line[] = [];
  const line = (from: string, to: string, label = "", dashed = false) =>
    lines.push({ id: `${from}>${to}`, from, to, label, dashed });

  const ends = [...(task.confirm ? ["confirm"] : []), "action"];
  const trunk = ["start", ...main.map((slot) => `slot/${slot.key}`), ...ends];
  let row = 0;
  for (const id of trunk) {
    rank.set(id, row);
    lane.set(id, 0);
    row += 1;
    // Branches that hang on this box get rows of their own before the next one.
    let depth = 0;
    for (const slot of hanging(branches, id, rank)) {
      const own = `slot/${slot.key}`;
      rank.set(own, row - 1 + depth);
      lane.set(own, depthOf(slot, branches) + 1);
      depth += 1;
    }
    row += Math.max(0, depth - 1);
  }
  // What waits for something that is not there stands at the end, so that it is seen.
  for (const slot of branches.filter((one) => !rank.has(`slot/${one.key}`))) {
    rank.set(`slot/${slot.key}`, row);
    lane.set(`slot/${slot.key}`, 1);
    row += 1;
  }

  trunk.slice(1).forEach((id, at) => line(trunk[at] ?? "start", id));
  for (const slot of branches) {
    const own = `slot/${slot.key}`;
    for (const condition of slot.when) {
      if (task.slots.some((one) => one.key === condition.slot)) line(`slot/${condition.slot}`, own, condition.is.join(" / "));
    }
    const after = trunk.find((id) => (rank.get(id) ?? 0) > (rank.get(own) ?? 0)) ?? "action";
    line(own, after);
  }
  const optional = task.slots.filter((slot) => !slot.required);
  optional.forEach((slot, at) => {
    rank.set(`slot/${slot.key}`, at);
    lane.set(`slot/${slot.key}`, -1);
    line("start", `slot/${slot.key}`, "", true);
  });

  const box = (id: string, kind: BoxKind, slot: TaskSlot | null = null): Box => ({
    id,
    kind,
    slot,
    x: (lane.get(id) ?? 0) * ACROSS,
    y: (rank.get(id) ?? 0) * DOWN,
  });
  return {
    boxes: [
      box("start", "start"),
      ...task.slots.map((slot) => box(`slot/${slot.key}`, slot.required ? "slot" : "optional", slot)),
      ...ends.map((id) => box(id, id as BoxKind)),
    ],
    lines,
  };
}

/** The branches whose first condition names the box or a branch that already stands. */
function hanging(branches: TaskSlot[], id: string, rank: Map<string, number>): TaskSlot[] {
  const placed = new Set([id]);
  const found: TaskSlot[] = [];
  for (let grown = true; grown; ) {
    grown = false;
    for (const slot of branches) {
      const first = `slot/${slot.when[0]?.slot ?? ""}`;
      if (!placed.has(first) || found.includes(slot) || rank.has(`slot/${slot.key}`)) continue;
      found.push(slot);
      placed.add(`slot/${slot.key}`);
      grown = true;
    }
  }
  return found;
}

function depthOf(slot: TaskSlot, branches: TaskSlot[], seen: string[] = []): number {
  const before = branches.find((one) => one.key === slot.when[0]?.slot && !seen.includes(one.key));
  return before ? 1 + depthOf(before, branches, [...seen, slot.key]) : 0;
}
