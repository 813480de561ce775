/** The visitor's few plain HTTP calls. */
import { RequestError } from "./requests";
import type { components } from "../../src/api/schema";
import type { ErrorBody, FileInfo } from "./types";

type Shapes = components["schemas"];

export type LauncherConfig = Shapes["WidgetConfig"];
export type HelpItem = Shapes["HelpEntry"];

async function json<T>(response: Response): Promise<T> {
  if (!response.ok) throw new RequestError(String(response.status));
  return (await response.json()) as T;
}

export async function launcherConfig(base: string, token: string): Promise<LauncherConfig> {
  return json(await fetch(`${base}/widget/v1/config?token=${encodeURIComponent(token)}`));
}

/** How many messages wait for this visitor; asked only with a secret, so it makes no visitor. */
export async function unreadCount(base: string, token: string, secret: string): Promise<number> {
  const response = await fetch(`${base}/widget/v1/unread`, {
    method: "POST",
    headers: { "X-Channel-Token": token, Authorization: `Visitor ${secret}` },
  });
  return (await json<{ unread: number }>(response)).unread;
}

export async function helpEntries(
  base: string,
  query: { token: string; entries: string; q: string },
  signal: AbortSignal,
): Promise<HelpItem[]> {
  const search = new URLSearchParams(query);
  const response = await fetch(`${base}/widget/v1/help?${search}`, { signal });
  return (await json<{ items: HelpItem[] }>(response)).items;
}

/** Uploads with progress from 0 to 1, which `fetch` cannot tell. */
export function upload(
  base: string,
  credentials: { token: string; secret: string },
  file: File,
  progress: (part: number) => void,
): { done: Promise<FileInfo>; abort: () => void } {
  const request = new XMLHttpRequest();
  const done = new Promise<FileInfo>((resolve, reject) => {
    request.open("POST", `${base}/widget/v1/files`);
    request.setRequestHeader("X-Channel-Token", credentials.token);
    request.setRequestHeader("Authorization", `Visitor ${credentials.secret}`);
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) progress(event.loaded / event.total);
    };
    request.onload = () => {
      try {
        const answer = JSON.parse(request.responseText) as FileInfo & { error?: ErrorBody };
        if (request.status < 300) resolve(answer);
        else reject(new RequestError(answer.error?.code ?? "internal"));
      } catch {
        reject(new RequestError("internal"));
      }
    };
    request.onerror = () => reject(new RequestError("offline"));
    request.onabort = () => reject(new RequestError("aborted"));
    const form = new FormData();
    form.append("file", file, file.name || "image.png");
    request.send(form);
  });
  return { done, abort: () => request.abort() };
}
