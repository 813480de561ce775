import { describe, expect, it } from "vitest";
import { doubleIndexes, mergeLines, parseLines, phrasingKey } from "./similar";

describe("parseLines", () => {
  it("reads lines, cells and bars", () => {
    expect(parseLines("怎么退货\r\n可以退吗\t退货流程|想退掉")).toEqual(["怎么退货", "可以退吗", "退货流程", "想退掉"]);
  });

  it("drops list marks and numbering but not numbers that belong to the question", () => {
    expect(parseLines("1. 怎么退货\n2、多久到账\n（3）运费谁出\n- 能换吗\n① 包邮吗")).toEqual([
      "怎么退货",
      "多久到账",
      "运费谁出",
      "能换吗",
      "包邮吗",
    ]);
    expect(parseLines("7天无理由怎么退\n3.5折是真的吗")).toEqual(["7天无理由怎么退", "3.5折是真的吗"]);
  });

  it("drops quotes around a line and empty lines", () => {
    expect(parseLines("“在吗”\n\n  \n")).toEqual(["在吗"]);
  });
});

describe("phrasingKey", () => {
  it("ignores width, case, spaces and punctuation", () => {
    expect(phrasingKey("ＶＩＰ 会员 怎么升级？")).toBe(phrasingKey("vip会员怎么升级"));
  });
});

describe("mergeLines", () => {
  it("adds what is new and reports the rest", () => {
    const merge = mergeLines("怎么退货", ["可以退吗"], ["怎么退货？", "想退掉", "想退掉!", "可以退吗", "长".repeat(501)]);
    expect(merge.lines).toEqual(["可以退吗", "想退掉"]);
    expect(merge.added).toEqual(["想退掉"]);
    expect(merge.doubles).toEqual(["怎么退货？", "想退掉!", "可以退吗"]);
    expect(merge.tooLong).toHaveLength(1);
  });
});

describe("doubleIndexes", () => {
  it("finds lines that repeat the question or each other", () => {
    expect([...doubleIndexes("怎么退货", ["怎么退货?", "能退吗", "", "能退吗。"])]).toEqual([0, 3]);
  });
});
