import type { FileInfo, Message, OutgoingContent } from "../../api/types";

/** A message of ours on its way; it leaves the list when the server's message takes its place. */
export interface Outgoing {
  client_id: string;
  conversation_id: string;
  /** Null while its file is still being uploaded. */
  content: OutgoingContent | null;
  /** What is shown until the server's message arrives. */
  show: { kind: "text" | "note" | "image" | "file" | "answer"; text: string; url?: string; size?: number };
  state: "sending" | "failed";
  error: string | null;
  /** Tried again by itself after reconnecting; a refusal by the server is not. */
  again: boolean;
  /** 0..1 of an upload. */
  progress: number | null;
  created_at: string;
}

/** The messages of one conversation as far as they are loaded. */
export interface Thread {
  /** Ascending by seq, without doubles. */
  messages: Message[];
  pending: Outgoing[];
  /** Older messages exist. */
  hasMore: boolean;
  loaded: boolean;
  loading: boolean;
  error: unknown;
}

export function emptyThread(): Thread {
  return { messages: [], pending: [], hasMore: false, loaded: false, loading: false, error: null };
}

/**
 * Adds or replaces messages, whatever the order in which they arrive, and drops the pending ones
 * which they confirm.
 */
export function merge(thread: Thread, incoming: Message[]): Thread {
  if (incoming.length === 0) return thread;
  const bySeq = new Map(thread.messages.map((message) => [message.seq, message]));
  for (const message of incoming) bySeq.set(message.seq, message);
  const confirmed = new Set(incoming.map((message) => message.client_id));
  return {
    ...thread,
    messages: [...bySeq.values()].sort((a, b) => a.seq - b.seq),
    pending: thread.pending.filter((one) => !confirmed.has(one.client_id)),
  };
}

/** The last seq up to which nothing is missing, or null when there is no hole. */
export function holeAfter(thread: Thread): number | null {
  let previous: number | null = null;
  for (const message of thread.messages) {
    if (previous !== null && message.seq !== previous + 1) return previous;
    previous = message.seq;
  }
  return null;
}

export const lastSeq = (thread: Thread): number => thread.messages.at(-1)?.seq ?? 0;
export const firstSeq = (thread: Thread): number => thread.messages[0]?.seq ?? 0;

/** Puts a message of ours at the end; the same client id is never there twice. */
export function enqueue(thread: Thread, outgoing: Outgoing): Thread {
  const here = thread.pending.some((one) => one.client_id === outgoing.client_id);
  const confirmed = thread.messages.some((message) => message.client_id === outgoing.client_id);
  return here || confirmed ? thread : { ...thread, pending: [...thread.pending, outgoing] };
}

export function change(thread: Thread, clientId: string, part: Partial<Outgoing>): Thread {
  return {
    ...thread,
    pending: thread.pending.map((one) => (one.client_id === clientId ? { ...one, ...part } : one)),
  };
}

export function drop(thread: Thread, clientId: string): Thread {
  return { ...thread, pending: thread.pending.filter((one) => one.client_id !== clientId) };
}

/** The pending messages that survive a reload of the page: those that need no file from memory. */
export function keepable(pending: Outgoing[]): Outgoing[] {
  return pending.filter((one) => one.content !== null).map((one) => ({ ...one, progress: null, show: { ...one.show, url: undefined } }));
}

/** How a file is sent and shown. */
export function fileContent(file: FileInfo): OutgoingContent {
  return { type: file.mime.startsWith("image/") ? "image" : "file", file_id: file.id };
}
