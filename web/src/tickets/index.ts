import { Tickets } from "@element-plus/icons-vue";
import { defineAsyncComponent } from "vue";
import type { Feature } from "../app/feature";
import en from "./messages/en";
import zh from "./messages/zh-CN";

const permission: ("conversations.serve" | "conversations.view_all")[] = ["conversations.serve", "conversations.view_all"];

/** Matters that outlive a conversation. */
export const feature: Feature = {
  routes: [
    { path: "/tickets", component: () => import("./TicketsPage.vue"), meta: { permission, titleKey: "tickets.title" } },
    { path: "/tickets/filing", component: () => import("./FilingPage.vue"), meta: { permission: ["metrics.view", "settings.manage"], titleKey: "tickets.filing.title" } },
    { path: "/tickets/:id", component: () => import("./TicketPage.vue"), meta: { permission, titleKey: "tickets.title" } },
  ],
  nav: [{ name: "tickets", path: "/tickets", icon: Tickets, labelKey: "tickets.nav", permission, order: 12, badge: defineAsyncComponent(() => import("./DueCount.vue")) }],
  messages: { "zh-CN": zh, en },
};
