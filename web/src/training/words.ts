import { useI18n } from "vue-i18n";
import type { Choice, EntryRef, Judged, Judgement } from "../api/types";

/** Tones of a judgement for tags. */
export const tones: Record<Judgement, "success" | "warning" | "danger" | "info"> = {
  right: "success",
  offered: "warning",
  wrong: "danger",
  missed: "info",
};

/** A share as `93.5%`. */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1)}%`;
}

/** Words for what was expected and what came. */
export function useWords() {
  const { t } = useI18n();
  const entry = (ref: EntryRef): string => ref.question || t("training.entryGone");
  return {
    wanted: (one: { choice: Choice; wanted: EntryRef | null }): string =>
      one.choice === "entry" && one.wanted ? entry(one.wanted) : t(`training.choice.${one.choice}`),
    got: (one: Judged): string => {
      const outcome = t(`knowledge.outcome.${one.outcome}`);
      const shows = one.given && ["direct", "to_person", "suggested"].includes(one.outcome);
      return shows && one.given ? `${outcome} · ${entry(one.given)}` : outcome;
    },
  };
}
