/** The shapes that the visitor side exchanges with the server (API v1, visitor socket v1). */
import type { components } from "../../src/api/schema";

export type Shapes = components["schemas"];

export type Time = Shapes["Time"];
export type Span = Shapes["Span"];
export type Block = Shapes["Block"];
export type FileInfo = Shapes["FileInfo"];
export type EntryLink = Shapes["QuestionRef"];
export type NoticeParams = Record<string, string | number | boolean | null>;
/** What staff alone may read never comes here. */
export type Content =
  | Exclude<Shapes["Content"], { type: "note" | "notice" }>
  | { type: "notice"; code: string; params: NoticeParams };

/** A card beside the words of a talk. */
export type Aid = Shapes["TalkAid"];
export type Field = Shapes["TalkField"];
export type Order = Shapes["TalkOrder"];

/** Its `seq` is gapless within a conversation, but internal notes take numbers that a customer never sees. */
export type Message = Omit<Shapes["Message"], "content" | "decision_id"> & { content: Content };

export type Owner = Shapes["Owner"];

export type PersonPlace = Shapes["PersonPlace"];

export type Conversation = {
  id: string;
  owner: Owner;
  agent: { name: string; avatar: string | null } | null;
  queue: { position: number; eta_seconds: number | null } | null;
  last_seq: number;
  agent_read_seq: number;
  can_rate: boolean;
  rated: boolean;
  /** Where the way to a person is seen while the bot answers. */
  person_places: PersonPlace[];
};

export type Locale = Shapes["Locale"];

export type Capability = Shapes["Capability"];

export type Channel = {
  name: string;
  bot_name: string | null;
  company: string;
  greeting: string | null;
  capabilities: Capability[];
  hot: EntryLink[];
  /** Where the way to a person is seen when a talk begins. */
  person_places: PersonPlace[];
  /** That the company answers for what the bot says: its own words, empty for general ones, null for none. */
  bot_notice: string | null;
  preview_typing: boolean;
  theme_color: string;
  position: "right" | "left";
  elder_default: boolean;
  locale: Locale;
  /** Whether the end of a talk with a person invites to rate it. */
  ask_rating_after_close: boolean;
  rating_tags: { good: string[]; bad: string[] };
  max_message_chars: number;
  max_upload_mb: number;
  /** MIME types or patterns such as `image/*`. */
  upload_types: string[];
};

export type Welcome = {
  visitor_secret: string | null;
  customer: { id: string; name: string; verified: boolean };
  channel: Channel;
  consent: { required: boolean; version: string; text: string };
  service: { open: boolean; opens_at: Time | null };
  conversation: Conversation | null;
  messages: Message[];
  unread: number;
};

export type Identity = {
  user_id?: string;
  hash?: string;
  name?: string;
  phone?: string;
  email?: string;
  level?: string;
  /** A short-lived JWT made by the shop's server, instead of `user_id` and `hash`. */
  token?: string;
};

export type Contact = { name?: string; phone?: string; email?: string };

export type ErrorBody = { code: string; message?: string; params?: Record<string, unknown> };

export type Frame = { t: string; ref?: string; d?: unknown };
