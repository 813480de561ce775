/** Date pickers work in wall-clock time of the company's zone; the API speaks UTC. */

import type { Time } from "../api/types";

const minute = 60_000;

/** What the clocks of `zone` show at `time`, as if it were UTC milliseconds. */
function shown(time: number, zone: string): number {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  }).formatToParts(time);
  const part = (type: string): number => Number(parts.find((one) => one.type === type)?.value ?? 0);
  return Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second"));
}

/** `2026-11-21 08:30:00` in `zone`. */
export function toWall(time: Time | null, zone: string): string | null {
  if (time === null) return null;
  return new Date(shown(Date.parse(time), zone)).toISOString().slice(0, 19).replace("T", " ");
}

/** The instant at which the clocks of `zone` show `wall`; in a gap of summer time, the one after it. */
export function fromWall(wall: string | null, zone: string): Time | null {
  if (!wall) return null;
  const wanted = Date.parse(`${wall.replace(" ", "T")}Z`);
  if (Number.isNaN(wanted)) return null;
  let time = wanted;
  // Twice: the offset at the first guess may be that of the other side of a change.
  for (let round = 0; round < 2; round += 1) time += wanted - shown(time, zone);
  return new Date(Math.round(time / minute) * minute).toISOString().replace(".000Z", "Z");
}
