import { expect, it } from "vitest";
import { argumentsOf, fieldsOf } from "./schema";

const schema = {
  required: ["order_no", "kind"],
  properties: {
    order_no: { type: "string", description: "订单号" },
    kind: { type: "string", enum: ["refund_only", "exchange"], description: "仅退款、退货退款或换货" },
    status: { oneOf: [{ type: "null" }, { type: "string", enum: ["paid"] }], description: "订单状态，不填则全部" },
    limit: { type: ["integer", "null"], description: "最多几单，1 到 50" },
    items: { type: "array", items: { type: "object" }, description: "退哪几件，不填则全部" },
  },
};

it("makes fields of a tool's schema", () => {
  const fields = fieldsOf(schema);
  expect(fields.map((field) => [field.name, field.kind, field.required])).toEqual([
    ["order_no", "text", true],
    ["kind", "text", true],
    ["status", "text", false],
    ["limit", "number", false],
    ["items", "json", false],
  ]);
  expect(fields[2]?.options).toEqual(["paid"]);
  expect(fields[2]?.label).toBe("订单状态");
});

it("sends what was typed and nothing else", () => {
  const fields = fieldsOf(schema);
  expect(argumentsOf(fields, { order_no: " A1 ", kind: "", limit: "3", items: '[{"sku_id":"m","quantity":1}]' })).toEqual({
    order_no: "A1",
    limit: 3,
    items: [{ sku_id: "m", quantity: 1 }],
  });
  expect(() => argumentsOf(fields, { items: "[" })).toThrow();
});
