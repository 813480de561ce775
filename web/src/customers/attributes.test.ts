import { expect, it } from "vitest";
import { attributeRows, rowsToAttributes } from "./attributes";

it("turns attributes into rows and back, refusing doubles and nameless values", () => {
  const attributes = { 肤质: "敏感肌", 生日: "5月" };
  expect(rowsToAttributes(attributeRows(attributes))).toEqual(attributes);
  expect(rowsToAttributes([{ name: " ", value: "" }])).toEqual({});
  expect(rowsToAttributes([{ name: "", value: "x" }])).toBeNull();
  expect(rowsToAttributes([...attributeRows(attributes), { name: "肤质 ", value: "干" }])).toBeNull();
});
