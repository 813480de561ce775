import { describe, expect, it } from "vitest";
import type { ProductAttribute } from "../api/types";
import { choices, named, twice } from "./fields";

const attribute = (id: string, zh: string) => ({ id, zh, en: id, sort: "words", labels: [], values: [] }) as unknown as ProductAttribute;
const words = { own: (field: string) => `own ${field}`, extra: (heading: string) => `+${heading}`, none: "-", english: false };

describe("columns of a catalogue", () => {
  it("may be any known field, or an attribute under their own heading", () => {
    const found = choices("产地", [attribute("name", "名称"), attribute("spec", "规格")], words);
    expect(found.map((one) => one.label)).toEqual(["-", "own key", "own description", "own image", "名称", "规格", "+产地"]);
    expect(choices("name", [attribute("name", "名称")], words).map((one) => one.value)).not.toContain("+name");
  });

  it("hold each field once, and a name among them", () => {
    expect(twice(["name", "", "price", "name", ""])).toEqual([3]);
    expect(named(["key", "price"])).toBe(false);
    expect(named(["key", "description"])).toBe(true);
  });
});
