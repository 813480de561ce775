/** Pictures and files on their way up, before they become messages. */
import { upload } from "../http";
import { RequestError } from "../requests";
import type { Session } from "../session";
import type { KeyValue } from "../storage";

export type Upload = {
  id: string;
  file: File;
  image: boolean;
  /** 0 to 1. */
  progress: number;
  error: string | null;
  abort: () => void;
};

export type Limits = { max_upload_mb: number; upload_types: string[] };

/** The reason why a file would be refused, before its bytes travel; null when it may go. */
export function refusal(file: { size: number; type: string; name: string }, limits: Limits): string | null {
  if (file.size > limits.max_upload_mb * 1024 * 1024) return "file.too_large";
  const types = limits.upload_types;
  if (types.length === 0) return null;
  const name = file.name.toLowerCase();
  const fits = types.some((type) => {
    const wanted = type.toLowerCase();
    if (wanted.includes("/")) {
      return wanted.endsWith("/*") ? file.type.startsWith(wanted.slice(0, -1)) : file.type === wanted;
    }
    return name.endsWith(wanted.startsWith(".") ? wanted : `.${wanted}`);
  });
  return fits ? null : "file.type_refused";
}

export class Uploads {
  list: Upload[] = [];
  private readonly changed: () => void;
  private readonly env: { base: string; token: string };
  private readonly session: Session;
  private readonly store: KeyValue;

  constructor(env: { base: string; token: string }, session: Session, store: KeyValue, changed: () => void) {
    this.env = env;
    this.session = session;
    this.store = store;
    this.changed = changed;
  }

  add(files: Iterable<File>, limits: Limits): void {
    for (const file of files) {
      const item: Upload = {
        id: crypto.getRandomValues(new Uint32Array(2)).join("-"),
        file,
        // Other picture kinds would not show in a bubble; they travel as files.
        image: /^image\/(png|jpeg|gif|webp)$/.test(file.type),
        progress: 0,
        error: refusal(file, limits),
        abort: () => undefined,
      };
      this.list = [...this.list, item];
      if (!item.error) void this.run(item.id);
    }
    this.changed();
  }

  private change(id: string, change: Partial<Upload>): void {
    this.list = this.list.map((item) => (item.id === id ? { ...item, ...change } : item));
    this.changed();
  }

  /** Uploads, then hands over to the outbox, which survives a reload. */
  private async run(id: string): Promise<void> {
    const item = this.list.find((one) => one.id === id);
    if (!item) return;
    const secret = this.store.get("secret") ?? "";
    const running = upload(this.env.base, { token: this.env.token, secret }, item.file, (progress) =>
      this.change(id, { progress }),
    );
    this.change(id, { error: null, progress: 0, abort: running.abort });
    try {
      const info = await running.done;
      this.list = this.list.filter((one) => one.id !== id);
      this.session.sendFile(info.mime.startsWith("image/") ? "image" : "file", info);
      this.changed();
    } catch (error) {
      this.change(id, { error: error instanceof RequestError ? error.code : "internal" });
    }
  }

  retry(id: string): void {
    void this.run(id);
  }

  remove(id: string): void {
    this.list.find((item) => item.id === id)?.abort();
    this.list = this.list.filter((item) => item.id !== id);
    this.changed();
  }
}
