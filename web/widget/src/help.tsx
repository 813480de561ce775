/**
 * `help.js`, 页面说明: chosen published entries inside any page of a shop, with search and the
 * door to the chat. `<div data-shanying-help data-entries="a,b" data-search="true"></div>`
 */
import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Blocks } from "./blocks";
import { helpEntries, launcherConfig, type HelpItem } from "./http";
import { helpWords, type HelpWords } from "./help-messages";
import { pickLocale } from "./locale";
import { Icon } from "./panel/icons";
import { adopt } from "./sheets";
import css from "./styles/help.css?inline";
import { brand } from "./theme";
import type { Locale } from "./types";

const SEARCH_AFTER_MS = 250;

type Props = {
  base: string;
  token: string;
  entries: string;
  search: boolean;
  t: HelpWords;
  id: string;
};

/** Opens the chat of this page, or its full page where the page has none. */
function openChat(base: string, token: string): void {
  if (document.getElementById("shanying-widget") && window.Shanying) window.Shanying.push(["open"]);
  else window.open(`${base}/chat?token=${encodeURIComponent(token)}`, "_blank", "noopener");
}

function Entry({ item, base, t, id, open, toggle }: {
  item: HelpItem;
  base: string;
  t: HelpWords;
  id: string;
  open: boolean;
  toggle: () => void;
}) {
  return (
    <div class="entry">
      <h3>
        <button type="button" id={`${id}-q`} aria-expanded={open} aria-controls={`${id}-a`} onClick={toggle}>
          <span>{item.question}</span>
          <Icon name="down" />
        </button>
      </h3>
      <div class="answer" id={`${id}-a`} role="region" aria-labelledby={`${id}-q`} hidden={!open}>
        <Blocks
          blocks={item.blocks}
          base={base}
          imageLabel={(name) => t.view_image.replace("{name}", name)}
          open={(url) => window.open(url, "_blank", "noopener")}
        />
      </div>
    </div>
  );
}

function Help({ base, token, entries, search, t, id }: Props) {
  const [text, setText] = useState("");
  const [items, setItems] = useState<HelpItem[] | null>(null);
  const [failed, setFailed] = useState(false);
  const [opened, setOpened] = useState<string | null>(null);
  const [attempt, setAttempt] = useState(0);
  const q = text.trim();
  useEffect(() => {
    const abort = new AbortController();
    const timer = setTimeout(() => {
      helpEntries(base, { token, entries, q }, abort.signal).then(
        (found) => {
          setItems(found);
          setFailed(false);
        },
        () => !abort.signal.aborted && setFailed(true),
      );
    }, q ? SEARCH_AFTER_MS : 0);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [q, attempt]);
  return (
    <section aria-label={t.title}>
      {search && (
        <div class="search" role="search">
          <Icon name="search" />
          <input
            type="search"
            value={text}
            placeholder={t.search}
            aria-label={t.search}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        </div>
      )}
      <p class="unseen" role="status">{q && items ? t.found.replace("{count}", String(items.length)) : ""}</p>
      <div class="list" aria-busy={items === null && !failed}>
        {failed && (
          <p class="note">
            {t.failed} <button type="button" onClick={() => setAttempt(attempt + 1)}>{t.retry}</button>
          </p>
        )}
        {!failed && items === null && <p class="note">{t.loading}</p>}
        {!failed && items?.length === 0 && <p class="note">{t.empty}</p>}
        {!failed && items?.map((item) => (
          <Entry
            key={item.entry_id}
            item={item}
            base={base}
            t={t}
            id={`${id}-${item.entry_id}`}
            open={opened === item.entry_id}
            toggle={() => setOpened(opened === item.entry_id ? null : item.entry_id)}
          />
        ))}
      </div>
      <button type="button" class="door" onClick={() => openChat(base, token)}>
        <Icon name="headset" />
        {t.door}
      </button>
    </section>
  );
}

function place(target: HTMLElement, script: HTMLScriptElement, index: number): void {
  const base = new URL(script.src).origin;
  const token = target.dataset.token ?? script.dataset.token ?? "";
  const root = target.shadowRoot ?? target.attachShadow({ mode: "open" });
  adopt(root, css);
  const mount = document.createElement("div");
  root.replaceChildren(mount);
  const draw = (locale: Locale) => {
    target.lang = locale;
    render(
      <Help
        base={base}
        token={token}
        entries={target.dataset.entries ?? ""}
        search={target.dataset.search === "true"}
        t={helpWords[locale]}
        id={`sy-help-${index}`}
      />,
      mount,
    );
  };
  const wish = target.dataset.locale ?? script.dataset.locale ?? document.documentElement.lang;
  draw(pickLocale(wish));
  launcherConfig(base, token).then(
    (config) => {
      mount.style.setProperty("--brand", brand(config.theme_color));
      if (!wish) draw(pickLocale(config.locale));
    },
    // Without the channel's colour the help looks like ours.
    () => undefined,
  );
}

const script = document.currentScript;
if (script instanceof HTMLScriptElement) {
  const run = () => {
    const targets = document.querySelectorAll<HTMLElement>("[data-shanying-help]");
    targets.forEach((target, index) => !target.shadowRoot && place(target, script, index));
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", run);
  else run();
}
