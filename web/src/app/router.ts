import { createRouter, createWebHistory, type Router } from "vue-router";
import { useSession } from "../session/store";
import { features, navigation } from "./features";
import { i18n } from "./i18n";

/** The first page of the navigation that this person may open. */
export function homePath(): string {
  const session = useSession();
  return navigation.find((item) => session.can(item.permission))?.path ?? "/welcome";
}

/** Only paths of our own are followed after signing in. */
function safeTarget(value: unknown): string | null {
  return typeof value === "string" && value.startsWith("/") && !value.startsWith("//") ? value : null;
}

export function makeRouter(): Router {
  const router = createRouter({
    history: createWebHistory(),
    routes: [
      // Where it leads is known only once the session is, so the guard below decides.
      { path: "/", name: "home", component: { render: () => null } },
      ...features.flatMap((feature) => feature.routes),
      { path: "/:rest(.*)*", name: "not-found", component: () => import("./ui/NotFound.vue") },
    ],
  });

  router.beforeEach(async (to) => {
    const session = useSession();
    await session.ready();
    if (to.meta.open) {
      return session.me && to.name === "login" ? (safeTarget(to.query.to) ?? homePath()) : true;
    }
    if (!session.me && !session.unreachable) {
      return { path: "/login", query: to.fullPath === "/" ? {} : { to: to.fullPath } };
    }
    return to.name === "home" ? homePath() : true;
  });

  router.afterEach((to) => {
    const { t } = i18n.global;
    document.title = to.meta.titleKey ? `${t(to.meta.titleKey)} · ${t("app.name")}` : t("app.name");
  });
  return router;
}
