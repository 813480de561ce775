import { defineStore } from "pinia";
import { computed, reactive, ref, shallowRef } from "vue";
import { api } from "../../api/client";
import type { Assistance, ReplyRisk, Suggestion, SuggestionKind, SuggestionVerdict } from "../../api/types";

/** What the agent put into the reply box, to learn afterwards whether it went out as it was. */
interface Used {
  conversation: string;
  seq: number;
  kind: SuggestionKind;
  reference: string;
  text: string;
}

const keyOf = (kind: string, reference: string): string => `${kind}:${reference}`;

/** What helps with the conversation that is open: read after each message, and while the customer types. */
export const useAssist = defineStore("assist", () => {
  const help = shallowRef<Assistance | null>(null);
  const error = shallowRef<unknown>(null);
  const loading = ref(false);
  const conversation = ref("");
  /** Suggestions that were sent or are not wanted, of the customer's present words. */
  const gone = reactive(new Set<string>());
  let used: Used | null = null;
  let turn = 0;

  const suggestions = computed<Suggestion[]>(() =>
    (help.value?.suggestions ?? []).filter((one) => !gone.has(keyOf(one.kind, one.reference))),
  );
  /** The best reply that may go to the customer. */
  const best = computed(() => suggestions.value.find((one) => one.may_send && one.text) ?? null);

  async function load(id: string, typed = ""): Promise<void> {
    const mine = ++turn;
    if (conversation.value !== id) {
      conversation.value = id;
      help.value = null;
      gone.clear();
    }
    loading.value = true;
    try {
      const got = await api.get<Assistance>(`/conversations/${id}/assist`, { typed: typed || null });
      if (mine !== turn) return;
      if (got.words !== help.value?.words) gone.clear();
      help.value = got;
      error.value = null;
    } catch (cause) {
      if (mine === turn) error.value = cause;
    } finally {
      if (mine === turn) loading.value = false;
    }
  }

  /** Tells what was made of a suggestion; the ranking learns, and nobody waits for it. */
  function judge(kind: SuggestionKind, reference: string, verdict: SuggestionVerdict): void {
    gone.add(keyOf(kind, reference));
    const seq = help.value?.seq ?? 0;
    if (!seq || !conversation.value) return;
    void post({ conversation: conversation.value, seq, kind, reference, text: "" }, verdict);
  }

  async function post(one: Used, verdict: SuggestionVerdict): Promise<void> {
    const body = { seq: one.seq, kind: one.kind, reference: one.reference, verdict };
    await api.post(`/conversations/${one.conversation}/assist/feedback`, body).catch(() => undefined);
  }

  /** Remembers what was put into the reply box. */
  function use(kind: SuggestionKind, reference: string, text: string): void {
    used = { conversation: conversation.value, seq: help.value?.seq ?? 0, kind, reference, text: text.trim() };
  }

  /** A reply went out: was it what was suggested? */
  function sent(id: string, text: string): void {
    const one = used;
    used = null;
    if (!one || one.conversation !== id || !one.seq) return;
    gone.add(keyOf(one.kind, one.reference));
    void post(one, text.trim() === one.text ? "sent" : "edited");
  }

  /** What should not go out like this; nothing when it cannot be told. */
  async function check(id: string, text: string): Promise<ReplyRisk[]> {
    const got = await api.post<{ items: ReplyRisk[] }>(`/conversations/${id}/assist/check`, { text }).catch(() => null);
    return got?.items ?? [];
  }

  return { help, error, loading, suggestions, best, load, judge, use, sent, check };
});
