import { describe, expect, it } from "vitest";
import { compareLines, sideBySide } from "./diff";

const shape = (before: string, after: string): string[] =>
  sideBySide(before, after).map((row) => `${row.kind} ${row.left?.line ?? "-"} ${row.right?.line ?? "-"}`);

describe("sideBySide", () => {
  it("pairs changed lines and keeps line numbers on both sides", () => {
    expect(shape("甲\n乙\n丙", "甲\n乙二\n丙\n丁")).toEqual(["same 1 1", "changed 2 2", "same 3 3", "added - 4"]);
  });

  it("shows removals alone when nothing took their place", () => {
    expect(shape("a\nb\nc", "a\nc")).toEqual(["same 1 1", "removed 2 -", "same 3 2"]);
  });

  it("treats an empty text as having no lines", () => {
    expect(shape("", "")).toEqual([]);
    expect(shape("", "新")).toEqual(["added - 1"]);
  });
});

describe("compareLines", () => {
  it("marks only the characters that differ", () => {
    expect(compareLines("七天内可以退货", "十五天内可以退货")).toEqual({
      left: [
        { text: "七", changed: true },
        { text: "天内可以退货", changed: false },
      ],
      right: [
        { text: "十五", changed: true },
        { text: "天内可以退货", changed: false },
      ],
    });
  });

  it("marks lines with little in common as a whole", () => {
    expect(compareLines("怎么退货", "发票在哪里开具").left).toEqual([{ text: "怎么退货", changed: true }]);
  });

  it("does not split surrogate pairs", () => {
    expect(compareLines("谢谢您的光临😀", "谢谢您的光临😁").right.at(-1)).toEqual({ text: "😁", changed: true });
  });
});
