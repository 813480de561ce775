import { Medal } from "@element-plus/icons-vue";
import type { Feature } from "../app/feature";
import en from "./messages/en";
import { errors } from "./messages/errors";
import zh from "./messages/zh-CN";

const permission: ["knowledge.edit", "metrics.view"] = ["knowledge.edit", "metrics.view"];

export const feature: Feature = {
  routes: [
    {
      path: "/training",
      component: () => import("./TrainingLayout.vue"),
      meta: { permission, titleKey: "training.title" },
      children: [
        { path: "", component: () => import("./QueuePage.vue") },
        { path: "measures", component: () => import("./MeasuresPage.vue") },
        { path: "causes", component: () => import("./CausesPage.vue") },
        { path: "transfers", component: () => import("./TransfersPage.vue") },
        { path: "models", component: () => import("./ModelsPage.vue") },
        { path: "twins", component: () => import("./TwinsPage.vue") },
        { path: "sets", component: () => import("./SetsPage.vue") },
        { path: "sets/:id", component: () => import("./SetPage.vue") },
      ],
    },
  ],
  nav: [{ name: "training", path: "/training", icon: Medal, labelKey: "training.nav", permission, order: 45 }],
  messages: {
    "zh-CN": { training: zh, errors: errors["zh-CN"] },
    en: { training: en, errors: errors.en },
  },
};
