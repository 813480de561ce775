import type { RouteRecordRaw } from "vue-router";
import type { Feature } from "../app/feature";
import en from "./messages/en";
import zh from "./messages/zh-CN";

/** The tabs of the page; it stands among the settings (`settings/index.ts`). */
export const tabs = ["state", "mapping", "hooks", "tools", "patience"] as const;

export const children: RouteRecordRaw[] = [
  { path: "", component: () => import("./StatePanel.vue") },
  { path: "mapping", component: () => import("./MappingPanel.vue") },
  { path: "hooks", component: () => import("./HooksPanel.vue") },
  { path: "tools", component: () => import("./ToolsPanel.vue") },
  { path: "patience", component: () => import("./PatiencePanel.vue") },
];

/** Which shop is connected, what it tells by itself, and the tools that use it. */
export const feature: Feature = {
  routes: [],
  nav: [],
  messages: { "zh-CN": { connections: zh.connections, errors: zh.errors }, en: { connections: en.connections, errors: en.errors } },
};
