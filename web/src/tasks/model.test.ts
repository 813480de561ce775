import { effectScope, nextTick, ref } from "vue";
import { expect, test, vi } from "vitest";
import { useHistory } from "./history";
import { blankSlot, blankTask, copySlot, freeKey, moveSlot, removeSlot, renameSlot } from "./model";
import { fromYaml, toYaml } from "./yaml";

function task() {
  const one = blankTask("repair", "报修");
  one.slots = [blankSlot("kind"), { ...blankSlot("leaks"), when: [{ slot: "kind", is: ["a"] }], resets: ["kind"] }];
  one.cues = [{ all: [["{kind}", "修"]], none: ["{kind}"], sure: 0.9 }];
  return one;
}

test("a slot that is called otherwise is so wherever it is named, and gone everywhere when it goes", () => {
  const one = task();
  one.action = { type: "tool", tool: "urge_shipment", arguments: { order_no: "{kind|none}", note: "{kinder}" } };
  renameSlot(one, "kind", "device");
  expect(one.action.arguments).toEqual({ order_no: "{device|none}", note: "{kinder}" });
  expect(one.slots[1]).toMatchObject({ resets: ["device"], when: [{ slot: "device", is: ["a"] }] });
  expect(one.cues[0]).toEqual({ all: [["{device}", "修"]], none: ["{device}"], sure: 0.9 });
  removeSlot(one, "device");
  expect(one.slots).toHaveLength(1);
  expect(one.slots[0]).toMatchObject({ resets: [], when: [] });
  expect(one.cues[0]).toEqual({ all: [["修"]], none: [], sure: 0.9 });
});

test("slots are copied and moved", () => {
  const one = task();
  expect(copySlot(one, "kind")).toBe("kind_2");
  moveSlot(one, "leaks", -1);
  moveSlot(one, "kind", -1);
  expect(one.slots.map((slot) => slot.key)).toEqual(["kind", "leaks", "kind_2"]);
  expect(freeKey("kind", ["kind", "kind_2"])).toBe("kind_3");
});

test("yaml leaves out what is empty and reads it again", () => {
  const text = toYaml(task());
  expect(text).toContain("key: repair");
  expect(text).not.toContain("opening");
  expect(fromYaml(text)).toEqual(task());
  expect(() => fromYaml("- a\n- b")).toThrow();
  expect(() => fromYaml("key: [")).toThrow();
});

test("changes of a moment are one step back", async () => {
  vi.useFakeTimers();
  const scope = effectScope();
  await scope.run(async () => {
    const value = ref({ text: "" });
    const history = useHistory(value);
    for (const text of ["a", "ab"]) {
      value.value.text = text;
      await nextTick();
    }
    vi.advanceTimersByTime(500);
    value.value.text = "abc";
    await nextTick();
    expect(history.canUndo.value).toBe(true);
    history.undo();
    expect(value.value.text).toBe("ab");
    history.undo();
    expect(value.value.text).toBe("");
    expect(history.canUndo.value).toBe(false);
    history.redo();
    history.redo();
    expect(value.value.text).toBe("abc");
    expect(history.canRedo.value).toBe(false);
  });
  scope.stop();
  vi.useRealTimers();
});
