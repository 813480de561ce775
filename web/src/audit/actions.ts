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
