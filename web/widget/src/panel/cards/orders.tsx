/** Orders to look at or to choose from, their parcels, and their refunds. */
import { useState } from "preact/hooks";
import { clock } from "../../format";
import type { Aid, Order } from "../../types";
import { usePanel } from "../model";
import { money, Picture, useWords } from "./shared";

/** Stations that are shown at once. */
const STATIONS = 3;

function goodsOf(order: Order, more: (n: number) => string): string {
  const first = order.goods[0]?.title ?? "";
  return order.goods.length > 1 ? `${first} ${more(order.goods.length)}` : first;
}

function OrderBody({ order }: { order: Order }) {
  const { locale } = usePanel();
  const say = useWords();
  const first = order.goods[0];
  return (
    <>
      <Picture url={first?.image} />
      <span class="order-text">
        <b>{goodsOf(order, (n) => say("more_goods", { n }))}</b>
        {first?.spec && <small>{first.spec}{first.quantity > 1 && ` ×${first.quantity}`}</small>}
        <span class="order-line">
          <span class={`state s-${order.status}`}>{order.state}</span>
          <span>{say("total")} {money(order.paid)}</span>
        </span>
        <small>{say("made")} {clock(order.made_at, locale)} · {say("order_no")} {order.no}</small>
      </span>
    </>
  );
}

/** The customer's orders; the chosen one is said by its number. */
export function OrderPicker({ orders, pick }: { orders: readonly Order[]; pick: (order: Order) => void }) {
  const say = useWords();
  return (
    <ul class="orders" aria-label={say("orders")}>
      {orders.map((order) => (
        <li key={order.no}>
          <button type="button" class="order" onClick={() => pick(order)}>
            <span class="unseen">{say("choose_order")}</span>
            <OrderBody order={order} />
          </button>
        </li>
      ))}
    </ul>
  );
}

export function OrderCards({ orders }: { orders: readonly Order[] }) {
  const say = useWords();
  return (
    <ul class="orders" aria-label={say("orders")}>
      {orders.map((order) => <li key={order.no} class="order"><OrderBody order={order} /></li>)}
    </ul>
  );
}

type ParcelsAid = Extract<Aid, { type: "parcels" }>;

function Copy({ text }: { text: string }) {
  const say = useWords();
  const [done, setDone] = useState(false);
  if (!navigator.clipboard) return null;
  const copy = () => navigator.clipboard.writeText(text).then(() => setDone(true), () => undefined);
  return <button type="button" class="link" onClick={copy} aria-live="polite">{done ? say("copied") : say("copy")}</button>;
}

function Parcel({ card }: { card: ParcelsAid["parcels"][number] }) {
  const { locale } = usePanel();
  const say = useWords();
  const [all, setAll] = useState(false);
  const { parcel } = card;
  const shown = all ? parcel.traces : parcel.traces.slice(0, STATIONS);
  const day = parcel.eta && new Intl.DateTimeFormat(locale, { month: "long", day: "numeric" }).format(new Date(parcel.eta));
  const over = ["delivered", "returned", "refused"].includes(parcel.state);
  return (
    <section class="parcel" aria-label={`${say("parcel")} ${parcel.carrier_name}`}>
      <p class="parcel-head">
        <span class={`state s-${parcel.state}`}>{card.state}</span>
        {day && !over && <span>{say("eta", { day })}</span>}
      </p>
      <p class="parcel-no">{parcel.carrier_name} {parcel.tracking_no} <Copy text={parcel.tracking_no} /></p>
      <ol class="stations" aria-label={say("stations")}>
        {shown.map((trace, index) => (
          <li key={`${trace.time}${index}`} aria-current={index === 0 ? "step" : undefined}>
            <span>{trace.text}</span>
            <small>{clock(trace.time, locale)}{trace.location && ` · ${trace.location}`}</small>
          </li>
        ))}
      </ol>
      {parcel.traces.length > STATIONS && (
        <button type="button" class="link" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? say("fewer_stations") : say("more_stations", { n: parcel.traces.length })}
        </button>
      )}
    </section>
  );
}

export function Parcels({ aid }: { aid: ParcelsAid }) {
  return (
    <div class="card">
      {aid.order && <div class="order flat"><OrderBody order={aid.order} /></div>}
      {aid.parcels.map((card) => <Parcel key={card.parcel.tracking_no} card={card} />)}
    </div>
  );
}

export function Refunds({ aid }: { aid: Extract<Aid, { type: "refunds" }> }) {
  const { locale } = usePanel();
  const say = useWords();
  return (
    <ul class="orders" aria-label={say("refunds")}>
      {aid.refunds.map((refund) => (
        <li key={refund.no} class="card">
          <p class="parcel-head"><span class="state">{refund.state}</span><b>{money(refund.amount)}</b></p>
          <p class="parcel-no">{refund.no} · {say("of_order", { no: refund.order_no })}</p>
          <ol class="stations" aria-label={say("refunds")}>
            {[...refund.steps].reverse().map((step, index) => (
              <li key={step.at} aria-current={index === 0 ? "step" : undefined}><span>{step.state}</span><small>{clock(step.at, locale)}</small></li>
            ))}
          </ol>
        </li>
      ))}
    </ul>
  );
}
