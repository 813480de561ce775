import { computed, onBeforeUnmount, onMounted, ref, shallowRef, type Ref } from "vue";
import { useI18n } from "vue-i18n";
import { onBeforeRouteLeave } from "vue-router";
import { api, ApiError, errorText } from "../api/client";
import { confirmed, toastError, toastOk } from "../app/toast";
import { useSession } from "../session/store";

export type Faults<T> = Partial<Record<keyof T, string>>;

/**
 * One section of the settings, read and stored as a whole. `check` says what is wrong, by field;
 * a field that the server refuses is marked likewise.
 */
export function useSection<T extends object>(name: string, check: (draft: T) => Faults<T> = () => ({})) {
  const { t } = useI18n();
  const session = useSession();
  const draft = ref(null) as Ref<T | null>;
  const stored = ref("");
  const error = shallowRef<unknown>(null);
  const saving = ref(false);
  const faults = ref({}) as Ref<Faults<T>>;
  const editable = computed(() => session.can("settings.manage"));
  const saved = computed(() => (stored.value ? (JSON.parse(stored.value) as T) : null));
  const dirty = computed(() => draft.value !== null && JSON.stringify(draft.value) !== stored.value);

  function take(section: T): void {
    stored.value = JSON.stringify(section);
    draft.value = JSON.parse(stored.value) as T;
    faults.value = {};
  }

  async function load(): Promise<void> {
    error.value = null;
    try {
      take(await api.get<T>(`/settings/${name}`));
    } catch (cause) {
      error.value = cause;
    }
  }

  async function save(): Promise<void> {
    if (!draft.value || saving.value) return;
    faults.value = check(draft.value);
    if (Object.values(faults.value).some(Boolean)) return;
    saving.value = true;
    try {
      take(await api.put<T>(`/settings/${name}`, draft.value));
      toastOk(t("common.saved"));
    } catch (cause) {
      const field = cause instanceof ApiError ? cause.params.field : undefined;
      if (typeof field === "string" && draft.value && field in draft.value) {
        faults.value = { [field]: errorText(cause) } as Faults<T>;
      } else toastError(cause);
    } finally {
      saving.value = false;
    }
  }

  function undo(): void {
    if (stored.value) draft.value = JSON.parse(stored.value) as T;
    faults.value = {};
  }

  const guard = (event: BeforeUnloadEvent): void => {
    if (dirty.value) event.preventDefault();
  };
  onMounted(() => {
    window.addEventListener("beforeunload", guard);
    void load();
  });
  onBeforeUnmount(() => window.removeEventListener("beforeunload", guard));
  onBeforeRouteLeave(() => !dirty.value || confirmed(t("common.unsaved"), t("settings.unsaved"), t("settings.leave"), true));

  /** What the page's frame shows and hears. */
  const frame = computed(() => ({
    error: error.value,
    loading: draft.value === null,
    dirty: dirty.value,
    saving: saving.value,
    editable: editable.value,
    onRetry: load,
    onSave: save,
    onUndo: undo,
  }));
  return { draft, saved, faults, editable, dirty, frame };
}
