/** Side-by-side comparison of two texts: lines by longest common subsequence, then characters within changed lines. */

export interface Part {
  text: string;
  changed: boolean;
}

export interface Side {
  /** 1-based line number. */
  line: number;
  parts: Part[];
}

export interface Row {
  kind: "same" | "changed" | "removed" | "added";
  left: Side | null;
  right: Side | null;
}

type Step<T> = { kind: "same" | "removed" | "added"; value: T };

/** The steps that turn `before` into `after`; removals come before additions where they meet. */
export function steps<T>(before: readonly T[], after: readonly T[]): Step<T>[] {
  const width = after.length + 1;
  const table = new Uint32Array((before.length + 1) * width);
  const at = (row: number, column: number): number => table[row * width + column] ?? 0;
  for (let row = before.length - 1; row >= 0; row -= 1) {
    for (let column = after.length - 1; column >= 0; column -= 1) {
      table[row * width + column] =
        before[row] === after[column]
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const result: Step<T>[] = [];
  let row = 0;
  let column = 0;
  while (row < before.length || column < after.length) {
    if (row < before.length && column < after.length && before[row] === after[column]) {
      result.push({ kind: "same", value: before[row] as T });
      row += 1;
      column += 1;
    } else if (column >= after.length || (row < before.length && at(row + 1, column) >= at(row, column + 1))) {
      result.push({ kind: "removed", value: before[row] as T });
      row += 1;
    } else {
      result.push({ kind: "added", value: after[column] as T });
      column += 1;
    }
  }
  return result;
}

const whole = (text: string, changed: boolean): Part[] => [{ text, changed }];

/** Marks the characters in which two lines differ. Lines with little in common are marked whole. */
export function compareLines(before: string, after: string): { left: Part[]; right: Part[] } {
  const a = [...before];
  const b = [...after];
  // A table of 400 × 400 is the most that is worth its time while somebody waits.
  if (a.length > 400 || b.length > 400) return { left: whole(before, true), right: whole(after, true) };
  const left: Part[] = [];
  const right: Part[] = [];
  const push = (parts: Part[], text: string, changed: boolean): void => {
    const last = parts.at(-1);
    if (last && last.changed === changed) last.text += text;
    else parts.push({ text, changed });
  };
  let kept = 0;
  for (const step of steps(a, b)) {
    if (step.kind === "same") kept += 1;
    if (step.kind !== "added") push(left, step.value, step.kind === "removed");
    if (step.kind !== "removed") push(right, step.value, step.kind === "added");
  }
  if (kept * 3 < Math.max(a.length, b.length)) return { left: whole(before, true), right: whole(after, true) };
  return { left, right };
}

/** The rows of a side-by-side view. Neighbouring removals and additions are paired as changes. */
export function sideBySide(before: string, after: string): Row[] {
  const lines = (text: string): string[] => (text === "" ? [] : text.split("\n"));
  const rows: Row[] = [];
  let removed: Side[] = [];
  let added: Side[] = [];
  let leftLine = 0;
  let rightLine = 0;
  const flush = (): void => {
    for (let index = 0; index < Math.max(removed.length, added.length); index += 1) {
      const left = removed[index] ?? null;
      const right = added[index] ?? null;
      if (left && right) {
        const marked = compareLines(left.parts[0]?.text ?? "", right.parts[0]?.text ?? "");
        rows.push({ kind: "changed", left: { ...left, parts: marked.left }, right: { ...right, parts: marked.right } });
      } else if (left) rows.push({ kind: "removed", left, right: null });
      else rows.push({ kind: "added", left: null, right });
    }
    removed = [];
    added = [];
  };
  for (const step of steps(lines(before), lines(after))) {
    if (step.kind === "removed") removed.push({ line: (leftLine += 1), parts: whole(step.value, false) });
    else if (step.kind === "added") added.push({ line: (rightLine += 1), parts: whole(step.value, false) });
    else {
      flush();
      rows.push({
        kind: "same",
        left: { line: (leftLine += 1), parts: whole(step.value, false) },
        right: { line: (rightLine += 1), parts: whole(step.value, false) },
      });
    }
  }
  flush();
  return rows;
}
