/** What the buttons of the Markdown editor do to the text: pure, positions in UTF-16 units as in a textarea. */

export interface Edit {
  text: string;
  start: number;
  end: number;
}

/** Puts `mark` around the selection, or takes it away when it is there; `fallback` stands in for nothing selected. */
export function wrapSelection(text: string, start: number, end: number, mark: string, fallback: string): Edit {
  const before = text.slice(0, start);
  const after = text.slice(end);
  if (start !== end && before.endsWith(mark) && after.startsWith(mark)) {
    return {
      text: before.slice(0, -mark.length) + text.slice(start, end) + after.slice(mark.length),
      start: start - mark.length,
      end: end - mark.length,
    };
  }
  const words = text.slice(start, end) || fallback;
  return {
    text: before + mark + words + mark + after,
    start: start + mark.length,
    end: start + mark.length + words.length,
  };
}

/** Puts a prefix before every line of the selection, or takes it away when all lines have theirs. */
export function linePrefix(text: string, start: number, end: number, prefix: (index: number) => string): Edit {
  const from = text.lastIndexOf("\n", start - 1) + 1;
  const newline = text.indexOf("\n", end);
  const to = newline === -1 ? text.length : newline;
  const lines = text.slice(from, to).split("\n");
  const all = lines.every((line, index) => line.startsWith(prefix(index)));
  const changed = lines
    .map((line, index) => (all ? line.slice(prefix(index).length) : prefix(index) + line))
    .join("\n");
  return { text: text.slice(0, from) + changed + text.slice(to), start: from, end: from + changed.length };
}

/** Replaces the selection; what is selected afterwards is counted from the beginning of the inserted text. */
export function insertText(text: string, start: number, end: number, inserted: string, selectFrom = inserted.length, selectTo = inserted.length): Edit {
  return {
    text: text.slice(0, start) + inserted + text.slice(end),
    start: start + selectFrom,
    end: start + selectTo,
  };
}
