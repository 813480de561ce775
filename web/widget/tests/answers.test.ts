import { describe, expect, it } from "vitest";
import { answerOf, EMPTY, faultOf, formText, type Draft } from "../src/answers";
import { cardTranslator, cardWords } from "../src/card-messages";
import type { Field } from "../src/types";

const say = cardTranslator("zh-CN");
const field = (input: Field["input"], more: Partial<Field> = {}): Field => ({ key: "k", label: "项", required: true, input, ...more });
const draft = (part: Partial<Draft>): Draft => ({ ...EMPTY, ...part });

describe("answers of the cards", () => {
  it("are plain words, as people would type them", () => {
    const time = field({ type: "time", future: true });
    expect(answerOf(time, draft({ day: "2026-11-25", hour: "14:00" }), "zh-CN")).toBe("2026年11月25日 14:00");
    expect(answerOf(time, draft({ day: "2026-11-25" }), "en")).toBe("2026-11-25");
    expect(answerOf(time, draft({ hour: "14:00" }), "zh-CN")).toBe("");
    const address = field({ type: "address" });
    const whole = { province: "浙江省", city: "杭州市", district: "西湖区", value: " 文三路90号 " };
    expect(answerOf(address, draft(whole), "zh-CN")).toBe("浙江省杭州市西湖区文三路90号");
    const direct = { ...whole, province: "上海市", district: "浦东新区" };
    expect(answerOf(address, draft(direct), "zh-CN")).toBe("上海市浦东新区文三路90号");
    expect(answerOf(field({ type: "phone" }), draft({ value: "138 0013-8000" }), "zh-CN")).toBe("13800138000");
    expect(answerOf(field({ type: "choice", options: [], many: true }), draft({ chosen: ["甲", "乙"] }), "zh-CN")).toBe("甲、乙");
    expect(answerOf(field({ type: "money" }), draft({ value: "20.5" }), "zh-CN")).toBe("20.5元");
  });

  it("are held to what the field takes", () => {
    const at = (day: string) => faultOf(field({ type: "time", future: true }), draft({ day }), say, new Date(2026, 10, 21));
    expect(at("2026-11-20")).toBe("请选择今天以后的时间");
    expect(at("2026-11-21")).toBeNull();
    const phone = (value: string) => faultOf(field({ type: "phone" }), draft({ value }), say) === null;
    expect(["13800138000", "0571-88886666", "+447700900123", ""].map(phone)).toEqual([true, true, true, true]);
    expect(["1380013800", "23800138000", "一三八"].map(phone)).toEqual([false, false, false]);
    const count = (value: string) => faultOf(field({ type: "count", min: 1, max: 9 }), draft({ value }), say) === null;
    expect(["1", "9", ""].map(count)).toEqual([true, true, true]);
    expect(["0", "10", "1.5", "两"].map(count)).toEqual([false, false, false, false]);
    const address = (part: Partial<Draft>) => faultOf(field({ type: "address" }), draft(part), say) === null;
    expect(address({ province: "浙江省", district: "西湖区", value: "文三路90号" })).toBe(false);
    expect(address({ province: "北京市", district: "朝阳区", value: "建国路88号" })).toBe(true);
    expect(address({})).toBe(true);
  });

  it("come as lines of a form, without what was left empty", () => {
    const fields = [
      field({ type: "choice", options: [], many: false }, { key: "reason", label: "原因" }),
      field({ type: "text" }, { key: "note", label: "问题描述", required: false }),
      field({ type: "phone" }, { key: "phone", label: "联系电话" }),
    ];
    const drafts = { reason: draft({ chosen: ["破损漏液"] }), note: draft({ value: "瓶口裂了\n漏了一半" }) };
    expect(formText(fields, drafts, "zh-CN")).toBe("原因：破损漏液\n问题描述：瓶口裂了 漏了一半");
    expect(formText(fields, {}, "zh-CN")).toBe("");
  });

  it("have words in both languages with the same parameters", () => {
    const holes = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();
    for (const [key, text] of Object.entries(cardWords["zh-CN"])) {
      expect(holes(cardWords.en[key as keyof typeof cardWords.en]), key).toEqual(holes(text));
    }
  });
});
