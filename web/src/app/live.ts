import { defineStore } from "pinia";
import { computed, ref } from "vue";
import { api } from "../api/client";
import { AgentSocket, type OutgoingFrame, type SocketStatus } from "../api/socket";
import type { Agent, AgentFrame, ConversationCounts } from "../api/types";

type Listener = (frame: AgentFrame) => void;

/**
 * The live line of a signed-in member of staff: who is there, how much waits, and every frame for
 * the features that listen.
 */
export const useLive = defineStore("live", () => {
  const status = ref<SocketStatus>("idle");
  const attempt = ref(0);
  const agents = ref<Record<string, Agent>>({});
  const counts = ref<ConversationCounts>({ mine: 0, queue: 0, bot: 0, left_messages: 0 });
  const listeners = new Set<Listener>();

  function take(frame: AgentFrame): void {
    if (frame.t === "snapshot") {
      agents.value = Object.fromEntries(frame.d.agents.map((agent) => [agent.id, agent]));
      counts.value = frame.d.counts;
    } else if (frame.t === "agent") agents.value[frame.d.agent.id] = frame.d.agent;
    else if (frame.t === "counts") counts.value = frame.d;
    for (const listener of listeners) listener(frame);
  }

  const socket = new AgentSocket({
    frame: take,
    status: (next, tries) => {
      status.value = next;
      attempt.value = tries;
    },
    // A 401 here ends the session through the API client; any other answer just means: keep trying.
    doubt: () => void api.get("/auth/me").catch(() => undefined),
  });

  return {
    status,
    attempt,
    agents,
    counts,
    connected: computed(() => status.value === "open"),
    /** True while a line that should be open is not. */
    broken: computed(() => status.value !== "idle" && status.value !== "open" && attempt.value > 0),
    start: () => socket.start(),
    stop: () => socket.stop(),
    retry: () => socket.retry(),
    send: (frame: OutgoingFrame): boolean => socket.send(frame),
    /** Listens to every frame until the returned function is called. */
    listen(listener: Listener): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
});
