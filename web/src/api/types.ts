/**
 * The shapes of the staff API, version 1, under the names that the client uses, and the frames of
 * the workbench's socket. What the API document describes comes from it (`schema.ts`, made by
 * `npm run api`); only the rest is written here.
 */
import type { components } from "./schema";

export * from "./products";
export * from "./tasks";
export * from "./training";

type Shapes = components["schemas"];

export type Time = Shapes["Time"];
export type Locale = Shapes["Locale"];

export interface Page<T> {
  items: T[];
  next: string | null;
}

// ---- people

export type Role = Shapes["Role"];
export type Permission = Shapes["Permission"];
export type Agent = Shapes["Agent"];
export type AgentState = Shapes["AgentState"];
export type Me = Shapes["Me"];
export type Group = Shapes["Group"];
export type ApiKey = Shapes["ApiKey"];
export type Customer = Shapes["Customer"];
export type CustomerContact = Shapes["Contact"];
export type CustomerMemory = Shapes["CustomerMemory"];
export type MemoryKind = Shapes["MemoryKind"];
export type FileInfo = Shapes["FileInfo"];

// ---- commerce

export type Money = Shapes["Money"];
export type Order = Shapes["Order"];
export type Benefits = Shapes["Benefits"];
export type Approval = Shapes["Approval"];
export type ShopFact = Shapes["ShopFact"];
export type ShopConnection = Shapes["ShopConnection"];
export type ConnectionSettings = Shapes["ConnectionSettings"];
export type ShopCheck = Shapes["ShopCheck"];
export type ShopExchange = Shapes["ShopExchange"];
export type ShopHook = Shapes["ShopHook"];
export type ShopHookSecret = Shapes["ShopHookSecret"];
export type ShopDelivery = Shapes["ShopDelivery"];
export type ShopTool = Shapes["ToolInfo"];
export type ToolSettings = Shapes["ToolSettings"];
export type ToolCall = Shapes["ToolCall"];
export type ToolWrite = Shapes["ToolWrite"];

// ---- conversations

export type Owner = Shapes["Owner"];
export type TransferReason = Shapes["TransferReason"];
export type LiveBoard = Shapes["LiveBoard"];
export type BoardAgent = Shapes["BoardAgent"];
export type BoardLevel = Shapes["BoardLevel"];
export type Alert = Shapes["Alert"];
export type Workday = Shapes["Workday"];
export type WorkdayRows = Shapes["WorkdayRows"];
export type Staffing = Shapes["Staffing"];
export type StaffingMeasured = Shapes["StaffingMeasured"];
export type StaffingOutcome = Shapes["StaffingOutcome"];
export type CustomerBrief = Shapes["CustomerBrief"];
export type Conversation = Shapes["Conversation"];
export type ConversationCounts = Shapes["ConversationCounts"];
export type Span = Shapes["Span"];
export type Block = Shapes["Block"];
export type EntryLink = Shapes["QuestionRef"];
export type Content = Shapes["Content"];
export type NoticeParams = Record<string, unknown>;
/** What an agent sends. */
export type OutgoingContent = Shapes["AgentSays"];
export type Message = Shapes["Message"];
export type QuickReply = Shapes["QuickReply"];

// ---- the bot

export type Candidate = Shapes["Candidate"];
export type Decision = Shapes["Decision"];
export type Dialogue = Shapes["Dialogue"];
export type DialogueTrace = Shapes["DialogueTrace"];
export type DecisionOutcome = Shapes["Outcome"];
/** The document cannot name the content of a message here, because the bot does not know it. */
export type HitTest = Omit<Shapes["HitTest"], "answer"> & { answer: Content | null };

// ---- knowledge

export type Category = Shapes["Category"];
export type Audience = Shapes["Audience"];
export type Importance = Shapes["Importance"];
export type Handling = Shapes["Handling"];
export type EntryState = Shapes["EntryState"];
export type AnswerChannel = Shapes["AnswerChannel"];
export type EntryDraft = Shapes["EntryDraft"];
export type EntrySummary = Shapes["EntrySummary"];
export type Entry = Shapes["Entry"];
export type EntryVersion = Shapes["EntryVersion"];
export type ImportReport = Shapes["ImportReport"];
export type ImportInspection = Shapes["ImportPreview"];
export type KnowledgeSummary = Shapes["KnowledgeSummary"];
export type KnowledgeHit = Shapes["FoundEntry"];

// ---- settings

export type ChannelSettings = Shapes["ChannelSettings"];
export type IdentityMode = Shapes["IdentityMode"];
export type Channel = Shapes["Channel"];
export type CompanySettings = Shapes["CompanySettings"];
export type BotSettings = Shapes["BotSettings"];
export type RoutingSettings = Shapes["RoutingSettings"];
export type PeakSettings = Shapes["PeakSettings"];
export type PeakMode = Shapes["PeakMode"];
export type PeakState = Shapes["PeakState"];
export type Peak = Shapes["Peak"];
export type HandoverSettings = Shapes["HandoverSettings"];
export type HandoverReport = Shapes["HandoverReport"];
export type HandoverPlace = Shapes["HandoverPlace"];
export type PersonRequest = Shapes["PersonRequest"];
export type RoutingChannelCap = Shapes["RoutingChannelCap"];
export type SupervisionSettings = Shapes["SupervisionSettings"];
export type RoutingRule = Shapes["RoutingRule"];
export type WordingSettings = Shapes["WordingSettings"];
export type WordingStatus = Shapes["WordingStatus"];
export type Worded = Shapes["Worded"];
export type ServiceSettings = Shapes["ServiceSettings"];
export type PrivacySettings = Shapes["PrivacySettings"];
export type RatingSettings = Shapes["RatingSettings"];

// ---- improve, overview, audit

export type GapSignal = Shapes["GapSignal"];
export type GapStatus = Shapes["GapStatus"];
export type Gap = Shapes["Gap"];
export type Overview = Shapes["Overview"];
export type AuditRecord = Shapes["AuditLine"];

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
  | { t: "moved"; d: { conversation_id: string; owner: Owner; agent_id: string | null; agent_name: string | null } }
  | { t: "message"; d: { message: Message } }
  | { t: "typing"; d: { conversation_id: string; text: string | null; active: boolean } }
  | { t: "agent"; d: { agent: Agent } }
  | { t: "counts"; d: ConversationCounts }
  | { t: "presence"; d: { customer_id: string; online: boolean } }
  | { t: "gap"; d: unknown }
  | { t: "answer_audit"; d: { event: string } }
  | { t: "approvals"; d: unknown }
  | { t: "memories"; d: { customer_id: string } }
  | { t: "tickets"; d: { ticket_id: string } }
  | { t: "ticket"; d: { ticket_id: string; number: number; subject: string; what: string; by: string } }
  | { t: "board"; d: LiveBoard }
  | { t: "alert"; d: { alert: Alert } }
  | { t: "knowledge_expiring"; d: { id: string; question: string; valid_to: Time } }
  | { t: "pong"; d?: unknown };

// ---- cards of talks

export type TalkAid = Shapes["TalkAid"];
export type TalkOrder = Shapes["TalkOrder"];

// ---- assist

export type Assistance = Shapes["Assistance"];
export type Suggestion = Shapes["Suggestion"];
export type SuggestionKind = Shapes["SuggestionKind"];
export type SuggestionVerdict = Shapes["SuggestionVerdict"];
export type ReplyRisk = Shapes["ReplyRisk"];
export type AssistAnswer = Shapes["AssistAnswer"];
export type AssistOffer = Shapes["AssistOffer"];
export type AssistSettings = Shapes["AssistSettings"];
export type WrapUpDraft = Shapes["WrapUpDraft"];
export type WrapUpConfirmation = Shapes["WrapUpConfirmation"];

// ---- transfers

export type TransferReport = Shapes["TransferReport"];
export type TransferCase = Shapes["TransferCase"];
export type TransferCause = Shapes["TransferCause"];

// ---- audits of answers

export type AnswerAudit = Shapes["AnswerAudit"];
export type AnswerAuditDetail = Shapes["AnswerAuditDetail"];
export type AnswerAuditFigure = Shapes["AnswerAuditFigure"];
export type AnswerAuditQuestion = Shapes["AnswerAuditQuestion"];
export type AnswerAuditVerdict = Shapes["AnswerAuditVerdict"];
export type AnswerAuditReview = Shapes["AnswerAuditReview"];
export type AnswerAuditCounts = Shapes["AnswerAuditCounts"];
export type AnswerAuditCredit = Shapes["AnswerAuditCredit"];
export type AnswerAuditBoard = Shapes["AnswerAuditBoard"];
export type AnswerAuditSettings = Shapes["AnswerAuditSettings"];
export type MyAnswerAudits = Shapes["MyAnswerAudits"];
