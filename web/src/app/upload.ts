/** A file on its way up: how much has arrived, and what went wrong. */
import { ref } from "vue";
import { api, errorText } from "../api/client";

export function useUpload() {
  /** 0 to 100; null while nothing is on its way. */
  const progress = ref<number | null>(null);
  const fault = ref("");

  /** Null when it failed; `fault` says why. */
  async function send<T>(path: string, file: File, more: Record<string, string> = {}): Promise<T | null> {
    const form = new FormData();
    for (const [name, value] of Object.entries(more)) form.append(name, value);
    form.append("file", file);
    fault.value = "";
    progress.value = 0;
    try {
      return await api.upload<T>(path, form, (part) => {
        progress.value = Math.round(part * 100);
      });
    } catch (error) {
      fault.value = errorText(error);
      return null;
    } finally {
      progress.value = null;
    }
  }

  return { progress, fault, send };
}
