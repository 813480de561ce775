import type { BarTool, Feature, NavItem } from "./feature";

const found = import.meta.glob<{ feature?: Feature }>("../*/index.ts", { eager: true });

/** Every feature folder that exports a `feature`. */
export const features: Feature[] = Object.values(found).flatMap((module) => (module.feature ? [module.feature] : []));

/** All navigation entries, left to right. */
export const navigation: NavItem[] = features.flatMap((feature) => feature.nav).sort((a, b) => a.order - b.order);

/** What features put into the top bar. */
export const barTools: BarTool[] = features.flatMap((feature) => feature.tools ?? []);
