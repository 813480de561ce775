/** A small key-value store: `localStorage` where the browser allows it, memory where not. */
export interface KeyValue {
  get(key: string): string | null;
  set(key: string, value: string): void;
  remove(key: string): void;
  /** All keys that begin with `prefix`, without it. */
  keys(prefix: string): string[];
}

/** Keeps values in memory only; also the store of the tests. */
export function memoryStore(): KeyValue {
  const values = new Map<string, string>();
  return {
    get: (key) => values.get(key) ?? null,
    set: (key, value) => void values.set(key, value),
    remove: (key) => void values.delete(key),
    keys: (prefix) =>
      [...values.keys()].filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length)),
  };
}

/**
 * The store of one channel on this device. Private windows and full disks make `localStorage`
 * throw; the conversation then works on, but is forgotten with the page.
 */
export function browserStore(token: string): KeyValue {
  const prefix = `shanying:${token}:`;
  const fallback = memoryStore();
  const attempt = <T>(action: () => T, otherwise: () => T): T => {
    try {
      return action();
    } catch {
      return otherwise();
    }
  };
  return {
    get: (key) => attempt(() => localStorage.getItem(prefix + key), () => null) ?? fallback.get(key),
    set: (key, value) =>
      attempt(
        () => localStorage.setItem(prefix + key, value),
        () => fallback.set(key, value),
      ),
    remove: (key) => {
      fallback.remove(key);
      attempt(() => localStorage.removeItem(prefix + key), () => undefined);
    },
    keys: (start) => {
      const found = attempt(() => Object.keys(localStorage), () => [])
        .filter((key) => key.startsWith(prefix + start))
        .map((key) => key.slice(prefix.length + start.length));
      return [...new Set([...found, ...fallback.keys(start)])];
    },
  };
}
