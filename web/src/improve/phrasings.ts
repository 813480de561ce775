import type { Gap } from "../api/types";
import { MAX_QUESTION, phrasingKey } from "../knowledge/similar";

/** The different ways in which customers put a gap's question: the group's own first, without doubles. */
export function phrasings(gap: Gap): string[] {
  const seen = new Set<string>();
  const found: string[] = [];
  for (const text of [gap.question, ...gap.questions.map((one) => one.text)]) {
    const trimmed = text.trim();
    const key = phrasingKey(trimmed);
    if (key === "" || seen.has(key) || [...trimmed].length > MAX_QUESTION) continue;
    seen.add(key);
    found.push(trimmed);
  }
  return found;
}
