/** Where the nodes of a flow stand in the picture: in layers from the start, top to bottom. */
import type { FlowNode } from "../../api/types";

export const WIDTH = 220;
export const HEIGHT = 84;
const ACROSS = WIDTH + 48;
const DOWN = HEIGHT + 64;

export interface Spot {
  x: number;
  y: number;
}

/** Spots for all nodes. Edges that lead back, as loops do, push nothing down. */
export function layers(nodes: FlowNode[]): Map<string, Spot> {
  const forward = forwardEdges(nodes);
  const rank = new Map<string, number>();
  const visit = (key: string, at: number) => {
    if ((rank.get(key) ?? -1) >= at) return;
    rank.set(key, at);
    for (const next of forward.get(key) ?? []) visit(next, at + 1);
  };
  for (const key of roots(nodes)) if (!rank.has(key)) visit(key, 0);
  const rows: string[][] = [];
  for (const node of nodes) (rows[rank.get(node.key) ?? 0] ??= []).push(node.key);
  // Each row follows the middle of what leads to it, twice down, so that few lines cross.
  const column = new Map<string, number>();
  for (let round = 0; round < 2; round += 1) {
    for (const row of rows) {
      const middle = new Map(row.map((key, at) => [key, middleOf(before(nodes, forward, key), column, at)]));
      row.sort((a, b) => (middle.get(a) ?? 0) - (middle.get(b) ?? 0));
      row.forEach((key, at) => column.set(key, at - (row.length - 1) / 2));
    }
  }
  const spots = new Map<string, Spot>();
  for (const [at, row] of rows.entries()) for (const key of row) spots.set(key, { x: Math.round((column.get(key) ?? 0) * ACROSS), y: at * DOWN });
  return spots;
}

/** Places for nodes that have none: their spot in the layout, moved out of the way of those that stand. */
export function placed(nodes: FlowNode[]): Map<string, Spot> {
  const spots = layers(nodes);
  const taken = nodes.flatMap((node) => (node.place ? [node.place] : []));
  const free = (spot: Spot) => taken.every((one) => Math.abs(one.x - spot.x) >= WIDTH || Math.abs(one.y - spot.y) >= HEIGHT);
  for (const node of nodes) {
    let spot = node.place ?? spots.get(node.key) ?? { x: 0, y: 0 };
    while (!node.place && !free(spot)) spot = { x: spot.x + ACROSS, y: spot.y };
    if (!node.place) taken.push(spot);
    spots.set(node.key, spot);
  }
  return spots;
}

function roots(nodes: FlowNode[]): string[] {
  const led = new Set(nodes.flatMap((node) => node.edges.map((edge) => edge.to)));
  const starts = nodes.filter((node) => node.kind.type === "start" || !led.has(node.key));
  return [...starts, ...nodes].map((node) => node.key);
}

/** The edges without those that close a circle. */
function forwardEdges(nodes: FlowNode[]): Map<string, string[]> {
  const all = new Map(nodes.map((node) => [node.key, node.edges.map((edge) => edge.to)]));
  const forward = new Map<string, string[]>();
  const open = new Set<string>();
  const walk = (key: string) => {
    if (forward.has(key)) return;
    const next: string[] = [];
    forward.set(key, next);
    open.add(key);
    for (const to of all.get(key) ?? []) {
      if (!all.has(to) || open.has(to)) continue;
      next.push(to);
      walk(to);
    }
    open.delete(key);
  };
  for (const key of roots(nodes)) walk(key);
  return forward;
}

function before(nodes: FlowNode[], forward: Map<string, string[]>, key: string): string[] {
  return nodes.map((node) => node.key).filter((from) => forward.get(from)?.includes(key));
}

function middleOf(from: string[], column: Map<string, number>, otherwise: number): number {
  const known = from.flatMap((key) => column.get(key) ?? []);
  return known.length > 0 ? known.reduce((sum, one) => sum + one, 0) / known.length : otherwise;
}
