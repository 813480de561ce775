/** Words for the notices and errors of the server, which arrive as codes with parameters. */
import { clock } from "./format";
import { isKey, type Params, type Translate } from "./messages";
import type { Locale, NoticeParams } from "./types";

/** An honest waiting time: minutes when the server can estimate them, and said so when not. */
export function wait(t: Translate, seconds: unknown): string {
  if (typeof seconds !== "number") return t("wait_unknown");
  if (seconds < 60) return t("wait_seconds");
  return t("wait_minutes", { minutes: Math.ceil(seconds / 60) });
}

/** The text of a notice; a code from a newer server is worded neutrally. */
export function notice(t: Translate, locale: Locale, code: string, params: NoticeParams): string {
  let key = `notice.${code}`;
  const words: Params = { ...params };
  if (code === "conversation.closed") key += `.${params.by}`;
  // What cannot be estimated is not mentioned in passing; the card of the queue says so.
  if (code === "queue.joined") words.wait = typeof params.eta_seconds === "number" ? t("pause") + wait(t, params.eta_seconds) : "";
  if (code === "conversation.transferred") words.to = params.to ?? params.group ?? t("agent");
  if (code === "service.closed_hours") {
    if (typeof params.opens_at === "string") words.time = clock(params.opens_at, locale);
    else key += "_unknown";
  }
  if (!isKey(key)) key = code === "conversation.closed" ? "notice.conversation.closed.system" : "notice.other";
  return isKey(key) ? t(key, words) : "";
}

/** What the customer can do after a notice. */
export function offers(code: string): { person: boolean; leave: boolean } {
  return {
    person: ["bot.unknown_again", "bot.sorry_not_helpful", "bot.unsupported_content"].includes(code),
    leave: /^service\.(closed_hours|no_agent|queue_full)$/.test(code),
  };
}

/** Notices that stand in a bubble of their own; all others are quiet lines between bubbles. */
export function isSpoken(code: string): boolean {
  return /^(bot|service|approval|order|ticket)\./.test(code);
}

export function problem(t: Translate, code: string): string {
  const key = `error.${code}`;
  return isKey(key) ? t(key) : t("error.other");
}
