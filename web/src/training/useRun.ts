import { onUnmounted, ref, shallowRef } from "vue";
import { api } from "../api/client";
import type { TrainingRun, TrainingRunDetail } from "../api/types";

/** How often a measurement at work is looked at. */
const LOOK_MS = 700;

/** Follows one measurement until it is over. */
export function useRun(finished: (run: TrainingRunDetail) => void = () => undefined) {
  const run = shallowRef<TrainingRunDetail | null>(null);
  const error = shallowRef<unknown>(null);
  const loading = ref(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wanted = "";

  function stop(): void {
    clearTimeout(timer);
    wanted = "";
  }

  async function look(id: string): Promise<void> {
    try {
      const found = await api.get<TrainingRunDetail>(`/training/runs/${id}`);
      if (wanted !== id) return;
      const was = run.value;
      run.value = found;
      error.value = null;
      if (found.state === "waiting" || found.state === "running") timer = setTimeout(() => void look(id), LOOK_MS);
      else if (was?.id === id && was.state !== found.state) finished(found);
    } catch (cause) {
      if (wanted === id) error.value = cause;
    } finally {
      if (wanted === id) loading.value = false;
    }
  }

  async function follow(id: string): Promise<void> {
    stop();
    wanted = id;
    loading.value = run.value?.id !== id;
    await look(id);
  }

  /** Asks for a measurement of a set (none: of the labelled questions) and follows it. */
  async function start(setId: string | null): Promise<void> {
    const asked = await api.post<TrainingRun>("/training/runs", { set_id: setId });
    run.value = { ...asked, report: null };
    await follow(asked.id);
  }

  onUnmounted(stop);
  return { run, error, loading, follow, start, stop };
}
