/** The shapes of the staff API, version 1. Times are RFC 3339 in UTC. */

export type Time = string;
export type Locale = "zh-CN" | "en";
export type Role = "agent" | "supervisor" | "editor" | "inspector" | "admin";
export type Permission =
  | "conversations.serve"
  | "conversations.view_all"
  | "conversations.supervise"
  | "knowledge.view"
  | "knowledge.edit"
  | "customers.view"
  | "customers.edit"
  | "customers.privacy"
  | "settings.view"
  | "settings.manage"
  | "agents.manage"
  | "metrics.view"
  | "audit.view";

export interface Page<T> {
  items: T[];
  next: string | null;
}

export type AgentState = "online" | "busy" | "break" | "offline";

export interface Agent {
  id: string;
  username: string;
  name: string;
  nickname: string;
  avatar: string | null;
  roles: Role[];
  groups: string[];
  max_chats: number;
  state: AgentState;
  state_reason: string | null;
  state_since: Time;
  connected: boolean;
  load: number;
  enabled: boolean;
  created_at: Time;
}

export interface Me {
  agent: Agent;
  permissions: Permission[];
  tenant: { name: string; time_zone: string; locale: Locale };
}

export interface Group {
  id: string;
  name: string;
  description: string;
  members: string[];
  sort: number;
}

export interface FileInfo {
  id: string;
  name: string;
  mime: string;
  /** Bytes. */
  size: number;
  /** Signed; good for 24 hours. */
  url: string;
  width: number | null;
  height: number | null;
}

// ---- messages

export type SenderKind = "customer" | "bot" | "agent" | "system";

export interface Sender {
  kind: SenderKind;
  id: string | null;
  name: string | null;
  avatar: string | null;
}

export interface Span {
  text: string;
  bold?: boolean;
  italic?: boolean;
  code?: boolean;
  href?: string;
}

export type Block =
  | { type: "paragraph"; spans: Span[] }
  | { type: "heading"; level: number; spans: Span[] }
  | { type: "list"; ordered: boolean; items: Block[][] }
  | { type: "quote"; blocks: Block[] }
  | { type: "code"; text: string }
  | { type: "image"; url: string; alt: string }
  | { type: "rule" }
  | { type: "table"; head: Span[][]; rows: Span[][][] };

export interface EntryLink {
  entry_id: string;
  question: string;
}

export type NoticeCode =
  | "bot.unknown"
  | "bot.unknown_again"
  | "bot.calm"
  | "bot.paused"
  | "bot.sorry_not_helpful"
  | "bot.thanks_feedback"
  | "bot.greeting"
  | "bot.handing_over"
  | "bot.unsupported_content"
  | "queue.joined"
  | "queue.left"
  | "queue.abandoned"
  | "agent.joined"
  | "agent.left"
  | "conversation.transferred"
  | "conversation.returned_to_queue"
  | "conversation.returned_to_bot"
  | "conversation.closed"
  | "conversation.left_message"
  | "service.closed_hours"
  | "service.no_agent"
  | "rating.thanks";

export type NoticeParams = Record<string, string | number | boolean | null>;

export type Content =
  | { type: "text"; text: string }
  | { type: "image"; file: FileInfo }
  | { type: "file"; file: FileInfo }
  | { type: "answer"; entry_id: string | null; question: string; blocks: Block[]; related: EntryLink[] }
  | { type: "suggestions"; items: EntryLink[] }
  | { type: "notice"; code: NoticeCode; params: NoticeParams }
  | { type: "note"; text: string }
  | { type: "rating_invitation" }
  | { type: "rating"; score: number; tags: string[]; solved: boolean | null; comment: string };

/** What an agent sends. */
export type OutgoingContent =
  | { type: "text"; text: string }
  | { type: "note"; text: string }
  | { type: "image" | "file"; file_id: string }
  | { type: "answer"; entry_id: string };

export interface Message {
  id: string;
  conversation_id: string;
  seq: number;
  sender: Sender;
  content: Content;
  client_id: string | null;
  created_at: Time;
  feedback: "helpful" | "not_helpful" | null;
  /** Opens "why this answer?"; staff only. */
  decision_id: string | null;
}

// ---- conversations

export type Owner = "bot" | "queue" | "agent" | "left_message" | "closed";
export type TransferReason = "button" | "words" | "unknown" | "not_helpful" | "anger" | "entry" | "agent";

export interface CustomerBrief {
  id: string;
  name: string;
  verified: boolean;
  avatar: string | null;
  level: string | null;
  tags: string[];
  online: boolean;
}

export interface Conversation {
  id: string;
  number: number;
  owner: Owner;
  channel: { id: string; name: string; kind: "web" };
  customer: CustomerBrief;
  agent_id: string | null;
  agent_name: string | null;
  group_id: string | null;
  group_name: string | null;
  subject: string;
  last_message: { preview: string; sender_kind: SenderKind; at: Time } | null;
  last_seq: number;
  /** Customer messages which staff have not read. */
  unread: number;
  agent_read_seq: number;
  customer_read_seq: number;
  /** The customer waits for a human since then: queue entry, or the first unanswered message. */
  waiting_since: Time | null;
  /** The goal of the first human reply. */
  first_reply_due: Time | null;
  queued_at: Time | null;
  queue_position: number | null;
  accepted_at: Time | null;
  created_at: Time;
  closed_at: Time | null;
  transfer_reason: TransferReason | null;
  attached_entry: { entry_id: string; question: string; agent_note: string } | null;
  rating: { score: number; tags: string[]; solved: boolean | null; comment: string; at: Time } | null;
  page: { url: string; title: string } | null;
  locale: string;
}

export interface ConversationCounts {
  mine: number;
  queue: number;
  bot: number;
  left_messages: number;
}

export type ConversationView = "mine" | "queue" | "bot" | "closed" | "left_messages" | "all";

export interface Candidate {
  entry_id: string;
  question: string;
  best_phrasing: string;
  score: number;
  features: Record<string, number>;
}

export type DecisionOutcome =
  | "direct"
  | "suggested"
  | "small_talk"
  | "to_person"
  | "unknown"
  | "handover_words"
  | "anger"
  | "abuse";

export interface Decision {
  id: string;
  conversation_id: string;
  question: string;
  outcome: DecisionOutcome;
  entry_id: string | null;
  candidates: Candidate[];
  thresholds: { direct: number; suggest: number; tie_margin: number };
  /** A code such as `above_direct`, `near_tie`, `below_suggest`, `audience_hidden`. */
  reason: string;
  elapsed_us: number;
  engine: string;
  created_at: Time;
}

// ---- customers

export interface Customer {
  id: string;
  name: string;
  verified: boolean;
  user_id: string | null;
  /** Masked; `GET /customers/{id}/contact` gives it in full and leaves a trace in the audit log. */
  phone: string | null;
  email: string | null;
  level: string | null;
  attributes: Record<string, string>;
  tags: string[];
  note: string;
  first_seen: Time;
  last_seen: Time;
  consent: { version: string; at: Time } | null;
  conversations: number;
  erased: boolean;
}

export interface CustomerContact {
  phone: string | null;
  email: string | null;
}

// ---- knowledge

export interface Category {
  id: string;
  parent_id: string | null;
  name: string;
  sort: number;
  entries: number;
}

export type Audience = "everyone" | "verified" | "agents";
export type Importance = "high" | "normal" | "low";
export type Handling = "answer" | "to_person";
export type EntryState = "draft" | "published" | "changed" | "expired" | "scheduled" | "archived";
export type AnswerChannel = "default" | "web" | "wechat" | "phone";

export interface EntryDraft {
  category_id: string | null;
  question: string;
  similar: string[];
  answers: { channel: AnswerChannel; markdown: string }[];
  importance: Importance;
  audience: Audience;
  handling: Handling;
  agent_note: string;
  valid_from: Time | null;
  valid_to: Time | null;
  related: string[];
}

export interface EntrySummary {
  id: string;
  question: string;
  category_id: string | null;
  state: EntryState;
  audience: Audience;
  importance: Importance;
  handling: Handling;
  similar_count: number;
  hits: number;
  helpful: number;
  not_helpful: number;
  valid_to: Time | null;
  expires_soon: boolean;
  updated_at: Time;
  updated_by: string;
}

export interface Entry extends EntrySummary {
  draft: EntryDraft;
  revision: number;
  published_version: number | null;
  blocks: Block[];
}

export interface EntryVersion {
  version: number;
  draft: EntryDraft;
  published_at: Time;
  published_by: string;
}

export interface HitTest {
  text: string;
  normalised: string;
  tokens: string[];
  decision: Decision;
  answer: Content | null;
}

export interface ImportReport {
  ok: boolean;
  rows: number;
  created: number;
  updated: number;
  errors: { row: number; column: string | null; code: string; message: string; value: string }[];
}

export interface ImportInspection {
  columns: string[];
  sample: string[][];
  mapping: Record<string, string | null>;
  rows: number;
}

export interface KnowledgeSummary {
  published: number;
  draft: number;
  changed: number;
  expired: number;
  expires_soon: number;
  archived: number;
  never_hit: number;
}

export interface KnowledgeHit {
  entry_id: string;
  question: string;
  blocks: Block[];
  score: number;
  audience: Audience;
  agent_note: string;
}

// ---- desk tools and settings

export interface QuickReply {
  id: string;
  scope: "shared" | "own";
  category: string;
  shortcut: string;
  title: string;
  text: string;
  sort: number;
}

export interface ApiKey {
  id: string;
  name: string;
  permissions: Permission[];
  prefix: string;
  created_at: Time;
  expires_at: Time | null;
  last_used_at: Time | null;
}

export interface ChannelSettings {
  greeting: string | null;
  bot_name: string | null;
  theme_color: string;
  position: "right" | "left";
  transfer_visible: boolean;
  hot_entries: string[];
  capabilities: { icon: string; title: string; question: string }[];
  preview_typing: boolean;
  elder_default: boolean;
  default_locale: Locale;
}

export type IdentityMode = "off" | "when_given" | "required";

export interface Channel {
  id: string;
  kind: "web";
  name: string;
  token: string;
  enabled: boolean;
  origins: string[];
  identity_mode: IdentityMode;
  has_identity_secret: boolean;
  settings: ChannelSettings;
  snippet: string;
  help_snippet: string;
  page_url: string;
}

export interface CompanySettings {
  name: string;
  time_zone: string;
  locale: Locale;
}

export interface BotSettings {
  name: string;
  direct_threshold: number;
  suggest_threshold: number;
  tie_margin: number;
  max_suggestions: number;
  unknowns_before_handover: number;
  not_helpful_before_handover: number;
  hand_over_on_anger: boolean;
  handover_words: string[];
  abuse_limit: number;
  abuse_pause_seconds: number;
  small_talk: boolean;
  idle_close_minutes: number;
  expiry_reminder_days: number;
}

export interface ServiceSettings {
  /** Days are 1 (Monday) to 7; times are of the tenant's zone, `HH:MM`. */
  hours: { days: number[]; from: string; to: string }[];
  holidays: { date: string; name: string; open: boolean }[];
  reconnect_grace_seconds: number;
  first_reply_goal_seconds: number;
  wait_warning_seconds: number;
  wait_alarm_seconds: number;
  idle_close_minutes: number;
  max_message_chars: number;
  max_upload_mb: number;
  upload_types: string[];
  default_max_chats: number;
}

export interface PrivacySettings {
  consent_text: string;
  consent_version: string;
  retention_days: number;
  mask_personal_data: boolean;
}

export interface RatingSettings {
  good_tags: string[];
  bad_tags: string[];
  ask_after_close: boolean;
}

// ---- improve, overview, audit

export type GapSignal = "unknown" | "not_helpful" | "repeated" | "transferred" | "abandoned";
export type GapStatus = "open" | "resolved" | "ignored";

export interface Gap {
  id: string;
  question: string;
  count: number;
  signals: Record<GapSignal, number>;
  questions: { text: string; conversation_id: string; seq: number; signal: GapSignal; at: Time }[];
  nearest: { entry_id: string; question: string; score: number } | null;
  status: GapStatus;
  first_at: Time;
  last_at: Time;
}

export interface Overview {
  date: string;
  conversations: number;
  effective_conversations: number;
  bot_served: number;
  bot_contained: number;
  to_human_direct: number;
  to_human_after_talk: number;
  waiting_now: number;
  serving_now: number;
  online_agents: number;
  left_messages_open: number;
  human_conversations: number;
  first_response_avg_seconds: number | null;
  first_response_within_goal: { numerator: number; denominator: number };
  avg_wait_seconds: number | null;
  longest_wait_now_seconds: number | null;
  abandoned: number;
  questions: { direct: number; suggested: number; small_talk: number; to_person: number; unknown: number };
  rating: { count: number; invited: number; average: number | null; good: number; bad: number };
  resolved: { yes: number; no: number };
  top_entries: { entry_id: string; question: string; hits: number }[];
  unknown_questions: { text: string; count: number; gap_id: string }[];
  hourly: { hour: number; conversations: number; human: number }[];
}

export interface AuditRecord {
  id: string;
  at: Time;
  actor: { kind: string; id: string | null; name: string | null };
  action: string;
  target: string;
  detail: Record<string, unknown>;
  address: string | null;
}

// ---- /ws/agent

export interface Snapshot {
  me: Agent;
  agents: Agent[];
  counts: ConversationCounts;
  mine: Conversation[];
  queue: Conversation[];
}

export type AgentFrame =
  | { t: "snapshot"; d: Snapshot }
  | { t: "conversation"; d: { conversation: Conversation } }
  | { t: "message"; d: { message: Message } }
  | { t: "typing"; d: { conversation_id: string; text: string | null; active: boolean } }
  | { t: "agent"; d: { agent: Agent } }
  | { t: "counts"; d: ConversationCounts }
  | { t: "presence"; d: { customer_id: string; online: boolean } }
  | { t: "gap"; d: unknown }
  | { t: "pong"; d?: unknown };
