import { Share } from "@element-plus/icons-vue";
import type { Feature } from "../app/feature";
import en from "./messages/en";
import flowEn from "./messages/flow.en";
import flowZh from "./messages/flow.zh-CN";
import { errors } from "./messages/errors";
import zh from "./messages/zh-CN";

export const feature: Feature = {
  routes: [
    {
      path: "/tasks",
      component: () => import("./TasksPage.vue"),
      meta: { permission: "knowledge.edit", titleKey: "tasks.title" },
    },
    {
      path: "/tasks/:key",
      component: () => import("./TaskPage.vue"),
      meta: { permission: "knowledge.edit", titleKey: "tasks.title" },
    },
  ],
  nav: [{ name: "tasks", path: "/tasks", icon: Share, labelKey: "tasks.nav", permission: "knowledge.edit", order: 37 }],
  messages: { "zh-CN": { tasks: zh, flow: flowZh, errors: errors["zh-CN"] }, en: { tasks: en, flow: flowEn, errors: errors.en } },
};
