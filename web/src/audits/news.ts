import { onBeforeUnmount } from "vue";
import { useLive } from "../app/live";

/** Calls `load` a moment after tasks changed, once for all that change together. */
export function whenAuditsChange(load: () => void): void {
  let waiting: ReturnType<typeof setTimeout> | null = null;
  const stop = useLive().listen((frame) => {
    if ((frame.t !== "answer_audit" && frame.t !== "snapshot") || waiting) return;
    waiting = setTimeout(() => {
      waiting = null;
      load();
    }, 800);
  });
  onBeforeUnmount(() => {
    stop();
    if (waiting) clearTimeout(waiting);
  });
}
