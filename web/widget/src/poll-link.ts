/**
 * Long polling, for networks and old WebViews that let no WebSocket through. One request waits for
 * news; frames of the customer go by requests of their own beside it.
 */
import type { Link, LinkHandlers } from "./links";
import type { Frame } from "./types";

const POLL_WAIT_SECONDS = 25;

export function pollLink(base: string, handlers: LinkHandlers): Link {
  const abort = new AbortController();
  let closed = false;
  let session: string | undefined;
  let waiting: Frame[] = [];
  let sending = false;

  const lose = () => {
    if (closed) return;
    closed = true;
    abort.abort();
    handlers.lost();
  };
  const exchange = async (frames: Frame[], waitSeconds: number): Promise<void> => {
    const response = await fetch(`${base}/widget/v1/poll`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ session, frames, wait_seconds: waitSeconds }),
      signal: abort.signal,
    });
    if (!response.ok) throw new Error(String(response.status));
    const answer = (await response.json()) as { session: string; frames: Frame[] };
    session = answer.session;
    if (closed) return;
    // An answer without news is still a sign of life.
    for (const frame of answer.frames.length > 0 ? answer.frames : [{ t: "pong" }]) {
      if (!closed) handlers.frame(frame);
    }
  };
  const listen = async () => {
    try {
      while (!closed) await exchange([], POLL_WAIT_SECONDS);
    } catch {
      lose();
    }
  };
  // Frames go by a request of their own, one at a time, beside the one that waits for news.
  const flush = async () => {
    if (sending) return;
    sending = true;
    try {
      while (waiting.length > 0 && !closed) {
        const frames = waiting;
        waiting = [];
        const first = session === undefined;
        await exchange(frames, 0);
        if (first) void listen();
      }
    } catch {
      lose();
    } finally {
      sending = false;
    }
  };
  setTimeout(() => {
    if (!closed) handlers.open();
  }, 0);
  return {
    send: (frame) => {
      waiting.push(frame);
      void flush();
    },
    close: () => {
      closed = true;
      abort.abort();
    },
  };
}
