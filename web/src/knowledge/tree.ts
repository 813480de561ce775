import type { Category } from "../api/types";

export interface CategoryNode {
  id: string;
  label: string;
  /** Entries in the category and below it. */
  total: number;
  children: CategoryNode[];
}

/** The tree of categories in their order. A category whose parent is missing stands at the top. */
export function categoryTree(categories: readonly Category[]): CategoryNode[] {
  const known = new Set(categories.map((category) => category.id));
  const below = new Map<string | null, Category[]>();
  for (const category of categories) {
    const parent = category.parent_id !== null && known.has(category.parent_id) ? category.parent_id : null;
    below.set(parent, [...(below.get(parent) ?? []), category]);
  }
  const build = (parent: string | null): CategoryNode[] =>
    (below.get(parent) ?? [])
      .sort((a, b) => a.sort - b.sort || a.name.localeCompare(b.name, "zh-CN"))
      .map((category) => {
        const children = build(category.id);
        const total = children.reduce((sum, child) => sum + child.total, category.entries);
        return { id: category.id, label: category.name, total, children };
      });
  return build(null);
}

/** `退换货 / 退款`, or an empty text for an unknown id. */
export function categoryPath(categories: readonly Category[], id: string | null): string {
  const byId = new Map(categories.map((category) => [category.id, category]));
  const names: string[] = [];
  let current = id === null ? undefined : byId.get(id);
  while (current && names.length < 20) {
    names.unshift(current.name);
    current = current.parent_id === null ? undefined : byId.get(current.parent_id);
  }
  return names.join(" / ");
}

/** The ids of a category and of all below it: where it may not be moved. */
export function withDescendants(categories: readonly Category[], id: string): Set<string> {
  const found = new Set([id]);
  let grew = true;
  while (grew) {
    grew = false;
    for (const category of categories) {
      if (category.parent_id !== null && found.has(category.parent_id) && !found.has(category.id)) {
        found.add(category.id);
        grew = true;
      }
    }
  }
  return found;
}
