import { describe, expect, it } from "vitest";
import type { Category } from "../api/types";
import { categoryPath, categoryTree, withDescendants } from "./tree";

const category = (id: string, parent_id: string | null, sort: number, entries = 1): Category => ({
  id,
  parent_id,
  name: id.toUpperCase(),
  sort,
  entries,
});
const list = [category("b", null, 2), category("a", null, 1, 3), category("a1", "a", 1, 2), category("x", "gone", 9)];

describe("categories", () => {
  it("are a sorted tree with sums; orphans stand at the top", () => {
    const tree = categoryTree(list);
    expect(tree.map((node) => [node.id, node.total])).toEqual([
      ["a", 5],
      ["b", 1],
      ["x", 1],
    ]);
    expect(tree[0]?.children.map((node) => node.id)).toEqual(["a1"]);
  });

  it("have a path and know what lies below", () => {
    expect(categoryPath(list, "a1")).toBe("A / A1");
    expect(categoryPath(list, null)).toBe("");
    expect([...withDescendants(list, "a")]).toEqual(["a", "a1"]);
  });
});
