import { expect, it } from "vitest";
import { toOrigin } from "./origins";

it("makes origins of what people paste", () => {
  expect(toOrigin(" https://Shop.example.com/cart?x=1 ")).toBe("https://shop.example.com");
  expect(toOrigin("shop.example.com")).toBe("https://shop.example.com");
  expect(toOrigin("http://localhost:5173/")).toBe("http://localhost:5173");
  expect(toOrigin("javascript://x")).toBeNull();
  expect(toOrigin("shop")).toBeNull();
  expect(toOrigin("*")).toBe("*");
  expect(toOrigin("")).toBeNull();
});
