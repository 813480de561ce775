import { TrendCharts } from "@element-plus/icons-vue";
import type { Feature } from "../app/feature";
import en from "./messages/en";
import zh from "./messages/zh-CN";

export const feature: Feature = {
  routes: [
    {
      path: "/improve",
      component: () => import("./ImprovePage.vue"),
      meta: { permission: ["metrics.view", "knowledge.edit"], titleKey: "improve.title" },
    },
  ],
  nav: [
    {
      name: "improve",
      path: "/improve",
      icon: TrendCharts,
      labelKey: "improve.nav",
      permission: ["metrics.view", "knowledge.edit"],
      order: 40,
    },
  ],
  messages: { "zh-CN": { improve: zh }, en: { improve: en } },
};
