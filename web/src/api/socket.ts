import type { AgentFrame } from "./types";

export type SocketStatus = "idle" | "connecting" | "open" | "waiting";

export interface SocketHandlers {
  frame: (frame: AgentFrame) => void;
  status: (status: SocketStatus, attempt: number) => void;
  /** Called before a further try once tries keep failing: the session may be gone. */
  doubt: () => void;
}

export type OutgoingFrame =
  | { t: "typing"; d: { conversation_id: string; active: boolean } }
  | { t: "watch"; d: { conversation_id: string | null } }
  | { t: "watch_board"; d: { active: boolean } }
  | { t: "ping" };

const pingEvery = 20_000;
/** Two pings without any frame: the line is dead even though the browser has not noticed. */
const silenceLimit = 45_000;
const slowest = 15_000;

/** The delay before try number `attempt` (1, 2, …): doubling from half a second, with jitter. */
export function backOff(attempt: number, random: () => number = Math.random): number {
  const full = Math.min(slowest, 500 * 2 ** (attempt - 1));
  return full / 2 + (full / 2) * random();
}

/**
 * The workbench's line to the server. It reconnects by itself for ever; the server answers each
 * connection with a snapshot, so a lost frame never matters.
 */
export class AgentSocket {
  private socket: WebSocket | null = null;
  private attempt = 0;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private pinger: ReturnType<typeof setInterval> | null = null;
  private lastFrame = 0;
  private running = false;

  constructor(private readonly handlers: SocketHandlers) {}

  start(): void {
    if (this.running) return;
    this.running = true;
    window.addEventListener("online", this.retry);
    this.connect();
  }

  stop(): void {
    this.running = false;
    window.removeEventListener("online", this.retry);
    this.clear();
    const socket = this.socket;
    this.socket = null;
    socket?.close();
    this.handlers.status("idle", 0);
  }

  /** Sends when the line is open; a lost typing or watch frame is made good after reconnecting. */
  send(frame: OutgoingFrame): boolean {
    if (this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(frame));
    return true;
  }

  /** Tries again at once instead of waiting for the back-off. */
  retry = (): void => {
    if (!this.running || this.socket?.readyState === WebSocket.OPEN) return;
    this.clear();
    this.socket?.close();
    this.connect();
  };

  private clear(): void {
    if (this.timer) clearTimeout(this.timer);
    if (this.pinger) clearInterval(this.pinger);
    this.timer = null;
    this.pinger = null;
  }

  private connect(): void {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = new WebSocket(`${scheme}://${location.host}/ws/agent?v=1`);
    this.socket = socket;
    this.handlers.status("connecting", this.attempt);
    socket.onopen = () => {
      if (this.socket !== socket) return;
      this.lastFrame = Date.now();
      this.pinger = setInterval(() => this.beat(), pingEvery);
    };
    socket.onmessage = (event) => {
      if (this.socket !== socket) return;
      this.lastFrame = Date.now();
      let frame: AgentFrame;
      try {
        frame = JSON.parse(String(event.data)) as AgentFrame;
      } catch {
        return;
      }
      if (frame.t === "snapshot") {
        this.attempt = 0;
        this.handlers.status("open", 0);
      }
      this.handlers.frame(frame);
    };
    socket.onclose = () => {
      if (this.socket === socket) this.lost();
    };
  }

  private beat(): void {
    if (Date.now() - this.lastFrame > silenceLimit) {
      this.socket?.close();
      this.lost();
    } else this.send({ t: "ping" });
  }

  private lost(): void {
    this.clear();
    this.socket = null;
    if (!this.running) return;
    this.attempt += 1;
    this.handlers.status("waiting", this.attempt);
    if (this.attempt >= 2) this.handlers.doubt();
    this.timer = setTimeout(() => {
      if (this.running) this.connect();
    }, backOff(this.attempt));
  }
}
