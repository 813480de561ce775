/** The shapes of tickets and filing, under the names that the pages use. */
import type { components } from "../api/schema";

type Shapes = components["schemas"];

export type Ticket = Shapes["Ticket"];
export type TicketSummary = Shapes["TicketSummary"];
export type TicketEntry = Shapes["TicketEntry"];
export type TicketClock = Shapes["TicketClock"];
export type TicketType = Shapes["TicketType"];
export type TicketStatus = Shapes["TicketStatus"];
export type TicketField = Shapes["TicketField"];
export type TicketCategory = Shapes["TicketCategory"];
export type TicketPriority = Shapes["TicketPriority"];
export type TicketPatch = Partial<Shapes["TicketPatch"]>;
export type TicketCounts = Shapes["TicketCounts"];
export type TicketSettings = Shapes["TicketSettings"];
export type SlaSettings = Shapes["SlaSettings"];
export type FilingMeasures = Shapes["FilingMeasures"];
export type SavedView = Shapes["TicketSavedView"];
export type FilingSettings = Shapes["FilingSettings"];
export type FilingProposal = Shapes["FilingProposal"];
export type FilingImport = Shapes["FilingImport"];
export type CategoryNode = Shapes["TicketCategoryNode"];

export const PRIORITIES: TicketPriority[] = ["urgent", "high", "normal", "low"];
export const CATEGORIES: TicketCategory[] = ["new", "open", "waiting", "hold", "resolved", "closed"];
