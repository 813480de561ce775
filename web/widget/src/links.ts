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

export type OpenLink = (base: string, handlers: LinkHandlers) => Link;

/**
 * Links to the server at `base`, for example `https://chat.example.com`. Long polling is seldom
 * needed, so `loadPoll` fetches it only then.
 */
export function links(base: string, loadPoll: () => Promise<OpenLink>): Connect {
  return (kind, handlers) =>
    kind === "socket" ? socketLink(base, handlers) : laterLink(base, handlers, loadPoll);
}

function laterLink(base: string, handlers: LinkHandlers, load: () => Promise<OpenLink>): Link {
  let link: Link | null = null;
  let closed = false;
  load().then(
    (open) => {
      if (!closed) link = open(base, handlers);
    },
    () => !closed && handlers.lost(),
  );
  return {
    send: (frame) => link?.send(frame),
    close: () => {
      closed = true;
      link?.close();
    },
  };
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

function parse(text: unknown): Frame | null {
  try {
    const frame = JSON.parse(String(text)) as Frame;
    return typeof frame?.t === "string" ? frame : null;
  } catch {
    return null;
  }
}
