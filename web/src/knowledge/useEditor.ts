import { computed, ref, shallowRef } from "vue";
import { useI18n } from "vue-i18n";
import { api, ApiError } from "../api/client";
import type { Entry, EntryDraft, PublishCheck } from "../api/types";
import { confirmed, toastError, toastOk } from "../app/toast";
import { cleanDraft, draftFaults, emptyDraft, sameDraft, type Fault } from "./draft";

/** One entry on the editor's desk: the draft as typed, what the server has, and the verbs on it. */
export function useEditor(onCreated: (entry: Entry) => void, onChanged: () => void) {
  const { t } = useI18n();
  const entry = shallowRef<Entry | null>(null);
  const draft = ref<EntryDraft>(emptyDraft());
  const stored = ref<EntryDraft>(emptyDraft());
  const loading = ref(false);
  const error = shallowRef<unknown>(null);
  const busy = ref<"" | "save" | "publish" | "other">("");
  const tried = ref<"" | "save" | "publish">("");
  /** The newest entry of somebody else while it clashes with ours. */
  const conflict = shallowRef<Entry | null>(null);
  /** What publishing would change, while it is shown. */
  const check = shallowRef<PublishCheck | null>(null);
  /** Whether the check stands between the editor and publishing. */
  const publishing = ref(false);

  const dirty = computed(() => !sameDraft(draft.value, stored.value));
  const faults = computed<Set<Fault>>(
    () => new Set(tried.value === "" ? [] : draftFaults(draft.value, tried.value === "publish")),
  );

  function take(next: Entry): void {
    entry.value = next;
    draft.value = structuredClone(next.draft);
    stored.value = structuredClone(next.draft);
    conflict.value = null;
  }

  function begin(category: string | null): void {
    entry.value = null;
    draft.value = emptyDraft(category);
    stored.value = emptyDraft(category);
    tried.value = "";
  }

  async function load(id: string): Promise<void> {
    loading.value = true;
    error.value = null;
    tried.value = "";
    try {
      take(await api.get<Entry>(`/knowledge/entries/${id}`));
    } catch (cause) {
      error.value = cause;
    } finally {
      loading.value = false;
    }
  }

  /** Runs a request; a clash of revisions opens the dialog instead of a message. */
  async function run(kind: "save" | "publish" | "other", work: () => Promise<void>): Promise<boolean> {
    if (busy.value !== "") return false;
    busy.value = kind;
    try {
      await work();
      return true;
    } catch (cause) {
      if (cause instanceof ApiError && cause.code === "knowledge.revision_conflict" && entry.value) {
        conflict.value = await api.get<Entry>(`/knowledge/entries/${entry.value.id}`).catch(() => null);
      }
      if (!conflict.value) toastError(cause);
      return false;
    } finally {
      busy.value = "";
    }
  }

  async function store(): Promise<void> {
    const body = cleanDraft(draft.value);
    if (entry.value) {
      if (!dirty.value) return;
      take(await api.put<Entry>(`/knowledge/entries/${entry.value.id}`, { revision: entry.value.revision, draft: body }));
    } else {
      const made = await api.post<Entry>("/knowledge/entries", body);
      take(made);
      onCreated(made);
    }
  }

  async function save(): Promise<boolean> {
    tried.value = "save";
    if (draftFaults(draft.value, false).length > 0) return false;
    return run("save", async () => {
      await store();
      toastOk(t("knowledge.saved"));
      onChanged();
    });
  }

  /** Saves the draft and asks what publishing it would make better or worse. */
  async function look(): Promise<boolean> {
    tried.value = "publish";
    if (draftFaults(draft.value, true).length > 0) return false;
    return run("other", async () => {
      await store();
      if (entry.value) check.value = await api.post<PublishCheck>(`/knowledge/entries/${entry.value.id}/check`);
    });
  }

  /** Publishes; what would make a known question worse is shown first, unless the editor insists. */
  async function publish(insist = false): Promise<boolean> {
    tried.value = "publish";
    if (draftFaults(draft.value, true).length > 0) return false;
    return run("publish", async () => {
      await store();
      if (!entry.value) return;
      if (!insist) {
        const found = await api.post<PublishCheck>(`/knowledge/entries/${entry.value.id}/check`);
        if (found.worse.length > 0) {
          check.value = found;
          publishing.value = true;
          return;
        }
      }
      check.value = null;
      publishing.value = false;
      take(await api.post<Entry>(`/knowledge/entries/${entry.value.id}/publish`, { revision: entry.value.revision }));
      toastOk(t("knowledge.published"));
      onChanged();
    });
  }

  /** Asks, then takes the entry out of service (or back from the archive). */
  async function change(verb: "unpublish" | "archive" | "unarchive"): Promise<boolean> {
    const id = entry.value?.id;
    if (!id) return false;
    if (verb !== "unarchive") {
      const sure = await confirmed(t(`knowledge.confirm.${verb}`), t(`knowledge.action.${verb}`), t(`knowledge.action.${verb}`), true);
      if (!sure) return false;
    }
    return run("other", async () => {
      if (verb === "archive") await api.del(`/knowledge/entries/${id}`);
      else await api.post(`/knowledge/entries/${id}/${verb}`);
      const mine = draft.value;
      const wasDirty = dirty.value;
      take(await api.get<Entry>(`/knowledge/entries/${id}`));
      // What was typed and not saved stays on the desk.
      if (wasDirty) draft.value = mine;
      toastOk(t(`knowledge.changed.${verb}`));
      onChanged();
    });
  }

  async function keepMine(): Promise<void> {
    const theirs = conflict.value;
    if (!theirs) return;
    const mine = draft.value;
    take(theirs);
    draft.value = mine;
    await save();
  }

  return {
    entry, draft, loading, error, busy, conflict, check, publishing, dirty, faults,
    begin, load, take, save, look, publish, change, keepMine,
    closeCheck: (): void => {
      check.value = null;
      publishing.value = false;
    },
    takeTheirs: (): void => {
      if (conflict.value) take(conflict.value);
    },
  };
}
