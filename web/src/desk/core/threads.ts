import { ref } from "vue";
import { api } from "../../api/client";
import type { Message } from "../../api/types";
import { emptyThread, firstSeq, holeAfter, lastSeq, merge, type Thread } from "./thread";

interface MessagePage {
  items: Message[];
  has_more: boolean;
}

const pageSize = 50;

/** The loaded messages of conversations, and how more of them are fetched. */
export function makeThreads() {
  const threads = ref<Record<string, Thread>>({});

  const thread = (id: string): Thread => threads.value[id] ?? emptyThread();
  function update(id: string, next: (old: Thread) => Thread): void {
    threads.value[id] = next(thread(id));
  }
  const page = (id: string, query: { before_seq?: number; after_seq?: number }): Promise<MessagePage> =>
    api.get<MessagePage>(`/conversations/${id}/messages`, { ...query, limit: pageSize });

  /** Loads the newest messages, once. */
  async function open(id: string, force = false): Promise<void> {
    const old = thread(id);
    if (old.loading || (old.loaded && !force)) return;
    update(id, (one) => ({ ...one, loading: true, error: null }));
    try {
      const got = await page(id, {});
      update(id, (one) => ({ ...merge(one, got.items), hasMore: got.has_more, loaded: true, loading: false }));
      fillHole(id);
    } catch (error) {
      update(id, (one) => ({ ...one, loading: false, error }));
    }
  }

  /** Loads older messages. */
  async function older(id: string): Promise<void> {
    const old = thread(id);
    if (old.loading || !old.hasMore) return;
    update(id, (one) => ({ ...one, loading: true, error: null }));
    try {
      const got = await page(id, { before_seq: firstSeq(old) });
      update(id, (one) => ({ ...merge(one, got.items), hasMore: got.has_more, loading: false }));
    } catch (error) {
      update(id, (one) => ({ ...one, loading: false, error }));
    }
  }

  /** Fetches what came after `seq` until nothing is missing; failures are made good by the next call. */
  async function catchUp(id: string, seq: number): Promise<void> {
    let after = seq;
    for (;;) {
      const got = await page(id, { after_seq: after });
      update(id, (one) => merge(one, got.items));
      const last = got.items.at(-1)?.seq;
      if (!got.has_more || last === undefined || last <= after) return;
      after = last;
    }
  }

  /** Fetches what is missing between the messages that are here. */
  function fillHole(id: string): void {
    const hole = holeAfter(thread(id));
    if (hole !== null && thread(id).loaded) void catchUp(id, hole).catch(() => undefined);
  }

  /** Brings every loaded conversation up to date after the line was away. */
  async function catchUpAll(latest: (id: string) => number | null): Promise<void> {
    for (const [id, one] of Object.entries(threads.value)) {
      const known = latest(id);
      const hole = holeAfter(one);
      // The answer to a message of ours may be here already while one before it is not.
      const behind = known === null || known > lastSeq(one) || hole !== null;
      if (one.loaded && behind) await catchUp(id, hole ?? lastSeq(one)).catch(() => undefined);
    }
  }

  /** Takes a pushed message; one that arrived too early makes us fetch those before it. */
  function receive(message: Message): void {
    const id = message.conversation_id;
    if (!thread(id).loaded && !thread(id).loading) return;
    update(id, (one) => merge(one, [message]));
    fillHole(id);
  }

  return { threads, thread, update, open, older, catchUp, catchUpAll, receive };
}
