/** The shapes that the visitor side exchanges with the server (API v1, visitor socket v1). */

export type Time = string;

export type Sender = {
  kind: "customer" | "bot" | "agent" | "system";
  id: string | null;
  name: string | null;
  avatar: string | null;
};

export type Span = { text: string; bold?: true; italic?: true; code?: true; href?: string };

export type Block =
  | { type: "paragraph"; spans: Span[] }
  | { type: "heading"; level: number; spans: Span[] }
  | { type: "list"; ordered: boolean; items: Block[][] }
  | { type: "quote"; blocks: Block[] }
  | { type: "code"; text: string }
  | { type: "image"; url: string; alt: string }
  | { type: "rule" }
  | { type: "table"; head: Span[][]; rows: Span[][][] };

export type FileInfo = {
  id: string;
  name: string;
  mime: string;
  size: number;
  url: string;
  width: number | null;
  height: number | null;
};

export type EntryLink = { entry_id: string; question: string };

export type NoticeParams = Record<string, string | number | boolean | null>;

export type Content =
  | { type: "text"; text: string }
  | { type: "image"; file: FileInfo }
  | { type: "file"; file: FileInfo }
  | {
      type: "answer";
      entry_id: string | null;
      question: string;
      blocks: Block[];
      related: EntryLink[];
    }
  | { type: "suggestions"; items: EntryLink[] }
  | { type: "notice"; code: string; params: NoticeParams }
  | { type: "rating_invitation" }
  | { type: "rating"; score: number; tags: string[]; solved: boolean | null; comment: string };

export type Message = {
  id: string;
  conversation_id: string;
  /** Gapless within a conversation, but internal notes take numbers that a customer never sees. */
  seq: number;
  sender: Sender;
  content: Content;
  client_id: string | null;
  created_at: Time;
  feedback: "helpful" | "not_helpful" | null;
};

export type Owner = "bot" | "queue" | "agent" | "left_message" | "closed";

export type Conversation = {
  id: string;
  owner: Owner;
  agent: { name: string; avatar: string | null } | null;
  queue: { position: number; eta_seconds: number | null } | null;
  last_seq: number;
  agent_read_seq: number;
  can_rate: boolean;
  rated: boolean;
};

export type Locale = "zh-CN" | "en";

export type Capability = { icon: string; title: string; question: string };

export type Channel = {
  name: string;
  bot_name: string | null;
  company: string;
  greeting: string | null;
  capabilities: Capability[];
  hot: EntryLink[];
  transfer_visible: boolean;
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
