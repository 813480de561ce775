/**
 * `agent.created` as words. The whole code may have its own; else thing and verb are worded and
 * joined; else the code itself stands, which is stable and can be looked up.
 */
export function actionWords(action: string, t: (key: string, params?: Record<string, string>) => string, te: (key: string) => boolean): string {
  const flat = action.replaceAll(".", "_");
  if (te(`audit.code.${flat}`)) return t(`audit.code.${flat}`);
  const dot = action.lastIndexOf(".");
  const thing = action.slice(0, dot).replaceAll(".", "_");
  const verb = action.slice(dot + 1);
  if (dot > 0 && te(`audit.thing.${thing}`) && te(`audit.verb.${verb}`)) {
    return t("audit.sentence", { thing: t(`audit.thing.${thing}`), verb: t(`audit.verb.${verb}`) });
  }
  return action;
}

/** What the log can be narrowed to: the beginnings of its codes. */
export const THINGS = ["auth", "agent", "group", "channel", "settings", "quick_reply", "knowledge", "answer_audit", "product", "task", "tool", "training", "ticket", "filing", "customer", "memory", "conversation", "conversations", "alert", "peak", "connection", "hook", "api_key"] as const;

/** The page of what a line was done to, if it has one. */
export function pageOf(target: string): string | null {
  if (target.startsWith("cus_")) return `/customers/${target}`;
  if (target.startsWith("tkt_")) return `/tickets/${target}`;
  if (target.startsWith("ent_")) return `/knowledge/entries/${target}`;
  if (target.startsWith("chn_")) return `/settings/channels/${target}`;
  return null;
}
