/** Fetches the later part of the panel. */
import type { More } from "./more";
import { loadScript } from "./script";

/** Path of that script with its content's hash, put in by the build. */
declare const MORE_PATH: string;

export function loadMore(env: { base: string; root: ShadowRoot }): Promise<More> {
  return loadScript(env, MORE_PATH, () => window.ShanyingMore);
}
