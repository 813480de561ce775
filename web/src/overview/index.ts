import { DataAnalysis } from "@element-plus/icons-vue";
import type { Feature } from "../app/feature";
import en from "./messages/en";
import zh from "./messages/zh-CN";

export const feature: Feature = {
  routes: [
    {
      path: "/overview",
      component: () => import("./OverviewPage.vue"),
      meta: { permission: "metrics.view", titleKey: "overview.title" },
    },
  ],
  nav: [
    {
      name: "overview",
      path: "/overview",
      icon: DataAnalysis,
      labelKey: "overview.nav",
      permission: "metrics.view",
      order: 20,
    },
  ],
  messages: { "zh-CN": { overview: zh }, en: { overview: en } },
};
