/** What a task of the bot shows: answers to click, and things that are sold. */
import { safeLink } from "../blocks";
import type { Content, Message } from "../types";
import { usePanel } from "./model";

type Options = Extract<Content, { type: "options" }>;
type Cards = Extract<Content, { type: "cards" }>;
type Chip = Options["options"][number];
type Card = Cards["cards"][number];

function Chips({ chips, label, live }: { chips: readonly Chip[]; label: string; live: boolean }) {
  const { session } = usePanel();
  if (chips.length === 0 || !live) return null;
  return (
    <div class="chips talk" role="group" aria-label={label}>
      {chips.map((chip) => (
        <button key={chip.say} type="button" class="chip" onClick={() => session.send(chip.say)}>{chip.label}</button>
      ))}
    </div>
  );
}

function money(minor: number): string {
  return `¥${minor % 100 === 0 ? minor / 100 : (minor / 100).toFixed(2)}`;
}

function ProductCard({ card, live }: { card: Card; live: boolean }) {
  const { env, session, t } = usePanel();
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
          {now !== null && <b>{money(now)}</b>}
          {card.offer_price !== null && card.price !== null && (
            <s><span class="unseen">{t("list_price")}</span>{money(card.price)}</s>
          )}
        </span>
        {live && (
          <button type="button" class="pill" aria-label={t("take_named", { name: card.title })} onClick={() => session.send(card.say)}>
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

export function TalkOptions({ message, content }: { message: Message; content: Options }) {
  const { state } = usePanel();
  return <Chips chips={content.options} label={content.text} live={isLive(state.messages, message)} />;
}

export function TalkCards({ message, content }: { message: Message; content: Cards }) {
  const { state } = usePanel();
  const live = isLive(state.messages, message);
  return (
    <>
      <ul class="products">
        {content.cards.map((card) => <ProductCard key={card.product_id} card={card} live={live} />)}
      </ul>
      <Chips chips={content.options} label={content.text} live={live} />
    </>
  );
}
