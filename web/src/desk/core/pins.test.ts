import { beforeEach, expect, test } from "vitest";
import { isPinned, openPins, pinnedFirst, togglePin } from "./pins";

let agent = 0;

beforeEach(() => {
  localStorage.clear();
  agent += 1;
  openPins(`agt_${agent}`);
});

const list = ["a", "b", "c"].map((id) => ({ id }));

test("pinned conversations come first and keep their order", () => {
  togglePin("c");
  togglePin("b");
  expect(pinnedFirst(list).map((one) => one.id)).toEqual(["b", "c", "a"]);
  togglePin("c");
  expect(pinnedFirst(list).map((one) => one.id)).toEqual(["b", "a", "c"]);
});

test("pins belong to the agent and outlive the page", () => {
  togglePin("a");
  openPins("somebody-else");
  expect(isPinned("a")).toBe(false);
  openPins(`agt_${agent}`);
  expect(isPinned("a")).toBe(true);
});

test("a spoilt store means no pins", () => {
  localStorage.setItem("shanying.pins.spoilt", "{");
  openPins("spoilt");
  expect(pinnedFirst(list)).toEqual(list);
});
