import { Stamp } from "@element-plus/icons-vue";
import { defineAsyncComponent } from "vue";
import type { Feature } from "../app/feature";
import en from "./messages/en";
import zh from "./messages/zh-CN";

const permission = "conversations.supervise" as const;

/** What customers asked for beyond what anybody may grant alone; a person decides. */
export const feature: Feature = {
  routes: [
    {
      path: "/approvals",
      component: () => import("./ApprovalsPage.vue"),
      meta: { permission, titleKey: "approvals.title" },
    },
  ],
  nav: [
    {
      name: "approvals",
      path: "/approvals",
      icon: Stamp,
      labelKey: "approvals.nav",
      permission,
      order: 15,
      badge: defineAsyncComponent(() => import("./WaitingCount.vue")),
    },
  ],
  messages: { "zh-CN": { approvals: zh.approvals, errors: zh.errors }, en: { approvals: en.approvals, errors: en.errors } },
};
