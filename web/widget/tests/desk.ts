/** A conversation's other end for the session tests: durable messages and links that can break. */
import type { Connect, LinkHandlers, LinkKind } from "../src/links";
import type { Conversation, Frame, Message, Welcome } from "../src/types";

type Line = { kind: LinkKind; handlers: LinkHandlers; closed: boolean };

export class Desk {
  messages: Message[] = [];
  conversation: Conversation | null = null;
  received: Frame[] = [];
  lines: Line[] = [];
  socketWorks = true;
  /** Takes the next frames of a kind and does not answer (they are stored, the answer is lost). */
  loseAnswers = new Set<string>();
  refuse = new Map<string, { code: string; params?: Record<string, unknown> }>();
  consentRequired = false;

  connect: Connect = (kind, handlers) => {
    const line: Line = { kind, handlers, closed: false };
    this.lines.push(line);
    setTimeout(() => {
      if (line.closed) return;
      if (kind === "socket" && !this.socketWorks) {
        line.closed = true;
        handlers.lost();
      } else handlers.open();
    }, 1);
    return {
      send: (frame) => {
        const copy = JSON.parse(JSON.stringify(frame)) as Frame;
        setTimeout(() => !line.closed && this.answer(line, copy), 1);
      },
      close: () => void (line.closed = true),
    };
  };

  get line(): Line {
    return this.lines[this.lines.length - 1];
  }

  frames(t: string): Frame[] {
    return this.received.filter((frame) => frame.t === t);
  }

  breakLine(): void {
    const line = this.line;
    if (line.closed) return;
    line.closed = true;
    line.handlers.lost();
  }

  push(frame: Frame): void {
    if (!this.line.closed) this.line.handlers.frame(frame);
  }

  /** Stores a message as the server would; pushes it unless told that the push is lost. */
  say(kind: Message["sender"]["kind"], text: string, pushed = true): Message {
    const message = this.store(kind, text, null);
    if (pushed) this.push({ t: "message", d: { message } });
    return message;
  }

  open(id = "cnv_1", owner: Conversation["owner"] = "bot"): void {
    this.conversation = {
      id, owner, agent: null, queue: null, last_seq: 0, agent_read_seq: 0, can_rate: false, rated: false, person_places: ["header", "composer", "reply"],
    };
  }

  /** An internal note takes a number and is never shown. */
  note(): void {
    if (this.conversation) this.conversation.last_seq += 1;
  }

  private store(kind: Message["sender"]["kind"], text: string, clientId: string | null): Message {
    if (!this.conversation) this.open();
    const conversation = this.conversation as Conversation;
    conversation.last_seq += 1;
    const message: Message = {
      id: `msg_${this.messages.length + 1}`,
      conversation_id: conversation.id,
      seq: conversation.last_seq,
      sender: { kind, id: null, name: null, avatar: null },
      content: { type: "text", text },
      client_id: clientId,
      created_at: new Date(1_800_000_000_000 + this.messages.length * 1000).toISOString(),
      feedback: null,
    };
    this.messages.push(message);
    return message;
  }

  private answer(line: Line, frame: Frame): void {
    this.received.push(frame);
    const reply = (t: string, d: unknown) => line.handlers.frame({ t, ref: frame.ref, d });
    const refusal = this.refuse.get(frame.t);
    if (refusal) return reply("error", refusal);
    const d = (frame.d ?? {}) as Record<string, unknown>;
    if (frame.t === "hello") return reply("welcome", this.welcome(d));
    if (frame.t === "send") {
      const known = this.messages.find((message) => message.client_id === d.client_id);
      const text = (d.content as { text: string }).text;
      const message = known ?? this.store("customer", text, d.client_id as string);
      if (!this.loseAnswers.has("send")) reply("ack", { message });
    } else if (frame.t === "history") {
      const before = d.before as { conversation_id: string; seq: number } | undefined;
      const at = this.messages.findIndex(
        (m) => m.conversation_id === before?.conversation_id && m.seq >= before.seq,
      );
      const older = this.messages.slice(0, at === -1 ? this.messages.length : at);
      reply("ack", { messages: older.slice(-5), has_more: older.length > 5 });
    } else if (frame.ref) reply("ack", {});
  }

  private welcome(d: Record<string, unknown>): Welcome {
    const after = d.after as { conversation_id: string; seq: number } | undefined;
    const current = this.messages.filter((m) => m.conversation_id === this.conversation?.id);
    const newer = after?.conversation_id === this.conversation?.id
      ? current.filter((m) => m.seq > (after?.seq ?? 0))
      : current;
    return {
      visitor_secret: d.visitor_secret ? null : "vis_secret",
      customer: { id: "cus_1", name: "访客", verified: false },
      channel: {
        name: "网站", bot_name: "小禾", company: "清禾美肤", greeting: null, capabilities: [], hot: [],
        person_places: ["header", "composer", "reply"], bot_notice: "", preview_typing: false, theme_color: "#1764d8", position: "right",
        elder_default: false, locale: "zh-CN", ask_rating_after_close: true, rating_tags: { good: [], bad: [] },
        max_message_chars: 4000, max_upload_mb: 10, upload_types: ["image/*"],
      },
      consent: { required: this.consentRequired, version: "1", text: "" },
      service: { open: true, opens_at: null },
      conversation: this.conversation ? { ...this.conversation } : null,
      messages: newer.slice(-30),
      unread: 0,
    };
  }
}
