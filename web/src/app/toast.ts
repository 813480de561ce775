import { ElMessage, ElMessageBox } from "element-plus";
import { errorText } from "../api/client";
import { i18n } from "./i18n";

/** Says briefly that something worked. */
export function toastOk(text: string): void {
  ElMessage({ type: "success", message: text, grouping: true, duration: 2200 });
}

/** Says what went wrong and what to do. */
export function toastError(error: unknown): void {
  ElMessage({ type: "error", message: errorText(error), grouping: true, duration: 6000, showClose: true });
}

/** Says in the page's own words what is wrong. */
export function toastBad(text: string): void {
  ElMessage({ type: "error", message: text, grouping: true, duration: 6000, showClose: true });
}

/** Asks before something that cannot be undone; false when the person backs out. */
export async function confirmed(text: string, title: string, action?: string, danger = false): Promise<boolean> {
  const { t } = i18n.global;
  try {
    await ElMessageBox.confirm(text, title, {
      confirmButtonText: action ?? t("common.confirm"),
      cancelButtonText: t("common.cancel"),
      confirmButtonType: danger ? "danger" : "primary",
      autofocus: true,
    });
    return true;
  } catch {
    return false;
  }
}

/** Copies text, with a word about the outcome. */
export async function copyText(text: string): Promise<void> {
  const { t } = i18n.global;
  try {
    await navigator.clipboard.writeText(text);
    toastOk(t("common.copied"));
  } catch {
    ElMessage({ type: "warning", message: t("common.copyFailed"), duration: 4000 });
  }
}
