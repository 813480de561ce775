/**
 * The customer's own tickets: list, what was said, answering, pressing, opening again. A script of its own that is fetched
 * when the customer asks for it; it shares Preact and the panel's inner modules through `window.ShanyingKit`.
 */
import { useEffect, useState } from "preact/hooks";
import type { components } from "../../../../src/api/schema";
import { clock } from "../../format";
import { browserStore } from "../../storage";
import css from "../../styles/tickets.css?inline";
import { ticketTranslator } from "../../ticket-messages";
import { usePanel } from "../model";

type OwnTicket = components["schemas"]["OwnTicket"];

/** Asks as this device's customer. */
function useAsk() {
  const { env } = usePanel();
  return async <T,>(path: string, body?: object): Promise<T> => {
    const secret = browserStore(env.token).get("secret") ?? "";
    const response = await fetch(`${env.base}/widget/v1/tickets${path}`, {
      method: body ? "POST" : "GET",
      headers: {
        "X-Channel-Token": env.token,
        Authorization: `Visitor ${secret}`,
        ...(body && { "Content-Type": "application/json" }),
      },
      body: body && JSON.stringify(body),
    });
    if (!response.ok) throw new Error(String(response.status));
    return (await response.json()) as T;
  };
}

type OneProps = { ticket: OwnTicket; changed: (ticket: OwnTicket) => void };

function One({ ticket, changed }: OneProps) {
  const { locale } = usePanel();
  const say = ticketTranslator(locale);
  const ask = useAsk();
  const [text, setText] = useState("");
  const [busy, setBusy] = useState(false);
  const [told, setTold] = useState<string | null>(null);
  const again = ticket.may_urge_at ? Date.parse(ticket.may_urge_at) : null;
  const mayReopen = ticket.may_reopen_until !== null;
  const act = async (verb: string, body: object, done?: string) => {
    setBusy(true);
    setTold(null);
    try {
      changed(await ask<OwnTicket>(`/${ticket.id}/${verb}`, body));
      setText("");
      setTold(done ?? null);
    } catch {
      setTold(say("failed"));
    }
    setBusy(false);
  };
  return (
    <div class="ticket">
      <p class="ticket-head"><b>{ticket.subject}</b><span class={`ticket-state t-${ticket.category}`}>{say(`category.${ticket.category}`)}</span></p>
      <ol class="said-list">
        {ticket.entries.map((entry) => (
          <li key={entry.at + entry.kind} class={entry.own ? "own" : ""}>
            <small>{entry.own ? say("you") : entry.name ?? say("we")}{entry.kind !== "comment" && ` · ${say(`entry.${entry.kind}` as "entry.opened")}`} · {clock(entry.at, locale)}</small>
            {entry.text && <p>{entry.text}</p>}
          </li>
        ))}
      </ol>
      {(ticket.may_answer || mayReopen) && (
        <form
          class="form"
          onSubmit={(event) => {
            event.preventDefault();
            if (text.trim()) void act(ticket.may_answer ? "answer" : "reopen", { text: text.trim() });
          }}
        >
          <label>{say(ticket.may_answer ? "answer" : "reopen_why")}
            <textarea rows={3} maxLength={4000} value={text} onInput={(event) => setText(event.currentTarget.value)} />
          </label>
          <div class="buttons">
            {again !== null && <button type="button" class="second" disabled={busy || again > Date.now()} onClick={() => act("urge", {}, say("urged"))}>{say("urge")}</button>}
            <button type="submit" class="primary" disabled={busy || !text.trim()}>{say(ticket.may_answer ? "send" : "reopen")}</button>
          </div>
          {again !== null && again > Date.now() && <p class="body">{say("urge_later", { time: clock(ticket.may_urge_at as string, locale) })}</p>}
        </form>
      )}
      <p class="body" role="status">{told}</p>
    </div>
  );
}

/** The list, and one ticket of it. */
function TicketsSheet() {
  const { locale, show, more } = usePanel();
  const say = ticketTranslator(locale);
  const ask = useAsk();
  const [items, setItems] = useState<OwnTicket[] | null>(null);
  const [open, setOpen] = useState<OwnTicket | null>(null);
  const [failed, setFailed] = useState(false);
  const load = () => ask<{ items: OwnTicket[] }>("").then((list) => setItems(list.items), () => setFailed(true));
  const look = (id: string) => void ask<OwnTicket>(`/${id}`).then(setOpen, () => setFailed(true));
  useEffect(() => void load(), []);
  if (!more) return null;
  const back = () => {
    setOpen(null);
    void load();
  };
  return (
    <more.Sheet title={open ? say("number", { n: open.number }) : say("title")} close={() => show(null)}>
      {open ? (
        <>
          <button type="button" class="link" onClick={back}>{say("back")}</button>
          <One ticket={open} changed={setOpen} />
        </>
      ) : (
        <>
          {failed && <p class="error" role="alert">{say("failed")}</p>}
          {!items && !failed && <p class="body" role="status">{say("wait")}</p>}
          {items?.length === 0 && <p class="body">{say("empty")}</p>}
          <ul class="tickets">
            {items?.map((ticket) => (
              <li key={ticket.id}>
                <button type="button" class="ticket-row" onClick={() => look(ticket.id)}>
                  <span><b>{ticket.subject}</b><small>T{ticket.number} · {clock(ticket.updated_at, locale)}</small></span>
                  <span class={`ticket-state t-${ticket.category}`}>{say(`category.${ticket.category}`)}</span>
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </more.Sheet>
  );
}

const tickets = { css, TicketsSheet };

export type Tickets = typeof tickets;

declare global {
  interface Window {
    ShanyingTickets?: Tickets;
  }
}

window.ShanyingTickets = tickets;
