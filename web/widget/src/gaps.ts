/**
 * Finds missing messages. A push can be lost, and internal notes take numbers that a customer
 * never sees; so a missing number is asked for once, and what the history answers is the truth.
 */
import type { Timeline } from "./timeline";
import type { Message } from "./types";

export type Position = { conversation_id: string; seq: number };
export type HistoryPage = { messages: Message[]; has_more: boolean };

/** A neighbouring frame may come a moment late; only then is a hole a hole. */
const PATIENCE_MS = 400;
const MAX_PAGES = 20;

export class Gaps {
  private readonly timeline: Timeline;
  private readonly history: (before: Position) => Promise<HistoryPage>;
  /** Highest number of each conversation below which nothing is missing. */
  private readonly covered = new Map<string, number>();
  private filling = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** `history` merges the page that it reads into `timeline`; it fails while offline. */
  constructor(timeline: Timeline, history: (before: Position) => Promise<HistoryPage>) {
    this.timeline = timeline;
    this.history = history;
  }

  /** From where the server has to tell again after a pause; null when nothing is known yet. */
  resumePoint(): Position | null {
    const last = this.timeline.messages[this.timeline.messages.length - 1];
    if (!last) return null;
    const conversation_id = last.conversation_id;
    return { conversation_id, seq: this.covered.get(conversation_id) ?? last.seq };
  }

  /** Nothing is missing up to `seq`. */
  cover(conversation: string, seq: number): void {
    this.covered.set(conversation, Math.max(seq, this.covered.get(conversation) ?? 0));
  }

  /** Messages exist up to `seq`; a hole that stays is filled from the history. */
  expect(conversation: string, seq: number): void {
    const base = this.covered.get(conversation) ?? 0;
    if (seq <= base) return;
    if (seq === base + 1 && this.timeline.lastSeq(conversation) >= seq) {
      return this.cover(conversation, seq);
    }
    this.pause();
    this.timer = setTimeout(() => this.check(conversation, seq), PATIENCE_MS);
  }

  private check(conversation: string, seq: number): void {
    const known = new Set(
      this.timeline.messages.filter((m) => m.conversation_id === conversation).map((m) => m.seq),
    );
    let contiguous = this.covered.get(conversation) ?? 0;
    while (known.has(contiguous + 1)) contiguous += 1;
    this.cover(conversation, contiguous);
    const last = Math.max(seq, this.timeline.lastSeq(conversation));
    if (contiguous < last) void this.fill(conversation, last + 1);
  }

  /** Reads the history backwards from a position until it meets what is known. */
  async fill(conversation: string, before: number): Promise<void> {
    if (this.filling) return;
    this.filling = true;
    const base = this.covered.get(conversation) ?? 0;
    const known = new Set(this.timeline.messages.map((message) => message.id));
    let position = { conversation_id: conversation, seq: before };
    try {
      for (let page = 0; page < MAX_PAGES; page += 1) {
        const { messages, has_more } = await this.history(position);
        const met = messages.some(
          (m) => known.has(m.id) && (m.conversation_id !== conversation || m.seq <= base),
        );
        const first = messages.reduce<Message | null>(
          (a, b) => (a && Date.parse(a.created_at) <= Date.parse(b.created_at) ? a : b),
          null,
        );
        const started = first?.conversation_id === conversation && first.seq <= base + 1 && base > 0;
        if (!has_more || !first || met || started) break;
        position = { conversation_id: first.conversation_id, seq: first.seq };
      }
      this.cover(conversation, before - 1);
    } catch {
      // The connection went away; the next welcome resumes from the same covered number.
      return;
    } finally {
      this.filling = false;
    }
    this.expect(conversation, this.timeline.lastSeq(conversation));
  }

  pause(): void {
    clearTimeout(this.timer);
  }

  clear(): void {
    this.pause();
    this.covered.clear();
  }
}
