import { Monitor } from "@element-plus/icons-vue";
import { defineAsyncComponent } from "vue";
import type { Feature } from "../app/feature";
import en from "./messages/en";
import zh from "./messages/zh-CN";

const permission = "conversations.view_all" as const;

/** What goes on at this moment, and who needs help. */
export const feature: Feature = {
  routes: [
    {
      path: "/supervision",
      component: () => import("./BoardPage.vue"),
      meta: { permission, titleKey: "supervision.title" },
    },
    {
      path: "/supervision/workdays",
      component: () => import("./WorkdaysPage.vue"),
      meta: { permission, titleKey: "supervision.page.workdays" },
    },
    {
      path: "/supervision/staffing",
      component: () => import("./StaffingPage.vue"),
      meta: { permission, titleKey: "supervision.page.staffing" },
    },
  ],
  nav: [
    {
      name: "supervision",
      path: "/supervision",
      icon: Monitor,
      labelKey: "supervision.nav",
      permission,
      order: 17,
      badge: defineAsyncComponent(() => import("./OpenCount.vue")),
    },
  ],
  messages: { "zh-CN": { supervision: zh.supervision, errors: zh.errors }, en: { supervision: en.supervision, errors: en.errors } },
};
