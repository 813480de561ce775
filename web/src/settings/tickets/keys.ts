/** A key for something new; it stays when the name changes. */
export function newKey(prefix: string, taken: readonly string[]): string {
  for (let n = taken.length + 1; ; n += 1) {
    const key = `${prefix}-${n}`;
    if (!taken.includes(key)) return key;
  }
}
