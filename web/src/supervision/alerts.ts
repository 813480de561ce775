import { defineStore } from "pinia";
import { computed, ref, shallowRef } from "vue";
import { api } from "../api/client";
import type { Alert, AgentFrame, Page } from "../api/types";
import { useLive } from "../app/live";
import { useSession } from "../session/store";

/** Alerts that are shown at once; more are a page of their own. */
const most = 200;

/** What somebody should look at now: open alerts that this person may see, kept fresh by the live line. */
export const useAlerts = defineStore("alerts", () => {
  const live = useLive();
  const session = useSession();
  const all = shallowRef<Record<string, Alert>>({});
  const loaded = ref(false);
  const error = ref<unknown>(null);

  const open = computed(() =>
    Object.values(all.value)
      .filter((one) => !one.ended)
      .sort((a, b) => Number(b.severity === "alarm") - Number(a.severity === "alarm") || Date.parse(b.last_at) - Date.parse(a.last_at)),
  );
  const byConversation = computed(() => {
    const map = new Map<string, Alert[]>();
    for (const one of open.value) {
      if (!one.conversation) continue;
      map.set(one.conversation.id, [...(map.get(one.conversation.id) ?? []), one]);
    }
    return map;
  });

  function learn(alerts: Alert[]): void {
    const next = { ...all.value };
    for (const one of alerts) {
      if (one.ended) delete next[one.id];
      else next[one.id] = one;
    }
    all.value = next;
  }

  async function load(): Promise<void> {
    if (!session.can(["conversations.serve", "conversations.view_all"])) return;
    error.value = null;
    try {
      const page = await api.get<Page<Alert>>("/alerts", { limit: most });
      all.value = Object.fromEntries(page.items.map((one) => [one.id, one]));
      loaded.value = true;
    } catch (cause) {
      error.value = cause;
    }
  }

  /** A conversation that a colleague took is no longer for everybody, and neither are its alerts. */
  function left(id: string, agent: string | null): void {
    if (session.can("conversations.view_all") || agent === session.agent?.id) return;
    all.value = Object.fromEntries(Object.entries(all.value).filter(([, one]) => one.conversation?.id !== id));
  }

  live.listen((frame: AgentFrame) => {
    if (frame.t === "alert") learn([frame.d.alert]);
    else if (frame.t === "moved") left(frame.d.conversation_id, frame.d.agent_id);
    else if (frame.t === "snapshot") void load();
  });

  return {
    open,
    loaded,
    error,
    load,
    /** Open alerts of a conversation. */
    of: (id: string): Alert[] => byConversation.value.get(id) ?? [],
    conversations: byConversation,
    async acknowledge(id: string): Promise<void> {
      learn([await api.post<Alert>(`/alerts/${id}/acknowledge`, {})]);
    },
    async handle(id: string, note: string): Promise<void> {
      learn([await api.post<Alert>(`/alerts/${id}/handle`, { note })]);
    },
  };
});
