/** Lines of similar questions: reading them from pasted text and refusing doubles. */

/** The longest question that the server takes. */
export const MAX_QUESTION = 500;

/**
 * The questions in pasted text, in order. Lines, table cells and `|` separate them;
 * list marks and numbering in front are dropped.
 */
export function parseLines(text: string): string[] {
  return text
    .split(/[\r\n\t|｜]+/u)
    .map((line) =>
      line
        .trim()
        .replace(/^(?:[-*•·●▪–—]+\s*|[(（]?\d{1,3}[)）.、．]\s*(?!\d)|[(（]?[①-⑳]\s*)/u, "")
        .replace(/^["“”'「『]+(.*?)["“”'」』]+$/u, "$1")
        .trim(),
    )
    .filter((line) => line !== "");
}

/** Two phrasings with the same key are the same question: width, case, spaces and punctuation do not count. */
export function phrasingKey(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s\p{P}\p{S}]+/gu, "");
}

export interface Merge {
  lines: string[];
  added: string[];
  /** Those that were there already (or stand twice in the pasted text). */
  doubles: string[];
  tooLong: string[];
}

/** Adds `incoming` to `existing`; the standard question counts as present. */
export function mergeLines(question: string, existing: readonly string[], incoming: readonly string[]): Merge {
  const known = new Set([question, ...existing].map(phrasingKey).filter((key) => key !== ""));
  const merge: Merge = { lines: [...existing], added: [], doubles: [], tooLong: [] };
  for (const line of incoming) {
    const key = phrasingKey(line);
    if (key === "") continue;
    if ([...line].length > MAX_QUESTION) merge.tooLong.push(line);
    else if (known.has(key)) merge.doubles.push(line);
    else {
      known.add(key);
      merge.added.push(line);
      merge.lines.push(line);
    }
  }
  return merge;
}

/** Indexes of lines that repeat the standard question or an earlier line. */
export function doubleIndexes(question: string, lines: readonly string[]): Set<number> {
  const seen = new Set([phrasingKey(question)]);
  const doubles = new Set<number>();
  lines.forEach((line, index) => {
    const key = phrasingKey(line);
    if (key === "") return;
    if (seen.has(key)) doubles.add(index);
    seen.add(key);
  });
  return doubles;
}
