import { expect, it } from "vitest";
import { actionWords } from "./actions";

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
