/** Reading aloud: the button beside an answer, and by itself when the customer wants it. */
import { useEffect, useRef } from "preact/hooks";
import { plainText } from "../blocks";
import type { Translate } from "../messages";
import { notice } from "../notices";
import type { Locale, Message } from "../types";
import { Icon } from "./icons";
import { usePanel } from "./model";

/** The button beside an answer that reads it to the customer. */
export function ReadAloud({ id, text }: { id: string; text: string }) {
  const { speech, t, locale, elder } = usePanel();
  if (!speech?.available || !text) return null;
  const reading = speech.current === id;
  return (
    <button
      type="button"
      class="mini"
      aria-pressed={reading}
      aria-label={reading ? t("read_stop") : t("read_aloud")}
      onClick={() => speech.toggle(id, text, locale)}
    >
      <Icon name={reading ? "stop" : "speaker"} />
      {elder && <span>{reading ? t("read_stop") : t("read_aloud")}</span>}
    </button>
  );
}

/** The words of a message; empty when it has none. */
function spokenText({ content }: Message, t: Translate, locale: Locale): string {
  if (content.type === "text") return content.text;
  if (content.type === "answer") return plainText(content.blocks);
  if (content.type === "suggestions") return content.items.map((item) => item.question).join("。");
  return content.type === "notice" ? notice(t, locale, content.code, content.params) : "";
}

/** Reads what is new aloud; what was there when the panel opened stays silent. */
export function AutoRead({ on }: { on: boolean }) {
  const { state, speech, t, locale } = usePanel();
  const seen = useRef<string | null>(null);
  const last = state.messages[state.messages.length - 1];
  useEffect(() => {
    if (!state.welcome) return;
    const fresh = last && seen.current !== null && seen.current !== last.id;
    seen.current = last?.id ?? "";
    if (!fresh || !on || last.sender.kind === "customer" || last.sender.kind === "system") return;
    speech?.read(last.id, spokenText(last, t, locale), locale);
  }, [last?.id, state.welcome !== null]);
  return null;
}
