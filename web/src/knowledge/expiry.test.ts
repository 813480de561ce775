import { beforeEach, expect, test } from "vitest";
import { see, unseen } from "./expiry";

const entry = (id: string, valid_to: string) => ({ id, valid_to });

beforeEach(() => localStorage.clear());

test("an entry is fresh until it was told, and again when its end moves", () => {
  const both = [entry("a", "2026-11-30T00:00:00Z"), entry("b", "2026-12-01T00:00:00Z")];
  expect(unseen(both)).toEqual(both);
  see(both);
  expect(unseen(both)).toEqual([]);
  const moved = [entry("a", "2026-12-24T00:00:00Z"), both[1]!];
  expect(unseen(moved)).toEqual([moved[0]]);
});

test("a spoilt store tells of everything", () => {
  localStorage.setItem("shanying.expiry.seen", "{");
  expect(unseen([entry("a", "x")])).toHaveLength(1);
});
