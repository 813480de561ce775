import { expect, it } from "vitest";
import type { Gap } from "../api/types";
import { phrasings } from "./phrasings";

it("lists each way of asking once, the group's own first", () => {
  const question = (text: string): Gap["questions"][number] => ({
    text,
    conversation_id: "cnv_1",
    seq: 1,
    signal: "unknown",
    at: "2026-01-01T00:00:00Z",
  });
  const gap: Gap = {
    id: "gap_1",
    name: "能开专票吗",
    question: "能开专票吗",
    count: 4,
    signals: { unknown: 4, not_helpful: 0, repeated: 0, transferred: 0, abandoned: 0 },
    questions: [question("能开专票吗？"), question(" 可以开增值税发票吗 "), question("！！"), question("长".repeat(501))],
    nearest: null,
    status: "open",
    first_at: "2026-01-01T00:00:00Z",
    last_at: "2026-01-01T00:00:00Z",
  };
  expect(phrasings(gap)).toEqual(["能开专票吗", "可以开增值税发票吗"]);
});
