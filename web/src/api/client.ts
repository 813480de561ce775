import { ref, shallowRef, type Ref, type ShallowRef } from "vue";
import { learnServerTime } from "../app/clock";
import { i18n } from "../app/i18n";
import type { Page } from "./types";

/** A refused or failed request. `code` is stable; `status` is 0 when the server was not reached. */
export class ApiError extends Error {
  constructor(
    readonly code: string,
    readonly status: number,
    message: string,
    readonly params: Record<string, unknown> = {},
    readonly requestId: string | null = null,
  ) {
    super(message);
    this.name = "ApiError";
  }
}

export type Query = Record<string, string | number | boolean | null | undefined>;

export interface RequestOptions {
  query?: Query;
  signal?: AbortSignal;
}

const base = "/api/v1";
let onSignedOut: (() => void) | null = null;

/** The session store registers here what happens when a session ends under our feet. */
export function whenSignedOut(handler: () => void): void {
  onSignedOut = handler;
}

function address(path: string, query?: Query): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query ?? {})) {
    if (value !== null && value !== undefined && value !== "") search.set(key, String(value));
  }
  const text = search.toString();
  return base + path + (text ? `?${text}` : "");
}

/** The error that a response body describes; proxies answer without our envelope. */
function errorOf(status: number, body: unknown, requestId: string | null): ApiError {
  const inner = (body as { error?: Record<string, unknown> } | null)?.error;
  if (inner && typeof inner.code === "string") {
    return new ApiError(
      inner.code,
      status,
      String(inner.message ?? inner.code),
      (inner.params as Record<string, unknown> | undefined) ?? {},
      typeof inner.request_id === "string" ? inner.request_id : requestId,
    );
  }
  return new ApiError(`http.${status}`, status, `HTTP ${status}`, {}, requestId);
}

function failed(error: ApiError, path: string): ApiError {
  if (error.status === 401 && !path.startsWith("/auth/")) onSignedOut?.();
  return error;
}

async function request<T>(method: string, path: string, body: unknown, options: RequestOptions = {}): Promise<T> {
  const headers: Record<string, string> = { Accept: "application/json" };
  let payload: BodyInit | undefined;
  if (body instanceof FormData) payload = body;
  else if (body !== undefined) {
    headers["Content-Type"] = "application/json";
    payload = JSON.stringify(body);
  }
  let response: Response;
  try {
    response = await fetch(address(path, options.query), {
      method,
      headers,
      body: payload,
      signal: options.signal,
      credentials: "same-origin",
    });
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    throw new ApiError("network", 0, "the server could not be reached");
  }
  learnServerTime(response.headers.get("date"));
  const text = await response.text();
  let parsed: unknown = null;
  try {
    parsed = text ? JSON.parse(text) : null;
  } catch {
    parsed = null;
  }
  if (!response.ok) throw failed(errorOf(response.status, parsed, response.headers.get("x-request-id")), path);
  return parsed as T;
}

/** A multipart upload with progress (0..1), which `fetch` cannot report. */
function upload<T>(path: string, form: FormData, progress?: (part: number) => void, signal?: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    xhr.open("POST", address(path));
    xhr.responseType = "json";
    xhr.upload.onprogress = (event) => {
      if (event.lengthComputable) progress?.(event.loaded / event.total);
    };
    xhr.onload = () => {
      if (xhr.status >= 200 && xhr.status < 300) resolve(xhr.response as T);
      else reject(failed(errorOf(xhr.status, xhr.response, xhr.getResponseHeader("x-request-id")), path));
    };
    xhr.onerror = () => reject(new ApiError("network", 0, "the server could not be reached"));
    xhr.onabort = () => reject(new DOMException("aborted", "AbortError"));
    signal?.addEventListener("abort", () => xhr.abort(), { once: true });
    xhr.send(form);
  });
}

/** The staff API: paths are relative to `/api/v1`. */
export const api = {
  get: <T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> =>
    request<T>("GET", path, undefined, { query, signal }),
  post: <T = unknown>(path: string, body?: unknown, options?: RequestOptions): Promise<T> =>
    request<T>("POST", path, body ?? {}, options),
  put: <T = unknown>(path: string, body?: unknown, options?: RequestOptions): Promise<T> =>
    request<T>("PUT", path, body ?? {}, options),
  patch: <T = unknown>(path: string, body?: unknown, options?: RequestOptions): Promise<T> =>
    request<T>("PATCH", path, body ?? {}, options),
  del: <T = unknown>(path: string, options?: RequestOptions): Promise<T> =>
    request<T>("DELETE", path, undefined, options),
  upload,
  /** The full address of a path, for links and downloads. */
  href: (path: string, query?: Query): string => address(path, query),
};

/** A sentence for people that says what went wrong and what to do, in the language of the page. */
export function errorText(error: unknown): string {
  const { t, te } = i18n.global;
  if (!(error instanceof ApiError)) return t("errors.unexpected");
  const key = `errors.${error.code}`;
  const params = error.params as Record<string, string>;
  if (te(key)) return t(key, params);
  const room = `errors.room.${error.code.split(".")[0]}`;
  if (te(room)) return t(room, params);
  const status = `errors.status.${error.status}`;
  const words = te(status) ? t(status, params) : t("errors.unexpected");
  return error.requestId ? `${words} ${t("errors.reference", { id: error.requestId })}` : words;
}

export interface Pager<T> {
  items: Ref<T[]>;
  loading: Ref<boolean>;
  /** True after the first answer, good or bad. */
  loaded: Ref<boolean>;
  error: ShallowRef<unknown>;
  hasMore: Ref<boolean>;
  /** Empties the list and reads the first page; the last call wins when several overlap. */
  reload: () => Promise<void>;
  /** Appends the next page. */
  more: () => Promise<void>;
}

/** A cursor pager over `{items, next}`; `query` is read anew for each page. */
export function usePage<T>(path: string | (() => string), query: () => Query = () => ({}), limit = 50): Pager<T> {
  const items = ref([]) as Ref<T[]>;
  const loading = ref(false);
  const loaded = ref(false);
  const error = shallowRef<unknown>(null);
  const next = ref<string | null>(null);
  const hasMore = ref(false);
  let turn = 0;

  async function load(cursor: string | null): Promise<void> {
    const mine = ++turn;
    loading.value = true;
    try {
      const where = typeof path === "string" ? path : path();
      const page = await api.get<Page<T>>(where, { ...query(), cursor, limit });
      if (mine !== turn) return;
      items.value = cursor ? [...items.value, ...page.items] : page.items;
      next.value = page.next;
      hasMore.value = page.next !== null;
      error.value = null;
    } catch (cause) {
      if (mine !== turn) return;
      error.value = cause;
    } finally {
      if (mine === turn) {
        loading.value = false;
        loaded.value = true;
      }
    }
  }

  return {
    items,
    loading,
    loaded,
    error,
    hasMore,
    reload: () => load(null),
    more: async () => {
      if (!loading.value && next.value) await load(next.value);
    },
  };
}
