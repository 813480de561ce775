import type { Feature } from "../app/feature";
import en from "./messages/en";
import zh from "./messages/zh-CN";

/** Sign-in, the one-time set-up links, and who the person at this browser is. */
export const feature: Feature = {
  routes: [
    {
      path: "/login",
      name: "login",
      component: () => import("./LoginPage.vue"),
      meta: { open: true, titleKey: "session.login" },
    },
    {
      path: "/setup",
      name: "setup",
      component: () => import("./SetupPage.vue"),
      meta: { open: true, titleKey: "session.setup" },
    },
    {
      path: "/welcome",
      name: "welcome",
      component: () => import("./WelcomePage.vue"),
      meta: { titleKey: "session.welcomePage" },
    },
  ],
  nav: [],
  messages: { "zh-CN": zh, en },
};
