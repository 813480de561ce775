import { ref } from "vue";
import { api } from "../../api/client";
import type { QuickReply } from "../../api/types";

/** The quick replies of the company and of this agent, shared by the palette and the side tab. */
export const replies = ref<QuickReply[]>([]);
export const repliesError = ref<unknown>(null);
export const repliesLoaded = ref(false);
let asked: Promise<void> | null = null;

async function fetchReplies(): Promise<void> {
  try {
    const got = await api.get<{ items: QuickReply[] }>("/quick-replies");
    replies.value = got.items.sort((a, b) => a.sort - b.sort);
    repliesError.value = null;
  } catch (error) {
    repliesError.value = error;
    asked = null;
  }
  repliesLoaded.value = true;
}

/** Loads them once, or anew after a change. */
export function loadReplies(fresh = false): Promise<void> {
  if (!asked || fresh) asked = fetchReplies();
  return asked;
}

/** Those that fit the words, the best first: shortcut before title before text. */
export function findReplies(all: QuickReply[], words: string): QuickReply[] {
  const wanted = words.trim().toLowerCase();
  if (!wanted) return all;
  const rank = (one: QuickReply): number => {
    const shortcut = one.shortcut.toLowerCase().replace(/^\//, "");
    if (shortcut && shortcut.startsWith(wanted)) return 0;
    if (one.title.toLowerCase().includes(wanted)) return 1;
    if (one.category.toLowerCase().includes(wanted)) return 2;
    return one.text.toLowerCase().includes(wanted) ? 3 : 9;
  };
  return all
    .map((one) => ({ one, rank: rank(one) }))
    .filter((pair) => pair.rank < 9)
    .sort((a, b) => a.rank - b.rank)
    .map((pair) => pair.one);
}
