/** The conversation: older messages above, days between, new ones below, and where one looks. */
import type { VNode } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { clock, dayName, sameDay } from "../format";
import { problem } from "../notices";
import type { Message } from "../types";
import { Bubble, isLine, PendingBubble } from "./bubbles";
import { Icon } from "./icons";
import { usePanel } from "./model";
import { Welcome } from "./welcome";

const NEAR_PX = 80;
/** Longer than a flick on a touch screen goes on. */
const HAND_MS = 3000;
/** A pause after which the time is shown again. */
const TIME_GAP_MS = 10 * 60_000;

/**
 * Where the welcome stands: before the talk that is going on, or at the end when there is none.
 * Right after a talk has ended it would only be in the way, so then it is nowhere (-1).
 */
function welcomePlace(messages: readonly Message[], conversation: string | null): number {
  const last = messages[messages.length - 1];
  if (!conversation) {
    return last && Date.now() - Date.parse(last.created_at) < TIME_GAP_MS ? -1 : messages.length;
  }
  const at = messages.findIndex((message) => message.conversation_id === conversation);
  return at === -1 ? messages.length : at;
}

/** The customer's last message carries the mark whether it has arrived or was read. */
function marked(messages: readonly Message[]): Message | undefined {
  for (let i = messages.length - 1; i >= 0; i -= 1) {
    if (messages[i].sender.kind === "customer" && !isLine(messages[i])) return messages[i];
  }
  return undefined;
}

/** Shows the newest words: the end, or the beginning of an answer that is longer than the window. */
function follow(log: HTMLElement, fromTop: boolean): void {
  const last = log.firstElementChild?.lastElementChild as HTMLElement | null | undefined;
  const long = fromTop && last?.matches(".bot") && last.offsetHeight > log.clientHeight - 24;
  log.scrollTop = last && long ? last.offsetTop - 12 : log.scrollHeight;
}

function useScroll(count: number, firstId: string | undefined, own: number) {
  const ref = useRef<HTMLDivElement>(null);
  const stuck = useRef(true);
  const before = useRef({ height: 0, first: firstId });
  const lastTop = useRef(0);
  const touched = useRef(0);
  const arrived = useRef(0);
  /** The welcome alone is read from its top. */
  const filled = useRef(false);
  const lastOwn = useRef(own);
  const [below, setBelow] = useState(false);
  useLayoutEffect(() => {
    const log = ref.current;
    if (!log) return;
    // Who sends something wants to see it.
    if (own > lastOwn.current) stuck.current = true;
    lastOwn.current = own;
    const grownAbove = before.current.first !== undefined && before.current.first !== firstId;
    if (grownAbove && !stuck.current) log.scrollTop += log.scrollHeight - before.current.height;
    else if (!stuck.current) setBelow(true);
    else if (count > 0) follow(log, true);
    filled.current = count > 0;
    arrived.current = Date.now();
    before.current = { height: log.scrollHeight, first: firstId };
  }, [count, firstId, own]);
  useEffect(() => {
    const log = ref.current;
    if (!log || typeof ResizeObserver === "undefined") return;
    // Pictures that load late and a keyboard that opens must not push the last words away.
    const observer = new ResizeObserver(() => {
      if (stuck.current && filled.current) follow(log, touched.current < arrived.current);
    });
    observer.observe(log);
    if (log.firstElementChild) observer.observe(log.firstElementChild);
    return () => observer.disconnect();
  }, []);
  const toEnd = () => ref.current?.scrollTo({ top: ref.current.scrollHeight, behavior: "smooth" });
  const onScroll = () => {
    const log = ref.current;
    if (!log) return;
    // Only a hand scrolls up; content that grows or shrinks must not look as if one had.
    const byHand = Date.now() - touched.current < HAND_MS;
    if (byHand && log.scrollTop < lastTop.current) stuck.current = false;
    lastTop.current = log.scrollTop;
    if (log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_PX) stuck.current = true;
    if (stuck.current) setBelow(false);
  };
  const touch = () => {
    touched.current = Date.now();
  };
  const hand = { onWheel: touch, onTouchMove: touch, onKeyDown: touch, onPointerDown: touch };
  return { ref, below, toEnd, onScroll, hand };
}

export function Log() {
  const panel = usePanel();
  const { session, state, t, locale, attempt } = panel;
  const { uploads, more } = panel;
  const { messages, pending, conversation } = state;
  const [loading, setLoading] = useState(false);
  const count = messages.length + pending.length + (uploads?.list.length ?? 0) + (state.typing ? 1 : 0);
  const scroll = useScroll(count, messages[0]?.id, pending.length + (uploads?.list.length ?? 0));

  const older = async () => {
    if (loading || !state.hasOlder || state.phase !== "online") return;
    setLoading(true);
    await attempt(session.loadOlder());
    setLoading(false);
  };
  const onScroll = () => {
    scroll.onScroll();
    if ((scroll.ref.current?.scrollTop ?? 1) < 40) void older();
  };

  const open = conversation && conversation.owner !== "closed" ? conversation.id : null;
  const place = welcomePlace(messages, open);
  const last = marked(messages);
  const items: VNode[] = [];
  messages.forEach((message, index) => {
    const previous = messages[index - 1];
    if (index === place) items.push(<Welcome key="welcome" />);
    const newDay = !previous || !sameDay(previous.created_at, message.created_at);
    const pause = previous && Date.parse(message.created_at) - Date.parse(previous.created_at) > TIME_GAP_MS;
    if (newDay || pause) {
      const day = dayName(message.created_at, locale, t);
      const time = clock(message.created_at, locale, new Date(message.created_at));
      items.push(<p key={`d${message.id}`} class="day"><span>{newDay ? `${day} ${time}` : time}</span></p>);
    }
    const first = !previous || previous.sender.kind !== message.sender.kind || previous.sender.id !== message.sender.id
      || isLine(previous) || index === place || newDay;
    const read = message.conversation_id === conversation?.id && message.seq <= conversation.agent_read_seq;
    const mark = message === last && pending.length === 0 ? (read ? "read" : "sent") : null;
    items.push(<Bubble key={message.id} message={message} first={first} mark={mark} />);
  });
  if (place >= messages.length) items.push(<Welcome key="welcome" />);

  return (
    <div class="log-box">
      <div class="log" ref={scroll.ref} onScroll={onScroll} {...scroll.hand} tabIndex={0} role="log" aria-live="polite" aria-relevant="additions" aria-busy={loading} aria-label={t("log")}>
        <div class="log-inner">
          {state.hasOlder && (
            <button type="button" class="older" disabled={loading} onClick={older}>
              {loading ? t("loading") : t("older")}
            </button>
          )}
          {items}
          {pending.map((item) => <PendingBubble key={item.client_id} item={item} />)}
          {more && uploads?.list.map((item) => <more.UploadBubble key={item.id} item={item} uploads={uploads} />)}
          {state.typing && (
            <div class={`row ${state.typing}`}>
              <span class="avatar none" />
              <div class="bubble dots" aria-label={t("status_typing")}><i /><i /><i /></div>
            </div>
          )}
        </div>
      </div>
      {scroll.below && (
        <button type="button" class="below" onClick={scroll.toEnd}><Icon name="down" />{t("new_below")}</button>
      )}
    </div>
  );
}

/** The line that tells a failure, politely and for a moment. */
export function Toast({ code }: { code: string | null }) {
  const { t } = usePanel();
  return <div class="toast-place" role="status">{code && <p class="toast">{problem(t, code)}</p>}</div>;
}
