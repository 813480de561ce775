import { expect, it } from "vitest";
import { actionWords, pageOf, THINGS } from "./actions";
import en from "./messages/en";
import zh from "./messages/zh-CN";

const sources = import.meta.glob<string>("../../../crates/*/src/**/*.rs", { query: "?raw", import: "default", eager: true });

/** Every code that the server writes into the log. */
function recorded(): string[] {
  const codes = Object.values(sources).flatMap((text) => {
    if (!text.includes("audit::")) return [];
    const direct = [...text.matchAll(/Entry::(?:new|by|by_system)\(\s*(?:[&\w.]+,\s*)?"([a-z_]+\.[a-z_]+)"/g)];
    const steps = [...text.matchAll(/=> "((?:knowledge|product)\.[a-z_]+)"/g)];
    const sessions = [...text.matchAll(/open\(tx, agent, &address, "(auth\.[a-z_]+)"\)/g)];
    return [...direct, ...steps, ...sessions].map((found) => found[1] ?? "");
  });
  return [...new Set(codes)].sort();
}

it("words every action of the server in both languages, and can be narrowed to it", () => {
  const codes = recorded();
  expect(codes).toContain("auth.signed_in");
  expect(codes.length).toBeGreaterThan(30);
  for (const messages of [zh, en]) {
    const at = (key: string): unknown => key.split(".").slice(1).reduce<unknown>((part, name) => (part as Record<string, unknown> | undefined)?.[name], messages);
    const t = (key: string, params?: Record<string, string>): string => `${String(at(key))}${params ? Object.values(params).join("") : ""}`;
    const bare = codes.filter((code) => actionWords(code, t, (key) => typeof at(key) === "string") === code);
    expect(bare).toEqual([]);
    expect(THINGS.filter((thing) => typeof at(`audit.thing.${thing}`) !== "string")).toEqual([]);
  }
  expect(codes.filter((code) => !THINGS.some((thing) => code.startsWith(`${thing}.`)))).toEqual([]);
});

it("leads to the pages of what was changed", () => {
  expect(pageOf("cus_1")).toBe("/customers/cus_1");
  expect(pageOf("bot")).toBeNull();
});

it("words an action by its code, by its parts, or leaves it", () => {
  const words: Record<string, string> = {
    "audit.code.auth_login": "登录",
    "audit.thing.agent": "账号",
    "audit.verb.created": "新建",
  };
  const t = (key: string, params?: Record<string, string>): string =>
    key === "audit.sentence" ? `${params?.verb}${params?.thing}` : (words[key] ?? key);
  const te = (key: string): boolean => key in words;
  expect(actionWords("auth.login", t, te)).toBe("登录");
  expect(actionWords("agent.created", t, te)).toBe("新建账号");
  expect(actionWords("agent.painted", t, te)).toBe("agent.painted");
  expect(actionWords("odd", t, te)).toBe("odd");
});
