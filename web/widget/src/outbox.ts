/**
 * What the customer has sent and the server has not yet confirmed. Each item lies under a key of
 * its own, so that two tabs of one shop never overwrite each other; a reload finds it again.
 */
import type { KeyValue } from "./storage";
import type { Contact } from "./types";

export type OutboxBody =
  | { t: "send"; content: { type: "text"; text: string } }
  | { t: "send"; content: { type: "image" | "file"; file_id: string }; name: string }
  | { t: "choose"; entry_id: string; question: string }
  | { t: "leave_message"; text: string; contact: Contact };

export type OutboxItem = {
  client_id: string;
  /** Milliseconds since 1970; also the order of sending. */
  created_at: number;
  state: "sending" | "failed";
  /** Why it failed: a stable error code. */
  code: string | null;
  body: OutboxBody;
};

const KEY = "out:";
/** Unconfirmed text older than a week is not sent by surprise any more. */
const KEEP_MS = 7 * 24 * 3600 * 1000;

export class Outbox {
  private readonly store: KeyValue;
  private items: OutboxItem[] = [];

  constructor(store: KeyValue, now: number) {
    this.store = store;
    for (const id of store.keys(KEY)) {
      const item = parse(store.get(KEY + id));
      if (item && now - item.created_at < KEEP_MS) this.items.push(item);
      else store.remove(KEY + id);
    }
    this.items.sort((a, b) => a.created_at - b.created_at);
  }

  get all(): readonly OutboxItem[] {
    return this.items;
  }

  /** The next item to be sent: strictly one at a time, in order. */
  head(): OutboxItem | undefined {
    return this.items.find((item) => item.state === "sending");
  }

  add(item: OutboxItem): void {
    const previous = this.items[this.items.length - 1];
    if (previous && item.created_at <= previous.created_at) {
      // A clock that stands or goes back must not change the order after a reload.
      item = { ...item, created_at: previous.created_at + 1 };
    }
    this.items = [...this.items, item];
    this.keep(item);
  }

  change(clientId: string, change: Partial<OutboxItem>): void {
    this.items = this.items.map((item) => {
      if (item.client_id !== clientId) return item;
      const changed = { ...item, ...change };
      this.keep(changed);
      return changed;
    });
  }

  remove(clientId: string): void {
    this.store.remove(KEY + clientId);
    this.items = this.items.filter((item) => item.client_id !== clientId);
  }

  clear(): void {
    for (const item of this.items) this.store.remove(KEY + item.client_id);
    this.items = [];
  }

  private keep(item: OutboxItem): void {
    this.store.set(KEY + item.client_id, JSON.stringify(item));
  }
}

function parse(text: string | null): OutboxItem | null {
  try {
    const item = JSON.parse(text ?? "null") as OutboxItem | null;
    return item && typeof item.client_id === "string" && item.body ? item : null;
  } catch {
    return null;
  }
}
