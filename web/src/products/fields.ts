/** What a column of a catalogue may hold, and how a field is called. */
import type { ProductAttribute } from "../api/types";

/** Fields of a product beside the attributes of the lexicon. */
export const OWN_FIELDS = ["key", "description", "image", "spec"] as const;

export interface FieldChoice {
  value: string;
  label: string;
}

/** The choices for one column: what is known, and the heading as an attribute of its own. */
export function choices(
  heading: string,
  attributes: ProductAttribute[],
  words: { own: (field: string) => string; extra: (heading: string) => string; none: string; english: boolean },
): FieldChoice[] {
  const known = attributes.map((one) => ({ value: one.id, label: words.english ? one.en : one.zh }));
  const own = OWN_FIELDS.filter((field) => !known.some((one) => one.value === field)).map((field) => ({ value: field, label: words.own(field) }));
  const all = [{ value: "", label: words.none }, ...own, ...known];
  const name = heading.trim();
  if (name !== "" && !all.some((one) => one.value === name)) all.push({ value: name, label: words.extra(name) });
  return all;
}

/** Columns whose field another column has already. */
export function twice(fields: readonly string[]): number[] {
  return fields.flatMap((field, index) => (field !== "" && fields.indexOf(field) < index ? [index] : []));
}

/** Whether lines would have a name: a column of names, or descriptions that tell them. */
export function named(fields: readonly string[]): boolean {
  return fields.includes("name") || fields.includes("description");
}
