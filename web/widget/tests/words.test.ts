import { beforeAll, describe, expect, it } from "vitest";
import { clock, dayName, size } from "../src/format";
import { helpWords } from "../src/help-messages";
import { pickLocale } from "../src/locale";
import { learn, translator, zh, type Dictionary } from "../src/messages";
import { elder, en, zhLater } from "../src/messages-more";
import { notice, problem, wait } from "../src/notices";
import { pageWords } from "../src/page-messages";
import { decision } from "../src/panel/decision";
import type { NoticeParams } from "../src/types";

const chinese = { ...zh, ...zhLater };
const holes = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();

beforeAll(() => {
  learn("zh-CN", chinese, elder["zh-CN"]);
  learn("en", en, elder.en);
});

describe("the words", () => {
  it("have the same keys and the same parameters in both languages", () => {
    expect(Object.keys(en).sort()).toEqual(Object.keys(chinese).sort());
    for (const [key, text] of Object.entries(chinese)) {
      expect(text.trim(), key).not.toBe("");
      expect(holes(en[key as keyof Dictionary]), key).toEqual(holes(text));
    }
    expect(Object.keys(pageWords.en)).toEqual(Object.keys(pageWords["zh-CN"]));
    expect(Object.keys(helpWords.en)).toEqual(Object.keys(helpWords["zh-CN"]));
  });

  it("say only known things plainly", () => {
    for (const plain of Object.values(elder)) {
      for (const key of Object.keys(plain)) expect(chinese).toHaveProperty([key]);
    }
    expect(translator("zh-CN", true)("person")).toBe("找真人客服");
    expect(translator("zh-CN", true)("send")).toBe("发送");
  });

  it("use Chinese punctuation in Chinese", () => {
    for (const [key, text] of Object.entries(chinese)) {
      expect(/[\u4e00-\u9fff][,?!;]/.test(text), `${key}: ${text}`).toBe(false);
    }
  });

  it("leave no parameter open", () => {
    expect(translator("zh-CN")("hello", {})).toBe("您好，我是");
    expect(translator("en")("too_long", { max: 4, count: 5 })).toBe("At most 4 characters, now 5");
  });

  it("pick the first language that is wished for", () => {
    expect(pickLocale(null, undefined, "zh-TW")).toBe("zh-CN");
    expect(pickLocale("fr", "zh-CN")).toBe("en");
    expect(pickLocale()).toBe("zh-CN");
  });
});

const codes: [string, NoticeParams][] = [
  ["bot.unknown", {}], ["bot.unknown_again", {}], ["bot.calm", {}], ["bot.ask_wish", {}], ["bot.paused", { seconds: 60 }],
  ["bot.sorry_not_helpful", {}], ["bot.thanks_feedback", {}], ["bot.greeting", { text: "你好" }],
  ["bot.handing_over", { reason: "button" }], ["bot.unsupported_content", {}],
  ["queue.joined", { position: 2, eta_seconds: 150, group: "售后" }],
  ["queue.joined", { position: 1, eta_seconds: null, group: null }],
  ["queue.left", {}], ["queue.abandoned", {}], ["agent.joined", { name: "小雨" }], ["agent.left", { name: "小雨" }],
  ["conversation.transferred", { from: "小雨", to: "小安", group: null }],
  ["conversation.transferred", { from: "小雨", to: null, group: "售后组" }],
  ["conversation.returned_to_queue", {}], ["conversation.returned_to_bot", {}],
  ["conversation.closed", { by: "customer" }], ["conversation.closed", { by: "agent" }],
  ["conversation.closed", { by: "idle" }], ["conversation.closed", { by: "system" }],
  ["conversation.left_message", {}], ["service.closed_hours", { opens_at: "2027-01-02T01:00:00Z" }],
  ["service.closed_hours", { opens_at: null }], ["service.no_agent", {}],
  ["service.queue_full", { waiting: 50 }], ["queue.peak", {}], ["rating.thanks", {}],
];

describe("the notices", () => {
  it.each(codes)("%s is worded in both languages", (code, params) => {
    for (const locale of ["zh-CN", "en"] as const) {
      const t = translator(locale);
      const text = decision(t, { code, params }) ?? notice(t, locale, code, params);
      expect(text).not.toBe("");
      expect(text).not.toBe(t("notice.other"));
      expect(text).not.toContain("{");
      expect(text).not.toMatch(/null|undefined/);
    }
  });

  it("tell the waiting time honestly", () => {
    const t = translator("zh-CN");
    expect(wait(t, 30)).toBe("预计不到 1 分钟");
    expect(wait(t, 61)).toBe("大约 2 分钟");
    expect(wait(t, null)).toBe("等待时间暂时无法估计");
  });

  it("stay calm before codes of a newer server", () => {
    const t = translator("zh-CN");
    expect(notice(t, "zh-CN", "bot.dances", {})).toBe(t("notice.other"));
    expect(notice(t, "zh-CN", "toString", {})).toBe(t("notice.other"));
    expect(notice(t, "zh-CN", "conversation.closed", { by: "moon" })).toContain("对话已结束");
    expect(problem(t, "whatever")).toBe(t("error.other"));
  });
});

describe("dates and sizes", () => {
  const now = new Date(2026, 10, 21, 12, 0);
  it("are told as people do", () => {
    const t = translator("zh-CN");
    expect(dayName(new Date(2026, 10, 21, 1).getTime(), "zh-CN", t, now)).toBe("今天");
    expect(dayName(new Date(2026, 10, 20, 23).getTime(), "zh-CN", t, now)).toBe("昨天");
    expect(dayName(new Date(2026, 2, 5).getTime(), "zh-CN", t, now)).toContain("3月5日");
    expect(dayName(new Date(2025, 2, 5).getTime(), "zh-CN", t, now)).toContain("2025");
    expect(clock(new Date(2026, 10, 21, 9, 5).getTime(), "zh-CN", now)).toBe("09:05");
    expect(size(1536)).toBe("2 KB");
    expect(size(1572864)).toBe("1.5 MB");
  });
});
