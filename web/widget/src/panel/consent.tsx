/** What the customer has to know and agree to before the first question. */
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
