/** Fetches a later part of the panel, once, and puts its styles in. */
import { RequestError } from "../requests";
import { adopt } from "../sheets";

const loading: Record<string, Promise<unknown>> = {};

/** `taken` finds what the script left behind. Fails as `offline`, and may be tried again. */
export function loadScript<T extends { css: string }>(env: { base: string; root: ShadowRoot }, path: string, taken: () => T | undefined): Promise<T> {
  loading[path] ??= new Promise<T>((resolve, reject) => {
    const tag = document.createElement("script");
    const failed = () => {
      delete loading[path];
      tag.remove();
      reject(new RequestError("offline"));
    };
    tag.src = env.base + path;
    tag.onerror = failed;
    tag.onload = () => {
      const part = taken();
      if (!part) return failed();
      adopt(env.root, part.css);
      resolve(part);
    };
    document.head.append(tag);
  });
  return loading[path] as Promise<T>;
}
