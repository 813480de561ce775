import type { Candidate, Decision } from "../api/types";

export interface Explanation {
  /** Key below `knowledge.why` and its parameters. */
  key: string;
  params: Record<string, string>;
}

const points = (value: number): string => value.toFixed(3);

/** Why this outcome, in words: the server's reason code where we have words for it, else the outcome. */
export function explainOutcome(decision: Decision, known: (key: string) => boolean): Explanation {
  const [best, second] = decision.candidates;
  const params = {
    best: points(best?.score ?? 0),
    second: points(second?.score ?? 0),
    gap: points((best?.score ?? 0) - (second?.score ?? 0)),
    direct: points(decision.thresholds.direct),
    suggest: points(decision.thresholds.suggest),
    margin: points(decision.thresholds.tie_margin),
    certainty: points(decision.thresholds.certainty ?? 0),
    scope: points(decision.in_scope ?? 1),
  };
  const key = known(`reason.${decision.reason}`) ? `reason.${decision.reason}` : `outcome.${decision.outcome}`;
  return { key, params };
}

/** Why a candidate other than the first was not the answer. */
export function explainRunnerUp(decision: Decision, candidate: Candidate): Explanation {
  const { direct, suggest, tie_margin: margin } = decision.thresholds;
  const best = decision.candidates[0]?.score ?? candidate.score;
  const gap = best - candidate.score;
  const params = { score: points(candidate.score), gap: points(gap), suggest: points(suggest), direct: points(direct), margin: points(margin) };
  if (decision.outcome === "suggested" && candidate.score >= suggest) return { key: "next.suggested", params };
  if (candidate.score < suggest) return { key: "next.belowSuggest", params };
  if (gap < margin) return { key: "next.nearTie", params };
  if (candidate.score < direct) return { key: "next.belowDirect", params };
  return { key: "next.behind", params };
}

/** These sum the others up, or are held against an entry, so they explain no lead. */
const SUMS = new Set(["likeness", "equal", "crowding"]);

/**
 * The feature in which the best candidate is farthest ahead of `candidate`, or null when in none. `by` is the
 * share of the best one's value that is lacking, 0 to 1: features have scales of their own.
 */
export function decidingFeature(best: Candidate, candidate: Candidate): { name: string; by: number } | null {
  let found: { name: string; by: number } | null = null;
  for (const [name, value] of Object.entries(best.features)) {
    if (SUMS.has(name) || value <= 0) continue;
    const by = Math.min(1, (value - (candidate.features[name] ?? 0)) / value);
    if (by > 0 && by > (found?.by ?? 0)) found = { name, by };
  }
  return found;
}

/** How long a feature's bar is, 0 to 1: beside the greatest of all candidates where values go above 1. */
export function featureShare(decision: Decision, name: string, value: number): number {
  const greatest = Math.max(1, ...decision.candidates.map((candidate) => candidate.features[name] ?? 0));
  return Math.min(1, Math.max(0, value / greatest));
}
