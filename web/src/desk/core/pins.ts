import { shallowRef } from "vue";

/** Conversations that an agent keeps on top, on this device. */
const prefix = "shanying.pins.";
/** More pins than this are no order any more; the oldest goes. */
const most = 50;
const pinned = shallowRef<readonly string[]>([]);
let owner = "";

function read(raw: string | null): string[] {
  try {
    const kept: unknown = JSON.parse(raw ?? "[]");
    return Array.isArray(kept) ? kept.filter((id) => typeof id === "string") : [];
  } catch {
    return [];
  }
}

window.addEventListener("storage", (event) => {
  if (owner && event.key === prefix + owner) pinned.value = read(event.newValue);
});

/** Loads the pins of an agent. */
export function openPins(agent: string): void {
  if (owner === agent) return;
  owner = agent;
  pinned.value = read(localStorage.getItem(prefix + agent));
}

export const isPinned = (id: string): boolean => pinned.value.includes(id);

/** Pins or unpins a conversation. */
export function togglePin(id: string): void {
  const others = pinned.value.filter((one) => one !== id);
  pinned.value = (isPinned(id) ? others : [...others, id]).slice(-most);
  try {
    localStorage.setItem(prefix + owner, JSON.stringify(pinned.value));
  } catch {
    // A full or forbidden store: the pins live as long as this page.
  }
}

/** The same order with the pinned ones first. */
export function pinnedFirst<T extends { id: string }>(list: T[]): T[] {
  return [...list.filter((one) => isPinned(one.id)), ...list.filter((one) => !isPinned(one.id))];
}
