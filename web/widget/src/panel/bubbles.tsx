/** One message each: words, pictures, files, answers, suggestions, notices, ratings. */
import type { ComponentChildren } from "preact";
import { Blocks, plainText, safeLink } from "../blocks";
import { clock } from "../format";
import { isSpoken, notice, offers, problem } from "../notices";
import type { OutboxItem } from "../outbox";
import type { Content, EntryLink, Message } from "../types";
import { Avatar } from "./header";
import { Icon } from "./icons";
import { botName, mayAskPerson, usePanel } from "./model";

type AnswerContent = Extract<Content, { type: "answer" }>;

/** The line around a bubble: whose it is, and its face at the first of several in a row. */
function Row({ side, name, face, children }: {
  side: "me" | "bot" | "agent";
  name: string;
  face?: { url: string | null } | null;
  children: ComponentChildren;
}) {
  return (
    <div class={`row ${side}`}>
      {side !== "me" && (face ? <Avatar kind={side} name={name} url={face.url} /> : <span class="avatar none" />)}
      <div class="said">
        {face && side === "agent" ? <span class="name">{name}</span> : <span class="unseen">{name}</span>}
        {children}
      </div>
    </div>
  );
}

/** Words with their line breaks; addresses in them become links. */
export function PlainText({ text }: { text: string }) {
  const { env } = usePanel();
  const parts = text.split(/(https?:\/\/[^\s<>"'\u3000-\u303f\uff00-\uffef\u4e00-\u9fff]+)/);
  return (
    <p class="text">
      {parts.map((part, index) => {
        const href = index % 2 === 1 ? safeLink(part, env.base) : null;
        return href ? <a href={href} target="_blank" rel="noopener noreferrer">{part}</a> : part;
      })}
    </p>
  );
}

function Choices({ title, items }: { title: string; items: EntryLink[] }) {
  const { session } = usePanel();
  if (items.length === 0) return null;
  return (
    <div class="choices">
      <p>{title}</p>
      <ul>
        {items.map((item) => (
          <li key={item.entry_id}>
            <button type="button" onClick={() => session.choose(item)}>{item.question}</button>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The button that reads a message to the customer, once it has arrived. */
function ReadAloud({ id, text, short = false }: { id: string; text: string; short?: boolean }) {
  const { more, elder } = usePanel();
  // Short words are read quickly by oneself; in the elder mode everything has its button.
  return more && (elder || !short) ? <more.ReadAloud id={id} text={text} /> : null;
}

function Answer({ message, content }: { message: Message; content: AnswerContent }) {
  const { env, t, view, more } = usePanel();
  return (
    <>
      <div class="bubble rich">
        <Blocks
          blocks={content.blocks}
          base={env.base}
          imageLabel={(name) => t("view_image", { name })}
          open={view}
        />
        <Choices title={t("related")} items={content.related} />
      </div>
      <div class="under">
        <ReadAloud id={message.id} text={plainText(content.blocks)} />
        {more && message.sender.kind === "bot" && content.entry_id && <more.Feedback message={message} />}
      </div>
    </>
  );
}

function Spoken({ message, text, code }: { message: Message; text: string; code: string }) {
  const panel = usePanel();
  const { t, state } = panel;
  const can = offers(code);
  const current = state.conversation?.id === message.conversation_id;
  return (
    <>
      <div class="bubble">
        <p class="text">{text}</p>
        {current && ((can.person && mayAskPerson(panel, "reply")) || can.leave) && (
          <div class="actions">
            {can.person && (
              <button type="button" class="pill" onClick={() => panel.person("reply")}>
                <Icon name="headset" />{t("person")}
              </button>
            )}
            {can.leave && (
              <button type="button" class="pill" onClick={() => panel.show("leave")}>
                <Icon name="pen" />{t("leave")}
              </button>
            )}
          </div>
        )}
      </div>
      <div class="under"><ReadAloud short id={message.id} text={text} /></div>
    </>
  );
}

/** Quiet lines between the bubbles. Null for messages that are drawn as bubbles. */
function Line({ message }: { message: Message }) {
  const { t, locale, more } = usePanel();
  const { content } = message;
  if (content.type === "rating_invitation") return more && <more.RatingInvitation message={message} />;
  if (content.type === "rating") {
    const word = t(`rate_${Math.min(5, Math.max(1, content.score)) as 1 | 2 | 3 | 4 | 5}`);
    return <p class="line">{t("rate_done", { word })}</p>;
  }
  if (content.type === "notice") return <p class="line">{notice(t, locale, content.code, content.params)}</p>;
  return null;
}

export function isLine({ content }: Message): boolean {
  return content.type === "rating" || content.type === "rating_invitation"
    || (content.type === "notice" && !isSpoken(content.code));
}

function said(text: string) {
  return <div class="bubble"><PlainText text={text} /></div>;
}

function Inner({ message }: { message: Message }) {
  const { t, locale, more } = usePanel();
  const { content } = message;
  switch (content.type) {
    case "text":
      return (
        <>
          <div class="bubble"><PlainText text={content.text} /></div>
          {message.sender.kind !== "customer" && (
            <div class="under"><ReadAloud short id={message.id} text={content.text} /></div>
          )}
        </>
      );
    case "image":
    case "file":
      return more && <more.Attachment content={content} />;
    case "answer":
      return <Answer message={message} content={content} />;
    case "options":
    case "cards":
      return more ? <more.Talk message={message} content={content} say={said} /> : said(content.text);
    case "suggestions":
      return <div class="bubble"><Choices title={t("guess")} items={content.items} /></div>;
    case "notice":
      return <Spoken message={message} code={content.code} text={more?.decision(t, content) ?? notice(t, locale, content.code, content.params)} />;
    default:
      return null;
  }
}

type BubbleProps = { message: Message; first: boolean; mark: "sent" | "read" | null };

/** `first` of several by one speaker; `mark` under the customer's last message. */
export function Bubble({ message, first, mark }: BubbleProps) {
  const panel = usePanel();
  const { t, locale } = panel;
  if (isLine(message)) return <Line message={message} />;
  const kind = message.sender.kind;
  const side = kind === "customer" ? "me" : kind === "agent" ? "agent" : "bot";
  const fallback = side === "me" ? t("you") : side === "agent" ? t("agent") : botName(panel);
  const name = (side !== "me" && message.sender.name) || fallback;
  return (
    <Row side={side} name={name} face={first ? { url: message.sender.avatar } : null}>
      <Inner message={message} />
      {mark && <span class="mark">{clock(message.created_at, locale)} · {t(mark)}</span>}
    </Row>
  );
}

/** A message of the outbox: on its way, or failed with what can be done. */
export function PendingBubble({ item }: { item: OutboxItem }) {
  const { t, session } = usePanel();
  const { body } = item;
  let inner: ComponentChildren;
  if (body.t === "choose") inner = <PlainText text={body.question} />;
  else if (body.t === "leave_message") inner = <PlainText text={body.text} />;
  else if (body.content.type === "text") inner = <PlainText text={body.content.text} />;
  else inner = <p class="text">{"name" in body ? body.name : ""}</p>;
  const failed = item.state === "failed";
  return (
    <Row side="me" name={t("you")}>
      <div class={failed ? "bubble failed" : "bubble waiting"}>{inner}</div>
      {failed ? (
        <span class="mark bad" role="alert">
          {t("failed")}{item.code ? ` · ${problem(t, item.code)}` : ""}
          <button type="button" class="link" onClick={() => session.retry(item.client_id)}>{t("retry")}</button>
          <button type="button" class="link" onClick={() => session.discard(item.client_id)}>{t("discard")}</button>
        </span>
      ) : (
        <span class="mark"><span class="spinner" aria-hidden="true" />{t("sending")}</span>
      )}
    </Row>
  );
}
