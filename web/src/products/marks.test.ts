import { expect, test } from "vitest";
import type { Fact } from "../api/types";
import { merged, minor, runs, yuan } from "./marks";

function fact(value: string, span: [number, number] | null, more: Partial<Fact> = {}): Fact {
  return { attribute: "suits", value: { word: value }, polarity: "holds", span, said: value, confidence: 1, confirmed: false, origin: "described", ...more };
}

test("a description is cut at its facts, characters counted as the server does", () => {
  const cut = runs("😀适合干皮用", [fact("干性", [3, 5])]);
  expect(cut.map((run) => run.text)).toEqual(["😀适合", "干皮", "用"]);
  expect(cut[1]).toMatchObject({ from: 3, facts: [0] });
});

test("money is typed in yuan and kept in minor units", () => {
  expect(minor("288")).toBe(28800);
  expect(minor("¥99.5")).toBe(9950);
  expect(minor("")).toBeNull();
  expect(minor("便宜")).toBeNull();
  expect(yuan(9950)).toBe("99.5");
  expect(yuan(null)).toBe("");
});

test("reading again keeps what an editor has confirmed", () => {
  const kept = [fact("干性", [0, 2], { confirmed: true }), fact("旧的", [2, 4])];
  const result = merged([fact("干性", [5, 7]), fact("油性", [7, 9])], kept);
  expect(result.map((one) => one.said)).toEqual(["干性", "油性"]);
  expect(result[0]?.span).toEqual([5, 7]);
  expect(result[0]?.confirmed).toBe(true);
});
