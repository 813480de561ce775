import { Setting } from "@element-plus/icons-vue";
import type { Component } from "vue";
import type { Feature } from "../app/feature";
import en from "./messages/en";
import { errors } from "./messages/errors";
import zh from "./messages/zh-CN";
import "./pages.css";
import { sections } from "./sections";

const pages: Record<string, () => Promise<Component>> = {
  agents: () => import("./AgentsPage.vue"),
  groups: () => import("./GroupsPage.vue"),
  replies: () => import("./RepliesPage.vue"),
  channels: () => import("./ChannelsPage.vue"),
  routing: () => import("./RoutingPage.vue"),
  bot: () => import("./BotPage.vue"),
  wording: () => import("./WordingPage.vue"),
  training: () => import("./TrainingPage.vue"),
  hours: () => import("./HoursPage.vue"),
  rating: () => import("./RatingPage.vue"),
  company: () => import("./CompanyPage.vue"),
  privacy: () => import("./PrivacyPage.vue"),
  keys: () => import("./KeysPage.vue"),
};

export const feature: Feature = {
  routes: [
    {
      path: "/settings",
      component: () => import("./SettingsLayout.vue"),
      meta: { titleKey: "settings.title" },
      children: [
        { path: "", component: () => import("./FirstSection.vue") },
        ...sections.map((section) => ({
          path: section.name,
          component: pages[section.name] as () => Promise<Component>,
          meta: { permission: section.permission, titleKey: `settings.section.${section.name}` },
        })),
        {
          path: "channels/:id",
          component: () => import("./ChannelPage.vue"),
          meta: { permission: ["settings.view", "settings.manage"], titleKey: "settings.section.channels" },
        },
      ],
    },
  ],
  nav: [{ name: "settings", path: "/settings", icon: Setting, labelKey: "settings.nav", permission: [], order: 60 }],
  messages: { "zh-CN": { settings: zh, errors: errors["zh-CN"] }, en: { settings: en, errors: errors.en } },
};
