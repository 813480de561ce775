import { Collection } from "@element-plus/icons-vue";
import { defineAsyncComponent } from "vue";
import type { Feature } from "../app/feature";
import en from "./messages/en";
import { errors } from "./messages/errors";
import zh from "./messages/zh-CN";

export const feature: Feature = {
  routes: [
    {
      path: "/knowledge",
      component: () => import("./KnowledgePage.vue"),
      meta: { permission: "knowledge.view", titleKey: "knowledge.title" },
    },
    {
      path: "/knowledge/import",
      component: () => import("./ImportPage.vue"),
      meta: { permission: "knowledge.edit", titleKey: "knowledge.import.title" },
    },
    {
      path: "/knowledge/entries/:id",
      component: () => import("./EditorPage.vue"),
      meta: { permission: "knowledge.view", titleKey: "knowledge.title" },
    },
  ],
  nav: [
    {
      name: "knowledge",
      path: "/knowledge",
      icon: Collection,
      labelKey: "knowledge.nav",
      permission: "knowledge.view",
      order: 30,
    },
  ],
  tools: [{ component: defineAsyncComponent(() => import("./ExpiryNotice.vue")), permission: "knowledge.edit" }],
  messages: { "zh-CN": { knowledge: zh, errors: errors["zh-CN"] }, en: { knowledge: en, errors: errors.en } },
};
