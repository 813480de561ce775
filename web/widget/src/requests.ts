/** Questions to the server that wait for their `ack` or `error`, matched by reference. */
import type { ErrorBody, Frame } from "./types";

/** A refusal with the server's stable code, or `offline` when no answer came. */
export class RequestError extends Error {
  readonly code: string;
  readonly params: Record<string, unknown>;

  constructor(code: string, params: Record<string, unknown> = {}) {
    super(code);
    this.code = code;
    this.params = params;
  }
}

type Waiting = {
  frame: Frame;
  keep: boolean;
  resolve: (data: unknown) => void;
  reject: (error: RequestError) => void;
  /** Undefined while parked. */
  timer: ReturnType<typeof setTimeout> | undefined;
};

const TIMEOUT_MS = 15_000;
/** A kept request survives reconnecting, so it may take as long as a server's restart. */
const KEEP_TIMEOUT_MS = 60_000;

export class Requests {
  private readonly waiting = new Map<string, Waiting>();
  private next = 1;

  /**
   * Registers a request. `transmit` is called at once when the connection is up; a request with
   * `keep` is transmitted again by `resend` after a reconnect, so it must be harmless twice.
   */
  ask<T>(
    t: string,
    d: unknown,
    keep: boolean,
    transmit: ((frame: Frame) => void) | null,
  ): Promise<T> {
    if (!transmit && !keep) return Promise.reject(new RequestError("offline"));
    const ref = `r${this.next++}`;
    const frame = { t, ref, d };
    return new Promise<T>((resolve, reject) => {
      this.waiting.set(ref, {
        frame,
        keep,
        resolve: resolve as (data: unknown) => void,
        reject,
        timer: this.clock(ref, keep),
      });
      transmit?.(frame);
    });
  }

  private clock(ref: string, keep: boolean): ReturnType<typeof setTimeout> {
    const fail = () => void this.settle(ref, { error: { code: "offline" } });
    return setTimeout(fail, keep ? KEEP_TIMEOUT_MS : TIMEOUT_MS);
  }

  /** The customer has to agree to something first, however long that takes; false as `settle`. */
  park(ref: string): boolean {
    const entry = this.waiting.get(ref);
    // What was agreed to is not asked again by itself: the text is another one now.
    if (!entry?.keep || entry.frame.t === "consent") return false;
    clearTimeout(entry.timer);
    entry.timer = undefined;
    return true;
  }

  /** They agreed: what was parked is asked again. */
  unpark(transmit: (frame: Frame) => void): void {
    for (const [ref, entry] of this.waiting) {
      if (entry.timer !== undefined) continue;
      entry.timer = this.clock(ref, entry.keep);
      transmit(entry.frame);
    }
  }

  /** Settles the request of `ref`; false when nobody waits for it. */
  settle(ref: string, answer: { data: unknown } | { error: ErrorBody }): boolean {
    const entry = this.waiting.get(ref);
    if (!entry) return false;
    this.waiting.delete(ref);
    clearTimeout(entry.timer);
    if ("error" in answer) entry.reject(new RequestError(answer.error.code, answer.error.params));
    else entry.resolve(answer.data);
    return true;
  }

  /** The connection is gone: what may not be repeated fails now. */
  lost(): void {
    for (const [ref, entry] of this.waiting) {
      if (!entry.keep) this.settle(ref, { error: { code: "offline" } });
    }
  }

  resend(transmit: (frame: Frame) => void): void {
    for (const entry of this.waiting.values()) {
      if (entry.timer !== undefined) transmit(entry.frame);
    }
  }

  abandon(): void {
    for (const ref of [...this.waiting.keys()]) this.settle(ref, { error: { code: "offline" } });
  }
}
