/** Facts on the sentence they stand in, and yuan beside minor units. */
import type { Fact, FactValue } from "../api/types";

/** A run of the description: plain, or the words of facts (by their places in the list). */
export interface Run {
  /** First character, counted in code points as the server does. */
  from: number;
  text: string;
  facts: number[];
}

/** Cuts a description at the facts' places; facts over one another share a run. */
export function runs(description: string, facts: Fact[]): Run[] {
  const characters = Array.from(description);
  const held: number[][] = characters.map(() => []);
  facts.forEach((fact, index) => {
    if (!fact.span) return;
    const [from, to] = fact.span as [number, number];
    for (let at = from; at < Math.min(to, characters.length); at += 1) held[at]?.push(index);
  });
  const out: Run[] = [];
  characters.forEach((character, at) => {
    const facts = held[at] ?? [];
    const last = out.at(-1);
    if (last && last.facts.join() === facts.join()) last.text += character;
    else out.push({ from: at, text: character, facts });
  });
  return out;
}

/** `288`, `99.5` of minor units; empty for none. */
export function yuan(minor: number | null | undefined): string {
  return minor === null || minor === undefined ? "" : String(minor / 100);
}

/** Minor units of what was typed; null for nothing or nonsense. */
export function minor(text: string): number | null {
  const number = Number(text.replace(/[元¥,\s]/g, ""));
  return text.trim() === "" || !Number.isFinite(number) || number < 0 ? null : Math.round(number * 100);
}

export function word(value: FactValue): string | null {
  return "word" in value ? value.word : null;
}

/** Whether two facts say the same. */
export function same(a: Fact, b: Fact): boolean {
  return a.attribute === b.attribute && a.polarity === b.polarity && JSON.stringify(a.value) === JSON.stringify(b.value);
}

/** Read facts beside those that an editor has confirmed or written, which stay. */
export function merged(read: Fact[], kept: Fact[]): Fact[] {
  const own = kept.filter((fact) => fact.confirmed || fact.origin !== "described");
  const fresh = read.filter((fact) => !own.some((other) => same(other, fact)));
  // A kept fact that still stands in the text takes its new place.
  const placed = own.map((fact) => ({ ...fact, span: read.find((other) => same(other, fact))?.span ?? null }));
  return [...placed, ...fresh];
}
