import { expect, test } from "vitest";
import type { FlowNode, Task } from "../../api/types";
import { blankTask } from "../model";
import { fromYaml, toYaml } from "../yaml";
import { layers, placed } from "./layers";
import { add, blankNodes, complete, connect, disconnect, find, nodesOf, order, paste, remove, summary, texts } from "./nodes";

function flow(): Task {
  const task = blankTask("guide", "指引");
  task.action = { type: "flow", nodes: blankNodes() };
  return task;
}
const ways = (task: Task) => Object.fromEntries(nodesOf(task).map((node) => [node.key, node.edges.map((edge) => edge.to)]));

test("a node comes between two, brings its slot, and closes the gap when it goes", () => {
  const task = flow();
  const ask = add(task, "ask", "start");
  const say = add(task, "say", ask);
  expect(ways(task)).toEqual({ start: [ask], [ask]: [say], [say]: ["end"], end: [] });
  expect(task.slots.map((slot) => slot.key)).toEqual(["info"]);
  remove(task, [ask, "start"]);
  expect(ways(task)).toEqual({ start: [say], [say]: ["end"], end: [] });
});

test("further edges want a condition; nothing leads to the start or away from an end", () => {
  const task = flow();
  const ask = add(task, "ask", "start");
  const say = add(task, "say", null);
  connect(task, ask, say);
  connect(task, ask, say);
  connect(task, "end", say);
  connect(task, say, "start");
  expect(find(task, ask)?.edges).toEqual([
    { to: "end", when: [] },
    { to: say, when: [{ about: { type: "slot", slot: "info" }, compare: "is", values: [] }] },
  ]);
  expect(find(task, "end")?.edges).toEqual([]);
  expect(find(task, say)?.edges).toEqual([]);
  disconnect(task, ask, say);
  expect(find(task, ask)?.edges).toHaveLength(1);
});

test("copies bear new keys and keep the edges among them", () => {
  const task = flow();
  const ask = add(task, "ask", "start");
  const say = add(task, "say", ask);
  const copied = nodesOf(task).filter((node) => [ask, say, "start"].includes(node.key));
  expect(paste(task, copied)).toEqual(["ask_2", "say_2"]);
  expect(find(task, "ask_2")?.edges.map((edge) => edge.to)).toEqual(["say_2"]);
  expect(find(task, "say_2")?.edges).toEqual([]);
  expect(order(nodesOf(task)).slice(0, 4)).toEqual(["start", ask, say, "end"]);
  const said = find(task, say) as FlowNode;
  said.kind = { type: "say", text: { "zh-CN": ["共{info}件，编号{number}"], en: [] }, product: "" };
  task.slots[0]!.label = { "zh-CN": ["数量"], en: [] };
  expect(summary(task, said, "zh-CN")).toBe("共{数量}件，编号{number}");
  expect(texts(task, find(task, ask) as FlowNode)).toContain("info");
});

test("layers go down from the start, loops push nothing, no two nodes stand in one place", () => {
  const task = flow();
  const ask = add(task, "ask", "start");
  const left = add(task, "say", ask);
  const right = add(task, "say", null);
  connect(task, ask, right);
  connect(task, right, ask);
  connect(task, right, "end");
  const spots = layers(nodesOf(task));
  const y = (key: string) => spots.get(key)?.y ?? -1;
  expect([y("start"), y(ask) > y("start"), y(left) === y(right), y("end") > y(left)]).toEqual([0, true, true, true]);
  const node = find(task, "end") as FlowNode;
  node.place = { x: 0, y: 0 };
  const all = [...placed(nodesOf(task)).values()].map((spot) => `${spot.x} ${spot.y}`);
  expect(new Set(all).size).toBe(all.length);
});

test("a flow goes through YAML and back", () => {
  const task = flow();
  const ask = add(task, "ask", "start", { x: 10, y: 20 });
  connect(task, ask, add(task, "hand_over", null));
  const text = toYaml(task);
  expect(text).not.toContain("place: null");
  expect(fromYaml(text)).toEqual(task);
  expect(complete({ key: "a", kind: { type: "call", task: "b" } as never })).toMatchObject({ kind: { back: true }, edges: [] });
});
