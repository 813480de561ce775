import type { Approval, Money, ShopFact } from "../api/types";
import { money } from "../app/format";

type Translate = (key: string, words?: Record<string, unknown>) => string;

interface Asked {
  refund?: string;
  reason?: string;
  items?: { sku_id: string; quantity: number }[];
  evidence?: string[];
  form?: string;
}

/** What was asked for: the kind of a refund, its reason and goods, the form of a compensation. */
export function askedWords(approval: Approval, t: Translate): string[] {
  const asked = (approval.asked ?? {}) as Asked;
  const words: string[] = [];
  if (asked.refund) words.push(t(`desk.orders.refundKind.${asked.refund}`));
  // Of a refund it is a code; elsewhere it is in the customer's words, which stand in `write.reason`.
  if (asked.refund && asked.reason) words.push(t(`desk.orders.reason.${asked.reason}`));
  if (asked.items) {
    const items = asked.items.map((item) => t("approvals.item", { sku: item.sku_id, n: item.quantity }));
    words.push(items.length ? items.join("、") : t("approvals.allItems"));
  }
  if (asked.evidence?.length) words.push(t("approvals.evidence", { n: asked.evidence.length }));
  if (asked.form) words.push(t(`approvals.form.${asked.form}`));
  return words;
}

/** Why a person must decide, from what the preview said. */
export function limitWords(approval: Approval, t: Translate): string {
  const { amount, facts } = approval.write.preview;
  const currency = amount?.currency ?? "CNY";
  const sum = (value: unknown): string => money({ amount: Number(value), currency } as Money);
  const fact = (code: string): ShopFact | undefined => facts.find((one) => one.code === code);
  const left = fact("compensation.left")?.params as { amount?: number; limit?: number } | undefined;
  if (left?.limit !== undefined) return t("approvals.limitCompensation", { limit: sum(left.limit), left: sum(left.amount) });
  const limit = (fact("refund.is_looked_at")?.params as { limit?: number } | undefined)?.limit;
  if (limit !== undefined) return t("approvals.limitAlone", { limit: sum(limit) });
  return t("approvals.limitReason");
}
