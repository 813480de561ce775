/** The whole panel: puts its parts together over the session's state and the customer's choices. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { PanelEnv } from "../env";
import { pickLocale } from "../locale";
import { translator } from "../messages";
import { RequestError } from "../requests";
import type { Session } from "../session";
import type { KeyValue } from "../storage";
import { brand } from "../theme";
import type { Locale } from "../types";
import { Composer } from "./composer";
import { Header } from "./header";
import { Log, Toast } from "./log";
import { providePanel, usePanel, type Panel, type SheetName } from "./model";
import type { Speech } from "./speech";
import type { More } from "./more";
import { loadMore } from "./more-loader";
import type { Uploads } from "./uploads";

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

/**
 * The later part is fetched beside the connection, so that a form opens at once; English and the
 * elder mode need it before the first word, because their words and sizes are in it.
 */
function useMore(env: PanelEnv, session: Session, store: KeyValue, redraw: () => void) {
  const [more, setMore] = useState<More | null>(null);
  const uploads = useRef<Uploads | null>(null);
  const speech = useRef<Speech | null>(null);
  const need = async () => {
    const loaded = await loadMore(env);
    speech.current ??= new loaded.Speech(redraw);
    uploads.current ??= new loaded.Uploads(env, session, store, redraw);
    setMore(loaded);
  };
  useEffect(() => {
    if (!more && session.state.phase !== "idle") need().catch(() => undefined);
  }, [session.state.phase]);
  return { more, uploads, speech, need };
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

type SheetsProps = Pick<Props, "view" | "change"> & {
  name: SheetName;
  setElder: (on: boolean) => void;
  setLocale: (locale: Locale) => void;
};

function Sheets({ name, view, change, setElder, setLocale }: SheetsProps) {
  const { more } = usePanel();
  if (!more) return null;
  switch (name) {
    case "menu":
      return (
        <more.MenuSheet
          autoRead={view.autoRead}
          setAutoRead={(autoRead) => change({ autoRead })}
          setElder={setElder}
          setLocale={setLocale}
        />
      );
    case "leave": return <more.LeaveSheet />;
    case "rate": return <more.RatingSheet />;
    case "end": return <more.EndSheet />;
    default: return name && name.draw();
  }
}

/** Files that are dropped anywhere on the panel. */
function useDrop(add: (files: File[]) => void) {
  const [over, setOver] = useState(false);
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
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length === 0) return;
      event.preventDefault();
      add(files);
    },
  };
}

export function App({ env, session, store, view, change, close }: Props) {
  const redraw = useRedraw();
  const [sheet, setSheet] = useState<SheetName>(null);
  const [picture, setPicture] = useState<{ url: string; alt: string } | null>(null);
  const [failure, attempt] = useToast();
  const { more, uploads, speech, need } = useMore(env, session, store, redraw);
  const height = useVisibleHeight();
  const root = useRef<HTMLDivElement>(null);
  const state = session.state;
  const channel = state.welcome?.channel;
  const locale = pickLocale(view.locale, channel?.locale, navigator.language);
  const elder = view.elder ?? channel?.elder_default ?? false;
  const t = useMemo(() => translator(locale, elder), [locale, elder, more]);
  const needMore = () => attempt(need());
  const addFiles = (files: File[]) => {
    needMore().then((here) => here && channel && uploads.current?.add(files, channel));
  };
  const show = (name: SheetName) => void (name ? needMore() : Promise.resolve(true)).then((here) => here && setSheet(name));
  const { over, ...drop } = useDrop(addFiles);

  const panel: Panel = {
    env, session, state, t, locale, elder, attempt, show, more, needMore, addFiles,
    uploads: uploads.current,
    speech: speech.current,
    view: (url, alt) => void needMore().then((here) => here && setPicture({ url, alt })),
    person: (place) => void attempt(session.transfer(place)),
    setElder: (on) => change({ elder: on }),
  };
  providePanel(panel);
  useEffect(() => {
    if (state.invitations > 0 && view.open) show("rate");
  }, [state.invitations]);
  useEffect(() => {
    if (!view.open) speech.current?.stop();
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
  // Not one Chinese or small word flashes by before English or the elder mode has arrived.
  const early = !more && (elder || locale !== "zh-CN");
  useEffect(() => {
    if (early && view.open) void needMore();
  }, [early, view.open]);
  const classes = ["panel", env.mode, env.position, elder ? "elder" : "", over ? "over" : ""];
  return (
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
      <div class="inner" inert={covered} hidden={early && failure === null}>
        <Header close={close} />
        <Banner />
        {state.phase === "refused" ? more && <more.Refused close={close} /> : (
          <>
            <Log />
            {more && <more.QueueCard />}
            <Composer store={store} focusKey={view.opened} />
          </>
        )}
        <Toast code={failure} />
        {more && <more.AutoRead on={view.autoRead && view.open} />}
        {over && <p class="drop">{t("drop")}</p>}
      </div>
      {consent
        ? more && <more.ConsentSheet close={widget ? close : null} />
        : <Sheets name={sheet} view={view} change={change} setElder={panel.setElder} setLocale={(to) => change({ locale: to })} />}
      {picture && more && <more.Viewer {...picture} close={() => setPicture(null)} />}
    </div>
  );
}
