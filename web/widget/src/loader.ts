/**
 * `w.js`: the small script of a shop's page. It draws the round button, shows unread messages,
 * takes the page's commands, and fetches the panel only when the customer opens it.
 */
import type { Command, PanelEnv, PanelHandle } from "./env";
import { launcherConfig, unreadCount } from "./http";
import { pickLocale } from "./locale";
import { pageWords } from "./page-messages";
import { adopt } from "./sheets";
import { browserStore } from "./storage";
import css from "./styles/launcher.css?inline";
import { brand } from "./theme";
import type { Identity } from "./types";

const UNREAD_EVERY_MS = 60_000;
const CONFIG_PATIENCE_MS = 2_000;
const PHONE = "(max-width: 520px)";

function svg(name: string, path: string): SVGElement {
  const icon = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  icon.setAttribute("viewBox", "0 0 24 24");
  icon.setAttribute("class", name);
  icon.setAttribute("aria-hidden", "true");
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
  line.setAttribute("d", path);
  icon.append(line);
  return icon;
}

function element<K extends keyof HTMLElementTagNameMap>(tag: K, className: string): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  made.className = className;
  return made;
}

function start(script: HTMLScriptElement): void {
  const token = script.dataset.token ?? "";
  const base = new URL(script.src).origin;
  const store = browserStore(token);
  let words = pageWords["zh-CN"];
  let panel: PanelHandle | null = null;
  let loading: Promise<PanelHandle> | null = null;
  let isOpen = false;
  let unread = 0;
  let identity: Identity | undefined;
  let elder = script.dataset.elder === "true" || script.dataset.elder === "";
  let title: string | null = null;
  const watchers: ((count: number) => void)[] = [];

  const host = document.createElement("div");
  host.id = "shanying-widget";
  const root = host.attachShadow({ mode: "open" });
  adopt(root, css);
  const frame = element("div", "frame");
  const button = element("button", "launcher");
  button.type = "button";
  const badge = element("span", "badge");
  badge.setAttribute("aria-hidden", "true");
  button.append(
    svg("chat", "M21 11.5a8.4 8.4 0 0 1-8.5 8.3 8.9 8.9 0 0 1-3.7-.8L3 21l1.8-5a8 8 0 0 1-.8-3.5 8.4 8.4 0 0 1 8.5-8.3 8.4 8.4 0 0 1 8.5 8.3zM8.5 12h.01M12.5 12h.01M16.5 12h.01"),
    svg("down", "M6 9l6 6 6-6"),
    badge,
  );
  const mount = element("div", "mount");
  frame.append(mount, button);

  const paint = () => {
    frame.classList.toggle("open", isOpen);
    badge.textContent = unread > 0 && !isOpen ? (unread > 99 ? "99+" : String(unread)) : "";
    button.setAttribute("aria-label", isOpen ? words.close : unread > 0 ? words.news : words.open);
    button.setAttribute("aria-expanded", String(isOpen));
  };

  // The title flashes while the customer looks at another tab.
  const flash = () => {
    if (unread > 0 && document.hidden) {
      if (title === null) title = document.title;
      document.title = document.title === title ? words.flash + title : title;
    } else if (title !== null) {
      document.title = title;
      title = null;
    }
  };
  setInterval(flash, 1000);
  document.addEventListener("visibilitychange", flash);

  const setUnread = (count: number) => {
    if (count === unread) return;
    unread = count;
    paint();
    for (const watcher of watchers) watcher(count);
  };

  const askUnread = () => {
    const secret = store.get("secret");
    if (panel || !secret || document.hidden) return;
    unreadCount(base, token, secret).then(setUnread, () => undefined);
  };

  const load = (): Promise<PanelHandle> => {
    loading ??= new Promise<PanelHandle>((resolve, reject) => {
      const tag = document.createElement("script");
      tag.src = `${base}/panel.js`;
      tag.async = true;
      tag.onload = () => {
        const env: PanelEnv = {
          base, token, root, mount, mode: "widget", identity, elder,
          position: frame.classList.contains("left") ? "left" : "right",
          locale: script.dataset.locale ?? null,
          unread: setUnread,
          closed: () => {
            isOpen = false;
            remember();
            paint();
            button.focus();
          },
        };
        const make = window.ShanyingPanel;
        if (make) resolve((panel = make(env)));
        else reject(new Error("panel"));
      };
      tag.onerror = () => {
        loading = null;
        tag.remove();
        reject(new Error("panel"));
      };
      document.head.append(tag);
    });
    return loading;
  };

  const withPanel = (action: (handle: PanelHandle) => void) => {
    frame.classList.add("busy");
    load()
      .then(action, () => {
        isOpen = false;
        paint();
      })
      .finally(() => frame.classList.remove("busy"));
  };

  // An open chat stays open on the shop's next page; on a phone it would cover the page.
  const remember = () => {
    try {
      if (isOpen) sessionStorage.setItem(`shanying:${token}:open`, "1");
      else sessionStorage.removeItem(`shanying:${token}:open`);
    } catch {
      // Without session storage the chat simply starts closed.
    }
  };

  const open = () => {
    isOpen = true;
    remember();
    paint();
    withPanel((handle) => handle.open());
  };
  const close = () => {
    if (panel) panel.close();
  };

  const run = ([name, value, extra]: Command) => {
    switch (name) {
      case "identify":
        identity = value as Identity;
        return panel?.identify(identity);
      case "open":
        return open();
      case "close":
        return close();
      case "ask":
        open();
        return withPanel((handle) => handle.ask(String(value)));
      case "setElder":
        elder = Boolean(value);
        return panel?.setElder(elder);
      case "reset":
        identity = undefined;
        setUnread(0);
        if (panel) return panel.reset();
        return ["secret", "user", "draft"].forEach((key) => store.remove(key));
      case "on":
        if (value === "unread" && typeof extra === "function") {
          watchers.push(extra as (count: number) => void);
          if (unread > 0) (extra as (count: number) => void)(unread);
        }
        return;
      default:
        console.warn(`Shanying: unknown command "${name}"`);
    }
  };

  const show = (config?: { theme_color?: string; position?: string; locale?: string }) => {
    if (frame.isConnected) return;
    const locale = pickLocale(script.dataset.locale, store.get("locale"), config?.locale, navigator.language);
    words = pageWords[locale];
    host.lang = locale;
    frame.style.setProperty("--brand", brand(config?.theme_color ?? ""));
    frame.classList.toggle("left", (script.dataset.position ?? config?.position) === "left");
    paint();
    root.append(frame);
    document.body.append(host);
    button.onclick = () => (isOpen ? close() : open());
    button.onpointerenter = () => void load().catch(() => undefined);
    const commands = (window.Shanying as Command[] | undefined) ?? [];
    window.Shanying = { push: (...more) => more.forEach(run) };
    if (Array.isArray(commands)) commands.forEach(run);
    askUnread();
    setInterval(askUnread, UNREAD_EVERY_MS);
    try {
      if (sessionStorage.getItem(`shanying:${token}:open`) && !matchMedia(PHONE).matches) open();
    } catch {
      // See `remember`.
    }
  };

  // A server that is slow to tell the colour must not keep the button away; one that refuses the
  // channel or this site does, because the button could only disappoint.
  const timer = setTimeout(show, CONFIG_PATIENCE_MS);
  launcherConfig(base, token).then(
    (config) => show(config),
    (error: { code?: string }) => {
      if (/^4/.test(error.code ?? "")) {
        clearTimeout(timer);
        console.warn("Shanying: the server refuses this token or this site.");
      } else show();
    },
  );
}

const script = document.currentScript;
if (script instanceof HTMLScriptElement && !document.getElementById("shanying-widget")) {
  if (document.body) start(script);
  else document.addEventListener("DOMContentLoaded", () => start(script));
}
