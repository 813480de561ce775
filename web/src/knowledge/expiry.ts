import type { EntrySummary } from "../api/types";

const key = "shanying.expiry.seen";

/** An entry that got a new end is to be told again. */
const mark = (entry: Pick<EntrySummary, "id" | "valid_to">): string => `${entry.id} ${entry.valid_to ?? ""}`;

function kept(): Set<string> {
  try {
    return new Set(JSON.parse(localStorage.getItem(key) ?? "[]") as string[]);
  } catch {
    return new Set();
  }
}

/** Those of which this browser has not yet told. */
export function unseen<T extends Pick<EntrySummary, "id" | "valid_to">>(entries: T[]): T[] {
  const seen = kept();
  return entries.filter((entry) => !seen.has(mark(entry)));
}

/** Remembers that these were told; others, whose time is over or was moved, are forgotten. */
export function see(entries: Pick<EntrySummary, "id" | "valid_to">[]): void {
  localStorage.setItem(key, JSON.stringify(entries.map(mark)));
}
