import { api, ApiError, errorText } from "../../api/client";
import type { FileInfo, Message, OutgoingContent } from "../../api/types";
import { serverNow } from "../../app/clock";
import { change, drop, enqueue, fileContent, keepable, type Outgoing } from "./thread";
import type { makeThreads } from "./threads";


/** Failures where the same message may simply be sent again with the same client id. */
const passing = (error: unknown): boolean =>
  error instanceof ApiError && (error.status === 0 || error.status === 429 || error.status >= 500);

/**
 * Sends the agent's messages: shown at once, kept over a reload of the page, sent one after the
 * other in each conversation, and never doubled, since the server knows each client id.
 */
export function makeOutbox(threads: ReturnType<typeof makeThreads>, agent: () => string) {
  const storeKey = (): string => `shanying.outbox.${agent()}`;
  const files = new Map<string, File>();
  const waits = new Map<string, number>();
  const lines = new Map<string, Promise<void>>();

  function persist(): void {
    const all = Object.values(threads.threads.value).flatMap((one) => keepable(one.pending));
    try {
      sessionStorage.setItem(storeKey(), JSON.stringify(all));
    } catch {
      // Without a store the messages still go out; they only do not survive a reload.
    }
  }

  function set(one: Outgoing, part: Partial<Outgoing>): void {
    threads.update(one.conversation_id, (thread) => change(thread, one.client_id, part));
  }

  const pendingOf = (id: string, clientId: string): Outgoing | undefined =>
    threads.thread(id).pending.find((one) => one.client_id === clientId);

  /** A failure that may pass is tried again by itself, ever less often. */
  function tryLater(one: Outgoing): void {
    const tries = (waits.get(one.client_id) ?? 0) + 1;
    waits.set(one.client_id, tries);
    setTimeout(() => push({ ...one }), Math.min(60_000, 2_000 * 2 ** tries));
  }

  async function deliver(one: Outgoing): Promise<void> {
    // Confirmed or deleted in the meantime.
    if (!pendingOf(one.conversation_id, one.client_id)) return;
    set(one, { state: "sending", error: null });
    try {
      let content = one.content;
      if (!content) {
        const form = new FormData();
        const file = files.get(one.client_id);
        if (!file) throw new ApiError("file.gone", 0, "the file is no longer in memory");
        form.append("file", file);
        content = fileContent(await api.upload<FileInfo>("/files", form, (progress) => set(one, { progress })));
        set(one, { content, progress: null });
        one.content = content;
        persist();
      }
      const message = await api.post<Message>(`/conversations/${one.conversation_id}/messages`, {
        client_id: one.client_id,
        content,
      });
      files.delete(one.client_id);
      waits.delete(one.client_id);
      threads.receive(message);
      threads.update(one.conversation_id, (thread) => drop(thread, one.client_id));
      if (one.show.url) URL.revokeObjectURL(one.show.url);
    } catch (error) {
      set(one, { state: "failed", error: errorText(error), again: passing(error), progress: null });
      if (passing(error)) tryLater(one);
    }
    persist();
  }

  /** Queues behind whatever of ours is still on its way in this conversation. */
  function push(one: Outgoing): void {
    const before = lines.get(one.conversation_id) ?? Promise.resolve();
    lines.set(
      one.conversation_id,
      before.then(() => deliver(one)),
    );
  }

  function start(id: string, show: Outgoing["show"], content: OutgoingContent | null, file?: File): void {
    const one: Outgoing = {
      client_id: crypto.randomUUID?.() ?? `${Date.now()}-${Math.random().toString(36).slice(2)}`,
      conversation_id: id,
      content,
      show,
      state: "sending",
      error: null,
      again: false,
      progress: content ? null : 0,
      created_at: new Date(serverNow()).toISOString(),
    };
    if (file) files.set(one.client_id, file);
    threads.update(id, (thread) => enqueue(thread, one));
    persist();
    push(one);
  }

  return {
    sendText: (id: string, text: string): void => start(id, { kind: "text", text }, { type: "text", text }),
    sendNote: (id: string, text: string): void => start(id, { kind: "note", text }, { type: "note", text }),
    sendAnswer: (id: string, entry: string, question: string): void =>
      start(id, { kind: "answer", text: question }, { type: "answer", entry_id: entry }),
    sendFile(id: string, file: File): void {
      const image = file.type.startsWith("image/");
      const url = image ? URL.createObjectURL(file) : undefined;
      start(id, { kind: image ? "image" : "file", text: file.name, url, size: file.size }, null, file);
    },
    retry(id: string, clientId: string): void {
      const one = pendingOf(id, clientId);
      if (one?.state === "failed") {
        set(one, { state: "sending", error: null });
        push({ ...one });
      }
    },
    discard(id: string, clientId: string): void {
      files.delete(clientId);
      threads.update(id, (thread) => drop(thread, clientId));
      persist();
    },
    /** Tries again what failed only because the line or the server was away. */
    retryPassing(): void {
      for (const thread of Object.values(threads.threads.value)) {
        for (const one of thread.pending) if (one.state === "failed" && one.again) push({ ...one });
      }
    },
    /** After a reload: what was on its way goes out again under its old client id. */
    restore(): void {
      let kept: Outgoing[] = [];
      try {
        kept = JSON.parse(sessionStorage.getItem(storeKey()) ?? "[]") as Outgoing[];
      } catch {
        kept = [];
      }
      for (const one of kept) {
        threads.update(one.conversation_id, (thread) => enqueue(thread, one));
        push({ ...one });
      }
    },
  };
}
