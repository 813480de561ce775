import { Goods } from "@element-plus/icons-vue";
import type { Feature } from "../app/feature";
import en from "./messages/en";
import { errors } from "./messages/errors";
import zh from "./messages/zh-CN";

export const feature: Feature = {
  routes: [
    {
      path: "/products",
      component: () => import("./ProductsPage.vue"),
      meta: { permission: "knowledge.view", titleKey: "products.title" },
    },
    {
      path: "/products/import",
      component: () => import("./ImportPage.vue"),
      meta: { permission: "knowledge.edit", titleKey: "products.import" },
    },
    {
      path: "/products/:id",
      component: () => import("./ProductPage.vue"),
      meta: { permission: "knowledge.view", titleKey: "products.title" },
    },
  ],
  nav: [{ name: "products", path: "/products", icon: Goods, labelKey: "products.nav", permission: "knowledge.view", order: 35 }],
  messages: { "zh-CN": { products: zh, errors: errors["zh-CN"] }, en: { products: en, errors: errors.en } },
};
