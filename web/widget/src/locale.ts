import type { Locale } from "./types";

/** The nearest language that we speak, by the first wish that is one. */
export function pickLocale(...wishes: (string | null | undefined)[]): Locale {
  for (const wish of wishes) {
    if (wish) return wish.toLowerCase().startsWith("zh") ? "zh-CN" : "en";
  }
  return "zh-CN";
}
