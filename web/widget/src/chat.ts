/**
 * `chat.js`: the conversation as a full page, for phones, WebViews and QR codes.
 * `/chat?token=…&elder=1&lang=en`; who the customer is comes only in the fragment
 * (`#user_id=…&hash=…&name=…` or `#jwt=…`), which no server's log ever sees.
 */
import { launcherConfig } from "./http";
import { identityOf } from "./identity";
import { pickLocale } from "./locale";
import { pageWords } from "./page-messages";
import { adopt } from "./sheets";
import { browserStore } from "./storage";
import css from "./styles/page.css?inline";

function start(): void {
  const query = new URLSearchParams(location.search);
  const token = query.get("token") ?? "";
  const wish = query.get("lang");
  const locale = wish ? pickLocale(wish) : null;
  const identity = identityOf(location.hash);
  // A shared link or a screenshot must not carry the identity on.
  if (identity) history.replaceState(null, "", location.pathname + location.search);

  const host = document.createElement("div");
  const root = host.attachShadow({ mode: "open" });
  adopt(root, css);
  document.body.append(host);
  const words = pageWords[pickLocale(wish, browserStore(token).get("locale"), navigator.language)];
  if (!token) {
    const missing = document.createElement("p");
    missing.className = "missing";
    missing.textContent = words.no_channel;
    root.append(missing);
    return;
  }
  const mount = document.createElement("div");
  root.append(mount);
  let base = words.title;
  const title = (unread: number) => {
    document.title = (unread > 0 ? words.flash : "") + base;
  };
  let unread = 0;
  title(0);
  launcherConfig(location.origin, token).then(
    (config) => {
      base = config.title || base;
      document.documentElement.lang = locale ?? config.locale;
      title(unread);
    },
    // The panel itself says what is wrong when it cannot connect.
    () => undefined,
  );
  window.ShanyingPanel?.({
    base: location.origin,
    token,
    root,
    mount,
    mode: "page",
    position: "right",
    locale,
    elder: query.get("elder") === "1",
    identity,
    unread: (count) => title((unread = count)),
    closed: () => undefined,
  }).open();
}

if (document.body) start();
else document.addEventListener("DOMContentLoaded", start);
