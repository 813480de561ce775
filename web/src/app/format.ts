import { i18n } from "./i18n";
import { serverNow } from "./clock";
import type { Money, Time } from "../api/types";

let zone: string | undefined;
const formats = new Map<string, Intl.DateTimeFormat>();

/** All times are shown in the company's zone, whatever the zone of this computer. */
export function setTimeZone(name: string): void {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    zone = name;
  } catch {
    zone = undefined;
  }
  formats.clear();
}

type Parts = Intl.DateTimeFormatOptions;
const clockParts: Parts = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const dayParts: Parts = { year: "numeric", month: "2-digit", day: "2-digit" };

function format(time: number, parts: Parts, locale = i18n.global.locale.value as string): string {
  const key = locale + JSON.stringify(parts);
  let made = formats.get(key);
  if (!made) {
    made = new Intl.DateTimeFormat(locale, { ...parts, timeZone: zone });
    formats.set(key, made);
  }
  return made.format(time);
}

const dayKey = (time: number): string => format(time, dayParts, "en-CA");

/** The calendar day in the company's zone, `YYYY-MM-DD`. */
export function isoDay(time: number = serverNow()): string {
  return dayKey(time);
}

/** `14:03` today, `昨天` yesterday, else the day; for dense lists. */
export function shortTime(time: Time | null | undefined): string {
  if (!time) return "";
  const at = Date.parse(time);
  const now = serverNow();
  if (dayKey(at) === dayKey(now)) return format(at, clockParts);
  if (dayKey(at) === dayKey(now - 86_400_000)) return i18n.global.t("time.yesterday");
  if (dayKey(at).slice(0, 4) === dayKey(now).slice(0, 4)) return format(at, { month: "2-digit", day: "2-digit" });
  return format(at, dayParts);
}

/** `14:03`. */
export function clockTime(time: Time | null | undefined): string {
  return time ? format(Date.parse(time), clockParts) : "";
}

/** The day of a divider between messages: 今天, 昨天 or the date with its weekday. */
export function dayLabel(time: Time): string {
  const at = Date.parse(time);
  const now = serverNow();
  if (dayKey(at) === dayKey(now)) return i18n.global.t("time.today");
  if (dayKey(at) === dayKey(now - 86_400_000)) return i18n.global.t("time.yesterday");
  return format(at, { ...dayParts, weekday: "short" });
}

/** Date and time to the minute. */
export function dateTime(time: Time | null | undefined): string {
  return time ? format(Date.parse(time), { ...dayParts, ...clockParts }) : i18n.global.t("common.dash");
}

/** The day only. */
export function dateOnly(time: Time | null | undefined): string {
  return time ? format(Date.parse(time), dayParts) : i18n.global.t("common.dash");
}

/** `0:42`, `12:05`, `1:02:33`. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const h = Math.floor(whole / 3600);
  const m = Math.floor((whole % 3600) / 60);
  const s = String(whole % 60).padStart(2, "0");
  return h > 0 ? `${h}:${String(m).padStart(2, "0")}:${s}` : `${m}:${s}`;
}

/** A length of time in words, rounded to its largest fitting unit. */
export function spokenDuration(seconds: number): string {
  const { t } = i18n.global;
  if (seconds < 90) return t("time.seconds", { n: Math.round(seconds) });
  if (seconds < 5400) return t("time.minutes", { n: Math.round(seconds / 60) });
  if (seconds < 129_600) return t("time.hours", { n: Math.round(seconds / 3600) });
  return t("time.days", { n: Math.round(seconds / 86_400) });
}

/** Seconds from `since` to the server's now. */
export function secondsSince(since: Time, now: number = serverNow()): number {
  return (now - Date.parse(since)) / 1000;
}

/** `820 B`, `12.4 KB`, `3.1 MB`. */
export function fileSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(1)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

/** `87.5%` with its parts known, or a dash when there is nothing to divide. */
export function ratio(numerator: number, denominator: number): string {
  if (denominator === 0) return i18n.global.t("common.dash");
  return new Intl.NumberFormat(i18n.global.locale.value as string, {
    style: "percent",
    maximumFractionDigits: 1,
  }).format(numerator / denominator);
}

/** An amount in minor units with its currency: `¥288.00`. */
export function money(value: Money): string {
  const locale = i18n.global.locale.value as string;
  const parts: Intl.NumberFormatOptions = { style: "currency", currency: value.currency, currencyDisplay: "narrowSymbol" };
  const made = new Intl.NumberFormat(locale, parts);
  return made.format(value.amount / 10 ** (made.resolvedOptions().maximumFractionDigits ?? 2));
}
