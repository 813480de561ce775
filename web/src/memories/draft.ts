import type { MemoryKind } from "../api/types";

/** A memory as it is written. */
export interface MemoryDraft {
  kind: MemoryKind;
  whose: string;
  value: string;
}

/** In the order in which they are offered. */
export const KINDS: MemoryKind[] = ["preference", "trait", "allergy", "uses", "size", "household", "trouble"];
