/** Dates and sizes as people read them, in the customer's own time zone. */
import type { Translate } from "./messages";
import type { Locale } from "./types";

const day = (date: Date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();

/** 14:05 today, with the day when it is another one. */
export function clock(time: string | number, locale: Locale, now = new Date()): string {
  const date = new Date(time);
  const options: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit", hour12: false };
  if (day(date) !== day(now)) Object.assign(options, { month: "numeric", day: "numeric" });
  return new Intl.DateTimeFormat(locale, options).format(date);
}

/** The heading between two days: 今天, 昨天, 3月5日 星期四. */
export function dayName(time: string | number, locale: Locale, t: Translate, now = new Date()): string {
  const date = new Date(time);
  const ago = Math.round((day(now) - day(date)) / 86_400_000);
  if (ago === 0) return t("today");
  if (ago === 1) return t("yesterday");
  return new Intl.DateTimeFormat(locale, {
    month: "long",
    day: "numeric",
    weekday: "long",
    ...(date.getFullYear() === now.getFullYear() ? {} : { year: "numeric" }),
  }).format(date);
}

export function sameDay(a: string | number, b: string | number): boolean {
  return day(new Date(a)) === day(new Date(b));
}

/** 340 KB, 1.2 MB. */
export function size(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
