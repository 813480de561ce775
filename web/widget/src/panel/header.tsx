/** Who is speaking, the way to a person, and the door out. */
import { Icon } from "./icons";
import { botName, mayAskPerson, usePanel, type Panel } from "./model";

function status(panel: Panel): string {
  const { state, t } = panel;
  if (state.typing) return t("status_typing");
  switch (state.conversation?.owner) {
    case "queue": return t("status_queue");
    case "agent": return t("status_agent");
    case "left_message": return t("status_left");
    case "closed": return t("status_closed");
    default: return t("status_bot");
  }
}

/** The round picture of a speaker: a face for the bot, the name's first letter for a person. */
export function Avatar({ kind, name, url }: { kind: "bot" | "agent"; name: string; url?: string | null }) {
  if (kind === "agent" && url) return <img class="avatar" src={url} alt="" />;
  return (
    <span class={`avatar ${kind}`} aria-hidden="true">
      {kind === "bot" ? <Icon name="bot" /> : [...name][0]}
    </span>
  );
}

export function Header({ close }: { close: () => void }) {
  const panel = usePanel();
  const { state, t, env } = panel;
  const agent = state.conversation?.owner === "agent" ? state.conversation.agent : null;
  const name = agent?.name ?? botName(panel);
  const service = state.welcome?.channel.company;
  return (
    <div class="header">
      <Avatar kind={agent ? "agent" : "bot"} name={name} url={agent?.avatar} />
      <div class="who">
        <h1 title={service}>{name}</h1>
        <p class={state.phase === "online" ? "status on" : "status"}>{status(panel)}</p>
      </div>
      {mayAskPerson(panel, "header") && state.welcome && (
        <button type="button" class="pill person" onClick={() => panel.person("header")}>
          <Icon name="headset" />
          <span>{t("person")}</span>
        </button>
      )}
      <button type="button" class="plain" aria-label={t("menu")} aria-haspopup="dialog" onClick={() => panel.show("menu")}>
        <Icon name="more" />
      </button>
      {env.mode === "widget" && (
        <button type="button" class="plain" aria-label={t("minimise")} onClick={close}>
          <Icon name="down" />
        </button>
      )}
    </div>
  );
}
