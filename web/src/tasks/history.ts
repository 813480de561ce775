/** Undo and redo over plain data. */
import { computed, onScopeDispose, ref, watch, type Ref } from "vue";

const MOST = 100;
const PAUSE_MS = 350;

export interface History {
  canUndo: Ref<boolean>;
  canRedo: Ref<boolean>;
  undo(): void;
  redo(): void;
  /** What is there now is where it begins. */
  reset(): void;
}

/** Changes that come within a moment, such as the letters of a word, are one step. */
export function useHistory<T>(value: Ref<T>): History {
  const past = ref<string[]>([]);
  const future = ref<string[]>([]);
  const pending = ref(false);
  let now = JSON.stringify(value.value);
  let waiting: ReturnType<typeof setTimeout> | undefined;

  function commit(): void {
    clearTimeout(waiting);
    pending.value = false;
    const next = JSON.stringify(value.value);
    if (next === now) return;
    past.value = [...past.value, now].slice(-MOST);
    future.value = [];
    now = next;
  }

  function go(from: Ref<string[]>, to: Ref<string[]>): void {
    commit();
    const next = from.value.at(-1);
    if (next === undefined) return;
    from.value = from.value.slice(0, -1);
    to.value = [...to.value, now];
    now = next;
    value.value = JSON.parse(next) as T;
  }

  watch(
    value,
    () => {
      if (JSON.stringify(value.value) === now) return;
      pending.value = true;
      clearTimeout(waiting);
      waiting = setTimeout(commit, PAUSE_MS);
    },
    { deep: true },
  );
  onScopeDispose(() => clearTimeout(waiting));

  return {
    canUndo: computed(() => pending.value || past.value.length > 0),
    canRedo: computed(() => !pending.value && future.value.length > 0),
    undo: () => go(past, future),
    redo: () => go(future, past),
    reset() {
      clearTimeout(waiting);
      pending.value = false;
      past.value = [];
      future.value = [];
      now = JSON.stringify(value.value);
    },
  };
}
