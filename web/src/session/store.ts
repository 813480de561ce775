import { defineStore } from "pinia";
import { computed, ref } from "vue";
import { api, ApiError, whenSignedOut } from "../api/client";
import type { Agent, AgentState, Me, Permission } from "../api/types";
import { setTimeZone } from "../app/format";
import { preferLocale } from "../app/i18n";
import { useLive } from "../app/live";

export interface SetupInvitation {
  kind: "administrator" | "password";
  username: string | null;
}

/** Who is signed in at this browser, what he may do, and his state. */
export const useSession = defineStore("session", () => {
  const live = useLive();
  const me = ref<Me | null>(null);
  /** The server could not be asked who we are. */
  const unreachable = ref<unknown>(null);
  let asked: Promise<void> | null = null;

  function enter(next: Me): void {
    me.value = next;
    setTimeZone(next.tenant.time_zone);
    preferLocale(next.tenant.locale);
    live.start();
  }

  function leave(): void {
    me.value = null;
    live.stop();
  }

  function updateSelf(agent: Agent): void {
    if (me.value && me.value.agent.id === agent.id) me.value.agent = agent;
  }

  live.listen((frame) => {
    if (frame.t === "snapshot") updateSelf(frame.d.me);
    else if (frame.t === "agent") updateSelf(frame.d.agent);
  });
  whenSignedOut(leave);

  async function ask(): Promise<void> {
    try {
      enter(await api.get<Me>("/auth/me"));
      unreachable.value = null;
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) {
        me.value = null;
        unreachable.value = null;
      } else {
        unreachable.value = error;
        asked = null;
      }
    }
  }

  return {
    me,
    unreachable,
    agent: computed(() => me.value?.agent ?? null),
    /** Asks the server once who is signed in. */
    ready: (): Promise<void> => (asked ??= ask()),
    /** Holds one of these permissions; an empty list asks only for a session. */
    can(permission: Permission | Permission[]): boolean {
      const wanted = Array.isArray(permission) ? permission : [permission];
      const held = me.value?.permissions ?? [];
      return wanted.length === 0 || wanted.some((one) => held.includes(one));
    },
    async login(username: string, password: string): Promise<void> {
      enter(await api.post<Me>("/auth/login", { username, password }));
    },
    async logout(): Promise<void> {
      await api.post("/auth/logout");
      leave();
    },
    invitation: (token: string): Promise<SetupInvitation> => api.get<SetupInvitation>("/auth/setup", { token }),
    async setup(body: { token: string; password: string; username?: string; name?: string }): Promise<void> {
      enter(await api.post<Me>("/auth/setup", body));
    },
    changePassword: (current: string, next: string): Promise<unknown> =>
      api.post("/auth/password", { current, new: next }),
    async setState(state: AgentState, reason?: string): Promise<void> {
      updateSelf(await api.put<Agent>("/me/state", reason ? { state, reason } : { state }));
    },
    async rename(name: string, nickname: string): Promise<void> {
      updateSelf(await api.patch<Agent>("/me", { name, nickname }));
    },
  };
});
