/** The whole panel: puts its parts together over the session's state and the customer's choices. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { PanelEnv } from "../env";
import { pickLocale, translator } from "../messages";
import { notice } from "../notices";
import { RequestError } from "../requests";
import type { Session } from "../session";
import type { KeyValue } from "../storage";
import { brand } from "../theme";
import type { Locale } from "../types";
import { spokenText } from "./bubbles";
import { Composer } from "./composer";
import { ConsentSheet, EndSheet, LeaveSheet, MenuSheet, RatingSheet } from "./forms";
import { Header } from "./header";
import { Log, Toast } from "./log";
import { PanelContext, usePanel, type Panel, type SheetName } from "./model";
import { QueueCard } from "./queue";
import { Speech } from "./speech";
import { Uploads } from "./uploads";
import { Viewer } from "./viewer";

const TOAST_MS = 4000;
/** Short breaks of the connection are not worth a word. */
const BANNER_AFTER_MS = 1200;

/** What the customer or the shop's page chose; null where neither did. */
export type View = {
  open: boolean;
  /** Grows each time the panel opens, so that the focus moves in. */
  opened: number;
  elder: boolean | null;
  locale: string | null;
  autoRead: boolean;
};

type Props = {
  env: PanelEnv;
  session: Session;
  store: KeyValue;
  view: View;
  change: (change: Partial<View>) => void;
  close: () => void;
};

function useRedraw(): () => void {
  const [, redraw] = useState(0);
  return useMemo(() => () => redraw((n) => n + 1), []);
}

/** True once `on` has lasted for a while. */
function useLasting(on: boolean): boolean {
  const [lasting, setLasting] = useState(false);
  useEffect(() => {
    if (!on) return setLasting(false);
    const timer = setTimeout(() => setLasting(true), BANNER_AFTER_MS);
    return () => clearTimeout(timer);
  }, [on]);
  return lasting;
}

/** The visible height, which a phone's keyboard makes smaller than the window. */
function useVisibleHeight(): number | null {
  const [height, setHeight] = useState<number | null>(null);
  useEffect(() => {
    const viewport = window.visualViewport;
    if (!viewport) return;
    const changed = () => setHeight(Math.round(viewport.height));
    changed();
    viewport.addEventListener("resize", changed);
    return () => viewport.removeEventListener("resize", changed);
  }, []);
  return height;
}

/** Reads what is new aloud; what was there when the panel opened stays silent. */
function useAutoRead(panel: Panel, on: boolean): void {
  const { state, speech, t, locale } = panel;
  const seen = useRef<string | null>(null);
  const last = state.messages[state.messages.length - 1];
  useEffect(() => {
    if (!state.welcome) return;
    const fresh = last && seen.current !== null && seen.current !== last.id;
    seen.current = last?.id ?? "";
    if (!fresh || !on || last.sender.kind === "customer" || last.sender.kind === "system") return;
    speech.read(last.id, spokenText(last, (code, params) => notice(t, locale, code, params)), locale);
  }, [last?.id, state.welcome !== null]);
}

/** Failures are told for a moment; the customer's work is never thrown away with them. */
function useToast(): [string | null, (action: Promise<unknown>) => Promise<boolean>] {
  const [code, setCode] = useState<string | null>(null);
  useEffect(() => {
    if (!code) return;
    const timer = setTimeout(() => setCode(null), TOAST_MS);
    return () => clearTimeout(timer);
  }, [code]);
  const attempt = async (action: Promise<unknown>) => {
    try {
      await action;
      return true;
    } catch (error) {
      setCode(error instanceof RequestError ? error.code : "internal");
      return false;
    }
  };
  return [code, attempt];
}

function Banner() {
  const { session, state, t } = usePanel();
  const shown = useLasting(state.phase !== "online" && state.phase !== "idle");
  return (
    <div class="banner-place" role="status">
      {shown && (
        <p class="banner">
          <span>{state.phase === "connecting" ? t("connecting") : t("offline")}</span>
          {state.phase === "offline" && (
            <button type="button" class="link" onClick={() => session.retryNow()}>{t("reconnect")}</button>
          )}
        </p>
      )}
    </div>
  );
}

function Refused({ close }: { close: () => void }) {
  const { state, t, env } = usePanel();
  const identity = state.refusal === "visitor.identity_required";
  return (
    <div class="refused" role="alert">
      <h2>{identity ? t("refused_identity") : t("refused")}</h2>
      {!identity && <p>{t("refused_hint", { code: state.refusal })}</p>}
      {env.mode === "widget" && <button type="button" class="primary" onClick={close}>{t("close")}</button>}
    </div>
  );
}

type SheetsProps = Pick<Props, "view" | "change"> & {
  name: SheetName;
  setElder: (on: boolean) => void;
  setLocale: (locale: Locale) => void;
};

function Sheets({ name, view, change, setElder, setLocale }: SheetsProps) {
  switch (name) {
    case "menu":
      return (
        <MenuSheet
          autoRead={view.autoRead}
          setAutoRead={(autoRead) => change({ autoRead })}
          setElder={setElder}
          setLocale={setLocale}
        />
      );
    case "leave": return <LeaveSheet />;
    case "rate": return <RatingSheet />;
    case "end": return <EndSheet />;
    default: return null;
  }
}

/** Files that are dropped anywhere on the panel. */
function useDrop(uploads: Uploads, session: Session) {
  const [over, setOver] = useState(false);
  const limits = () => session.state.welcome?.channel;
  return {
    over,
    onDragOver: (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: (event: DragEvent) => event.target === event.currentTarget && setOver(false),
    onDrop: (event: DragEvent) => {
      setOver(false);
      const channel = limits();
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length === 0 || !channel) return;
      event.preventDefault();
      uploads.add(files, channel);
    },
  };
}

export function App({ env, session, store, view, change, close }: Props) {
  const redraw = useRedraw();
  const speech = useMemo(() => new Speech(redraw), []);
  const uploads = useMemo(() => new Uploads(env, session, store, redraw), []);
  const [sheet, show] = useState<SheetName>(null);
  const [picture, setPicture] = useState<{ url: string; alt: string } | null>(null);
  const [failure, attempt] = useToast();
  const height = useVisibleHeight();
  const root = useRef<HTMLDivElement>(null);
  const { over, ...drop } = useDrop(uploads, session);
  const state = session.state;
  const channel = state.welcome?.channel;
  const locale = pickLocale(view.locale, channel?.locale, navigator.language);
  const elder = view.elder ?? channel?.elder_default ?? false;
  const t = useMemo(() => translator(locale, elder), [locale, elder]);

  const panel: Panel = {
    env, session, state, t, locale, elder, speech, attempt, show,
    view: (url, alt) => setPicture({ url, alt }),
    person: () => void attempt(session.transfer()),
    setElder: (on) => change({ elder: on }),
  };
  useAutoRead(panel, view.autoRead && view.open);
  useEffect(() => {
    if (state.invitations > 0 && view.open) show("rate");
  }, [state.invitations]);
  useEffect(() => {
    if (!view.open) speech.stop();
  }, [view.open]);
  useEffect(() => {
    const style = root.current?.style;
    style?.setProperty("--brand", brand(channel?.theme_color ?? ""));
    if (height) style?.setProperty("--visible", `${height}px`);
  }, [channel?.theme_color, height]);

  const widget = env.mode === "widget";
  const consent = state.welcome?.consent.required;
  const covered = Boolean(sheet || picture || consent);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape" && widget) close();
  };
  const classes = ["panel", env.mode, env.position, elder ? "elder" : "", over ? "over" : ""];
  return (
    <PanelContext.Provider value={panel}>
      <div
        ref={root}
        class={classes.join(" ")}
        hidden={!view.open}
        lang={locale}
        role={widget ? "dialog" : "main"}
        aria-label={t("title")}
        onKeyDown={onKeyDown}
        {...drop}
      >
        <div class="inner" aria-hidden={covered || undefined}>
          <Header close={close} />
          <Banner />
          {state.phase === "refused" ? <Refused close={close} /> : (
            <>
              <Log uploads={uploads} />
              <QueueCard />
              <Composer store={store} uploads={uploads} focusKey={view.opened} />
            </>
          )}
          <Toast code={failure} />
          {over && <p class="drop">{t("drop")}</p>}
        </div>
        {consent
          ? <ConsentSheet close={widget ? close : null} />
          : <Sheets name={sheet} view={view} change={change} setElder={panel.setElder} setLocale={(to) => change({ locale: to })} />}
        {picture && <Viewer {...picture} close={() => setPicture(null)} />}
      </div>
    </PanelContext.Provider>
  );
}
