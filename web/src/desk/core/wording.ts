import { clockTime, dateTime, isoDay, money } from "../../app/format";
import { i18n } from "../../app/i18n";
import type { Money, NoticeParams } from "../../api/types";

const text = (value: unknown): string => (value === null || value === undefined ? "" : String(value));

/** A notice in words, from the staff's point of view. An unknown code is shown as it is. */
export function noticeText(code: string, params: NoticeParams): string {
  const { t, te } = i18n.global;
  const key = `desk.notice.${code}`;
  const words: Record<string, string> = {};
  for (const [name, value] of Object.entries(params)) words[name] = text(value);
  switch (code) {
    case "queue.joined":
      return t(words.group ? `${key}Group` : key, words);
    case "conversation.transferred":
      if (words.to) return t(`${key}To`, words);
      return t(words.group ? `${key}Group` : key, words);
    case "conversation.closed":
      return te(`${key}By.${words.by}`) ? t(`${key}By.${words.by}`) : t(key);
    case "bot.handing_over":
      return t(key, { reason: reasonText(words.reason ?? "") });
    case "service.closed_hours": {
      if (!words.opens_at) return t(key);
      const today = isoDay(Date.parse(words.opens_at)) === isoDay();
      return t(`${key}Until`, { opens_at: today ? clockTime(words.opens_at) : dateTime(words.opens_at) });
    }
    case "approval.done":
    case "approval.failed":
    case "approval.rejected":
      return t(key, decisionWords(params));
    default:
      return te(key) ? t(key, words) : code;
  }
}

/** What a person decided on a request of the customer. */
function decisionWords(params: NoticeParams): Record<string, string> {
  const { t } = i18n.global;
  const part = (name: string, words: Record<string, string>): string => t(`desk.notice.approval.${name}`, words);
  const amount = params.amount as Money | undefined;
  return {
    what: t(`approvals.tool.${text(params.tool)}`),
    order: params.order_no ? part("order", { no: text(params.order_no) }) : "",
    sum: amount ? part("sum", { amount: money(amount) }) : "",
    why: params.note ? part("why", { note: text(params.note) }) : "",
  };
}

/** Why a customer was handed to a person. */
export function reasonText(reason: string): string {
  const { t, te } = i18n.global;
  const key = `desk.reason.${reason}`;
  return te(key) ? t(key) : reason;
}

/** The language of a conversation by name, in the language of the page. */
export function languageName(locale: string): string {
  try {
    return new Intl.DisplayNames([i18n.global.locale.value as string], { type: "language" }).of(locale) ?? locale;
  } catch {
    return locale;
  }
}
