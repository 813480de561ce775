import type { AgentFrame, Alert, Conversation, Customer, CustomerBrief } from "../../api/types";

/** The tabs of the left column, in the order of Alt+1 … Alt+6. */
export const tabs = ["mine", "queue", "alerts", "bot", "left_messages", "closed"] as const;
export type Tab = (typeof tabs)[number];
export type Sort = "newest" | "waiting" | "accepted";

export interface Typing {
  text: string | null;
  /** Milliseconds of the server's clock; a lost "stopped typing" ends by itself. */
  until: number;
}

/** What the lists are made from: everything known of conversations, and who types. */
export interface Lists {
  me: string;
  known: Record<string, Conversation>;
  typing: Record<string, Typing>;
}

export interface Filter {
  text: string;
  group: string;
  channel: string;
}

const typingLasts = 8_000;

export function emptyLists(me = ""): Lists {
  return { me, known: {}, typing: {} };
}

/** Whether this agent was invited to help in a colleague's conversation. */
export const helpsIn = (one: Conversation, me: string): boolean =>
  one.owner === "agent" && one.agent_id !== me && one.helpers.some((helper) => helper.agent_id === me);

/** The tab where a conversation belongs for this agent; null for a colleague's. */
export function tabOf(one: Conversation, me: string): Tab | null {
  switch (one.owner) {
    case "agent":
      return one.agent_id === me || helpsIn(one, me) ? "mine" : null;
    case "queue":
      return "queue";
    case "bot":
      return "bot";
    case "left_message":
      return "left_messages";
    case "closed":
      return "closed";
  }
}

/**
 * Whether `next` may replace `old`. Answers of HTTP and frames can overtake each other, so a
 * picture with fewer messages is older; with equally many, what arrives last holds.
 */
function newer(old: Conversation | undefined, next: Conversation): boolean {
  return !old || next.last_seq >= old.last_seq;
}

/** Learns conversations; an older picture of one does not replace a newer one. */
export function learn(lists: Lists, conversations: Conversation[]): Lists {
  const known = { ...lists.known };
  for (const one of conversations) if (newer(known[one.id], one)) known[one.id] = one;
  return { ...lists, known };
}

/** The lists after one frame of the server. Frames without news for them return the same object. */
export function reduce(lists: Lists, frame: AgentFrame, now: number): Lists {
  switch (frame.t) {
    case "snapshot": {
      // The snapshot is the truth about what is mine and what waits: whatever is not in it has moved.
      const me = frame.d.me.id;
      const kept = Object.values(lists.known).filter((one) => {
        const tab = tabOf(one, me);
        return tab !== "mine" && tab !== "queue";
      });
      const known: Record<string, Conversation> = {};
      for (const one of [...kept, ...frame.d.mine, ...frame.d.queue]) known[one.id] = one;
      return { me, known, typing: {} };
    }
    case "conversation":
      return learn(lists, [frame.d.conversation]);
    case "moved": {
      // It is no longer everybody's; whoever may still read it gets the whole picture besides.
      const { conversation_id: id, owner, agent_id, agent_name } = frame.d;
      const one = lists.known[id];
      if (!one || agent_id === lists.me) return lists;
      return { ...lists, known: { ...lists.known, [id]: { ...one, owner, agent_id, agent_name, queue_position: null } } };
    }
    case "message": {
      const { message } = frame.d;
      if (message.sender.kind !== "customer" || !lists.typing[message.conversation_id]) return lists;
      const { [message.conversation_id]: _sent, ...typing } = lists.typing;
      return { ...lists, typing };
    }
    case "typing": {
      const { conversation_id: id, text, active } = frame.d;
      const { [id]: _old, ...rest } = lists.typing;
      return { ...lists, typing: active ? { ...rest, [id]: { text, until: now + typingLasts } } : rest };
    }
    case "presence": {
      const { customer_id: id, online } = frame.d;
      return changeCustomer(lists, id, (customer) => ({ ...customer, online }));
    }
    default:
      return lists;
  }
}

function changeCustomer(lists: Lists, id: string, change: (customer: CustomerBrief) => CustomerBrief): Lists {
  const hit = Object.values(lists.known).filter((one) => one.customer.id === id);
  if (hit.length === 0) return lists;
  const known = { ...lists.known };
  for (const one of hit) known[one.id] = { ...one, customer: change(one.customer) };
  return { ...lists, known };
}

/** Shows an edited profile at once in every conversation of that customer. */
export function applyCustomer(lists: Lists, edited: Customer): Lists {
  return changeCustomer(lists, edited.id, (customer) => ({
    ...customer,
    name: edited.name,
    verified: edited.verified,
    level: edited.level,
    tags: edited.tags,
  }));
}

/** Marks everything of a conversation as read by us, before the server says so. */
export function markRead(lists: Lists, id: string, seq: number): Lists {
  const one = lists.known[id];
  if (!one || (one.unread === 0 && one.agent_read_seq >= seq)) return lists;
  const read = { ...one, unread: seq >= one.last_seq ? 0 : one.unread, agent_read_seq: Math.max(one.agent_read_seq, seq) };
  return { ...lists, known: { ...lists.known, [id]: read } };
}

const time = (text: string | null | undefined): number => (text ? Date.parse(text) : 0);
const activity = (one: Conversation): number => time(one.last_message?.at ?? one.created_at);

function order(sort: Sort): (a: Conversation, b: Conversation) => number {
  const newest = (a: Conversation, b: Conversation): number => activity(b) - activity(a) || b.number - a.number;
  if (sort === "accepted") return (a, b) => time(a.accepted_at) - time(b.accepted_at) || newest(a, b);
  if (sort === "newest") return newest;
  // Those who wait come first, the longest wait on top.
  return (a, b) => {
    if (a.waiting_since && b.waiting_since) return time(a.waiting_since) - time(b.waiting_since) || newest(a, b);
    if (a.waiting_since || b.waiting_since) return a.waiting_since ? -1 : 1;
    return newest(a, b);
  };
}

function matches(one: Conversation, filter: Filter): boolean {
  if (filter.group && one.group_id !== filter.group) return false;
  if (filter.channel && one.channel.id !== filter.channel) return false;
  const text = filter.text.trim().toLowerCase();
  if (!text) return true;
  const within = [one.customer.name, one.subject, one.last_message?.preview ?? "", ...one.customer.tags, String(one.number)];
  return within.some((part) => part.toLowerCase().includes(text));
}

/** The conversations of one tab, filtered and in order. `found` are hits of the server's search. */
export function listOf(lists: Lists, tab: Tab, filter: Filter, sort: Sort, found?: ReadonlySet<string>): Conversation[] {
  return Object.values(lists.known)
    .filter((one) => tabOf(one, lists.me) === tab)
    .filter((one) => (found?.has(one.id) ? matches(one, { ...filter, text: "" }) : matches(one, filter)))
    .sort(order(sort));
}

/** Conversations with open alerts, in the order of the alerts, as they are known here or there. */
export function listOfAlerts(lists: Lists, alerts: Alert[], filter: Filter): Conversation[] {
  const seen = new Map<string, Conversation>();
  for (const { conversation } of alerts) {
    if (!conversation || seen.has(conversation.id)) continue;
    const known = lists.known[conversation.id];
    const one = known && known.last_seq >= conversation.last_seq ? known : conversation;
    if (matches(one, filter)) seen.set(one.id, one);
  }
  return [...seen.values()];
}

export type Wait = "fine" | "warning" | "alarm";

/** How serious a wait of so many seconds is. */
export function waitLevel(seconds: number, warning: number, alarm: number): Wait {
  if (seconds >= alarm) return "alarm";
  return seconds >= warning ? "warning" : "fine";
}
