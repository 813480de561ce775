import { describe, expect, it } from "vitest";
import type { BoardAgent, LiveBoard } from "../api/types";
import { take, wall } from "./picture";

const agent = (id: string, part: Partial<BoardAgent> = {}): BoardAgent =>
  ({ id, name: id, state: "online", load: 0, max_chats: 5, level: "fine", ...part }) as BoardAgent;
const picture = (part: Partial<LiveBoard>): LiveBoard =>
  ({ at: "2026-01-01T00:00:00Z", whole: false, figures: {}, queue: [], agents: [], gone: [], ...part }) as unknown as LiveBoard;

describe("the live board", () => {
  it("begins with a whole picture and goes on with changes", () => {
    expect(take(null, picture({ agents: [agent("a")] }))).toBeNull();
    const first = take(null, picture({ whole: true, agents: [agent("a"), agent("b")] }));
    const next = take(first, picture({ agents: [agent("b", { load: 3 })], gone: ["a"] }));
    expect(Object.keys(next?.agents ?? {})).toEqual(["b"]);
    expect(next?.agents.b?.load).toBe(3);
    const whole = take(next, picture({ whole: true, agents: [agent("c")] }));
    expect(Object.keys(whole?.agents ?? {})).toEqual(["c"]);
  });

  it("shows who needs help first", () => {
    const known = take(null, picture({
      whole: true,
      agents: [agent("off", { state: "offline" }), agent("free"), agent("late", { level: "alarm" }), agent("full", { load: 5 })],
    }));
    if (!known) throw new Error("no board");
    expect(wall(known, "", "").map((one) => one.id)).toEqual(["late", "full", "free", "off"]);
    expect(wall(known, "offline", "").map((one) => one.id)).toEqual(["off"]);
    expect(wall(known, "", "FU").map((one) => one.id)).toEqual(["full"]);
  });
});
