/** Which boxes of the picture a trial has passed. */
import type { Task, TrialTurn } from "../api/types";

export function litBoxes(task: Task, turn: TrialTurn): Set<string> {
  const lit = new Set<string>();
  const here = turn.tasks.find((one) => one.task === task.key);
  if (!here) return lit;
  lit.add("start");
  for (const row of here.rows) lit.add(`slot/${row.key}`);
  if (turn.trace?.task === task.key && turn.trace.asked) lit.add(`slot/${turn.trace.asked}`);
  const steps = turn.trace?.steps.map((step) => step.rule) ?? [];
  const done = here.standing === "done";
  if (task.confirm && (done || steps.includes("confirm"))) lit.add("confirm");
  if (done || steps.includes("recommended") || steps.includes("nothing_fits")) lit.add("action");
  return lit;
}
