import { defineStore } from "pinia";
import { ref } from "vue";
import { api } from "../api/client";
import { useLive } from "../app/live";

/** How many requests wait for a decision, kept fresh by the live line. */
export const useWaiting = defineStore("approvals", () => {
  const waiting = ref(0);

  async function load(): Promise<void> {
    const answer = await api.get<{ waiting: number }>("/approvals/count").catch(() => null);
    if (answer) waiting.value = answer.waiting;
  }

  // Lost frames do not matter: every connection begins with a snapshot.
  useLive().listen((frame) => {
    if (frame.t === "approvals" || frame.t === "snapshot") void load();
  });

  return { waiting, load };
});
