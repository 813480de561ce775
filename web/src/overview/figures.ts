/** The overview's figures by the glossary's formulas. A ratio keeps its two parts; nothing to divide is no 0. */

import type { Overview } from "../api/types";

export type Figure =
  | { key: string; kind: "count"; value: number; parts?: Record<string, number> }
  | { key: string; kind: "seconds"; value: number | null; parts?: Record<string, number> }
  | { key: string; kind: "ratio"; numerator: number; denominator: number; parts?: Record<string, number> };

/** What is true at this moment, whatever the chosen day. */
export function nowFigures(overview: Overview): Figure[] {
  return [
    { key: "waiting_now", kind: "count", value: overview.waiting_now },
    { key: "longest_wait_now", kind: "seconds", value: overview.longest_wait_now_seconds },
    { key: "serving_now", kind: "count", value: overview.serving_now },
    { key: "online_agents", kind: "count", value: overview.online_agents },
    { key: "left_messages_open", kind: "count", value: overview.left_messages_open },
  ];
}

/** The day in figures. Containment always stands beside resolution: alone it cannot tell satisfied from given up. */
export function dayFigures(overview: Overview): Figure[] {
  const toHuman = overview.to_human_direct + overview.to_human_after_talk;
  const { rating, resolved } = overview;
  return [
    { key: "conversations", kind: "count", value: overview.conversations, parts: { effective: overview.effective_conversations } },
    { key: "bot_served", kind: "count", value: overview.bot_served },
    { key: "containment", kind: "ratio", numerator: overview.bot_contained, denominator: overview.bot_served },
    { key: "resolution", kind: "ratio", numerator: resolved.yes, denominator: resolved.yes + resolved.no },
    {
      key: "to_human",
      kind: "ratio",
      numerator: toHuman,
      denominator: overview.bot_served,
      parts: { direct: overview.to_human_direct, after: overview.to_human_after_talk },
    },
    { key: "human_conversations", kind: "count", value: overview.human_conversations },
    { key: "first_response", kind: "seconds", value: overview.first_response_avg_seconds },
    { key: "within_goal", kind: "ratio", ...overview.first_response_within_goal },
    { key: "wait", kind: "seconds", value: overview.avg_wait_seconds },
    { key: "abandoned", kind: "count", value: overview.abandoned },
    { key: "satisfaction", kind: "ratio", numerator: rating.good, denominator: rating.count, parts: { bad: rating.bad } },
    { key: "participation", kind: "ratio", numerator: rating.count, denominator: rating.invited },
  ];
}

export interface Share {
  key: string;
  count: number;
  /** 0 to 1 of the whole; 0 when there is no whole. */
  share: number;
}

function shares(parts: [string, number][]): Share[] {
  const total = parts.reduce((sum, [, count]) => sum + count, 0);
  return parts.map(([key, count]) => ({ key, count, share: total === 0 ? 0 : count / total }));
}

/** What became of the questions that customers put to the bot. */
export function questionShares(questions: Overview["questions"]): Share[] {
  return shares([
    ["direct", questions.direct],
    ["suggested", questions.suggested],
    ["small_talk", questions.small_talk],
    ["to_person", questions.to_person],
    ["dialogue", questions.dialogue],
    ["unknown", questions.unknown],
  ]);
}

/** Good is 4 and 5, bad is 1 and 2. */
export function ratingShares(rating: Overview["rating"]): Share[] {
  return shares([
    ["good", rating.good],
    ["middle", Math.max(0, rating.count - rating.good - rating.bad)],
    ["bad", rating.bad],
  ]);
}
