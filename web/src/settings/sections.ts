import type { Permission } from "../api/types";

export interface SettingsSection {
  name: string;
  group: "people" | "service" | "company";
  permission: Permission[];
}

/** The pages of the settings in the order of their menu; an empty list of permissions is open to all staff. */
export const sections: SettingsSection[] = [
  { name: "agents", group: "people", permission: ["agents.manage"] },
  { name: "groups", group: "people", permission: ["agents.manage"] },
  { name: "replies", group: "people", permission: [] },
  { name: "channels", group: "service", permission: ["settings.view", "settings.manage"] },
  { name: "routing", group: "service", permission: ["settings.view", "settings.manage"] },
  { name: "peak", group: "service", permission: ["settings.view", "settings.manage"] },
  { name: "handover", group: "service", permission: ["settings.view", "settings.manage"] },
  { name: "supervision", group: "service", permission: ["settings.view", "settings.manage"] },
  { name: "bot", group: "service", permission: ["settings.view", "settings.manage"] },
  { name: "wording", group: "service", permission: ["settings.view", "settings.manage"] },
  { name: "assist", group: "service", permission: ["settings.view", "settings.manage"] },
  { name: "training", group: "service", permission: ["settings.view", "settings.manage"] },
  { name: "connections", group: "service", permission: ["settings.view", "settings.manage"] },
  { name: "hours", group: "service", permission: ["settings.view", "settings.manage"] },
  { name: "tickets", group: "service", permission: ["settings.view", "settings.manage"] },
  { name: "sla", group: "service", permission: ["settings.view", "settings.manage"] },
  { name: "filing", group: "service", permission: ["settings.view", "settings.manage"] },
  { name: "rating", group: "service", permission: ["settings.view", "settings.manage"] },
  { name: "company", group: "company", permission: ["settings.view", "settings.manage"] },
  { name: "privacy", group: "company", permission: ["settings.view", "settings.manage"] },
  { name: "keys", group: "company", permission: ["agents.manage"] },
];
