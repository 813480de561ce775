/** A picture or file on its way up, with its progress or the reason why it did not go. */
import { useEffect, useRef } from "preact/hooks";
import { problem } from "../notices";
import { usePanel } from "./model";
import type { Upload, Uploads } from "./uploads";

export function UploadBubble({ item, uploads }: { item: Upload; uploads: Uploads }) {
  const { t, state } = usePanel();
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (!item.image || typeof createImageBitmap !== "function") return;
    // Drawn on a canvas because a content policy may forbid `blob:` pictures.
    createImageBitmap(item.file).then((bitmap) => {
      const target = canvas.current;
      if (!target) return;
      const scale = Math.min(1, 400 / Math.max(bitmap.width, bitmap.height));
      target.width = bitmap.width * scale;
      target.height = bitmap.height * scale;
      target.getContext("2d")?.drawImage(bitmap, 0, 0, target.width, target.height);
    }, () => undefined);
  }, []);
  const max = state.welcome?.channel.max_upload_mb ?? 0;
  const reason = item.error === "file.too_large" ? t("file_too_large", { max })
    : item.error === "file.type_refused" ? t("file_type")
    : item.error === "file.not_an_image" ? problem(t, item.error)
    : item.error ? t("file_failed") : null;
  const again = item.error && !item.error.startsWith("file.");
  return (
    <div class="row me">
      <div class="said">
        <div class="bubble waiting">
          {item.image && !reason ? <canvas ref={canvas} class="preview" /> : null}
          <p class="text">{item.file.name}</p>
          {!reason && <progress max={1} value={item.progress} aria-label={t("uploading", { percent: Math.round(item.progress * 100) })} />}
        </div>
        <span class={reason ? "mark bad" : "mark"} role={reason ? "alert" : undefined}>
          {reason ?? t("uploading", { percent: Math.round(item.progress * 100) })}
          {again && <button type="button" class="link" onClick={() => uploads.retry(item.id)}>{t("retry")}</button>}
          <button type="button" class="link" onClick={() => uploads.remove(item.id)}>{reason ? t("discard") : t("cancel")}</button>
        </span>
      </div>
    </div>
  );
}
