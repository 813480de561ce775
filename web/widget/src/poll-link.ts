/**
 * Long polling, for networks and old WebViews that let no WebSocket through. One request at a time:
 * it waits for news, and is broken off when the customer has something that wants an answer. What
 * wants none (typing, read marks) goes with the next one.
 */
import type { Link, LinkHandlers } from "./links";
import type { Frame } from "./types";

/** Below the session's patience for an answer, in case a proxy keeps a broken-off request alive. */
const WAIT_SECONDS = 10;

export function pollLink(base: string, handlers: LinkHandlers): Link {
  let closed = false;
  let running = false;
  let session: string | undefined;
  let queue: Frame[] = [];
  let waiting: AbortController | null = null;

  const exchange = async (frames: Frame[], waitSeconds: number, signal: AbortSignal): Promise<void> => {
    const response = await fetch(`${base}/widget/v1/poll`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ session, frames, wait_seconds: waitSeconds }),
      signal,
    });
    if (!response.ok) throw new Error(String(response.status));
    const answer = (await response.json()) as { session: string; frames: Frame[] };
    session = answer.session;
    // An answer without news is still a sign of life.
    for (const frame of answer.frames.length > 0 ? answer.frames : [{ t: "pong" }]) {
      if (!closed) handlers.frame(frame);
    }
  };
  const run = async () => {
    if (running) return;
    running = true;
    while (!closed) {
      const frames = queue;
      queue = [];
      const urgent = frames.some((frame) => frame.ref);
      const abort = new AbortController();
      waiting = urgent ? null : abort;
      try {
        await exchange(frames, urgent ? 0 : WAIT_SECONDS, abort.signal);
      } catch {
        if (abort.signal.aborted) continue;
        if (!closed) {
          closed = true;
          handlers.lost();
        }
      }
    }
  };
  setTimeout(() => {
    if (!closed) handlers.open();
  }, 0);
  return {
    send: (frame) => {
      queue.push(frame);
      // News that was on its way in the request broken off here is found again as a gap.
      if (frame.ref) waiting?.abort();
      void run();
    },
    close: () => {
      closed = true;
      waiting?.abort();
    },
  };
}
