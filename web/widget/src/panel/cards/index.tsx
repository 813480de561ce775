/**
 * The cards beside a talk: orders, parcels, pickers, forms, summaries. A script of its own that is
 * fetched with the first message that has a card; it shares Preact and the panel's inner modules
 * through `window.ShanyingKit`.
 */
import css from "../../styles/cards.css?inline";
import type { Aid } from "../../types";
import { Ask, FormButton, Summary } from "./ask";
import { OrderCards, Parcels, Refunds } from "./orders";

/** One card; what answers a question is gone once it was answered. */
function AidView({ aid, live, id }: { aid: Aid; live: boolean; id: string }) {
  switch (aid.type) {
    case "ask": return live ? <Ask field={aid.field} id={id} /> : null;
    case "form": return live ? <FormButton aid={aid} id={id} /> : null;
    case "summary": return <Summary aid={aid} live={live} />;
    case "orders": return <OrderCards orders={aid.orders} />;
    case "parcels": return <Parcels aid={aid} />;
    case "refunds": return <Refunds aid={aid} />;
    default: return null;
  }
}

const cards = { css, AidView };

export type Cards = typeof cards;

declare global {
  interface Window {
    ShanyingCards?: Cards;
  }
}

window.ShanyingCards = cards;
