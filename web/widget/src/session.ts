/**
 * One customer's talk with the server, free of any page: connecting and reconnecting, the outbox,
 * the order of messages, gaps, and what the server says about the conversation.
 *
 * Invariants: what the customer sent stays in the outbox until the server confirms it and carries
 * the same `client_id` on every attempt, so it is neither lost nor doubled; items go one at a time,
 * in order. A message is on the screen once, at the place of its `seq`. A number that is missing is
 * asked for; the database behind the server is the truth.
 */
import { Gaps, type HistoryPage, type Position } from "./gaps";
import type { Connect, Link, LinkKind } from "./links";
import { Outbox, type OutboxBody, type OutboxItem } from "./outbox";
import { Requests } from "./requests";
import type { KeyValue } from "./storage";
import { Timeline } from "./timeline";
import type {
  Contact, Conversation, EntryLink, ErrorBody, Frame, Identity, Message, PersonPlace, Welcome,
} from "./types";

export type Phase = "idle" | "connecting" | "online" | "offline" | "refused";

export type SessionState = {
  phase: Phase;
  /** The server's code when it will not serve this page at all. */
  refusal: string | null;
  welcome: Welcome | null;
  conversation: Conversation | null;
  messages: readonly Message[];
  pending: readonly OutboxItem[];
  typing: "agent" | "bot" | null;
  unread: number;
  hasOlder: boolean;
  /** Grows with every invitation to rate, so that the page can open its form once for each. */
  invitations: number;
};

export type SessionOptions = {
  token: string;
  connect: Connect;
  store: KeyValue;
  locale: () => string;
  page: () => { url: string; title: string };
  newId: () => string;
};

const PING_MS = 20_000;
const SILENCE_MS = 45_000;
const HELLO_TIMEOUT_MS = 10_000;
const ACK_TIMEOUT_MS = 12_000;
const TYPING_MS = 8_000;
const TRANSIENT = /^(internal|unavailable\b|limit\.)/;
const REFUSING = /^visitor\.(bad_token|identity_required|bad_identity|origin_refused)$/;

export class Session {
  private readonly options: SessionOptions;
  private readonly listeners = new Set<() => void>();
  private readonly timeline = new Timeline();
  private readonly requests = new Requests();
  private outbox: Outbox;
  private link: Link | null = null;
  private kind: LinkKind = "socket";
  private identity: Identity | undefined;
  private attempts = 0;
  private socketFailures = 0;
  private transientFailures = 0;
  private heard = 0;
  private visible = false;
  private readSent = "";
  private inFlight: string | null = null;
  private readonly gaps = new Gaps(this.timeline, (before) => this.history(before));
  private resumedFrom: Position | null = null;
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();
  state: SessionState;

  constructor(options: SessionOptions) {
    this.options = options;
    this.outbox = new Outbox(options.store, Date.now());
    this.state = this.blank();
  }

  private blank(): SessionState {
    return {
      phase: "idle", refusal: null, welcome: null, conversation: null, messages: [],
      pending: this.outbox.all, typing: null, unread: 0, hasOlder: false, invitations: 0,
    };
  }

  /** Calls `listener` after every change of `state`; returns how to stop it. */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private set(change: Partial<SessionState>): void {
    this.state = { ...this.state, ...change };
    for (const listener of this.listeners) listener();
  }

  private after(name: string, ms: number, action: () => void): void {
    this.cancel(name);
    this.timers.set(name, setTimeout(() => { this.timers.delete(name); action(); }, ms));
  }

  private cancel(name: string): void {
    clearTimeout(this.timers.get(name));
    this.timers.delete(name);
  }

  // ---- connection

  start(): void {
    if (this.state.phase === "idle") this.connect();
  }

  stop(): void {
    this.drop();
    for (const name of [...this.timers.keys()]) this.cancel(name);
    this.requests.abandon();
    this.set({ phase: "idle", typing: null });
  }

  /** Tries at once instead of at the end of the pause: the network is back, or the customer asks. */
  retryNow(): void {
    if (this.state.phase === "offline") this.connect();
  }

  private connect(): void {
    this.drop();
    this.cancel("retry");
    this.kind = this.socketFailures >= 2 ? "poll" : "socket";
    this.set({ phase: "connecting" });
    let link: Link | null = null;
    const mine = () => this.link === link && link !== null;
    link = this.options.connect(this.kind, {
      open: () => mine() && this.hello(),
      frame: (frame) => mine() && this.receive(frame),
      lost: () => mine() && this.lost(),
    });
    this.link = link;
  }

  private drop(): void {
    const link = this.link;
    this.link = null;
    this.inFlight = null;
    for (const name of ["hello", "ack", "ping", "typing"]) this.cancel(name);
    this.gaps.pause();
    link?.close();
  }

  private lost(): void {
    const reached = this.state.phase === "online";
    this.drop();
    if (this.kind === "poll") this.socketFailures = 1;
    else this.socketFailures = reached ? 0 : this.socketFailures + 1;
    this.requests.lost();
    this.set({ phase: "offline", typing: null });
    const pause = Math.min(30_000, 500 * 2 ** this.attempts) * (0.7 + 0.6 * Math.random());
    this.attempts += 1;
    this.after("retry", pause, () => this.connect());
  }

  private hello(): void {
    this.resumedFrom = this.gaps.resumePoint();
    this.transmit({
      t: "hello",
      ref: "hello",
      d: {
        channel_token: this.options.token,
        visitor_secret: this.options.store.get("secret") ?? undefined,
        identity: this.identity,
        locale: this.options.locale(),
        page: this.options.page(),
        after: this.resumedFrom ?? undefined,
      },
    });
    this.after("hello", HELLO_TIMEOUT_MS, () => this.lost());
  }

  private transmit(frame: Frame): void {
    this.link?.send(frame);
  }

  private beat(): void {
    this.after("ping", PING_MS, () => {
      if (Date.now() - this.heard > SILENCE_MS) return this.lost();
      if (this.kind === "socket") this.transmit({ t: "ping" });
      this.beat();
    });
  }

  // ---- what the server says

  private receive(frame: Frame): void {
    this.heard = Date.now();
    switch (frame.t) {
      case "welcome": return this.welcomed(frame.d as Welcome);
      case "message": return this.take((frame.d as { message: Message }).message);
      case "conversation": {
        const { conversation } = frame.d as { conversation: Conversation };
        const before = this.state.conversation;
        const ended = before?.id === conversation.id && before.owner === "agent" && conversation.owner === "closed";
        const invited = ended && conversation.can_rate && this.state.welcome?.channel.ask_rating_after_close;
        this.set({ conversation, invitations: this.state.invitations + (invited ? 1 : 0) });
        return this.gaps.expect(conversation.id, conversation.last_seq);
      }
      case "typing": {
        const { who, active } = frame.d as { who: "agent" | "bot"; active: boolean };
        this.set({ typing: active ? who : null });
        return this.after("typing", TYPING_MS, () => this.set({ typing: null }));
      }
      case "read": {
        const conversation = this.state.conversation;
        const seq = (frame.d as { seq: number }).seq;
        if (conversation && seq > conversation.agent_read_seq) {
          this.set({ conversation: { ...conversation, agent_read_seq: seq } });
        }
        return;
      }
      case "rating_invited":
        return this.set({ invitations: this.state.invitations + 1 });
      case "ack": return this.acked(frame);
      case "error": return this.failed(frame.ref, frame.d as ErrorBody);
      case "bye": return this.lost();
    }
  }

  private welcomed(welcome: Welcome): void {
    this.cancel("hello");
    if (welcome.visitor_secret) this.options.store.set("secret", welcome.visitor_secret);
    this.attempts = 0;
    this.socketFailures = 0;
    const resumed = this.resumedFrom;
    this.timeline.merge(welcome.messages);
    for (const message of welcome.messages) this.confirm(message);
    const conversation = welcome.conversation;
    this.set({
      phase: "online", refusal: null, welcome, conversation, unread: welcome.unread,
      messages: this.timeline.messages, pending: this.outbox.all,
      hasOlder: resumed ? this.state.hasOlder : welcome.messages.length > 0,
    });
    for (const message of welcome.messages) {
      this.gaps.cover(message.conversation_id, this.timeline.lastSeq(message.conversation_id));
    }
    if (conversation) this.gaps.expect(conversation.id, conversation.last_seq);
    const first = welcome.messages[0];
    const follows = first && resumed && first.conversation_id === resumed.conversation_id
      && first.seq <= resumed.seq + 1;
    if (first && resumed && !follows) void this.gaps.fill(first.conversation_id, first.seq);
    this.heard = Date.now();
    this.beat();
    this.requests.resend((frame) => this.transmit(frame));
    if (!welcome.consent.required) this.requests.unpark((frame) => this.transmit(frame));
    this.markRead();
    this.flush();
  }

  private acked(frame: Frame): void {
    const message = (frame.d as { message?: Message } | undefined)?.message;
    const own = frame.ref !== undefined && frame.ref === this.inFlight;
    if (own) {
      this.outbox.remove(frame.ref as string);
      this.landed();
    }
    if (message) this.take(message);
    else if (own) this.set({ pending: this.outbox.all });
    if (frame.ref) this.requests.settle(frame.ref, { data: frame.d });
    if (own) this.flush();
  }

  private failed(ref: string | undefined, error: ErrorBody): void {
    if (error.code === "visitor.bad_secret" && this.options.store.get("secret")) {
      this.options.store.remove("secret");
      return this.connect();
    }
    if (REFUSING.test(error.code)) {
      this.drop();
      this.requests.abandon();
      return this.set({ phase: "refused", refusal: error.code });
    }
    if (ref === "hello") return this.lost();
    if (error.code === "consent.required" && this.unconsented(ref, error)) return;
    if (ref && ref === this.inFlight) return this.sendFailed(ref, error);
    if (ref) this.requests.settle(ref, { error });
  }

  // ---- order and gaps

  /** Takes one message that the server pushed or confirmed. */
  private take(message: Message): void {
    const news = !this.timeline.has(message);
    this.timeline.merge([message]);
    this.confirm(message);
    const fresh = news && message.sender.kind !== "customer" && !this.visible;
    this.set({
      messages: this.timeline.messages,
      pending: this.outbox.all,
      unread: this.state.unread + (fresh ? 1 : 0),
      typing: message.sender.kind === "customer" ? this.state.typing : null,
    });
    this.gaps.expect(message.conversation_id, message.seq);
    this.markRead();
  }

  /** The server has this message: it leaves the outbox, whichever way the news came. */
  private confirm(message: Message): void {
    if (!message.client_id) return;
    this.outbox.remove(message.client_id);
    if (this.inFlight === message.client_id) {
      this.landed();
      setTimeout(() => this.flush(), 0);
    }
  }

  private async history(before?: Position): Promise<HistoryPage> {
    const page = await this.ask<HistoryPage>("history", { before });
    this.timeline.merge(page.messages);
    for (const message of page.messages) this.confirm(message);
    this.set({ messages: this.timeline.messages, pending: this.outbox.all });
    return page;
  }

  /** Loads older messages above the first one. */
  async loadOlder(): Promise<void> {
    const first = this.state.messages[0];
    const page = await this.history(first && { conversation_id: first.conversation_id, seq: first.seq });
    this.set({ hasOlder: page.has_more && page.messages.length > 0 });
  }

  // ---- what the customer does

  send(text: string): void {
    this.post({ t: "send", content: { type: "text", text } });
  }

  sendFile(type: "image" | "file", file: { id: string; name: string }): void {
    this.post({ t: "send", content: { type, file_id: file.id }, name: file.name });
  }

  choose(entry: EntryLink): void {
    this.post({ t: "choose", entry_id: entry.entry_id, question: entry.question });
  }

  leaveMessage(text: string, contact: Contact): void {
    this.post({ t: "leave_message", text, contact });
  }

  private post(body: OutboxBody): void {
    const item: OutboxItem = {
      client_id: this.options.newId(), created_at: Date.now(), state: "sending", code: null, body,
    };
    this.outbox.add(item);
    this.set({ pending: this.outbox.all });
    this.flush();
  }

  retry(clientId: string): void {
    this.outbox.change(clientId, { state: "sending", code: null });
    this.set({ pending: this.outbox.all });
    this.retryNow();
    this.flush();
  }

  discard(clientId: string): void {
    this.outbox.remove(clientId);
    this.set({ pending: this.outbox.all });
  }

  private flush(): void {
    const consent = this.state.welcome?.consent.required;
    if (this.state.phase !== "online" || this.inFlight || consent || this.timers.has("pause")) return;
    const item = this.outbox.head();
    if (!item) return;
    this.inFlight = item.client_id;
    this.transmit({ t: item.body.t, ref: item.client_id, d: payload(item) });
    // No answer means that the connection is dead without saying so.
    this.after("ack", ACK_TIMEOUT_MS, () => this.lost());
  }

  private landed(): void {
    this.inFlight = null;
    this.transientFailures = 0;
    this.cancel("ack");
  }

  private sendFailed(clientId: string, error: ErrorBody): void {
    this.inFlight = null;
    this.cancel("ack");
    this.transientFailures += 1;
    if (TRANSIENT.test(error.code) && this.transientFailures <= 4) {
      const wait = Number(error.params?.retry_after_seconds ?? 0) || 2 ** this.transientFailures;
      return this.after("pause", Math.min(wait, 60) * 1000, () => this.flush());
    }
    this.transientFailures = 0;
    this.outbox.change(clientId, { state: "failed", code: error.code });
    this.set({ pending: this.outbox.all });
    this.flush();
  }

  /** The text has changed, or was not agreed to: asks, and keeps what was refused for afterwards. */
  private unconsented(ref: string | undefined, { params }: ErrorBody): boolean {
    const welcome = this.state.welcome;
    if (!welcome) return false;
    const { version, text } = params as Welcome["consent"];
    this.set({ welcome: { ...welcome, consent: { required: true, version, text } } });
    if (ref && ref === this.inFlight) {
      this.landed();
      return true;
    }
    return ref !== undefined && this.requests.park(ref);
  }

  private ask<T>(t: string, d: unknown, keep = false): Promise<T> {
    const online = this.state.phase === "online";
    return this.requests.ask<T>(t, d, keep, online ? (frame) => this.transmit(frame) : null);
  }

  transfer = (place?: PersonPlace): Promise<unknown> => this.ask("transfer", { place }, true);
  cancelQueue = (): Promise<unknown> => this.ask("cancel_queue", {});
  end = (): Promise<unknown> => this.ask("end", {});

  suggest(text: string): Promise<{ items: EntryLink[] }> {
    return this.ask("suggest", { text });
  }

  async feedback(message: Message, helpful: boolean): Promise<void> {
    await this.ask("feedback", { message_id: message.id, helpful }, true);
    this.timeline.merge([{ ...message, feedback: helpful ? "helpful" : "not_helpful" }]);
    this.set({ messages: this.timeline.messages });
  }

  async rate(rating: { score: number; tags: string[]; solved: boolean | null; comment: string }) {
    await this.ask("rate", rating, true);
    const conversation = this.state.conversation;
    if (conversation) this.set({ conversation: { ...conversation, rated: true } });
  }

  async consent(): Promise<void> {
    const welcome = this.state.welcome;
    if (!welcome) return;
    await this.ask("consent", { version: welcome.consent.version }, true);
    this.set({ welcome: { ...welcome, consent: { ...welcome.consent, required: false } } });
    this.requests.unpark((frame) => this.transmit(frame));
    this.flush();
  }

  /** Tells that the customer is typing; the words only where the setting allows it. */
  typing(active: boolean, text: string): void {
    if (this.state.phase !== "online") return;
    const preview = this.state.welcome?.channel.preview_typing ? { text } : {};
    this.transmit({ t: "typing", d: { active, ...preview } });
  }

  page(): void {
    if (this.state.phase === "online") this.transmit({ t: "page", d: this.options.page() });
  }

  /** Whether the customer sees the messages now; then they count as read. */
  setVisible(visible: boolean): void {
    this.visible = visible;
    this.markRead();
  }

  private markRead(): void {
    if (!this.visible || this.state.phase !== "online") return;
    if (this.state.unread > 0) this.set({ unread: 0 });
    const last = this.state.messages[this.state.messages.length - 1];
    const mark = last ? `${last.conversation_id}:${last.seq}` : "";
    if (!last || mark === this.readSent) return;
    this.readSent = mark;
    this.transmit({ t: "read", d: { seq: last.seq } });
  }

  // ---- who the customer is

  /** Another known customer on this device must not inherit the history of the one before. */
  identify(identity: Identity | undefined): void {
    const { store } = this.options;
    const user = identity?.user_id;
    const before = store.get("user");
    if (user && before && before !== user) this.forget();
    if (user) store.set("user", user);
    const changed = JSON.stringify(identity) !== JSON.stringify(this.identity);
    this.identity = identity;
    if (changed && this.state.phase !== "idle") this.connect();
  }

  /** Forgets the customer on this device, for a sign-out. */
  reset(): void {
    this.forget();
    this.identity = undefined;
    if (this.state.phase !== "idle") this.connect();
  }

  private forget(): void {
    this.drop();
    this.requests.abandon();
    this.outbox.clear();
    this.timeline.clear();
    this.gaps.clear();
    this.readSent = "";
    for (const key of ["secret", "user", "draft"]) this.options.store.remove(key);
    const phase = this.state.phase;
    this.set({ ...this.blank(), phase });
  }
}

function payload(item: OutboxItem): unknown {
  const { body, client_id } = item;
  if (body.t === "send") return { client_id, content: body.content };
  if (body.t === "choose") {
    return { client_id, entry_id: body.entry_id, question: body.question };
  }
  return { client_id, text: body.text, contact: body.contact };
}
