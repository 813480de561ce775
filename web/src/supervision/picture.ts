import type { BoardAgent, LiveBoard, Peak } from "../api/types";

/** The board as it is known here: the last picture, and every agent of the wall. */
export interface Known {
  at: string;
  figures: LiveBoard["figures"];
  peak: Peak | null;
  queue: LiveBoard["queue"];
  agents: Record<string, BoardAgent>;
}

/** The board after one more picture; changes before the first whole picture mean nothing. */
export function take(known: Known | null, picture: LiveBoard): Known | null {
  if (!known && !picture.whole) return null;
  const agents: Record<string, BoardAgent> = picture.whole ? {} : { ...known?.agents };
  for (const one of picture.agents) agents[one.id] = one;
  for (const id of picture.gone) delete agents[id];
  return { at: picture.at, figures: picture.figures, peak: picture.peak ?? null, queue: picture.queue, agents };
}

const urgency = { alarm: 0, warning: 1, fine: 2 } as const;
const presence = { online: 0, busy: 1, break: 2, offline: 3 } as const;

/** The wall: who needs help first, then by state and name. */
export function wall(known: Known, state: BoardAgent["state"] | "", text: string): BoardAgent[] {
  const wanted = text.trim().toLowerCase();
  return Object.values(known.agents)
    .filter((one) => (!state || one.state === state) && (!wanted || one.name.toLowerCase().includes(wanted)))
    .sort(
      (a, b) =>
        urgency[a.level] - urgency[b.level] ||
        presence[a.state] - presence[b.state] ||
        b.load - a.load ||
        a.name.localeCompare(b.name, "zh"),
    );
}
