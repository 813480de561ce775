/** A picture as large as the window. */
import { useState } from "preact/hooks";
import { Icon } from "./icons";
import { usePanel } from "./model";
import { useFocusTrap } from "./sheet";

export function Viewer({ url, alt, close }: { url: string; alt: string; close: () => void }) {
  const { t } = usePanel();
  const [zoomed, zoom] = useState(false);
  const trap = useFocusTrap<HTMLDivElement>(close);
  return (
    <div class="viewer" role="dialog" aria-modal="true" aria-label={t("view_image", { name: alt })} tabIndex={-1} {...trap}>
      <button type="button" class="viewer-close" data-first aria-label={t("close")} onClick={close}>
        <Icon name="close" />
      </button>
      <div class={zoomed ? "viewer-stage zoomed" : "viewer-stage"} onClick={() => zoom(!zoomed)}>
        <img src={url} alt={alt || t("answer_image")} />
      </div>
    </div>
  );
}
