/** Pictures and files of the conversation, and the invitation to rate it. */
import { useState } from "preact/hooks";
import { safeLink } from "../blocks";
import { size } from "../format";
import type { Content, FileInfo, Message } from "../types";
import { Icon } from "./icons";
import { usePanel } from "./model";

export function Attachment({ content }: { content: Extract<Content, { type: "image" | "file" }> }) {
  if (content.type === "image") return <Picture file={content.file} />;
  return <div class="bubble"><FileCard file={content.file} /></div>;
}

function Picture({ file }: { file: FileInfo }) {
  const { env, t, view } = usePanel();
  const [broken, setBroken] = useState(false);
  const url = safeLink(file.url, env.base);
  // A page's content policy may forbid pictures of this server; the file can still be opened.
  if (!url || broken) return <FileCard file={file} />;
  return (
    <button type="button" class="picture" aria-label={t("view_image", { name: file.name })} onClick={() => view(url, file.name)}>
      <img
        src={url}
        alt=""
        width={file.width ?? undefined}
        height={file.height ?? undefined}
        onError={() => setBroken(true)}
      />
    </button>
  );
}

function FileCard({ file }: { file: FileInfo }) {
  const { env, t } = usePanel();
  return (
    <a
      class="file"
      href={safeLink(file.url, env.base) ?? undefined}
      target="_blank"
      rel="noopener noreferrer"
      aria-label={t("download", { name: file.name })}
    >
      <Icon name="file" />
      <span>
        <b>{file.name}</b>
        <small>{size(file.size)}</small>
      </span>
    </a>
  );
}

export function RatingInvitation({ message }: { message: Message }) {
  const { state, t, show } = usePanel();
  const mine = state.conversation?.id === message.conversation_id;
  if (!mine || state.conversation?.rated || !state.conversation?.can_rate) return null;
  return (
    <div class="invite">
      <span>{t("rate_invite")}</span>
      <button type="button" class="pill" onClick={() => show("rate")}>
        <Icon name="star" />{t("rate_go")}
      </button>
    </div>
  );
}
