/** Whether an answer helped: asked under it, and thanked for. */
import { useState } from "preact/hooks";
import type { Message } from "../types";
import { Icon } from "./icons";
import { usePanel } from "./model";

export function Feedback({ message }: { message: Message }) {
  const { session, t, attempt } = usePanel();
  const [busy, setBusy] = useState(false);
  const give = async (helpful: boolean) => {
    setBusy(true);
    await attempt(session.feedback(message, helpful));
    setBusy(false);
  };
  if (message.feedback) {
    return (
      <span class="given">
        <Icon name={message.feedback === "helpful" ? "up" : "thumbDown"} />
        {t("helpful_thanks")}
      </span>
    );
  }
  return (
    <span class="feedback" role="group" aria-label={t("helpful_ask")}>
      <button type="button" class="mini" disabled={busy} onClick={() => give(true)}>
        <Icon name="up" /><span>{t("helpful")}</span>
      </button>
      <button type="button" class="mini" disabled={busy} onClick={() => give(false)}>
        <Icon name="thumbDown" /><span>{t("not_helpful")}</span>
      </button>
    </span>
  );
}
