/** What stands before the conversation: the consent, or the reason why there is none. */
import { useState } from "preact/hooks";
import { usePanel } from "./model";
import { Sheet } from "./sheet";

/** Nothing can be asked before the customer has agreed; leaving it open is possible by closing. */
export function ConsentSheet({ close }: { close: (() => void) | null }) {
  const { t, state, session, attempt } = usePanel();
  const [busy, setBusy] = useState(false);
  const agree = async () => {
    setBusy(true);
    await attempt(session.consent());
    setBusy(false);
  };
  return (
    <Sheet title={t("consent_title")} close={close}>
      <p class="body consent">{state.welcome?.consent.text || t("consent_text")}</p>
      <div class="buttons">
        <button type="button" class="primary" data-first disabled={busy} onClick={agree}>{t("consent_agree")}</button>
      </div>
    </Sheet>
  );
}

/** The server will not serve this page. */
export function Refused({ close }: { close: () => void }) {
  const { state, t, env } = usePanel();
  const identity = state.refusal === "visitor.identity_required";
  return (
    <div class="refused" role="alert">
      <h2>{identity ? t("refused_identity") : t("refused")}</h2>
      {!identity && <p>{t("refused_hint", { code: state.refusal })}</p>}
      {env.mode === "widget" && <button type="button" class="primary" onClick={close}>{t("close")}</button>}
    </div>
  );
}
