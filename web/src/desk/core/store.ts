import { defineStore } from "pinia";
import { computed, reactive, ref, shallowRef } from "vue";
import { api, errorText, type Query } from "../../api/client";
import type { AgentFrame, Conversation, Customer, Page, ServiceSettings } from "../../api/types";
import { serverNow } from "../../app/clock";
import { useLive } from "../../app/live";
import { useSession } from "../../session/store";
import { useAlerts } from "../../supervision/alerts";
import { announce } from "./announce";
import { openDrafts } from "./drafts";
import * as L from "./lists";
import { makeOutbox } from "./outbox";
import { openPins, pinnedFirst } from "./pins";
import { lastSeq } from "./thread";
import { makeThreads } from "./threads";

/** A page of the lists which the server does not push in full. */
interface Paged {
  next: string | null;
  loaded: boolean;
  loading: boolean;
  error: unknown;
  /** Counts the requests: the answer to any but the last comes too late. */
  turn: number;
}

const blank = (): Paged => ({ next: null, loaded: false, loading: false, error: null, turn: 0 });

/** The agent's desk: lists, the open conversation, sending and reading. */
export const useDesk = defineStore("desk", () => {
  const live = useLive();
  const session = useSession();
  const alerts = useAlerts();
  const lists = shallowRef<L.Lists>(L.emptyLists());
  const ready = ref(false);
  const tab = ref<L.Tab>("mine");
  const filter = reactive<L.Filter>({ text: "", group: "", channel: "" });
  const sort = ref<L.Sort>("waiting");
  const activeId = ref<string | null>(null);
  const found = shallowRef<ReadonlySet<string>>(new Set());
  const paged = reactive<Record<L.Tab, Paged>>({
    mine: blank(),
    queue: blank(),
    alerts: blank(),
    bot: blank(),
    left_messages: blank(),
    closed: blank(),
  });
  /** Seconds and characters: the server's defaults, until the service settings are read. */
  const limits = reactive({ goal: 6, warning: 60, alarm: 180, messageChars: 4000 });
  const threads = makeThreads();
  const outbox = makeOutbox(threads, () => lists.value.me);
  let searchTurn = 0;
  let started = false;

  const active = computed(() => (activeId.value ? (lists.value.known[activeId.value] ?? null) : null));
  const visible = computed(() =>
    tab.value === "alerts"
      ? L.listOfAlerts(lists.value, alerts.open, filter)
      : pinnedFirst(L.listOf(lists.value, tab.value, filter, sort.value, found.value)),
  );
  const isMine = (one: Conversation | null): boolean => one?.owner === "agent" && one.agent_id === lists.value.me;

  function learn(conversation: Conversation): void {
    lists.value = L.learn(lists.value, [conversation]);
  }

  function onFrame(frame: AgentFrame): void {
    const before = lists.value;
    lists.value = L.reduce(before, frame, serverNow());
    if (frame.t === "snapshot") void onSnapshot();
    else if (frame.t === "message") threads.receive(frame.d.message);
    const idle = activeId.value === null || (tab.value === "mine" && active.value?.owner === "closed");
    announce(before, lists.value, frame, activeId.value, (id) => void open(id), idle);
    if (frame.t === "conversation" && frame.d.conversation.id === activeId.value) watch();
  }

  async function onSnapshot(): Promise<void> {
    openDrafts(lists.value.me);
    openPins(lists.value.me);
    if (!ready.value) {
      ready.value = true;
      outbox.restore();
    } else outbox.retryPassing();
    watch();
    for (const name of ["bot", "left_messages", "closed"] as const) if (paged[name].loaded) void loadTab(name, true);
    if (activeId.value && !lists.value.known[activeId.value]) await fetchOne(activeId.value);
    await threads.catchUpAll((id) => lists.value.known[id]?.last_seq ?? null);
  }

  /** Asks for the messages of a conversation that is open here but not ours. */
  function watch(): void {
    const foreign = active.value && !isMine(active.value) ? active.value.id : null;
    live.send({ t: "watch", d: { conversation_id: foreign } });
  }

  async function fetchOne(id: string): Promise<void> {
    try {
      const got = await api.get<Conversation>(`/conversations/${id}`);
      const { [id]: _old, ...known } = lists.value.known;
      lists.value = { ...lists.value, known: { ...known, [id]: got } };
    } catch {
      if (activeId.value === id) activeId.value = null;
    }
  }

  async function open(id: string | null): Promise<void> {
    activeId.value = id;
    if (!id) return watch();
    if (!lists.value.known[id]) await fetchOne(id);
    watch();
    const thread = threads.thread(id);
    if (!thread.loaded) await threads.open(id);
    else if ((lists.value.known[id]?.last_seq ?? 0) > lastSeq(thread)) {
      await threads.catchUp(id, lastSeq(thread)).catch(() => undefined);
    }
  }

  async function loadTab(name: L.Tab, fresh = false): Promise<void> {
    if (name === "alerts") return alerts.load();
    const state = paged[name];
    if (!fresh && (state.loading || (state.loaded && !state.next))) return;
    // What is asked anew need not wait for what was asked before, with another search.
    const turn = ++state.turn;
    const asked = filter.text.trim();
    state.loading = true;
    try {
      const query: Query = { view: name, limit: 50, cursor: fresh ? null : state.next, ...serverFilter(name) };
      const page = await api.get<Page<Conversation>>("/conversations", query);
      lists.value = L.learn(lists.value, page.items);
      if (turn !== state.turn) return;
      if (asked && asked === filter.text.trim()) found.value = new Set([...found.value, ...page.items.map((one) => one.id)]);
      Object.assign(state, { next: page.next, loaded: true, error: null });
    } catch (error) {
      if (turn === state.turn) state.error = error;
    } finally {
      if (turn === state.turn) state.loading = false;
    }
  }

  const serverFilter = (name: L.Tab): Query =>
    name === "mine" || name === "queue" ? {} : { q: filter.text.trim(), group: filter.group, channel: filter.channel };

  /** Runs the server's search for tabs of which only a part is here. */
  async function search(): Promise<void> {
    const turn = ++searchTurn;
    found.value = new Set();
    if (tab.value === "mine" || tab.value === "queue" || tab.value === "alerts") return;
    await new Promise((resolve) => setTimeout(resolve, 250));
    if (turn === searchTurn) await loadTab(tab.value, true);
  }

  function selectTab(next: L.Tab): void {
    tab.value = next;
    sort.value = next === "mine" || next === "queue" || next === "alerts" ? "waiting" : "newest";
    if (next !== "mine" && next !== "queue") void loadTab(next, true);
  }

  /** Runs an action whose answer may be the changed conversation. */
  async function act(id: string, verb: string, body: object = {}): Promise<void> {
    const got = await api.post<Conversation | null>(`/conversations/${id}/${verb}`, body);
    if (got && typeof got === "object" && "owner" in got) learn(got);
    else await fetchOne(id);
  }

  async function accept(id: string): Promise<void> {
    try {
      await act(id, "accept");
    } catch (error) {
      await fetchOne(id);
      throw error;
    }
    selectTab("mine");
    await open(id);
  }

  /** Tells the server how far the agent has read; failures are made good by the next one. */
  async function read(id: string, seq: number): Promise<void> {
    const one = lists.value.known[id];
    if (!isMine(one ?? null) || !one || (one.agent_read_seq >= seq && one.unread === 0)) return;
    lists.value = L.markRead(lists.value, id, seq);
    await api.post(`/conversations/${id}/read`, { seq }).catch(() => undefined);
  }

  /** The next or previous conversation of the visible list. */
  function step(by: 1 | -1): void {
    const all = visible.value;
    if (all.length === 0) return;
    const at = all.findIndex((one) => one.id === activeId.value);
    const next = all[at < 0 ? 0 : (at + by + all.length) % all.length];
    if (next) void open(next.id);
  }

  async function start(): Promise<void> {
    if (started) return;
    started = true;
    live.listen(onFrame);
    // The line may have been open before the desk was: ask for a fresh snapshot's content by HTTP.
    if (live.connected) await seed();
    const service = await api.get<ServiceSettings>("/settings/service").catch(() => null);
    if (service) {
      limits.goal = service.first_reply_goal_seconds;
      limits.warning = service.wait_warning_seconds;
      limits.alarm = service.wait_alarm_seconds;
      limits.messageChars = service.max_message_chars;
    }
  }

  async function seed(): Promise<void> {
    const agent = session.agent;
    if (!agent) return;
    const read = (view: string): Promise<Page<Conversation>> => api.get("/conversations", { view, limit: 200 });
    try {
      const [mine, queue] = await Promise.all([read("mine"), read("queue")]);
      onFrame({
        t: "snapshot",
        d: { me: agent, agents: Object.values(live.agents), counts: live.counts, mine: mine.items, queue: queue.items },
      });
    } catch (error) {
      paged.mine.error = errorText(error);
    }
  }

  return {
    lists, ready, tab, filter, sort, activeId, active, visible, paged, limits,
    threads: threads.threads,
    thread: threads.thread,
    /** A message that the server answered with. */
    receive: threads.receive,
    older: threads.older,
    /** Loads the newest messages of any conversation, once. */
    loadThread: (id: string) => threads.open(id),
    reloadThread: (id: string) => threads.open(id, true),
    outbox,
    isMine, start, open, selectTab, loadTab, search, act, accept, read, step, learn,
    counts: computed(() => ({
      ...live.counts,
      mine: L.listOf(lists.value, "mine", { text: "", group: "", channel: "" }, "newest").length,
      alerts: alerts.conversations.size,
      closed: 0,
    })),
    unread: computed(() =>
      L.listOf(lists.value, "mine", { text: "", group: "", channel: "" }, "newest").reduce((sum, one) => sum + one.unread, 0),
    ),
    applyCustomer: (customer: Customer): void => {
      lists.value = L.applyCustomer(lists.value, customer);
    },
    setTyping: (id: string, on: boolean): void => {
      live.send({ t: "typing", d: { conversation_id: id, active: on } });
    },
  };
});
