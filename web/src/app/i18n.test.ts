import { describe, expect, it } from "vitest";
import { features } from "./features";
import type { MessageTree } from "./feature";
import commonEn from "./messages/en";
import commonZh from "./messages/zh-CN";

function flatten(tree: MessageTree, path = ""): Map<string, string> {
  const out = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    const at = path ? `${path}.${key}` : key;
    if (typeof value === "string") out.set(at, value);
    else for (const [inner, text] of flatten(value, at)) out.set(inner, text);
  }
  return out;
}

const holes = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map((hit) => hit[1] ?? "").sort();
const all = [
  { zh: commonZh as MessageTree, en: commonEn as MessageTree },
  ...features.map((one) => ({ zh: one.messages["zh-CN"], en: one.messages.en })),
];
const zh = new Map(all.flatMap((one) => [...flatten(one.zh)]));
const en = new Map(all.flatMap((one) => [...flatten(one.en)]));

describe("messages", () => {
  it("have the same keys in Chinese and English", () => {
    expect([...en.keys()].sort()).toEqual([...zh.keys()].sort());
  });

  it("have the same placeholders in Chinese and English", () => {
    const different = [...zh].filter(([key, text]) => holes(text).join() !== holes(en.get(key) ?? "").join());
    expect(different.map(([key]) => key)).toEqual([]);
  });

  it("are never empty", () => {
    expect([...zh, ...en].filter(([, text]) => !text.trim()).map(([key]) => key)).toEqual([]);
  });

  it("cover every literal key that the sources use", () => {
    const sources = import.meta.glob<string>(["../**/*.vue", "../**/*.ts", "!../**/*.test.ts", "!../**/messages/**"], {
      query: "?raw",
      import: "default",
      eager: true,
    });
    const missing = new Set<string>();
    for (const [file, text] of Object.entries(sources)) {
      for (const hit of text.matchAll(/(?<![\w.])t\(\s*["']([\w.-]+)["']/g)) {
        if (hit[1] && !zh.has(hit[1])) missing.add(`${file}: ${hit[1]}`);
      }
      for (const hit of text.matchAll(/(?:labelKey|titleKey): "([\w.-]+)"/g)) {
        if (hit[1] && !zh.has(hit[1])) missing.add(`${file}: ${hit[1]}`);
      }
    }
    expect([...missing]).toEqual([]);
  });
});
