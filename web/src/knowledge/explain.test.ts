import { describe, expect, it } from "vitest";
import type { Candidate, Decision } from "../api/types";
import { decidingFeature, explainOutcome, explainRunnerUp, featureShare } from "./explain";

const candidate = (id: string, score: number, features: Record<string, number> = {}): Candidate => ({
  entry_id: id,
  question: id,
  best_phrasing: id,
  score,
  keywords: [],
  features,
});
const decision = (outcome: Decision["outcome"], candidates: Candidate[], reason = ""): Decision => ({
  id: "dec_1",
  conversation_id: "",
  question: "q",
  outcome,
  entry_id: null,
  candidates,
  thresholds: { direct: 0.7, suggest: 0.45, tie_margin: 0.05, certainty: 0.7 },
  in_scope: null,
  emotion: null,
  reason,
  elapsed_us: 1,
  engine: "e",
  dialogue: null,
  created_at: "2026-01-01T00:00:00Z",
});

describe("explanations", () => {
  it("use the reason when it has words, else the outcome", () => {
    const one = decision("suggested", [candidate("a", 0.71), candidate("b", 0.69)], "near_tie");
    expect(explainOutcome(one, (key) => key === "reason.near_tie")).toMatchObject({
      key: "reason.near_tie",
      params: { gap: "0.020" },
    });
    expect(explainOutcome(one, () => false).key).toBe("outcome.suggested");
  });

  it("tell why the next one was not it", () => {
    const a = candidate("a", 0.9);
    const key = (outcome: Decision["outcome"], score: number): string =>
      explainRunnerUp(decision(outcome, [a, candidate("b", score)]), candidate("b", score)).key;
    expect(key("direct", 0.3)).toBe("next.belowSuggest");
    expect(key("direct", 0.6)).toBe("next.belowDirect");
    expect(key("direct", 0.8)).toBe("next.behind");
    expect(key("direct", 0.88)).toBe("next.nearTie");
    expect(key("suggested", 0.6)).toBe("next.suggested");
  });

  it("name the feature that decided", () => {
    const best = candidate("a", 0.9, { bm25_words: 12, dense_best: 0.9, likeness: 0.9 });
    const close = candidate("b", 0.5, { bm25_words: 9, dense_best: 0.45, likeness: 0.1 });
    expect(decidingFeature(best, close)).toEqual({ name: "dense_best", by: 0.5 });
    expect(decidingFeature(best, candidate("b", 0.9, { bm25_words: 13, dense_best: 1 }))).toBeNull();
  });

  it("draw features of any scale", () => {
    const both = decision("direct", [candidate("a", 0.9, { bm25_words: 12 }), candidate("b", 0.5, { bm25_words: 9, dense_best: 0.4 })]);
    expect(featureShare(both, "bm25_words", 9)).toBe(0.75);
    expect(featureShare(both, "dense_best", 0.4)).toBe(0.4);
  });
});
