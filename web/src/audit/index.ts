import { Document } from "@element-plus/icons-vue";
import type { Feature } from "../app/feature";
import en from "./messages/en";
import zh from "./messages/zh-CN";

export const feature: Feature = {
  routes: [
    {
      path: "/audit",
      component: () => import("./AuditPage.vue"),
      meta: { permission: "audit.view", titleKey: "audit.title" },
    },
  ],
  nav: [{ name: "audit", path: "/audit", icon: Document, labelKey: "audit.nav", permission: "audit.view", order: 70 }],
  messages: { "zh-CN": { audit: zh }, en: { audit: en } },
};
