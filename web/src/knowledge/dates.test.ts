import { describe, expect, it } from "vitest";
import { fromWall, toWall } from "./dates";

describe("wall-clock time", () => {
  it("goes there and back in the company's zone", () => {
    expect(fromWall("2026-12-01 00:00:00", "Asia/Shanghai")).toBe("2026-11-30T16:00:00Z");
    expect(toWall("2026-11-30T16:00:00Z", "Asia/Shanghai")).toBe("2026-12-01 00:00:00");
  });

  it("knows summer time", () => {
    expect(fromWall("2026-07-01 09:30:00", "America/New_York")).toBe("2026-07-01T13:30:00Z");
    expect(fromWall("2026-12-01 09:30:00", "America/New_York")).toBe("2026-12-01T14:30:00Z");
  });

  it("keeps nothing as nothing", () => {
    expect(fromWall(null, "Asia/Shanghai")).toBeNull();
    expect(fromWall("x", "Asia/Shanghai")).toBeNull();
    expect(toWall(null, "Asia/Shanghai")).toBeNull();
  });
});
