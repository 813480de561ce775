import { describe, expect, it } from "vitest";
import { insertText, linePrefix, wrapSelection } from "./markdown";

describe("Markdown edits", () => {
  it("wrap and unwrap the selection", () => {
    const bold = wrapSelection("七天无理由", 0, 2, "**", "x");
    expect(bold).toEqual({ text: "**七天**无理由", start: 2, end: 4 });
    expect(wrapSelection(bold.text, bold.start, bold.end, "**", "x").text).toBe("七天无理由");
    expect(wrapSelection("", 0, 0, "*", "斜体")).toEqual({ text: "*斜体*", start: 1, end: 3 });
  });

  it("prefix whole lines and take the prefix away again", () => {
    const list = linePrefix("甲\n乙\n丙", 1, 3, (index) => `${index + 1}. `);
    expect(list.text).toBe("1. 甲\n2. 乙\n丙");
    expect(linePrefix(list.text, list.start, list.end, (index) => `${index + 1}. `).text).toBe("甲\n乙\n丙");
  });

  it("insert in place of the selection", () => {
    expect(insertText("ab", 1, 1, "[x](https://)", 4, 12)).toEqual({ text: "a[x](https://)b", start: 5, end: 13 });
  });
});
