import { Setting } from "@element-plus/icons-vue";
import type { Component } from "vue";
import type { Feature } from "../app/feature";
import en from "./messages/en";
import { errors } from "./messages/errors";
import { policy as policyEn, policyErrors as policyErrorsEn } from "./messages/policy.en";
import { policy as policyZh, policyErrors as policyErrorsZh } from "./messages/policy.zh-CN";
import zh from "./messages/zh-CN";
import "./pages.css";
import { children as connectionTabs } from "../connections";
import { sections } from "./sections";

const pages: Record<string, () => Promise<Component>> = {
  agents: () => import("./AgentsPage.vue"),
  groups: () => import("./GroupsPage.vue"),
  replies: () => import("./RepliesPage.vue"),
  channels: () => import("./ChannelsPage.vue"),
  routing: () => import("./RoutingPage.vue"),
  peak: () => import("./PeakPage.vue"),
  handover: () => import("./HandoverPage.vue"),
  supervision: () => import("./SupervisionPage.vue"),
  bot: () => import("./BotPage.vue"),
  wording: () => import("./WordingPage.vue"),
  assist: () => import("./AssistPage.vue"),
  training: () => import("./TrainingPage.vue"),
  connections: () => import("../connections/ConnectionsPage.vue"),
  hours: () => import("./HoursPage.vue"),
  tickets: () => import("./TicketsPage.vue"),
  sla: () => import("./SlaPage.vue"),
  filing: () => import("./FilingPage.vue"),
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
          children: section.name === "connections" ? connectionTabs : [],
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
  messages: {
    "zh-CN": { settings: { ...zh, ...policyZh, section: { ...zh.section, ...policyZh.section } }, errors: { ...errors["zh-CN"], ...policyErrorsZh } },
    en: { settings: { ...en, ...policyEn, section: { ...en.section, ...policyEn.section } }, errors: { ...errors.en, ...policyErrorsEn } },
  },
};
