/** Fetches the later part of the panel, once. */
import { RequestError } from "../requests";
import { adopt } from "../sheets";
import type { More } from "./more";

/** Path of that script with its content's hash, put in by the build. */
declare const MORE_PATH: string;

let loading: Promise<More> | null = null;

export function loadMore(base: string, root: ShadowRoot): Promise<More> {
  loading ??= new Promise<More>((resolve, reject) => {
    const tag = document.createElement("script");
    const failed = () => {
      loading = null;
      tag.remove();
      reject(new RequestError("offline"));
    };
    tag.src = base + MORE_PATH;
    tag.onerror = failed;
    tag.onload = () => {
      const more = window.ShanyingMore;
      if (!more) return failed();
      adopt(root, more.css);
      resolve(more);
    };
    document.head.append(tag);
  });
  return loading;
}
