import { computed, onBeforeUnmount, shallowRef, watch } from "vue";
import type { ReplyRisk } from "../../api/types";
import { useAssist } from "../core/assist";

/** Shorter words cannot be risky, and every stroke would ask. */
const LEAST = 4;
const PAUSE_MS = 450;

/**
 * Holds what is being written against the rules while it is written and once more before it goes:
 * what stops must be sent twice, what only warns goes once it was seen.
 */
export function useRisks(id: string, words: () => string) {
  const assist = useAssist();
  const risks = shallowRef<ReplyRisk[]>([]);
  let seenFor = "";
  let stoppedFor = "";
  let timer: ReturnType<typeof setTimeout> | null = null;
  let turn = 0;

  async function look(text: string): Promise<ReplyRisk[]> {
    const mine = ++turn;
    const found = await assist.check(id, text);
    if (mine === turn && words().trim() === text) {
      risks.value = found;
      seenFor = text;
    }
    return found;
  }

  watch(words, (now) => {
    if (timer) clearTimeout(timer);
    const text = now.trim();
    if (text !== seenFor) risks.value = [];
    if (text.length < LEAST) turn += 1;
    else if (text !== seenFor) timer = setTimeout(() => void look(text), PAUSE_MS);
  });
  onBeforeUnmount(() => {
    if (timer) clearTimeout(timer);
  });

  /** Whether this may go now; what stands against it is shown, and the second time it goes. */
  async function mayGo(text: string): Promise<boolean> {
    if (text.length < LEAST) return true;
    const seen = seenFor === text;
    const found = seen ? risks.value : await look(text);
    if (found.length === 0) return true;
    if (found.some((one) => one.stops)) {
      const again = stoppedFor === text;
      stoppedFor = again ? "" : text;
      return again;
    }
    return seen;
  }

  return { risks, currency: computed(() => assist.help?.allowance.currency ?? "CNY"), mayGo };
}
