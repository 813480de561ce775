/** What a task of the bot shows: answers to click, cards beside the words, and things that are sold. */
import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { safeLink } from "../blocks";
import { yuan } from "../money";
import type { Aid, Content, Message } from "../types";
import type { Cards as CardsScript } from "./cards";
import { usePanel } from "./model";
import { ReadAloud } from "./read-aloud";
import { reply } from "./reply";
import { loadScript } from "./script";

/** Path of the script of the cards with its content's hash, put in by the build. */
declare const CARDS_PATH: string;

type Options = Extract<Content, { type: "options" }>;
type Cards = Extract<Content, { type: "cards" }>;
type Chip = Options["options"][number];
type Card = Cards["cards"][number];

function Chips({ chips, label, live }: { chips: readonly Chip[]; label: string; live: boolean }) {
  const panel = usePanel();
  // What leads to a page stays; answers are only given to the last message.
  const shown = chips.filter((chip) => live || chip.url);
  if (shown.length === 0) return null;
  return (
    <div class="chips talk" role="group" aria-label={label}>
      {shown.map((chip) => {
        const page = chip.url ? safeLink(chip.url, panel.env.base) : null;
        return page
          ? <a key={chip.say} class="chip page" href={page} target="_blank" rel="noopener noreferrer">{chip.label}</a>
          : <button key={chip.say} type="button" class="chip" onClick={() => reply(panel, chip.say)}>{chip.label}</button>;
      })}
    </div>
  );
}

function ProductCard({ card, live }: { card: Card; live: boolean }) {
  const panel = usePanel();
  const { env, t } = panel;
  const image = card.image ? safeLink(card.image, env.base) : null;
  const page = card.url ? safeLink(card.url, env.base) : null;
  const now = card.offer_price ?? card.price;
  return (
    <li class="product">
      {image && <img src={image} alt="" loading="lazy" width="72" height="72" />}
      <div>
        {page
          ? <a class="title" href={page} target="_blank" rel="noopener noreferrer">{card.title}</a>
          : <b class="title">{card.title}</b>}
        {card.spec && <small>{card.spec}</small>}
        {card.reasons.length > 0 && <span class="why">{card.reasons.join(" · ")}</span>}
        <span class="price">
          {now !== null && <b>{yuan(now)}</b>}
          {card.offer_price !== null && card.price !== null && (
            <s><span class="unseen">{t("list_price")}</span>{yuan(card.price)}</s>
          )}
        </span>
        {live && (
          <button type="button" class="pill" aria-label={t("take_named", { name: card.title })} onClick={() => reply(panel, card.say)}>
            {t("take_this")}
          </button>
        )}
      </div>
    </li>
  );
}

/** Only the last message may be answered by a click; what is older was answered. */
function isLive(messages: readonly Message[], message: Message): boolean {
  return messages[messages.length - 1]?.id === message.id;
}

/** The cards' script, once a message needs it; null before, and where it cannot be had. */
function useCards(needed: boolean): CardsScript | null {
  const { env } = usePanel();
  const [cards, setCards] = useState<CardsScript | null>(window.ShanyingCards ?? null);
  useEffect(() => {
    if (needed && !cards) loadScript(env, CARDS_PATH, () => window.ShanyingCards).then(setCards, () => undefined);
  }, [needed]);
  return needed ? cards : null;
}

/** The words that the cards leave to be said; null when all are. */
function leadOf(aids: readonly Aid[]): string | null {
  for (const aid of aids) if ("lead" in aid) return aid.lead;
  return null;
}

/** Orders that a card offers are not offered again as chips. */
function isOffered(aids: readonly Aid[], chip: Chip): boolean {
  return aids.some((aid) => aid.type === "ask" && aid.field.input.type === "order" && aid.field.input.orders.some((order) => order.no === chip.say));
}

type TalkProps = { message: Message; content: Options | Cards; say: (text: string) => VNode };

export function Talk({ message, content, say }: TalkProps) {
  const { state, elder } = usePanel();
  const live = isLive(state.messages, message);
  const aids = content.type === "options" ? content.aids ?? [] : [];
  const cards = useCards(aids.length > 0);
  const chips = cards ? content.options.filter((chip) => !isOffered(aids, chip)) : content.options;
  return (
    <>
      {say((cards && leadOf(aids)) ?? content.text)}
      {cards && (
        <div class="aids">
          {aids.map((aid, index) => <cards.AidView key={index} aid={aid} live={live} id={`${message.id}-${index}`} />)}
        </div>
      )}
      {content.type === "cards" && (
        <ul class="products">
          {content.cards.map((card) => <ProductCard key={card.product_id} card={card} live={live} />)}
        </ul>
      )}
      <Chips chips={chips} label={content.text} live={live} />
      {elder && <div class="under"><ReadAloud id={message.id} text={content.text} /></div>}
    </>
  );
}
