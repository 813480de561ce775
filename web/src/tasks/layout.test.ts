import { expect, test } from "vitest";
import { blankSlot, blankTask } from "./model";
import { picture } from "./layout";

function task() {
  const one = blankTask("repair", "报修");
  const when = (key: string, slot: string, is: string[]) => ({ ...blankSlot(key), when: [{ slot, is }] });
  one.slots = [blankSlot("kind"), when("leaks", "kind", ["洗衣机"]), when("where", "leaks", ["yes"]), blankSlot("phone"), { ...blankSlot("note"), required: false }];
  return one;
}

test("what is asked stands in a row, branches to the right, optional things to the left", () => {
  const { boxes, lines } = picture(task());
  const at = (id: string) => boxes.find((box) => box.id === id)!;
  expect(at("slot/kind").x).toBe(0);
  expect(at("slot/phone").y).toBeGreaterThan(at("slot/where").y);
  expect(at("slot/leaks").x).toBeGreaterThan(0);
  expect(at("slot/where").x).toBeGreaterThan(at("slot/leaks").x);
  expect(at("slot/note").x).toBeLessThan(0);
  expect(at("action").y).toBeGreaterThan(at("confirm").y);
  expect(lines.find((line) => line.id === "slot/kind>slot/leaks")?.label).toBe("洗衣机");
  expect(lines.some((line) => line.id === "slot/kind>slot/phone")).toBe(true);
  expect(lines.some((line) => line.id === "slot/where>slot/phone")).toBe(true);
});

test("no two boxes stand in one place, also where conditions lead nowhere or round", () => {
  const one = task();
  one.slots.push({ ...blankSlot("lost"), when: [{ slot: "gone", is: ["1"] }] });
  one.slots.push({ ...blankSlot("a"), when: [{ slot: "b", is: ["1"] }] }, { ...blankSlot("b"), when: [{ slot: "a", is: ["1"] }] });
  const places = picture(one).boxes.map((box) => `${box.x} ${box.y}`);
  expect(new Set(places).size).toBe(places.length);
});
