/** `panel.js`: gives the loader and the full page a way to open the conversation. */
import { render } from "preact";
import type { PanelEnv, PanelHandle } from "../env";
import { links } from "../links";
import { Session } from "../session";
import { adopt } from "../sheets";
import { browserStore } from "../storage";
import css from "../styles/panel.css?inline";
import { App, type View } from "./app";
import "./kit";
import { loadMore } from "./more-loader";

function newId(): string {
  // `randomUUID` exists only on secure pages; a shop may still be served without TLS.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return `c_${[...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

function flag(value: string | null): boolean | null {
  return value === null ? null : value === "1";
}

/** Draws the panel into `env.mount`, closed, and connects when it opens first. */
function createPanel(env: PanelEnv): PanelHandle {
  const store = browserStore(env.token);
  adopt(env.root, css);
  let view: View = {
    open: false,
    opened: 0,
    elder: flag(store.get("elder")) ?? (env.elder || null),
    locale: store.get("locale") ?? env.locale,
    autoRead: store.get("read") === "1",
  };
  const session: Session = new Session({
    token: env.token,
    connect: links(env.base, async () => (await loadMore(env)).pollLink),
    store,
    locale: () => view.locale ?? session.state.welcome?.channel.locale ?? navigator.language,
    page: () => ({ url: location.href.split("#")[0], title: document.title }),
    newId,
  });
  session.identify(env.identity);

  let planned = false;
  const draw = () => {
    planned = false;
    render(
      <App env={env} session={session} store={store} view={view} change={choose} close={close} />,
      env.mount,
    );
  };
  const plan = () => {
    if (planned) return;
    planned = true;
    queueMicrotask(draw);
  };
  const change = (part: Partial<View>) => {
    view = { ...view, ...part };
    plan();
  };
  const choose = (part: Partial<View>) => {
    if (part.elder !== undefined) store.set("elder", part.elder ? "1" : "0");
    if (part.locale) store.set("locale", part.locale);
    if (part.autoRead !== undefined) store.set("read", part.autoRead ? "1" : "0");
    change(part);
  };
  const look = () => session.setVisible(view.open && document.visibilityState === "visible");
  const open = () => {
    session.start();
    session.page();
    change({ open: true, opened: view.opened + 1 });
    look();
  };
  const close = () => {
    change({ open: false });
    look();
    env.closed();
  };

  let unread = 0;
  session.subscribe(() => {
    plan();
    if (session.state.unread !== unread) env.unread((unread = session.state.unread));
  });
  document.addEventListener("visibilitychange", look);
  window.addEventListener("online", () => session.retryNow());
  for (const moved of ["popstate", "hashchange"]) {
    window.addEventListener(moved, () => session.page());
  }
  draw();
  return {
    open,
    close: () => view.open && close(),
    ask: (text) => {
      open();
      if (text.trim()) session.send(text.trim());
    },
    setElder: (on) => choose({ elder: on }),
    identify: (identity) => session.identify(identity),
    reset: () => session.reset(),
  };
}

window.ShanyingPanel = createPanel;
