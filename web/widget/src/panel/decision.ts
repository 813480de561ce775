/** Words that come later: what a person decided on a request, what became of a payment or a ticket, that many are asking. */
import type { MessageKey, Translate } from "../messages";
import { zhLater } from "../messages-more";
import { yuan } from "../money";
import type { NoticeParams } from "../types";

const isLater = (key: string): key is MessageKey => Object.prototype.hasOwnProperty.call(zhLater, key);

/** The text of a notice that tells of a decision, a payment, a ticket or a peak; nothing of any other. A tool of a newer server goes unnamed. */
export function decision(t: Translate, notice: { code: string; params: NoticeParams }): string | undefined {
  const key = `notice.${notice.code}`;
  if (!isLater(key)) return undefined;
  const { params } = notice;
  if (notice.code.startsWith("order.")) return t(key, { order_no: String(params.order_no), amount: String(params.amount) });
  if (notice.code.startsWith("ticket.")) return t(key, { number: String(params.number), subject: String(params.subject), text: String(params.text) });
  if (/^(queue|service)\./.test(notice.code)) return t(key, { waiting: String(params.waiting) });
  const tool = `approval.${String(params.tool)}`;
  const amount = params.amount as unknown as { amount?: number } | undefined;
  return t(key, {
    what: isLater(tool) ? t(tool) : "",
    order: params.order_no ? t("approval.order", { no: String(params.order_no) }) : "",
    sum: amount?.amount ? t("approval.sum", { amount: yuan(amount.amount) }) : "",
    why: params.note ? t("approval.why", { note: String(params.note) }) : "",
  });
}
