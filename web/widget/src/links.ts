/**
 * The two ways to the server, alike for the session: a WebSocket, and long polling for networks
 * and old WebViews that let no WebSocket through. Both carry the same frames.
 */
import type { Frame } from "./types";

export type LinkKind = "socket" | "poll";

export interface LinkHandlers {
  /** The way is open; the session says hello. */
  open(): void;
  frame(frame: Frame): void;
  /** The way is closed for good; called at most once and never after `close()`. */
  lost(): void;
}

export interface Link {
  send(frame: Frame): void;
  close(): void;
}

export type Connect = (kind: LinkKind, handlers: LinkHandlers) => Link;

const OPEN_TIMEOUT_MS = 10_000;
const POLL_WAIT_SECONDS = 25;

/** Links to the server at `base`, for example `https://chat.example.com`. */
export function links(base: string): Connect {
  return (kind, handlers) =>
    kind === "socket" ? socketLink(base, handlers) : pollLink(base, handlers);
}

function socketLink(base: string, handlers: LinkHandlers): Link {
  let closed = false;
  let socket: WebSocket | null = null;
  const lose = () => {
    if (closed) return;
    closed = true;
    clearTimeout(timer);
    socket?.close();
    handlers.lost();
  };
  const timer = setTimeout(lose, OPEN_TIMEOUT_MS);
  try {
    socket = new WebSocket(base.replace(/^http/, "ws") + "/ws/visitor?v=1");
  } catch {
    // A content policy may forbid the address; the caller must get its link before it is lost.
    setTimeout(lose, 0);
  }
  if (socket) {
    socket.onopen = () => {
      clearTimeout(timer);
      if (!closed) handlers.open();
    };
    socket.onmessage = (event) => {
      const frame = parse(event.data);
      if (frame && !closed) handlers.frame(frame);
    };
    socket.onclose = lose;
    socket.onerror = lose;
  }
  return {
    send: (frame) => {
      if (socket?.readyState === 1) socket.send(JSON.stringify(frame));
    },
    close: () => {
      closed = true;
      clearTimeout(timer);
      socket?.close();
    },
  };
}

function pollLink(base: string, handlers: LinkHandlers): Link {
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

function parse(text: unknown): Frame | null {
  try {
    const frame = JSON.parse(String(text)) as Frame;
    return typeof frame?.t === "string" ? frame : null;
  } catch {
    return null;
  }
}
