import { User } from "@element-plus/icons-vue";
import type { Feature } from "../app/feature";
import en from "./messages/en";
import zh from "./messages/zh-CN";

export const feature: Feature = {
  routes: [
    {
      path: "/customers",
      component: () => import("./CustomersPage.vue"),
      meta: { permission: "customers.view", titleKey: "customers.title" },
    },
    {
      path: "/customers/:id",
      component: () => import("./CustomerPage.vue"),
      meta: { permission: "customers.view", titleKey: "customers.title" },
    },
  ],
  nav: [
    {
      name: "customers",
      path: "/customers",
      icon: User,
      labelKey: "customers.nav",
      permission: "customers.view",
      order: 50,
    },
  ],
  messages: { "zh-CN": { customers: zh }, en: { customers: en } },
};
