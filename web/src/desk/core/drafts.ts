import { reactive } from "vue";

export interface Draft {
  text: string;
  note: boolean;
}

const prefix = "shanying.draft.";
const drafts = reactive<Record<string, Draft>>({});
let owner = "";

function load(id: string, raw: string | null): void {
  if (raw === null) delete drafts[id];
  else {
    try {
      drafts[id] = JSON.parse(raw) as Draft;
    } catch {
      delete drafts[id];
    }
  }
}

window.addEventListener("storage", (event) => {
  const head = `${prefix}${owner}.`;
  if (owner && event.key?.startsWith(head)) load(event.key.slice(head.length), event.newValue);
});

/** Loads the drafts of an agent; they stay on this device until sent or emptied. */
export function openDrafts(agent: string): void {
  if (owner === agent) return;
  owner = agent;
  for (const id of Object.keys(drafts)) delete drafts[id];
  const head = `${prefix}${agent}.`;
  for (let index = 0; index < localStorage.length; index += 1) {
    const key = localStorage.key(index);
    if (key?.startsWith(head)) load(key.slice(head.length), localStorage.getItem(key));
  }
}

export function draftOf(id: string): Draft {
  return drafts[id] ?? { text: "", note: false };
}

export const hasDraft = (id: string): boolean => Boolean(drafts[id]?.text.trim());

/** Keeps what is typed; an empty draft is forgotten. */
export function saveDraft(id: string, draft: Draft): void {
  const key = `${prefix}${owner}.${id}`;
  if (draft.text) {
    drafts[id] = draft;
    try {
      localStorage.setItem(key, JSON.stringify(draft));
    } catch {
      // A full or forbidden store: the draft lives as long as this page.
    }
  } else {
    delete drafts[id];
    localStorage.removeItem(key);
  }
}
