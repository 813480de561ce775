import type { Component } from "vue";
import type { RouteRecordRaw } from "vue-router";
import type { Permission } from "../api/types";

/** An entry of the top navigation. It is shown to those who hold the permission. */
export interface NavItem {
  /** Unique; also the test id suffix (`nav-desk`). */
  name: string;
  path: string;
  icon: Component;
  /** A key of the feature's own messages, e.g. `knowledge.nav`. */
  labelKey: string;
  /** One of these permissions is enough; an empty list means every signed-in member of staff. */
  permission: Permission | Permission[];
  /** Shown beside the label, such as a number of what waits. */
  badge?: Component;
  /** Ascending from left to right: desk 10, tickets 12, approvals 15, overview 20, knowledge 30, improve 40, customers 50, settings 60, audit 70. */
  order: number;
}

/** Something small that stands in the top bar for those who hold the permission. */
export interface BarTool {
  component: Component;
  permission: Permission | Permission[];
}

/**
 * Message tree of a feature; the top key is the feature's folder name. Words used by several
 * features are under `common` (see `app/messages`), the words of error codes under `errors`.
 */
export interface MessageTree {
  [key: string]: string | MessageTree;
}

/**
 * What a feature folder (`src/<feature>/index.ts`) exports as `feature`. The shell collects them
 * with `import.meta.glob("../*\/index.ts")`; pages are loaded lazily by dynamic import.
 *
 * Route `meta`: `permission?: Permission | Permission[]` (as above) and `titleKey?: string`.
 */
export interface Feature {
  routes: RouteRecordRaw[];
  nav: NavItem[];
  tools?: BarTool[];
  messages: { "zh-CN": MessageTree; en: MessageTree };
}

declare module "vue-router" {
  interface RouteMeta {
    /** One of these is needed to open the page. */
    permission?: Permission | Permission[];
    /** Message key of the page's title. */
    titleKey?: string;
    /** Pages reachable without a session (sign-in, set-up). */
    open?: boolean;
  }
}
