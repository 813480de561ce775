import { describe, expect, it } from "vitest";
import { contrast, readable } from "./contrast";

describe("contrast", () => {
  it("measures by WCAG", () => {
    expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 5);
    expect(contrast("#1764d8", "#ffffff")).toBeCloseTo(5.45, 1);
    expect(contrast("red", "#ffffff")).toBeNull();
  });

  it("darkens a colour until white text is readable on it", () => {
    const shade = readable("#ffcc00");
    expect(contrast(shade, "#ffffff") ?? 0).toBeGreaterThanOrEqual(4.5);
    expect(readable("#1764d8")).toBe("#1764d8");
  });
});
