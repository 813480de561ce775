/** Service hours as the pages edit them: days 1 (Monday) to 7, times `HH:MM` in the company's zone. */

import type { ServiceSettings } from "../api/types";

export type Shift = ServiceSettings["hours"][number];

export const WEEK = [1, 2, 3, 4, 5, 6, 7];

/** Minutes since midnight; NaN for anything that is not `HH:MM`. */
export function minutes(time: string): number {
  const match = /^([01]\d|2[0-4]):([0-5]\d)$/.exec(time);
  if (!match) return Number.NaN;
  const value = Number(match[1]) * 60 + Number(match[2]);
  return value <= 1440 ? value : Number.NaN;
}

/** `9`, `930`, `9:30` and `09：30` as `HH:MM`; anything else stays as typed and is a fault. */
export function tidyTime(text: string): string {
  const plain = text.normalize("NFKC").trim();
  const match = /^(\d{1,2})(?::?(\d{2}))?$/.exec(plain);
  return match ? `${(match[1] ?? "").padStart(2, "0")}:${match[2] ?? "00"}` : plain;
}

export type ShiftFault = "days" | "times" | "overlap";

/** What is wrong with each shift, by index. */
export function shiftFaults(shifts: readonly Shift[]): Map<number, ShiftFault> {
  const faults = new Map<number, ShiftFault>();
  shifts.forEach((shift, index) => {
    const from = minutes(shift.from);
    const to = minutes(shift.to);
    if (shift.days.length === 0) faults.set(index, "days");
    else if (!(from < to)) faults.set(index, "times");
    else {
      const clash = shifts
        .slice(0, index)
        .some(
          (other) =>
            other.days.some((day) => shift.days.includes(day)) && from < minutes(other.to) && minutes(other.from) < to,
        );
      if (clash) faults.set(index, "overlap");
    }
  });
  return faults;
}

export interface DaySpan {
  from: string;
  to: string;
  /** Where the span lies in the day, both 0 to 1. */
  start: number;
  length: number;
}

/** The open spans of one day, earliest first. */
export function daySpans(shifts: readonly Shift[], day: number): DaySpan[] {
  // None at all means always open, which a bar must not show as closed.
  if (shifts.length === 0) return [{ from: "00:00", to: "24:00", start: 0, length: 1 }];
  return shifts
    .filter((shift) => shift.days.includes(day) && minutes(shift.from) < minutes(shift.to))
    .map((shift) => ({
      from: shift.from,
      to: shift.to,
      start: minutes(shift.from) / 1440,
      length: (minutes(shift.to) - minutes(shift.from)) / 1440,
    }))
    .sort((a, b) => a.start - b.start);
}

/** Indexes of holidays whose date is missing or stands twice. */
export function holidayFaults(holidays: readonly { date: string }[]): Set<number> {
  const seen = new Set<string>();
  const faults = new Set<number>();
  holidays.forEach((holiday, index) => {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(holiday.date) || seen.has(holiday.date)) faults.add(index);
    seen.add(holiday.date);
  });
  return faults;
}
