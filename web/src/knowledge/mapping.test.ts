import { describe, expect, it } from "vitest";
import { guessMapping, mappingFaults } from "./mapping";

describe("guessMapping", () => {
  it("knows the headings people write, in both languages", () => {
    const mapping = guessMapping(["标准问题*", "相似问法", "答 案", "有效期至", "价格"]);
    expect(mapping).toMatchObject({ question: "标准问题*", similar: "相似问法", answer: "答 案", valid_to: "有效期至" });
    expect(mapping.category).toBeNull();
    expect(guessMapping(["Question", "Answer", "valid_to"])).toMatchObject({
      question: "Question",
      answer: "Answer",
      valid_to: "valid_to",
    });
  });

  it("trusts the server first and never uses a column twice", () => {
    const mapping = guessMapping(["标题", "问题", "回复"], { question: "标题", answer: "回复" });
    expect(mapping.question).toBe("标题");
    expect(mapping.answer).toBe("回复");
    expect(Object.values(mapping).filter((column) => column === "标题")).toHaveLength(1);
  });

  it("ignores columns of the server's guess that the file has not", () => {
    expect(guessMapping(["q", "a"], { question: "gone" }).question).toBe("q");
  });
});

describe("mappingFaults", () => {
  it("demands the question, and each column once", () => {
    expect(mappingFaults(guessMapping(["x"]))).toEqual([{ field: "question", code: "required" }]);
    expect(mappingFaults({ ...guessMapping(["q", "a"]), similar: "q" })).toEqual([{ field: "similar", code: "twice" }]);
  });
});
