import { ref } from "vue";
import { useI18n } from "vue-i18n";
import { api } from "../../api/client";
import type { Conversation } from "../../api/types";
import { confirmed, toastError, toastOk } from "../../app/toast";
import { useDesk } from "./store";

/** What an agent does to a conversation with one click, with a question before and a word after. */
export function useVerbs() {
  const { t } = useI18n();
  const desk = useDesk();
  /** The verb that is under way. */
  const busy = ref("");

  async function run(verb: string, done: string, action: () => Promise<void>): Promise<void> {
    busy.value = verb;
    try {
      await action();
      toastOk(done);
    } catch (error) {
      toastError(error);
    } finally {
      busy.value = "";
    }
  }

  return {
    busy,
    take: (one: Conversation): Promise<void> =>
      run("accept", t("desk.list.accepted", { name: one.customer.name }), () => desk.accept(one.id)),
    async takeOver(one: Conversation): Promise<void> {
      const question = t("desk.supervise.takeOverConfirm", { customer: one.customer.name, name: one.agent_name ?? "" });
      if (!(await confirmed(question, t("desk.supervise.takeOver"), t("desk.supervise.takeOver")))) return;
      await run("take-over", t("desk.list.accepted", { name: one.customer.name }), async () => {
        await desk.act(one.id, "assign", { agent_id: desk.lists.me });
        desk.selectTab("mine");
      });
    },
    dismiss: (one: Conversation, helper: string): Promise<void> =>
      run("leave", t("desk.help.left"), async () => {
        desk.learn(await api.del<Conversation>(`/conversations/${one.id}/helpers/${helper}`));
      }),
    invite: (one: Conversation): Promise<void> =>
      run("invite-rating", t("desk.head.invited"), () => desk.act(one.id, "invite-rating")),
    async toBot(one: Conversation): Promise<void> {
      if (!(await confirmed(t("desk.head.botConfirm"), t("desk.head.botTitle"), t("desk.head.returnToBot")))) return;
      await run("return-to-bot", t("desk.head.returned"), () => desk.act(one.id, "return-to-bot"));
    },
    async close(one: Conversation): Promise<void> {
      const question = t("desk.head.closeConfirm", { name: one.customer.name });
      if (!(await confirmed(question, t("desk.head.closeTitle"), t("desk.head.close"), true))) return;
      await run("close", t("desk.head.closed"), () => desk.act(one.id, "close"));
    },
  };
}
