import type { Feature } from "../app/feature";
import en from "./messages/en";
import zh from "./messages/zh-CN";

/** What customers revealed about themselves; a card of the workbench and of the customer's page. */
export const feature: Feature = {
  routes: [],
  nav: [],
  messages: { "zh-CN": zh, en },
};
