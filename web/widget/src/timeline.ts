/**
 * The messages that are on the screen, in order and each of them once. Pure.
 *
 * A history crosses conversations, so a position is (conversation, seq). Conversations are
 * ordered by the earliest message known of each, messages within one by `seq`.
 */
import type { Message } from "./types";

export class Timeline {
  private readonly byConversation = new Map<string, Map<number, Message>>();
  private ordered: Message[] = [];

  /** All messages in reading order. The array is replaced, never changed, by `merge`. */
  get messages(): readonly Message[] {
    return this.ordered;
  }

  has(message: Message): boolean {
    return this.byConversation.get(message.conversation_id)?.has(message.seq) ?? false;
  }

  /** Highest known number in a conversation, 0 when none of its messages is known. */
  lastSeq(conversation: string): number {
    let last = 0;
    for (const seq of this.byConversation.get(conversation)?.keys() ?? []) {
      if (seq > last) last = seq;
    }
    return last;
  }

  /** Adds messages or replaces older states of them (a feedback mark, a fresh file address). */
  merge(incoming: readonly Message[]): void {
    if (incoming.length === 0) return;
    for (const message of incoming) {
      let known = this.byConversation.get(message.conversation_id);
      if (!known) {
        known = new Map();
        this.byConversation.set(message.conversation_id, known);
      }
      known.set(message.seq, message);
    }
    const groups = [...this.byConversation.values()].map((known) =>
      [...known.values()].sort((a, b) => a.seq - b.seq),
    );
    groups.sort((a, b) => Date.parse(a[0].created_at) - Date.parse(b[0].created_at));
    this.ordered = groups.flat();
  }

  clear(): void {
    this.byConversation.clear();
    this.ordered = [];
  }
}
