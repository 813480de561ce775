import { createI18n } from "vue-i18n";
import en from "./messages/en";
import zh from "./messages/zh-CN";
import type { Feature, MessageTree } from "./feature";
import type { Locale } from "../api/types";

const stored = (): Locale | null => {
  const value = localStorage.getItem("shanying.locale");
  return value === "zh-CN" || value === "en" ? value : null;
};

export const i18n = createI18n({
  legacy: false,
  locale: stored() ?? (navigator.language.startsWith("en") ? "en" : "zh-CN"),
  fallbackLocale: "zh-CN",
  messages: { "zh-CN": zh as MessageTree, en: en as MessageTree },
});

/** Adds a feature's words to both languages. */
export function addMessages(feature: Feature): void {
  for (const locale of ["zh-CN", "en"] as const) {
    i18n.global.mergeLocaleMessage(locale, feature.messages[locale]);
  }
}

/** Switches the language of the whole page and remembers it on this device. */
export function setLocale(locale: Locale): void {
  i18n.global.locale.value = locale;
  document.documentElement.lang = locale;
  localStorage.setItem("shanying.locale", locale);
}

/** Follows the company's language until the person chose one. */
export function preferLocale(locale: Locale): void {
  if (!stored()) {
    i18n.global.locale.value = locale;
    document.documentElement.lang = locale;
  }
}
