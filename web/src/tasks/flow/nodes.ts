/** What the editor does to the nodes of a flow: pure, so that the canvas and the list share it. */
import type { FlowAbout, FlowEdge, FlowNode, FlowNodeKind, FlowTest, Task } from "../../api/types";
import { blankSlot, freeKey, phrase, phrases, structuredCopy } from "../model";

export type NodeType = FlowNodeKind["type"];

/** The palette, by what a node is to the talk: hearing, telling, thinking, doing. */
export const families: { name: "hear" | "tell" | "think" | "act"; types: NodeType[] }[] = [
  { name: "hear", types: ["ask", "confirm"] },
  { name: "tell", types: ["say", "answer", "recommend"] },
  { name: "think", types: ["branch", "set", "call"] },
  { name: "act", types: ["tool", "record", "hand_over", "end"] },
];

export function familyOf(type: NodeType): string {
  return families.find((family) => family.types.includes(type))?.name ?? "begin";
}

export function nodesOf(task: Task): FlowNode[] {
  return task.action.type === "flow" ? task.action.nodes : [];
}

export function blankKind(type: NodeType): FlowNodeKind {
  switch (type) {
    case "say":
      return { type, text: phrases(), product: "" };
    case "ask":
      return { type, slot: "", retries: 2 };
    case "set":
      return { type, slot: "", value: "" };
    case "tool":
      return { type, tool: "", arguments: {} };
    case "answer":
      return { type, entry: "" };
    case "call":
      return { type, task: "", back: true };
    case "recommend":
      return { type, show: 3 };
    case "hand_over":
      return { type, group: "", text: phrases() };
    case "record":
    case "end":
      return { type, text: phrases() };
    default:
      return { type };
  }
}

/** A flow that can be walked as soon as it says something at its end. */
export function blankNodes(): FlowNode[] {
  return [
    { key: "start", title: "", kind: { type: "start" }, edges: [{ to: "end", when: [] }], place: null },
    { key: "end", title: "", kind: blankKind("end"), edges: [], place: null },
  ];
}

/** Nothing comes after these. */
export function isEnd(kind: FlowNodeKind): boolean {
  return kind.type === "end" || kind.type === "hand_over" || (kind.type === "call" && !kind.back);
}

/** What may come of a node, for the conditions of its edges. */
export function outcomes(kind: FlowNodeKind): string[] {
  switch (kind.type) {
    case "ask":
      return ["filled", "missed"];
    case "tool":
      return ["done", "waiting", "refused", "unavailable"];
    case "answer":
      return ["done", "none"];
    case "call":
      return kind.back ? ["done", "given_up"] : [];
    default:
      return [];
  }
}

export function find(task: Task, key: string | null): FlowNode | undefined {
  return nodesOf(task).find((node) => node.key === key);
}

/**
 * A new node. Behind another it comes between that one and what followed by default; an asking node
 * brings a slot of its own. Returns its key.
 */
export function add(task: Task, type: NodeType, behind: string | null, place: FlowNode["place"] = null): string {
  const nodes = nodesOf(task);
  const key = freeKey(type, nodes.map((node) => node.key));
  const kind = blankKind(type);
  if (kind.type === "ask") kind.slot = addSlot(task);
  const node: FlowNode = { key, title: "", kind, edges: [], place };
  const before = nodes.find((one) => one.key === behind);
  if (before && !isEnd(before.kind)) {
    const edge = before.edges.find((one) => one.when.length === 0);
    if (edge && !isEnd(kind)) node.edges.push({ to: edge.to, when: [] });
    if (edge) edge.to = key;
    else before.edges.push({ to: key, when: [] });
  }
  nodes.push(node);
  return key;
}

export function addSlot(task: Task): string {
  const key = freeKey("info", task.slots.map((slot) => slot.key));
  task.slots.push(blankSlot(key));
  return key;
}

/** The nodes are gone; what led to one leads to where it led by default. The start stays. */
export function remove(task: Task, keys: string[]): void {
  const nodes = nodesOf(task);
  for (const key of keys) {
    const at = nodes.findIndex((node) => node.key === key);
    const node = nodes[at];
    if (!node || node.kind.type === "start") continue;
    const next = node.edges.find((edge) => edge.when.length === 0)?.to;
    nodes.splice(at, 1);
    for (const other of nodes) {
      other.edges = other.edges.flatMap((edge) => {
        if (edge.to !== key) return [edge];
        return next && next !== key && next !== other.key ? [{ ...edge, to: next }] : [];
      });
    }
  }
}

/** Copies of nodes beside the old ones, with the edges among them. Returns their keys. */
export function paste(task: Task, copied: FlowNode[]): string[] {
  const nodes = nodesOf(task);
  const names = new Map<string, string>();
  for (const node of copied.filter((one) => one.kind.type !== "start")) {
    const taken = [...nodes.map((one) => one.key), ...names.values()];
    names.set(node.key, freeKey(node.key.replace(/_\d+$/, ""), taken));
  }
  for (const node of copied) {
    const key = names.get(node.key);
    if (!key) continue;
    const copy = structuredCopy(node);
    copy.key = key;
    copy.place = node.place ? { x: node.place.x + 40, y: node.place.y + 40 } : null;
    copy.edges = copy.edges.flatMap((edge) => {
      const to = names.get(edge.to);
      return to ? [{ ...edge, to }] : [];
    });
    nodes.push(copy);
  }
  return [...names.values()];
}

/** An edge by hand: the first is the default, further ones want a condition. */
export function connect(task: Task, from: string, to: string): void {
  const node = find(task, from);
  if (!node || isEnd(node.kind) || node.edges.some((edge) => edge.to === to) || find(task, to)?.kind.type === "start") return;
  const first = node.edges.length === 0;
  const about = firstAbout(task, node);
  node.edges.push({ to, when: first ? [] : [{ about, compare: "is", values: [] }] });
}

export function disconnect(task: Task, from: string, to: string): void {
  const node = find(task, from);
  if (node) node.edges = node.edges.filter((edge) => edge.to !== to);
}

/** What a condition of a node looks at first: its own slot, its outcome, any slot. */
export function firstAbout(task: Task, node: FlowNode): FlowAbout {
  if (node.kind.type === "ask") return { type: "slot", slot: node.kind.slot };
  if (outcomes(node.kind).length > 0) return { type: "outcome" };
  const slot = task.slots[0];
  return slot ? { type: "slot", slot: slot.key } : { type: "verified" };
}

/** Keys in the order in which the flow comes to them; those that it never reaches last. */
export function order(nodes: FlowNode[]): string[] {
  const seen: string[] = [];
  const visit = (key: string) => {
    const node = nodes.find((one) => one.key === key);
    if (!node || seen.includes(key)) return;
    seen.push(key);
    for (const edge of node.edges) visit(edge.to);
  };
  for (const node of nodes) if (node.kind.type === "start") visit(node.key);
  return [...seen, ...nodes.map((node) => node.key).filter((key) => !seen.includes(key))];
}

/** All texts of a node, for finding. */
export function texts(task: Task, node: FlowNode): string {
  const slot = "slot" in node.kind ? task.slots.find((one) => one.key === (node.kind as { slot: string }).slot) : undefined;
  return [node.title, node.key, JSON.stringify(node.kind), JSON.stringify(node.edges), slot ? JSON.stringify([slot.label, slot.ask]) : ""]
    .join("\n")
    .toLowerCase();
}

/** A node in a line: what it says, asks or does; what it refers to by its name. */
export function summary(task: Task, node: FlowNode, locale: string): string {
  return whatItDoes(task, node, locale).replace(/\{(\w+)\}/g, (whole, key: string) => (task.slots.some((slot) => slot.key === key) ? `{${slotName(task, key, locale)}}` : whole));
}

function whatItDoes(task: Task, node: FlowNode, locale: string): string {
  const kind = node.kind;
  switch (kind.type) {
    case "ask": {
      const slot = task.slots.find((one) => one.key === kind.slot);
      return phrase(slot?.ask, locale) || phrase(slot?.label, locale);
    }
    case "say":
    case "record":
    case "hand_over":
    case "end":
      return phrase(kind.text, locale) || ("group" in kind ? kind.group : "") || ("product" in kind ? kind.product : "");
    case "set":
      return `${slotName(task, kind.slot, locale)} = ${kind.value}`;
    case "tool":
      return kind.tool;
    case "call":
      return kind.task;
    default:
      return "";
  }
}

export function slotName(task: Task, key: string, locale: string): string {
  return phrase(task.slots.find((slot) => slot.key === key)?.label, locale) || key;
}

/** Fills in what YAML leaves out. */
export function complete(node: Partial<FlowNode> & { key: string; kind: FlowNodeKind }): FlowNode {
  const both = (text: unknown) => ({ "zh-CN": [], en: [], ...(text as object) });
  const kind = { ...blankKind(node.kind.type), ...node.kind } as FlowNodeKind;
  if ("text" in kind) kind.text = both(kind.text);
  const test = (one: FlowTest): FlowTest => ({ ...one, compare: one.compare ?? "is", values: (one.values ?? []).map(String) });
  const edge = (one: FlowEdge): FlowEdge => ({ to: one.to, when: (one.when ?? []).map(test) });
  return { key: node.key, title: node.title ?? "", kind, edges: (node.edges ?? []).map(edge), place: node.place ?? null };
}
