import { describe, expect, it } from "vitest";
import type { Approval } from "../api/types";
import { askedWords, limitWords } from "./words";

const t = (key: string, words?: Record<string, unknown>): string => (words ? `${key} ${JSON.stringify(words)}` : key);
const approval = (asked: unknown, facts: unknown[]): Approval =>
  ({ asked, write: { preview: { amount: { amount: 50_000, currency: "CNY" }, facts } } }) as unknown as Approval;

describe("an approval in words", () => {
  it("tells the goods of a refund, its kind and its reason", () => {
    const asked = { refund: "return_refund", reason: "quality", items: [{ sku_id: "A", quantity: 2 }], evidence: ["f"] };
    expect(askedWords(approval(asked, []), t)).toEqual([
      "desk.orders.refundKind.return_refund",
      "desk.orders.reason.quality",
      'approvals.item {"sku":"A","n":2}',
      'approvals.evidence {"n":1}',
    ]);
  });

  it("leaves the customer's own words to the line that quotes them", () => {
    expect(askedWords(approval({ form: "coupon", reason: "漏液" }, []), t)).toEqual(["approvals.form.coupon"]);
    expect(askedWords(approval(null, []), t)).toEqual([]);
  });

  it("names the limit that was passed, or says that the reason is looked at", () => {
    const left = { code: "compensation.left", params: { amount: 200, limit: 1000 } };
    expect(limitWords(approval(null, [left]), t)).toContain("limitCompensation");
    expect(limitWords(approval(null, [left]), t)).toContain("10.00");
    const looked = (params: unknown) => approval(null, [{ code: "refund.is_looked_at", params }]);
    expect(limitWords(looked({ limit: 20_000 }), t)).toContain("200.00");
    expect(limitWords(looked({}), t)).toBe("approvals.limitReason");
  });
});
