/** The place in the queue, told honestly, with the two ways out of it. */
import { useState } from "preact/hooks";
import { wait } from "../notices";
import { usePanel } from "./model";

export function QueueCard() {
  const { state, t, session, attempt, show } = usePanel();
  const [busy, setBusy] = useState(false);
  const queue = state.conversation?.queue;
  if (state.conversation?.owner !== "queue") return null;
  const cancel = async () => {
    setBusy(true);
    await attempt(session.cancelQueue());
    setBusy(false);
  };
  return (
    <section class="queue" aria-label={t("queue_title")}>
      <div class="queue-text" role="status">
        <b>{t("queue_title")}</b>
        {queue && (
          <span>
            {queue.position <= 1 ? t("queue_first") : t("queue_ahead", { position: queue.position })}
            {" · "}
            {wait(t, queue.eta_seconds)}
          </span>
        )}
      </div>
      <div class="queue-ways">
        <button type="button" class="pill" onClick={() => show("leave")}>{t("queue_leave")}</button>
        <button type="button" class="pill quiet" disabled={busy} onClick={cancel}>{t("queue_cancel")}</button>
      </div>
    </section>
  );
}
