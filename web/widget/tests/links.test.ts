import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { pollLink } from "../src/poll-link";
import type { Frame } from "../src/types";

type Asked = { session?: string; frames: Frame[]; wait_seconds: number };
let asked: Asked[];
let answers: ((asked: Asked) => Promise<{ session: string; frames: Frame[] }>)[];

const tick = () => new Promise((resolve) => setTimeout(resolve, 5));

beforeEach(() => {
  asked = [];
  answers = [];
  vi.stubGlobal("fetch", async (_: string, init: RequestInit) => {
    const body = JSON.parse(String(init.body)) as Asked;
    asked.push(body);
    const answer = answers.shift();
    if (!answer) {
      return new Promise((_, reject) => {
        init.signal?.addEventListener("abort", () => reject(new Error("aborted")));
      });
    }
    return { ok: true, json: () => answer(body) };
  });
});
afterEach(() => vi.unstubAllGlobals());

it("says hello in the first request, then waits for news and breaks off to send", async () => {
  const frames: Frame[] = [];
  answers.push(async () => ({ session: "s1", frames: [{ t: "welcome" }] }));
  const link = pollLink("https://chat.example", {
    open: () => link.send({ t: "hello", ref: "hello" }),
    frame: (frame) => frames.push(frame),
    lost: () => frames.push({ t: "lost" }),
  });
  await tick();
  expect(asked[0]).toMatchObject({ frames: [{ t: "hello", ref: "hello" }], wait_seconds: 0 });
  expect(asked[1]).toMatchObject({ session: "s1", frames: [], wait_seconds: 10 });
  answers.push(async () => ({ session: "s1", frames: [{ t: "ack" }] }));
  link.send({ t: "read" });
  await tick();
  expect(asked).toHaveLength(2);
  link.send({ t: "send", ref: "c1" });
  await tick();
  expect(asked[2]).toMatchObject({
    session: "s1",
    frames: [{ t: "read" }, { t: "send", ref: "c1" }],
    wait_seconds: 0,
  });
  expect(asked[3]).toMatchObject({ frames: [], wait_seconds: 10 });
  expect(frames.map((frame) => frame.t)).toEqual(["welcome", "ack"]);
  link.close();
});

it("is lost once when the server is gone, and silent after closing", async () => {
  let lost = 0;
  answers.push(async () => Promise.reject(new Error("gone")));
  const link = pollLink("https://chat.example", {
    open: () => {
      link.send({ t: "hello" });
      link.send({ t: "ping" });
    },
    frame: () => undefined,
    lost: () => void (lost += 1),
  });
  await tick();
  await tick();
  expect(lost).toBe(1);
  link.close();
  expect(lost).toBe(1);
});
