/** What all cards need: their words, money, and a picture that may be missing. */
import { safeLink } from "../../blocks";
import { cardTranslator, type Say } from "../../card-messages";
import { yuan } from "../../money";
import type { Shapes } from "../../types";
import { usePanel } from "../model";

export function useWords(): Say {
  return cardTranslator(usePanel().locale);
}

export function money({ amount, currency }: Shapes["Money"]): string {
  const sum = yuan(amount);
  return currency === "CNY" ? sum : `${sum.slice(1)} ${currency}`;
}

export function Picture({ url }: { url: string | null | undefined }) {
  const { env } = usePanel();
  const address = url ? safeLink(url, env.base) : null;
  return address
    ? <img class="thumb" src={address} alt="" loading="lazy" width="56" height="56" />
    : <span class="thumb none" aria-hidden="true" />;
}
