import { i18n } from "../app/i18n";

/** What is wrong with a new password, or an empty string. The server has the last word. */
export function passwordProblem(password: string, again: string): string {
  const { t } = i18n.global;
  if (Array.from(password).length < 10) return t("session.tooShort");
  if (password !== again) return t("session.differ");
  return "";
}
