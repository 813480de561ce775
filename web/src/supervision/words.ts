import type { Alert } from "../api/types";
import { spokenDuration } from "../app/format";
import { i18n } from "../app/i18n";

const text = (value: unknown): string => (value === null || value === undefined ? "" : String(value));

/** Why an alert was raised, in words. */
export function reasonOf(alert: Alert): string {
  const { t } = i18n.global;
  const facts = alert.facts as Record<string, unknown>;
  const key = `supervision.reason.${alert.kind}`;
  switch (alert.kind) {
    case "unanswered":
      return t(key, { time: spokenDuration(Number(facts.seconds)) });
    case "keyword":
      return t(key, { word: text(facts.word) });
    case "vip_waiting":
      return t(key, { grade: text(facts.grade), time: spokenDuration(Number(facts.seconds)) });
    case "surge":
      return t(key, { question: text(facts.question), n: text(facts.count), minutes: text(facts.minutes) });
    case "peak":
      return t(`supervision.peak.cause.${text(facts.cause)}`, { n: text(facts.waiting), time: spokenDuration(Number(facts.wait_seconds ?? 0)), name: "" });
    case "bot_stuck":
      return t(facts.why === "same" ? `${key}Same` : key, { n: text(facts.repeats) });
    default:
      return t(key);
  }
}

const reasons = ["rest", "meal", "meeting", "training", "not_accepted"];

/** Why an agent is in a state: the house's own reasons are keys, others stand as they were written. */
export function stateReason(reason: string | null | undefined): string {
  if (!reason) return "";
  return reasons.includes(reason) ? i18n.global.t(`presence.reason.${reason}`) : reason;
}
