/** A task on the page: loaded, changed, checked, saved and published. */
import { computed, onScopeDispose, ref, watch } from "vue";
import { api } from "../api/client";
import type { Task, TaskEntry, TaskFault } from "../api/types";
import { toastError } from "../app/toast";
import { useHistory } from "./history";
import { blankTask, structuredCopy } from "./model";

const CHECK_PAUSE_MS = 400;

export function useTask(key: () => string) {
  const task = ref<Task>(blankTask("", ""));
  const entry = ref<TaskEntry | null>(null);
  const failed = ref<unknown>(null);
  const faults = ref<TaskFault[]>([]);
  const busy = ref(false);
  const history = useHistory(task);
  const saved = ref("");
  const dirty = computed(() => entry.value !== null && JSON.stringify(task.value) !== saved.value);

  function show(one: TaskEntry, anew: boolean): void {
    entry.value = one;
    saved.value = JSON.stringify(one.task);
    faults.value = one.faults;
    if (!anew) return;
    task.value = structuredCopy(one.task);
    history.reset();
  }

  async function load(): Promise<void> {
    failed.value = null;
    try {
      show(await api.get<TaskEntry>(`/dialogue/drafts/${key()}`), true);
    } catch (error) {
      failed.value = error;
    }
  }

  let waiting: ReturnType<typeof setTimeout> | undefined;
  watch(
    task,
    () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => void check(), CHECK_PAUSE_MS);
    },
    { deep: true },
  );
  onScopeDispose(() => clearTimeout(waiting));

  async function check(): Promise<void> {
    if (!entry.value) return;
    const asked = JSON.stringify(task.value);
    try {
      const found = await api.post<TaskFault[]>("/dialogue/check", task.value);
      if (asked === JSON.stringify(task.value)) faults.value = found;
    } catch (error) {
      toastError(error);
    }
  }

  /** Does one thing to the kept task; the answer is what stands there then. */
  async function step(work: (before: TaskEntry) => Promise<TaskEntry>, anew = false): Promise<boolean> {
    const before = entry.value;
    if (!before) return false;
    busy.value = true;
    try {
      show(await work(before), anew);
      return true;
    } catch (error) {
      toastError(error);
      return false;
    } finally {
      busy.value = false;
    }
  }

  const save = () => step((before) => api.put<TaskEntry>(`/dialogue/drafts/${key()}`, { revision: before.revision, task: task.value }));

  async function publish(note: string): Promise<boolean> {
    if (dirty.value && !(await save())) return false;
    return step((before) => api.post<TaskEntry>(`/dialogue/drafts/${key()}/publish`, { revision: before.revision, note }));
  }

  return { task, entry, failed, faults, busy, dirty, history, load, show, save, publish };
}
