import { ChatDotRound } from "@element-plus/icons-vue";
import type { Feature } from "../app/feature";
import type { Permission } from "../api/types";
import en from "./messages/en";
import zh from "./messages/zh-CN";

const permission: Permission[] = ["conversations.serve", "conversations.view_all"];

/** The agent workbench: conversations, the talk with one customer, and everything at hand for it. */
export const feature: Feature = {
  routes: [
    {
      path: "/desk/:id?",
      name: "desk",
      component: () => import("./DeskPage.vue"),
      meta: { permission, titleKey: "desk.title" },
    },
  ],
  nav: [{ name: "desk", path: "/desk", icon: ChatDotRound, labelKey: "desk.nav", permission, order: 10 }],
  messages: { "zh-CN": zh, en },
};
