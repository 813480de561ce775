/**
 * What the cards say for the customer: always plain words, which the server understands just as if
 * they had been typed.
 */
import type { Say } from "./card-messages";
import type { Field, Locale } from "./types";

/** What a field holds while it is filled in; all empty at first. */
export type Draft = {
  /** The value, or the chosen ones of a list. */
  value: string;
  chosen: string[];
  day: string;
  hour: string;
  province: string;
  city: string;
  district: string;
};

export const EMPTY: Draft = { value: "", chosen: [], day: "", hour: "", province: "", city: "", district: "" };

/** Municipalities are province and city in one. */
export const MUNICIPALITIES = ["北京市", "上海市", "天津市", "重庆市"];

/** Today as a date field has it, in the customer's own time zone. */
export function today(now = new Date()): string {
  const two = (part: number) => String(part).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

function moment({ day, hour }: Draft, locale: Locale): string {
  const [year, month, date] = day.split("-").map(Number);
  const name = locale === "en" ? day : `${year}年${month}月${date}日`;
  return hour ? `${name} ${hour}` : name;
}

/** The words that answer a field; empty when nothing was filled in. */
export function answerOf({ input }: Field, draft: Draft, locale: Locale): string {
  const value = draft.value.trim().replace(/\s*\n\s*/g, " ");
  switch (input.type) {
    case "choice":
      return draft.chosen.join(locale === "en" ? ", " : "、");
    case "time":
      return draft.day ? moment(draft, locale) : "";
    case "address": {
      if (!value) return "";
      const city = MUNICIPALITIES.includes(draft.province) ? "" : draft.city.trim();
      return `${draft.province}${city}${draft.district.trim()}${value}`;
    }
    case "phone":
      return value.replace(/[\s-]/g, "");
    case "money":
      return value && (locale === "en" ? `¥${value}` : `${value}元`);
    default:
      return value;
  }
}

/** What keeps an answer from being sent, in words; null when nothing does. */
export function faultOf(field: Field, draft: Draft, say: Say, now = new Date()): string | null {
  const { input } = field;
  const answer = answerOf(field, draft, "zh-CN");
  switch (input.type) {
    case "time":
      return input.future && draft.day && draft.day < today(now) ? say("bad_past") : null;
    case "phone":
      return !answer || /^(1[3-9]\d{9}|0\d{9,11}|400\d{7}|\+\d{7,15})$/.test(answer) ? null : say("bad_phone");
    case "digits":
      return !answer || (/^\d+$/.test(answer) && answer.length === input.length) ? null : say("bad_digits", { n: input.length });
    case "count": {
      const [min, max] = [input.min ?? 0, input.max ?? 9999];
      const fits = /^\d+$/.test(answer) && Number(answer) >= min && Number(answer) <= max;
      return !answer || fits ? null : say("bad_count", { min, max });
    }
    case "money":
      return !draft.value.trim() || /^\d{1,8}(\.\d{1,2})?$/.test(draft.value.trim()) ? null : say("bad_money");
    case "address": {
      const some = [draft.value, draft.province, draft.city, draft.district].some((part) => part.trim());
      const whole = draft.value.trim() && draft.province && draft.district.trim()
        && (draft.city.trim() || MUNICIPALITIES.includes(draft.province));
      return some && !whole ? say("bad_address") : null;
    }
    default:
      return null;
  }
}

/** A form as one message: a line for each thing that was filled in. */
export function formText(fields: readonly Field[], drafts: Record<string, Draft>, locale: Locale): string {
  const colon = locale === "en" ? ": " : "：";
  return fields
    .map((field) => [field.label, answerOf(field, drafts[field.key] ?? EMPTY, locale)])
    .filter(([, answer]) => answer !== "")
    .map(([label, answer]) => `${label}${colon}${answer}`)
    .join("\n");
}
