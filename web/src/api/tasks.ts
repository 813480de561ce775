/** The shapes of tasks in conversation, under the names that the client uses. */
import type { components } from "./schema";

type Shapes = components["schemas"];

export type Task = Shapes["DialogueTask"];
export type TaskSlot = Shapes["DialogueSlot"];
export type SlotKind = Shapes["DialogueSlotKind"];
export type TaskCue = Shapes["DialogueCue"];
export type TaskPhrases = Shapes["TaskPhrases"];
export type TaskCondition = Shapes["DialogueCondition"];
export type TaskValue = Shapes["DialogueValue"];
export type TaskAction = Shapes["DialogueAction"];
export type TaskEntry = Shapes["TaskEntry"];
export type TaskSummary = Shapes["TaskSummary"];
export type TaskVersion = Shapes["TaskVersion"];
export type TaskTool = Shapes["TaskTool"];
export type TaskFault = Shapes["TaskFault"];
export type TrialTurn = Shapes["TrialTurn"];
export type TrialSaid = Shapes["TrialSaid"];
export type FlowNode = Shapes["FlowNode"];
export type FlowNodeKind = Shapes["FlowNodeKind"];
export type FlowEdge = Shapes["FlowEdge"];
export type FlowTest = Shapes["FlowTest"];
export type FlowAbout = Shapes["FlowAbout"];
