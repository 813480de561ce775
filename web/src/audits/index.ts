import { Checked } from "@element-plus/icons-vue";
import { defineAsyncComponent } from "vue";
import type { Feature } from "../app/feature";
import * as en from "./messages/en";
import * as zh from "./messages/zh-CN";

const permission: ("conversations.serve" | "knowledge.edit" | "metrics.view")[] = ["conversations.serve", "knowledge.edit", "metrics.view"];

/** Answers that the front line looks over. */
export const feature: Feature = {
  routes: [{ path: "/audits", component: () => import("./AuditsPage.vue"), meta: { permission, titleKey: "audits.title" } }],
  nav: [
    {
      name: "audits",
      path: "/audits",
      icon: Checked,
      labelKey: "audits.nav",
      permission,
      order: 42,
      badge: defineAsyncComponent(() => import("./WaitCount.vue")),
    },
  ],
  messages: {
    "zh-CN": { audits: zh.audits, errors: zh.errors },
    en: { audits: en.audits, errors: en.errors },
  },
};
