import { describe, expect, it } from "vitest";
import { daySpans, holidayFaults, minutes, shiftFaults, tidyTime } from "./hours";

const weekdays = { days: [1, 2, 3, 4, 5], from: "09:00", to: "18:00" };

describe("service hours", () => {
  it("read times", () => {
    expect(minutes("09:30")).toBe(570);
    expect(minutes("24:00")).toBe(1440);
    expect(minutes("24:01")).toBeNaN();
    expect(minutes("9:00")).toBeNaN();
  });

  it("tidy what people type", () => {
    expect(["9", "930", "9:30", "09：30", " 2100 ", "later"].map(tidyTime)).toEqual([
      "09:00",
      "09:30",
      "09:30",
      "09:30",
      "21:00",
      "later",
    ]);
  });

  it("find what is wrong with a shift", () => {
    const faults = shiftFaults([
      weekdays,
      { days: [], from: "09:00", to: "10:00" },
      { days: [6], from: "22:00", to: "06:00" },
      { days: [5, 6], from: "17:00", to: "20:00" },
      { days: [5], from: "20:00", to: "22:00" },
    ]);
    expect(Object.fromEntries(faults)).toEqual({ 1: "days", 2: "times", 3: "overlap" });
  });

  it("lay a day out", () => {
    const spans = daySpans([{ days: [1], from: "18:00", to: "24:00" }, weekdays], 1);
    expect(spans.map((span) => span.from)).toEqual(["09:00", "18:00"]);
    expect(spans[1]?.start).toBe(0.75);
    expect(daySpans([weekdays], 7)).toEqual([]);
    expect(daySpans([], 7).map((span) => span.length)).toEqual([1]);
  });

  it("refuse holidays without a date or twice", () => {
    expect([...holidayFaults([{ date: "2027-01-01" }, { date: "" }, { date: "2027-01-01" }])]).toEqual([1, 2]);
  });
});
