import type { AgentFrame } from "../../api/types";
import { alertOf } from "../../app/alerts";
import { i18n } from "../../app/i18n";
import { helpsIn, type Lists } from "./lists";

/** Sounds and shows a notice for what an agent must not miss: a new customer, a new message. */
export function announce(
  before: Lists,
  after: Lists,
  frame: AgentFrame,
  activeId: string | null,
  open: (id: string) => void,
  idle: boolean,
): void {
  const { t } = i18n.global;
  if (frame.t === "conversation") {
    const one = frame.d.conversation;
    const mine = one.owner === "agent" && one.agent_id === after.me;
    const old = before.known[one.id];
    const wasMine = old?.owner === "agent" && old.agent_id === after.me;
    if (helpsIn(one, after.me) && !(old && helpsIn(old, after.me)) && before.me) {
      alertOf({
        id: `${one.id}:help:${one.last_seq}`,
        kind: "customer",
        title: t("desk.alert.help", { name: one.agent_name ?? "" }),
        body: one.subject,
        open: () => open(one.id),
      });
    }
    if (mine && !wasMine && before.me) {
      alertOf({
        id: `${one.id}:${one.accepted_at ?? one.last_seq}`,
        kind: "customer",
        title: t("desk.alert.customer", { name: one.customer.name }),
        body: one.subject,
        open: () => open(one.id),
      });
      // The golden seconds run: whoever has nothing before them gets the new customer at once.
      if (idle) open(one.id);
    }
  } else if (frame.t === "message") {
    const { message } = frame.d;
    const one = after.known[message.conversation_id];
    const mine = one?.owner === "agent" && one.agent_id === after.me;
    if (mine && message.content.type === "whisper") {
      alertOf({
        id: message.id,
        kind: "message",
        title: t("desk.alert.whisper", { name: message.sender.name ?? "" }),
        body: message.content.text,
        open: () => open(one.id),
      });
      return;
    }
    if (message.sender.kind !== "customer" || !mine || message.feedback) return;
    if (document.hasFocus() && activeId === one.id) return;
    const body = message.content.type === "text" ? message.content.text : (one.last_message?.preview ?? "");
    alertOf({
      id: message.id,
      kind: "message",
      title: t("desk.alert.message", { name: one.customer.name }),
      body,
      open: () => open(one.id),
    });
  }
}
