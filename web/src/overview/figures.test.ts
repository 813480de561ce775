import { describe, expect, it } from "vitest";
import type { Overview } from "../api/types";
import { dayFigures, questionShares, ratingShares } from "./figures";

const overview: Overview = {
  date: "2026-11-21",
  conversations: 10,
  effective_conversations: 9,
  bot_served: 8,
  bot_contained: 6,
  to_human_direct: 1,
  to_human_after_talk: 2,
  waiting_now: 0,
  serving_now: 0,
  online_agents: 0,
  left_messages_open: 0,
  human_conversations: 3,
  first_response_avg_seconds: null,
  first_response_within_goal: { numerator: 0, denominator: 0 },
  avg_wait_seconds: null,
  longest_wait_now_seconds: null,
  abandoned: 0,
  questions: { direct: 6, suggested: 2, small_talk: 0, to_person: 0, unknown: 2, dialogue: 0 },
  rating: { count: 4, invited: 5, average: 4, good: 2, bad: 1 },
  resolved: { yes: 3, no: 1 },
  top_entries: [],
  unknown_questions: [],
  hourly: [],
};

describe("figures", () => {
  const figure = (key: string) => dayFigures(overview).find((one) => one.key === key);

  it("follow the glossary", () => {
    expect(figure("containment")).toMatchObject({ numerator: 6, denominator: 8 });
    expect(figure("to_human")).toMatchObject({ numerator: 3, denominator: 8, parts: { direct: 1, after: 2 } });
    expect(figure("resolution")).toMatchObject({ numerator: 3, denominator: 4 });
    expect(figure("participation")).toMatchObject({ numerator: 4, denominator: 5 });
  });

  it("put resolution right beside containment", () => {
    const keys = dayFigures(overview).map((one) => one.key);
    expect(keys.indexOf("resolution")).toBe(keys.indexOf("containment") + 1);
  });

  it("share out wholes", () => {
    expect(questionShares(overview.questions).map((one) => one.share)).toEqual([0.6, 0.2, 0, 0, 0, 0.2]);
    expect(ratingShares(overview.rating).map((one) => one.count)).toEqual([2, 1, 1]);
    expect(ratingShares({ ...overview.rating, count: 0, good: 0, bad: 0 }).every((one) => one.share === 0)).toBe(true);
  });
});
